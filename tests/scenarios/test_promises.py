"""The charter itself: why a date is that date, other days, other rules, the centre's duties."""

from pathlib import Path

from desk.charter.charter import DEFAULT
from desk.store.database import Store
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception

LIMIT = 'id = "phone-answer"\nclause = "calls.2"\nlimit = "2 working days"'


def two_promises(store: Store) -> None:
    """One due on Friday the 6th, one today."""
    ticket(store)
    ticket(store, channel="email", received="2026-10-31 23:40", name="Анна", subject="Results")


def changed_charter(folder: Path) -> str:
    """Three working days for a question instead of two."""
    words = DEFAULT.read_text(encoding="utf-8")
    assert LIMIT in words
    path = folder / "changed.toml"
    path.write_text(words.replace(LIMIT, LIMIT.replace("2 working", "3 working")), encoding="utf-8")
    return str(path)


async def test_a_date_is_explained_day_by_day(reception: OpenReception) -> None:
    async with reception(two_promises, language="ru") as desk:
        await desk.select(1)
        await desk.press("x")
        desk.sees(
            "Ответим до пятницы, 6 ноября, 18:00.", "Срок — 2 рабочих дня.", "ср 4 нояб. 2026 праздник", "День народного единства"
        )
        await desk.press("x")
        assert desk.is_on_the_board


async def test_a_complaints_date_names_the_other_readings(reception: OpenReception) -> None:
    async with reception(lambda store: ticket(store, "complaint", "email", "2026-11-01 20:00")) as desk:
        await desk.select("complaints")
        await desk.press("x")
        desk.sees("Tuesday 3 November, 17:00", "alternative reading: 48 hours on end: Tue 3 Nov 2026 20:00")


async def test_friday_will_be_closed_and_what_that_moves_is_seen_first(reception: OpenReception) -> None:
    async with reception(two_promises, at="2026-11-03 16:45") as desk:
        await desk.press("f12", "right", "right", "right", "enter")
        await desk.type("инвентаризация", into="Reason")
        await desk.press("enter")
        desk.sees("1 deadline of 2 would move, 0 of them would be missed", "Fri 6 Nov 2026 18:00 → Mon 9 Nov 2026 18:00")
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        await desk.press("enter")
        desk.sees("Fri 6 Nov 2026 closed by the centre инвентаризация")
        await desk.press("escape")
        await desk.select(1)
        await desk.press("x")
        desk.sees("by Monday 9 November", "Friday 6 November: closed by the centre (инвентаризация).")
        assert desk.events(1) == ["received", "recounted"]


async def test_an_exam_saturday_is_open_and_moves_no_promise(reception: OpenReception) -> None:
    async with reception(two_promises) as desk:
        before = desk.clocks(1)
        await desk.press("f12", *["right"] * 4, "enter")
        desk.sees("Sat 7 Nov 2026")
        await desk.choose("open that day", of="Day")
        await desk.type("экзамен", into="Reason")
        await desk.type("10:00-14:00", into="Hours")
        await desk.choose("no, open but not counted", of="Counted")
        await desk.press("enter")
        desk.sees("0 deadlines of 2 would move")
        await desk.press("enter")
        desk.sees("Sat 7 Nov 2026 open, not counted 10:00-14:00 экзамен")
        assert desk.clocks(1) == before
        await desk.press("escape")
        await desk.at("2026-11-07 12:00")
        desk.sees("open until 14:00")


async def test_hours_that_are_none_are_refused_before_anything_moves(reception: OpenReception) -> None:
    async with reception(two_promises) as desk:
        await desk.press("f12", "enter")
        await desk.choose("open that day", of="Day")
        await desk.type("10-14", into="Hours")
        await desk.press("enter")
        desk.sees("not opening hours; write 10:00-14:00")
        assert desk.count("in_force") == 1


async def test_a_changed_charter_is_previewed_and_put_in_force(reception: OpenReception, tmp_path: Path) -> None:
    async with reception(two_promises) as desk:
        await desk.press("f11", "enter")
        desk.sees("Nothing to change")
        await desk.type(changed_charter(tmp_path))
        await desk.press("enter")
        desk.sees("Answer the question: Fri 6 Nov 2026 18:00 → Mon 9 Nov 2026 18:00")
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        await desk.press("enter")
        desk.sees("Applied: 1 deadline of 2 moved, 0 of them are now missed")
        assert desk.clocks(1) == {"phone-answer": ("running", "09.11 18:00:00")}


async def test_a_duty_is_ticked_with_what_was_checked(reception: OpenReception) -> None:
    async with reception() as desk:
        desk.sees("Duties today (F7): Check the mailbox: 12:14")
        await desk.at("11:00")
        await desk.press("f7")
        desk.sees("Check the mailbox (every 2 working hours); due Tue 3 Nov 2026 12:14")
        await desk.type("три письма", into="What was checked")
        await desk.press("enter")
        desk.sees("Duties today (F7): Check the mailbox: 13:00")
        assert desk.rows("SELECT duty, note FROM evidence ORDER BY id DESC LIMIT 1") == [("mailbox-checked", "три письма")]


async def test_a_duty_that_was_forgotten_is_said_with_a_sign(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.at("12:14:01")
        await desk.form("c", "Вера")  # the duties are read again with the queues
        desk.sees("! Check the mailbox: not done")


async def test_next_years_decree_is_asked_for_in_october(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.at("2027-10-01 12:00")
        desk.sees("no decree for 2028 yet")
