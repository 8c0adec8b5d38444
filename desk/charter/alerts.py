"""The moments of alerts before a deadline. All are in working time: there are no alerts at night."""

from typing import NamedTuple

from desk.charter.charter import Charter
from desk.charter.limits import Unit

HOUR_LEFT, LAST_DAY, BEFORE_CLOSING = "hour-left", "last-day", "before-closing"

HOUR = 3600
LAST_HOURS = 2 * HOUR


class Alert(NamedTuple):
    """at: epoch seconds, in working time; what: HOUR_LEFT, LAST_DAY or BEFORE_CLOSING."""

    at: int
    what: str


def signals(charter: Charter, standard: str, start: int, due: int) -> tuple[Alert, ...]:
    """The alerts of a clock, in order (house rules): for a promise in hours when an hour of open time is left; for a promise in
    days at the opening of its last day, and two open hours before it is due. None is before the start.

    Raises UnknownStandard, OutsideCalendar.
    """
    calendar = charter.calendar
    if charter.limit(standard).unit in (Unit.WORKING_TIME, Unit.TIME):
        found = [Alert(calendar.left_open(due, HOUR), HOUR_LEFT)]
    else:
        opening = calendar.next_opening(calendar.midnight(calendar.ordinal(due - 1)) - 1)
        found = [Alert(opening, LAST_DAY), Alert(calendar.left_open(due, LAST_HOURS), BEFORE_CLOSING)]
    return tuple(
        alert for place, alert in enumerate(found) if start < alert.at < due and alert.at not in [o.at for o in found[:place]]
    )
