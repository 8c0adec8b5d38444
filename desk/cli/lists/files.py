"""`desk attach` and `desk files`: the files of a ticket."""

from pathlib import Path
from typing import Any

import click

from desk.cli.login import opened
from desk.cli.options import common, files, given, json_option, show, show_json
from desk.i18n import Translator
from desk.outgoing.saved_files import save_files
from desk.presentation.formats import size
from desk.store.files.attaching import TicketFile, files_of
from desk.store.files.by_path import attach
from desk.system.scans import remove_scan
from desk.text import sanitize


def add_attach(group: click.Group, _: Translator) -> None:
    """Adds `attach` to the group."""

    @group.command(name="attach")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("paths", nargs=-1, required=True, metavar="FILE", shell_complete=files)
    @json_option(_)
    @common(_)
    def attach_(number: int, paths: tuple[str, ...], as_json: bool) -> int:
        with opened() as store:
            for path in paths:
                attach(store, given().settings.staff, number, path)
                remove_scan(given().settings.scans, Path(path).expanduser())
            _list(files_of(store, number), as_json)
        return 0


def add_files(group: click.Group, _: Translator) -> None:
    """Adds `files` to the group."""

    @group.command(name="files")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("chosen", nargs=-1, metavar="FILE")
    @click.option("--save", "folder", metavar="FOLDER", help=_("Write the files, or those named, into a folder."))
    @json_option(_)
    @common(_)
    def files_(number: int, chosen: tuple[str, ...], folder: str | None, as_json: bool) -> int:
        with opened() as store:
            if folder is None:
                _list(files_of(store, number), as_json)
                return 0
            for path in save_files(store, number, chosen, Path(folder)):
                show(str(path))
        return 0


def _list(found: list[TicketFile], as_json: bool) -> None:
    if as_json:
        show_json([_json(file) for file in found])
        return
    for file in found:
        parts = (file.id, size(given().translator, file.size), file.type, sanitize.one_line(file.name, 80))
        show("  ".join(filter(None, parts)))
    if not found:
        show(given().gettext("No files."))


def _json(file: TicketFile) -> dict[str, Any]:
    return {"file": file.id, "name": file.name, "type": file.type, "size": file.size}
