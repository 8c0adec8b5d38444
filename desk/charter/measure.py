"""How long something took, in the unit of its limit."""

from desk.charter.calendar import Calendar
from desk.charter.limits import Limit, Unit


def taken(limit: Limit, calendar: Calendar, start: int, due: int, stopped: int) -> int:
    """The time between the start and the stop of a clock in the unit of its limit: open seconds, plain seconds, working days or
    calendar days, the start's day being day zero. For a limit that counts back from an exam: the number of working days before it.

    start, due, stopped: UTC epoch seconds. Raises OutsideCalendar.
    """
    match limit.unit:
        case Unit.WORKING_TIME | Unit.OPENING:
            return calendar.open_between(start, stopped)
        case Unit.TIME:
            return stopped - start
        case Unit.WORKING_DAYS:
            return calendar.working_days(calendar.ordinal(start), calendar.ordinal(stopped))
        case Unit.WORKING_DAYS_BEFORE:
            return limit.amount + calendar.working_days(calendar.ordinal(stopped), calendar.ordinal(due))
        case Unit.DAYS | Unit.WEEK | Unit.MONTH | Unit.QUARTER:
            return calendar.ordinal(stopped) - calendar.ordinal(start)


def in_days(limit: Limit) -> bool:
    """Whether the result of `taken` is in days and not in seconds."""
    return limit.unit not in (Unit.WORKING_TIME, Unit.OPENING, Unit.TIME)
