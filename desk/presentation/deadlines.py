"""Deadlines, ledgers, spans and dates in Russian and English: for screens, commands and letters alike.

Every function takes the tongue to speak first. Dates and their weekdays come from Babel, loaded where one is first said.
"""

from datetime import date, datetime, timedelta

from desk.charter import Charter, Deadline
from desk.charter import calendar as days
from desk.charter.calendar import Calendar, Day
from desk.charter.deadlines import LedgerDay
from desk.charter.errors import OutsideCalendar
from desk.charter.limits import Limit, Unit
from desk.charter.standards import Standard
from desk.i18n import Tongue, later

KINDS = {
    "enquiry": later("enquiry"),
    "complaint": later("complaint"),
    "certificate": later("certificate"),
    "registration": later("registration"),
}
CHANNELS = {
    "phone": later("phone"),
    "voicemail": later("voicemail"),
    "email": later("email"),
    "letter": later("letter"),
    "in-person": later("in person"),
}
CLOCK_STATES = {
    "running": later("running"),
    "kept": later("kept"),
    "missed": later("missed"),
    "void": later("void"),
}
DAY_KINDS = {
    days.WORKING: later("working day"),
    days.WORKING_WEEKEND: later("worked day off"),
    days.WEEKEND: later("weekend"),
    days.HOLIDAY: later("public holiday"),
    days.DAY_OFF_MOVED: later("day off, moved"),
    days.CLOSED: later("closed by us"),
}

# As they stand after `by`; Russian has them in the genitive.
REASONS = {
    "withdrawn": later("withdrawn"),
    "duplicate": later("duplicate"),
    "unreachable": later("cannot be reached"),
    "not-ours": later("not ours"),
    "mistake": later("mistake"),
    "converted": later("another kind now"),
    "undone": later("undone"),
    "closed": later("closed"),
    "merged": later("merged"),
    "recounted": later("no longer promised"),
    "exam-moved": later("exam moved"),
    "corrected": later("time corrected"),
}
_UNTIL = (
    later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"), later("Friday"), later("Saturday"), later("Sunday"),
)  # fmt: skip
_LONG_PATTERN = {"ru": "EEEE, d MMMM", "en": "EEEE d MMMM"}


def on(say: Tongue, day: date) -> str:
    """A date with its weekday: `вт 3 нояб. 2026`, `Tue 3 Nov 2026`."""
    from babel.dates import format_date

    return format_date(day, "EEE d MMM y", locale=say.language)


def on_short(say: Tongue, day: date) -> str:
    """A date where the year goes without saying: `вт 3 нояб.`, `Tue 3 Nov`."""
    from babel.dates import format_date

    return format_date(day, "EEE d MMM", locale=say.language)


def on_long(say: Tongue, day: date) -> str:
    """A date to read out, without the year: `пятница, 6 ноября`, `Friday 6 November`."""
    from babel.dates import format_date

    return format_date(day, _LONG_PATTERN[say.language], locale=say.language)


def on_letter(say: Tongue, day: date) -> str:
    """The day of a letter: `3 ноября 2026`, `3 November 2026`."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=say.language)


def month(say: Tongue, day: date) -> str:
    """A month: `ноябрь 2026`, `November 2026`."""
    from babel.dates import format_date

    return format_date(day, "LLLL y", locale=say.language)


def month_short(say: Tongue, day: date) -> str:
    """A month under a bar: `11.26`, `11/26`."""
    return f"{day:%m.%y}" if say.language == "ru" else f"{day:%m/%y}"


def on_until(say: Tongue, day: date) -> str:
    """A date after `by` or `до`, without the year: `пятницы, 6 ноября`, `Friday 6 November`."""
    from babel.dates import format_date

    return say("{weekday} {day}", weekday=say(_UNTIL[day.weekday()]), day=format_date(day, "d MMMM", locale=say.language))


def on_until_in(say: Tongue, day: date) -> str:
    """A date after `by` or `до`, with the year, for a letter: `пятницы, 6 ноября 2026`, `Friday 6 November 2026`."""
    return f"{on_until(say, day)} {day.year}"


def on_by(say: Tongue, day: date, time: str) -> str:
    """A promised day with its time: `пятница, 6 ноября, до 18:00`, `Friday 6 November, by 18:00`."""
    return say("{day}, by {time}", day=on_long(say, day), time=time)


def day_and_time(moment: datetime) -> tuple[date, str]:
    """A due moment's day and time as customers are told them: without seconds, and never later than it is. Midnight is 24:00 of the
    day that it ends."""
    if moment.hour or moment.minute:
        return moment.date(), f"{moment:%H:%M}"
    return moment.date() - timedelta(days=1), "24:00"


def at(say: Tongue, moment: datetime) -> str:
    """A moment with its weekday; seconds only where there are any."""
    return f"{on(say, moment.date())} {clock_time(moment)}"


def lately(say: Tongue, moment: datetime, now: datetime) -> str:
    """A moment that may well be of today, to the minute: `today 13:00`, else with its date."""
    moment = moment.replace(second=0)
    if moment.date() == now.date():
        return say("today {time}", time=clock_time(moment))
    return at(say, moment)


def clock_time(moment: datetime) -> str:
    """`10:14`, or `10:14:05` where the seconds say something."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def due_at(say: Tongue, deadline: Deadline) -> str:
    """The due moment; a closing at midnight is said as 24:00 of the day that it ends."""
    day = date.fromordinal(deadline.due_day)
    due = deadline.due
    if due.date() != day and not (due.hour or due.minute or due.second):
        return f"{on(say, day)} 24:00"
    return at(say, due)


def language(say: Tongue, of: str) -> str:
    """What a language is called: `русский`, `Russian`."""
    from babel import Locale

    return str(Locale(say.language).languages.get(of, of))


def span(say: Tongue, seconds: int) -> str:
    """Time left or overdue, for a column: `0:59:07` within an hour either way, else `5:12` or `2 d 05:12`."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds < 3600:
        return f"{sign}0:{seconds // 60:02}:{seconds % 60:02}"
    minutes = seconds // 60
    if minutes < 24 * 60:
        return f"{sign}{minutes // 60}:{minutes % 60:02}"
    return say("{sign}{days} d {hours}:{minutes}").format(
        sign=sign, days=minutes // 1440, hours=f"{minutes // 60 % 24:02}", minutes=f"{minutes % 60:02}"
    )


def hours_and_minutes(say: Tongue, seconds: int) -> str:
    """An amount of time in words: `3 часа`, `1 hour 40 minutes`."""
    parts = []
    if seconds >= 3600:
        parts.append(say.n("{n} hour", "{n} hours", seconds // 3600))
    if seconds // 60 % 60:
        parts.append(say.n("{n} minute", "{n} minutes", seconds // 60 % 60))
    if seconds % 60 or not parts:
        parts.append(say.n("{n} second", "{n} seconds", seconds % 60))
    return " ".join(parts)


def limit(say: Tongue, what: Limit) -> str:
    """A limit in words: `2 рабочих дня`, `5 working days before the exam`."""
    match what.unit:
        case Unit.WORKING_DAYS:
            words = say.n("{n} working day", "{n} working days", what.amount)
        case Unit.DAYS:
            words = say.n("{n} day", "{n} days", what.amount)
            if not what.rolls:
                words = say("{limit}, not rolling forward", limit=words)
        case Unit.WORKING_DAYS_BEFORE:
            if what.recurring:
                return say("before every exam day")
            return say.n("{n} working day before the exam", "{n} working days before the exam", what.amount)
        case Unit.WORKING_TIME | Unit.OPENING if what.amount % 3600 == 0:
            words = say.n("{n} working hour", "{n} working hours", what.amount // 3600)
        case Unit.WORKING_TIME | Unit.OPENING:
            words = say.n("{n} working minute", "{n} working minutes", what.amount // 60)
        case Unit.WEEK:
            return say("every week")
        case Unit.MONTH:
            return say("every month")
        case Unit.QUARTER:
            return say("every quarter")
        case _:
            words = hours_and_minutes(say, what.amount)
    if what.unit is Unit.OPENING:
        return say("at every opening, within {limit}", limit=words)
    return say("every {limit}", limit=words) if what.recurring else words


def day_kind(say: Tongue, day: Day) -> str:
    """What a day was, in a word or two."""
    if day.short:
        return say("short day")
    if day.open and not day.counts:
        return say("open, not counted")
    return say(DAY_KINDS[day.kind])


def is_unusual(day: Day) -> bool:
    """Whether a day is unlike the plain week: a holiday, a day off that was moved, other hours, or a note of the centre's."""
    return day.kind not in (days.WORKING, days.WEEKEND) or day.short or bool(day.names) or (bool(day.open) and not day.counts)


def day_note(say: Tongue, day: Day) -> str:
    """Why a day was so: the holiday's name, where it was moved from, which holiday shortens it. Empty for a plain day."""
    name = day.names.get(say.language) or day.names.get("en", "")
    if day.estimated and "estimated" not in name:
        name = say("{name} (estimated)", name=name)
    if day.kind == days.WORKING_WEEKEND and day.other:
        return say("in place of {date}", date=on(say, day.other))
    if day.kind == days.DAY_OFF_MOVED and day.other:
        return say("moved from {date}", date=on(say, day.other))
    if day.kind == days.WORKING and day.short:
        return say("before a public holiday: {name}", name=name)
    return name


def hours(day: Day) -> str:
    """The opening hours of a day: `10:00-13:00 14:00-18:00`, empty when closed."""
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in day.open)


def counted(say: Tongue, row: LedgerDay, what: Limit) -> str:
    """How much of a day counted; empty when nothing did."""
    if not row.counted:
        return ""
    if what.unit in (Unit.WORKING_TIME, Unit.OPENING, Unit.TIME):
        return hours_and_minutes(say, row.counted)
    if what.unit is Unit.DAYS:
        return say.n("{n} day", "{n} days", row.counted)
    return say.n("{n} working day", "{n} working days", row.counted)


def deadline_facts(say: Tongue, charter: Charter, deadline: Deadline) -> list[tuple[str, str]]:
    """What a deadline was counted from and by, as pairs of a word and what it is."""
    promise = charter.promise(deadline.standard)
    facts = [(say("clause"), charter.clause(promise.clause).say(say.language))]
    if deadline.start:
        facts.append((say("from"), at(say, deadline.start.astimezone(charter.zone))))
    if deadline.event:
        facts.append((say("exam"), on(say, deadline.event)))
    facts.append((say("due"), due_at(say, deadline)))
    said = reading(say, promise, deadline) if isinstance(promise, Standard) else None
    if said:
        facts.append((say("reading"), said))
    for other, meant in charter.other_readings(deadline):
        when = due_at(say, meant) if meant else say("beyond the calendar")
        facts.append((say("read otherwise"), f"{other.says.say(say.language)}: {when}"))
    if isinstance(promise, Standard):
        facts += [(say("note"), note.say(say.language)) for note in promise.notes]
    if promise.house:
        facts.append((say("house rule"), say("The charter gives no limit here; this one is ours.")))
    facts.append((say("calendar"), deadline.calendar_version))
    return facts


def ledger_rows(say: Tongue, deadline: Deadline) -> list[str]:
    """The ledger as lines: the day, what it was, how much of it counted, why."""
    parts = [
        (
            on(say, row.day.date),
            day_kind(say, row.day),
            counted(say, row, deadline.limit) or "-",
            day_note(say, row.day),
        )
        for row in deadline.ledger
    ]
    widths = [max(len(part[n]) for part in parts) for n in range(3)]
    return [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:<{widths[2]}}  {d}".rstrip() for a, b, c, d in parts]


def reading(say: Tongue, standard: Standard, deadline: Deadline) -> str | None:
    """How the charter was read where it leaves room; for a late registration, the house rule."""
    if deadline.house and standard.late:
        return standard.late.says.say(say.language)
    return standard.reading.say(say.language) if standard.reading else None


def spoken(say: Tongue, charter: Charter, deadline: Deadline, now: int | None = None) -> str:
    """The deadline in a sentence or two to read out to a caller, with the reason. now: for one that is past."""
    promise = charter.promise(deadline.standard)
    day, time = day_and_time(deadline.due)
    when = {"day": on_long(say, day), "time": time}
    if now is not None and now > deadline.due_at:
        words = [say("The time is over: it was {day}, {time}.", **when)]
    elif deadline.event is not None and deadline.event <= day:
        words = [say("The exam comes before that day, so we do it at once.")]
    else:
        words = [told(say, charter, deadline.standard, day, time)]
        late = deadline.house and isinstance(promise, Standard) and promise.late
        words.append(late.says.say(say.language) if late else say("That is {limit}.", limit=limit(say, deadline.limit)))
    words += _reasons(say, deadline)
    last = max(day, deadline.event or day)
    if last.year > deadline.calendar.decreed_until:
        words.append(say("Provisional: the decree on days off for {year} is not out yet.", year=last.year))
    for one in deadline.estimates[:1]:
        words.append(say("Provisional: {day} is an estimate and may move by a day.", day=_holiday_on(say, one)))
    return " ".join(words)


def until_in(say: Tongue, deadline: Deadline) -> str:
    """A promised day for a letter, after `by` or `до`, with the year; with the time where it is not a closing that it ends with."""
    day, time = day_and_time(deadline.due)
    return on_until_in(say, day) if deadline.closes is not None else f"{on_until_in(say, day)}, {time}"


def told(say: Tongue, charter: Charter, name: str, day: date, time: str) -> str:
    """What a customer is told of a promise: what we do, and by when. day, time: of its due moment."""
    promise = charter.promise(name)
    until = on_until(say, day)
    if isinstance(promise, Standard) and promise.told:
        return promise.told.say(say.language).replace("{day}", until).replace("{time}", time)
    return say("{title}: by {day}, {time}.", title=promise.title.say(say.language), day=until, time=time)


def _reasons(say: Tongue, deadline: Deadline) -> list[str]:
    """What between start and due is not plain: day zero, holidays, moved and short days, our own closures."""
    ledger, unit = deadline.ledger, deadline.limit.unit
    reasons = []
    if unit in (Unit.WORKING_DAYS, Unit.DAYS) and deadline.start:
        reasons.append(say("{day} is day zero.", day=_capital(on_long(say, ledger[0].day.date))))
    if unit is Unit.WORKING_DAYS_BEFORE and deadline.event and not deadline.house:
        reasons.append(say("The exam's day, {day}, is not counted.", day=on_long(say, deadline.event)))
    hour_limit = deadline.limit.counts_open_time
    for row in ledger:
        last = row.day.date.toordinal() == deadline.due_day
        if row.day.kind in (days.HOLIDAY, days.DAY_OFF_MOVED, days.CLOSED, days.WORKING_WEEKEND):
            what = " ".join(filter(None, (say(DAY_KINDS[row.day.kind]), _bracketed(day_note(say, row.day)))))
            reasons.append(say("{day}: {what}.", day=_capital(on_long(say, row.day.date)), what=what))
        elif row.day.short and (last or hour_limit):
            reasons.append(say("{day} is a short day.", day=_capital(on_long(say, row.day.date))))
    most = 4  # more would not be listened to; the ledger has them all
    return reasons if len(reasons) <= most else [*reasons[:most], say("And further days off.")]


def _holiday_on(say: Tongue, day: Day) -> str:
    return " ".join(filter(None, (on_long(say, day.date), _bracketed(day_note(say, day)))))


def _bracketed(text: str) -> str:
    return f"({text})" if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def state_of(say: Tongue, calendar: Calendar, now: int) -> str:
    """The centre's state: `open until 17:00`, `closed, opens in 0:05`, `closed, opens Thu 5 Nov 10:00`."""
    try:
        change = calendar.next_change(now)
    except OutsideCalendar:
        return say("no hours known")
    then = datetime.fromtimestamp(change, calendar.zone)
    if calendar.is_open(now):
        return say("open until {time}", time=clock_time(then))
    if change - now < 3600:
        minutes = -(-(change - now) // 60)
        return say("closed, opens in {span}", span=f"0:{minutes:02}")
    if calendar.ordinal(change) == calendar.ordinal(now):
        return say("closed, opens at {time}", time=clock_time(then))
    return say("closed, opens {moment}", moment=f"{on_short(say, then.date())} {clock_time(then)}")


def duty_counts(say: Tongue, kept: int, late: int, missed: int) -> str:
    """How often a duty was kept and missed; what was entered late is said where there is any."""
    if late:
        return say("kept {kept}, entered late {late}, missed {missed}", kept=kept, late=late, missed=missed)
    return say("kept {kept}, missed {missed}", kept=kept, missed=missed)
