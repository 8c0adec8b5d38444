"""The calendar on the screen, and changes without surprise: a day is closed, a charter is changed, each after a preview."""

from datetime import date
from pathlib import Path

import pytest

from desk.charter import calendar as days
from desk.charter.kinds import DEFAULT
from desk.store.database import Store
from desk.store.errors.input import DayReasonMissing, HoursInvalid
from desk.store.errors.tickets import CharterInForceAlready
from tests.pilot.conftest import SMALL, WIDE, Desk, OpenDesk, seconds, ticket


def two_promises(store: Store) -> None:
    """One due on Friday the 6th, one before."""
    ticket(store, "enquiry", "phone")
    ticket(store, "enquiry", "email", "2026-10-31 23:40")


def moved(desk: Desk) -> str:
    """The call's deadline, from Friday to Monday."""
    words = desk.words
    return f"{words.standard('phone-answer')}: {words.moment('2026-11-06 18:00')} → {words.moment('2026-11-09 18:00')}"


async def test_the_year_stands_at_a_glance(open_a_desk: OpenDesk) -> None:
    """Short, moved and closed days each with a sign; the day under the cursor whole, with its why."""
    async with open_a_desk() as desk:
        await desk.run("calendar")
        assert desk.said("#year") == "2026: 247 working days"
        november = desk.said("#months").splitlines()[11]
        assert (november[6 + 2 * 2], november[6 + 2 * 3], november[6 + 2 * 4]) == ("s", "h", "·")

        assert desk.said("#day") == "Tue 3 Nov 2026  short day  10:00-17:00  before a public holiday: Unity Day"
        await desk.press("right")
        assert desk.said("#day").startswith(desk.words.day("2026-11-04"))
        await desk.press("pagedown", "pagedown")
        assert "Provisional" in desk.said("#year")
        await desk.press("escape")
        assert desk.kind == "Board"


async def test_the_cursor_stays_within_the_calendar(open_a_desk: OpenDesk) -> None:
    """2015-2035, and the last day of a shorter month."""
    async with open_a_desk() as desk:
        await desk.run("calendar")
        await desk.press(*["pagedown"] * 12)
        assert desk.said("#year").startswith("2035")
        await desk.press(*["pageup"] * 30)
        assert desk.said("#year").startswith("2015")
        await desk.press("left", "left", "left", "up", "up", "up")
        assert "Jul" in desk.said("#day")
        await desk.press("down", "down", "right")
        assert desk.kind == "Year"


async def test_friday_is_closed_for_stocktaking(open_a_desk: OpenDesk) -> None:
    """Row 33: shown first, applied with old and new on each; and open again after all."""
    async with open_a_desk(two_promises) as desk:
        await desk.run("calendar")
        await desk.press("right", "right", "right", "enter")
        await desk.fill(note="инвентаризация")
        await desk.press("enter")
        assert desk.said("#aside").splitlines() == [
            "1 deadline of 2 would move, 0 of them would be missed",
            f"#1  {moved(desk)}",
        ]
        assert desk.count() == 2
        await desk.press("enter")
        assert desk.kind == "Year"
        assert "инвентаризация" in desk.said("#day")
        assert desk.app.charter is not None
        assert desk.app.charter.calendar.day(date(2026, 11, 6)).kind == days.CLOSED
        await desk.press("escape")
        assert desk.rows("SELECT due FROM clock WHERE ticket_id = 1") == [(seconds("2026-11-09 18:00"),)]
        await desk.press("end", "enter")
        assert moved(desk) in desk.said("#story")
        await desk.press("escape")
        await desk.run("calendar")
        await desk.press("right", "right", "right", "enter", "right", "right", "enter", "enter")
        assert desk.app.charter.calendar.day(date(2026, 11, 6)).kind == days.WORKING
        assert desk.rows("SELECT due FROM clock WHERE ticket_id = 1") == [(seconds("2026-11-06 18:00"),)]


async def test_the_letters_of_the_year_are_those_of_its_legend(open_a_desk: OpenDesk) -> None:
    """In Russian too, where they are Russian ones."""
    async with open_a_desk(language="ru") as desk:
        await desk.run("calendar")
        november = desk.said("#months").splitlines()[11]
        assert (november[6 + 2 * 2], november[6 + 2 * 3]) == ("к", "п")
        assert {sign.split()[0] for sign in desk.said("#signs").splitlines()[0].split("  ")} == set("·кпврзо")


async def test_only_an_opened_day_asks_for_hours(open_a_desk: OpenDesk) -> None:
    """A closed one for the reason alone, a usual one for nothing."""
    async with open_a_desk() as desk:
        await desk.run("calendar")
        await desk.press("enter")
        for fields in (["what", "note"], ["what", "note", "hours", "counts"], ["what"]):
            assert [box.children[1].id for box in desk.screen.query(".field") if box.display] == fields
            await desk.press("right")


@pytest.mark.parametrize("hours", ["", "10-14", "14:00-10:00", "10:00-25:00"])
async def test_hours_that_are_none_are_refused(open_a_desk: OpenDesk, hours: str) -> None:
    """In one line, the form as it was."""
    async with open_a_desk(two_promises) as desk:
        await desk.run("calendar")
        await desk.press("enter", "right")
        await desk.fill(hours=hours)
        await desk.press("enter")
        desk.refused(HoursInvalid)
        assert desk.rows("SELECT count(*) FROM in_force") == [(1,)]


async def test_an_exam_saturday_counts_or_does_not(open_a_desk: OpenDesk) -> None:
    """Open on Saturday the 7th: counted, the call moves nowhere; the promise of Friday stays, that is what the preview says."""
    async with open_a_desk(two_promises) as desk:
        await desk.run("calendar")
        await desk.press(*["right"] * 4, "enter", "right")
        await desk.fill(hours="10:00-14:00", note="экзамен")
        await desk.press("enter", "enter")
        assert desk.said("#day").startswith(desk.words.day("2026-11-07"))
        assert desk.said("#day").endswith("  10:00-14:00  экзамен")


async def change_charter(desk: Desk) -> None:
    """Opens its form from the palette."""
    await desk.press("ctrl+p")
    await desk.type(desk.words.title("change-charter"))
    await desk.press("enter")


async def test_a_changed_charter_is_previewed_and_put_in_force(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """The same on a screen as `desk charter preview` and `apply`; what is in force already is said."""
    path = tmp_path / "changed.toml"
    words = 'id = "phone-answer"\nclause = "calls.2"\nlimit = "2 working days"'
    assert words in DEFAULT.read_text(encoding="utf-8")
    path.write_text(DEFAULT.read_text(encoding="utf-8").replace(words, words.replace("2 working", "3 working")), encoding="utf-8")
    async with open_a_desk(two_promises) as desk:
        await change_charter(desk)
        await desk.press("enter")
        desk.refused(CharterInForceAlready)
        await desk.fill(file=str(path))
        await desk.press("enter")
        assert f"#1  {moved(desk)}" in desk.said("#aside")
        await desk.press("enter")
        assert desk.kind == "Board"
        assert desk.rows("SELECT due FROM clock WHERE ticket_id = 1") == [(seconds("2026-11-09 18:00"),)]
        await change_charter(desk)
        await desk.fill(file=str(tmp_path / "nowhere.toml"))
        await desk.press("enter")
        assert "nowhere.toml" in desk.said("#wrong")


async def test_next_years_decree_is_asked_for_from_october(open_a_desk: OpenDesk) -> None:
    """The one for 2028 is not known to the desk."""
    async with open_a_desk() as desk:
        await desk.at("2027-09-30 12:00")
        assert "decree" not in desk.said("#top")
        await desk.at("2027-10-01 12:00")
        assert "no decree for 2028 yet" in desk.said("#top")


@pytest.mark.parametrize(("size", "on_top"), [(SMALL, False), (WIDE, True)])
async def test_who_sits_down_hears_that_the_calendar_ends(open_a_desk: OpenDesk, size: tuple[int, int], on_top: bool) -> None:
    """From sixty days before a promise cannot be counted, with the remedy; the first line keeps the time where there is no room."""
    async with open_a_desk(at="2035-08-20 11:00", size=size) as desk:
        said = desk.said("#top")
        assert not desk.toasts
    async with open_a_desk(at="2035-11-20 11:00", size=size) as desk:
        now = desk.said("#top").replace("! calendar ends 31.12.2035  ", "")
        assert now.removesuffix("  logins off") == said.replace("Mon 20 Aug", "Tue 20 Nov").removesuffix("  logins off")
        assert ("calendar ends" in desk.said("#top")) is on_top
        (note,) = desk.toasts
        assert "calendar.last_year" in note


@pytest.mark.parametrize("moment", ["2035-12-30 11:00", "2036-01-15 11:00"])
async def test_a_call_is_written_down_after_the_calendars_end(open_a_desk: OpenDesk, moment: str) -> None:
    """With the keys of any other day; the ticket says what is not counted."""
    async with open_a_desk(at=moment) as desk:
        await desk.press("c")
        await desk.type("Smith 5550102")
        await desk.press("tab")
        await desk.type("FCE")
        await desk.press("ctrl+s")
        assert desk.kind == "Board"
        await desk.press("enter")
        assert desk.words.standard("phone-answer") in desk.said("#clocks")
        await desk.press("x")
        assert "2015-2035" in desk.said("#ledger")


@pytest.mark.parametrize("back", [0, 1])
async def test_a_day_that_has_begun_is_not_changed_without_a_reason(open_a_desk: OpenDesk, back: int) -> None:
    """People were told deadlines that count on it."""
    async with open_a_desk(two_promises) as desk:
        await desk.run("calendar")
        await desk.press(*["left"] * back, "enter", "enter")
        desk.refused(DayReasonMissing)
        await desk.fill(note="авария")
        await desk.press("enter", "enter")
        assert desk.kind == "Year"
        assert desk.rows("SELECT count(*) FROM in_force") == [(2,)]
