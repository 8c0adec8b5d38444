"""The words of a limit: what each is counted as, and where a number ends."""

import pytest

from desk.charter.limits import Limit, Unit, parse_limit

YEAR_OF_MINUTES, YEAR_OF_HOURS, TEN_YEARS = 527_040, 8_784, 3_660


@pytest.mark.parametrize(
    "expected",
    [
        Limit("2 working days", Unit.WORKING_DAYS, 2),
        Limit("1 working day", Unit.WORKING_DAYS, 1),
        Limit("30 days", Unit.DAYS, 30),
        Limit("30 days, not rolling", Unit.DAYS, 30, rolls=False),
        Limit("3 working hours", Unit.WORKING_TIME, 10_800),
        Limit("45 working minutes", Unit.WORKING_TIME, 2_700),
        Limit("48 hours", Unit.TIME, 172_800),
        Limit("90 minutes", Unit.TIME, 5_400),
        Limit("5 working days before exam", Unit.WORKING_DAYS_BEFORE, 5, event="exam"),
        Limit("before every exam day", Unit.WORKING_DAYS_BEFORE, 1, event="exam", recurring=True),
        Limit("every 2 working hours", Unit.WORKING_TIME, 7_200, recurring=True),
        Limit("every 7 days", Unit.DAYS, 7, recurring=True),
        Limit("every 3 working days", Unit.WORKING_DAYS, 3, recurring=True),
        Limit("every 12 hours", Unit.TIME, 43_200, recurring=True),
        Limit("every week", Unit.WEEK, 1, recurring=True),
        Limit("every month", Unit.MONTH, 1, recurring=True),
        Limit("every quarter", Unit.QUARTER, 1, recurring=True),
        Limit("every opening, within 15 working minutes", Unit.OPENING, 900, recurring=True),
        Limit("every opening, within 1 working hour", Unit.OPENING, 3_600, recurring=True),
    ],
    ids=lambda limit: limit.text,
)
def test_each_kind_of_limit_is_read(expected: Limit) -> None:
    """Design, section 3: the table of limits."""
    assert parse_limit(expected.text) == expected


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("{} minutes", YEAR_OF_MINUTES),
        ("{} working minutes", YEAR_OF_MINUTES),
        ("{} hours", YEAR_OF_HOURS),
        ("{} working hours", YEAR_OF_HOURS),
        ("{} days", TEN_YEARS),
        ("{} working days", TEN_YEARS),
        ("{} working days before exam", TEN_YEARS),
        ("every opening, within {} working hours", YEAR_OF_HOURS),
    ],
)
def test_a_number_goes_from_one_to_a_year_of_hours_or_ten_years_of_days(words: str, most: int) -> None:
    """Beyond that it is a slip of the pen, and no calendar reaches so far."""
    for amount in (1, most):
        assert parse_limit(words.format(amount)).amount in (amount, amount * 60, amount * 3_600)
    for amount in (0, most + 1):
        with pytest.raises(ValueError, match=f"from 1 to {most}$"):
            parse_limit(words.format(amount))


@pytest.mark.parametrize(
    "words",
    [
        "5 days before exam",
        "5 hours before exam",
        "5 working hours before exam",
        "2 working days, not rolling",
        "3 hours, not rolling",
        "3 working hours, not rolling",
        "every week, twice",
        "two days",
        "-1 days",
        "1.5 hours",
        "every year",
        "",
    ],
)
def test_what_is_no_limit_is_refused(words: str) -> None:
    """Before an exam working days are counted and nothing else; only calendar days can stay where they fall."""
    with pytest.raises(ValueError, match="is not a limit"):
        parse_limit(words)


def test_open_time_is_what_stands_still_over_night() -> None:
    """Hour limits and the first minutes of an opening; days and plain hours run on."""
    assert parse_limit("3 working hours").counts_open_time
    assert parse_limit("every opening, within 15 working minutes").counts_open_time
    assert not any(parse_limit(words).counts_open_time for words in ("2 working days", "2 days", "48 hours", "every week"))
