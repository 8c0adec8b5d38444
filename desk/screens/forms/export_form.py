"""Exports: waiting letters for the mail program, and the list of a box or a session."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.i18n import N_
from desk.outgoing.lists import table, write_table
from desk.outgoing.mailbox_files import export_mail
from desk.presentation.outbox import mail_line
from desk.screens.forms.base import FormScreen
from desk.store.errors.input import FileMissing
from desk.store.queries.exports import lines
from desk.widgets.fields import Choice, Line, PathSuggester

if TYPE_CHECKING:
    from desk.store.queries.groups import Group

_LISTS = {
    "all": N_("all data of everybody"),
    "to-tell": N_("to inform"),
    "phones": N_("to call: no email"),
    "posting": N_("to post: with a column for the tracking number"),
}


class MailForm(FormScreen[str]):
    """Asks for the folder; returns a summary of the written files."""

    command_id = "export-mail"
    enter_words = N_("export")

    @property
    def heading(self) -> str:
        return self.desk.gettext("Export waiting letters and emails")

    def fields(self) -> list[tuple[str, Widget]]:
        return [
            (
                self.desk.gettext("Folder"),
                Line(str(Path.home() / "desk-mail"), id="folder", suggester=PathSuggester(only_folders=True)),
            )
        ]

    async def save(self) -> str:
        if not self.value("folder"):
            raise FileMissing
        folder = Path(self.value("folder")).expanduser()
        sends = self.desk.settings.mail.sender is not None
        return mail_line(self.desk.translator, await self.desk.ask(export_mail, self.staff, folder, only_letters=sends), folder)


class ListForm(FormScreen[str]):
    """Asks for the file and the purpose of the list; returns a summary of the written file."""

    command_id = "export-list"
    enter_words = N_("export")

    def __init__(self, group: "Group") -> None:
        super().__init__()
        self.group = group

    @property
    def heading(self) -> str:
        return self.desk.gettext("Save this list (CSV or XLSX)")

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        path = Path.home() / f"{self.group.kind}-{self.group.number}.xlsx"
        lists = [(which, _(words)) for which, words in _LISTS.items()]
        return [(_("File"), Line(str(path), id="file", suggester=PathSuggester())), (_("List"), Choice(lists, id="list"))]

    async def save(self) -> str:
        _, which = self.desk.translator, self.value("list")
        if not self.value("file"):
            raise FileMissing
        path = Path(self.value("file")).expanduser()
        rows = await self.desk.ask(lambda store: table(_, store.charter, lines(store, self.group), which))
        await asyncio.to_thread(write_table, path, rows)
        return _("{file}: {lines}", file=path, lines=_.ngettext("{n} line", "{n} lines", len(rows) - 1))
