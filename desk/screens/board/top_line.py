"""The board's first line: the centre's state, the time, what is overdue and due today, who is at the desk."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from desk.screens.base import Desk
from desk.text import sanitize
from desk.widgets.queue_pane import Pane

DECREE_MONTH = 10  # from then on the next year's decree is asked for
WIDE = 120  # cells: from there on the centre's name has room


# What goes first where not everything has room: half a count says something else.
_DECREE, _CALENDAR, _CENTRE, _DATE, _STATE, _STAFF, _LETTERS, _REMINDER, _COUNTS = range(9)


def _fitting(parts: Sequence[tuple[int, str]], width: int) -> str:
    """As many of the parts as there is room for, the least important left out first."""
    left = list(parts)
    while len(left) > 1 and cell_len("  ".join(words for _, words in left)) > width > 0:
        left.remove(min(left, key=lambda part: part[0]))
    return "  ".join(words for _, words in left)


class TopLine(Static):
    """Counts over all panes, by bisection: they cost the same at any number of tickets."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("", markup=False, id="top")
        self._desk = desk
        self.letters: tuple[int, int | None] = (0, None)  # how many wait to be sent, and since when
        self._said = ""
        self._day = (0, 0)

    def show(self, panes: Sequence[Pane], now: float) -> None:
        """Brings the line up to date; it is drawn only when it reads differently."""
        said = self._words(panes, int(now))
        if said != self._said:
            self._said = said
            self.update(Content(said), layout=False)

    def _words(self, panes: Sequence[Pane], now: int) -> str:
        charter, _ = self._desk.charter, self._desk.translator
        if charter is None or not self._desk.speaks_dates:
            return _("Desk")
        from desk.presentation import alerts, deadlines, formats

        there = charter.at(now)
        overdue, today = self.counts(panes, now)
        parts = [
            (_STATE, deadlines.state_of(_, charter.calendar, now)),
            (_DATE, f"{formats.on_short(_, there.date())} {there:%H:%M}"),
            (_COUNTS, _("overdue {n}", n=overdue)),
            (_COUNTS, _("due today {n}", n=today)),
        ]
        due = [row.ticket for row in self._desk.reminders if row.at <= now and row.staff == self._desk.staff]
        if due:
            more = f" +{len(due) - 1}" if len(due) > 1 else ""
            parts.insert(2, (_REMINDER, _("reminder #{number}", number=due[0]) + more))
        waiting, since = self.letters
        if waiting and since is not None:
            moment = formats.lately(_, charter.at(since), there)
            parts.insert(2, (_LETTERS, _("letters to send {n}, since {moment}", n=waiting, moment=moment)))
        if there.month >= DECREE_MONTH and charter.calendar.decreed_until <= there.year < charter.calendar.last_year:
            parts.append((_DECREE, _("no decree for {year} yet", year=there.year + 1)))
        if end := alerts.calendar_ends(charter, now):
            parts.append(
                (_CALENDAR, _("! calendar ends {day}: {key}", day=f"{end:%d.%m.%Y}", key=self._desk.keys["change-charter"]))
            )
        staff = sanitize.one_line(self._desk.staff, 30)
        is_wide = self.size.width >= WIDE
        if self._desk.session.access.is_open:
            staff = _("{name}, logins off", name=staff)
        elif is_wide:
            staff = _("at the desk: {name}", name=staff)
        if is_wide:
            parts.insert(0, (_CENTRE, charter.file.centre.name.in_language(_.language)))
        parts.append((_STAFF, staff))
        return _fitting(parts, self.size.width - 2)

    def counts(self, panes: Sequence[Pane], now: int) -> tuple[int, int]:
        """How many nearest clocks are overdue, and how many more fall due today."""
        overdue = sum(pane.overdue(now) for pane in panes)
        return overdue, sum(pane.due_until(self._end_of_day(now)) for pane in panes) - overdue

    def _end_of_day(self, now: int) -> int:
        """The last second of today, found once a day."""
        charter = self._desk.charter
        if charter is not None and not self._day[0] <= now <= self._day[1]:
            begin, end = charter.calendar.day_of(now)
            self._day = (begin, end - 1)
        return self._day[1]
