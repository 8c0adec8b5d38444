"""Whom a part of a name means."""

import pytest

from desk.text.folding import matching_names
from desk.text.names import also_called, is_one_name

NAMES = ["Анна Петрова", "Анна Кузнецова", "Борис", "Boris Ilin", "Vera"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("анна петрова", ["Анна Петрова"]),
        ("анна", ["Анна Петрова", "Анна Кузнецова"]),
        ("петр", ["Анна Петрова"]),
        ("а к", ["Анна Кузнецова"]),
        ("борис", ["Борис"]),
        ("boris", ["Борис"]),
        ("boris i", ["Boris Ilin"]),
        ("v", ["Vera"]),
        ("м", ["Vera"]),
        ("ab", []),
        ("", []),
        ("  ", []),
    ],
)
def test_whom_a_part_of_a_name_means(typed: str, meant: list[str]) -> None:
    """The one of that name alone; else everybody whose name begins so, in either script and on either layout."""
    assert matching_names(NAMES, typed) == meant


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Petrova A.", "Petrova Anna", True),
        ("Petrova Z.", "Petrova Anna", False),
        ("Petrova A.", "Petrova Zoya", False),
        ("A. P.", "Anna Petrova", False),
        ("A. P.", "A. P.", False),
        ("Anna", "Anna Petrova", True),
        ("Anna Petrova", "Anna Smirnova", False),
        ("Anna Anna", "Anna Petrova", True),
    ],
)
def test_which_names_can_be_one_persons(one: str, other: str, same: bool) -> None:
    """An initial stands for a word that begins so and for no other; initials alone are nobody's name. Whichever is given first."""
    assert (is_one_name(one, other), is_one_name(other, one)) == (same, same)


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("Anna Petrova", []),
        ("Mary O Brien", ["mary obrien"]),
        ("Mary OBrien", []),
        ("Mary O'Brien", ["Brien", "mary obrien"]),
        ("Жан д'Артаньян", ["Артаньян"]),
        ("O Lu", []),
    ],
)
def test_how_else_a_word_of_a_name_is_said(name: str, also: list[str]) -> None:
    """Without its prefix, or as one word with it; a name that has none is said in one way."""
    assert also_called(name) == also
