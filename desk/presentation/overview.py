"""Where the desk stands, in words: a line for each figure, with the name by which it is opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from desk.charter import Charter
from desk.i18n import Tongue, later
from desk.presentation import deadlines, reports
from desk.presentation.shift import due_lines, duty_line
from desk.reports.overview import AGES, OVERDUE, TODAY, UNOWNED, WAITING, Overview
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.reports.report import Report
    from desk.reports.trend import Course
    from desk.store.commands.duties import Standing
    from desk.store.queries.board import QueueRow

_NOW = {
    OVERDUE: later("Overdue"),
    TODAY: later("Due today"),
    UNOWNED: later("Nobody's"),
    WAITING: later("Waiting"),
}
NAME = 34  # cells


class Figure(NamedTuple):
    """A line. id: by which it is opened, "" for a heading; tickets: behind it."""

    id: str
    words: str
    tickets: tuple[int, ...] = ()


def now_lines(say: Tongue, charter: Charter, found: Overview) -> list[Figure]:
    """What is so now: the pressing, by person, the days to come, the ages."""
    lines = [Figure("", say("Now"))]
    for name, title in _NOW.items():
        numbers = found.now[name]
        sign = "! " if name == OVERDUE and numbers else "  "
        lines.append(Figure(f"now {name}", sign + _line(say(title) + _awaited(say, charter, name), len(numbers)), numbers))
    if found.people:
        lines.append(Figure("", say("By person")))
    for person in found.people:
        late = "  ! " + say("overdue {n}", n=len(person.overdue)) if person.overdue else ""
        name = f"person {person.name}"
        lines.append(Figure(name, "  " + _line(sanitize.one_line(person.name, NAME), len(person.tickets)) + late, person.tickets))
    lines.append(Figure("", say("Falls due")))
    for day, numbers in found.coming.items():
        lines.append(Figure(f"day {day}", "  " + _line(deadlines.on(say, day), len(numbers)), numbers))
    lines.append(Figure("", say("Open since")))
    for place, numbers in enumerate(found.ages):
        lines.append(Figure(f"age {place}", "  " + _line(_age(say, place), len(numbers)), numbers))
    return lines


def _line(title: str, count: int) -> str:
    from rich.cells import set_cell_size

    return f"{set_cell_size(title, NAME)} {count:>6}"


def _awaited(say: Tongue, charter: Charter, name: str) -> str:
    """For what is waited, where it is one thing."""
    if name != WAITING:
        return ""
    awaited = [one.waits_for.say(say.language) for one in charter.standards if one.waits_for]
    return f": {awaited[0]}" if len(awaited) == 1 else ""


def _age(say: Tongue, place: int) -> str:
    if place < len(AGES):
        return say.n("less than {n} day", "less than {n} days", AGES[place])
    return say.n("{n} day or longer", "{n} days or longer", AGES[-1])


def duty_lines(say: Tongue, charter: Charter, standings: "Sequence[Standing]", now: int) -> list[Figure]:
    """How the duties stand."""
    lines = [Figure(f"duty {one.duty}", "  " + duty_line(say, charter, one, now)) for one in standings]
    return [Figure("", say("Duties")), *lines] if lines else []


def course_lines(say: Tongue, charter: Charter, courses: "Sequence[Course]", weeks: int) -> list[Figure]:
    """How each promise was kept in the last weeks: never a percentage without the number and the median."""
    lines = [Figure("", say.n("The last {n} week", "The last {n} weeks", weeks))]
    for one in courses:
        figure = one.figure
        row = dict(zip(reports.HEADINGS, reports.row(say, charter, figure), strict=True))
        said = [
            say("{share} of {n}", share=reports.percent(say, figure.kept, figure.judged), n=figure.judged),
            *([say("entered late {n}", n=figure.entered_late)] if figure.entered_late else []),
            say("missed {n}", n=reports.missed(say, figure)),
            say("running {n}", n=figure.running),
            say("median {time}", time=row["Median"]),
            say("90 % within {time}", time=row["90 % within"]),
        ]
        name = f"standard {figure.standard} {int(figure.house)}"
        lines.append(Figure(name, f"  {row['Promise']}: " + ", ".join(said), one.tickets))
    return lines if courses else []


def morning_lines(
    say: Tongue, charter: Charter, rows: "Sequence[QueueRow]", standings: "Sequence[Standing]", now: int
) -> list[str]:
    """What the day asks for, to be printed or sent: what is overdue or due by its closing, and the duties. rows: those tickets."""
    duties = [duty_line(say, charter, one, now) for one in standings if one.slot and _is_today(charter, one.slot.due, now)]
    return [
        say("Due by closing, {day}:", day=deadlines.on(say, charter.at(now).date())),
        *due_lines(say, charter, rows, now),
        "",
        say("Duties:"),
        *(duties or [say("nothing")]),
    ]


def evening_lines(say: Tongue, charter: Charter, today: "Report", rows: "Sequence[QueueRow]", now: int) -> list[str]:
    """What became of the day, to be printed or sent: what it promised, and what is overdue. rows: the overdue tickets."""
    return [*reports.lines(say, charter, today), "", say("Overdue:"), *due_lines(say, charter, rows, now)]


def _is_today(charter: Charter, moment: int, now: int) -> bool:
    begin, end = charter.calendar.day_of(now)
    return begin <= moment < end
