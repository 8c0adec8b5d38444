"""Linked tickets on the screen: seen on each, listed together, answered together."""

from desk.screens.groups.screen import GroupScreen
from desk.store.commands.merging import link
from desk.store.database import Store
from tests.pilot.conftest import OpenDesk, ticket


def three(store: Store) -> None:
    """Three emails about one broken lift; the third follows from the first. And a fourth about something else."""
    for name in ("Иванова", "Петров", "Smith", "Jones"):
        ticket(store, "enquiry", "email", name=name, email="somebody@example.org")
    link(store, "Anna", 2, 1)
    link(store, "Anna", 3, 1, "follows")


async def test_linked_tickets_are_listed_and_answered_together(open_a_desk: OpenDesk) -> None:
    """From the ticket to all that belong to it, and one answer to them."""
    async with open_a_desk(three) as desk:
        await desk.press("enter")
        assert all(sign in desk.said("#head") for sign in ("same cause as #2", "led to #3"))
        await desk.run("linked")
        assert sorted(row.id for row in desk.top(GroupScreen).pane.view.rows) == [1, 2, 3]
        await desk.press("f9", "a")
        await desk.fill(note="The lift is repaired.")
        await desk.press("enter")
        assert desk.rows("SELECT ticket_id FROM event WHERE what = 'answered' ORDER BY ticket_id") == [(1,), (2,), (3,)]


async def test_a_ticket_without_links_says_so(open_a_desk: OpenDesk) -> None:
    """And is linked by its form."""
    async with open_a_desk(three) as desk:
        await desk.press("end")
        assert desk.row.id == 4
        await desk.run("linked")
        assert (desk.kind, bool(desk.toasts)) == ("Board", True)
        await desk.run("link")
        await desk.fill(of="1")
        await desk.press("enter")
        assert desk.last_event() == "linked"
        await desk.press("enter")
        assert "same cause as #1" in desk.said("#head")
