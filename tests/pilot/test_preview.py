"""The preview: the ticket under the cursor, at once from its row, then the whole of it."""

from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Size

from desk.screens.board.preview import SHORT, preview_height
from desk.store.commands import tickets
from desk.store.database import Store
from tests.pilot.conftest import MIDDLE, SMALL, Desk, OpenDesk, ticket

LONG = "Мне нужно перенести экзамен на весну, потому что меня не будет в городе"
PHONE = "+7 (921) 123-45-67"
WIDTHS = (80, 90, 100, 119, 120, 121, 140, 159, 160, 161, 189, 190, 200, 220, 240)


def a_family(store: Store) -> None:
    """Three tickets of one person, one of another."""
    ticket(store, name="Ann", phone="8 911 000-00-01", subject="FCE", body="All of the question\nin two lines")
    ticket(store, "complaint", "email", "2026-11-02 11:00", name="Ann", phone="8 911 000-00-01", subject="Noise")
    ticket(store, "enquiry", "voicemail", "2026-11-03 10:10", name="Boris", phone="8 911 000-00-02")
    ticket(store, name="Ann", phone="8 911 000-00-01", subject="CAE")


def lines(desk: Desk) -> list[str]:
    """The lines of the preview, without the blanks behind them."""
    return [line.rstrip() for line in desk.said("#preview").splitlines()]


@pytest.mark.parametrize(
    ("size", "height"), [((80, 24), SHORT), ((99, 40), SHORT), ((100, 29), SHORT), ((100, 30), 7), ((120, 36), 9), ((160, 60), 12)]
)
def test_the_preview_is_as_high_as_there_is_room(size: tuple[int, int], height: int) -> None:
    """Three lines in a small terminal, the whole ticket from 100x30."""
    assert preview_height(Size(*size)) == height


async def test_it_shows_person_question_clocks_and_last_events(open_a_desk: OpenDesk) -> None:
    """With the person's other open enquiry, not with their complaint (commitments.9), and how much of the time is used up."""
    async with open_a_desk(a_family, size=MIDDLE) as desk:
        desk.app.board.go_to_ticket(1)
        await desk.settle()
        said = lines(desk)
        assert all(part in said[0] for part in ("#1", "Ann", "8 911 000-00-01", "#4"))
        assert "#2" not in said[0]
        assert said[1] == "FCE"
        assert "All of the question ⏎ in two lines" in said[2]
        assert said[3].startswith(f"  {desk.words.due('phone-answer', '2026-11-06 18:00')}")
        assert said[3].split()[-2:] == ["░░░░░░░░░░", "0%"]
        assert desk.words.event("received") in said[4]


async def test_it_follows_the_cursor_in_the_same_frame(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the row alone, before anything is read."""
    async with open_a_desk(a_family, size=MIDDLE) as desk:
        monkeypatch.setattr(type(desk.app.board.preview), "_begin_reading", lambda *_: None)
        desk.app.board.preview.forget()
        await desk.press("1", "down")
        assert f"#{desk.row.id} " in lines(desk)[0]
        assert desk.row.name in lines(desk)[0]


async def test_it_shows_what_has_just_been_done(open_a_desk: OpenDesk) -> None:
    """The event is there with the next reading of the queues, and so is a colleague's."""
    async with open_a_desk(a_family, size=MIDDLE) as desk:
        desk.app.board.go_to_ticket(1)
        await desk.press("t")
        assert desk.words.event("taken") in lines(desk)[-1]
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "from the next desk")
        await desk.tick()
        assert "from the next desk" in lines(desk)[-1]


async def test_a_small_terminal_has_three_lines_of_it(open_a_desk: OpenDesk) -> None:
    """Who, what, until when."""
    async with open_a_desk(a_family, size=SMALL) as desk:
        desk.app.board.go_to_ticket(1)
        await desk.settle()
        who, what, when = lines(desk)
        assert "8 911 000-00-01" in who
        assert what == "FCE"
        assert desk.words.due("phone-answer", "2026-11-06 18:00") in when


async def test_a_wider_terminal_never_shows_less_of_a_row(open_a_desk: OpenDesk) -> None:
    """Neither of the subject nor of the phone, through the sizes that people have."""

    def two(store: Store) -> None:
        ticket(store, name="", phone=PHONE, subject=LONG)
        ticket(store, "complaint", "email", name="Lena", subject="Noise")

    async with open_a_desk(two, size=(WIDTHS[0], 30)) as desk:
        before = 0
        for width in WIDTHS:
            await desk.pilot.resize_terminal(width, 40)
            await desk.settle()
            row = desk.line("enquiry", 1)
            assert PHONE in row
            shown = max(cell_len(LONG[:end]) for end in range(len(LONG) + 1) if LONG[:end] in row)
            assert shown >= before, width
            before = shown
        assert before >= 40


async def test_a_click_into_the_stack_brings_its_pane_forward(open_a_desk: OpenDesk) -> None:
    """The button is released where it was pressed, although the pane moves."""
    async with open_a_desk(a_family, size=MIDDLE) as desk:
        assert desk.app.board.here == "enquiry"
        await desk.pilot.click(desk.queue("complaint"), offset=(10, 0))
        await desk.settle()
        assert (desk.app.board.here, desk.kind) == ("complaint", "Board")
        assert desk.queue("complaint").region.x == 0
        assert desk.queue("enquiry").region.x > 80


async def test_a_terminal_that_grows_shows_the_whole_ticket(open_a_desk: OpenDesk) -> None:
    """Without moving the cursor away and back."""
    async with open_a_desk(a_family, size=SMALL) as desk:
        await desk.press("down")
        assert len(lines(desk)) <= SHORT
        await desk.pilot.resize_terminal(160, 48)
        await desk.settle()
        assert desk.words.event("received") in lines(desk)[-1]


async def test_a_queue_that_is_not_in_use_shows_its_top(open_a_desk: OpenDesk) -> None:
    """What is most urgent there is in sight; back in it, the cursor is where it was."""

    def many(store: Store) -> None:
        for n in range(60):
            ticket(store, name=f"Caller {n}")
        ticket(store, "complaint", "email")

    async with open_a_desk(many, size=MIDDLE) as desk:
        await desk.press("end")
        last = desk.row.id
        assert desk.queue().scroll_offset.y > 0
        await desk.press("2")
        assert desk.queue().scroll_offset.y == 0
        await desk.press("1")
        assert desk.row.id == last
        assert desk.queue().scroll_offset.y > 0


async def test_a_title_has_no_cut_count_where_its_pane_gets_narrow(open_a_desk: OpenDesk) -> None:
    """What is counted beside the queue is left out at once, not with the next second."""

    def answered(store: Store) -> None:
        ticket(store, "complaint", "email")
        for n in range(3):
            ticket(store, name=f"Caller {n}", at_once=True)
        ticket(store, "enquiry", "email", "2026-10-28 10:00")

    async with open_a_desk(answered, size=(120, 40)) as desk:
        assert "answered at once 3" in desk.counted()
        await desk.press("2")
        pane = desk.pane("enquiry")
        assert cell_len(str(pane.query_one(".pane-title").render())) + 2 <= pane.size.width


async def test_what_was_read_before_a_change_is_not_shown_after_it(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket that was being read while the queues were read again may be its former state."""
    async with open_a_desk(a_family, size=MIDDLE) as desk:
        read = desk.app.query_readonly

        async def overtaken(*arguments: Any) -> Any:
            found = await read(*arguments)
            desk.app.board.preview.forget()
            return found

        desk.app.board.preview.forget()
        monkeypatch.setattr(desk.app, "query_readonly", overtaken)
        await desk.press("1", "down")
        assert desk.words.event("received") not in desk.said("#preview")


async def test_a_reading_of_the_queues_does_not_blank_it(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ticket stays whole until it was read again; a changed one is not shown in its former state, nor to somebody else."""
    async with open_a_desk(a_family, size=MIDDLE) as desk:
        received = desk.words.event("received")
        desk.app.board.go_to_ticket(1)
        await desk.settle()
        monkeypatch.setattr(type(desk.app.board.preview), "_begin_reading", lambda *_: None)
        await desk.app.reload()
        await desk.settle()
        assert received in desk.said("#preview")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "x")
        await desk.tick()
        assert received not in desk.said("#preview")
        desk.app.board.go_to_ticket(4)
        desk.app.board.reset_view()
        await desk.settle()
        assert received not in desk.said("#preview")
