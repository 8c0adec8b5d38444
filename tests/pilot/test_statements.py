"""How many SQL statements a key costs: each is a way to the database and back, and on the way of every key."""

from collections import Counter
from collections.abc import Callable

import pytest

from desk.store.commands import tickets
from desk.store.commands.saved_views import save_view
from desk.store.database import Store
from tests.pilot.conftest import Desk, OpenDesk, one_of_each, seconds
from tests.pilot.people import hire, log_in, seat

MOST = 40  # of a key that takes a ticket: the act, the board read anew, and what stands beside it


def worked_at(store: Store) -> None:
    """A ticket of every kind, with what is read beside them: a reminder on an enquiry and on a complaint, a saved filter."""
    numbers = one_of_each(store)
    for kind in ("phone", "complaint"):
        tickets.remind(store, "Anna", numbers[kind], seconds("2026-11-05 12:00"), "x")
    save_view(store, "Anna", "hers", "@anna")


async def asked_for(desk: Desk, *keys: str) -> list[str]:
    """What SQLite is asked for these keys until the desk has come to rest, `BEGIN` and what the full-text index asks itself too."""
    found: list[str] = []

    def trace(store: Store, told: Callable[[str], None] | None) -> None:
        store.database.connection().set_trace_callback(told)

    await desk.app.ask(trace, found.append)
    await desk.press(*keys)
    await desk.app.ask(trace, None)
    return found


def listed(statements: list[str]) -> str:
    """The same statements together, the most frequent first."""
    counted = Counter(" ".join(statement.split())[:150] for statement in statements)
    return "\n".join([f"{len(statements)} statements", *(f"{count:4} {one}" for one, count in counted.most_common())])


async def test_taking_a_ticket_asks_little(open_a_desk: OpenDesk) -> None:
    """On a desk where everybody may do everything."""
    async with open_a_desk(worked_at) as desk:
        found = await asked_for(desk, "t")
        assert desk.last_event() == "taken"
        assert len(found) <= MOST, listed(found)


@pytest.mark.parametrize("name", ["Anna", "Vera"])
async def test_taking_a_ticket_asks_little_where_people_log_in(open_a_desk: OpenDesk, name: str) -> None:
    """Of reception, from whom complaints are kept, and of one who handles them."""

    def fill(store: Store) -> None:
        hire(store)
        seat(store, "Vera")
        tickets.remind(store, "Vera", 2, seconds("2026-11-05 12:00"), "x")

    async with open_a_desk(fill) as desk:
        await log_in(desk, name)
        found = await asked_for(desk, "t")
        assert desk.last_event() == "taken"
        assert len(found) <= MOST, listed(found)


async def test_what_a_colleague_does_meanwhile_is_asked_for(open_a_desk: OpenDesk) -> None:
    """Fewer statements than that would show an old board: a colleague's ticket and filter are there with the next key."""
    async with open_a_desk(worked_at) as desk:
        await desk.press("t")
        with desk.elsewhere() as store:
            number = one_of_each(store)["phone"]
            save_view(store, "Boris", "theirs", "@boris")
        await desk.press("down", "t")
        assert desk.last_event() == "taken"
        assert number in [row.id for row in desk.queue().rows]
        assert [pane.title for pane in desk.app.board.panes.views] == ["hers", "theirs"]
