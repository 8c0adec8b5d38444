"""How satisfied customers are, and what was done about what they say."""

from datetime import date
from pathlib import Path

import pytest

from desk.i18n import translator
from desk.intake.errors import ScoreColumnsMissing
from desk.intake.ratings import import_list, preview_list
from desk.outgoing.mass_letters import write_to
from desk.outgoing.texts import built_in, find
from desk.presentation.imports import wrong_line
from desk.presentation.outbox import written_line
from desk.presentation.reports import answer_rate, satisfaction
from desk.reports.report import report
from desk.store.commands import tickets
from desk.store.commands.duties import duty_statuses
from desk.store.commands.feedback import feedback, record_feedback, use_feedback, used_between
from desk.store.commands.perform import perform
from desk.store.commands.ratings import ONCE_IN, Rating, Response, is_to_ask, rate, ratings, record_asked, response
from desk.store.errors import NotFound
from desk.store.errors.input import NoteMissing, ScoreMissing
from desk.store.errors.tickets import AskedAlready, FeedbackUnknown, NotAnsweredYet
from desk.store.event_log import events_of
from desk.store.maintenance.check import check
from tests.unit.conftest import Command, Desk, at, broken_links, wrong_rows

pytestmark = pytest.mark.server

NOVEMBER = (at("2026-11-01 00:00"), at("2026-12-01 00:00"))


def test_an_answer_with_the_answer_is_one_step(desk: Desk) -> None:
    """Asked on the phone as the question is answered: one form, one undo."""
    number = desk.new()
    perform(desk.store, "Вера", number, "answered", {"note": "да", "way": "phone", "score": "5"})
    assert ratings(desk.store, *NOVEMBER) == {5: 1}
    tickets.undo(desk.store, "Вера")
    assert ratings(desk.store, *NOVEMBER) == {}
    assert desk.row(number).state == "open"
    assert (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_a_score_comes_later_and_the_last_one_counts(desk: Desk) -> None:
    """On a closed ticket too; it opens nothing and moves no clock."""
    number = desk.new()
    desk.fact(number, "answered")
    before = desk.clocks(number)
    for score in ("2", "4"):
        perform(desk.store, "Вера", number, "rated", {"score": score, "note": "по телефону"})
    assert ratings(desk.store, *NOVEMBER) == {4: 1}
    assert (desk.clocks(number), desk.row(number).state) == (before, "closed")
    assert ratings(desk.store, at("2026-10-01 00:00"), NOVEMBER[0]) == {}


@pytest.mark.parametrize("score", ["", "0", "6", "4.5", "пять"])
def test_a_score_is_from_one_to_five(desk: Desk, score: str) -> None:
    """Nothing is written for what is none."""
    number = desk.new()
    with pytest.raises(ScoreMissing):
        rate(desk.store, "Вера", number, score)
    assert ratings(desk.store, *NOVEMBER) == {}


def test_an_answer_is_the_evidence_that_satisfaction_is_measured(desk: Desk) -> None:
    """aim.2, `satisfaction-measured`: once a day is enough."""
    for _ in range(3):
        rate(desk.store, "Вера", desk.new(), "4")
    standing = next(statuse for statuse in duty_statuses(desk.store) if statuse.duty == "satisfaction-measured")
    assert standing.last == (desk.store.now(), "Вера")
    assert desk.store.rows("SELECT COUNT(*) FROM evidence WHERE duty = 'satisfaction-measured'") == [(1,)]


def test_answers_come_from_a_list(desk: Desk, tmp_path: Path) -> None:
    """All of them in one step; a line that is none is told by its number."""
    for _ in range(3):
        desk.new()
    path = tmp_path / "answers.csv"
    path.write_text("Номер обращения;Оценка;Комментарий\n1;5;быстро\n№2;3\n9;4\n3;7\nx;1\n", encoding="utf-8")
    found = import_list(desk.store, "Вера", path)
    assert found.answers == (Rating(1, "5", "быстро"), Rating(2, "3"))
    assert [event.texts for event in events_of(desk.store, 1) if event.what == "rated"] == [{"note": "быстро"}]
    assert [(line.line, line.reason) for line in found.wrong] == [(4, "no-ticket"), (5, "no-score"), (6, "no-ticket")]
    assert ratings(desk.store, *NOVEMBER) == {5: 1, 3: 1}
    tickets.undo(desk.store, "Вера")
    assert ratings(desk.store, *NOVEMBER) == {}
    path.write_text("Имя;Оценка\nАнна;5\n", encoding="utf-8")
    with pytest.raises(ScoreColumnsMissing):
        preview_list(desk.store, path)


def test_the_report_says_how_many_are_satisfied_of_how_many(desk: Desk) -> None:
    """Four and five; never without the number and the median."""
    for score in "55432":
        rate(desk.store, "Вера", desk.new(), score)
    found = report(desk.store, date(2026, 11, 1), date(2026, 11, 30))
    assert satisfaction(translator("en"), found.ratings) == "Satisfied: 60% of 5, median 4 of 5"
    assert satisfaction(translator("en"), {}) == "Satisfaction: no answers"


# -- feedback ----------------------------------------------------------------------------------------------------------


def test_feedback_is_a_record_with_what_was_done_about_it(desk: Desk) -> None:
    """commitments.8: what nothing was done about stands first; what may be published stands by itself."""
    number = desk.new()
    first = record_feedback(desk.store, "Вера", "Холодно в коридоре", number)
    second = record_feedback(desk.store, "Олег", "Спасибо")
    use_feedback(desk.store, "Анна", first, "Поставили обогреватель", "В коридоре стало теплее")
    assert [(item.id, item.who, item.ticket, item.done, item.said) for item in feedback(desk.store)] == [
        (second, "Олег", None, "", ""),
        (first, "Вера", number, "Поставили обогреватель", "В коридоре стало теплее"),
    ]
    assert [each.id for each in used_between(desk.store, *NOVEMBER)] == [first]
    assert used_between(desk.store, NOVEMBER[1], NOVEMBER[1] + 1) == []


def test_feedback_without_words_or_of_nothing_is_refused(desk: Desk) -> None:
    """Nothing is written."""
    with pytest.raises(NoteMissing):
        record_feedback(desk.store, "Вера", "  ")
    with pytest.raises(NotFound):
        record_feedback(desk.store, "Вера", "слова", 99)
    with pytest.raises(FeedbackUnknown):
        use_feedback(desk.store, "Вера", 1, "сделано")
    number = record_feedback(desk.store, "Вера", "слова")
    with pytest.raises(NoteMissing):
        use_feedback(desk.store, "Вера", number, " ")
    assert [item.done for item in feedback(desk.store)] == [""]


def test_by_commands(command: Command, tmp_path: Path) -> None:
    """A score, a list of them, feedback."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    assert command("do", "1", "answered", "--score", "5").returncode == 0
    path = tmp_path / "answers.csv"
    path.write_text("number,score\n1,4\n2,4\n", encoding="utf-8")
    assert command("import", "ratings", path, "--dry-run", lang="en_US.UTF-8").stdout.splitlines() == [
        "1 answer (UTF-8)",
        wrong_line(translator("en"), 3, "no-ticket", "2"),
    ]
    assert satisfaction(translator("en"), {5: 1}) in command("report", lang="en_US.UTF-8").stdout
    assert command("feedback", "add", "Холодно", "--of", "1").returncode == 0
    assert command("feedback", "done", "1", "Тепло", "--publish", "Стало теплее").returncode == 0
    shown = command("feedback", lang="en_US.UTF-8").stdout
    assert shown == "1  Tue 3 Nov 2026  #1  Холодно  done: Тепло\n"
    assert '"published": "Стало теплее"' in command("feedback", "--json").stdout


# -- who is asked ----------------------------------------------------------------------------------------------------------------


def answered(desk: Desk, count: int) -> None:
    """As many enquiries of different people, answered."""
    for n in range(count):
        desk.fact(desk.new(name=f"Клиент {n}", phone=f"+7 921 000-20-{n:02}"), "answered")


def test_every_tenth_closing_of_an_enquiry_asks(desk: Desk) -> None:
    """The charter's rule: counted since somebody was asked last; other kinds count for themselves."""
    answered(desk, 8)
    desk.fact(desk.new("complaint", "email"), "answered")
    number = desk.new(name="Пётр", phone="+7 921 000-30-01")
    assert not is_to_ask(desk.store, number)
    answered(desk, 1)
    assert is_to_ask(desk.store, number)
    perform(desk.store, "Вера", number, "answered", {"score": "asked"})
    assert (desk.events(number)[-1], ratings(desk.store, *NOVEMBER)) == ("rating-asked", {})
    assert not is_to_ask(desk.store, desk.new(name="Анна", phone="+7 921 000-30-02"))


def test_nobody_is_asked_twice_in_a_month(desk: Desk) -> None:
    """By whichever of their tickets, in writing or by phone; the next one of the kind is asked instead."""
    phone = "+7 921 000-30-01"
    first, second = desk.new("complaint", "email", phone=phone), desk.new("complaint", "email", phone=phone)
    assert is_to_ask(desk.store, first)
    perform(desk.store, "Вера", first, "full-answer", {"score": "5"})
    assert not is_to_ask(desk.store, second)
    with pytest.raises(AskedAlready):
        perform(desk.store, "Вера", second, "full-answer", {"score": "asked"})
    assert desk.events(second) == ["received"]
    assert is_to_ask(desk.store, desk.new("complaint", "email", name="Пётр", phone="+7 921 000-30-02"))
    desk.clock[0] += ONCE_IN + 1
    assert is_to_ask(desk.store, second)


def test_nobody_is_asked_before_they_were_answered(desk: Desk) -> None:
    """It would use up the month."""
    number = desk.new()
    with pytest.raises(NotAnsweredYet), desk.store.transaction():
        record_asked(desk.store, "Вера", number, 0)
    perform(desk.store, "Вера", number, "answered", {"score": "asked", "comment": "перезвоните завтра"})
    (asked,) = [event for event in events_of(desk.store, number) if event.what == "rating-asked"]
    assert asked.texts == {"note": "перезвоните завтра"}


def test_an_undone_question_was_never_asked(desk: Desk) -> None:
    """With the answer that it stood in."""
    number = desk.new("complaint", "email")
    perform(desk.store, "Вера", number, "full-answer", {"score": "asked"})
    assert response(desk.store, *NOVEMBER) == Response(1, 0)
    tickets.undo(desk.store, "Вера")
    assert (is_to_ask(desk.store, number), response(desk.store, *NOVEMBER)) == (True, Response(0, 0))


def test_kinds_without_the_rule_ask_nobody(desk: Desk) -> None:
    """A certificate, for example."""
    assert not is_to_ask(desk.store, desk.new("certificate", "letter"))


def test_the_rate_of_answers_counts_who_was_asked(desk: Desk) -> None:
    """A score counts for the period of its question; one that nobody asked for is no answer."""
    numbers = [desk.new(name=f"Клиент {n}", phone=f"+7 921 000-20-{n:02}") for n in range(4)]
    for number, score in zip(numbers[:3], ("asked", "asked", "5"), strict=True):
        perform(desk.store, "Вера", number, "answered", {"score": score})
    rate(desk.store, "Вера", numbers[3], "4", "вежливо")
    assert response(desk.store, *NOVEMBER) == Response(3, 1)
    desk.at("2026-12-02 12:00")
    rate(desk.store, "Вера", numbers[0], "5")
    december = (NOVEMBER[1], at("2027-01-01 00:00"))
    assert (response(desk.store, *NOVEMBER), response(desk.store, *december)) == (Response(3, 2), Response(0, 0))
    assert answer_rate(translator("en"), Response(8, 2)) == "Answered when asked: 25% of 8"


def test_the_comment_stands_beside_the_score(desk: Desk) -> None:
    """Whatever form it came by."""
    number = desk.new()
    perform(desk.store, "Вера", number, "answered", {"score": "2", "comment": "долго ждал"})
    (rated,) = [event for event in events_of(desk.store, number) if event.what == "rated"]
    assert (rated.data["score"], rated.texts["note"]) == (2, "долго ждал")


def test_a_letter_to_many_asks_each_once(desk: Desk) -> None:
    """Those who were asked within a month, or have no answer yet, are left out, and counted; undone together."""
    numbers = [desk.new("enquiry", "email", name=f"К {n}", phone="", email=f"k{n}@example.org") for n in range(4)]
    for number in numbers[:3]:
        desk.fact(number, "answered")
    with desk.store.transaction():
        record_asked(desk.store, "Вера", numbers[0], 0)
    seen = [(number, desk.row(number).version) for number in numbers]
    done = write_to(desk.store, "Вера", seen, find(built_in(), "satisfied"))
    assert (done.emails, done.asked, response(desk.store, *NOVEMBER)) == (2, 2, Response(3, 0))
    assert "asked within a month, or not answered yet: 2" in written_line(translator("en"), done)
    tickets.undo(desk.store, "Вера")
    assert response(desk.store, *NOVEMBER) == Response(1, 0)
