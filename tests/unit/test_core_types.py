"""What the counting core is made of: nothing that somebody could change under a deadline, no key of a file that nobody reads."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator

import msgspec
import pytest

import desk.charter
from desk.charter.clocks import Clock, Fact, _Ticket

CHANGES_WITH_EACH_FACT = {_Ticket}


def classes() -> Iterator[type]:
    """Every class that a module of the core defines itself."""
    for module in pkgutil.iter_modules(desk.charter.__path__):
        here = importlib.import_module(f"desk.charter.{module.name}")
        yield from (item for item in vars(here).values() if isinstance(item, type) and item.__module__ == here.__name__)


DATACLASSES = [classe for classe in classes() if dataclasses.is_dataclass(classe) and classe not in CHANGES_WITH_EACH_FACT]
STRUCTS = [classe for classe in classes() if issubclass(classe, msgspec.Struct)]
READ_FROM_A_FILE = [item for item in STRUCTS if item.__module__ == "desk.charter.standards"]


@pytest.mark.parametrize("one", DATACLASSES, ids=lambda one: one.__name__)
def test_a_dataclass_of_the_core_is_frozen(one: type) -> None:
    """And small: thousands of them are made at a time. Only the charter, of which there is one, keeps what it looked up."""
    assert one.__dataclass_params__.frozen  # type: ignore[attr-defined]  # typeshed does not have it
    assert "__slots__" in vars(one) or one.__name__ == "Charter"


@pytest.mark.parametrize("one", STRUCTS, ids=lambda one: one.__name__)
def test_what_is_read_from_a_file_is_frozen(one: type[msgspec.Struct]) -> None:
    """The database's own packing apart, which is gone as soon as it was read."""
    assert one.__struct_config__.frozen or one.__name__ == "_PackedDays"


@pytest.mark.parametrize("one", READ_FROM_A_FILE, ids=lambda one: one.__name__)
def test_a_row_of_the_charter_file_takes_no_key_that_it_does_not_know(one: type[msgspec.Struct]) -> None:
    """A key that is written wrongly is refused and not passed over."""
    assert one.__struct_config__.forbid_unknown_fields


def test_what_a_charter_file_leaves_out_is_the_plain_case() -> None:
    """No house rule, no repeating, no best effort, nobody's calendar; a duty's rhythm is ours, for the charter names none."""
    words = desk.charter.standards.Words("x", "x")
    standard = desk.charter.standards.Standard("x", "calls.1", "1 day", words, words, [])
    assert (standard.house, standard.repeats, standard.best_effort, standard.late, standard.told) == (
        False,
        False,
        False,
        None,
        None,
    )
    assert desk.charter.standards.Duty("x", "calls.1", "every week", words, words).house
    assert desk.charter.standards.CalendarSource(2026, 2026).short_day_minutes == 0
    assert not Fact(1, "received", 0).late
    assert not Clock("x", 0, 0, "running", 1).house


def test_words_are_said_in_the_language_asked_for() -> None:
    """Russian where it is Russian, else English."""
    words = desk.charter.standards.Words("да", "yes")
    assert (words.in_language("ru"), words.in_language("en")) == ("да", "yes")
