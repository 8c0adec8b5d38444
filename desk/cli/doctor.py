"""`desk doctor`: reports the environment and its problems."""

import click

from desk.charter.errors import DeskError
from desk.cli.options import common, given, json_option, show, show_json
from desk.doctor import examine
from desk.i18n import Translator
from desk.settings import Settings


def add_doctor(group: click.Group, _: Translator) -> None:
    """Adds the command to the group."""

    @group.command()
    @json_option(_)
    @common(_)
    def doctor(as_json: bool) -> int:
        settings: Settings | DeskError
        try:
            settings = given().settings
        except DeskError as error:  # problems are what the doctor reports
            settings = error
        sections = examine(given().translator, settings)
        if as_json:
            show_json([{"section": section.title, **finding._asdict()} for section in sections for finding in section.findings])
            return int(any(finding.wrong for section in sections for finding in section.findings))
        wrong = 0
        for section in sections:
            show(section.title)
            widest = max(len(finding.name) for finding in section.findings)
            for finding in section.findings:
                show(f"  {finding.name:<{widest}}  {finding.value}")
                if finding.wrong:
                    wrong += 1
                    show(f"  ! {finding.name}: {finding.wrong}")
        show(given().ngettext("{n} problem", "{n} problems", wrong) if wrong else given().gettext("no problems"))
        return 1 if wrong else 0
