"""The words that a day at the reception is told in: press, select, type, choose, see, at; and what the database holds then."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from textual.screen import ModalScreen

from desk.screens.action_screen import ActionScreen
from desk.screens.ticket.screen import TicketScreen
from desk.screens.ticket.triage import TriageScreen
from desk.store.database import Store
from desk.widgets.fields import Choice
from desk.widgets.queue_pane import Pane
from tests.layouts import on_layout
from tests.looks import Looks
from tests.pilot.conftest import TUESDAY, Desk, until
from tests.worded import Worded

QUEUES = {"enquiries": "1", "complaints": "2", "certificates": "3", "registrations": "4"}
_OF_KIND = {"enquiry": "1", "complaint": "2", "certificate": "3", "registration": "4"}
P = ParamSpec("P")
T = TypeVar("T")


class Reception(Looks):
    """Somebody at the desk. layout: of their keyboard, `en` or `ru`; texts are typed as they are on both."""

    def __init__(self, desk: Desk, layout: str) -> None:
        self.desk, self.layout = desk, layout
        self.database = desk.path

    # -- doing

    async def press(self, *keys: str) -> None:
        """Command keys, one right after the other, as the layout sends them."""
        self.desk.send(*(on_layout(key, self.layout) for key in keys))
        await self.desk.settle()

    async def run(self, name: str) -> None:
        """A command without a key, by the palette."""
        await self.desk.run(name)

    async def type(self, words: str, *, into: str = "") -> None:
        """A text, typed where the cursor stands. into: the name of the field that Tab goes to first."""
        if into:
            await self._tab_to(into)
        await self.desk.type(words)

    async def form(self, key: str, *fields: str) -> None:
        """Opens a form, fills its fields in their order, saves: all in one breath. "" leaves a field as it is."""
        self.hurry(key, *fields)
        await self.desk.settle()

    def hurry(self, key: str, *fields: str) -> None:
        """The same without waiting for what comes of it."""
        keys = [on_layout(key, self.layout)]
        for place, words in enumerate(fields):
            keys += (["tab"] if place else []) + list(words)
        self.desk.send(*keys, "enter")

    async def quit(self, key: str) -> None:
        """A key that ends the program."""
        self.desk.send(on_layout(key, self.layout))
        await until(lambda: self.has_left)

    async def paste(self, words: str, *, into: str = "") -> None:
        """A text of many lines, or a foreign one, from the clipboard."""
        if into:
            await self._tab_to(into)
        await self.desk.paste(words)

    async def retype(self, words: str, *, into: str = "") -> None:
        """A text in the place of what stands in the field."""
        if into:
            await self._tab_to(into)
        await self.press("end")
        self.desk.send("ctrl+u")  # a field's own key, on either layout
        await self.desk.type(words)

    async def choose(self, value: str, *, of: str) -> None:
        """Turns a choice until it has this value, and says so. of: the field's name."""
        await self._tab_to(of)
        choice = self.desk.app.focused
        assert isinstance(choice, Choice), f"{of} is no choice"
        values = [one for one, _ in choice.options]
        assert value in values, f"{value} is none of {values}"
        await self.press(*["right"] * ((values.index(value) - values.index(choice.value)) % len(values)))
        assert choice.value == value
        self.sees(f"‹ {dict(choice.options)[value]} ›")

    async def select(self, where: str | int) -> None:
        """A queue by its name, or a ticket by its number: the arrows go down to it."""
        if isinstance(where, str):
            await self.press(QUEUES[where])
            return
        panes = [pane for pane in self.desk.app.board.panes.queues if where in self._numbers(pane)]
        assert panes, f"#{where} stands in no queue"
        (pane,) = panes
        await self.press(_OF_KIND[pane.kind], "home", *["down"] * self._numbers(pane).index(where))
        assert f"{self.words.ref(where)} " in self.desk.said("#preview"), f"the cursor is not on #{where}"

    async def at(self, moment: str) -> None:
        """The clock moves on: `12:58` of the day that it is, or `2026-11-05 10:00`."""
        await self.desk.at(moment if " " in moment else f"{TUESDAY[:10]} {moment}")

    async def a_second_passes(self) -> None:
        """The ticker ticks, and the person who else wrote is noticed."""
        await self.desk.tick()

    def meanwhile(self, does: Callable[Concatenate[Store, P], T], *given: P.args, **more: P.kwargs) -> T:
        """A colleague does something at another terminal; nothing has been noticed here yet."""
        with self.elsewhere() as store:
            return does(store, *given, **more)

    @contextmanager
    def elsewhere(self) -> Iterator[Store]:
        """A colleague's terminal."""
        with self.desk.elsewhere() as store:
            yield store

    # -- seeing

    @property
    def screen(self) -> str:
        """What stands in the form or dialog on top, all that stands on the screen, the last word told; blanks folded to one."""
        return " | ".join(" ".join(words.split()) for words in (self._on_top(), self.desk.text, *self.desk.toasts))

    def sees(self, *words: str) -> None:
        """Whether all of these words stand on the screen. Raises AssertionError with the screen where one does not."""
        screen = self.screen
        missing = [word for word in words if word not in screen]
        assert not missing, f"{missing} not on the screen, which shows:\n{self.desk.text}\n{self.desk.toasts}"

    def sees_ticket(self, number: int, state: str) -> None:
        """Whether the ticket's screen is on top, and its head says this state."""
        assert self.desk.top(TicketScreen).number == number
        assert f"  {self.words.ticket_state(state)}  " in self.desk.said("#head").splitlines()[0]

    def decides(self, number: int, *, of: int) -> None:
        """Whether triage has this ticket in front, and says that so many are left to decide."""
        assert self.desk.top(TriageScreen).number == number
        assert re.findall(r"\d+", self.desk.said("#left"))[0] == str(of)
        assert f"#{number} " in self.desk.said("#head")

    def sees_not(self, *words: str) -> None:
        """Whether none of these words stands on the screen."""
        screen = self.screen
        there = [word for word in words if word in screen]
        assert not there, f"{there} on the screen, which shows:\n{self.desk.text}\n{self.desk.toasts}"

    @property
    def words(self) -> Worded:
        """What the desk says in its language."""
        return self.desk.words

    def explains(self, standard: str, start: str, exam: str = "", *, language: str = "") -> None:
        """Whether the sentence to read out is the one of this standard from this moment on."""
        words = Worded(language) if language else self.words
        assert self.desk.said("#sentence") == words.spoken(standard, start, exam)

    def done(self, what: str, number: int) -> None:
        """Whether the last word told says that this happened to the ticket."""
        self.desk.told(f"{self.words.ref(number)}: {self.words.event(what)}")

    def would_move(self, moved: int, *, of: int, missed: int = 0) -> None:
        """Whether what would come of a change is said first of all, in so many numbers."""
        first = self.desk.said("#aside").splitlines()[0]
        assert re.findall(r"\d+", first) == [str(moved), str(of), str(missed)], first

    def counted(self, queue: str) -> str:
        """What stands behind a queue's title."""
        return self.desk.counted(_kind_of(queue))

    @property
    def shown_queues(self) -> list[str]:
        """The kinds of the queues that the board has room for."""
        return [pane.kind for pane in self.desk.app.board.panes.queues if pane.display]

    @property
    def overdue(self) -> int:
        """How many tickets the first line counts as overdue."""
        return self._counts()[0]

    @property
    def due_today(self) -> int:
        """How many more the first line counts as due today."""
        return self._counts()[1]

    def queue(self, name: str) -> list[int]:
        """The numbers of a queue's tickets, from above, as far as its filter shows them."""
        return [row.id for row in self.desk.queue(_kind_of(name)).rows]

    def stands_on(self, number: int) -> bool:
        """Whether the cursor is on this ticket."""
        row = self.desk.top(ActionScreen).ticket_row
        return row is not None and row.id == number

    @property
    def is_on_the_board(self) -> bool:
        """Whether nothing stands over the board."""
        return self.desk.kind == "Board"

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self.desk.app.clipboard

    @property
    def has_left(self) -> bool:
        """Whether the program ends."""
        return self.desk.app._exit

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return self.desk.count(table)

    # -- how

    def _on_top(self) -> str:
        """What stands in the box over the board, without the board beside its lines."""
        screen = self.desk.screen
        if not isinstance(screen, ModalScreen):
            return ""
        x, y, width, height = screen.children[0].region
        lines = screen._compositor.render_strips()[y + 1 : y + height - 1]
        return " ".join(strip.crop(x + 1, x + width - 1).text for strip in lines)

    async def _tab_to(self, name: str) -> None:
        field, chain = self.desk.screen.query_one(f"#{name}"), self.desk.screen.focus_chain
        here, there = chain.index(self.desk.focused), chain.index(field)
        await self.press(*["tab"] * ((there - here) % len(chain)))
        assert self.desk.app.focused is field

    def _numbers(self, pane: Pane) -> list[int]:
        return [row.id for row in pane.view.rows]

    def _counts(self) -> tuple[int, int]:
        board = self.desk.app.board
        overdue, today = board.top_line.counts(board.panes.queues, int(self.desk.clock()))
        said = str(board.top_line.render())
        assert re.search(rf"\b{overdue}\D+{today}\b", said), said
        return overdue, today


def _kind_of(queue: str) -> str:
    return next(kind for kind, key in _OF_KIND.items() if key == QUEUES[queue])
