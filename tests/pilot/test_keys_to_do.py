"""How many keys each daily job takes from the board: counted, not felt. Moving about and what is typed are beside the count."""

from collections.abc import Sequence

import pytest

from desk.store.database import Store
from tests.pilot.conftest import Desk, OpenDesk, ticket

MOVING = ("up", "down", "home", "end", "1", "2", "3", "tab")


async def keys(desk: Desk, *pressed: str | Sequence[str]) -> int:
    """Presses keys and types words (given as a list of one); counts the keys that are neither moving nor typing."""
    count = 0
    for item in pressed:
        if isinstance(item, str):
            count += item not in MOVING
            await desk.press(item)
        else:
            await desk.type(item[0])
    return count


def everything(store: Store) -> None:
    """A call, a voicemail, two complaints, fifteen certificates."""
    ticket(store, "enquiry", "phone", name="Петрова")
    ticket(store, "enquiry", "voicemail", name="Карпова", phone="244-54-88")
    for received in ("2026-11-02 12:00", "2026-11-01 12:00"):
        ticket(store, "complaint", "email", received)
    for number in range(15):
        ticket(store, "certificate", "letter", name=f"Candidate {number}", candidate=f"{number:04}", phone="244-54-88")


@pytest.mark.parametrize(("last", "state"), [("enter", "open"), ("f4", "closed")])
async def test_a_call_is_one_key_and_one_more(open_a_desk: OpenDesk, last: str, state: str) -> None:
    """Recorded, or recorded as answered at once."""
    async with open_a_desk() as desk:
        assert await keys(desk, "c", ["Петрова 244-54-88"], "tab", ["Когда FCE?"], last) == 2
        assert desk.rows("SELECT name, phone, subject, state FROM ticket") == [("Петрова", "244-54-88", "Когда FCE?", state)]


async def test_the_nearest_complaint_is_acknowledged_in_two(open_a_desk: OpenDesk) -> None:
    """What the nearest clock asks, and Enter."""
    async with open_a_desk(everything) as desk:
        assert await keys(desk, "2", "d", "enter") == 2
        assert desk.rows("SELECT ticket_id FROM event WHERE what = 'acknowledged'") == [(4,)]


async def test_called_back_is_two(open_a_desk: OpenDesk) -> None:
    """The voicemail is the nearest of the queue."""
    async with open_a_desk(everything) as desk:
        assert await keys(desk, "d", "enter") == 2
        assert desk.rows("SELECT ticket_id, what FROM event ORDER BY id DESC LIMIT 1") == [(2, "called-back")]


async def test_taking_the_next_explaining_and_undoing_are_one_each(open_a_desk: OpenDesk) -> None:
    """Whatever stands under the cursor."""
    async with open_a_desk(everything) as desk:
        assert await keys(desk, "f4") == 1
        assert desk.row.owner == "Anna"
        assert await keys(desk, "x") == 1
        assert desk.said("#sentence")
        await desk.press("escape")
        assert await keys(desk, "u") == 1
        assert desk.row.owner == ""


async def test_twelve_certificates_are_informed_in_four(open_a_desk: OpenDesk) -> None:
    """Beyond moving."""
    async with open_a_desk(everything) as desk:
        assert await keys(desk, "3", "space", *["down"] * 10, "=", "i", "enter") <= 4
        assert desk.rows("SELECT count(*) FROM event WHERE what = 'informed'") == [(12,)]


@pytest.mark.parametrize("surname", ["Карпова", "karpova", "rfhgjdf"])
async def test_a_callers_ticket_is_found_by_surname_in_two(open_a_desk: OpenDesk, surname: str) -> None:
    """In either script; with the keyboard left on the other layout."""
    async with open_a_desk(everything) as desk:
        assert await keys(desk, "/", [surname], "enter") == 2
        assert [row.name for row in desk.queue().rows] == ["Карпова"]
