"""Acts that turn a ticket or take something back: correct, close, reopen, undo, remind."""

import pytest

from desk.charter.errors import DeskError
from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors import NotFound
from desk.store.errors.input import CustomerMissing, FieldUnknown, OriginalMissing, TicketItself
from desk.store.errors.tickets import CloseReasonMissing, NothingToUndo, NoTicketLeft, OthersActed
from desk.widgets.fields import Choice
from tests.pilot.conftest import Desk, OpenDesk, seconds, ticket
from tests.worded import Worded

Numbers = dict[str, int]


def two_calls(store: Store) -> None:
    """Two calls, the first with a number."""
    ticket(store, phone="+7 921 555-12-34")
    ticket(store, name="Петров")


async def turn_to(desk: Desk, field: str, value: str) -> None:
    """Turns a choice with the space bar until it stands on a value."""
    choice = desk.screen.query_one("#" + field, Choice)
    choice.focus()
    for _ in choice.options:
        if choice.value == value:
            return
        await desk.press("space")
    raise AssertionError(f"{field} cannot be {value}")


async def correct(desk: Desk, field: str, value: str) -> None:
    """F, the field, the right value, Enter."""
    await desk.press("f")
    await turn_to(desk, "field", field)
    desk.screen.query_one("#value").focus()
    await desk.press("end", "ctrl+u")
    await desk.fill(value=value)
    await desk.press("enter")


def state(desk: Desk, number: int) -> str:
    """Open, closed or void."""
    return str(desk.rows("SELECT state FROM ticket WHERE id = ?", number)[0][0])


# -- correct ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("name", "Иванова-Петрова", "name"),
        ("phone", "+7 999 000-00-00", "phone"),
        ("email", "ann@example.org", "email"),
        ("subject", "Когда CAE?", "subject"),
    ],
)
async def test_a_correction_shows_on_the_board(open_a_desk: OpenDesk, field: str, value: str, column: str) -> None:
    """The right value stands in the row and below it; both values stay in the history."""
    async with open_a_desk(two_calls) as desk:
        await correct(desk, field, value)
        assert desk.kind == "Board"
        assert desk.rows(f"SELECT {column} FROM ticket WHERE id = 1") == [(value,)]
        assert value in desk.said("#preview")
        await desk.press("enter")
        assert f"→ {value}" in desk.said("#story").splitlines()[-1]


async def test_the_value_to_correct_stands_in_its_field(open_a_desk: OpenDesk) -> None:
    """Turning the field puts what is kept today before the cursor."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("f")
        shown = []
        for field in ("name", "phone", "subject", "channel", "received"):
            await turn_to(desk, "field", field)
            await desk.settle()
            shown.append(desk.values()["value"])
        assert shown == ["Иванова Мария", "+7 921 555-12-34", "Когда FCE?", "phone", "03.11.2026 10:14:00"]


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "voicemail"),
        ("en", "Voicemail"),
        ("ru", Worded("ru").channel("voicemail")),
        ("ru", "voicemail"),
    ],
)
async def test_a_channel_is_corrected_by_its_name(open_a_desk: OpenDesk, language: str, typed: str) -> None:
    """A call that was a voicemail gets the voicemail's clock."""
    async with open_a_desk(two_calls, language=language) as desk:
        await correct(desk, "channel", typed)
        assert desk.rows("SELECT channel, next_standard FROM ticket WHERE id = 1")[0][0] == "voicemail"
        assert desk.row.due == seconds("2026-11-03 13:14")


async def test_a_channel_that_is_none_is_refused(open_a_desk: OpenDesk) -> None:
    """In words, with what was typed still there."""
    async with open_a_desk(two_calls) as desk:
        await correct(desk, "channel", "pigeon")
        assert desk.kind in ("ActForm", "CorrectForm")
        desk.refused(FieldUnknown)
        assert desk.values()["value"] == "pigeon"


async def test_a_corrected_receipt_moves_the_clock(open_a_desk: OpenDesk) -> None:
    """It came on Monday: the two working days end on Thursday."""
    async with open_a_desk(two_calls) as desk:
        await correct(desk, "received", "02.11 16:00")
        assert desk.rows("SELECT received FROM ticket WHERE id = 1") == [(seconds("2026-11-02 16:00"),)]
        assert "Thu 18:00" in desk.said("#preview")


@pytest.mark.parametrize("typed", ["", "tomorrow", "04.11 10:00", "31.02 10:00"])
async def test_a_receipt_that_cannot_be_is_refused(open_a_desk: OpenDesk, typed: str) -> None:
    """No time, no such day, the future."""
    async with open_a_desk(two_calls) as desk:
        await correct(desk, "received", typed)
        assert desk.kind in ("ActForm", "CorrectForm")
        assert desk.said("#wrong").startswith("! ")
        assert "1970" not in desk.said("#wrong")
        assert desk.rows("SELECT received FROM ticket WHERE id = 1") == [(seconds("2026-11-03 10:14"),)]


async def test_a_ticket_keeps_somebody(open_a_desk: OpenDesk) -> None:
    """The only name of a ticket cannot be corrected to nothing."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("down")
        await correct(desk, "name", "")
        assert desk.kind in ("ActForm", "CorrectForm")
        desk.refused(CustomerMissing)


# -- close and reopen ------------------------------------------------------------------------------


async def test_closing_asks_and_no_is_focused(open_a_desk: OpenDesk) -> None:
    """A reason, Enter, and once more: Enter alone does nothing, and the form is still there."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("z")
        await turn_to(desk, "reason", "withdrawn")
        await desk.fill(note="передумала")
        await desk.press("enter")
        assert desk.kind == "Question"
        assert desk.said(".words").startswith("Close #1 (")
        assert desk.focused.id == "no"
        await desk.press("enter")
        assert desk.kind in ("ActForm", "CorrectForm")
        assert desk.values()["note"] == "передумала"
        assert state(desk, 1) == "open"
        await desk.press("enter", "right", "enter")
        assert desk.kind == "Board"
        assert state(desk, 1) == "closed"
        assert desk.rows("SELECT state, reason FROM clock WHERE ticket_id = 1") == [("void", "withdrawn")]


@pytest.mark.parametrize("key", ["yes", "y", "н", "д", "Y"])
async def test_no_letter_closes_a_ticket(open_a_desk: OpenDesk, key: str) -> None:
    """Letters mean nothing to a question."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("z", "right", "enter")
        await desk.type(key)
        assert desk.kind == "Question"
        assert state(desk, 1) == "open"


async def test_a_running_clock_needs_a_reason(open_a_desk: OpenDesk) -> None:
    """None is not enough while something is promised."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("z", "enter")
        assert desk.refused(CloseReasonMissing).number == 1


@pytest.mark.parametrize(("of", "error"), [("2", None), ("#2", None), ("1", TicketItself), ("77", NotFound), ("", OriginalMissing)])
async def test_a_duplicate_names_the_other_ticket(open_a_desk: OpenDesk, of: str, error: type[DeskError] | None) -> None:
    """With or without its sign; itself, one that is not there, and none at all are refused in words."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("z")
        await turn_to(desk, "reason", "duplicate")
        await desk.fill(of=of)
        await desk.press("enter")
        if error:
            desk.refused(error)
            assert "#0" not in desk.said("#wrong")
            return
        await desk.press("right", "enter")
        assert state(desk, 1) == "closed"


async def test_a_closed_ticket_can_be_reopened_from_its_screen(open_a_desk: OpenDesk) -> None:
    """O stands where the other acts stood; the standard starts anew and the ticket is back on the board."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("enter", "a", "enter")
        assert state(desk, 1) == "closed"
        assert "done" in desk.said("#head")
        await desk.press("n")
        assert desk.kind == "TicketScreen"
        await desk.press("o")
        await desk.fill(note="не то ответили")
        await desk.press("enter")
        assert desk.last_event() == "reopened"
        assert state(desk, 1) == "open"
        await desk.press("escape")
        assert 1 in [row.id for row in desk.queue().rows]


# -- undo ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["u", "г"])
async def test_undo_takes_back_the_last_step_and_says_which(open_a_desk: OpenDesk, key: str) -> None:
    """An answer sent to the wrong ticket: the clock runs on as if nothing had been."""
    async with open_a_desk(two_calls) as desk:
        clocks = desk.rows("SELECT ticket_id, standard, start, due, state FROM clock ORDER BY ticket_id, standard")
        await desk.press("a", "enter")
        assert state(desk, 1) == "closed"
        await desk.press(key)
        assert desk.toasts == ["#1: undone: answered"]
        assert state(desk, 1) == "open"
        assert desk.rows("SELECT ticket_id, standard, start, due, state FROM clock ORDER BY ticket_id, standard") == clocks
        assert [row.id for row in desk.queue().rows] == [1, 2]


async def test_undo_goes_back_step_by_step_and_then_says_so(open_a_desk: OpenDesk) -> None:
    """Only one's own steps; when there are none left it is said."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("t", "b")
        for event in ("returned", "taken"):
            await desk.press("u")
            desk.told("#1", desk.words.event(event))
        await desk.press("u")
        desk.refused(NothingToUndo)


async def test_what_is_no_longer_fresh_is_undone_after_a_question(open_a_desk: OpenDesk) -> None:
    """A key that is held down does not walk back through the week."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("t")
        desk.clock.set("2026-11-03 10:24")
        await desk.press("u")
        assert (desk.kind, desk.said(".words")) == ("Question", "Undo on #1: taken, Tue 3 Nov 2026 10:14?")
        await desk.press("enter")
        assert desk.queue().rows[0].owner == "Anna"
        await desk.press("u", "right", "enter")
        assert desk.queue().rows[0].owner == ""


async def test_undo_is_refused_after_a_colleague_acted(open_a_desk: OpenDesk) -> None:
    """Somebody built on it: in words, and nothing changes."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("t")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "видел")
        before = desk.count()
        await desk.press("u")
        assert desk.refused(OthersActed).number == 1
        assert desk.count() == before


async def test_undo_of_a_record_takes_the_ticket_away(open_a_desk: OpenDesk) -> None:
    """A call written down by mistake is gone from the board, its number not used again."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("c")
        await desk.type("Ошибка 5550102")
        await desk.press("enter", "u")
        desk.asked("#3", desk.words.event("received"))
        await desk.press("enter")
        assert state(desk, 3) == "open"
        await desk.press("u", "right", "enter")
        assert state(desk, 3) == "void"
        assert [row.id for row in desk.queue().rows] == [1, 2]
        await desk.press("c")
        await desk.type("Вера 5550102")
        await desk.press("enter")
        assert desk.row.id == 4


# -- reminders -------------------------------------------------------------------------------------


async def test_a_reminder_is_told_at_its_moment_once_and_to_its_owner(open_a_desk: OpenDesk) -> None:
    """It stands in the line below; at its second a short word names the ticket."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("r")
        await desk.fill(moment="10:30")
        await desk.press("enter")
        assert desk.words.moment("2026-11-03 10:30") in desk.said("#preview")
        desk.app.clear_notices()
        await desk.at("2026-11-03 10:29:59")
        assert desk.toasts == []
        await desk.at("2026-11-03 10:30:00")
        assert desk.toasts == [desk.told("#1")]
        desk.app.clear_notices()
        await desk.at("2026-11-03 10:30:01")
        assert desk.toasts == []


async def test_a_colleagues_reminder_is_not_told_here(open_a_desk: OpenDesk) -> None:
    """Each of us has our own."""
    async with open_a_desk(two_calls) as desk:
        with desk.elsewhere() as store:
            tickets.remind(store, "Boris", 1, seconds("2026-11-03 10:30"))
        await desk.tick()
        await desk.at("2026-11-03 10:31")
        assert desk.toasts == []


# -- one after the other -----------------------------------------------------------------------------


async def test_who_was_told_makes_room_for_the_next_one(open_a_desk: OpenDesk) -> None:
    """Row 20: a certificate that is done with goes to the end, and the cursor to the candidate after it, by the way we know."""

    def three_certificates(store: Store) -> None:
        for number, (email, phone) in enumerate((("a@b.ru", ""), ("", "244-54-88"), ("", "")), start=1):
            name, candidate = f"Candidate {number}", f"00{number}"
            ticket(store, "certificate", "letter", name=name, candidate=candidate, subject="B2", email=email, phone=phone)

    async with open_a_desk(three_certificates) as desk:
        await desk.press("3")
        for number, way in ((1, "email"), (2, "phone"), (3, "letter")):
            assert desk.row.id == number
            await desk.press("i")
            assert desk.field("way").value == way
            await desk.press("enter")
        assert [row.due for row in desk.queue("certificate").rows] == [None] * 3
        await desk.press("n")
        await desk.type("a note moves nothing")
        await desk.press("enter")
        assert desk.row.id == 3


async def test_a_try_leaves_the_cursor_on_its_ticket(open_a_desk: OpenDesk) -> None:
    """Its clock runs on, another one: it is the same ticket that is spoken about."""

    def two_voicemails(store: Store) -> None:
        for _ in range(2):
            ticket(store, "enquiry", "voicemail", phone="244-54-88")

    async with open_a_desk(two_voicemails) as desk:
        await desk.press("m", "enter")
        assert [row.id for row in desk.queue().rows] == [2, 1]
        assert desk.row.id == 1


@pytest.mark.parametrize("filtered", [False, True])
async def test_take_next_is_one_key(open_a_desk: OpenDesk, filtered: bool) -> None:
    """Row 11: the most urgent that nobody has, the cursor on it, in view whatever the filter; then it is said that none is left."""

    def two_and_an_urgent_one(store: Store) -> None:
        two_calls(store)
        ticket(store, "enquiry", "voicemail", name="Карпова")

    async with open_a_desk(two_and_an_urgent_one) as desk:
        await desk.press("end")
        if filtered:
            await desk.press("/", *"Иванова", "enter")
        await desk.press("f4")
        assert (desk.row.id, desk.row.owner, desk.toasts) == (3, "Anna", [desk.told("#3")])
        await desk.press("f4", "f4")
        assert {row.owner for row in desk.queue().rows} == {"Anna"}
        await desk.press("f4")
        desk.refused(NoTicketLeft)
