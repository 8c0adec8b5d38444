"""Several people at one desk's tickets: whose they are, and who was faster."""

from desk.store.commands import assignment, corrections, tickets
from desk.store.database import Store
from desk.store.errors import Stale
from desk.store.errors.tickets import NoTicketLeft, TicketClosed
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception


def four_callers(store: Store) -> None:
    """Three calls and a voicemail, which is the most urgent; Boris has a call."""
    for name in ("Вера", "Петров", "Громова"):
        ticket(store, name=name)
    ticket(store, channel="voicemail", name="Карпова")
    tickets.take(store, "Boris", 1)


async def test_the_next_one_is_the_most_urgent_that_nobody_has(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(3)
        await desk.press("f4")
        desk.desk.told("#4")
        assert desk.stands_on(4)
        assert desk.owner(4) == "Anna"
        await desk.press("f4", "f4")
        assert [number for number in (1, 2, 3, 4) if "taken" in desk.events(number)] == [1, 2, 3, 4]
        await desk.press("f4")
        desk.desk.refused(NoTicketLeft)


async def test_two_who_take_the_next_one_at_once_get_two_tickets(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        assert desk.meanwhile(assignment.take_next, "Ольга", "enquiry") == 4
        await desk.press("f4")
        desk.desk.told("#2")
        assert desk.rows("SELECT t.id, s.name FROM ticket t JOIN staff s ON s.id = t.owner_id ORDER BY t.id") == [
            (1, "Boris"), (2, "Anna"), (4, "Ольга"),
        ]  # fmt: skip


async def test_a_ticket_is_taken_handed_over_and_given_back(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        before = desk.clocks(2)
        await desk.press("t")
        desk.done("taken", 2)
        desk.sees("Петров Когда FCE? Anna")
        await desk.form("h", "Boris")
        desk.done("given", 2)
        desk.sees("Петров Когда FCE? Boris")
        await desk.press("b")
        desk.done("returned", 2)
        desk.sees_not("Петров Когда FCE? Boris")
        assert desk.clocks(2) == before


async def test_somebody_whom_nobody_knows_gets_a_ticket_only_after_a_question(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        await desk.form("h", "Борес")
        desk.desk.asked("Борес")
        await desk.press("enter")
        await desk.retype("Boris")
        await desk.press("enter")
        assert desk.rows("SELECT name FROM staff WHERE name = 'Борес'") == []
        desk.sees("Когда FCE? Boris")


async def test_somebody_else_sits_down_at_the_desk(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.press("s")
        await desk.type("bor")
        await desk.press("enter", "escape")  # the report for somebody new
        assert "Boris" in desk.desk.said("#top")
        await desk.select(2)
        await desk.press("t")
        assert desk.rows("SELECT s.name FROM ticket t JOIN staff s ON s.id = t.owner_id WHERE t.id = 2") == [("Boris",)]


async def test_a_note_stays_with_its_ticket_and_moves_nothing(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        before = desk.clocks(2)
        await desk.form("n", "[RT #1] просила по-английски")
        await desk.press("enter")
        desk.sees(f"Anna {desk.words.event('noted')} [RT #1] просила по-английски")
        assert desk.clocks(2) == before


async def test_a_colleagues_ticket_appears_by_itself_and_the_cursor_stays(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        number = desk.meanwhile(ticket, channel="voicemail", name="Новый", received="2026-11-03 10:00")
        assert number not in desk.queue("enquiries")
        await desk.a_second_passes()
        assert desk.queue("enquiries")[0] == number
        assert desk.stands_on(2)
        assert desk.counted("enquiries").startswith("5")
        desk.sees("Новый")


async def test_a_save_after_a_colleagues_change_is_refused_once_and_keeps_the_text(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        await desk.press("n")
        await desk.type("очень длинная заметка")
        desk.meanwhile(tickets.take, "Boris", 2)
        desk.meanwhile(corrections.correct, "Ольга", 2, "subject", "Когда CAE?")
        await desk.press("enter")
        since = desk.desk.refused(Stale).since
        assert [(what, who) for what, who, _ in since] == [("taken", "Boris"), ("corrected", "Ольга")]
        assert desk.desk.values()["note"] == "очень длинная заметка"
        assert "noted" not in desk.events(2)
        await desk.press("enter")
        assert desk.texts(2, "note") == ["очень длинная заметка"]


async def test_a_colleague_answered_while_the_form_was_open(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        await desk.press("a")
        await desk.type("5 декабря")
        desk.meanwhile(tickets.fact, "Boris", 2, "answered")
        await desk.a_second_passes()
        await desk.press("enter")
        assert [(what, who) for what, who, _ in desk.desk.refused(Stale).since] == [("answered", "Boris")]
        desk.sees("5 декабря")
        await desk.press("enter")
        assert desk.desk.refused(TicketClosed).number == 2
        desk.sees("5 декабря")
        assert desk.events(2) == ["received", "answered"]


async def test_a_key_on_a_row_that_has_changed_says_so_first(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        desk.meanwhile(tickets.hand_over, "Boris", 2, "Ольга")
        await desk.press("t")
        assert [(what, who) for what, who, _ in desk.desk.refused(Stale).since] == [("given", "Boris")]
        await desk.press("enter", "t")
        assert desk.events(2) == ["received", "given", "taken"]


async def test_an_open_ticket_shows_what_a_colleague_adds(reception: OpenReception) -> None:
    async with reception(four_callers) as desk:
        await desk.select(2)
        await desk.press("enter")
        desk.meanwhile(tickets.note, "Ольга", 2, "перезвонила сама")
        await desk.a_second_passes()
        desk.sees(f"Ольга {desk.words.event('noted')} перезвонила сама")
