"""The report of a period: its figures, whole or by week, month or person, and how the duties were kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desk.charter import Charter
from desk.facts.registration import Registration
from desk.reports.complaints import ComplaintFigures, complaint_figures
from desk.reports.figures import Figure, Tally
from desk.store.commands.duties import DutyFigures, kept_between
from desk.store.commands.ratings import Response, ratings, response
from desk.store.complaints.corrective_actions import Corrective, corrected_between
from desk.store.complaints.course import FirstContact, arrivals, courses, first_contact
from desk.store.database import Store
from desk.store.errors.input import PeriodEndsBeforeItBegins
from desk.store.facts.closing import registrations_until
from desk.store.queries.verdicts import Verdict, at_once, closed, pieces, reopened

WEEK, MONTH, PERSON, CUSTOMER = GROUPINGS = ("week", "month", "person", "customer")
WHOLE = ""


@dataclass(frozen=True)
class Report:
    """The promises of a period, first and last day included, and their results by now.

    groups: the figures by group: the Monday of a week or the first of a month as ISO 8601, a name ("" for nobody), a kind of
    customer ("" if nobody said), or WHOLE.
    at_once: tickets answered on the spot.
    reopened: tickets reopened.
    closed: tickets closed, by reason.
    ratings: how often each score was given.
    response: how many customers were asked for one, and how many of them answered.
    registrations: the registrations for exam sessions that ended in it, as the facts know them.
    complaints: those received in it, by what they teach.
    arrivals: what came in, by weekday (0: Monday) and hour.
    first_contact: the questions by phone and in person that were answered at once and for good.
    learned: the corrective actions that were done in it.
    """

    first: date
    last: date
    now: int
    by: str
    groups: dict[str, tuple[Figure, ...]]
    duties: tuple[DutyFigures, ...]
    at_once: int
    reopened: int
    closed: Mapping[str, int]
    ratings: Mapping[int, int]
    response: Response
    registrations: tuple[Registration, ...]
    complaints: ComplaintFigures
    arrivals: Mapping[tuple[int, int], int]
    first_contact: FirstContact
    learned: tuple[Corrective, ...]


def report(store: Store, first: date, last: date, by: str = WHOLE) -> Report:
    """Counts a period again from the verdicts alone. by: one of GROUPINGS, or WHOLE. Raises BadInput, OutsideCalendar."""
    if last < first:
        raise PeriodEndsBeforeItBegins(last)
    store.follow()
    charter, now = store.charter, store.now()
    since, until = (charter.calendar.midnight(day.toordinal()) for day in (first, last + timedelta(1)))
    tallies: dict[str, Tally] = {}
    part = _part(charter, by)
    for some in pieces(store, since, until):
        split: dict[str, list[Verdict]] = {}
        for verdict in some:
            split.setdefault(part(verdict), []).append(verdict)
        for name, verdicts in split.items():
            if name not in tallies:
                tallies[name] = Tally(charter, now, store.version)
            tallies[name].add(verdicts)
    groups = {name: tallies[name].figures() for name in sorted(tallies)}
    duties = tuple(kept_between(store, since, until))
    return Report(
        first,
        last,
        now,
        by,
        groups,
        duties,
        at_once(store, since, until),
        reopened(store, since, until),
        closed(store, since, until),
        ratings(store, since, until),
        response(store, since, until),
        tuple(registrations_until(store, first, last)),
        complaint_figures(courses(store, since, until)),
        arrivals(store, since, until),
        first_contact(store, since, until),
        tuple(corrected_between(store, since, until)),
    )


def _part(charter: Charter, by: str) -> Callable[[Verdict], str]:
    if by == PERSON:
        return lambda verdict: verdict.who
    if by == CUSTOMER:
        return lambda verdict: verdict.customer
    if by == WHOLE:
        return lambda _: WHOLE
    ordinal = charter.calendar.ordinal

    def beginning(verdict: Verdict) -> str:
        day = date.fromordinal(ordinal(verdict.opened))
        return (day.replace(day=1) if by == MONTH else day - timedelta(day.weekday())).isoformat()

    return beginning
