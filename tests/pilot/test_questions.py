"""A question to a colleague, on the screens of both: told at once, in the first line until it is answered with a note."""

from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors.input import QuestionMissing
from desk.store.staff import staff_id
from tests.pilot.conftest import OpenDesk, ticket


def one_of_annas(store: Store) -> None:
    """A call that Anna has taken; Boris works here as well."""
    tickets.take(store, "Anna", ticket(store))
    with store.transaction():
        staff_id(store, "Boris")


async def test_a_colleague_is_asked_from_the_list_of_actions(open_a_desk: OpenDesk) -> None:
    """The ticket stays Anna's; the question stands on it."""
    async with open_a_desk(one_of_annas) as desk:
        await desk.press("f2")
        await desk.type("ask a coll")
        await desk.press("enter")
        assert "Anna" not in desk.said("#aside")
        await desk.fill(to="Boris")
        await desk.press("enter")
        assert desk.refused(QuestionMissing)
        await desk.fill(note="Which room?")
        await desk.press("enter")
        assert (desk.kind, desk.last_event(), desk.row.owner) == ("Board", "asked", "Anna")
        assert all(sign in desk.said("#preview") for sign in ("Boris", "Which room?"))
        assert "question" not in desk.said("#top")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "[b]Room 3[/b]")
        await desk.tick()
        await desk.tick()
        assert any("Boris" in line and "[b]Room 3[/b]" in line for line in desk.toasts)
        assert "answer #1" in desk.said("#top")


async def test_whoever_is_asked_sees_it_until_they_answer(open_a_desk: OpenDesk) -> None:
    """Told once; F11 goes there; the note that answers is the next one."""
    async with open_a_desk(one_of_annas, staff="Boris") as desk:
        with desk.elsewhere() as store:
            tickets.ask(store, "Anna", 1, "Boris", "Which room?")
        await desk.tick()
        await desk.tick()
        assert any("Anna" in line and "Which room?" in line for line in desk.toasts)
        await desk.at("2026-11-03 10:40")
        assert desk.toasts == []
        assert "question #1" in desk.said("#top")
        await desk.press("f11")
        assert "Which room?" in desk.said("#clocks")
        await desk.press("n")
        assert "Which room?" in desk.said("#aside")
        await desk.fill(note="Room 3")
        await desk.press("enter")
        assert desk.last_event() == "advised"
        await desk.tick()
        await desk.press("escape")
        assert "question #1" not in desk.said("#top")
