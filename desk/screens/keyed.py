"""A screen worked by the keys of the registry: bindings in both layouts, what fits the ticket at hand, the key bar."""

from typing import TYPE_CHECKING, Any

from desk.actions.registry import EVENT_OF, KEY_BAR, Command, act_for_fact, command, key_names, key_title
from desk.charter.vocabulary import FINAL, RECEIVED
from desk.screens.board.letters import Writes
from desk.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow


FRESH = 600  # seconds: what one still remembers having done


class ActionScreen(Writes):
    """The base of the screens that are worked by keys.

    scopes: of the commands that work here; key_bar: what the last line names; moving_keys: the other keys, and what they do.

    A subclass has one method `do_<id>` for each of them that is no act on a ticket.
    """

    scopes: tuple[str, ...] = ()
    key_bar: tuple[str, ...] = KEY_BAR

    def __init__(self) -> None:
        super().__init__()
        self._fitting: tuple[str, ...] = ()

    def on_mount(self) -> None:
        """Binds the keys: only the application knows the user's own."""
        for one in self.commands:
            if one.keys:
                self._bindings.bind(",".join(key_names(one.keys)), f"command('{one.id}')", one.id, show=False)

    @property
    def commands(self) -> list[Command]:
        """The commands of the screen's scopes, in the registry's order."""
        return [one for one in self.desk.commands if one.scope in self.scopes]

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The ticket that acts are done to."""
        raise NotImplementedError

    @property
    def has_marks(self) -> bool:
        """Whether tickets are marked; a place for one ticket has none."""
        return False

    def available(self) -> list[Command]:
        """What can be done now."""
        return [one for one in self.commands if self.check_action("command", (one.id,))]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key is only taken for what fits the ticket at hand."""
        if action != "command":
            return True
        one, row, charter = command(str(parameters[0])), self.ticket_row, self.desk.charter
        if not self.desk.session.allows(one, row):
            return False
        if one.id == "next-step":
            return row is not None and self._next_act(row) is not None
        if one.looks:
            return bool(row and row.kind in one.kinds)
        if one.acts:
            return bool(row and charter and one.fits(row.kind, row.state == "open", charter.facts(row.kind, row.channel)))
        if one.marks is not None and one.marks != self.has_marks:
            return False
        return one.scope != "ticket" or row is not None

    def show_keys(self) -> None:
        """Brings the key bar up to date; costs nothing where the same commands fit as before."""
        here = {one.id: one for one in self.available() if one.keys}
        fitting = tuple(name for name in self.key_bar if name in here)
        if fitting != self._fitting:
            self._fitting = fitting
            shown = [here[name] for name in fitting]
            self.query_one(KeyBar).show(
                [(key_title(one.keys[0], self.desk.translator), self.desk.gettext(one.short or one.title), one.id) for one in shown]
            )

    async def action_command(self, name: str) -> None:
        """Does what a key of the registry says. What asks the database for it does not hold up the next key."""
        if command(name).acts:
            self.act(name)
            return
        method: Any = getattr(self, "do_" + name.replace("-", "_"))
        self.run_worker(method(), group="act")

    def act(self, name: str) -> None:
        """An act on the ticket at hand: at once where nothing is asked, else its form."""
        from desk.screens.forms.action_form import ActForm

        row = self.ticket_row
        if row is None:
            return
        if name == "correct":
            self.run_worker(self._correct(row), group="act")
        elif name in ("reply", "acknowledged"):
            self.run_worker(self.write(name, row), group="act")
        elif name == "move-exam":
            from desk.screens.forms.exam_form import ExamForm

            self.app.push_screen(ExamForm(row), self._acted)
        elif name == "merge":
            from desk.screens.forms.merge_form import MergeForm

            self.app.push_screen(MergeForm(row), self._acted)
        elif command(name).asks:
            self.app.push_screen(ActForm(name, row), self._acted)
        else:
            self.run_worker(self._act_at_once(name, row), group="act")

    async def _correct(self, row: "QueueRow") -> None:
        from desk.screens.forms.correct_form import CorrectForm
        from desk.store.queries.ticket import ticket

        try:
            view = await self.desk.ask(ticket, row.id)
        except Exception as error:
            self.desk.show_error(error)
            return
        self.app.push_screen(CorrectForm(view), self._acted)

    async def _act_at_once(self, name: str, row: "QueueRow") -> None:
        from desk.services.perform import Form, perform

        try:
            await self.desk.ask(perform, self.desk.staff, row.id, name, Form(), row.version)
        except Exception as error:
            self.desk.show_error(error)
            await self.desk.reload()
            return
        self._acted((row.id, name))

    def _acted(self, done: "tuple[int, str] | None", copied: bool = False) -> None:
        if done is None:
            return
        number, name = done
        from desk.presentation.tickets import EVENTS

        _ = self.desk.translator
        told = f"#{number}: {_(EVENTS[EVENT_OF[name]])}"
        self.desk.tell(_("{told}. Copied; paste it into your mail.", told=told) if copied else told)
        self.desk.reload_soon()

    # -- the commands that every keyed screen has ---------------------------------------------------------------------

    async def do_next_step(self) -> None:
        """What the nearest clock asks."""
        if self.ticket_row and (act := self._next_act(self.ticket_row)):
            self.act(act.id)

    def _next_act(self, row: "QueueRow") -> Command | None:
        """The first fact that would stop the nearest clock, or ends a ticket without one; None where that is for others."""
        charter = self.desk.charter
        if charter is None or row.state != "open" or row.sealed:
            return None
        if row.standard:
            rule = charter.standard(row.standard).applies_to(row.kind, row.channel)
            act = act_for_fact(rule.stops[0], row.kind) if rule else None
        else:
            act = act_for_fact(FINAL[row.kind][-1], row.kind)
        return act if act and self.desk.session.allows(act, row) else None

    async def do_group(self) -> None:
        """The box that it came in, or the session that it is for."""
        from desk.screens.groups.screen import GroupScreen
        from desk.store.queries.groups import group_of

        if self.ticket_row is None:
            return
        try:
            kind, number = await self.desk.ask(group_of, self.ticket_row.id)
        except Exception as error:
            self.desk.show_error(error)
            return
        await self.app.push_screen(GroupScreen(kind, number))

    async def do_explain(self) -> None:
        """By when, and why: a sentence to read out, with the ledger."""
        from desk.screens.ticket.explain import Explain

        if self.ticket_row is not None:
            self.app.push_screen(Explain(self.ticket_row.id))

    async def do_undo(self) -> None:
        """Reverses the last step of the current user; a ticket or a box that goes, and what is no longer fresh, is asked
        about first."""
        from desk.presentation.tickets import undo_question
        from desk.screens.dialogs.dialog import Question
        from desk.store.commands.tickets import to_undo

        try:
            found = await self.desk.ask(to_undo, self.desk.staff)
        except Exception as error:
            self.desk.show_error(error)
            return
        if found.what != RECEIVED and self.desk.now - found.entered < FRESH:
            await self._undo(found.tickets)
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._undo(found.tickets), group="act")

        if self.desk.charter is not None:
            self.app.push_screen(Question(undo_question(self.desk.translator, self.desk.charter, found)), decided)

    async def _undo(self, tickets: int) -> None:
        from desk.store.commands.tickets import undo

        try:
            number, what = await self.desk.ask(undo, self.desk.staff)
        except Exception as error:
            self.desk.show_error(error)
            return
        from desk.presentation.tickets import EVENTS

        _ = self.desk.translator
        where = f"#{number}" + (f" ({_.ngettext('{n} ticket', '{n} tickets', tickets)})" if tickets > 1 else "")
        self.desk.tell(_("{where}: undone: {what}", where=where, what=_(EVENTS.get(what, what))))
        await self.desk.reload()
        self.go_to_ticket(number)

    def go_to_ticket(self, number: int) -> None:
        """Puts the cursor on a ticket, where there are several to choose from."""
