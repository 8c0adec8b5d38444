"""The widths of a queue's columns, and the places of the panes: a wider terminal never shows less."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from desk.screens.board.pane_layout import pane_regions, stack_room
from desk.widgets.queue_pane import TIMER
from desk.widgets.queue_view import room_beside
from desk.widgets.row_columns import SMALLEST, WHO, Needs, Widths, column_widths

TERMINALS = range(80, 241)
cells = st.integers(0, 200)
needs_of_a_queue = st.builds(
    lambda number, who, most, more, owner, due: Needs(number, who, most, most + more, owner, due),
    st.integers(5, 10), cells, cells, cells, cells, st.booleans(),
)  # fmt: skip


def at(terminal: int, needs: Needs, others: int = 2) -> tuple[Widths, int]:
    """The columns of the current pane in a terminal of this width, and the room they have."""
    several = stack_room(Size(terminal, 40)) > 0
    pane = pane_regions(Size(terminal, 40), others if several else 0)[0].width
    room = room_beside(TIMER, pane - 1)
    return column_widths(room, needs, room_beside(TIMER, SMALLEST - 1), capped=not several), room


@given(needs_of_a_queue, st.integers(1, 3))
def test_a_wider_terminal_never_shows_less_of_subject_or_phone(needs: Needs, others: int) -> None:
    """From 80 to 240 columns, whatever stands in the rows."""
    shown = [at(terminal, needs, others)[0] for terminal in TERMINALS]
    assert [columns.subject for columns in shown] == sorted(columns.subject for columns in shown)
    assert {columns.who for columns in shown} == {min(needs.who, WHO)}


@given(needs_of_a_queue, st.sampled_from(TERMINALS))
def test_the_columns_fit_and_most_subjects_are_not_cut_for_others(needs: Needs, terminal: int) -> None:
    """Due time and channel come after what most subjects take; a single long subject is cut for them, and any for the owner."""
    columns, room = at(terminal, needs)
    shown = [columns.due, columns.number, columns.channel, columns.who, columns.subject, columns.owner]
    assert sum(width + 1 for width in shown if width) - 1 <= room
    smallest = at(SMALLEST, needs)[0]
    if smallest.due or smallest.channel:
        assert columns.subject >= min(needs.subject, 60)
    assert columns.owner == min(needs.owner, 14)


@pytest.mark.parametrize("terminal", [80, 119, 120, 160, 240])
def test_one_long_subject_does_not_hide_whose_the_others_are(terminal: int) -> None:
    """Two people would take the same ticket."""
    assert at(terminal, Needs(5, 17, 30, 170, 5))[0].owner == 5
    assert at(terminal, Needs(5, 17, 30, 170, 5))[0].subject >= 30


@pytest.mark.parametrize(("terminal", "due"), [(80, 0), (119, 15), (120, 0), (240, 15)])
def test_long_subjects_come_before_the_due_time(terminal: int, due: int) -> None:
    """The due time is in the preview as well, the subject is what the row is known by."""
    assert at(terminal, Needs(5, 17, 50, 50, 5))[0].due == due


@given(st.integers(120, 400), st.integers(8, 100), st.integers(0, 6))
def test_the_panes_fill_the_screen_without_overlap(width: int, height: int, others: int) -> None:
    """The current one has more than half, and no other has less than its title and three rows."""
    size = Size(width, height)
    current, *stack = pane_regions(size, min(others, stack_room(size)))
    assert current.height == height
    if not stack:
        assert current == size.region
        return
    assert current.width >= max(SMALLEST, width // 2)
    assert sum(pane.height for pane in stack) == height
    assert min(pane.height for pane in stack) >= 4
    for pane in stack:
        assert not pane.overlaps(current)
        assert size.region.contains_region(pane)
    assert all(not before.overlaps(after) for before, after in pairwise(stack))
    assert Region.from_union([current, *stack]) == size.region
