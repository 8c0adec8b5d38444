"""Deadlines and their ledgers in Russian and English, for screens, commands and letters."""

from datetime import date, datetime

from desk.charter import Charter, Deadline
from desk.charter import calendar as days
from desk.charter.calendar import Calendar, Day
from desk.charter.deadlines import LedgerDay
from desk.charter.errors import OutsideCalendar
from desk.charter.limits import Limit, Unit
from desk.charter.standards import Standard
from desk.i18n import Translator
from desk.presentation import formats, terms


def due_at(_: Translator, deadline: Deadline) -> str:
    """The due time; closing at midnight is shown as 24:00 of the day that ends."""
    day = date.fromordinal(deadline.due_day)
    due = deadline.due
    if due.date() != day and not (due.hour or due.minute or due.second):
        return f"{formats.on(_, day)} 24:00"
    return formats.at(_, due)


def day_kind(_: Translator, day: Day) -> str:
    """The kind of a day, in one or two words."""
    if day.short:
        return _("short day")
    if day.open and not day.counts:
        return _("open, not counted")
    return _(terms.DAY_KINDS[day.kind])


def is_unusual(day: Day) -> bool:
    """Whether a day differs from a normal week: a holiday, a moved day off, other hours, or a note of the centre."""
    return day.kind not in (days.WORKING, days.WEEKEND) or day.short or bool(day.names) or (bool(day.open) and not day.counts)


def day_note(_: Translator, day: Day) -> str:
    """The reason for an unusual day: the holiday's name, the day it was moved from, the holiday that shortens it. Empty for a
    normal day."""
    name = day.names.get(_.language) or day.names.get("en", "")
    if day.estimated and "estimated" not in name:
        name = _("{name} (estimated)", name=name)
    if day.kind == days.WORKING_WEEKEND and day.other:
        return _("in place of {date}", date=formats.on(_, day.other))
    if day.kind == days.DAY_OFF_MOVED and day.other:
        return _("moved from {date}", date=formats.on(_, day.other))
    if day.kind == days.WORKING and day.short:
        return _("before a public holiday: {name}", name=name)
    return name


def hours(day: Day) -> str:
    """The opening hours of a day: `10:00-13:00 14:00-18:00`; empty when closed."""
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in day.open)


def counted(_: Translator, row: LedgerDay, what: Limit) -> str:
    """How much of a day counted; empty if nothing did."""
    if not row.counted:
        return ""
    if what.unit in (Unit.WORKING_TIME, Unit.OPENING, Unit.TIME):
        return formats.hours_and_minutes(_, row.counted)
    if what.unit is Unit.DAYS:
        return _.ngettext("{n} day", "{n} days", row.counted)
    return _.ngettext("{n} working day", "{n} working days", row.counted)


def deadline_facts(_: Translator, charter: Charter, deadline: Deadline) -> list[tuple[str, str]]:
    """The start of a deadline and the rules it was computed by, as pairs of a label and a value."""
    promise = charter.promise(deadline.standard)
    facts = [(_("clause"), charter.clause(promise.clause).in_language(_.language))]
    if deadline.start:
        facts.append((_("from"), formats.at(_, deadline.start.astimezone(charter.zone))))
    if deadline.event:
        facts.append((_("exam"), formats.on(_, deadline.event)))
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
    return facts


def ledger_rows(_: Translator, deadline: Deadline) -> list[str]:
    """The ledger as lines: the day, its kind, how much of it counted, and why."""
    parts = [
        (
            formats.on(_, row.day.date),
            day_kind(_, row.day),
            counted(_, row, deadline.limit) or "-",
            day_note(_, row.day),
        )
        for row in deadline.ledger
    ]
    widths = [max(len(part[n]) for part in parts) for n in range(3)]
    return [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:<{widths[2]}}  {d}".rstrip() for a, b, c, d in parts]


def reading(_: Translator, standard: Standard, deadline: Deadline) -> str | None:
    """How an ambiguous rule of the charter was interpreted; for a late registration, the house rule."""
    if deadline.house and standard.late:
        return standard.late.says.in_language(_.language)
    return standard.reading.in_language(_.language) if standard.reading else None


def spoken(_: Translator, charter: Charter, deadline: Deadline, now: int | None = None) -> str:
    """The deadline with its reason, in one or two sentences to read out to a caller. now: for a deadline that has passed."""
    promise = charter.promise(deadline.standard)
    day, time = formats.day_and_time(deadline.due)
    when = {"day": formats.on_long(_, day), "time": time}
    if now is not None and now > deadline.due_at:
        words = [_("The deadline has passed: it was {day}, {time}.", **when)]
    elif deadline.event is not None and deadline.event <= day:
        words = [_("The exam comes before that day, so we do it at once.")]
    else:
        words = [promise_words(_, charter, deadline.standard, day, time)]
        late = deadline.house and isinstance(promise, Standard) and promise.late
        words.append(late.says.in_language(_.language) if late else _("That is {limit}.", limit=formats.limit(_, deadline.limit)))
    words += _reasons(_, deadline)
    last = max(day, deadline.event or day)
    if last.year > deadline.calendar.decreed_until:
        words.append(_("Provisional: the decree on days off for {year} has not been published yet.", year=last.year))
    for estimate in deadline.estimates[:1]:
        words.append(_("Provisional: {day} is an estimate and may move by a day.", day=_holiday_on(_, estimate)))
    return " ".join(words)


def until_in(_: Translator, deadline: Deadline) -> str:
    """A promised day for a letter, after `by` or `до`, with the year, and with the time unless it is closing time."""
    day, time = formats.day_and_time(deadline.due)
    return formats.on_until_in(_, day) if deadline.closes is not None else f"{formats.on_until_in(_, day)}, {time}"


def promise_words(_: Translator, charter: Charter, name: str, day: date, time: str) -> str:
    """The text that tells a customer about a promise: what will be done, and by when. day, time: of the due time."""
    promise = charter.promise(name)
    until = formats.on_until(_, day)
    if isinstance(promise, Standard) and promise.told:
        return promise.told.in_language(_.language).replace("{day}", until).replace("{time}", time)
    return _("{title}: by {day}, {time}.", title=promise.title.in_language(_.language), day=until, time=time)


def _reasons(_: Translator, deadline: Deadline) -> list[str]:
    """The unusual days between start and due time: day zero, holidays, moved and short days, our own closures."""
    ledger, unit = deadline.ledger, deadline.limit.unit
    reasons = []
    if unit in (Unit.WORKING_DAYS, Unit.DAYS) and deadline.start:
        reasons.append(
            _("{day} is not counted: counting starts the next day.", day=_capital(formats.on_long(_, ledger[0].day.date)))
        )
    if unit is Unit.WORKING_DAYS_BEFORE and deadline.event and not deadline.house:
        reasons.append(_("The exam's day, {day}, is not counted.", day=formats.on_long(_, deadline.event)))
    hour_limit = deadline.limit.counts_open_time
    for row in ledger:
        last = row.day.date.toordinal() == deadline.due_day
        if unit is Unit.DAYS and counted(_, row, deadline.limit):
            continue  # a day off that counts like any other delays nothing
        if row.day.kind in (days.HOLIDAY, days.DAY_OFF_MOVED, days.CLOSED, days.WORKING_WEEKEND):
            what = " ".join(filter(None, (_(terms.DAY_KINDS[row.day.kind]), _bracketed(day_note(_, row.day)))))
            reasons.append(_("{day}: {what}.", day=_capital(formats.on_long(_, row.day.date)), what=what))
        elif row.day.short and (last or hour_limit):
            reasons.append(_("{day} is a short day.", day=_capital(formats.on_long(_, row.day.date))))
    most = 4  # nobody would listen to more; the ledger has them all
    return reasons if len(reasons) <= most else [*reasons[:most], _("And other days off.")]


def _holiday_on(_: Translator, day: Day) -> str:
    return " ".join(filter(None, (formats.on_long(_, day.date), _bracketed(day_note(_, day)))))


def _bracketed(text: str) -> str:
    return f"({text})" if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def state_of(_: Translator, calendar: Calendar, now: int) -> str:
    """The centre's status: `open until 17:00`, `closed, opens in 0:05`, `closed, opens Thu 5 Nov 10:00`."""
    try:
        change = calendar.next_change(now)
    except OutsideCalendar:
        return _("opening hours unknown")
    then = datetime.fromtimestamp(change, calendar.zone)
    if calendar.is_open(now):
        return _("open until {time}", time=formats.clock_time(then))
    if change - now < 3600:
        minutes = -(-(change - now) // 60)
        return _("closed, opens in {span}", span=f"0:{minutes:02}")
    if calendar.ordinal(change) == calendar.ordinal(now):
        return _("closed, opens at {time}", time=formats.clock_time(then))
    return _("closed, opens {moment}", moment=f"{formats.on_short(_, then.date())} {formats.clock_time(then)}")
