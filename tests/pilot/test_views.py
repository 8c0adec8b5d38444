"""Saved filters as panes beside the queues."""

import pytest

from desk.screens.dialogs.chooser import Chooser
from desk.store.commands import tickets
from desk.store.commands.saved_views import drop_view, save_view
from desk.store.database import Store
from desk.store.errors.input import ViewExists
from desk.store.errors.tickets import NoTicketLeft
from tests.pilot.conftest import MIDDLE, SMALL, WIDE, Desk, OpenDesk, ticket


def of_two_exams(store: Store) -> None:
    """Three about the FCE, of two kinds, one of them somebody's; one about the CAE."""
    ticket(store, "enquiry", "phone", name="Ёлкина", subject="FCE")
    ticket(store, "enquiry", "voicemail", name="Smith", subject="FCE, when?")
    ticket(store, "complaint", "email", name="Гость", subject="FCE: шумно")
    ticket(store, "enquiry", "phone", name="Щербаков", subject="CAE")
    tickets.take(store, "Anna", 1)


def with_a_view(store: Store) -> None:
    """The same, and a view over the FCE."""
    of_two_exams(store)
    save_view(store, "Anna", "FCE", "fce")


async def to_the_view(desk: Desk) -> None:
    """Past the three queues."""
    await desk.press("left")
    assert desk.app.board.here == "view-1"


def shown(desk: Desk) -> list[int]:
    """The tickets of the pane that is worked in."""
    return [row.id for row in desk.app.board.pane.view.rows]


@pytest.mark.parametrize("size", [SMALL, MIDDLE, WIDE])
async def test_a_filter_is_kept_as_a_view_by_f2_and_a_name(open_a_desk: OpenDesk, size: tuple[int, int]) -> None:
    """It spans the kinds, the cursor is in it, the queue shows all again; at any size it can be seen."""
    async with open_a_desk(of_two_exams, size=size) as desk:
        await desk.press("/")
        await desk.type("fce")
        assert "F2 saves it as a view" in desk.text
        await desk.press("f2")
        await desk.type("Экзамен [b]FCE[/b]")
        await desk.press("enter")
        assert desk.app.board.here == "view-1"
        assert shown(desk) == [2, 3, 1]
        assert "Экзамен [b]FCE[/b] 3" in desk.text
        assert desk.app.focused is desk.app.board.pane.view
        await desk.press("1")
        assert shown(desk) == [2, 1, 4]


async def test_a_view_is_found_in_the_palette_by_its_name(open_a_desk: OpenDesk) -> None:
    """Where not all panes fit, nothing else on the screen names it."""
    async with open_a_desk(with_a_view, size=MIDDLE) as desk:
        await desk.press("ctrl+p")
        await desk.type("fce")
        await desk.press("enter")
        assert desk.app.board.here == "view-1"
        assert shown(desk) == [2, 3, 1]


async def test_a_view_follows_what_happens(open_a_desk: OpenDesk) -> None:
    """An act in it is done to its ticket; what is closed leaves it, what a colleague records comes in."""
    async with open_a_desk(with_a_view) as desk:
        await to_the_view(desk)
        await desk.press("a", "enter")
        assert desk.last_event() == "answered"
        with desk.elsewhere() as store:
            number = ticket(store, "complaint", "email", name="New", subject="FCE")
        await desk.tick()
        assert number in shown(desk)
        assert desk.app.board.here == "view-1"


async def test_the_counts_on_top_count_no_ticket_twice(open_a_desk: OpenDesk) -> None:
    """A view shows again what stands in a queue."""
    async with open_a_desk(of_two_exams, at="2026-11-03 10:14") as desk:
        await desk.at("2026-11-20 12:00")
        before = desk.app.board.counts(desk.app.now)
        with desk.elsewhere() as store:
            save_view(store, "Anna", "FCE", "fce")
        await desk.tick()
        assert len(desk.app.board.panes.views) == 1
        assert desk.app.board.counts(desk.app.now) == before
        assert before[0] == 4


async def test_take_next_in_a_view_takes_of_its_tickets(open_a_desk: OpenDesk) -> None:
    """The nearest of them that nobody has, whatever its kind; the cursor stays in the view."""
    async with open_a_desk(with_a_view) as desk:
        await to_the_view(desk)
        for number in (2, 3):
            await desk.press("f4")
            assert desk.row.id == number
            assert desk.row.owner == desk.app.staff
            assert desk.app.board.here == "view-1"
        await desk.press("f4")
        desk.refused(NoTicketLeft)


async def test_a_view_is_forgotten_from_the_palette(open_a_desk: OpenDesk) -> None:
    """The cursor goes back to the queues; every ticket stays."""
    async with open_a_desk(with_a_view) as desk:
        await to_the_view(desk)
        await desk.press("ctrl+p")
        await desk.type(desk.words.title("drop-view"))
        await desk.press("enter")
        desk.asked("FCE")
        await desk.press("right", "enter")
        assert desk.app.board.panes.views == []
        assert desk.app.board.here == "enquiry"
        assert desk.toasts == [desk.told("FCE")]
        assert desk.count("view") == 0
        assert desk.rows("SELECT COUNT(*) FROM ticket WHERE state = 'open'") == [(4,)]
        await desk.press("ctrl+p")
        assert "drop-view" not in {option.value for option in desk.top(Chooser).options}


async def test_a_view_that_a_colleague_forgets_goes_from_here_too(open_a_desk: OpenDesk) -> None:
    """And one that takes its place in the database is shown under its own name."""
    async with open_a_desk(with_a_view) as desk:
        await to_the_view(desk)
        with desk.elsewhere() as store:
            drop_view(store, "Boris", 1)
            save_view(store, "Boris", "CAE", "cae")
        await desk.tick()
        assert [pane.title for pane in desk.app.board.panes.views] == ["CAE"]
        with desk.elsewhere() as store:
            drop_view(store, "Boris", 1)
        await desk.tick()
        assert desk.app.board.here == "enquiry"


async def test_a_taken_name_is_refused_and_the_filter_is_still_there(open_a_desk: OpenDesk) -> None:
    """Nothing typed is lost."""
    async with open_a_desk(with_a_view) as desk:
        await desk.press("/")
        await desk.type("smith")
        await desk.press("f2")
        await desk.type("FCE")
        await desk.press("enter")
        desk.refused(ViewExists)
        await desk.press("escape")
        assert desk.app.board.pane.filter == "smith"


async def test_the_tabs_of_a_small_terminal_show_where_one_is(open_a_desk: OpenDesk) -> None:
    """However many views there are; a click on its tab goes to one."""
    async with open_a_desk(with_a_view, size=SMALL) as desk:
        with desk.elsewhere() as store:
            for number in range(2, 9):
                save_view(store, "Anna", f"Просмотр номер {number}", "fce")
        await desk.tick()
        for number in range(8, 0, -1):
            await desk.press("left")
            assert desk.app.board.here == f"view-{number}"
            title = "FCE" if number == 1 else f"Просмотр номер {number}"
            assert f" {title} " in desk.text.splitlines()[1] + " "
        place = desk.text.splitlines()[1].index("3 Certificates")
        await desk.pilot.click("#tabs", offset=(place, 0))
        await desk.settle()
        assert desk.app.board.here == "certificate"
        place = desk.text.splitlines()[1].index("FCE")
        await desk.pilot.click("#tabs", offset=(place, 0))
        await desk.settle()
        assert desk.app.board.here == "view-1"


@pytest.mark.parametrize("size", [SMALL, MIDDLE, WIDE])
async def test_a_number_of_seven_digits_is_shown_whole(open_a_desk: OpenDesk, size: tuple[int, int]) -> None:
    """It is what is said on the phone."""
    async with open_a_desk(of_two_exams, size=size) as desk:
        pane = desk.app.board.pane
        pane.show([pane.view.rows[0]._replace(id=1_234_567)], desk.clock())
        assert "#1234567 " in desk.line("enquiry", 1_234_567)
