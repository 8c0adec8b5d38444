"""Nothing typed is lost: what stands in a form is kept each second, and put back when the form is opened again."""

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.widgets import Static

from desk.screens.forms.conflicts import Meanwhile
from desk.widgets.fields import Choice, Line, Lines

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete

    from desk.system.draft_files import Draft

T = TypeVar("T")

DROP_KEY = "f7"


class Drafted(Meanwhile[T]):
    """Under every form. It belongs to the person who opened it, no matter who sits at the desk meanwhile.

    command_id: the command that opens it; its drafts are known by that, by the person and by the tickets.
    """

    command_id = ""

    def __init__(self) -> None:
        super().__init__()
        self.is_ready = False  # no key is taken before a draft was looked for
        self.staff = ""
        self._before: dict[str, str] = {}
        self._kept: object = None
        self._writing: Future[None] | None = None
        self._dropped: dict[str, str] = {}

    @property
    def drafted_as(self) -> str:
        """What tells its drafts from those of other forms on the same tickets."""
        return self.command_id or type(self).__name__

    # -- what stands in it --------------------------------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        """What stands in each field, by its id."""
        return {str(field.id): field.value for field in self._fields()} | self._chosen()

    def value(self, name: str) -> str:
        """What stands in a field, stripped; "" where the form has no such field."""
        return self.values().get(name, "").strip()

    @property
    def has_unsaved_input(self) -> bool:
        """Whether leaving would lose something; a choice that was only turned is soon turned again."""
        return bool(self.typed()) and not self._result

    def typed(self) -> dict[str, str]:
        """The texts that somebody typed, by their fields: not what stood there by itself."""
        return {name: field.value for field in self._fields() if (name := str(field.id)) and field.value != self._before.get(name)}

    def stands_by_itself(self) -> None:
        """What the texts are now nobody has typed."""
        self._before = {str(field.id): field.value for field in self._fields()}

    def _fields(self) -> list[Line | Lines]:
        return [field for field in self.query("Line, Lines") if isinstance(field, Line | Lines)]

    def _chosen(self) -> dict[str, str]:
        return {str(choice.id): choice.value for choice in self.query(Choice)}

    # -- keeping it ---------------------------------------------------------------------------------------------------

    def keep_draft(self, *, last: bool) -> None:
        """Keeps what is typed, if that has changed; one writing at a time, the latest wins. last: the desk ends and hears nothing
        of it any more."""
        if not self.is_ready or (self._writing and not self._writing.done() and not last):
            return
        writing = self._keep()
        if writing and not last:
            self.app.run_worker(self._written(writing), group="drafts", exit_on_error=False)

    def _keep(self) -> Future[None] | None:
        """Hands in what is typed; None where that is kept already."""
        from desk.system.draft_files import Draft, DraftFiles

        keeper, typed = self.desk.autosave, self.typed()
        draft = Draft(self.staff, self.drafted_as, tuple(self.seen().items()), typed, self._chosen(), self.desk.now)
        state = (draft.seen, typed, draft.chosen) if typed else None
        if state == self._kept:
            return None
        self._kept = state
        self._writing = keeper.submit(DraftFiles.write, self, draft) if typed else keeper.submit(DraftFiles.drop, self)
        return self._writing

    async def _written(self, writing: Future[None]) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(writing))  # it is done even where nobody waits any more
            self.desk.keeps_typed = True
        except OSError as error:
            self._kept = None
            self.desk.autosave.failed(error)

    def dismiss(self, result: T | None = None) -> "AwaitComplete":
        """Saved, or left knowingly: the draft goes."""
        from desk.system.draft_files import DraftFiles

        self.desk.autosave.submit(DraftFiles.drop if self.is_ready else DraftFiles.let_go, self)
        return super().dismiss(result)

    async def keep_whole(self) -> None:
        """Keeps what is typed, and waits until it stands on the disk. Raises OSError."""
        if self.is_ready and (writing := self._keep() or self._writing):
            await asyncio.wrap_future(writing)

    def let_go(self) -> None:
        """The form goes, its draft stays."""
        from desk.system.draft_files import DraftFiles

        self.desk.autosave.submit(DraftFiles.let_go, self)

    def leave_draft(self) -> None:
        """Left for later: what is typed stays among the drafts."""

        if writing := self._keep():
            self.app.run_worker(self._written(writing), group="drafts", exit_on_error=False)
        self.let_go()
        super().dismiss(None)
        self.desk.tell(self.desk.gettext("Kept as a draft: it is put back when the form is opened next."))

    # -- putting it back ----------------------------------------------------------------------------------------------

    def look_for_draft(self) -> None:
        """Has what the same person left half typed in this form put back."""
        if not self.staff:
            self.staff = self.desk.staff
            self.run_worker(self._look_for_draft(), group="draft", exit_on_error=False)

    async def _look_for_draft(self) -> None:
        from desk.system.draft_files import DraftFiles

        try:
            draft = await self.desk.autosave.ask(DraftFiles.take, self, self.staff, self.drafted_as, list(self.seen()))
            if draft:
                self.put_back(draft.typed, draft.chosen)
                self._say_put_back(draft)
                self.was_seen(dict(draft.seen))
                self.refresh_data()
        except OSError as error:
            self.desk.autosave.failed(error)
        finally:
            self.is_ready = True

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        """Texts and choices into their fields, the cursor at the end of the last text."""
        for choice in self.query(Choice):
            if (value := chosen.get(str(choice.id))) in dict(choice.options):
                choice.value = value
        for field in self._fields():
            if str(field.id) in typed:
                field.put(typed[str(field.id)])
                field.focus()

    def _say_put_back(self, draft: "Draft") -> None:
        from desk.presentation import deadlines

        _, charter = self.desk.translator, self.desk.charter
        words = _("Put back what was typed.")
        if charter:
            when = deadlines.lately(_, charter.at(draft.at), charter.at(self.desk.now))
            words = _("Put back: typed {moment}.", moment=when)
        self._say_draft(f"{words} {_('{key} drops it.', key=DROP_KEY.upper())}")

    def action_drop_draft(self) -> None:
        """Drops what was put back; once more, and it is there again."""
        if not self.query("#draft"):
            return
        _, key = self.desk.translator, DROP_KEY.upper()
        if typed := self.typed():
            self._dropped = typed
            self.put_back({name: self._before[name] for name in typed}, {})
            self._say_draft(_("Dropped. {key} puts it back.", key=key))
        elif self._dropped:
            self.put_back(self._dropped, {})
            self._say_draft(_("Put back what was typed.") + " " + _("{key} drops it.", key=key))

    def _say_draft(self, words: str) -> None:
        if not self.query("#draft"):
            self.mount(Static("", markup=False, id="draft"), before="#wrong")
        self.query_one("#draft", Static).update(Content(words))
