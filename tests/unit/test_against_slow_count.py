"""Deadlines against an independent slow count, as properties: seven invented centres and ours, starts that hypothesis picks.

`make drills` asks the same of a million pairs.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charter import Charter
from desk.charter.limits import Unit, parse_limit
from tests.unit.centres import LIMITS, NAMES, centre, deadline, epoch, odd_days, years
from tests.unit.slow_count import SlowCentre

Centres = Callable[[str], tuple[Charter, SlowCentre]]
# derandomize: the same examples everywhere; no deadline: the slow count is slow on purpose
counted = settings(derandomize=True, deadline=None, max_examples=60, database=None)


@pytest.fixture(scope="module")
def centres(tmp_path_factory: pytest.TempPathFactory) -> Centres:
    """Each centre, made when it is first asked for."""
    made: dict[str, tuple[Charter, SlowCentre]] = {}

    def of(name: str) -> tuple[Charter, SlowCentre]:
        if name not in made:
            made[name] = centre(name, tmp_path_factory.mktemp(name))
        return made[name]

    return of


def starts(name: str) -> st.SearchStrategy[int]:
    """Any second of the years in which no limit leaves the calendar; near the days that are unlike others more often."""
    edges = st.builds(
        lambda day, hour, second: epoch(date.fromisoformat(day)) + hour * 3600 + second,
        st.sampled_from(odd_days(name)),
        st.integers(-30, 54),
        st.sampled_from([-1, 0, 1, 1799, 1800, 1801]),
    )
    return st.one_of(st.integers(*years(name)), edges)


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
    """The person who comes later cannot overtake."""
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
