"""Duties on the board: today's in one line, all of them on a screen, ticked with what was checked."""

from desk.store.errors.input import DutyMissing
from tests.pilot.conftest import OpenDesk


async def test_todays_duties_stand_in_one_line(open_a_desk: OpenDesk) -> None:
    """What is still due today; opening the desk is the evidence that somebody is there."""
    async with open_a_desk() as desk:
        await desk.settle()
        assert desk.rows("SELECT duty FROM evidence") == [("reception-staffed",)]
        assert "Check the mailbox: 12:14" in desk.said("#duties")


async def test_a_duty_is_ticked_with_what_was_checked(open_a_desk: OpenDesk) -> None:
    """Chosen by its letter or the arrows, since it cannot be undone; due, kept and missed stand below."""
    async with open_a_desk() as desk:
        await desk.press("f7", "d")
        assert "Check the mailbox (every 2 working hours); due Tue 3 Nov 2026 12:14" in desk.said("#aside")
        await desk.press("enter")
        desk.refused(DutyMissing)
        assert (desk.focused.id, desk.count("evidence")) == ("duty", 1)
        await desk.press("c")
        await desk.fill(note="три письма")
        await desk.press("enter")
        assert desk.kind == "TodayScreen"
        assert "last Tue 3 Nov 2026 10:14" in desk.said("#today")
        await desk.press("escape")
        assert desk.kind == "Board"
        assert desk.rows("SELECT duty, note FROM evidence ORDER BY id DESC LIMIT 1") == [("mailbox-checked", "три письма")]


async def test_a_duty_missed_is_said_with_a_sign(open_a_desk: OpenDesk) -> None:
    """In the line of today."""
    async with open_a_desk() as desk:
        await desk.at("2026-11-03 12:15")
        await desk.app.reload()
        await desk.settle()
        assert "! Check the mailbox: not done" in desk.said("#duties")


async def test_the_line_follows_the_clock_where_nobody_does_anything(open_a_desk: OpenDesk) -> None:
    """A duty that falls due on a quiet desk is said to be missed without another act, and a new day brings its own."""
    async with open_a_desk() as desk:
        assert "12:14" in desk.said("#duties")
        await desk.at("2026-11-03 12:15")
        assert "! " in desk.said("#duties")
        await desk.at("2026-11-05 09:00")
        assert "! " not in desk.said("#duties")
