"""The month's end of the day at the desk: each standard's figures, equal to a count by hand."""

from datetime import date
from typing import Unpack

import pytest

from desk.reports.report import WHOLE, report
from desk.store.commands import tickets
from desk.store.commands.corrections import correct
from desk.store.commands.exams import move_exam
from desk.store.commands.merging import merge
from tests.recordings import Fields
from tests.unit.conftest import Desk

EXAM = date(2026, 11, 14)


@pytest.fixture
def november(desk: Desk) -> Desk:
    """The desk as the day's rows leave it, and nothing more until the month's end."""
    store = desk.store

    def new(now: str, kind: str, channel: str, received: str = "", **more: Unpack[Fields]) -> int:
        desk.at(f"2026-11-03 {now}")
        return desk.new(kind, channel, received, "Анна", **Fields(name="Иванова", subject="FCE") | more)

    def act(now: str, number: int, what: str) -> None:
        desk.fact(number, what, f"2026-11-03 {now}", who="Анна")

    second = new("10:00", "enquiry", "voicemail", "2026-11-02 17:58")
    third = new("10:01", "enquiry", "voicemail", "2026-11-02 21:15")
    fourth = new("10:02", "enquiry", "email", "2026-10-31 23:40")
    fifth = new("10:03", "complaint", "email", "2026-11-01 20:00")
    new("10:12", "enquiry", "phone", at_once=True, answer="5 декабря")
    seventh = new("10:14", "enquiry", "phone")
    correct(store, "Анна", seventh, "name", "Иваненко")
    new("10:30", "enquiry", "in-person")
    act("10:43", second, "tried")
    act("10:45", third, "called-back")
    act("10:45", third, "answered")
    new("11:00", "enquiry", "letter", "2026-11-03 11:00")
    one, two = (new("11:10", "enquiry", "email", f"2026-11-03 09:{minute}") for minute in (10, 20))
    merge(store, "Анна", two, one)
    new("11:30", "complaint", "in-person", about="Олег")
    act("11:35", fifth, "acknowledged")
    certificates = [new("12:00", "certificate", "letter", exam_name="FCE", candidate=f"{n:04}") for n in range(175)]
    for number in certificates[:12]:
        act("12:20", number, "informed")
    early = new("12:30", "registration", "email", exam=EXAM)
    move_exam(store, "Анна", early, date(2026, 11, 12))
    new("12:40", "registration", "email", exam=EXAM, late=True, fee="2000")
    act("13:10", seventh, "answered")
    for left in ("14:00", "15:40"):
        new(left, "enquiry", "voicemail", f"2026-11-03 {left}")
    act("16:10", fifth, "completed")
    turned = new("16:15", "enquiry", "phone")
    tickets.convert(store, "Анна", turned, "complaint")
    act("17:05", fourth, "answered")
    desk.at("2026-11-30 18:30")
    return desk


def test_each_figure_is_that_of_a_count_by_hand(november: Desk) -> None:
    """Opened, kept, missed, running, void; the try, and what was answered at once, apart."""
    found = report(november.store, date(2026, 10, 1), date(2026, 11, 30))
    by_hand = {
        # kept: the seventh, and the third from its call-back; missed: the walk-in, the second from its try; void: the one converted
        ("phone-answer", False): (5, 2, 2, 0, {"converted": 1}),
        # kept: the second by a try, the third; missed: those of 14:00 and 15:40
        ("voicemail-callback", False): (4, 2, 2, 0, {}),
        # missed: the fourth, replied after 17:00, the letter, and of the two emails the one that was merged into; void: the other
        ("written-reply", False): (4, 0, 3, 0, {"merged": 1}),
        # kept: the fifth; missed: that at the counter, and the call that turned out one
        ("complaint-acknowledge", False): (3, 1, 2, 0, {}),
        # of the fifth, with thirty days from the 3rd
        ("complaint-answer", False): (1, 0, 0, 1, {}),
        # the fifth's until it was acknowledged was kept; missed: its next one, that at the counter, and the call's
        ("complaint-informed", False): (4, 1, 3, 0, {}),
        ("certificate-notify", False): (175, 12, 163, 0, {}),
        ("registration-confirm", False): (1, 0, 1, 0, {}),
        ("registration-confirm", True): (1, 0, 1, 0, {}),
        ("fee-notice", False): (1, 0, 1, 0, {}),
    }
    figures = {(group.standard, group.house): group for group in found.groups[WHOLE]}
    shown = {name: (one.opened, one.kept, one.missed, one.running, dict(one.void)) for name, one in figures.items()}
    assert shown == by_hand
    assert (figures[("voicemail-callback", False)].tried, found.at_once, found.reopened) == (1, 1, 0)
