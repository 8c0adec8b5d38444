"""Marks and what is done to all marked tickets together."""

import pytest

from desk.screens.forms.action_form import ActForm
from desk.store.commands import tickets
from desk.store.database import Store
from tests.pilot.conftest import Desk, OpenDesk, ticket


def fifteen(store: Store) -> None:
    """Certificates of one box."""
    for number in range(1, 16):
        ticket(
            store, "certificate", "letter", name=f"Candidate {number}", candidate=f"{number:04}", phone="244-54-88", subject="B2"
        )


def marked(desk: Desk) -> list[int]:
    """The marked tickets of the pane."""
    return sorted(desk.queue("certificate").marked)


async def test_twelve_candidates_are_told_in_four_keys_beyond_moving(open_a_desk: OpenDesk) -> None:
    """Row 20: the first marked, all to here, informed, Enter; one key takes it back."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", "space", *["down"] * 10, "=")
        assert marked(desk) == list(range(1, 13))
        assert "•12" in desk.text
        await desk.press("i")
        assert "Mark informed: 12 tickets" in desk.text
        assert desk.field("way").value == "phone"
        await desk.press("enter")
        assert desk.toasts == ["12 tickets: informed"]
        assert desk.rows("SELECT count(*) FROM clock WHERE state = 'kept'") == [(12,)]
        assert marked(desk) == []
        await desk.press("u")
        assert desk.rows("SELECT count(*) FROM clock WHERE state = 'kept'") == [(0,)]


async def test_a_range_is_marked_upwards_and_goes_on_from_where_it_ended(open_a_desk: OpenDesk) -> None:
    """From the ticket that was marked last, whichever way the cursor went; the next range begins at the cursor."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", *["down"] * 7, "space")
        assert (desk.row.id, marked(desk)) == (9, [8])
        await desk.press(*["up"] * 4, "=")
        assert (desk.row.id, marked(desk)) == (5, [5, 6, 7, 8])
        await desk.press("up", "up", "=")
        assert marked(desk) == [3, 4, 5, 6, 7, 8]
        await desk.press(*["down"] * 6, "space", "down", "=")
        assert marked(desk) == [3, 4, 5, 6, 7, 8, 9, 10, 11]


async def test_a_range_begins_at_the_ticket_and_not_at_its_place(open_a_desk: OpenDesk) -> None:
    """A colleague closes one above: the marked ones move up, and the range with them. Where the one that was marked last is gone,
    only the ticket under the cursor is marked."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", *["down"] * 3, "space")
        with desk.elsewhere() as store:
            tickets.close(store, "Boris", 1, "mistake")
        await desk.tick()
        assert (desk.row.id, marked(desk)) == (5, [4])
        await desk.press("down", "=")
        assert marked(desk) == [4, 5, 6]
        with desk.elsewhere() as store:
            tickets.close(store, "Boris", 6, "mistake")
        await desk.tick()
        await desk.press("down", "down", "=")
        assert marked(desk) == [4, 5, desk.row.id]


async def test_all_that_the_filter_shows(open_a_desk: OpenDesk) -> None:
    """And nothing that it hides; once more, none."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", "/", *"candidate 1", "enter", "f9")
        shown = [row.id for row in desk.queue("certificate").rows]
        assert marked(desk) == sorted(shown)
        assert 1 < len(shown) < 15
        await desk.press("f9")
        assert marked(desk) == []
        await desk.press("f9", "escape")
        assert (marked(desk), len(desk.queue("certificate").rows)) == ([], len(shown))
        await desk.press("escape")
        assert len(desk.queue("certificate").rows) == 15


@pytest.mark.parametrize(
    ("key", "values", "what"),
    [
        ("t", {}, "taken"),
        ("h", {"to": "Anna"}, "given"),
        ("n", {"note": "the box was wet"}, "noted"),
        ("6", {"note": "by courier"}, "posted"),
        ("z", {"note": "recalled"}, "closed"),
    ],
)
async def test_what_can_be_done_together(open_a_desk: OpenDesk, key: str, values: dict[str, str], what: str) -> None:
    """Taken, handed over, noted, posted, closed: one step for all of them."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", "space", "space", "space", key)
        assert desk.kind == "ActForm"
        if key == "z":
            desk.field("reason").value = "mistake"
            await desk.settle()
        await desk.fill(**values)
        await desk.press("enter")
        if desk.kind == "Question":
            assert "3 tickets" in desk.said(".words") or key == "h"
            await desk.press("right", "enter")
        assert desk.kind == "Board"
        assert desk.rows("SELECT ticket_id FROM event WHERE what = ? ORDER BY ticket_id", what) == [(1,), (2,), (3,)]
        assert len(desk.rows("SELECT DISTINCT step FROM event WHERE what = ?", what)) == 1


async def test_what_is_done_to_one_alone_says_so(open_a_desk: OpenDesk) -> None:
    """Nothing is done to the ticket under the cursor while others are marked; nothing typed is lost, the marks stay."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", "space", "space", "f")
        assert (desk.kind, desk.toasts) == ("Board", ["This works on one ticket at a time. Esc clears the marks."])
        assert marked(desk) == [1, 2]


async def test_a_call_can_be_written_down_while_tickets_are_marked(open_a_desk: OpenDesk) -> None:
    """The keys of new tickets mean the same with marks, which stay."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", "space", "v")
        assert desk.kind == "RecordForm"
        await desk.press("escape")
        assert (desk.kind, marked(desk)) == ("Board", [1])


async def test_a_colleagues_change_is_said_and_nothing_is_done(open_a_desk: OpenDesk) -> None:
    """All or none: the form stays with what was typed, the ticket is named."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", "space", "space", "n")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 2, "mine")
        await desk.fill(note="ours")
        await desk.press("enter")
        assert desk.kind == "ActForm"
        assert desk.said("#wrong").startswith("! #2 has changed")
        assert desk.rows("SELECT ticket_id FROM event WHERE what = 'noted'") == [(2,)]
        assert desk.values()["note"] == "ours"


async def test_many_show_how_far_it_is(open_a_desk: OpenDesk) -> None:
    """A bar, once it takes more than a moment."""
    from textual.widgets import ProgressBar

    async with open_a_desk(fifteen) as desk:
        await desk.press("3", "f9", "t")
        form = desk.top(ActForm)
        form.saving = True
        assert form.progress
        form.say_saving()
        await desk.pilot.pause()
        form.progress.say_done(7)
        form.progress.update()
        assert form.query_one(ProgressBar).progress == 7
        form.saving = False


@pytest.mark.parametrize(
    ("people", "way"),
    [
        ((("600-10-20", "a@example.org"), ("600-10-21", "")), "phone"),
        ((("", "a@example.org"), ("600-10-21", "b@example.org")), "email"),
        ((("", "a@example.org"), ("600-10-21", "")), ""),
    ],
)
async def test_many_are_told_by_a_way_that_fits_all_of_them(
    open_a_desk: OpenDesk, people: tuple[tuple[str, str], ...], way: str
) -> None:
    """Row 20: by phone, if all have one; nobody is recorded as written to who has no address."""

    def certificates(store: Store) -> None:
        for phone, email in people:
            ticket(store, "certificate", "letter", phone=phone, email=email)

    async with open_a_desk(certificates) as desk:
        await desk.press("3", "f9", "i", "enter")
        assert desk.rows("SELECT DISTINCT json_extract(data, '$.way') FROM event WHERE what = 'informed'") == [(way or None,)]


async def test_the_cursor_stays_beside_tickets_that_left_together(open_a_desk: OpenDesk) -> None:
    """On the nearest one below that is still there, not on the one that moved up to its line."""
    async with open_a_desk(fifteen) as desk:
        await desk.press("3", *["down"] * 4)
        with desk.elsewhere() as store:
            for number in (1, 2, 3, 5):
                tickets.close(store, "Boris", number, "mistake")
        await desk.tick()
        assert desk.row.id == 6
        await desk.press("end")
        with desk.elsewhere() as store:
            for number in (4, 14, 15):
                tickets.close(store, "Boris", number, "mistake")
        await desk.tick()
        assert desk.row.id == 13
