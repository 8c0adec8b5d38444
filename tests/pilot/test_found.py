"""What the board finds and keeps in view: a closed ticket by its number, a reminder that has come, the slip."""

import pytest

from desk.store.commands import tickets
from desk.store.database import Store
from tests.pilot.conftest import OpenDesk, seconds, ticket


def one_closed(store: Store) -> None:
    """A call that was answered, and one that waits."""
    ticket(store)
    tickets.fact(store, "Boris", ticket(store), "answered")


async def test_a_closed_ticket_is_found_by_its_number(open_a_desk: OpenDesk) -> None:
    """It stands in no queue; from its screen it can be reopened."""
    async with open_a_desk(one_closed) as desk:
        await desk.press("/", "#", "2")
        assert "Enter opens #2" in desk.text
        await desk.press("enter")
        assert (desk.kind, desk.row.id) == ("TicketScreen", 2)
        await desk.press("o", "enter", "escape")
        assert [row.id for row in desk.queue().rows] == [1, 2]


@pytest.mark.parametrize(("typed", "said"), [("77", "77"), ("nobody", "Nothing here.")])
async def test_what_is_nowhere_is_said(open_a_desk: OpenDesk, typed: str, said: str) -> None:
    """A number that nobody has opens nothing; words that nothing holds leave the queue empty, and Esc brings it back."""
    async with open_a_desk(one_closed) as desk:
        await desk.press("/")
        await desk.type(typed)
        await desk.press("enter")
        assert said in [*desk.toasts, *desk.text.splitlines()] or said in desk.text
        await desk.press("escape")
        assert desk.kind == "Board"
        assert len(desk.queue().rows) == 1


async def test_a_reminder_stays_until_its_owner_did_something(open_a_desk: OpenDesk) -> None:
    """Told when it comes, and on the top line from then on."""
    async with open_a_desk(one_closed) as desk:
        await desk.press("r")
        await desk.fill(moment="16:30", note="после урока")
        await desk.press("enter")
        await desk.at("2026-11-03 16:29:59")
        assert "#1" not in desk.said("#top")
        desk.app.clear_notices()
        await desk.at("2026-11-03 16:30")
        assert desk.toasts == [desk.told("#1", "после урока")]
        assert "#1" in desk.said("#top")
        await desk.press("n")
        await desk.fill(note="дозвонилась")
        await desk.press("enter")
        assert "reminder" not in desk.said("#top")


async def test_the_slip_is_shown_again(open_a_desk: OpenDesk) -> None:
    """In the customer's language, for any ticket that has a date."""
    async with open_a_desk(lambda store: ticket(store, language="en")) as desk:
        await desk.press("9")
        assert desk.said(".words") == "LT-Pro. Your number is 1. You will have our answer by Friday 6 November, 18:00."


async def test_what_was_answered_at_once_is_counted_beside_the_queue(open_a_desk: OpenDesk) -> None:
    """calls.2: counted apart."""
    async with open_a_desk(one_closed) as desk:
        await desk.press("c")
        await desk.fill(who="Петрова 244-54-88")
        await desk.press("f4")
        assert desk.toasts == ["Recorded: #3, answered at once"]
        assert "Enquiries 1  · answered at once 1" in desk.text


async def test_a_letters_own_date_is_a_date(open_a_desk: OpenDesk) -> None:
    """Without a year the last one that is past; what is no date is said in the form; it can be corrected."""
    async with open_a_desk() as desk:
        await desk.press("l")
        await desk.fill(who="Ромашка 244-54-88", letter_date="договор")
        await desk.press("enter")
        assert "договор: not a date" in desk.said("#wrong")
        desk.field("letter-date").value = "28.12"
        await desk.press("enter")
        assert desk.texts("letter-date") == ["2025-12-28"]
        await desk.press("enter")
        assert "date of the letter: Sun 28 Dec 2025" in desk.said("#story")
        await desk.press("f", "shift+tab", "d")
        await desk.settle()
        desk.field("value").value = "28.10"
        await desk.press("enter")
        assert "Sun 28 Dec 2025 → Wed 28 Oct 2026" in desk.said("#story")


async def test_an_overdue_promise_is_not_read_out_as_one_to_come(open_a_desk: OpenDesk) -> None:
    """The sentence says that the time is over."""
    async with open_a_desk(lambda store: ticket(store, "enquiry", "voicemail", "2026-11-02 17:58")) as desk:
        await desk.at("2026-11-03 12:58:01")
        assert "! overdue" in desk.said("#preview")
        await desk.press("x")
        assert desk.said("#sentence").startswith("The deadline has passed: it was Tuesday 3 November, 12:58.")
        assert seconds("2026-11-03 12:58") == desk.rows("SELECT due FROM clock")[0][0]
