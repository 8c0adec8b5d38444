"""The supervisor's screen: what the desk stands at, the tickets behind each figure, the last weeks."""

import re

import pytest
from rich.cells import cell_len

from desk.reports.report import WHOLE, report
from desk.screens.dialogs.help import Help
from desk.screens.groups.screen import GroupScreen
from desk.screens.reports.overview import OverviewScreen
from desk.store.commands import tickets
from desk.store.commands.recording import Recording, record
from desk.store.database import Store
from desk.store.staff import staff_id
from desk.widgets.option_list import Options
from tests.pilot.conftest import SMALL, WIDE, Desk, OpenDesk, other_desk, seconds, ticket
from tests.pilot.people import hire, log_in, seat


def busy(store: Store) -> None:
    """Row 32: something overdue, something due today, a complaint that waits, and twelve calls; Anna has the first of them."""
    ticket(store, "enquiry", "voicemail", "2026-11-02 10:00", name="Голос")
    ticket(store, "enquiry", "email", "2026-10-31 23:40", name="Письмо")
    ticket(store, "complaint", "email", "2026-11-01 20:00", name="Жалоба", subject="Шумно")
    for n in range(12):
        ticket(store, "enquiry", "phone", name=f"Звонок {n}")
    tickets.take(store, "Anna", 1)


def shown(desk: Desk) -> dict[str, str]:
    """The figures by their names, as they are worded."""
    return {name: figure.words for name, figure in desk.top(OverviewScreen).figures.items()}


def counted(words: str) -> int:
    """The number in a figure's line."""
    return int(re.findall(r"\d+", words)[-1])


def choose(desk: Desk, name: str) -> None:
    """The cursor on a figure, as arrows would put it there."""
    desk.top(OverviewScreen).choose_figure(name)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_one_key_says_where_the_desk_stands(open_a_desk: OpenDesk, language: str, size: tuple[int, int]) -> None:
    """Overdue, due today, nobody's, waiting and for what, by person, the days to come, duties: each a line."""
    async with open_a_desk(busy, language=language, size=size) as desk:
        await desk.press("f10")
        assert desk.kind == "OverviewScreen"
        figures = shown(desk)
        counts = {name: counted(words) for name, words in figures.items() if name.startswith(("now", "day", "age"))}
        assert counts["now overdue"] == 1
        assert counts["now today"] == 2
        assert counts["now unowned"] == 14
        assert counts["now waiting"] == 1
        assert counts["day 2026-11-06"] == 12
        assert sum(counts[f"age {place}"] for place in range(4)) == 15
        assert "Anna" in figures["person Anna"]
        assert any(name.startswith("duty mailbox-checked") for name in figures)
        assert desk.said("#head") in desk.text
        await desk.press("escape")
        assert desk.kind == "Board"


async def test_enter_opens_the_tickets_behind_a_figure(open_a_desk: OpenDesk) -> None:
    """Each of them, in the order of the queues; Esc comes back to it."""
    async with open_a_desk(busy) as desk:
        await desk.press("f10", "enter")
        assert desk.kind == "GroupScreen"
        assert [row.id for row in desk.top(GroupScreen).pane.view.rows] == [1]
        await desk.press("escape")
        for name, numbers in (("now waiting", [3]), ("person Anna", [1]), ("day 2026-11-06", list(range(4, 16)))):
            choose(desk, name)
            await desk.press("enter")
            assert not set("█░") & set(desk.said("#group"))
            assert [row.id for row in desk.top(GroupScreen).pane.view.rows] == numbers
            await desk.press("escape")
            assert desk.top(OverviewScreen).chosen == name
        choose(desk, "day 2026-11-09")
        await desk.press("enter")
        assert desk.kind == "OverviewScreen"
        desk.told("")


async def test_the_list_behind_a_figure_counts_what_is_overdue_in_it(open_a_desk: OpenDesk) -> None:
    """It goes through the queues one after the other: nearest deadlines stand in its middle as well."""

    def three(store: Store) -> None:
        ticket(store)
        ticket(store, "enquiry", "email", "2026-11-03 09:00")
        ticket(store, "complaint", "email", "2026-10-28 12:00")

    async with open_a_desk(three) as desk:
        await desk.press("f10", "right", "right", "enter")
        pane = desk.top(GroupScreen).pane
        assert len(pane.view.rows) == 3
        assert pane.overdue(desk.clock()) == sum(row.due < desk.clock() for row in pane.view.rows) == 1


async def test_what_is_behind_a_figure_is_handed_over_together(open_a_desk: OpenDesk) -> None:
    """Ten tickets and more by four keys beyond moving and the name; the figure counts anew."""
    async with open_a_desk(busy) as desk:
        await desk.press("f10")
        choose(desk, "day 2026-11-06")
        await desk.press("enter", "f9", "h")
        await desk.type("Anna")
        await desk.press("enter")
        assert desk.kind == "GroupScreen"
        assert {row.owner for row in desk.top(GroupScreen).pane.view.rows} == {"Anna"}
        await desk.press("escape")
        assert len(desk.top(OverviewScreen).figures["person Anna"].tickets) == 13


async def test_a_colleagues_act_is_counted_at_once(open_a_desk: OpenDesk) -> None:
    """As it is on the board, and what a passing second makes overdue."""
    async with open_a_desk(busy) as desk:
        await desk.press("f10")
        with desk.elsewhere() as store:
            tickets.fact(store, "Boris", 1, "tried")
        await desk.tick()
        assert shown(desk)["now overdue"].endswith(" 0")
        await desk.at("2026-11-03 17:00:01")
        assert shown(desk)["now overdue"].endswith(" 2")


async def test_the_last_weeks_are_the_same_figures_as_the_report(open_a_desk: OpenDesk) -> None:
    """Counted piece by piece; a promise's tickets open with those that missed it first."""

    def weeks(store: Store) -> None:
        for moment in ("2026-10-05 10:00", "2026-10-12 10:00", "2026-10-26 10:00", "2026-11-03 10:00"):
            ticket(store, "enquiry", "email", moment)
        ticket(store, "enquiry", "phone")
        tickets.fact(store, "Boris", 2, "answered", at=seconds("2026-10-13 10:00"))

    async with open_a_desk(weeks, size=WIDE) as desk:
        await desk.press("f10")
        with other_desk(desk.path, desk.clock) as store:
            charter = store.charter
            first, last = charter.at(seconds("2026-09-14 00:00")).date(), charter.at(seconds("2026-11-03 00:00")).date()
            (figure,) = [found for found in report(store, first, last).groups[WHOLE] if found.standard == "written-reply"]
        (course,) = [trend for trend in desk.top(OverviewScreen).trends if trend.figure.standard == "written-reply"]
        assert course.figure == figure
        assert (figure.kept, figure.entered_late, figure.missed) == (0, 1, 2)
        assert [found.judged if found else 0 for found in course.weeks.values()] == [0, 0, 0, 1, 1, 0, 1, 0]
        assert shown(desk)["standard written-reply 0"].split()[3:6] == ["░░░░░░░░░░", "0%", "3"]
        choose(desk, "standard written-reply 0")
        await desk.press("enter")
        assert [row.id for row in desk.top(GroupScreen).pane.view.rows] == [3, 1, 2]  # the running one has no verdict yet
        await desk.press("escape")
        choose(desk, "standard phone-answer 0")
        await desk.press("enter")
        assert [row.id for row in desk.top(GroupScreen).pane.view.rows] == [5]  # none has a verdict: those that run


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, (120, 40), (160, 48)])
async def test_all_of_it_is_on_one_screen_without_a_wrapped_line(
    open_a_desk: OpenDesk, language: str, size: tuple[int, int]
) -> None:
    """From 120x40 on nothing has to be scrolled for; a small terminal has one table, whose lines are cut and never wrapped."""
    async with open_a_desk(busy, language=language, size=size) as desk:
        await desk.press("f10")
        tables = [table for table in desk.screen.query(Options) if table.display]
        assert len(tables) == (1 if size == SMALL else 2)
        for table in tables:
            assert table.virtual_size.height == table.option_count
            assert size == SMALL or table.option_count <= table.size.height
            assert table.scroll_offset.y == 0
            room = table.size.width
            lines = [str(table.get_option_at_index(place).prompt) for place in range(table.option_count)]
            assert size == SMALL or [line for line in lines if cell_len(line) > room] == []


async def test_arrows_go_from_the_tiles_to_the_tables_and_back(open_a_desk: OpenDesk) -> None:
    """→ and Tab to the next tile, ↓ to the table below it; nothing is drawn that has no data."""
    async with open_a_desk(busy) as desk:
        await desk.press("f10")
        assert desk.top(OverviewScreen).chosen == "now overdue"
        await desk.press("right")
        assert desk.top(OverviewScreen).chosen == "now today"
        assert "now unconfirmed" not in shown(desk)
        await desk.press("down", "down")
        assert desk.top(OverviewScreen).chosen.startswith("day")
        await desk.press("left")
        assert desk.top(OverviewScreen).chosen == "now waiting"


async def test_a_complaint_about_the_reader_is_behind_no_figure(open_a_desk: OpenDesk) -> None:
    """no-prejudice, house: nobody handles one about themselves."""

    def about_anna(store: Store) -> None:
        with store.transaction():
            staff_id(store, "Anna")
        ticket(store, "complaint", "email", staff="Anna", subject="Грубо")
        tickets.fact(store, "Boris", ticket(store, "complaint", "email", staff="Anna", subject="Ещё раз"), "answered")

    async with open_a_desk(about_anna) as desk:
        await desk.press("f10")
        figures = desk.top(OverviewScreen).figures
        assert all(not figure.tickets for name, figure in figures.items() if not name.startswith("standard"))
        choose(desk, "standard complaint-acknowledge 0")
        await desk.press("enter")
        assert desk.top(GroupScreen).pane.view.rows == []


async def test_the_supervisor_confirms_whom_a_complaint_mentions(open_a_desk: OpenDesk) -> None:
    """From the overview to the ticket, one key and Enter: it is about them."""

    def mentions_vera(store: Store) -> None:
        hire(store)
        record(seat(store, "Anna"), "Anna", Recording("complaint", "email", name="Petrov", subject="Грубо", about="на Веру"))

    async with open_a_desk(mentions_vera) as desk:
        await log_in(desk, "Olga")
        await desk.press("f10")
        choose(desk, "now unconfirmed")
        await desk.press("enter", "enter", "7")
        assert desk.field("staff").value == "Vera"
        await desk.press("enter")
        assert desk.rows("SELECT confirmed FROM complaint_about") == [(1,)]


async def test_the_keys_of_a_group_mean_nothing_behind_a_figure(open_a_desk: OpenDesk) -> None:
    """Neither in the help nor pressed."""
    async with open_a_desk(busy) as desk:
        await desk.press("f10", "enter", "4", "e", "p")
        assert desk.kind == "GroupScreen"
        assert len(desk.top(GroupScreen).pane.view.rows) == 1
        await desk.press("f1")
        assert desk.words.title("move-session") not in {words for _, words in desk.top(Help).rows}


@pytest.mark.parametrize("key", ["c", "с"])
async def test_all_of_it_is_copied_to_be_sent(open_a_desk: OpenDesk, key: str) -> None:
    """As text, on either layout."""
    async with open_a_desk(busy) as desk:
        await desk.press("f10", key)
        assert "Anna" in desk.app.clipboard
        assert desk.kind == "OverviewScreen"


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_results_of_a_period_are_counted_in_a_form(open_a_desk: OpenDesk, language: str) -> None:
    """This month at first; a part of it by itself; nothing is asked when it is left."""

    def two(store: Store) -> None:
        tickets.fact(store, "Boris", ticket(store), "answered")
        ticket(store, "enquiry", "email", "2026-11-01 12:00")

    async with open_a_desk(two, language=language, size=SMALL) as desk:
        _ = desk.app.translator
        await desk.press("ctrl+p")
        await desk.type(desk.words.title("results"))
        await desk.press("enter", "enter")
        shown = desk.said("#aside").splitlines()
        assert any(
            line.startswith(("Answer the question: Started 1, Kept 1", "Ответить на вопрос: Начато 1, Выполнено 1"))
            for line in shown
        )
        await desk.press("down", "down", "right", "right", "right", "enter")
        assert "Boris" in desk.said("#aside")
        desk.field("last").value = "31.10.2026"
        await desk.press("enter")
        assert desk.said("#wrong").startswith("! ")
        await desk.press("escape", "right", "enter")
        assert desk.kind == "Board"


async def test_the_key_bar_says_that_enter_opens_a_figure(open_a_desk: OpenDesk) -> None:
    """A click on it opens the tickets behind the figure that has the cursor."""
    async with open_a_desk(busy) as desk:
        await desk.press("f10")
        choose(desk, "now waiting")
        shown_keys = desk.said("KeyBar")
        await desk.pilot.click("KeyBar", offset=(shown_keys.index("Enter"), 0))
        await desk.settle()
        assert desk.kind == "GroupScreen"
