"""The published part of a report: no person, no group under five, no percentage without its number and median.

A page covers a whole past month or calendar quarter, so that two pages never differ by a few days. A figure hidden in a month must
not be derivable from the quarter: the quarter hides what subtracting its published months would reveal.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.reports.disclosure import FEWEST, is_enough
from desk.reports.figures import Figure
from desk.reports.report import WHOLE, Report, report
from desk.store.commands.duties import begun_at
from desk.store.commands.feedback import used_between
from desk.store.commands.ratings import Response
from desk.store.database import Store
from desk.store.errors.input import PeriodBeforeDesk, PeriodNotOver, PeriodNotWhole
from desk.store.event_log import head_of
from desk.store.opening import is_practice


@dataclass(frozen=True)
class Promise:
    """A standard as it is published.

    figure: None if fewer than FEWEST were judged, or if a hidden month could be derived from it.
    months: by the first day of each month in which at least FEWEST were judged.
    """

    standard: str
    house: bool
    figure: Figure | None
    months: tuple[tuple[date, Figure], ...]


@dataclass(frozen=True)
class Published:
    """A period as it is published.

    report: the full report.
    scores: how often each was given; None if there were too few.
    response: how many customers were asked for one, and how many answered; None if there were too few of either.
    reopened: tickets reopened; None if there were too few.
    closed: tickets closed by reason, for reasons with enough tickets.
    changes: lessons and changes, in words that identify no person.
    head: the end of the log when this was counted, as its anchor.
    practice: made on a practice desk.
    """

    report: Report
    promises: tuple[Promise, ...]
    scores: dict[int, int] | None
    response: Response | None
    reopened: int | None
    closed: dict[str, int]
    changes: tuple[str, ...]
    head: str
    practice: bool


def gather(store: Store, first: date, last: date) -> Published:
    """The published figures of a period. Raises BadInput unless it is a past month or quarter, OutsideCalendar."""
    months = _months(first, last)
    if last >= store.charter.at(store.now()).date():
        raise PeriodNotOver(last)
    if last < store.charter.at(begun_at(store)).date():
        raise PeriodBeforeDesk(last)
    whole = report(store, first, last)
    parts = {month: report(store, month, _last_day(month)) for month in months}
    charter = store.charter
    promises = tuple(_promise(figure, parts) for figure in whole.groups.get(WHOLE, ()) if charter.find(figure.standard))
    since, until = charter.calendar.midnight(first.toordinal()), charter.calendar.midnight(last.toordinal() + 1)
    said = [*(entry.said for entry in used_between(store, since, until)), *(done.said for done in whole.learned)]
    changes = tuple(words.strip() for words in said if words.strip())
    answered = [sum(part.ratings.values()) for part in parts.values()]
    reasons = {
        reason: count
        for reason, count in whole.closed.items()
        if is_enough(count, [part.closed.get(reason, 0) for part in parts.values()])
    }
    return Published(
        whole,
        promises,
        dict(whole.ratings) if is_enough(sum(answered), answered) else None,
        whole.response if _is_shown(whole.response, [part.response for part in parts.values()]) else None,
        whole.reopened if is_enough(whole.reopened, [part.reopened for part in parts.values()]) else None,
        reasons,
        changes,
        head_of(store),
        is_practice(store),
    )


def _months(first: date, last: date) -> list[date]:
    """The first days of the months of a period. Raises BadInput if it is neither a month nor a calendar quarter."""
    months = [_month(first, place) for place in range(3)]
    if first.day == 1 and last == _last_day(first):
        return months[:1]
    if first.day == 1 and first.month % 3 == 1 and last == _last_day(months[-1]):
        return months
    raise PeriodNotWhole(first, last)


def _month(day: date, further: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + further, 12)
    return date(year, month + 1, 1)


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _is_shown(whole: Response, parts: Sequence[Response]) -> bool:
    """Whether a rate of answers can be published: neither those who answered nor those who did not are a group of a few."""
    silent = [part.asked - part.answered for part in parts]
    return is_enough(whole.answered, [part.answered for part in parts]) and is_enough(whole.asked - whole.answered, silent)


def _promise(figure: Figure, parts: dict[date, Report]) -> Promise:
    found = {month: _same(part.groups.get(WHOLE, ()), figure) for month, part in parts.items()}
    judged = [monthly.judged if monthly else 0 for monthly in found.values()]
    shown = tuple((month, monthly) for month, monthly in found.items() if monthly and monthly.judged >= FEWEST)
    return Promise(figure.standard, figure.house, figure if is_enough(figure.judged, judged) else None, shown)


def _same(figures: Sequence[Figure], figure: Figure) -> Figure | None:
    return next((other for other in figures if (other.standard, other.house) == (figure.standard, figure.house)), None)
