"""The report of a period: counted from verdicts alone, and equal to a recount that knows nothing of it."""

import json
import re
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charter import Charter
from desk.charter.errors import DeskError, OutsideCalendar
from desk.charter.kinds import DEFAULT
from desk.reports.figures import Figure, rank
from desk.reports.report import GROUPINGS, WHOLE, report
from desk.store.commands import tickets
from desk.store.commands.recounting import preview, put_into_force
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card
from desk.store.errors.input import PeriodEndsBeforeItBegins
from desk.store.event_log import events_of
from desk.store.queries import verdicts
from desk.store.queries.customer import customer_of
from desk.store.replay import replay
from tests.unit.acts import ACTS, Act, begin, newest
from tests.unit.conftest import Command, Desk, FreshDesk, at
from tests.unit.test_store_recount import changed

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
Counts = tuple[int, int, int, int, dict[str, int], int]


def naive(desk: Desk, first: date, last: date) -> dict[tuple[str, bool], Counts]:
    """Opened, kept, entered late, missed, void by reason and running of each standard, from each ticket's events."""
    store, now = desk.store, desk.store.now()
    found: dict[tuple[str, bool], Counter[str]] = {}
    void: dict[tuple[str, bool], Counter[str]] = {}
    for (number,) in store.rows("SELECT id FROM ticket"):
        for clock in replay(events_of(store, number), store.version)[1]:
            if not first <= store.charter.at(clock.opened).date() <= last:
                continue
            name = (clock.standard, clock.house)
            state = "missed" if clock.state == "running" and clock.due < now else clock.state
            state = "late" if state == "kept" and clock.entered_late else state
            found.setdefault(name, Counter())[state] += 1
            if state == "void":
                void.setdefault(name, Counter())[clock.reason or ""] += 1
    return {
        name: (sum(states.values()), states["kept"], states["late"], states["missed"], dict(void.get(name, {})), states["running"])
        for name, states in found.items()
    }


def counted(figures: tuple[Figure, ...]) -> dict[tuple[str, bool], Counts]:
    """The same of a report."""
    return {
        (figure.standard, figure.house): (
            figure.opened,
            figure.kept,
            figure.entered_late,
            figure.missed,
            dict(figure.void),
            figure.running,
        )
        for figure in figures
    }


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 3000)), max_size=12),
    days=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_a_report_is_what_a_recount_of_all_events_comes_to(
    fresh_desk: FreshDesk, steps: list[tuple[Act, int, int]], days: tuple[int, int]
) -> None:
    """Kept, missed, running and void are all that was opened, for each standard; read in pieces of three."""
    with fresh_desk() as desk, pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdicts, "PIECE", 3)
        begin(desk.store)
        for act, place, minutes in steps:
            desk.clock[0] = min(desk.clock[0] + minutes * 60, at("2027-06-01 12:00"))
            numbers = newest(desk.store)
            with suppress(DeskError):
                act(desk.store, numbers[place % len(numbers)])
        first = desk.store.charter.at(desk.clock[0]).date() - timedelta(max(days))
        last = first + timedelta(min(days))
        whole = report(desk.store, first, last)
        assert counted(whole.groups.get(WHOLE, ())) == naive(desk, first, last)
        for by in GROUPINGS:  # the parts are the whole
            parts: Counter[tuple[str, bool]] = Counter()
            for figures in report(desk.store, first, last, by).groups.values():
                parts.update({(figure.standard, figure.house): figure.opened for figure in figures})
            assert parts == {name: values[0] for name, values in naive(desk, first, last).items()}


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([50, 90]))
def test_a_percentile_is_the_smallest_that_so_many_do_not_exceed(values: list[int], percent: int) -> None:
    """By nearest rank: a value that occurred."""
    reached = [value for value in values if sum(other <= value for other in values) * 100 >= percent * len(values)]
    assert rank(sorted(values), percent) == min(reached)
    assert rank([], percent) is None


def test_how_long_it_took_is_said_of_all_that_was_stopped(desk: Desk) -> None:
    """Late ones with the others; none of those that run or are void."""
    for moment in ("2026-11-03 12:00", "2026-11-05 12:00", "2026-11-10 12:00"):
        desk.at("2026-11-03 10:14")
        number = desk.new()
        desk.fact(number, "answered", moment)
    desk.at("2026-11-03 10:14")
    tickets.close(desk.store, "Вера", desk.new(), "withdrawn")
    desk.new()
    (figure,) = report(desk.store, FIRST, LAST).groups[WHOLE]
    assert (figure.median, figure.p90) == (1, 4)
    assert (figure.opened, figure.kept, figure.missed, figure.running, figure.void) == (5, 2, 1, 1, {"withdrawn": 1})
    assert figure.share == 2 / 3


def test_what_counts_back_from_an_exam_is_the_worse_the_later_it_was_done(desk: Desk) -> None:
    """Nine in ten had at least p90 working days: the worse half is not hidden by the early ones."""
    numbers = [desk.new("registration", "email", exam=date(2026, 11, 28)) for _ in range(10)]
    for place, number in enumerate(numbers):
        desk.fact(number, "confirmed", "2026-11-05 12:00" if place < 4 else "2026-11-25 12:00")
    (figure,) = report(desk.store, FIRST, LAST).groups[WHOLE]
    assert (figure.kept, figure.missed, figure.median, figure.p90) == (4, 6, 3, 3)


def test_a_clock_past_its_due_second_is_missed_though_it_runs(desk: Desk) -> None:
    """At the due second it is not."""
    desk.new()
    states = {}
    for moment in ("2026-11-06 18:00:00", "2026-11-06 18:00:01"):
        desk.at(moment)
        (figure,) = report(desk.store, FIRST, LAST).groups[WHOLE]
        states[moment[-2:]] = (figure.running, figure.missed)
    assert states == {"00": (1, 0), "01": (0, 1)}


def test_a_ticket_opened_again_keeps_its_verdict_and_is_counted(desk: Desk) -> None:
    """Two clocks of one standard; an opening that was undone is none."""
    number = desk.new()
    desk.fact(number, "answered", "2026-11-03 12:00")
    tickets.reopen(desk.store, "Вера", number)
    other = desk.new()
    desk.fact(other, "answered")
    tickets.reopen(desk.store, "Вера", other)
    tickets.undo(desk.store, "Вера")
    found = report(desk.store, FIRST, LAST)
    (figure,) = found.groups[WHOLE]
    assert (figure.opened, figure.kept, figure.running, found.reopened) == (3, 2, 1, 1)


def test_the_parts_of_a_report_are_weeks_months_and_people(desk: Desk) -> None:
    """A Monday, a first, who stopped it or has it ("" for nobody), what the customer's card says."""
    desk.at("2026-10-30 10:14")
    school = desk.new(name="Языковая школа")
    describe(desk.store, "Вера", customer_of(desk.store, school), Card("preparation-centre"))
    desk.fact(school, "answered", who="Вера")
    desk.at("2026-11-03 10:14")
    tickets.take(desk.store, "Олег", desk.new())
    desk.new()
    first = date(2026, 10, 1)
    parts = {by: list(report(desk.store, first, LAST, by).groups) for by in GROUPINGS}
    assert parts == {
        "week": ["2026-10-26", "2026-11-02"],
        "month": ["2026-10-01", "2026-11-01"],
        "person": ["", "Вера", "Олег"],
        "customer": ["", "preparation-centre"],
    }


def test_an_empty_period_has_no_figures_and_a_wrong_one_is_refused(desk: Desk) -> None:
    """Backwards, or beyond the calendar."""
    desk.new()
    assert report(desk.store, date(2026, 9, 1), date(2026, 9, 30)).groups == {}
    with pytest.raises(PeriodEndsBeforeItBegins):
        report(desk.store, LAST, FIRST)
    with pytest.raises(OutsideCalendar):
        report(desk.store, FIRST, date(2036, 1, 1))


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_prints_tables_json_and_csv(command: Command) -> None:
    """The same figures each time, in both languages."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    command("add", "enquiry", "--channel", "phone", "--name", "Петров", "--subject", "CAE")
    command("do", "1", "answered", "--note", "да")
    shown = command("report", "--lang", "en").stdout
    assert "Answer the question 2 1 0 0 1 0 100%" in " ".join(shown.split())
    found = json.loads(command("report", "--json", "--by", "person").stdout)
    assert [part["part"] for part in found["parts"]] == [None, "anna"]
    figure: dict[str, Any] = found["parts"][1]["standards"][0]
    assert (figure["opened"], figure["kept"], figure["share"], figure["median"], figure["unit"]) == (1, 1, 1.0, 0, "days")
    lines = command("report", "--csv").stdout.splitlines()
    assert lines[0].startswith("part;standard;house;opened;kept")
    assert lines[1].startswith(";phone-answer;0;2;1;0;0;1;0;0;1.0;0;0;days")
    assert "Обещание" in command("report", "--lang", "ru").stdout


def test_the_day_is_told_in_the_morning_and_in_the_evening(command: Command) -> None:
    """What is due by closing and the duties; what became of it, and what is overdue. Not what is due tomorrow, nor of yesterday."""
    came = ("voicemail", "02.11 17:58", "Голос"), ("phone", "02.11 12:00", "Вчера"), ("phone", "03.11 10:00", "Звонок")
    for channel, moment, name in came:
        command("add", "enquiry", "--channel", channel, "--name", name, "--subject", "FCE", "--at", moment)
    morning = command("morning", lang="en_US.UTF-8").stdout
    assert "Due by closing, Tue 3 Nov 2026:" in morning.splitlines()
    assert "Голос" in morning
    assert "Звонок" not in morning
    assert "Check the mailbox" in morning
    at_four, before_five = "2026-11-03T16:00:00+03:00", "2026-11-03T16:50:00+03:00"
    command("add", "enquiry", "--channel", "voicemail", "--name", "Вечер", "--subject", "FCE", "--at", "03.11 13:55", now=at_four)
    evening = command("evening", lang="en_US.UTF-8", now=before_five).stdout
    assert "Answer the question: Started 1, Kept 0, Missed 0, Running 1" in evening
    assert "Голос" in evening
    assert "Вечер" not in evening
    assert "Вечер" in command("morning", now=before_five).stdout
    russian = command("evening", lang="ru_RU.UTF-8").stdout.replace("FCE", "")
    assert not re.search(r"[A-Za-z]{4}", re.sub(r"\d+:[0-9a-f]{16}", "", russian))  # the end of the log is a hash


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--from 2.11.2026 --to 1.11.2026", "01.11.2026"),
        ("--from 1.1.1999", "2015-2035"),
        ("--from sometime", "sometime"),
    ],
)
def test_a_wrong_period_is_said_in_one_line(command: Command, words: str, said: str) -> None:
    """Exit code 2."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    done = command("report", *words.split(), lang="en_US.UTF-8")
    assert (done.returncode, done.stderr.count("\n"), said in done.stderr) == (2, 1, True)


# -- a period with two charters -------------------------------------------------------------------------------------------


def test_a_verdict_stays_in_the_report_whatever_the_charter_says_later(desk: Desk, tmp_path: Path) -> None:
    """Answered on the third working day and missed by the charter of then; the four days of now are for what runs."""
    late = desk.new()
    desk.at("2026-11-06 12:00")
    running = desk.new()
    desk.fact(late, "answered", "2026-11-09 12:00")
    before = report(desk.store, FIRST, LAST).groups[WHOLE]
    longer = changed(tmp_path, ('limit = "2 working days"', 'limit = "4 working days"'))
    put_into_force(desk.store, "Boris", longer, preview(desk.store, longer).mark)
    (figure,) = report(desk.store, FIRST, LAST).groups[WHOLE]
    assert (figure.missed, figure.running, figure.median) == (1, 1, 3)
    assert before[0].missed == 1
    desk.at("2026-11-11 17:00")  # past the two days of then
    for number in (late, running):
        tickets.note(desk.store, "Boris", number, "позвонить")  # its clocks are counted from its events
    (figure,) = report(desk.store, FIRST, LAST).groups[WHOLE]
    assert (figure.missed, figure.running) == (1, 1)
    desk.fact(running, "answered")
    (figure,) = report(desk.store, FIRST, LAST).groups[WHOLE]
    assert (figure.missed, figure.kept) == (1, 1)


def test_a_standard_that_is_gone_is_counted_by_the_charter_that_judged_it(desk: Desk, tmp_path: Path) -> None:
    """Last, under its id, with the time that it took; what ran of it is void since it is promised no longer."""
    desk.fact(desk.new("certificate", "letter", exam_name="FCE", candidate="1"), "informed", "2026-11-05 12:00")
    desk.new("certificate", "letter", exam_name="FCE", candidate="2")
    text = DEFAULT.read_text(encoding="utf-8")
    begin = text.index('[[standard]]\nid = "certificate-notify"')
    end = text.index("[[standard]]", begin + 5)
    path = tmp_path / "without.toml"
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    without = Charter.load(path)
    put_into_force(desk.store, "Boris", without, preview(desk.store, without).mark)
    (figure,) = report(desk.store, FIRST, LAST).groups[WHOLE]
    assert (figure.standard, figure.kept, figure.median, figure.void) == ("certificate-notify", 1, 1, {"recounted": 1})
