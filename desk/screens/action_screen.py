"""A screen worked by the keys of the registry: bindings in both layouts, what fits the ticket at hand, the key bar."""

from typing import TYPE_CHECKING

from desk.actions.action import Action
from desk.actions.keys import key_names, key_title
from desk.actions.paths import resolve
from desk.actions.registry import EVENT_WORDS, KEY_BAR, ON_MARKED, ON_ONE, find, states
from desk.charter.vocabulary import FINAL
from desk.screens.base import DeskScreen
from desk.widgets.key_bar import KeyBar
from desk.widgets.mark_set import MarkSet

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow


class ActionScreen(DeskScreen):
    """The base of the screens that are worked by keys.

    scopes: of the commands that work here.
    key_bar: what the last line names.
    moving_keys: the other keys, and what they do.
    marks: the marked tickets, where there is a list to mark them in.
    """

    scopes: tuple[str, ...] = ()
    key_bar: tuple[str, ...] = KEY_BAR
    moving_keys: tuple[tuple[str, str], ...] = ()
    marks: MarkSet | None = None

    def __init__(self) -> None:
        super().__init__()
        self._fitting: tuple[str, ...] = ()

    def on_mount(self) -> None:
        """Binds the keys: only the application knows the user's own."""
        for action in self.commands:
            if action.keys:
                self._bindings.bind(",".join(key_names(action.keys)), f"command('{action.id}')", action.id, show=False)

    @property
    def commands(self) -> list[Action]:
        """The commands of the screen's scopes, in the registry's order."""
        return [command for command in self.desk.commands if command.scope in self.scopes]

    @property
    def helped(self) -> list[Action]:
        """The commands that the help of this place names: those that are for the current user."""
        return [action for action in self.commands if self.desk.session.allows(action, None)]

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The ticket that acts are done to; none on a screen without tickets."""
        return None

    def available(self) -> list[Action]:
        """What can be done now: to marked tickets only what is done to all of them together."""
        return [
            command
            for command in self.commands
            if (command.together or not (command.acts and self.marks)) and self.check_action("command", (command.id,))
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key is only taken for what fits the ticket at hand."""
        if action != "command":
            return True
        command, row, charter = find(str(parameters[0])), self.ticket_row, self.desk.charter
        if not self.desk.session.allows(command, row):
            return False
        if command.id == "next-step":
            return row is not None and self._next_act(row) is not None
        if command.looks:
            return bool(row and row.kind in command.kinds)
        if command.acts:
            return bool(row and charter and command.fits(row.kind, row.state == "open", charter.facts(row.kind, row.channel)))
        if command.marks is not None and command.marks != bool(self.marks):
            return False
        return command.scope != "ticket" or row is not None

    def show_keys(self) -> None:
        """Brings the key bar up to date; costs nothing where the same commands fit as before."""
        here = {action.id: action for action in self.available() if action.keys}
        fitting = tuple(name for name in self.key_bar if name in here)
        if fitting != self._fitting:
            self._fitting = fitting
            shown = [here[name] for name in fitting]
            self.query_one(KeyBar).show(
                [
                    (key_title(action.keys[0], self.desk.translator), self.desk.gettext(action.short or action.title), action.id)
                    for action in shown
                ]
            )

    async def on_key_bar_chosen(self, event: KeyBar.Chosen) -> None:
        """A click on a key is the key."""
        await self.choose(event.command)

    async def choose(self, name: str) -> None:
        """Does what was clicked. name: the action's id."""
        await self.action_command(name)

    async def action_command(self, name: str) -> None:
        """Does what a key of the registry says. What asks the database for it does not hold up the next key."""
        action = find(name)
        if action.acts:
            self.act(name)
        elif action.binds:
            await self.run_action(action.binds)
        else:
            self.start(resolve(action.opens), self)

    def act(self, name: str) -> None:
        """An act on the marked tickets, else on the one at hand: at once where nothing is asked, else its form."""
        if self.marks:
            self.start(resolve(ON_MARKED), self, name)
            return
        row, action = self.ticket_row, find(name)
        if row is None:
            return
        if action.opens:
            self.start(resolve(action.opens), self)
        else:
            self.start(resolve(ON_ONE), self, name, row)

    def acted(self, done: tuple[int, str] | None, copied: bool = False) -> None:
        """An act is done: says so and reads the queues anew.

        done: the ticket's number and the command's id; None where the form was left. copied: its words are in the clipboard.
        """
        if done is None:
            return
        number, name = done
        _ = self.desk.translator
        told = f"#{number}: {_(EVENT_WORDS[find(name).appends])}"
        self.desk.tell(_("{told}. Copied; paste it into your mail.", told=told) if copied else told)
        self.desk.reload_soon()

    def next_step(self) -> None:
        """Does what the nearest clock asks."""
        if self.ticket_row and (act := self._next_act(self.ticket_row)):
            self.act(act.id)

    def _next_act(self, row: "QueueRow") -> Action | None:
        """The first fact that would stop the nearest clock, or ends a ticket without one; None where that is for others."""
        charter = self.desk.charter
        if charter is None or row.state != "open" or row.sealed:
            return None
        if row.standard:
            rule = charter.standard(row.standard).applies_to(row.kind, row.channel)
            act = states(rule.stops[0], row.kind) if rule else None
        else:
            act = states(FINAL[row.kind][-1], row.kind)
        return act if act and self.desk.session.allows(act, row) else None

    def undo_here(self) -> bool:
        """Takes back what was done last in this place, where that is no step on a ticket. Returns whether it was."""
        return False

    def go_to_ticket(self, number: int) -> None:
        """Puts the cursor on a ticket, where there are several to choose from."""
