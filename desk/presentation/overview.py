"""The overview in words: a line for each figure, with the name by which it is opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from desk.charter import Charter
from desk.i18n import N_, Translator
from desk.presentation import deadlines, reports
from desk.presentation.shift import due_lines, duty_line
from desk.reports.overview import AGES, OVERDUE, TODAY, UNOWNED, WAITING, Overview
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.reports.report import Report
    from desk.reports.trend import StandardTrend
    from desk.store.commands.duties import DutyStatus
    from desk.store.queries.board import QueueRow

_NOW = {
    OVERDUE: N_("Overdue"),
    TODAY: N_("Due today"),
    UNOWNED: N_("Unassigned"),
    WAITING: N_("Waiting"),
}
NAME = 34  # cells


class Figure(NamedTuple):
    """A line. id: by which it is opened, "" for a heading; tickets: behind it."""

    id: str
    words: str
    tickets: tuple[int, ...] = ()


def now_lines(_: Translator, charter: Charter, found: Overview) -> list[Figure]:
    """What is so now: the pressing, by person, the days to come, the ages."""
    lines = [Figure("", _("Now"))]
    for name, title in _NOW.items():
        numbers = found.now[name]
        sign = "! " if name == OVERDUE and numbers else "  "
        lines.append(Figure(f"now {name}", sign + _line(_(title) + _awaited(_, charter, name), len(numbers)), numbers))
    if found.people:
        lines.append(Figure("", _("By owner")))
    for person in found.people:
        late = "  ! " + _("overdue {n}", n=len(person.overdue)) if person.overdue else ""
        name = f"person {person.name}"
        lines.append(Figure(name, "  " + _line(sanitize.one_line(person.name, NAME), len(person.tickets)) + late, person.tickets))
    lines.append(Figure("", _("Coming due")))
    for day, numbers in found.coming.items():
        lines.append(Figure(f"day {day}", "  " + _line(deadlines.on(_, day), len(numbers)), numbers))
    lines.append(Figure("", _("Open for")))
    for place, numbers in enumerate(found.ages):
        lines.append(Figure(f"age {place}", "  " + _line(_age(_, place), len(numbers)), numbers))
    return lines


def _line(title: str, count: int) -> str:
    from rich.cells import set_cell_size

    return f"{set_cell_size(title, NAME)} {count:>6}"


def _awaited(_: Translator, charter: Charter, name: str) -> str:
    """For what is waited, where it is one thing."""
    if name != WAITING:
        return ""
    awaited = [standard.waits_for.in_language(_.language) for standard in charter.standards if standard.waits_for]
    return f": {awaited[0]}" if len(awaited) == 1 else ""


def _age(_: Translator, place: int) -> str:
    if place < len(AGES):
        return _.ngettext("less than {n} day", "less than {n} days", AGES[place])
    return _.ngettext("{n} day or longer", "{n} days or longer", AGES[-1])


def duty_lines(_: Translator, charter: Charter, standings: "Sequence[DutyStatus]", now: int) -> list[Figure]:
    """How the duties stand."""
    lines = [Figure(f"duty {duty.duty}", "  " + duty_line(_, charter, duty, now)) for duty in standings]
    return [Figure("", _("Duties")), *lines] if lines else []


def course_lines(_: Translator, charter: Charter, courses: "Sequence[StandardTrend]", weeks: int) -> list[Figure]:
    """How each promise was kept in the last weeks: never a percentage without the number and the median."""
    lines = [Figure("", _.ngettext("Last {n} week", "Last {n} weeks", weeks))]
    for trend in courses:
        figure = trend.figure
        row = dict(zip(reports.HEADINGS, reports.row(_, charter, figure), strict=True))
        said = [
            _("{share} of {n}", share=reports.percent(_, figure.kept, figure.judged), n=figure.judged),
            *([_("entered late {n}", n=figure.entered_late)] if figure.entered_late else []),
            _("missed {n}", n=reports.missed(_, figure)),
            _("running {n}", n=figure.running),
            _("median {time}", time=row["Median"]),
            _("90 % within {time}", time=row["90 % within"]),
        ]
        name = f"standard {figure.standard} {int(figure.house)}"
        lines.append(Figure(name, f"  {row['Promise']}: " + ", ".join(said), trend.tickets))
    return lines if courses else []


def morning_lines(
    _: Translator, charter: Charter, rows: "Sequence[QueueRow]", standings: "Sequence[DutyStatus]", now: int
) -> list[str]:
    """What the day asks for, to be printed or sent: what is overdue or due by its closing, and the duties. rows: those tickets."""
    duties = [duty_line(_, charter, duty, now) for duty in standings if duty.slot and _is_today(charter, duty.slot.due, now)]
    return [
        _("Due by closing, {day}:", day=deadlines.on(_, charter.at(now).date())),
        *due_lines(_, charter, rows, now),
        "",
        _("Duties:"),
        *(duties or [_("none")]),
    ]


def evening_lines(_: Translator, charter: Charter, today: "Report", rows: "Sequence[QueueRow]", now: int) -> list[str]:
    """What became of the day, to be printed or sent: what it promised, and what is overdue. rows: the overdue tickets."""
    return [*reports.lines(_, charter, today), "", _("Overdue:"), *due_lines(_, charter, rows, now)]


def _is_today(charter: Charter, moment: int, now: int) -> bool:
    begin, end = charter.calendar.day_of(now)
    return begin <= moment < end
