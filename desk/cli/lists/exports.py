"""`desk export`: exports letters and lists."""

from pathlib import Path

import click

from desk.cli.login import opened
from desk.cli.options import common, files, given, json_option, show, show_json
from desk.i18n import Translator
from desk.outgoing.case_file import case_file
from desk.outgoing.lists import ALL, table, write_table
from desk.outgoing.mailbox_files import export_mail
from desk.presentation.groups import box_line, session_line
from desk.presentation.outbox import mail_line
from desk.reports.html import write_whole as write_page
from desk.store.commands.sessions import sessions
from desk.store.queries.board import BOX, SESSION
from desk.store.queries.exports import lines
from desk.store.queries.groups import boxes
from desk.store.queries.groups import group as find_group
from desk.system.secure_files import make_folder, write_whole


def add_exports(group: click.Group, _: Translator) -> None:
    """Adds the command to the group."""

    @group.group(name="export")
    @common(_)
    def export() -> None: ...

    _add_list(export, _, "batch", _("Export a batch of certificates as CSV or XLSX; `desk export boxes` lists the numbers."))
    _add_list(export, _, "session", _("Export an exam session as CSV or XLSX; `desk export sessions` lists the numbers."))

    @export.command(
        help=_(
            "Export a whole case to one HTML file: events, letters, deadlines with their ledgers; the same bytes each time. "
            "Its files go into a folder beside it."
        ),
        name="case",
    )
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @common(_)
    def case(number: int, file: str) -> int:
        with opened() as store:
            found = case_file(store, given().translator, number)
        path = Path(file)
        write_page(path, found.html)
        for name, raw in found.files.items():
            make_folder(beside := path.with_suffix(".files"))
            write_whole(beside / name, raw)
        show(given().gettext("{file}: case {number}", file=file, number=number))
        return 0

    @export.command(help=_("List the batches that can be exported, with their numbers."), name="boxes")
    @json_option(_)
    @common(_)
    def boxes_(as_json: bool) -> int:
        with opened() as store:
            found = boxes(store)
            if as_json:
                show_json([box._asdict() | {"received": store.charter.at(box.received).isoformat()} for box in found])
                return 0
            for box in found:
                show(f"{box.number}  {box_line(given().translator, store.charter, box, store.now())}")
        if not found:
            show(given().gettext("None yet."))
        return 0

    @export.command(help=_("List the exam sessions that can be exported, with their numbers."), name="sessions")
    @json_option(_)
    @common(_)
    def sessions_(as_json: bool) -> int:
        with opened() as store:
            found = sessions(store)
            if as_json:
                show_json([session._asdict() for session in found])
                return 0
            for session in found:
                show(f"{session.id}  {session_line(given().translator, store.charter, session, store.now())}")
        if not found:
            show(given().gettext("None yet."))
        return 0

    @export.command(help=_("Export waiting letters and emails to a folder, for the mail program."), name="mail")
    @click.argument("folder", metavar="FOLDER")
    @json_option(_)
    @common(_)
    def mail(folder: str, as_json: bool) -> int:
        with opened() as store:
            sends = given().settings.mail.sender is not None
            done = export_mail(store, given().settings.staff, Path(folder), only_letters=sends)
        if as_json:
            show_json({"emails": done.emails, "letters": done.letters, "pages": str(done.pages) if done.pages else None})
        else:
            show(mail_line(given().translator, done, Path(folder)))
        return 0


def _add_list(group: click.Group, _: Translator, name: str, words: str) -> None:
    """Adds the export of a box or of a session; both take the same options."""

    @group.command(help=words, name=name)
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @click.option(
        "--only",
        type=click.Choice(["to-tell", "phones", "posting"]),
        help=_("Only those to inform; only those without an email; or, of a batch, only those still to be posted."),
    )
    @common(_)
    def command(number: int, file: str, only: str | None) -> int:
        with opened() as store:
            found = lines(store, find_group(store, BOX if name == "batch" else SESSION, number))
            rows = table(given().translator, store.charter, found, only or ALL)
        write_table(Path(file), rows)
        show(given().gettext("{file}: {lines}", file=file, lines=given().ngettext("{n} line", "{n} lines", len(rows) - 1)))
        return 0
