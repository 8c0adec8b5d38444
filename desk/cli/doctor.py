"""`desk doctor`: what is here and what is wrong with it; `desk completion`: the commands, completed by a shell."""

import click

from desk.charter.errors import DeskError
from desk.cli.options import common, given, show
from desk.i18n import Translator
from desk.settings import Settings

SHELLS = ("bash", "zsh", "fish")


def add_doctor(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.command(help=_("Show versions, paths, terminal, locale and database, and list problems."))
    @common(_)
    def doctor() -> int:
        from desk.doctor import examine

        settings: Settings | DeskError
        try:
            settings = given().settings
        except DeskError as error:  # it is what the doctor was called for
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

    @group.command(help=_("Print a shell completion script: bash, zsh or fish."))
    @click.argument("shell", type=click.Choice(SHELLS))
    @common(_)
    def completion(shell: str) -> int:
        from click.shell_completion import get_completion_class

        kind = get_completion_class(shell)
        assert kind is not None
        click.echo(kind(group, {}, "desk", "_DESK_COMPLETE").source())
        return 0
