"""Figures of complaints by what they teach (ISO 10002, 8.2), without groups in which somebody could be recognised. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.reports.disclosure import shown_groups, shown_part
from desk.store.complaints.course import Course

GROUPINGS = ("category", "severity", "cause", "outcome", "stage", "end")


@dataclass(frozen=True)
class ComplaintFigures:
    """The complaints of a period.

    received: whether there were any.
    total: how many; None if too few to say.
    repeated: those of customers who had complained before; None if too few to say.
    groups: for each of GROUPINGS the number of complaints by value, "" for those of which nobody said it; None for a group that is
    not shown.
    """

    received: bool
    total: int | None
    repeated: int | None
    groups: Mapping[str, Mapping[str, int | None]]


def complaint_figures(courses: Sequence[Course]) -> ComplaintFigures:
    """Counts complaints."""
    rows = [course._asdict() for course in courses]
    return ComplaintFigures(
        bool(courses),
        shown_part(len(courses), len(courses)),
        shown_part(sum(course.is_repeated for course in courses), len(courses)),
        {name: shown_groups(str(row[name]) for row in rows) for name in GROUPINGS},
    )
