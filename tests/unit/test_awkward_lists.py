"""Lists as people really send them."""

from pathlib import Path

import pytest

from desk.intake.candidates import list_day
from desk.intake.certificates import read_list
from desk.intake.errors import ListTooBig
from tests.unit.awkward import TEXTS, WORKBOOKS, Awkward, bomb

LISTS = TEXTS | WORKBOOKS


def test_there_are_enough_of_them() -> None:
    """At least forty."""
    assert len(LISTS) >= 40


@pytest.mark.parametrize("awkward", LISTS.values(), ids=LISTS)
def test_an_awkward_list_is_read_rightly_or_refused_with_line_and_reason(tmp_path: Path, awkward: Awkward) -> None:
    """Nothing is guessed, and nothing is left out without a word."""
    path = tmp_path / "list"
    path.write_bytes(awkward.raw)
    if awkward.refused:
        with pytest.raises(awkward.refused):
            read_list(path)
        return
    good, wrong = read_list(path)
    assert [(item.candidate, item.name) for item in good] == list(awkward.good)
    assert [(each.line, each.reason) for each in wrong] == list(awkward.wrong)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """By what its parts say of their size."""
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb())
    assert path.stat().st_size < 1_000_000
    with pytest.raises(ListTooBig):
        read_list(path)


@pytest.mark.parametrize("name", ["numbers and days as numbers", "merged cells and a title", "a workbook"])
def test_days_of_a_workbook_are_days(tmp_path: Path, name: str) -> None:
    """Typed, formatted, as bare numbers, and once for a merged cell of two lines."""
    path = tmp_path / "list.xlsx"
    path.write_bytes(WORKBOOKS[name].raw)
    assert {person.day for person in read_list(path)[0]} == {"2026-10-17"}


@pytest.mark.parametrize(
    "words",
    ["17.10.2026", "17/10/26", "2026-10-17", "2026-10-17 00:00", "17 октября 2026", "17 окт. 2026", "17 October 2026", "46312"],
)
def test_a_day_is_known_however_it_is_written(words: str) -> None:
    """In both languages."""
    day = list_day(words)
    assert day is not None
    assert day.isoformat() == "2026-10-17"


@pytest.mark.parametrize("words", ["10/17/2026", "октябрь 2026", "2026", "31.02.2026", "12", "100000", "17.10"])
def test_what_is_no_day_is_none(words: str) -> None:
    """Nobody guesses which is the month, or the year."""
    assert list_day(words) is None
