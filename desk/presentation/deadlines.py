"""Deadlines, ledgers, spans and dates in Russian and English: for screens, commands and letters alike.

Every function takes the tongue to speak first. Dates and their weekdays are Babel's; where one is said in full it is loaded.
"""

from datetime import date, datetime, timedelta

from desk.actions.choices import CLOSE_REASONS
from desk.charter import Charter, Deadline
from desk.charter import calendar as days
from desk.charter.calendar import Calendar, Day
from desk.charter.deadlines import LedgerDay
from desk.charter.errors import OutsideCalendar
from desk.charter.limits import Limit, Unit
from desk.charter.standards import Standard
from desk.i18n import N_, Translator

KINDS = {
    "enquiry": N_("enquiry"),
    "complaint": N_("complaint"),
    "certificate": N_("certificate"),
    "registration": N_("registration"),
}
CHANNELS = {
    "phone": N_("phone"),
    "voicemail": N_("voicemail"),
    "email": N_("email"),
    "letter": N_("letter"),
    "in-person": N_("in person"),
}
CLOCK_STATES = {
    "running": N_("running"),
    "kept": N_("kept"),
    "missed": N_("missed"),
    "void": N_("void"),
}
DAY_KINDS = {
    days.WORKING: N_("working day"),
    days.WORKING_WEEKEND: N_("working weekend"),
    days.WEEKEND: N_("weekend"),
    days.HOLIDAY: N_("public holiday"),
    days.DAY_OFF_MOVED: N_("moved day off"),
    days.CLOSED: N_("closed by the centre"),
}

# As they stand after `by`; Russian has them in the genitive.
REASONS = {
    **CLOSE_REASONS,
    "converted": N_("kind changed"),
    "undone": N_("undone"),
    "closed": N_("closed"),
    "merged": N_("merged"),
    "recounted": N_("no longer promised"),
    "exam-moved": N_("exam moved"),
    "corrected": N_("time corrected"),
}
_UNTIL = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_LONG_PATTERN = {"ru": "EEEE, d MMMM", "en": "EEEE d MMMM"}


# Short names as Babel has them, which a test compares: to load them from it is a tenth of the time of `desk show`.
_SHORT_WEEKDAYS = {
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_SHORT_MONTHS = {
    "ru": ("янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def on(_: Translator, day: date) -> str:
    """A date with its weekday: `вт 3 нояб. 2026`, `Tue 3 Nov 2026`."""
    return f"{on_short(_, day)} {day.year}"


def on_short(_: Translator, day: date) -> str:
    """A date where the year goes without saying: `вт 3 нояб.`, `Tue 3 Nov`."""
    return f"{_SHORT_WEEKDAYS[_.language][day.weekday()]} {day.day} {_SHORT_MONTHS[_.language][day.month - 1]}"


def on_long(_: Translator, day: date) -> str:
    """A date to read out, without the year: `пятница, 6 ноября`, `Friday 6 November`."""
    from babel.dates import format_date

    return format_date(day, _LONG_PATTERN[_.language], locale=_.language)


def on_letter(_: Translator, day: date) -> str:
    """The day of a letter: `3 ноября 2026`, `3 November 2026`."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=_.language)


def month(_: Translator, day: date) -> str:
    """A month: `ноябрь 2026`, `November 2026`."""
    from babel.dates import format_date

    return format_date(day, "LLLL y", locale=_.language)


def month_short(_: Translator, day: date) -> str:
    """A month under a bar: `11.26`, `11/26`."""
    return f"{day:%m.%y}" if _.language == "ru" else f"{day:%m/%y}"


def on_until(_: Translator, day: date) -> str:
    """A date after `by` or `до`, without the year: `пятницы, 6 ноября`, `Friday 6 November`."""
    from babel.dates import format_date

    return _("{weekday} {day}", weekday=_(_UNTIL[day.weekday()]), day=format_date(day, "d MMMM", locale=_.language))


def on_until_in(_: Translator, day: date) -> str:
    """A date after `by` or `до`, with the year, for a letter: `пятницы, 6 ноября 2026`, `Friday 6 November 2026`."""
    return f"{on_until(_, day)} {day.year}"


def on_by(_: Translator, day: date, time: str) -> str:
    """A promised day with its time: `пятница, 6 ноября, до 18:00`, `Friday 6 November, by 18:00`."""
    return _("{day}, by {time}", day=on_long(_, day), time=time)


def day_and_time(moment: datetime) -> tuple[date, str]:
    """A due moment's day and time as customers are told them: without seconds, and never later than it is. Midnight is 24:00 of the
    day that it ends."""
    if moment.hour or moment.minute:
        return moment.date(), f"{moment:%H:%M}"
    return moment.date() - timedelta(days=1), "24:00"


def at(_: Translator, moment: datetime) -> str:
    """A moment with its weekday; seconds only where there are any."""
    return f"{on(_, moment.date())} {clock_time(moment)}"


def lately(_: Translator, moment: datetime, now: datetime) -> str:
    """A moment that may well be of today, to the minute: `today 13:00`, else with its date."""
    moment = moment.replace(second=0)
    if moment.date() == now.date():
        return _("today {time}", time=clock_time(moment))
    return at(_, moment)


def clock_time(moment: datetime) -> str:
    """`10:14`, or `10:14:05` where the seconds say something."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def due_at(_: Translator, deadline: Deadline) -> str:
    """The due moment; a closing at midnight is said as 24:00 of the day that it ends."""
    day = date.fromordinal(deadline.due_day)
    due = deadline.due
    if due.date() != day and not (due.hour or due.minute or due.second):
        return f"{on(_, day)} 24:00"
    return at(_, due)


def language(_: Translator, of: str) -> str:
    """What a language is called: `русский`, `Russian`."""
    from babel import Locale

    return str(Locale(_.language).languages.get(of, of))


def span(_: Translator, seconds: int) -> str:
    """Time left or overdue, for a column: `0:59:07` within an hour either way, else `5:12` or `2 d 05:12`."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds < 3600:
        return f"{sign}0:{seconds // 60:02}:{seconds % 60:02}"
    minutes = seconds // 60
    if minutes < 24 * 60:
        return f"{sign}{minutes // 60}:{minutes % 60:02}"
    return _("{sign}{days} d {hours}:{minutes}").format(
        sign=sign, days=minutes // 1440, hours=f"{minutes // 60 % 24:02}", minutes=f"{minutes % 60:02}"
    )


def hours_and_minutes(_: Translator, seconds: int) -> str:
    """An amount of time in words: `3 часа`, `1 hour 40 minutes`."""
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


def day_kind(_: Translator, day: Day) -> str:
    """What a day was, in a word or two."""
    if day.short:
        return _("short day")
    if day.open and not day.counts:
        return _("open, not counted")
    return _(DAY_KINDS[day.kind])


def is_unusual(day: Day) -> bool:
    """Whether a day is unlike the plain week: a holiday, a day off that was moved, other hours, or a note of the centre's."""
    return day.kind not in (days.WORKING, days.WEEKEND) or day.short or bool(day.names) or (bool(day.open) and not day.counts)


def day_note(_: Translator, day: Day) -> str:
    """Why a day was so: the holiday's name, where it was moved from, which holiday shortens it. Empty for a plain day."""
    name = day.names.get(_.language) or day.names.get("en", "")
    if day.estimated and "estimated" not in name:
        name = _("{name} (estimated)", name=name)
    if day.kind == days.WORKING_WEEKEND and day.other:
        return _("in place of {date}", date=on(_, day.other))
    if day.kind == days.DAY_OFF_MOVED and day.other:
        return _("moved from {date}", date=on(_, day.other))
    if day.kind == days.WORKING and day.short:
        return _("before a public holiday: {name}", name=name)
    return name


def hours(day: Day) -> str:
    """The opening hours of a day: `10:00-13:00 14:00-18:00`, empty when closed."""
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in day.open)


def counted(_: Translator, row: LedgerDay, what: Limit) -> str:
    """How much of a day counted; empty when nothing did."""
    if not row.counted:
        return ""
    if what.unit in (Unit.WORKING_TIME, Unit.OPENING, Unit.TIME):
        return hours_and_minutes(_, row.counted)
    if what.unit is Unit.DAYS:
        return _.ngettext("{n} day", "{n} days", row.counted)
    return _.ngettext("{n} working day", "{n} working days", row.counted)


def deadline_facts(_: Translator, charter: Charter, deadline: Deadline) -> list[tuple[str, str]]:
    """What a deadline was counted from and by, as pairs of a word and what it is."""
    promise = charter.promise(deadline.standard)
    facts = [(_("clause"), charter.clause(promise.clause).in_language(_.language))]
    if deadline.start:
        facts.append((_("from"), at(_, deadline.start.astimezone(charter.zone))))
    if deadline.event:
        facts.append((_("exam"), on(_, deadline.event)))
    facts.append((_("due"), due_at(_, deadline)))
    said = reading(_, promise, deadline) if isinstance(promise, Standard) else None
    if said:
        facts.append((_("reading"), said))
    for other, meant in charter.other_readings(deadline):
        when = due_at(_, meant) if meant else _("beyond the calendar")
        facts.append((_("alternative reading"), f"{other.says.in_language(_.language)}: {when}"))
    if isinstance(promise, Standard):
        facts += [(_("note"), note.in_language(_.language)) for note in promise.notes]
    if promise.house:
        facts.append((_("house rule"), _("The charter sets no limit here; this is a house rule.")))
    facts.append((_("calendar"), deadline.calendar_version))
    return facts


def ledger_rows(_: Translator, deadline: Deadline) -> list[str]:
    """The ledger as lines: the day, what it was, how much of it counted, why."""
    parts = [
        (
            on(_, row.day.date),
            day_kind(_, row.day),
            counted(_, row, deadline.limit) or "-",
            day_note(_, row.day),
        )
        for row in deadline.ledger
    ]
    widths = [max(len(part[n]) for part in parts) for n in range(3)]
    return [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:<{widths[2]}}  {d}".rstrip() for a, b, c, d in parts]


def reading(_: Translator, standard: Standard, deadline: Deadline) -> str | None:
    """How the charter was read where it leaves room; for a late registration, the house rule."""
    if deadline.house and standard.late:
        return standard.late.says.in_language(_.language)
    return standard.reading.in_language(_.language) if standard.reading else None


def spoken(_: Translator, charter: Charter, deadline: Deadline, now: int | None = None) -> str:
    """The deadline in a sentence or two to read out to a caller, with the reason. now: for one that is past."""
    promise = charter.promise(deadline.standard)
    day, time = day_and_time(deadline.due)
    when = {"day": on_long(_, day), "time": time}
    if now is not None and now > deadline.due_at:
        words = [_("The deadline has passed: it was {day}, {time}.", **when)]
    elif deadline.event is not None and deadline.event <= day:
        words = [_("The exam comes before that day, so we do it at once.")]
    else:
        words = [told(_, charter, deadline.standard, day, time)]
        late = deadline.house and isinstance(promise, Standard) and promise.late
        words.append(late.says.in_language(_.language) if late else _("That is {limit}.", limit=limit(_, deadline.limit)))
    words += _reasons(_, deadline)
    last = max(day, deadline.event or day)
    if last.year > deadline.calendar.decreed_until:
        words.append(_("Provisional: the decree on days off for {year} has not been published yet.", year=last.year))
    for estimate in deadline.estimates[:1]:
        words.append(_("Provisional: {day} is an estimate and may move by a day.", day=_holiday_on(_, estimate)))
    return " ".join(words)


def until_in(_: Translator, deadline: Deadline) -> str:
    """A promised day for a letter, after `by` or `до`, with the year; with the time where it is not a closing that it ends with."""
    day, time = day_and_time(deadline.due)
    return on_until_in(_, day) if deadline.closes is not None else f"{on_until_in(_, day)}, {time}"


def told(_: Translator, charter: Charter, name: str, day: date, time: str) -> str:
    """What a customer is told of a promise: what we do, and by when. day, time: of its due moment."""
    promise = charter.promise(name)
    until = on_until(_, day)
    if isinstance(promise, Standard) and promise.told:
        return promise.told.in_language(_.language).replace("{day}", until).replace("{time}", time)
    return _("{title}: by {day}, {time}.", title=promise.title.in_language(_.language), day=until, time=time)


def _reasons(_: Translator, deadline: Deadline) -> list[str]:
    """What between start and due is not plain: day zero, holidays, moved and short days, our own closures."""
    ledger, unit = deadline.ledger, deadline.limit.unit
    reasons = []
    if unit in (Unit.WORKING_DAYS, Unit.DAYS) and deadline.start:
        reasons.append(_("{day} is day zero.", day=_capital(on_long(_, ledger[0].day.date))))
    if unit is Unit.WORKING_DAYS_BEFORE and deadline.event and not deadline.house:
        reasons.append(_("The exam's day, {day}, is not counted.", day=on_long(_, deadline.event)))
    hour_limit = deadline.limit.counts_open_time
    for row in ledger:
        last = row.day.date.toordinal() == deadline.due_day
        if row.day.kind in (days.HOLIDAY, days.DAY_OFF_MOVED, days.CLOSED, days.WORKING_WEEKEND):
            what = " ".join(filter(None, (_(DAY_KINDS[row.day.kind]), _bracketed(day_note(_, row.day)))))
            reasons.append(_("{day}: {what}.", day=_capital(on_long(_, row.day.date)), what=what))
        elif row.day.short and (last or hour_limit):
            reasons.append(_("{day} is a short day.", day=_capital(on_long(_, row.day.date))))
    most = 4  # more would not be listened to; the ledger has them all
    return reasons if len(reasons) <= most else [*reasons[:most], _("And other days off.")]


def _holiday_on(_: Translator, day: Day) -> str:
    return " ".join(filter(None, (on_long(_, day.date), _bracketed(day_note(_, day)))))


def _bracketed(text: str) -> str:
    return f"({text})" if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def state_of(_: Translator, calendar: Calendar, now: int) -> str:
    """The centre's state: `open until 17:00`, `closed, opens in 0:05`, `closed, opens Thu 5 Nov 10:00`."""
    try:
        change = calendar.next_change(now)
    except OutsideCalendar:
        return _("opening hours unknown")
    then = datetime.fromtimestamp(change, calendar.zone)
    if calendar.is_open(now):
        return _("open until {time}", time=clock_time(then))
    if change - now < 3600:
        minutes = -(-(change - now) // 60)
        return _("closed, opens in {span}", span=f"0:{minutes:02}")
    if calendar.ordinal(change) == calendar.ordinal(now):
        return _("closed, opens at {time}", time=clock_time(then))
    return _("closed, opens {moment}", moment=f"{on_short(_, then.date())} {clock_time(then)}")


def duty_counts(_: Translator, kept: int, late: int, missed: int) -> str:
    """How often a duty was kept and missed; what was entered late is said where there is any."""
    if late:
        return _("kept {kept}, entered late {late}, missed {missed}", kept=kept, late=late, missed=missed)
    return _("kept {kept}, missed {missed}", kept=kept, missed=missed)
