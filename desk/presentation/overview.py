"""Text for the overview: tiles, small tables and bars, one line per figure, with the id that opens it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from desk.charter import Charter
from desk.i18n import N_, Translator
from desk.presentation import formats, reports
from desk.reports.overview import AGES, OVERDUE, TODAY, UNCONFIRMED, UNOWNED, WAITING, Overview
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.reports.trend import StandardTrend
    from desk.store.commands.duties import DutyStatus

NOW = {
    OVERDUE: N_("Overdue"),
    TODAY: N_("Due today"),
    UNOWNED: N_("Unassigned"),
    WAITING: N_("Waiting"),
    UNCONFIRMED: N_("Confirm who it is about"),
}
_SHORT = {UNCONFIRMED: N_("About whom?")}  # where the title is too long for a tile
NAME = 18  # cells: of a person, a day, an age
BAR = 10  # cells
_OWNER, _DAYS = 16, 5  # cells of an indented name; days of the table of people
_LOAD_CELLS = (5, 4, *(4,) * _DAYS)  # all, overdue, each day
_TREND_CELLS = (BAR, 9, 5, 16)  # bar, share, number, median; the title has the rest
_DUTY_CELLS = (14, 14, 9, 8)  # due, done, kept, missed


class Figure(NamedTuple):
    """A line of the overview. id: opens the figure, "" for a heading; tickets: those behind the figure; title: of their list."""

    id: str
    words: str
    tickets: tuple[int, ...] = ()
    title: str = ""


def tiles(_: Translator, found: Overview) -> list[Figure]:
    """What is urgent now; complaints to be confirmed only if there are any."""
    return [
        Figure(
            f"now {name}",
            f"{'! ' if name == OVERDUE and numbers else ''}{_(_SHORT.get(name, title))} {len(numbers)}",
            numbers,
            _(title),
        )
        for name, title in NOW.items()
        if (numbers := found.now[name]) or name != UNCONFIRMED
    ]


def load_lines(_: Translator, found: Overview) -> list[Figure]:
    """The tickets per person and day, due on the coming days, and by age."""
    lines = [*_people_lines(_, found)] if found.people else []
    lines.append(Figure("", _("Coming due")))
    most = max(map(len, found.coming.values()), default=0)
    for day, numbers in found.coming.items():
        title = formats.on(_, day)
        lines.append(Figure(f"day {day}", _counted(title, len(numbers), most), numbers, f"{_('Coming due')}: {title}"))
    lines.append(Figure("", _("Open for")))
    most = max(map(len, found.ages))
    for place, numbers in enumerate(found.ages):
        title = _age(_, place)
        lines.append(Figure(f"age {place}", _counted(title, len(numbers), most), numbers, f"{_('Open for')}: {title}"))
    return lines


def _people_lines(_: Translator, found: Overview) -> Iterator[Figure]:
    """A table of people and days: all of their tickets, the overdue ones, and those due on each of the next days."""
    days = [*found.coming][:_DAYS]
    yield Figure("", _load_row(_("By owner"), _("all"), "!", *(formats.weekday(_, day) for day in days)))
    for person in found.people:
        counts = (len(person.overdue), *person.coming[: len(days)])
        words = _load_row(
            "  " + sanitize.one_line(person.name, NAME), str(len(person.tickets)), *(str(count or "·") for count in counts)
        )
        yield Figure(f"person {person.name}", words, person.tickets, sanitize.one_line(person.name, 60))


def _load_row(name: str, *cells: str) -> str:
    return _cell(name, _OWNER) + "".join(cell.rjust(room) for cell, room in zip(cells, _LOAD_CELLS, strict=False))


def _counted(title: str, count: int, most: int) -> str:
    """A count with its bar; no bar for nothing."""
    full = max(1, count * BAR // most) if count else 0
    return f"  {_cell(title, NAME)} {count:>5}  {'█' * full}".rstrip()


def _cell(text: str, width: int) -> str:
    """The text in exactly so many cells; cut text ends in an ellipsis."""
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _age(_: Translator, place: int) -> str:
    if place < len(AGES):
        return _.ngettext("less than {n} day", "less than {n} days", AGES[place])
    return _.ngettext("{n} day or longer", "{n} days or longer", AGES[-1])


def duty_lines(_: Translator, charter: Charter, standings: "Sequence[DutyStatus]", now: int, width: int) -> list[Figure]:
    """The duties as a table: due until when, done last when and by whom, how often kept and missed. width: in cells."""
    if not standings:
        return []
    today = charter.at(now).date()
    lines = [Figure("", _row(width, _DUTY_CELLS, _("Duties"), _("Due"), _("Done"), _("Kept"), _("Missed")))]
    for standing in standings:
        duty = next(entry for entry in charter.file.duty if entry.id == standing.duty)
        due = formats.due_short(_, charter.at(standing.slot.due), today) if standing.slot else ""
        done = f"{formats.due_short(_, charter.at(standing.last[0]), today)} {standing.last[1]}" if standing.last else ""
        kept, missed = standing.kept + standing.entered_late, standing.missed
        title = duty.title.in_language(_.language)
        words = _row(width, _DUTY_CELLS, title, due, sanitize.one_line(done, 40), str(kept or ""), str(missed or ""))
        lines.append(Figure(f"duty {standing.duty}", "!" + words[1:] if standing.missed_today else words))
    return lines


def trend_lines(_: Translator, charter: Charter, trends: "Sequence[StandardTrend]", weeks: int, width: int) -> list[Figure]:
    """How each promise was kept in the last weeks: a bar of kept and missed, the share, the number, the median. width: in cells."""
    if not trends:
        return []
    heading = _.ngettext("Last {n} week", "Last {n} weeks", weeks)
    lines = [Figure("", _row(width, _TREND_CELLS, heading, "", _("Kept"), _("of"), _("Median")))]
    for trend in trends:
        figure = trend.figure
        title = reports.title(_, charter, figure.standard, figure.house)
        if figure.judged:
            full = figure.kept * BAR // figure.judged
            share = reports.percent(_, figure.kept, figure.judged)
            median = reports.amount(_, charter.limit(figure.standard) if charter.find(figure.standard) else None, figure.median)
            words = _row(width, _TREND_CELLS, title, "█" * full + "░" * (BAR - full), share, str(figure.judged), median)
        else:
            said = ", ".join([_("none completed yet"), _("running {n}", n=figure.running)])
            words = _row(width, (sum(_TREND_CELLS) + len(_TREND_CELLS) - 1,), title, said)
        shown = f"{title}: {heading}"
        lines.append(Figure(f"standard {figure.standard} {int(figure.house)}", words, trend.tickets, shown))
    return lines


def _row(width: int, widths: Sequence[int], title: str, *cells: str) -> str:
    """A row of a table, indented by two: the title with the room that the other cells, of these widths, leave."""
    rest = max(8, width - 2 - sum(widths) - len(widths))
    return "  " + " ".join(_cell(text, room) for text, room in zip((title, *cells), (rest, *widths), strict=True)).rstrip()


def evening_lines(_: Translator, report: Sequence[str], overdue: Sequence[str]) -> list[str]:
    """The results of the day and what is overdue, for printing or sending. report, overdue: formatted lines."""
    return [*report, "", _("Overdue:"), *overdue]
