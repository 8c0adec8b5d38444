"""What is published of a report: no person, no group under five, never a percentage without its number and its median."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.charter import Charter
from desk.results.figures import Figure
from desk.results.report import MONTH, WHOLE, Report, report
from desk.store.database import Store
from desk.store.duties import tick
from desk.store.feedback import used_between

FEWEST = 5
DUTY = "results-published"


@dataclass(frozen=True)
class Promise:
    """A standard as it is published. figure: None where fewer than FEWEST were judged; months: by the first of each, as far as
    FEWEST were judged in it, and as what is left out cannot be told by subtraction."""

    standard: str
    house: bool
    figure: Figure | None
    months: tuple[tuple[date, Figure], ...]


@dataclass(frozen=True)
class Published:
    """A period as it is published. report: the whole of it; scores: how often each was given, where FEWEST were; changes: what was
    learned and changed, in words that name nobody."""

    report: Report
    promises: tuple[Promise, ...]
    scores: dict[int, int] | None
    changes: tuple[str, ...]


def gather(store: Store, first: date, last: date) -> Published:
    """What is published of a period. Raises BadInput, OutsideCalendar."""
    whole, monthly = report(store, first, last), report(store, first, last, MONTH)
    charter = store.charter
    months = {date.fromisoformat(name): figures for name, figures in monthly.groups.items()}
    promises = tuple(_promise(figure, months) for figure in whole.groups.get(WHOLE, ()) if charter.find(figure.standard))
    since, until = _span(charter, first, last)
    changes = tuple(one.said.strip() for one in used_between(store, since, until) if one.said.strip())
    scores = dict(whole.ratings) if sum(whole.ratings.values()) >= FEWEST else None
    return Published(whole, promises, scores, changes)


def was_published(store: Store, who: str, note: str) -> None:
    """Publishing is the evidence for the duty, if the charter has it. note: what was made."""
    if DUTY in [one.id for one in store.charter.file.duty]:
        tick(store, who, DUTY, note)


def _span(charter: Charter, first: date, last: date) -> tuple[int, int]:
    return charter.calendar.midnight(first.toordinal()), charter.calendar.midnight(last.toordinal() + 1)


def _promise(figure: Figure, months: dict[date, tuple[Figure, ...]]) -> Promise:
    def of(figures: Sequence[Figure]) -> Figure | None:
        found = next((one for one in figures if (one.standard, one.house) == (figure.standard, figure.house)), None)
        return found if found and found.judged >= FEWEST else None

    shown = [(month, found) for month, figures in sorted(months.items()) if (found := of(figures))]
    if 0 < figure.judged - sum(found.judged for _, found in shown) < FEWEST and shown:
        shown.remove(min(shown, key=lambda one: one[1].judged))
    return Promise(figure.standard, figure.house, of([figure]), tuple(shown))
