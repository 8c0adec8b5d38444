"""Each error of ours is a class: with a message in both languages, an exit code, and values that fill the message in."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

import desk
from desk.actions.rights import Right
from desk.charter.errors import CharterError, DeskError
from desk.charter.standards import Words
from desk.i18n import translator
from desk.presentation import error_line
from desk.presentation.terms import FIELDS
from desk.store.errors import DatabaseUnusable, Refused
from desk.store.errors.input import ExamOver, FieldTooLong, PeriodNotWhole
from desk.store.errors.people import MustWait, NameAmbiguous, RightMissing
from desk.text.dates import MomentPast

SAMPLES: dict[Any, object] = {
    int: 7,
    str: "word",
    str | datetime: datetime(2026, 11, 3, 10, 14, tzinfo=UTC),
    date: date(2026, 11, 3),
    datetime: datetime(2026, 11, 3, 10, 14, tzinfo=UTC),
    Sequence[str]: ("name", "candidate"),
    tuple[str, ...]: ("name", "candidate"),
    Right: Right.LEAD,
    Words: Words("этап 2", "stage 2"),
    Sequence[tuple[str, str, int]]: [("taken", "Anna", 7)],
}


def below(family: type[DeskError]) -> Iterator[type[DeskError]]:
    """All classes below one."""
    for kind in family.__subclasses__():
        yield kind
        yield from below(kind)


def raised() -> list[type[DeskError]]:
    """The classes that are raised, of all modules: those that no other is a kind of, and those that say something themselves.

    A charter says its problems, which have messages of their own (test_charter_problems.py).
    """
    for module in pkgutil.walk_packages(desk.__path__, "desk."):
        if not module.name.startswith("desk.store.migrations.") and module.name != "desk.__main__":
            importlib.import_module(module.name)
    found = {kind for kind in below(DeskError) if kind.__module__.startswith("desk.")}
    return sorted(
        (entry for entry in found if (entry.message or not entry.__subclasses__()) and entry is not CharterError), key=repr
    )


def sample(error: type[DeskError]) -> DeskError:
    """An error of this class, its values of the types that it asks for."""
    hints = typing.get_type_hints(error.__init__)
    asked = [name for name, one in inspect.signature(error).parameters.items() if one.kind is not one.VAR_KEYWORD]
    return error(**{name: SAMPLES[hints[name]] for name in asked})


@pytest.mark.parametrize("error", raised(), ids=lambda error: error.__name__)
def test_every_error_has_its_message_and_its_exit_code(error: type[DeskError]) -> None:
    """Each message is filled in whole, in both languages and as the text of the exception itself."""
    one = sample(error)
    said = {language: error_line.line(translator(language), one) for language in ("en", "ru")}
    assert translator("ru")(error.message) != error.message
    assert said["ru"] != said["en"] != ""
    assert not [words for words in (*said.values(), str(one)) if "{" in words.replace("{staff}", "").replace("{word}", "")]
    assert error.code == (1 if issubclass(error, Refused) else 3 if issubclass(error, DatabaseUnusable) else 2)


@pytest.mark.parametrize("field", ["exam", "exam_name", "exam_day", "letter_date"])
def test_a_field_that_is_too_long_is_named_in_words(field: str) -> None:
    """Not by what the store calls it."""
    assert field not in error_line.line(translator("ru"), FieldTooLong(field, 1_000))


def test_no_two_errors_have_one_name() -> None:
    """It is what the log tells them by."""
    names = [error.__name__ for error in raised()]
    assert len(names) == len(set(names))
    assert len(names) > 150


def test_values_are_worded_as_people_write_them() -> None:
    """A right, a day, a moment, an amount, a field and a choice come as themselves, and are said in the reader's language."""
    day, moment = date(2026, 11, 3), datetime(2026, 11, 3, 10, 14, tzinfo=UTC)
    for error, en, ru in (
        (ExamOver(day), "03.11.2026: ", "03.11.2026: "),
        (PeriodNotWhole(day, date(2026, 11, 5)), "03.11.2026 - 05.11.2026", "03.11.2026 - 05.11.2026"),
        (MomentPast(moment), "03.11.2026 10:14", "03.11.2026 10:14"),
        (RightMissing(Right.LEAD), "the supervisor", translator("ru")("the supervisor")),
        (FieldTooLong("body", 100_000), "100,000", "100\xa0000"),
        (FieldTooLong("name", 1_000), translator("en")(FIELDS["name"]), translator("ru")(FIELDS["name"])),
        (NameAmbiguous(["Anna", "Anton"]), "Anna, Anton", "Anna, Anton"),
        (MustWait(61), "2", "2 минуты"),
        (MustWait(300), "5", "5 минут."),
    ):
        assert en in error_line.line(translator("en"), error)
        assert ru in error_line.line(translator("ru"), error)
