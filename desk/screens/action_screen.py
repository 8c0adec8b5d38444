"""The base of screens operated by the keys of the registry: bindings in both layouts, available commands, the key bar."""

import re
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from desk.actions.action import TICKET, Action
from desk.actions.keys import key_names
from desk.actions.paths import resolve
from desk.actions.registry import EVENT_WORDS, KEY_BAR, ON_MARKED, ON_ONE, find, states
from desk.i18n import N_
from desk.screens.base import DeskScreen
from desk.settings import RECALL
from desk.widgets.key_bar import KeyBar
from desk.widgets.mark_set import MarkSet
from desk.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.store.queries.board import QueueRow

# What is told after an action whose event alone would not say what was done.
_TOLD = {
    "to-complaint": N_("#{number}: now a complaint"),
    "to-enquiry": N_("#{number}: now an enquiry"),
    "split": N_("#{number}: second case recorded"),
    "join": N_("#{number}: joined with the other customer"),
    "part": N_("#{number}: separated from the customer's other tickets"),
}

RECORDED, COPIED, SENT = "recorded", "copied", "sent"  # what becomes of a text: SENT is by the desk itself
_LEAVE, _ENTER = "leave", "enter"  # what a click on Esc and on Enter in the key bar chooses

_IS_FUNCTION_KEY = re.compile(r"f\d+$")


class ActionScreen(DeskScreen):
    """The base of screens operated by registry keys.

    scopes: the scopes of the commands available here.
    key_bar: the commands shown in the last line.
    leaves: whether Esc closes the screen; it is in the key bar then.
    enters: what Enter does, for the key bar; "" if that is to be seen without it.
    moving_keys: other keys and what they do.
    marks: the marked tickets, on a screen with a list.
    """

    scopes: tuple[str, ...] = ()
    key_bar: tuple[str, ...] = KEY_BAR
    leaves = True
    enters = ""
    moving_keys: tuple[tuple[str, str], ...] = ()
    marks: MarkSet | None = None

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", _LEAVE, show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._fitting: tuple[str, ...] = ()
        self._bound: dict[str, list[Action]] = {}  # the actions of each key

    def on_mount(self) -> None:
        """Binds the keys, which depend on the user's keymap, and shows the current message."""
        for action in self.commands:
            if action.keys:
                names = key_names(action.keys)
                self._bindings.bind(",".join(names), f"command('{action.id}')", action.id, show=False)
                for name in names:
                    self._bound.setdefault(name, []).append(action)
        self.show_messages()

    def show_messages(self) -> None:
        """Shows the current message; how to open it, if it is a warning about tickets."""
        shown = self.desk.messages.shown()
        first = shown[0] if shown else None
        hint = self.desk.way_to("open-warning") if first and first.tickets else ""
        line = self.query_one(MessageLine)
        line.show(first.lines if first else (), is_warning=first is not None and first.is_warning, hint=hint)

    @on(MessageLine.Opened)
    def _open_warning(self) -> None:
        self.start(resolve(find("open-warning").opens), self)

    @property
    def commands(self) -> list[Action]:
        """The commands of the screen's scopes, in registry order."""
        return [command for command in self.desk.commands if command.scope in self.scopes]

    @property
    def helped(self) -> list[Action]:
        """The commands listed in the help: those the current user may use."""
        return [action for action in self.commands if self.desk.session.allows(action, None)]

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The current ticket; None on a screen without tickets."""
        return None

    def available(self) -> list[Action]:
        """The commands available now. For marked tickets, only those available for all of them."""
        return [
            command
            for command in self.commands
            if (command.together or not (command.acts and self.marks)) and self.check_action("command", (command.id,))
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enables a key only if its command applies to the current ticket."""
        if action != "command":
            return True
        command, row, charter = find(str(parameters[0])), self.ticket_row, self.desk.charter
        if not self.desk.session.allows(command, row):
            return False
        if command.id == "next-step":
            return row is not None and self._next_act(row) is not None
        if command.looks:
            return bool(row and charter and command.suits(charter.kind(row.kind)))
        if command.acts or command.open is False:
            return bool(row and charter and self._fits(command, row, charter))
        if command.marks and not self.marks:
            return False
        return command.scope != "ticket" or row is not None

    def _fits(self, action: Action, row: "QueueRow", charter: "Charter") -> bool:
        return action.fits(charter.kind(row.kind), row.state == "open", charter.facts(row.kind, row.channel))

    def on_key(self, event: events.Key) -> None:
        """Says why a key does nothing here. Text fields have taken their letters before; the bindings come after."""
        if not (event.is_printable or _IS_FUNCTION_KEY.match(event.key)):
            return
        bound = self._bound.get(event.key, [])
        if not any(self.check_action("command", (action.id,)) for action in bound):
            self.desk.tell(self._reason(bound))

    def _reason(self, bound: list[Action]) -> str:
        """Why a key does nothing now. bound: the actions that it has on this screen."""
        _, row = self.desk.translator, self.ticket_row
        usable = [action for action in bound if self.desk.session.allows(action, None)]
        if not bound:
            return _("This key does nothing here. {key} shows the keys.", key=self.desk.keys["help"])
        action = (usable or bound)[0]
        title = _(action.title)
        if not usable:
            return _("{action}: your role does not include it.", action=title)
        if row is None and any(possible.scope == TICKET for possible in usable):
            return _("{action}: there is no ticket here.", action=title)
        charter = self.desk.charter
        if row is not None and charter and not any(possible.suits(charter.kind(row.kind)) for possible in usable):
            return _("{action}: not for this kind of ticket.", action=title)
        if action.marks:
            return _("{action}: only while tickets are marked.", action=title)
        if row is not None and any(possible.scope == TICKET for possible in usable):
            return _("{action}: not possible on #{number} now.", action=title, number=row.id)
        return _("{action}: not possible now.", action=title)

    def show_keys(self) -> None:
        """Updates the key bar; does nothing if the same commands are available as before."""
        here = {action.id: action for action in self.available() if action.keys}
        fitting = tuple(name for name in self.key_bar if name in here)
        if fitting != self._fitting:
            self._fitting = fitting
            shown = [here[name] for name in fitting]
            _ = self.desk.translator
            back = [("Esc", _("Back"), _LEAVE)] if self.leaves else []
            enter = [("Enter", _(self.enters), _ENTER)] if self.enters else []
            keys = [(self.desk.keys[action.id], _(action.short or action.title), action.id) for action in shown]
            self.query_one(KeyBar).show([*back, *enter, *keys])

    def show_key_labels(self) -> None:
        """Shows the key bar with the letters of another layout."""
        self._fitting = ()
        self.show_keys()

    async def on_key_bar_chosen(self, event: KeyBar.Chosen) -> None:
        """Handles a click on a key like the key."""
        await self.choose(event.command)

    def views_to_go_to(self) -> list[tuple[str, str]]:
        """The saved views, on a screen that shows them: what `choose` takes, and the name."""
        return []

    async def choose(self, name: str) -> None:
        """Runs a command that was clicked or chosen. name: the action's id."""
        if name == _LEAVE:
            self.action_leave()
        elif name == _ENTER:
            self.action_enter()
        else:
            await self.action_command(name)

    def action_enter(self) -> None:
        """Does what `enters` says, after a click on it in the key bar."""

    def action_leave(self) -> None:
        """Closes the screen."""
        self.dismiss()

    async def action_command(self, name: str) -> None:
        """Runs a command of the registry. Commands that query the database do not block the next key."""
        action = find(name)
        if action.acts:
            self.act(name)
        elif action.binds:
            await self.run_action(action.binds)
        else:
            self.start(resolve(action.opens), self)

    def act(self, name: str) -> None:
        """Starts an action on the marked tickets, else on the current one: at once if it has no fields, else in its form."""
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

    def acted(self, done: tuple[int, str] | None, result: str = RECORDED) -> None:
        """Confirms a finished action and reloads the queues.

        done: the ticket's number and the command's id; None if the form was left. result: what became of a text.
        """
        if done is None:
            return
        number, name = done
        _ = self.desk.translator
        told = _(_TOLD.get(name) or N_("#{number}: {what}"), number=number, what=_(EVENT_WORDS[find(name).appends]))
        if result == SENT:
            key = self.desk.keys["undo"]
            said = _("#{number}: will be sent in {n} s; {key} takes it back.", number=number, n=RECALL, key=key)
            self.desk.tell(said, stands=RECALL)
        else:
            self.desk.tell(_("{told}. Copied; paste it into your mail.", told=told) if result == COPIED else told)
        self.desk.reload_soon()

    def merged(self, number: int, into: int) -> None:
        """Goes to the ticket that another was merged into: the next key must not act on somebody else's."""
        self.desk.tell(self.desk.gettext("#{number}: merged into #{other}", number=number, other=into))
        self.start(self._show_merged, into, group="reload", exclusive=True)

    async def _show_merged(self, into: int) -> None:
        await self.desk.reload()
        for screen in self.desk.desk_screens():
            screen.go_to_ticket(into)

    def next_step(self) -> None:
        """Runs the action that the nearest clock requires."""
        if self.ticket_row and (act := self._next_act(self.ticket_row)):
            self.act(act.id)

    def _next_act(self, row: "QueueRow") -> Action | None:
        """The first action that stops the nearest clock; on a ticket without one, that states what it waits for, or closes it. None
        if others must do it."""
        charter = self.desk.charter
        if charter is None or row.state != "open" or row.sealed:
            return None
        if row.standard:
            rule = charter.standard(row.standard).applies_to(row.kind, row.channel)
            act = states(rule.stops[0], charter.kind(row.kind)) if rule else None
        else:
            of = charter.kind(row.kind)
            facts = (*(charter.awaited(row.kind, row.channel) if row.waits else ()), *reversed(of.final))
            act = states(facts[0], of) if facts else None
        return act if act and self.desk.session.allows(act, row) else None

    def undo_here(self) -> bool:
        """Undoes the last step of this screen that is not a step on a ticket. Returns whether there was one."""
        return False
