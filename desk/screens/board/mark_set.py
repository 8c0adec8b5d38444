"""Several tickets at once: marks, and the acts that are done to all of them together."""

from typing import TYPE_CHECKING

from desk.actions.registry import EVENT_OF, command
from desk.screens.keyed import ActionScreen
from desk.widgets.queue_pane import Pane
from desk.widgets.row_model import RowModel

if TYPE_CHECKING:
    from desk.actions.registry import Command
    from desk.outgoing.mass_letters import Written
    from desk.store.queries.board import QueueRow


class Marks(ActionScreen):
    """Mixed into the board: which tickets of the pane are marked."""

    @property
    def pane(self) -> Pane:
        """The pane that is worked in."""
        raise NotImplementedError

    @property
    def marked_rows(self) -> "list[QueueRow]":
        """The marked tickets, in the order of the queue."""
        view = self.pane.view
        return [row for row in view.rows if row.id in view.marked] if view.marked else []

    @property
    def has_marks(self) -> bool:
        return bool(self.pane.view.marked)

    def available(self) -> "list[Command]":
        """What can be done now: to marked tickets only what is done to all of them together."""
        found = super().available()
        return [one for one in found if one.together or not one.acts] if self.has_marks else found

    async def do_mark(self) -> None:
        """Marks the ticket under the cursor, or unmarks it, and goes on to the next one."""
        self.pane.view.mark(RowModel.toggle_mark)
        self.pane.view.action_cursor_down()
        self.marks_changed()

    async def do_mark_through(self) -> None:
        """Marks all from the ticket that was marked last to the one under the cursor."""
        self.pane.view.mark(RowModel.mark_through)
        self.marks_changed()

    async def do_mark_all(self) -> None:
        """Marks all that the pane shows; where all are marked already, none."""
        self.pane.view.mark(RowModel.mark_all)
        self.marks_changed()

    def drop_marks(self) -> bool:
        """Unmarks every ticket of the pane; False where none was marked."""
        if not self.pane.view.marked:
            return False
        self.pane.view.mark(RowModel.clear_marks)
        self.marks_changed()
        return True

    def marks_changed(self) -> None:
        """The title counts them, and some keys mean something else while there are any."""
        self.pane.count(self.desk.clock())
        self.show_keys()

    def act(self, name: str) -> None:
        """An act on all marked tickets, in one step; on the ticket under the cursor where none is marked."""
        rows = self.marked_rows
        if not rows:
            super().act(name)
            return
        if not command(name).together:
            self.desk.tell(self.desk.gettext("That is done to one ticket at a time: Esc drops the marks."))
            return
        self.act_together(name, rows)

    def act_together(self, name: str, rows: "list[QueueRow]") -> None:
        """The form of an act on several tickets."""
        from desk.screens.forms.together_form import TogetherForm

        if name == "reply":
            self.run_worker(self._write_to(rows), group="act")
            return
        self.app.push_screen(TogetherForm(name, rows), self._acted_together)

    async def _write_to(self, rows: "list[QueueRow]") -> None:
        """One of the centre's texts to all of them."""
        from desk.outgoing.mass_letters import fitting
        from desk.outgoing.texts import IN_TIME, MOVED, OVERDUE
        from desk.screens.forms.letters_form import LettersForm
        from desk.store.queries.concerned import moved_unsaid

        texts, wrong = await self._texts()
        moved = await self.desk.ask(moved_unsaid, [row.id for row in rows])
        late = [row.due is not None and row.due < self.desk.now for row in rows]
        due = [OVERDUE] if all(late) else [] if any(late) else [IN_TIME]
        found = fitting(texts, rows, [*([MOVED] if moved else []), *due])
        if not found:
            self.desk.tell(self.desk.gettext("No text goes to all of them: mark tickets of one kind."))
        else:
            self.app.push_screen(LettersForm(rows, found), self._written_to)
        if wrong:
            self.desk.show_error(wrong)

    def _written_to(self, done: "Written | None") -> None:
        if done is None:
            return
        from desk.presentation.shift import written_line

        self.drop_marks()
        self.desk.tell(written_line(self.desk.translator, done))
        self.desk.reload_soon()

    def _acted_together(self, done: tuple[int, str] | None) -> None:
        if done is None:
            return
        count, name = done
        from desk.presentation.tickets import EVENTS

        _ = self.desk.translator
        self.drop_marks()
        self.desk.tell(f"{_.ngettext('{n} ticket', '{n} tickets', count)}: {_(EVENTS[EVENT_OF[name]])}")
        self.desk.reload_soon()
