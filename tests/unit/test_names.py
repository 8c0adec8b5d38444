"""Whom a part of a name means."""

import pytest

from desk.text.folding import meant_by

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
    assert meant_by(NAMES, typed) == meant
