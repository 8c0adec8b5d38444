"""`desk charter preview`, `desk charter apply`: a changed charter, and what it would move."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desk.charter import Charter
from desk.cli import deadlines
from desk.cli.options import common, files, given, show, show_json
from desk.cli.tickets import opened
from desk.i18n import Translator
from desk.presentation import tickets

if TYPE_CHECKING:
    from desk.store.commands.recounting import Preview
    from desk.store.database import Store


def add_charter(desk: click.Group, _: Translator) -> None:
    """Adds the commands about the charter to those of the desk."""
    group = deadlines.add_charter(desk, _)
    previews = _("Preview which deadlines a changed charter moves; default FILE: the built-in charter.")
    applies = _("Apply a changed charter from now on; each ticket that moves gets an event.")

    @group.command(help=previews, name="preview")
    @click.argument("file", required=False, metavar="[FILE]", shell_complete=files)
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
    @common(_)
    def preview_(file: str | None, as_json: bool) -> int:
        from desk.store.commands.recounting import preview

        with opened() as store:
            seen = preview(store, _changed(store, file))
            _show(store, seen, as_json)
            if not as_json:
                words = " ".join(["desk charter apply", *([file] if file else []), "--seen", seen.mark])
                show(given().gettext("To apply exactly this: {command}", command=words))
        return 0

    @group.command(help=applies, name="apply")
    @click.argument("file", required=False, metavar="[FILE]", shell_complete=files)
    @click.option("--seen", metavar="MARK", help=_("Apply only if the result matches the preview with this mark."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
    @common(_)
    def apply_(file: str | None, seen: str | None, as_json: bool) -> int:
        from desk.store.commands.recounting import put_into_force

        with opened() as store:
            done = put_into_force(store, given().settings.staff, _changed(store, file), seen)
            _show(store, done, as_json, applied=True)
        return 0


def _changed(store: "Store", file: str | None) -> Charter:
    """The charter of a file, with the exceptions that were added at this desk."""
    return Charter.load(Path(file) if file else None).with_own(store.charter.own)


def _show(store: "Store", seen: "Preview", as_json: bool, *, applied: bool = False) -> None:
    _, now = given().translator, store.now()
    if not as_json:
        show(tickets.preview_line(_, seen, now, applied=applied))
        for line in (*tickets.concerned_lines(_, seen.concerned), *tickets.move_lines(_, seen.charter, seen.moves, now)):
            show(line)
        return
    moves = [
        {
            "number": move.number,
            "standard": move.standard,
            "old": None if move.old is None else store.charter.at(move.old).isoformat(),
            "new": None if move.new is None else store.charter.at(move.new).isoformat(),
            "missed": move.missed(now),
        }
        for move in seen.moves
    ]
    show_json({"mark": seen.mark, "running": seen.running, "moves": moves})
