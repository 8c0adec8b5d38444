"""The end of the calendar: what can be counted is, what cannot is refused, and somebody says so in time."""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charter import Charter
from desk.charter.duties import slots
from desk.charter.errors import OutsideCalendar
from desk.charter.limits import Unit, parse_limit
from desk.i18n import translator
from desk.presentation import alerts
from tests.unit.centres import DUTIES, DUTY, STANDARDS
from tests.unit.conftest import Command
from tests.unit.invented import ALWAYS, OFFICE, WORDS, exception, moment
from tests.unit.invented import charter as invented

Invent = Callable[..., Charter]
FORWARD = tuple(limit for limit in (*STANDARDS, *DUTIES) if "before" not in limit)
OURS = Charter.load()


@pytest.fixture
def invent(tmp_path: Path) -> Invent:
    """A charter of another centre, out of its hours, zone, calendar and exceptions."""
    return partial(invented, tmp_path)


def due(charter: Charter, name: str, start: str) -> str:
    """The due moment on the centre's wall clock, or where the calendar ends."""
    try:
        found = charter.deadline(name, charter.at(moment(charter.calendar, start)))
    except OutsideCalendar:
        return "outside"
    assert found.ledger
    return f"{found.due:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("hours", [OFFICE, ALWAYS])
def test_a_calendar_counts_to_its_last_second(hours: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A calendar that ends with 2026 gives what a longer one gives wherever that lies in 2026, and refuses the rest."""
    duties = "".join(DUTY.replace("LIMIT", limit) for limit in DUTIES)
    short, long = (
        invented(tmp_path_factory.mktemp("end"), hours, more=duties, years=(2025, last), limits=STANDARDS) for last in (2026, 2028)
    )
    end = short.calendar.midnight(date(2027, 1, 1).toordinal())

    @settings(derandomize=True, deadline=None, max_examples=1500, database=None)
    @given(start=st.integers(end - 200 * 86_400, end - 1), limit=st.sampled_from(FORWARD))
    def check(start: int, limit: str) -> None:
        wanted = long.deadline(limit, long.at(start)).due_at
        # An hour that ends with the year belongs to the next one.
        if wanted > end or (wanted == end and parse_limit(limit).unit is Unit.TIME):
            with pytest.raises(OutsideCalendar):
                short.deadline(limit, short.at(start))
        else:
            found = short.deadline(limit, short.at(start))
            assert (found.due_at, bool(found.ledger), bool(found.calendar_version)) == (wanted, True, True)

    check()


def test_days_that_do_not_roll_need_no_working_day(invent: Invent) -> None:
    """The year ends with days off: unrolled, the limit ends at the midnight of its own day."""
    closed = "".join(exception(f"2027-12-{day}") for day in range(27, 32))
    charter = invent(more=closed, limits=("2 days, not rolling", "2 days"))
    assert due(charter, "2 days, not rolling", "2027-12-27 11:00") == "2027-12-30 00:00"
    assert due(charter, "2 days, not rolling", "2027-12-29 11:00") == "2028-01-01 00:00"
    assert due(charter, "2 days", "2027-12-27 11:00") == "outside"


def test_another_reading_beyond_the_calendar_refuses_nothing(invent: Invent, command: Command, tmp_path: Path) -> None:
    """The promise itself falls due within it; of the other reading it is said that it does not."""
    invent(limits=("1 working day",))
    path = tmp_path / "charter.toml"
    readings = ", ".join(f'{{ limit = "{limit}", says = {WORDS} }}' for limit in ("9 days", "1 hour"))
    said = path.read_text(encoding="utf-8").replace(f"promise = {WORDS}", f"promise = {WORDS}\nreadings = [{readings}]")
    path.write_text(said, encoding="utf-8")
    charter = Charter.load(path)
    found = charter.deadline("1 working day", charter.at(moment(charter.calendar, "2027-12-30 11:00")))
    assert [meant and f"{meant.due:%d %H:%M}" for _, meant in charter.other_readings(found)] == [None, "30 12:00"]
    given = ("--charter", str(path), "due", "1 working day", "--from", "2027-12-30 11:00")
    assert command(*given).returncode == 0
    assert [load["due"] for load in json.loads(command(*given, "--json").stdout)["readings"]] == [None, "2027-12-30T12:00:00+03:00"]


@pytest.mark.parametrize(
    ("duty", "begun", "dues"),
    [
        ("every week", "2028-12-12", ["2028-12-22", "2028-12-29"]),  # 31 December 2028 is a Sunday
        ("every month", "2028-09-05", ["2028-10-31", "2028-11-30", "2028-12-29"]),
        ("every quarter", "2028-02-01", ["2028-06-30", "2028-09-29", "2028-12-29"]),
        ("every 3 days", "2028-12-24", ["2028-12-27", "2029-01-01"]),
    ],
)
def test_a_duty_has_its_last_period(invent: Invent, duty: str, begun: str, dues: list[str]) -> None:
    """The period that ends with the calendar is one like the others."""
    more = DUTY.replace("LIMIT", duty)
    charter = invent(more=more, years=(2027, 2028))
    begin = moment(charter.calendar, f"{begun} 12:00")
    found = slots(charter, duty, begin, [], moment(charter.calendar, "2028-12-31 23:59"))
    assert [f"{charter.at(entry.due):%Y-%m-%d}" for entry in found][: len(dues)] == dues[: len(found)]
    assert len(found) == len([item for item in dues if item < "2029"])


def test_an_exam_beyond_the_calendar_takes_no_other_exams_duty_away(invent: Invent) -> None:
    """A calendar before this one knew it."""
    charter = invent(more=DUTY.replace("LIMIT", "before every exam day"))
    begun = moment(charter.calendar, "2027-11-01 12:00")
    found = slots(charter, "before every exam day", begun, [], begun, [date(2027, 12, 4), date(2028, 2, 5)])
    assert [entry.event for entry in found] == [date(2027, 12, 4)]


# -- warned in time ------------------------------------------------------------------------------------------------------


def test_the_last_day_on_which_all_can_be_counted() -> None:
    """The longest limit before the end: 30 days rolled to a working day, counted from the last second of the day."""
    last = OURS.counted_until
    assert last == date(2035, 11, 1)
    for name in ("complaint-answer", "certificate-notify"):
        OURS.deadline(name, datetime(2035, 11, 1, 23, 59, 59, tzinfo=OURS.zone))
    with pytest.raises(OutsideCalendar):
        OURS.deadline("complaint-extended", datetime(2035, 11, 2, tzinfo=OURS.zone))


def test_a_calendar_that_is_too_short_for_its_promises(invent: Invent) -> None:
    """On no day can they be counted: the day before it begins."""
    assert invent(years=(2026, 2026), limits=("400 days",)).counted_until == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "warned"), [("2035-09-01", False), ("2035-09-02", True), ("2035-12-31", True), ("2036-02-01", True)]
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_is_said_from_sixty_days_before_that(day: str, warned: bool, language: str) -> None:
    """With the remedy: what to raise in which file, and how it comes into force."""
    now = int(datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=OURS.zone).timestamp())
    said = alerts.calendar_ends_line(translator(language), OURS, now)
    assert bool(said) is warned
    assert ("calendar.last_year" in said and "desk charter apply" in said) is warned
