"""Deadlines against an independent slow count, as properties: five invented centres and ours, starts that hypothesis picks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charter import Charter, Deadline
from desk.charter.charter import DATA, DEFAULT
from desk.charter.limits import Unit, parse_limit
from tests.unit.slow_count import WEEKDAYS, SlowCentre

STANDARDS = (
    "3 working hours",
    "13 working hours",
    "45 working minutes",
    "1 working minute",
    "2 working days",
    "5 working days",
    "2 days",
    "30 days",
    "2 days, not rolling",
    "9 days, not rolling",
    "48 hours",
    "90 minutes",
    "5 working days before exam",
    "1 working day before exam",
)
DUTIES = (
    "every 2 working hours",
    "every 3 days",
    "every week",
    "every month",
    "every quarter",
    "every opening, within 15 working minutes",
)
LIMITS = (*STANDARDS, *DUTIES)

RUSSIAN = 'country = "RU"\nfile = "ru-production-calendar.toml"\nshort_day_minutes = 90'
EXCEPTIONS = """
exception = [
  { date = 2026-06-10, note = { ru = "", en = "" } },
  { date = 2026-06-14, open = ["09:00-15:00"], note = { ru = "", en = "" } },
  { date = 2026-06-21, open = ["09:00-15:00"], counts = false, note = { ru = "", en = "" } },
  { date = 2026-06-23, open = ["07:30-08:15", "20:00-24:00"], note = { ru = "", en = "" } },
]
"""
# name: zone, calendar, hours from Monday to Sunday, days around which starts are picked more often
INVENTED = {
    "lunch": ("Europe/Moscow", RUSSIAN, [["10:00-13:00", "14:00-18:00"]] * 5 + [[], []], ["2026-11-03", "2027-02-20"]),
    "saturday": ("Asia/Yekaterinburg", "", [["09:30-17:45"]] * 5 + [["10:00-14:00"], []], ["2026-06-10", "2026-06-21"]),
    "summer-time": ("Europe/Berlin", "", [["08:00-12:00"]] * 5 + [["20:00-24:00"], ["01:00-04:00"]], ["2026-03-29", "2026-10-25"]),
    # Havana's clocks change at midnight: on one day it is skipped, on another it comes twice.
    "midnight": ("America/Havana", "", [["00:00-02:00", "16:00-24:00"]] * 6 + [["00:30-02:30"]], ["2026-03-08", "2026-11-01"]),
    "always": ("Africa/Cairo", "", [["00:00-24:00"]] * 7, ["2026-04-24", "2026-10-29", "2026-10-30"]),
}
OURS = "lt-pro"
NAMES = (OURS, *INVENTED)

Centres = Callable[[str], tuple[Charter, SlowCentre]]
# derandomize: the same examples everywhere; no deadline: the slow count is slow on purpose
counted = settings(derandomize=True, deadline=None, max_examples=60, database=None)


WORDS = '{ ru = "а", en = "a" }'
APPLIES = '[{ kinds = ["registration"], starts = ["received"], stops = ["confirmed"] }]'
PROMISES = "".join(
    f'[[standard]]\nid = "{limit}"\nclause = "a.1"\nlimit = "{limit}"\ntitle = {WORDS}\npromise = {WORDS}\napplies = {APPLIES}\n'
    for limit in STANDARDS
) + "".join(
    f'[[duty]]\nid = "{limit}"\nclause = "a.1"\nlimit = "{limit}"\ntitle = {WORDS}\nevidence = {WORDS}\n' for limit in DUTIES
)


def head(name: str) -> str:
    """The charter file of an invented centre, without its promises."""
    zone, calendar, weekly, _ = INVENTED[name]
    hours = "".join(f"{day} = {rows}\n" for day, rows in zip(WEEKDAYS, weekly, strict=True)).replace("'", '"')
    return (
        f'format = 1\n{"" if calendar else EXCEPTIONS}[centre]\nname = {WORDS}\nzone = "{zone}"\ngreeting = {WORDS}\n'
        f"[calendar]\nfirst_year = 2025\nlast_year = 2027\n{calendar}\n[hours]\n{hours}[sections]\na = {WORDS}\n"
    )


def our_head() -> str:
    """Our own hours and calendar, without our promises."""
    return DEFAULT.read_text(encoding="utf-8").partition("[[standard]]")[0] + f"a = {WORDS}\n"


@pytest.fixture(scope="module")
def centres(tmp_path_factory: pytest.TempPathFactory) -> Centres:
    """Each centre as the desk reads it and as the slow count does, made when it is first asked for."""
    folder: Path = tmp_path_factory.mktemp("charters")
    made: dict[str, tuple[Charter, SlowCentre]] = {}

    def of(name: str) -> tuple[Charter, SlowCentre]:
        if name not in made:
            path = folder / f"{name}.toml"
            path.write_text((our_head() if name == OURS else head(name)) + PROMISES, encoding="utf-8")
            made[name] = Charter.load(path), SlowCentre(path, DATA / "ru-production-calendar.toml")
        return made[name]

    return of


def starts(name: str) -> st.SearchStrategy[int]:
    """Any second of the years in which no limit leaves the calendar; near the days that are unlike others more often."""
    first, last = (2015, 2035) if name == OURS else (2025, 2027)
    near = INVENTED[name][3] if name in INVENTED else ["2026-11-03", "2025-12-30", "2024-11-02", "2027-02-20", "2028-11-04"]
    any_time = st.integers(epoch(date(first, 2, 1)), epoch(date(last, 6, 1)))
    edges = st.builds(
        lambda day, hour, second: epoch(date.fromisoformat(day)) + hour * 3600 + second,
        st.sampled_from(near),
        st.integers(-30, 54),
        st.sampled_from([-1, 0, 1, 1799, 1800, 1801]),
    )
    return st.one_of(any_time, edges)


def epoch(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def deadline(charter: Charter, limit: str, start: int) -> Deadline:
    """The deadline of a limit; what counts back does so from the local day of the start."""
    if "before" in limit:
        return charter.deadline(limit, None, event=charter.at(start).date())
    return charter.deadline(limit, charter.at(start))


@pytest.mark.parametrize("name", NAMES)
def test_every_day_has_the_same_hours(name: str, centres: Centres) -> None:
    """Weekly hours, Labour Code 95 and 112, the decrees and our own exceptions, day by day over the whole calendar."""
    charter, slow = centres(name)
    differ = [day for day in charter.calendar.days if (list(day.open) if day.counts else []) != slow.hours(day.date)]
    assert differ == []


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("name", NAMES)
def test_due_at_the_same_second_as_by_the_slow_count(name: str, limit: str, centres: Centres) -> None:
    """Design, section 3: every unit, over every kind of calendar."""
    charter, slow = centres(name)

    @partial(settings(counted, max_examples=30))
    @given(start=starts(name))
    def check(start: int) -> None:
        assert deadline(charter, limit, start).due_at == slow.due(limit, start, charter.at(start).date())

    check()


@pytest.mark.parametrize("name", NAMES)
def test_a_ledger_adds_up_to_its_limit(name: str, centres: Centres) -> None:
    """Design, section 3: the ledger is the account of how it was counted, each day from start to due once."""
    charter, _ = centres(name)

    @counted
    @given(start=starts(name), limit=st.sampled_from(LIMITS))
    def check(start: int, limit: str) -> None:
        found = deadline(charter, limit, start)
        parsed = parse_limit(limit)
        if parsed.unit not in (Unit.WEEK, Unit.MONTH, Unit.QUARTER):
            assert sum(row.counted for row in found.ledger) == parsed.amount
        first, last = sorted((charter.at(start).date(), date.fromordinal(found.due_day)))
        days = [row.day.date for row in found.ledger]
        assert days == [first + timedelta(n) for n in range((last - first).days + 1)]

    check()


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_later_is_never_due_earlier(name: str, centres: Centres) -> None:
    """Whoever comes later cannot overtake."""
    charter, _ = centres(name)

    @counted
    @given(start=starts(name), later=st.integers(0, 40 * 86_400), limit=st.sampled_from(LIMITS))
    def check(start: int, later: int, limit: str) -> None:
        assert deadline(charter, limit, start).due_at <= deadline(charter, limit, start + later).due_at

    check()


@pytest.mark.parametrize("name", NAMES)
def test_open_time_from_start_to_due_is_the_limit(name: str, centres: Centres) -> None:
    """What the board shows as open time left is the whole limit at the start and nothing at the due second."""
    charter, _ = centres(name)

    @counted
    @given(start=starts(name), minutes=st.integers(1, 3000))
    def check(start: int, minutes: int) -> None:
        due = charter.calendar.add_open(start, minutes * 60)
        assert charter.calendar.open_between(start, due) == minutes * 60
        assert charter.calendar.counts(due - 1)

    check()
