"""A change at the desk, on the screen: who leaves gives back what cannot wait, who comes reads what happened."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.bulk_recording import ignore_progress
from desk.store.commands.perform import perform_together
from desk.store.database import Store
from desk.store.queries.board import rows_of
from tests.pilot.conftest import SMALL, Desk, OpenDesk, ticket, until


def anna_has_some(store: Store) -> None:
    """Two of Anna's: one due tomorrow, one on Friday."""
    ticket(store, "enquiry", "email", "2026-11-02 23:40", name="Карпова")
    ticket(store, "enquiry", "phone", name="Smith")
    for number in (1, 2):
        tickets.take(store, "Anna", number)


async def boris_takes_over(desk: Desk) -> None:
    await desk.press("s")
    await desk.type("bor")
    await desk.press("enter")


async def test_who_leaves_gives_back_what_cannot_wait_if_one_says_so(open_a_desk: OpenDesk) -> None:
    """Asked with No focused; the question names them."""
    async with open_a_desk(anna_has_some) as desk:
        await boris_takes_over(desk)
        assert desk.kind == "Question"
        assert "Is Anna away" in desk.text
        assert "1 ticket (#1)" in " ".join(desk.said(".words").split())
        await desk.press("right", "enter")
        assert [row.owner for row in desk.queue().rows] == ["", "Anna"]
        assert "Returned to the queue: 1 ticket" in desk.toasts
        assert "Anna" not in desk.said("#shift").partition("#1")[2].splitlines()[0]  # after the answer, not before it


async def test_a_change_of_chairs_gives_nothing_back(open_a_desk: OpenDesk) -> None:
    """Enter is No."""
    async with open_a_desk(anna_has_some) as desk:
        await boris_takes_over(desk)
        await desk.press("enter")
        assert desk.kind == "ShiftScreen"  # he is new here: what is due and promised
        assert "#1" in desk.said("#shift")
        await desk.press("escape")
        assert [row.owner for row in desk.queue().rows] == ["Anna", "Anna"]
        assert "Boris" in desk.said("#top")


@pytest.mark.parametrize(("language", "size"), [("en", (120, 40)), ("ru", SMALL)])
async def test_ones_own_name_shows_what_happened_meanwhile(open_a_desk: OpenDesk, language: str, size: tuple[int, int]) -> None:
    """S and Enter: since one left, what is due, what was promised."""
    async with open_a_desk(anna_has_some, at="2026-11-03 10:14", language=language, size=size) as desk:
        await desk.at("2026-11-03 16:50")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 2, "x")
        await desk.tick()
        await desk.press("s", "enter")
        assert desk.kind == "ShiftScreen"
        shown = desk.said("#shift")
        assert {"en": "Boris: note", "ru": "Boris: заметка"}[language] in shown
        assert desk.words.ref(1) in shown
        await desk.press("c", "escape")
        assert desk.kind == "Board"


async def test_a_colleague_who_is_away_gives_back_from_the_palette(open_a_desk: OpenDesk) -> None:
    """Without a key of its own: found by its name."""
    async with open_a_desk(anna_has_some) as desk:
        await desk.press("ctrl+p")
        await desk.type("away")
        await desk.press("enter", *"Anna", "enter")
        assert desk.kind == "Question"
        await desk.press("right", "enter")
        assert desk.queue().rows[0].owner == ""


async def test_nobody_gives_back_what_can_wait(open_a_desk: OpenDesk) -> None:
    """It is said."""
    async with open_a_desk(anna_has_some) as desk:
        await desk.press("ctrl+p")
        await desk.type("away")
        await desk.press("enter", *"Boris", "enter")
        assert desk.toasts[-1:] == ["Boris has no urgent tickets."]


async def test_a_newcomer_never_sees_a_complaint_that_may_be_about_them(open_a_desk: OpenDesk) -> None:
    """Their name was not on the staff list when it was recorded; it is hidden from their first screen on."""

    def about_victor(store: Store) -> None:
        ticket(store, "complaint", "in-person", about="Victor from reception", subject="Rude on the phone")

    async with open_a_desk(about_victor, staff="Victor", wait=False) as desk:
        await until(lambda: desk.app.board.panes.has_loaded)
        assert not desk.queue("complaint").rows
        await desk.settle()
        await desk.press("2")
        assert "Rude" not in desk.text


async def test_a_new_name_is_asked_about_before_somebody_new_is_made_of_it(open_a_desk: OpenDesk) -> None:
    """A mistyped name would own tickets; Enter is No."""
    async with open_a_desk(anna_has_some) as desk:
        await desk.press("s")
        await desk.type("Annna")
        await desk.press("enter")
        assert desk.kind == "Question"
        await desk.press("enter")
        assert "Anna" in desk.said("#top")
        assert "Annna" not in desk.said("#top")
        await desk.press("s")
        await desk.type("Vera")
        await desk.press("enter", "right", "enter", "enter", "escape")
        assert "Vera" in desk.said("#top")


async def test_a_step_on_many_tickets_is_one_line_of_the_report(open_a_desk: OpenDesk) -> None:
    """However many tickets it was on; a few are listed one by one."""

    def many(store: Store) -> None:
        ticket(store, "enquiry", "email")
        tickets.take(store, "Anna", 1)
        for _number in range(12):
            ticket(store, "certificate", "letter", phone="600-10-20")

    async with open_a_desk(many, at="2026-11-03 10:14") as desk:
        await desk.at("2026-11-03 16:50")
        with desk.elsewhere() as store:
            seen = [(number, row.version) for number, row in rows_of(store, range(2, 14)).items()]
            perform_together(store, "Boris", seen, "informed", {"way": "phone"}, ignore_progress)
        await desk.tick()
        await desk.press("s", "enter")
        happened = [line for line in desk.said("#shift").splitlines() if "Boris" in line]
        assert len(happened) == 2  # recorded, informed
        assert all("12 tickets" in line for line in happened)


@pytest.mark.parametrize("by", ["key", "palette"])
async def test_a_note_for_the_next_shift_is_read_by_whoever_comes(open_a_desk: OpenDesk, by: str) -> None:
    """First of all; shown as typed, on lines of its own."""
    async with open_a_desk(anna_has_some) as desk:
        if by == "key":
            await desk.press("s", "enter", "n")
        else:
            await desk.run("shift-note")
        await desk.fill(note="[b]Room 3[/b]\nis locked")
        await desk.press("ctrl+s")
        assert bool(desk.toasts)
        if by == "key":
            await desk.press("escape")
        await boris_takes_over(desk)
        await desk.press("enter")
        assert desk.kind == "ShiftScreen"
        said = desk.said("#shift").splitlines()
        assert (said[1].endswith("Anna: [b]Room 3[/b]"), said[2]) == (True, "is locked")
