"""Registrations: counted back from the exam, moved with it, late ones and their fee."""

from datetime import date

from desk.charter.vocabulary import USUAL_KINDS as KINDS
from desk.screens.forms.action_form import ActForm
from desk.store.database import Store
from desk.store.errors.input import ExamOver
from tests.pilot.conftest import SMALL, WIDE, ticket
from tests.scenarios.conftest import OpenReception


def for_the_fourteenth(store: Store) -> None:
    """By email, for an exam on a Saturday."""
    ticket(store, "registration", "email", name="Вера", email="vera@example.org", exam=date(2026, 11, 14), subject="FCE")


async def test_a_registration_is_counted_back_from_its_exam_and_confirmed(reception: OpenReception) -> None:
    async with reception(at="2026-11-03 12:30") as desk:
        await desk.press("f5")
        await desk.type("Вера vera@example.org")
        await desk.choose("email", of="channel")
        await desk.type("14.11", into="exam")
        await desk.press("enter")
        assert desk.clocks(1) == {"registration-confirm": ("running", "09.11 18:00:00")}
        desk.sees(desk.words.day("2026-11-14"))
        assert desk.queue("registrations") == [1]
        await desk.press("d")
        assert desk.desk.top(ActForm).command_id == "confirmed"
        assert desk.desk.field("way").value == "email"
        await desk.press("enter")
        assert (desk.state(1), desk.clocks(1)) == ("closed", {"registration-confirm": ("kept", "09.11 18:00:00")})


async def test_an_exam_moves_after_a_look_at_what_that_moves(reception: OpenReception) -> None:
    async with reception(for_the_fourteenth) as desk:
        await desk.select(1)
        await desk.form("k", "12.11")
        desk.sees(f"{desk.words.moment('2026-11-09 18:00')} → {desk.words.moment('2026-11-05 18:00')}")
        await desk.press("enter", "enter")
        assert desk.words.day("2026-11-12") in desk.desk.said("#head")
        desk.sees(f"{desk.words.day('2026-11-14')} → {desk.words.day('2026-11-12')}", "#1")
        assert desk.clocks(1) == {"registration-confirm": ("running", "05.11 18:00:00")}


async def test_an_exam_that_does_not_move_after_all_moves_nothing(reception: OpenReception) -> None:
    async with reception(for_the_fourteenth) as desk:
        await desk.select(1)
        await desk.form("k", "12.11")
        await desk.press("escape", "right", "enter")
        assert desk.is_on_the_board
        assert (desk.events(1), desk.clocks(1)) == (["received"], {"registration-confirm": ("running", "09.11 18:00:00")})


async def test_a_late_registration_is_told_its_fee_and_then_confirmed(reception: OpenReception) -> None:
    async with reception(at="2026-11-03 12:40") as desk:
        await desk.press("f5")
        await desk.type("Олег 244-54-88")
        await desk.type("05.12", into="exam")
        await desk.choose("late", of="late")
        await desk.type("late fee 2000", into="fee")
        await desk.press("enter", "enter")
        assert desk.clocks(1) == {
            "fee-notice": ("running", "05.11 18:00:00"),
            "registration-confirm": ("running", "30.11 18:00:00"),
        }
        assert desk.rows("SELECT house FROM clock WHERE standard = 'registration-confirm'") == [(1,)]
        await desk.press("d")
        assert desk.desk.top(ActForm).command_id == "fee-told"
        await desk.press("enter", "d")
        assert desk.desk.top(ActForm).command_id == "confirmed"
        await desk.press("enter")
        assert desk.state(1) == "closed"


async def test_a_fee_that_comes_up_later_runs_beside_the_confirmation(reception: OpenReception) -> None:
    async with reception(for_the_fourteenth) as desk:
        await desk.select(1)
        await desk.form("6", "третий модуль, 500")
        await desk.press("enter")
        desk.sees(desk.words.clock("fee-notice", "running"), desk.words.clock("registration-confirm", "running"))
        assert desk.clocks(1)["fee-notice"] == ("running", "05.11 18:00:00")


async def test_an_exam_that_is_over_cannot_be_registered_for(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("f5")
        await desk.type("Вера 244-54-88")
        await desk.type("02.11", into="exam")
        await desk.press("enter")
        desk.desk.refused(ExamOver)
        desk.sees("Вера")
        assert desk.count("ticket") == 0
        await desk.retype("14.11", into="exam")
        await desk.press("enter")
        assert desk.count("ticket") == 1


async def test_registrations_have_a_pane_of_their_own_on_a_wide_screen(reception: OpenReception) -> None:
    async with reception(for_the_fourteenth, size=WIDE) as desk:
        assert desk.shown_queues == list(KINDS)
        assert [desk.desk.counted(kind) for kind in KINDS] == ["0", "0", "0", "1"]
        await desk.select("registrations")
        assert desk.stands_on(1)


async def test_registrations_are_a_digit_away_on_a_small_screen(reception: OpenReception) -> None:
    async with reception(for_the_fourteenth, size=SMALL) as desk:
        assert desk.shown_queues == ["enquiry"]
        await desk.select("registrations")
        assert desk.shown_queues == ["registration"]
        desk.sees("Вера", desk.words.day("2026-11-14"))
