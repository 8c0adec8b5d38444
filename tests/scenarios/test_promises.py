"""The charter itself: why a date is that date, other days, other rules, the centre's duties."""

import re
from pathlib import Path

from desk.charter.kinds import DEFAULT
from desk.presentation import deadlines
from desk.store.database import Store
from desk.store.errors.input import HoursInvalid
from desk.store.errors.tickets import CharterInForceAlready
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception
from tests.worded import deadline

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
        desk.explains("phone-answer", "2026-11-03 10:14")
        ledger = desk.desk.said("#ledger")
        assert all(
            row in ledger for row in deadlines.ledger_rows(desk.words.translator, deadline("phone-answer", "2026-11-03 10:14"))
        )
        await desk.press("x")
        assert desk.is_on_the_board


async def test_a_complaints_date_names_the_other_readings(reception: OpenReception) -> None:
    async with reception(lambda store: ticket(store, "complaint", "email", "2026-11-01 20:00")) as desk:
        await desk.select("complaints")
        await desk.press("x")
        desk.explains("complaint-acknowledge", "2026-11-01 20:00")
        assert desk.words.moment("2026-11-03 20:00") in desk.desk.said("#ledger")  # 48 hours on end


async def test_friday_will_be_closed_and_what_that_moves_is_seen_first(reception: OpenReception) -> None:
    async with reception(two_promises, at="2026-11-03 16:45") as desk:
        await desk.run("calendar")
        await desk.press("right", "right", "right", "enter")
        await desk.type("инвентаризация", into="note")
        await desk.press("enter")
        desk.would_move(1, of=2)
        desk.sees(f"{desk.words.moment('2026-11-06 18:00')} → {desk.words.moment('2026-11-09 18:00')}")
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        await desk.press("enter")
        desk.sees(desk.words.day("2026-11-06"), "инвентаризация")
        await desk.press("escape")
        await desk.select(1)
        await desk.press("x")
        assert "инвентаризация" in desk.desk.said("#sentence")
        assert desk.clocks(1) == {"phone-answer": ("running", "09.11 18:00:00")}
        assert desk.events(1) == ["received", "recounted"]


async def test_an_exam_saturday_is_open_and_moves_no_promise(reception: OpenReception) -> None:
    async with reception(two_promises) as desk:
        before = desk.clocks(1)
        await desk.run("calendar")
        await desk.press(*["right"] * 4, "enter")
        assert desk.desk.said(".heading") == desk.words.day("2026-11-07")
        await desk.choose("open", of="what")
        await desk.type("экзамен", into="note")
        await desk.type("10:00-14:00", into="hours")
        await desk.choose("", of="counts")
        await desk.press("enter")
        desk.would_move(0, of=2)
        await desk.press("enter")
        desk.sees(desk.words.day("2026-11-07"), "10:00-14:00 экзамен")
        assert desk.clocks(1) == before
        await desk.press("escape")
        await desk.at("2026-11-07 12:00")
        assert "14:00" in desk.desk.said("#top")  # open until then


async def test_hours_that_are_none_are_refused_before_anything_moves(reception: OpenReception) -> None:
    async with reception(two_promises) as desk:
        await desk.run("calendar")
        await desk.press("enter")
        await desk.choose("open", of="what")
        await desk.type("10-14", into="hours")
        await desk.press("enter")
        desk.desk.refused(HoursInvalid)
        assert desk.count("in_force") == 1


async def test_a_changed_charter_is_previewed_and_put_in_force(reception: OpenReception, tmp_path: Path) -> None:
    async with reception(two_promises) as desk:
        await desk.press("ctrl+p")
        await desk.type(desk.words.title("change-charter"))
        await desk.press("enter", "enter")
        desk.desk.refused(CharterInForceAlready)
        await desk.type(changed_charter(tmp_path))
        await desk.press("enter")
        moved = f"{desk.words.moment('2026-11-06 18:00')} → {desk.words.moment('2026-11-09 18:00')}"
        desk.sees(f"{desk.words.standard('phone-answer')}: {moved}")
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        await desk.press("enter")
        assert re.findall(r"\d+", desk.desk.told()) == ["1", "2", "0"]  # moved, of so many, missed by it
        assert desk.clocks(1) == {"phone-answer": ("running", "09.11 18:00:00")}


async def test_a_duty_is_ticked_with_what_was_checked(reception: OpenReception) -> None:
    async with reception() as desk:
        assert "12:14" in desk.desk.said("#duties")
        await desk.at("11:00")
        await desk.press("f7", "d")
        desk.sees(desk.words.duty("mailbox-checked"), desk.words.moment("2026-11-03 12:14"))
        await desk.choose("mailbox-checked", of="duty")
        await desk.type("три письма", into="note")
        await desk.press("enter", "escape")
        assert "13:00" in desk.desk.said("#duties")
        assert desk.rows("SELECT duty, note FROM evidence ORDER BY id DESC LIMIT 1") == [("mailbox-checked", "три письма")]


async def test_a_duty_that_was_forgotten_is_said_with_a_sign(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.at("12:14:01")
        await desk.form("c", "Вера 244-54-88")  # the duties are read again with the queues
        assert f"! {desk.words.duty('mailbox-checked')}" in desk.desk.said("#duties")


async def test_next_years_decree_is_asked_for_in_october(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.at("2027-09-30 12:00")
        assert "2028" not in desk.desk.said("#top")
        await desk.at("2027-10-01 12:00")
        assert "2028" in desk.desk.said("#top")
