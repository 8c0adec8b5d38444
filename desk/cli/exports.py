"""`desk export`: what leaves the desk."""

from pathlib import Path

import click

from desk.cli.shape import common, given, show, show_json
from desk.cli.tickets import opened
from desk.tongue import Tongue


def add_exports(group: click.Group, say: Tongue) -> None:
    """Adds the command to the group."""

    @group.group(help=say("Writes what the desk holds into files."), name="export")
    @common(say)
    def export() -> None: ...

    @export.command(help=say("The letters and emails that wait, into a folder, for the mail program."), name="mail")
    @click.argument("folder", metavar="FOLDER")
    @click.option("--json", "as_json", is_flag=True, help=say("One JSON document."))
    @common(say)
    def mail(folder: str, as_json: bool) -> int:
        from desk.outgoing.export import export_mail
        from desk.reporting import mail_line

        with opened() as store:
            done = export_mail(store, Path(folder))
        if as_json:
            show_json({"emails": done.emails, "letters": done.letters, "pages": str(done.pages) if done.pages else None})
        else:
            show(mail_line(given().say, done, Path(folder)))
        return 0
