"""What is published of a period, and that publishing is written down."""

import json
from datetime import date
from pathlib import Path

import pytest

from desk.reports.html import write_whole
from desk.reports.publication import Published, gather
from desk.reports.published_page import page
from desk.store.commands import tickets
from desk.store.commands.feedback import record_feedback, use_feedback
from desk.store.commands.ratings import rate
from desk.store.errors import BadInput
from desk.store.errors.input import PeriodNotOver, PeriodNotWhole
from tests.hostile import STORABLE
from tests.unit.conftest import Command, Desk

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)


def answered(desk: Desk, count: int, day: str = "2026-11-03") -> None:
    """So many calls of a day, answered at once but for the form."""
    desk.at(f"{day} 10:14")
    for _ in range(count):
        number = desk.new()
        desk.fact(number, "answered")


def over(desk: Desk) -> Desk:
    """The same desk once the year is over: only then are results published."""
    desk.at("2027-01-11 10:14")
    return desk


def judged(found: Published) -> tuple[int | None, list[tuple[int, int]]]:
    """Of the only promise: how many of the period, and how many of each month, as published."""
    (promise,) = found.promises
    return promise.figure.judged if promise.figure else None, [(month.month, figure.judged) for month, figure in promise.months]


def test_of_fewer_than_five_nothing_is_published(desk: Desk) -> None:
    """Neither of the quarter nor of a month."""
    answered(desk, 4, "2026-11-03")
    over(desk)
    assert judged(gather(desk.store, FIRST, LAST)) == (None, [])


@pytest.mark.parametrize(
    ("months", "whole", "shown"),
    [
        ((0, 5, 0), 5, [(11, 5)]),
        ((5, 5, 5), 15, [(10, 5), (11, 5), (12, 5)]),
        ((5, 5, 4), None, [(10, 5), (11, 5)]),  # December would be the quarter less the other two
        ((6, 4, 4), 14, [(10, 6)]),  # which of the two is which, nobody can tell
        ((4, 0, 0), None, []),
    ],
)
def test_no_month_that_is_hidden_follows_from_the_quarter(
    desk: Desk, months: tuple[int, int, int], whole: int | None, shown: list[tuple[int, int]]
) -> None:
    """By subtraction of those that are published, on this page or on their own."""
    for month, count in zip((10, 11, 12), months, strict=True):
        answered(desk, count, f"2026-{month}-12")
    over(desk)
    assert judged(gather(desk.store, FIRST, LAST)) == (whole, shown)


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        ("2026-10-01", "2026-10-05", PeriodNotWhole),
        ("2026-10-02", "2026-10-31", PeriodNotWhole),
        ("2026-10-01", "2026-11-30", PeriodNotWhole),
        ("2026-11-01", "2027-01-31", PeriodNotWhole),
        ("2027-01-01", "2027-01-31", PeriodNotOver),
        ("2026-10-01", "2026-12-31", None),
        ("2026-12-01", "2026-12-31", None),
    ],
)
def test_a_page_is_of_a_month_or_a_quarter_that_is_over(desk: Desk, first: str, last: str, refusal: type[BadInput] | None) -> None:
    """Two pages that differ by a day would tell the one case of that day."""
    over(desk)
    if refusal is None:
        gather(desk.store, date.fromisoformat(first), date.fromisoformat(last))
        return
    with pytest.raises(refusal):
        gather(desk.store, date.fromisoformat(first), date.fromisoformat(last))


def test_scores_are_published_from_five_on(desk: Desk) -> None:
    """As every group."""
    for count, shown in ((4, None), (1, {5: 5})):
        desk.at("2026-11-03 10:14")
        for _ in range(count):
            rate(desk.store, "Вера", desk.new(), "5")
        assert gather(over(desk).store, FIRST, LAST).scores == shown


def test_what_was_opened_again_and_closed_is_published_from_five_on(desk: Desk) -> None:
    """With each reason by itself."""
    for reason, count in (("withdrawn", 5), ("mistake", 4)):
        for _ in range(count):
            number = desk.new()
            tickets.close(desk.store, "Вера", number, reason)
            tickets.reopen(desk.store, "Вера", number)
    found = gather(over(desk).store, FIRST, LAST)
    assert (found.reopened, found.closed) == (9, {"withdrawn": 5})
    assert found.report.closed == {"mistake": 4, "withdrawn": 5}


def test_only_what_was_written_for_it_is_published_of_feedback(desk: Desk) -> None:
    """feedback-used: neither the customer's words nor what was noted inside."""
    use_feedback(desk.store, "Анна", record_feedback(desk.store, "Анна", "ВНУТРИ"), "СДЕЛАНО", "Стало теплее")
    use_feedback(desk.store, "Анна", record_feedback(desk.store, "Анна", "ВНУТРИ"), "СДЕЛАНО")
    made = page(desk.store.charter, gather(over(desk).store, FIRST, LAST))
    assert made.count("<li>Стало теплее</li>") == 2  # in each language
    assert "ВНУТРИ" not in made
    assert "СДЕЛАНО" not in made


@pytest.mark.parametrize("words", STORABLE, ids=range(len(STORABLE)))
def test_what_is_typed_for_the_page_is_text_in_it(desk: Desk, words: str) -> None:
    """No tag, no template, no control character."""
    if not words.strip():
        return
    use_feedback(
        desk.store, "Анна", record_feedback(desk.store, "Анна", "слова"), "сделано", words[:2000] + "<b>{{ 'desk' * 3 }}</b>"
    )
    made = page(desk.store.charter, gather(over(desk).store, FIRST, LAST))
    assert "<b>" not in made
    assert "deskdeskdesk" not in made  # letters that no hash has
    assert "\x1b" not in made
    assert made.count("<script") == 0


def test_the_page_needs_nothing_from_elsewhere(desk: Desk) -> None:
    """Nothing is linked, loaded or run."""
    answered(desk, 9)
    made = page(desk.store.charter, gather(over(desk).store, FIRST, LAST))
    assert not [word for word in ("http:", "https:", "src=", "<link", "<script", "@import", "url(") if word in made]
    assert made.count('<section lang="') == 2


def test_an_empty_period_is_a_page_that_says_so(desk: Desk) -> None:
    """In both languages."""
    made = page(desk.store.charter, gather(over(desk).store, date(2026, 12, 1), date(2026, 12, 31)))
    assert "Nothing in this period." in made
    assert "За этот период обещаний не было." in made


def last_published(command: Command, now: str) -> str | None:
    """When the desk believes that the results were published last."""
    duties = json.loads(command("duties", "--json", now=now).stdout)
    (found,) = [duty["last"] for duty in duties if duty["duty"] == "results-published"]
    assert found is None or isinstance(found, str)
    return found


def test_publishing_is_the_evidence_for_its_duty(command: Command, tmp_path: Path) -> None:
    """results-published: with what was made; showing the page is none."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    period, january = ("--from", "1.11.2026", "--to", "30.11.2026"), "2027-01-11T10:14:00+03:00"
    shown = command("report", *period, "--html", now=january).stdout
    assert last_published(command, january) is None
    done = command("publish", tmp_path / "results.html", *period, lang="en_US.UTF-8", now=january)
    assert (done.returncode, done.stdout.startswith(f"{tmp_path / 'results.html'}: ")) == (0, True)
    assert (tmp_path / "results.html").read_text(encoding="utf-8") == shown
    assert last_published(command, january) == january


OLD = "<!DOCTYPE html>old"
LONG = "r" * 246 + ".html"  # of 255 bytes that a name may have: there is no room for one beside it


def test_a_page_that_cannot_be_written_is_no_evidence(command: Command, tmp_path: Path) -> None:
    """And the one that is there stays whole. The period is over: to another place the same page is written."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    period, january = ("--from", "1.11.2026", "--to", "30.11.2026"), "2027-01-11T10:14:00+03:00"
    (tmp_path / LONG).write_text(OLD, encoding="utf-8")
    for path in (tmp_path / "no" / "results.html", tmp_path / LONG):
        done = command("publish", path, *period, now=january)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert last_published(command, january) is None
    assert (tmp_path / LONG).read_text(encoding="utf-8") == OLD
    assert not (tmp_path / "no").exists()
    assert command("publish", tmp_path / "results.html", *period, now=january).returncode == 0


def test_a_file_is_the_old_one_or_the_new_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half written stands under its name, and nothing is left beside it."""
    path = tmp_path / "results.html"
    write_whole(path, OLD)

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == OLD
    assert list(tmp_path.iterdir()) == [path]


def test_publishing_overwrites_nothing_but_a_page(command: Command, database: Path, tmp_path: Path) -> None:
    """Neither somebody's notes nor the desk's own database."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    notes = tmp_path / "notes.txt"
    notes.write_text("важное", encoding="utf-8")
    before = database.read_bytes()
    for path in (notes, database):
        done = command("publish", path, "--from", "1.11.2026", "--to", "30.11.2026", now="2027-01-11T10:14:00+03:00")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert (notes.read_text(encoding="utf-8"), database.read_bytes()) == ("важное", before)
