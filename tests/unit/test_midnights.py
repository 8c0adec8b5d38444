"""The first second of every day, found eight days at a time: the same as asking the zone for each."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.charter.calendar import Calendar, Day

ZONES = ("Europe/Moscow", "Europe/Berlin", "America/Havana", "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia", "Antarctica/Troll")


@pytest.mark.parametrize("key", ZONES)
def test_every_midnight_is_the_zone_s_own(key: str) -> None:
    """Summer time of every kind: changes at midnight, a month apart, of two hours, a day that is left out."""
    zone = ZoneInfo(key)
    first = datetime(2005, 1, 1, tzinfo=zone)
    dates = [(first + timedelta(days)).date() for days in range(365 * 30)]
    calendar = Calendar([Day(date, "weekend", (), False, True, None, {}) for date in dates], zone, 2035)
    for date in dates:
        assert calendar.midnight(date.toordinal()) == int(datetime(date.year, date.month, date.day, tzinfo=zone).timestamp()), date
