"""Text for the overview: one line per figure, with the id that opens it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import set_cell_size

from desk.charter import Charter
from desk.i18n import N_, Translator
from desk.presentation import formats
from desk.reports.overview import AGES, OVERDUE, TODAY, UNCONFIRMED, UNOWNED, WAITING, Overview
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.reports.trend import StandardTrend

NOW = {
    OVERDUE: N_("Overdue"),
    TODAY: N_("Due today"),
    UNOWNED: N_("Unassigned"),
    WAITING: N_("Waiting"),
    UNCONFIRMED: N_("Confirm who it is about"),
}
NAME = 34  # cells


class Figure(NamedTuple):
    """A line of the overview. id: opens the figure, "" for a heading; tickets: those behind the figure."""

    id: str
    words: str
    tickets: tuple[int, ...] = ()


def now_lines(_: Translator, charter: Charter, found: Overview) -> list[Figure]:
    """The current state: urgent tickets, tickets per person, the coming days, ages."""
    lines = [Figure("", _("Now"))]
    for name, title in NOW.items():
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
        lines.append(Figure(f"day {day}", "  " + _line(formats.on(_, day), len(numbers)), numbers))
    lines.append(Figure("", _("Open for")))
    for place, numbers in enumerate(found.ages):
        lines.append(Figure(f"age {place}", "  " + _line(_age(_, place), len(numbers)), numbers))
    return lines


def _line(title: str, count: int) -> str:
    return f"{set_cell_size(title, NAME)} {count:>6}"


def _awaited(_: Translator, charter: Charter, name: str) -> str:
    """What is waited for, if it is a single thing."""
    if name != WAITING:
        return ""
    awaited = [standard.waits_for.in_language(_.language) for standard in charter.standards if standard.waits_for]
    return f": {awaited[0]}" if len(awaited) == 1 else ""


def _age(_: Translator, place: int) -> str:
    if place < len(AGES):
        return _.ngettext("less than {n} day", "less than {n} days", AGES[place])
    return _.ngettext("{n} day or longer", "{n} days or longer", AGES[-1])


def duty_lines(_: Translator, duties: Sequence[tuple[str, str]]) -> list[Figure]:
    """The duties. duties: the id and the line of each."""
    lines = [Figure(f"duty {duty}", f"  {words}") for duty, words in duties]
    return [Figure("", _("Duties")), *lines] if lines else []


def trend_lines(_: Translator, trends: "Sequence[tuple[StandardTrend, str]]", weeks: int) -> list[Figure]:
    """How each promise was kept in the last weeks. trends: each with its line."""
    heading = Figure("", _.ngettext("Last {n} week", "Last {n} weeks", weeks))
    lines = [
        Figure(f"standard {trend.figure.standard} {int(trend.figure.house)}", f"  {words}", trend.tickets)
        for trend, words in trends
    ]
    return [heading, *lines] if lines else []


def morning_lines(_: Translator, charter: Charter, due: Sequence[str], duties: Sequence[str], now: int) -> list[str]:
    """What is overdue or due by closing time, and the duties, for printing or sending. due, duties: formatted lines."""
    return [
        _("Due by closing, {day}:", day=formats.on(_, charter.at(now).date())),
        *due,
        "",
        _("Duties:"),
        *(duties or [_("none")]),
    ]


def evening_lines(_: Translator, report: Sequence[str], overdue: Sequence[str]) -> list[str]:
    """The results of the day and what is overdue, for printing or sending. report, overdue: formatted lines."""
    return [*report, "", _("Overdue:"), *overdue]
