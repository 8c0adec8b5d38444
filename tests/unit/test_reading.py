"""What the board reads after some acts is what it would read anew; and only what has changed is read."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charter.errors import DeskError
from desk.store.commands import tickets
from desk.store.commands.saved_views import filled, save_view
from desk.store.database import Store
from desk.store.queries import board
from desk.store.queries.alerts import notices
from desk.store.queries.board_cache import BoardCache
from tests.unit.acts import ACTS, Act, begin, newest
from tests.unit.conftest import Desk, FreshDesk


def whole(store: Store, reading: BoardCache) -> None:
    """What was read is what all of it comes to."""
    found = reading.all(store)
    assert found.queues == board.queues(store)
    assert found.views == filled(store, found.queues, found.words)
    ahead = [notice for notice in reading.beside(store).notices if notice.due >= store.now()]
    assert ahead == notices(store)


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 300), st.booleans()), max_size=12))
def test_what_is_read_after_any_acts_is_what_all_of_it_would_be(
    fresh_desk: FreshDesk, steps: list[tuple[Act, int, int, bool]]
) -> None:
    """Queues, saved filters and warnings; some acts are read together."""
    with fresh_desk() as desk:
        save_view(desk.store, "Anna", "Hers", "иванова")
        begin(desk.store)
        reading = BoardCache()
        whole(desk.store, reading)
        for act, place, minutes, read in steps:
            desk.clock[0] += minutes * 60
            numbers = newest(desk.store)
            with suppress(DeskError):
                act(desk.store, numbers[place % len(numbers)])
            if read:
                whole(desk.store, reading)
        whole(desk.store, reading)


def test_a_queue_in_which_nothing_happened_is_the_same_list(desk: Desk) -> None:
    """So a pane that shows it has nothing to do; the other one is another list, the rows in it are the same."""
    desk.new()
    letter = desk.new("certificate", "letter")
    reading = BoardCache()
    before = reading.all(desk.by("Boris")).queues
    tickets.take(desk.store, "Anna", letter)
    after = reading.all(desk.by("Boris")).queues
    assert after["enquiry"] is before["enquiry"]
    assert (before["certificate"][0].owner, after["certificate"][0].owner) == ("", "Anna")


def test_only_the_tickets_that_changed_are_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the whole queue again."""
    for _ in range(5):
        number = desk.new()
    reading = BoardCache()
    reading.all(desk.by("Boris"))
    tickets.note(desk.store, "Anna", number, "ещё")
    asked: list[list[int]] = []

    def rows_unfiltered(store: Store, numbers: Iterable[int]) -> dict[int, board.QueueRow]:
        asked.append(sorted(numbers))
        return board.rows_unfiltered(store, numbers)

    monkeypatch.setattr("desk.store.queries.board_cache.queues", None)
    monkeypatch.setattr("desk.store.queries.board_cache.rows_unfiltered", rows_unfiltered)
    reading.all(desk.by("Boris"))
    reading.all(desk.by("Boris"))
    assert asked == [[number]]


def test_rows_that_another_desk_puts_right_without_an_event_are_read(desk: Desk) -> None:
    """`desk check --repair` writes derived rows and no event."""
    number = desk.new()
    reading = BoardCache()
    reading.all(desk.by("Boris"))
    with closing(sqlite3.connect(desk.path)) as other, other:
        other.execute("UPDATE ticket SET name = 'Put right' WHERE id = ?", (number,))
    assert [row.name for row in reading.all(desk.by("Boris")).queues["enquiry"]] == ["Put right"]
