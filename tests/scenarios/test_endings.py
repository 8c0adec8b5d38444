"""Closed, opened again, undone."""

import pytest

from desk.store.commands import tickets
from desk.store.database import Store
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception


def two_calls(store: Store) -> None:
    """Of this morning."""
    ticket(store, name="Вера", phone="")
    ticket(store, name="Петров", phone="")


@pytest.mark.parametrize(
    ("words", "reason"),
    [("withdrawn", "withdrawn"), ("cannot be reached", "unreachable"), ("not ours", "not-ours"), ("mistake", "mistake")],
)
async def test_a_ticket_is_closed_with_a_reason_and_a_second_word(reception: OpenReception, words: str, reason: str) -> None:
    async with reception(two_calls) as desk:
        await desk.press("z")
        await desk.choose(words, of="Reason")
        await desk.type("сказала мама", into="Note")
        await desk.press("enter")
        desk.sees("Close #1 (Вера, Когда FCE?)?")
        await desk.press("enter")
        assert desk.state(1) == "open"  # No had the focus
        await desk.press("enter", "right", "enter")
        desk.sees("#1: closed")
        assert desk.rows("SELECT state, reason FROM clock WHERE ticket_id = 1") == [("void", reason)]
        assert desk.texts(1, "note") == ["сказала мама"]


async def test_a_duplicate_is_closed_with_the_number_of_the_other_one(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.select(2)
        await desk.press("z")
        await desk.choose("duplicate", of="Reason")
        await desk.press("enter", "right", "enter")
        desk.sees("! ")
        await desk.type("№1", into="Other ticket")
        await desk.press("enter", "right", "enter")
        assert desk.rows("SELECT state, reason FROM clock WHERE ticket_id = 2") == [("void", "duplicate")]


async def test_a_running_promise_is_not_closed_without_a_reason(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("z", "enter", "right", "enter")
        desk.sees("! #1: a clock is running; close it with a reason.")
        assert desk.state(1) == "open"


async def test_no_letter_is_a_yes(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("z")
        await desk.choose("mistake", of="Reason")
        await desk.press("enter", "y", "n", "d", "z", "q")
        desk.sees("Close #1 (Вера, Когда FCE?)?")
        await desk.press("enter")
        assert desk.state(1) == "open"


async def test_a_closed_ticket_is_found_by_its_number_and_opened_again(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.form("a", "5 декабря")
        await desk.at("2026-11-05 11:00")
        await desk.press("/")
        await desk.type("#1")
        desk.sees("Enter opens #1")
        await desk.press("enter")
        desk.sees("#1 enquiry phone done")
        await desk.form("o", "не то ответили")
        desk.sees(
            "#1 enquiry phone open", "kept: Answer the question; due Fri 6 Nov", "running: Answer the question; due Mon 9 Nov"
        )
        await desk.press("escape")
        assert desk.queue("enquiries") == [2, 1]


async def test_the_wrong_ticket_was_answered_and_is_as_before(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.form("a", "told her the date")
        assert desk.queue("enquiries") == [2]
        await desk.press("u")
        desk.sees("#1: undone: answered")
        assert (desk.queue("enquiries"), desk.events(1)) == ([1, 2], ["received", "answered", "undone"])
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        await desk.select(1)
        await desk.press("enter")
        desk.sees("told her the date", "undone: answered")


async def test_undo_goes_back_step_by_step_until_nothing_is_left(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("t", "b")
        await desk.press("u")
        desk.sees("#1: undone: returned to queue")
        await desk.press("u")
        desk.sees("#1: undone: taken")
        await desk.press("u")
        desk.sees("You have nothing to undo.")


async def test_what_was_done_long_ago_is_undone_only_after_a_question(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("t")
        await desk.at("10:25")
        await desk.press("u")
        desk.sees("Undo on #1: taken, Tue 3 Nov 2026 10:14?")
        await desk.press("enter")
        assert desk.events(1) == ["received", "taken"]
        await desk.press("u", "right", "enter")
        assert desk.events(1) == ["received", "taken", "undone"]


async def test_a_call_written_down_by_mistake_goes_and_its_number_is_never_used_again(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.form("c", "Ошибка")
        await desk.press("u")
        desk.sees("Undo on #3: recorded")
        await desk.press("right", "enter")
        assert (desk.state(3), desk.queue("enquiries")) == ("void", [1, 2])
        await desk.form("c", "Вера")
        desk.sees("Recorded: #4")


async def test_undo_is_refused_where_a_colleague_went_on_from_there(reception: OpenReception) -> None:
    async with reception(two_calls) as desk:
        await desk.press("t")
        desk.meanwhile(tickets.note, "Boris", 1, "видел")
        await desk.press("u")
        desk.sees("#1: changed since then; it cannot be undone.")
        assert desk.events(1) == ["received", "taken", "noted"]
