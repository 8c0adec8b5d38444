"""Figures of complaints and arrivals, and what is hidden in them."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.i18n import translator
from desk.presentation import reports
from desk.reports.complaints import GROUPINGS, complaint_figures
from desk.reports.disclosure import FEWEST, shown_groups, shown_part
from desk.reports.report import Report, report
from desk.store.commands import tickets
from desk.store.commands.perform import perform
from desk.store.complaints.corrective_actions import finish_corrective_action
from desk.store.complaints.course import Course, FirstContact
from tests.unit.conftest import Desk
from tests.unit.people import hire, seat

GROUPS = st.lists(st.sampled_from("abcdef"), max_size=60)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


# -- disclosure control --------------------------------------------------------------------------------------------------------


@given(GROUPS)
def test_no_hidden_group_follows_from_the_others(values: list[str]) -> None:
    """Neither alone nor as what is left of the total: the hidden ones together are five or more, and never one alone."""
    counts, shown = Counter(values), shown_groups(values)
    assert shown.keys() == counts.keys()
    assert all(count is None or count == counts[name] >= FEWEST for name, count in shown.items())
    hidden = [counts[name] for name, count in shown.items() if count is None]
    assert not hidden or len(hidden) == len(counts) or (len(hidden) > 1 and sum(hidden) >= FEWEST)


@given(GROUPS)
def test_as_little_is_hidden_as_that_takes(values: list[str]) -> None:
    """What has five or more is shown if nothing has less."""
    counts = Counter(values)
    if counts and min(counts.values()) >= FEWEST:
        assert shown_groups(values) == counts


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(5, 10, 5), (4, 10, None), (6, 10, None), (10, 10, 10), (0, 10, None), (4, 4, None)]
)
def test_a_part_is_shown_if_the_rest_is_no_group_of_a_few(part: int, whole: int, shown: int | None) -> None:
    """Six of ten would say that four were not."""
    assert shown_part(part, whole) == shown


def test_complaints_are_counted_by_each_grouping() -> None:
    """Those of which nobody said it have a group of their own."""
    courses = [Course("staff", "", "", "upheld", "first", "accepted", is_repeated=False)] * 5
    courses += [Course("delay", "serious", "", "", "second", "", is_repeated=True)] * 6
    found = complaint_figures(courses)
    assert (found.total, found.repeated, set(found.groups)) == (11, 6, set(GROUPINGS))
    assert found.groups["category"] == {"delay": 6, "staff": 5}
    assert found.groups["severity"] == {"serious": 6, "": 5}
    assert found.groups["stage"] == {"second": 6, "first": 5}
    assert found.groups["cause"] == {"": 11}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_figures_are_worded_with_the_titles_of_the_charter(desk: Desk, language: str) -> None:
    """What is hidden is named without its number; where there was none, nothing is said."""
    _, charter = translator(language), desk.store.charter
    courses = [Course("staff", "minor", "procedure", "upheld", "first", "accepted", is_repeated=False)] * 5
    said = "\n".join(reports.complaint_lines(_, charter, complaint_figures([*courses, courses[0]._replace(category="delay")])))
    titles = {entry.id: entry.title.in_language(language) for entry in charter.kind("complaint").categories}
    assert (titles["staff"] in said, titles["delay"] in said, "5" in said.splitlines()[1]) == (True, True, False)
    assert reports.complaint_lines(_, charter, complaint_figures([])) == []


# -- from the log --------------------------------------------------------------------------------------------------------------


def found(desk: Desk) -> Report:
    """The report of November."""
    return report(desk.store, *NOVEMBER)


def complaints(desk: Desk, count: int, **values: str) -> list[int]:
    """As many complaints of different people."""
    given = {"category": "delay", "severity": "minor"} | values
    return [desk.new("complaint", "email", name=f"Клиент {n}", phone=f"+7 921 000-10-{n:02}", **given) for n in range(count)]  # type: ignore[arg-type]


@pytest.mark.server
def test_the_report_counts_how_complaints_went(desk: Desk) -> None:
    """By category, cause, outcome, stage and end; merged ones count as one, undone ones not at all."""
    numbers = complaints(desk, 12)
    for number in numbers[:6]:
        for action, values in (
            ("acknowledged", {}),
            ("full-answer", {"outcome": "upheld"}),
            ("cause", {"cause": "procedure"}),
            ("accepted", {}),
        ):
            perform(desk.store, "Boris", number, action, values)
    for number in numbers[6:11]:
        perform(desk.store, "Boris", number, "full-answer", {"outcome": "not-upheld"})
        perform(desk.store, "Boris", number, "objected", {})
    perform(desk.store, "Anna", numbers[11], "merge", {"of": numbers[10]})
    desk.new("complaint", "email", name="Пётр", who="Вера")
    tickets.undo(desk.store, "Вера")
    figures = found(desk).complaints
    assert (figures.total, figures.repeated) == (11, None)
    assert figures.groups["category"] == {"delay": 11}
    assert figures.groups["cause"] == {"procedure": 6, "": 5}
    assert figures.groups["outcome"] == {"upheld": 6, "not-upheld": 5}
    assert figures.groups["stage"] == {"first": 6, "second": 5}
    assert figures.groups["end"] == {"accepted": 6, "": 5}


@pytest.mark.server
def test_who_complains_again_within_a_year_repeats(desk: Desk) -> None:
    """The earlier one may lie before the period; after a year it is no repetition."""
    desk.at("2026-06-01 12:00")
    complaints(desk, 5)
    desk.at("2026-11-03 10:14")
    complaints(desk, 10)
    assert found(desk).complaints.repeated == 5
    desk.at("2027-07-01 12:00")
    again = complaints(desk, 5)
    july = report(desk.store, date(2027, 7, 1), date(2027, 7, 1))
    assert (len(again), july.complaints.total, july.complaints.repeated) == (5, 5, 5)  # of November
    desk.at("2028-08-01 12:00")
    complaints(desk, 5)
    assert report(desk.store, date(2028, 8, 1), date(2028, 8, 1)).complaints.repeated is None


@pytest.mark.server
def test_what_comes_in_is_counted_by_weekday_and_hour(desk: Desk) -> None:
    """In the centre's time, by the receipt; boxes are no arrivals of people."""
    for moment in ("2026-11-03 10:14", "2026-11-03 10:00", "2026-11-02 17:00"):
        desk.new(received=moment)
    desk.new("certificate", "letter")
    assert found(desk).arrivals == {(1, 10): 2, (0, 17): 1}
    rows = reports.arrival_rows(translator("en"), {(1, 10): 7, (0, 17): 1})
    assert rows == [("", "10:00", "17:00"), ("Mon", "", "·"), ("Tue", "7", "")]


@pytest.mark.server
def test_a_question_answered_at_once_counts_until_it_is_reopened(desk: Desk) -> None:
    """Of those by phone and in person; an email cannot be answered at the first contact."""
    for at_once in (True, True, False):
        desk.new(at_once=at_once, answer="да" if at_once else "")
    desk.new(channel="in-person", at_once=True, answer="да")
    desk.new(channel="email")
    assert found(desk).first_contact == FirstContact(3, 4)
    tickets.reopen(desk.store, "Boris", 1)
    assert found(desk).first_contact == FirstContact(2, 4)
    assert "4" not in reports.first_contact(translator("en"), FirstContact(2, 4))
    assert "50" in reports.first_contact(translator("en"), FirstContact(3, 6))


@pytest.mark.server
def test_what_was_changed_is_reported_and_published(desk: Desk) -> None:
    """In the period in which it was done; the published words where there are any."""
    desk.new(who="Вера")
    (number,) = complaints(desk, 1)
    measure = {"cause": "procedure", "measure": "Новые указатели", "owner": "Вера", "due": date(2026, 12, 4)}
    perform(desk.store, "Anna", number, "cause", measure)
    assert found(desk).learned == ()
    finish_corrective_action(desk.store, "Вера", 1, "повесили", "Кабинеты легче найти")
    assert reports.learned_lines(found(desk)) == ["Новые указатели: Кабинеты легче найти"]


@pytest.mark.server
def test_everybody_counts_the_same_complaints(desk: Desk) -> None:
    """Whom one is about too: the difference to what others count would tell them of it."""
    hire(desk)
    who = seat(desk, "complaints")
    for n in range(6):
        desk.new("complaint", "email", who=who, name=f"Клиент {n}", phone=f"+7 921 000-10-{n:02}", staff="Ольга" if not n else "")
    seat(desk, "supervisor")
    assert found(desk).complaints.total == 6
