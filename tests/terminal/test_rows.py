"""Which rows of day.md are driven by keys in a real terminal: each test says by its mark, `-m row` runs them all."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import tests.terminal

LAST_ROW = 64

# What they wait for. A row goes from here when a test drives it.
WAITING: dict[int, str] = {
    **dict.fromkeys((41, 42, 43), "the centre's mailbox is read and letters are sent"),
    **dict.fromkeys((50,), "files that belong to a ticket"),
    **dict.fromkeys((57, 58), "several desks on one database server"),
    **dict.fromkeys((59, 60), "notifications of the system, a screen that masks names"),
    **dict.fromkeys((62, 63), "backups that are proven, people who are erased"),
}


def marked() -> Iterator[tuple[int, Callable[..., Any]]]:
    """Every row with a test that drives it."""
    for module in pkgutil.iter_modules(tests.terminal.__path__):
        if module.name.startswith("test_"):
            for test in vars(importlib.import_module(f"tests.terminal.{module.name}")).values():
                for mark in getattr(test, "pytestmark", ()):
                    if mark.name == "row":
                        yield from ((row, test) for row in mark.args)


def test_every_row_of_the_day_is_driven_or_waits_for_something_that_is_named() -> None:
    """And none of them does both."""
    driven = {row for row, _ in marked()}
    assert driven.isdisjoint(WAITING)
    assert driven | set(WAITING) == set(range(1, LAST_ROW + 1))


def test_every_row_is_driven_in_both_languages_on_both_layouts() -> None:
    """By the fixture that makes a day of each."""
    assert all("day" in inspect.signature(test).parameters for _, test in marked())
