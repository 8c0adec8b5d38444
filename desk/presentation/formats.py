"""Dates, times, durations and limits in Russian and English, for screens, commands and letters.

Every function takes the translator first. Long dates and weekdays come from Babel, which is loaded on first use.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.charter.limits import Limit, Unit
from desk.charter.vocabulary import WEEKDAYS
from desk.i18n import N_, Translator
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.charter.standards import Hours
    from desk.store.queries.board import QueueRow

_UNTIL = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


_LONG_PATTERN = {"ru": "EEEE, d MMMM", "en": "EEEE d MMMM"}


# Short names as in Babel (checked by a test): loading Babel for them would take a tenth of `desk list`.
_SHORT_WEEKDAYS = {
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


_SHORT_MONTHS = {
    "ru": ("янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def _formatted(_: Translator, day: date, pattern: str) -> str:
    """Formats a date by a Unicode pattern (UTS 35)."""
    # Imported late: it takes a tenth of `desk list`, which shows no long date, and would delay the rows of the board.
    from babel.dates import format_date

    return format_date(day, pattern, locale=_.language)


def on(_: Translator, day: date) -> str:
    """A date with its weekday: `вт 3 нояб. 2026`, `Tue 3 Nov 2026`."""
    return f"{on_short(_, day)} {day.year}"


def weekday_name(_: Translator, day: int) -> str:
    """The short name of a weekday, 0 for Monday: `вт`, `Tue`."""
    return _SHORT_WEEKDAYS[_.language][day]


def on_short(_: Translator, day: date) -> str:
    """A date without the year, where it is obvious: `вт 3 нояб.`, `Tue 3 Nov`."""
    return f"{_SHORT_WEEKDAYS[_.language][day.weekday()]} {day.day} {_SHORT_MONTHS[_.language][day.month - 1]}"


def weekday(_: Translator, day: date) -> str:
    """The short name of a day's weekday: `вт`, `Tue`."""
    return _SHORT_WEEKDAYS[_.language][day.weekday()]


def on_long(_: Translator, day: date) -> str:
    """A date to read out, without the year: `пятница, 6 ноября`, `Friday 6 November`."""
    return _formatted(_, day, _LONG_PATTERN[_.language])


def on_letter(_: Translator, day: date) -> str:
    """The date of a letter: `3 ноября 2026`, `3 November 2026`."""
    return _formatted(_, day, "d MMMM y")


def month(_: Translator, day: date) -> str:
    """A month: `ноябрь 2026`, `November 2026`."""
    return _formatted(_, day, "LLLL y")


def month_name(_: Translator, day: date) -> str:
    """A month without its year: `ноябрь`, `November`."""
    return _formatted(_, day, "LLLL")


def on_until(_: Translator, day: date) -> str:
    """A date after `by` or `до`, without the year: `пятницы, 6 ноября`, `Friday 6 November`."""
    return _("{weekday} {day}", weekday=_(_UNTIL[day.weekday()]), day=_formatted(_, day, "d MMMM"))


def on_until_in(_: Translator, day: date) -> str:
    """A date after `by` or `до`, with the year, for a letter: `пятницы, 6 ноября 2026 года`, `Friday 6 November 2026`."""
    return _("{day} {year}", day=on_until(_, day), year=day.year)


def on_by(_: Translator, day: date, time: str) -> str:
    """A promised day with its time: `пятница, 6 ноября, до 18:00`, `Friday 6 November, by 18:00`."""
    return _("{day}, by {time}", day=on_long(_, day), time=time)


def weekly_hours(_: Translator, hours: "Hours") -> str:
    """The opening hours of a week, days with the same hours together: `Mon–Fri 10:00–18:00, Sat 10:00–14:00`. "" if never open."""
    names, said = _SHORT_WEEKDAYS[_.language], list[str]()
    for ranges, days in groupby(range(7), key=lambda day: getattr(hours, WEEKDAYS[day])):
        if ranges:
            first, *rest = [names[day] for day in days]
            shown = f"{first}–{rest[-1]}" if rest else first
            said.append(" ".join([shown, *(piece.replace("-", "–") for piece in ranges)]))
    return ", ".join(said)


def day_and_time(moment: datetime) -> tuple[date, str]:
    """The day and time of a due time as stated to customers: without seconds, rounded down. Midnight is 24:00 of the day that
    ends."""
    if moment.hour or moment.minute:
        return moment.date(), f"{moment:%H:%M}"
    return moment.date() - timedelta(days=1), "24:00"


def at(_: Translator, moment: datetime) -> str:
    """A time with its date and weekday; seconds only if they are not zero."""
    return f"{on(_, moment.date())} {clock_time(moment)}"


def lately(_: Translator, moment: datetime, now: datetime) -> str:
    """A recent time to the minute: `today 13:00`, else with its date."""
    moment = moment.replace(second=0)
    if moment.date() == now.date():
        return _("today {time}", time=clock_time(moment))
    return at(_, moment)


def due_short(_: Translator, moment: datetime, today: date) -> str:
    """A due time for a column, without seconds: `11:35` today, `tomorrow 11:35`, `Fri 18:00` within a week, else `3 Dec 18:00`."""
    time, days = f"{moment:%H:%M}", (moment.date() - today).days
    if days == 0:
        return time
    if days == 1:
        return _("tomorrow {time}", time=time)
    if days == -1:
        return _("yesterday {time}", time=time)
    if 1 < days < 7:
        return f"{_SHORT_WEEKDAYS[_.language][moment.weekday()]} {time}"
    return f"{moment.day} {_SHORT_MONTHS[_.language][moment.month - 1]} {time}"


def clock_time(moment: datetime) -> str:
    """`10:14`, or `10:14:05` if the seconds are not zero."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


# Days, hours, minutes, seconds, seconds alone: `46 с 17:00` would read as "46 from 17:00". Not in the catalogue: the timers of a
# whole board are formatted each second.
_UNITS = {"ru": (" д", " ч", " мин", " с", " сек"), "en": ("d", "h", "m", "s", "s")}


def span(_: Translator, seconds: int, *, open_time: bool = False) -> str:
    """Remaining or overdue time for a column, in its two largest units: `4m 10s`, `2h 30m`, `1d 6h`, `−17h 20m`; `2 ч 30 мин`.

    open_time: of opening hours, which make no days: `30h 0m`.
    """
    days, hours, minutes, short, alone = _UNITS[_.language]
    sign, seconds = ("\N{MINUS SIGN}", -seconds) if seconds < 0 else ("", seconds)
    if seconds < 60:
        return f"{sign}{seconds}{alone}"
    if seconds < 3600:
        return f"{sign}{seconds // 60}{minutes} {seconds % 60}{short}"
    if seconds < 86_400 or open_time:
        return f"{sign}{seconds // 3600}{hours} {seconds // 60 % 60}{minutes}"
    return f"{sign}{seconds // 86_400}{days} {seconds // 3600 % 24}{hours}"


def percentage(_: Translator, number: str) -> str:
    """A number with its percent sign, as the language sets it: `98.3%`, `98,3 %`."""
    return _("{n}%", n=number)


def hours_and_minutes(_: Translator, seconds: int) -> str:
    """A duration in words: `3 часа`, `1 hour 40 minutes`."""
    parts = []
    if seconds >= 3600:
        parts.append(_.ngettext("{n} hour", "{n} hours", seconds // 3600))
    if seconds // 60 % 60:
        parts.append(_.ngettext("{n} minute", "{n} minutes", seconds // 60 % 60))
    if seconds % 60 or not parts:
        parts.append(_.ngettext("{n} second", "{n} seconds", seconds % 60))
    return " ".join(parts)


def limit(_: Translator, what: Limit) -> str:
    """A limit in words: `2 рабочих дня`, `5 working days before the exam`."""
    match what.unit:
        case Unit.WORKING_DAYS:
            words = _.ngettext("{n} working day", "{n} working days", what.amount)
        case Unit.DAYS:
            words = _.ngettext("{n} day", "{n} days", what.amount)
            if not what.rolls:
                words = _("{limit}, not moved to a working day", limit=words)
        case Unit.WORKING_DAYS_BEFORE:
            if what.recurring:
                return _("before every exam day")
            return _.ngettext("{n} working day before the exam", "{n} working days before the exam", what.amount)
        case Unit.WORKING_TIME | Unit.OPENING if what.amount % 3600 == 0:
            words = _.ngettext("{n} working hour", "{n} working hours", what.amount // 3600)
        case Unit.WORKING_TIME | Unit.OPENING:
            words = _.ngettext("{n} working minute", "{n} working minutes", what.amount // 60)
        case Unit.WEEK:
            return _("every week")
        case Unit.MONTH:
            return _("every month")
        case Unit.QUARTER:
            return _("every quarter")
        case _:
            words = hours_and_minutes(_, what.amount)
    if what.unit is Unit.OPENING:
        return _("at every opening, within {limit}", limit=words)
    return _("every {limit}", limit=words) if what.recurring else words


def size(_: Translator, number: int) -> str:
    """A number of bytes as people say it: in the largest unit of which there is one."""
    if number < 1024:
        return _("{n} B", n=number)
    if number < 1024**2:
        return _("{n} KB", n=round(number / 1024))
    return _("{n} MB", n=round(number / 1024**2))


def file_words(_: Translator, files: str) -> str:
    """The files of a message, as listed with it one in a line, in one line: names with their sizes."""
    found = []
    for line in files.split("\n"):
        number, kind, name = (*line.split(" ", 2), "", "")[:3]
        if number.isdecimal():
            found.append(f"{sanitize.one_line(name or kind, 60)} ({size(_, int(number))})")
    return ", ".join(found)


RUNNING, WORKING, SOON, OVERDUE, PAUSED, WAITING = "running", "working", "soon", "overdue", "paused", "waiting"


STATES = {
    RUNNING: N_("running"),
    WORKING: N_("running in opening hours"),
    SOON: N_("soon"),
    OVERDUE: N_("overdue"),
    PAUSED: N_("outside opening hours"),
    WAITING: N_("waiting"),
}


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The first column of a queue: the remaining time and its state."""

    text: str
    state: str


def time_left(_: Translator, charter: Charter, standard: str, due: int | None, now: float) -> TimeLeft:
    """The time left on the nearest clock, or since it was missed.

    What is left of an hour-based standard is open time, which stands still while the centre is closed and has a state of its own
    while it runs. Lateness is plain time for all of them, so that they can be compared.
    """
    if due is None:
        return TimeLeft("", WAITING)
    moment = int(now)
    if moment > due:
        return TimeLeft(span(_, due - moment), OVERDUE)
    open_time = charter.limit(standard).counts_open_time
    left = charter.calendar.open_between(moment, due) if open_time else due - moment
    text = span(_, left, open_time=open_time)
    if open_time and not charter.calendar.counts(moment):
        return TimeLeft(text, PAUSED)
    if left <= 3600:
        return TimeLeft(text, SOON)
    return TimeLeft(text, WORKING if open_time else RUNNING)


def time_left_words(_: Translator, charter: Charter, standard: str, due: int, now: int) -> str:
    """The time left, where no colour or sign says whether it is open time."""
    left = time_left(_, charter, standard, due, now)
    if left.state == OVERDUE or not charter.limit(standard).counts_open_time:
        return left.text
    return _("{time} of opening hours", time=left.text)


def who(row: "QueueRow") -> str:
    """The person the ticket is about, as far as known."""
    return row.name or row.phone or row.email


def duty_counts(_: Translator, kept: int, late: int, missed: int) -> str:
    """How often a duty was kept and missed; late entries are mentioned if there are any."""
    if late:
        return _("kept {kept}, entered late {late}, missed {missed}", kept=kept, late=late, missed=missed)
    return _("kept {kept}, missed {missed}", kept=kept, missed=missed)
