"""`desk doctor`: reports the environment and its problems."""

import click

from desk.charter.errors import DeskError
from desk.cli.options import common, given, show
from desk.doctor import examine
from desk.i18n import Translator
from desk.settings import Settings


def add_doctor(group: click.Group, _: Translator) -> None:
    """Adds the command to the group."""

    @group.command()
    @common(_)
    def doctor() -> int:
        settings: Settings | DeskError
        try:
            settings = given().settings
        except DeskError as error:  # problems are what the doctor reports
            settings = error
        sections = examine(given().translator, settings)
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
