"""What is published of a period, and that publishing is written down."""

from datetime import date
from pathlib import Path

import pytest

from desk.results.page import page, write_whole
from desk.results.published import gather
from desk.store.feedback import record_feedback, use_feedback
from desk.store.ratings import rate
from tests.hostile import STORABLE
from tests.unit.conftest import Command, Desk

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)


def answered(desk: Desk, count: int, day: str = "2026-11-03") -> None:
    """So many calls of a day, answered at once but for the form."""
    desk.at(f"{day} 10:14")
    for _ in range(count):
        number = desk.new()
        desk.fact(number, "answered")


def test_of_fewer_than_five_nothing_is_published(desk: Desk) -> None:
    """Neither of the period nor of a month of it, nor what can be told of one by subtraction."""
    answered(desk, 4, "2026-10-13")
    (promise,) = gather(desk.store, FIRST, LAST).promises
    assert (promise.figure, promise.months) == (None, ())
    answered(desk, 5)
    (promise,) = gather(desk.store, FIRST, LAST).promises
    assert promise.figure is not None
    assert (promise.figure.judged, [(month, figure.judged) for month, figure in promise.months]) == (9, [])
    answered(desk, 5, "2026-09-14")
    (promise,) = gather(desk.store, FIRST, LAST).promises
    assert [(month, figure.judged) for month, figure in promise.months] == [
        (date(2026, 11, 1), 5)
    ]  # of the other two nothing is told


def test_scores_are_published_from_five_on(desk: Desk) -> None:
    """As every group."""
    for count, shown in ((4, None), (1, {5: 5})):
        for _ in range(count):
            rate(desk.store, "Вера", desk.new(), "5")
        assert gather(desk.store, FIRST, LAST).scores == shown


def test_only_what_was_written_for_it_is_published_of_feedback(desk: Desk) -> None:
    """feedback-used: neither the customer's words nor what was noted inside."""
    use_feedback(desk.store, "Анна", record_feedback(desk.store, "Анна", "ВНУТРИ"), "СДЕЛАНО", "Стало теплее")
    use_feedback(desk.store, "Анна", record_feedback(desk.store, "Анна", "ВНУТРИ"), "СДЕЛАНО")
    made = page(desk.store.charter, gather(desk.store, FIRST, LAST))
    assert made.count("<li>Стало теплее</li>") == 2  # in each language
    assert "ВНУТРИ" not in made
    assert "СДЕЛАНО" not in made


@pytest.mark.parametrize("words", STORABLE, ids=range(len(STORABLE)))
def test_what_is_typed_for_the_page_is_text_in_it(desk: Desk, words: str) -> None:
    """No tag, no template, no control character."""
    if not words.strip():
        return
    use_feedback(desk.store, "Анна", record_feedback(desk.store, "Анна", "слова"), "сделано", words[:2000] + "<b>{{ 7 * 191 }}</b>")
    made = page(desk.store.charter, gather(desk.store, FIRST, LAST))
    assert "<b>" not in made
    assert "1337" not in made
    assert "\x1b" not in made
    assert made.count("<script") == 0


def test_the_page_needs_nothing_from_elsewhere(desk: Desk) -> None:
    """Nothing is linked, loaded or run."""
    answered(desk, 9)
    made = page(desk.store.charter, gather(desk.store, FIRST, LAST))
    assert not [word for word in ("http:", "https:", "src=", "<link", "<script", "@import", "url(") if word in made]
    assert made.count('<section lang="') == 2


def test_an_empty_period_is_a_page_that_says_so(desk: Desk) -> None:
    """In both languages."""
    made = page(desk.store.charter, gather(desk.store, date(2026, 1, 1), date(2026, 1, 31)))
    assert "Nothing in this time." in made
    assert "За это время ничего." in made


def test_publishing_is_the_evidence_for_its_duty(command: Command, tmp_path: Path) -> None:
    """results-published: with what was made; showing the page is none."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    period = ("--from", "1.11.2026", "--to", "30.11.2026")
    shown = command("report", *period, "--html").stdout
    assert '"last": null' in command("duties", "--json").stdout.split("results-published")[1]
    done = command("publish", tmp_path / "results.html", *period, lang="en_US.UTF-8")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'results.html'}: the results are written.\n")
    assert (tmp_path / "results.html").read_text(encoding="utf-8") == shown
    assert '"last": "2026-11-03T10:14:00+03:00"' in command("duties", "--json").stdout.split("results-published")[1]


def test_a_page_that_cannot_be_written_is_no_evidence(command: Command, tmp_path: Path) -> None:
    """And the one that is there stays whole."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    done = command("publish", tmp_path / "no" / "results.html", "--from", "1.11.2026", "--to", "30.11.2026", lang="en_US.UTF-8")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert '"last": null' in command("duties", "--json").stdout.split("results-published")[1]


def test_a_file_is_the_old_one_or_the_new_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half written stands under its name, and nothing is left beside it."""
    path = tmp_path / "results.html"
    write_whole(path, "old")

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
