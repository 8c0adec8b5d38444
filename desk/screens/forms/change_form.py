"""Changes of the charter or the calendar: a preview of the affected deadlines, applied by a second Enter."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from desk.charter import Charter
from desk.charter.standards import OwnException, Words
from desk.i18n import Translator
from desk.presentation import formats
from desk.presentation.tickets import concerned_lines, move_lines, preview_line
from desk.screens.forms.base import LOOKS_FIRST, FormScreen
from desk.store.commands.recounting import preview, put_into_force
from desk.store.errors.input import DayReasonMissing, HoursInvalid
from desk.widgets.fields import Choice, Line, PathSuggester

if TYPE_CHECKING:
    from desk.store.database import Store

_HOURS = re.compile(r"\d\d:\d\d-\d\d:\d\d(?: +\d\d:\d\d-\d\d:\d\d)*")
_AS_USUAL, _CLOSED, _OPEN = "as-usual", "closed", "open"
_OF_OPEN_DAY = frozenset({"hours", "counts"})


class ChangeForm(FormScreen[bool]):
    """Returns True if the change was applied. change: builds the changed charter from the input."""

    enter_words = LOOKS_FIRST

    def __init__(self, change: "DayChange | FileChange") -> None:
        super().__init__()
        self._change = change
        self.command_id = change.command_id
        self._looked: tuple[dict[str, str], str] | None = None

    @property
    def drafted_as(self) -> str:
        return self._change.drafted_as

    @property
    def heading(self) -> str:
        return self._change.heading(self.desk.translator)

    def fields(self) -> list[tuple[str, Widget]]:
        return self._change.fields(self.desk.translator)

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter preview, again apply   PgDn PgUp   Esc close")

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("list")
        self._show_fields()

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        super().put_back(typed, chosen)
        self._show_fields()

    @on(Choice.Changed)
    def _show_fields(self) -> None:
        """Shows only the fields of the chosen change."""
        self.hide_fields(self._change.hidden(self.values()))

    async def save(self) -> bool | None:
        typed, _ = self.values(), self.desk.translator
        if self._looked and self._looked[0] == typed:
            mark, staff = self._looked[1], self.staff
            self._looked = None  # after a refusal the change is previewed again
            done = await self.desk.ask(lambda store: put_into_force(store, staff, self._change.charter(store, typed), mark))
            self.desk.tell(preview_line(_, done, self.desk.now, applied=True))
            said = _(
                "A change of the charter or the calendar cannot be undone. {key} again undoes your last step on a ticket.",
                key=self.desk.keys["undo"],
            )
            self.desk.not_undoable = said, self.desk.now
            return True
        seen = await self.desk.ask(lambda store: preview(store, self._change.charter(store, typed)))
        self._looked = (typed, seen.mark)
        now = self.desk.now
        self.aside(
            "\n".join(
                [
                    preview_line(_, seen, now),
                    *concerned_lines(_, seen.concerned),
                    *move_lines(_, seen.charter, seen.moves, now),
                ]
            )
        )
        return None


class DayChange:
    """Different hours on one day, e.g. closed for stocktaking or open on an exam Saturday."""

    command_id = "calendar"

    def __init__(self, day: date) -> None:
        self._day = day
        self.drafted_as = f"{self.command_id} {day.isoformat()}"

    def heading(self, _: Translator) -> str:
        """The title of the form."""
        return formats.on(_, self._day)

    def fields(self, _: Translator) -> list[tuple[str, Widget]]:
        """The fields."""
        what = [(_CLOSED, _("closed by the centre")), (_OPEN, _("open that day")), (_AS_USUAL, _("as usual"))]
        counts = [("yes", _("yes, counts for deadlines")), ("", _("no, open but not counted"))]
        return [
            (_("Day"), Choice(what, id="what")),
            (_("Reason"), Line(id="note")),
            (_("Hours"), Line(placeholder="10:00-14:00", id="hours")),
            (_("Counted"), Choice(counts, id="counts")),
        ]

    def hidden(self, typed: Mapping[str, str]) -> frozenset[str]:
        """The fields that say nothing about such a day: hours and counting of one that is not opened, the reason of a usual one."""
        return {_OPEN: frozenset[str](), _CLOSED: _OF_OPEN_DAY}.get(typed["what"], _OF_OPEN_DAY | {"note"})

    def charter(self, store: "Store", typed: Mapping[str, str]) -> "Charter":
        """The changed charter; runs in the database thread. Raises DeskError."""
        what, hours, note = (typed[name].strip() for name in ("what", "hours", "note"))
        others = tuple(exception for exception in store.charter.own if exception.date != self._day)
        if what == _AS_USUAL:
            return store.charter.with_own(others)
        if what == _OPEN and not _HOURS.fullmatch(hours):
            raise HoursInvalid(hours)
        opened = hours.split() if what == _OPEN else []
        exception = OwnException(self._day, Words(note, note), opened, bool(typed["counts"]))
        try:
            changed = store.charter.with_own((*others, exception))
        except ValueError:
            raise HoursInvalid(hours) from None
        if not note and self._day <= store.charter.at(store.now()).date():
            raise DayReasonMissing
        return changed


class FileChange:
    """A changed charter file, or the one shipped with a newer version."""

    command_id = drafted_as = "change-charter"

    def heading(self, _: Translator) -> str:
        """The title of the form."""
        return _("Change the charter")

    def fields(self, _: Translator) -> list[tuple[str, Widget]]:
        """The fields."""
        return [(_("File"), Line(placeholder=_("empty: the built-in charter"), id="file", suggester=PathSuggester()))]

    def hidden(self, typed: Mapping[str, str]) -> frozenset[str]:  # noqa: ARG002 - as of any change
        """The fields to be hidden."""
        return frozenset()

    def charter(self, store: "Store", typed: Mapping[str, str]) -> "Charter":
        """The changed charter; runs in the database thread. Raises DeskError."""
        file = typed["file"].strip()
        return Charter.load(Path(file).expanduser() if file else None).with_own(store.charter.own)
