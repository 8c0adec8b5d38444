"""Closed, opened again, undone."""

import pytest

from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors.input import OriginalMissing
from desk.store.errors.tickets import CloseReasonMissing, NothingToUndo, OthersActed
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception


def two_calls(store: Store) -> None:
    """Of this morning."""
    ticket(store, name="Вера", phone="")
    ticket(store, name="Петров", phone="")


@pytest.mark.parametrize(
    "reason",
    ["withdrawn", "unreachable", "not-ours", "mistake"],
)
async def test_a_ticket_is_closed_with_a_reason_and_a_second_word(reception: OpenReception, reason: str) -> None:
    async with reception(two_calls) as desk:
        await desk.press("z")
        await desk.choose(reason, of="reason")
        await desk.type("сказала мама", into="note")
        await desk.press("enter")
        desk.desk.asked("#1", "Вера, Когда FCE?")
        await desk.press("enter")
        assert desk.state(1) == "open"  # No had the focus
        await desk.press("enter", "right", "enter")
        desk.done("closed", 1)
        assert desk.rows("SELECT state, reason FROM clock WHERE ticket_id = 1") == [("void", reason)]
        assert desk.texts(1, "note") == ["сказала мама"]


async def test_a_duplicate_is_closed_with_the_number_of_the_other_one(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.select(2)
        await desk.press("z")
        await desk.choose("duplicate", of="reason")
        await desk.press("enter")
        desk.desk.refused(OriginalMissing)
        await desk.type("№1", into="of")
        await desk.press("enter", "right", "enter")
        assert desk.rows("SELECT state, reason FROM clock WHERE ticket_id = 2") == [("void", "duplicate")]


async def test_a_running_promise_is_not_closed_without_a_reason(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("z", "enter")
        assert desk.desk.refused(CloseReasonMissing).number == 1
        assert desk.state(1) == "open"


async def test_no_letter_is_a_yes(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("z")
        await desk.choose("mistake", of="reason")
        await desk.press("enter", "y", "n", "d", "z", "q")
        desk.desk.asked("#1")
        await desk.press("enter")
        assert desk.state(1) == "open"


async def test_a_closed_ticket_is_found_by_its_number_and_opened_again(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.form("a", "5 декабря")
        await desk.at("2026-11-05 11:00")
        await desk.press("/")
        await desk.type("#1")
        desk.sees("#1", "Enter")
        await desk.press("enter")
        desk.sees_ticket(1, "closed")
        await desk.form("o", "не то ответили")
        desk.sees_ticket(1, "open")
        desk.sees(desk.words.clock("phone-answer", "kept"), desk.words.clock("phone-answer", "running"))
        assert desk.verdicts(1) == [("kept", None, "06.11 18:00:00"), ("running", None, "09.11 18:00:00")]
        await desk.press("escape")
        assert desk.queue("enquiries") == [2, 1]


async def test_the_wrong_ticket_was_answered_and_is_as_before(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.form("a", "told her the date")
        assert desk.queue("enquiries") == [2]
        await desk.press("u")
        desk.desk.told("#1", desk.words.event("answered"))
        assert (desk.queue("enquiries"), desk.events(1)) == ([1, 2], ["received", "answered", "undone"])
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        await desk.select(1)
        await desk.press("enter")
        desk.sees("told her the date", f"{desk.words.event('undone')}: {desk.words.event('answered')}")


async def test_undo_goes_back_step_by_step_until_nothing_is_left(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("t", "b")
        await desk.press("u")
        desk.desk.told("#1", desk.words.event("returned"))
        await desk.press("u")
        desk.desk.told("#1", desk.words.event("taken"))
        await desk.press("u")
        desk.desk.refused(NothingToUndo)
        assert desk.events(1) == ["received", "taken", "returned", "undone", "undone"]


async def test_what_was_done_long_ago_is_undone_only_after_a_question(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("t")
        await desk.at("10:25")
        await desk.press("u")
        desk.desk.asked("#1", desk.words.event("taken"), desk.words.moment("2026-11-03 10:14"))
        await desk.press("enter")
        assert desk.events(1) == ["received", "taken"]
        await desk.press("u", "right", "enter")
        assert desk.events(1) == ["received", "taken", "undone"]


async def test_a_call_written_down_by_mistake_goes_and_its_number_is_never_used_again(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.form("c", "Ошибка 244-54-88")
        await desk.press("u")
        desk.desk.asked("#3", desk.words.event("received"))
        await desk.press("right", "enter")
        assert (desk.state(3), desk.queue("enquiries")) == ("void", [1, 2])
        await desk.form("c", "Вера 244-54-88")
        desk.desk.told("#4")


async def test_undo_is_refused_where_a_colleague_went_on_from_there(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("t")
        desk.meanwhile(tickets.note, "Boris", 1, "видел")
        await desk.press("u")
        assert desk.desk.refused(OthersActed).number == 1
        assert desk.events(1) == ["received", "taken", "noted"]
