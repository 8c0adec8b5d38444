"""day.md by keys, rows 32 and 40: the supervisor looks, and the month's end."""

import pytest

from tests.terminal.conftest import Day


@pytest.mark.row(32)
def test_the_supervisor_looks_at_half_past_four(day: Day) -> None:
    """Row 32: overdue, due today, unowned, by person; a figure opens its tickets, and they are handed over from there."""
    with day.at("2026-11-03 10:03") as desk:
        desk.form("v", "+7 911 000 00 02", "02.11 17:58")
        desk.sees("00 02")
        desk.press("t")
        desk.until(lambda _: day.owner(1) == "Anna", "Anna to have it")
        desk.form("e", "Post post@example.org", "31.10 23:40", "Kept")
        desk.sees("Kept")
        desk.form("c", "Caller 8 911 000-00-03", "FCE")
        desk.sees("Caller")
        desk.leave()
    with day.at("2026-11-03 16:30") as desk:
        desk.sees(day.word("open until", "открыто до"))
        desk.press("f10")
        desk.sees(
            day.word("Overdue 1", "Просрочено 1"), day.word("Due today 1", "Срок сегодня 1"), day.word("Nobody's 2", "Ничьё 2")
        )
        desk.sees("Anna 1")
        desk.press("enter")
        desk.sees("#1", "00 02")
        desk.press("escape")
        desk.sees("Anna 1")
        desk.press("down", "down", "enter")
        desk.sees("#2", "#3")
        desk.press("f9", "h")
        desk.type("Anna")
        desk.press("enter")
        desk.until(lambda _: day.owner(2) == day.owner(3) == "Anna", "Anna to have both")
        desk.press("escape")
        desk.sees("Anna 3", day.word("Nobody's 0", "Ничьё 0"))
        desk.press("escape")
        desk.sees(day.word("Enquiries", "Запросы"))
        desk.leave()


@pytest.mark.row(40)
def test_at_the_months_end_the_results_are_those_of_a_count_by_hand(day: Day) -> None:
    """Row 40: each standard's n, kept, missed and void with the reason; the try and what was answered at once apart."""
    with day.at("2026-11-03 10:01") as desk:
        desk.form("v", "+7 911 000 00 02", "02.11 17:58")  # called in vain at 10:43: kept by a try; the question is missed
        desk.sees("00 02")
        desk.form("c", "Once", "FCE", "in December")  # answered at once
        desk.form("c", "Later", "FCE")  # closed, since it was withdrawn
        desk.sees("Later")
        desk.leave()
    with day.at("2026-11-03 10:43") as desk:
        desk.sees("00 02")
        desk.press("2", "1", "/")
        desk.type("1")
        desk.press("enter", "m", "enter")
        desk.until(lambda _: "voicemail-callback" in day.clocks(1) and day.clocks(1)["voicemail-callback"][0] == "kept", "the try")
        desk.press("2", "1", "/")
        desk.type("3")
        desk.press("enter", "z", "right", "enter")
        desk.sees("?")
        desk.press("right", "enter")
        desk.until(lambda _: day.clocks(3)["phone-answer"][0] == "void", "it to be withdrawn")
        desk.leave()
    with day.at("2026-11-30 18:00") as desk:
        desk.sees(day.word("closed", "закрыто"))
        desk.press("ctrl+p")
        desk.type(day.word("Results of", "Результаты за"))
        desk.press("enter", "enter")
        desk.sees(
            day.word(
                "Answer the question: Opened 2, Kept 0, Missed 1, Running 0,",
                "Ответить на вопрос: Начато 2, Сдержано 0, Нарушено 1, Идёт 0,",
            ),
            day.word("withdrawn 1", "отозвано 1"),
            day.word("Call back: Started 1, Kept 1 (by attempted call 1)", "Перезвонить: Начато 1, Сдержано 1 (попыткой 1)"),
        )
        desk.press("escape")
        desk.misses(day.word("Results of", "Результаты за"))
        desk.leave()
