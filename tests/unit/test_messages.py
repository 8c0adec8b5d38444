"""The current message and the warning behind it, and as much of them as fits into one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from desk.services.messages import SHORT, WARNING, Messages
from desk.widgets.message_line import fitting


class Now:
    """A clock that the test moves."""

    moment = 1000.0

    def __call__(self) -> float:
        return self.moment


def shown(messages: Messages) -> list[tuple[str, ...]]:
    """The lines of what is shown."""
    return [message.lines for message in messages.shown()]


def test_a_message_goes_by_itself_and_the_warning_comes_back() -> None:
    """A warning is not wiped away by a short word."""
    now = Now()
    messages = Messages(now)
    messages.warn(["due soon"], [7])
    messages.say("taken")
    assert shown(messages) == [("taken",), ("due soon",)]
    now.moment += SHORT
    assert shown(messages) == [("due soon",)]
    now.moment += WARNING
    assert shown(messages) == []
    assert messages.last_warning is not None
    assert messages.last_warning.tickets == (7,)  # can still be opened


def test_a_new_warning_stands_before_the_one_that_is_still_shown() -> None:
    """Neither is lost, nor are their tickets; a message is not in their way."""
    now = Now()
    messages = Messages(now)
    messages.warn(["first"], [1])
    messages.say("taken")
    messages.warn(["second"], [2])
    assert shown(messages) == [("second", "first")]
    assert messages.last_warning is not None
    assert messages.last_warning.tickets == (2, 1)
    now.moment += WARNING
    messages.warn(["third"])
    assert shown(messages) == [("third",)]


def test_a_clock_set_back_keeps_no_message_for_hours() -> None:
    """It is gone until its time would come again, and replaced by the next."""
    now = Now()
    messages = Messages(now)
    messages.say("taken")
    now.moment -= 3600
    assert shown(messages) == []
    messages.say("told")
    assert shown(messages) == [("told",)]


def test_nothing_is_left_for_the_next_user() -> None:
    """Not even the warning that can be opened."""
    messages = Messages(Now())
    messages.warn(["due soon"], [7])
    messages.clear()
    assert (shown(messages), messages.last_warning) == ([], None)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (80, "one   two   three   F11"),
        (20, "one   two +1   F11"),
        (17, "one +2   F11"),
        (4, "one +2   F11"),
    ],
)
def test_whole_lines_are_shown_and_the_others_counted(width: int, said: str) -> None:
    """At least the first, which is cut at the edge if need be."""
    assert fitting(["one", "two", "three"], "F11", width) == said


@given(st.lists(st.text("abc", min_size=1, max_size=20), min_size=1, max_size=9), st.sampled_from(["", "F11"]), st.integers(1, 200))
def test_what_is_shown_and_what_is_counted_are_all(lines: list[str], hint: str, width: int) -> None:
    """And more than the first line never exceeds the width."""
    said = fitting(lines, hint, width)
    rest = int(said.partition(" +")[2].split()[0]) if " +" in said else 0
    count = len(lines) - rest
    assert said.startswith("   ".join(lines[:count]))
    assert count == 1 or cell_len(said) <= width
