"""What others did while a form was open or a draft lay on the disk: shown, refused once, and nothing typed is lost."""

import pytest

from desk.store.commands import tickets
from desk.store.errors import Stale
from tests.layouts import on_layout
from tests.pilot.conftest import OpenDesk
from tests.pilot.half_typed import drafts, half_type, one_call, two_calls, typed

pytestmark = pytest.mark.parametrize("layout", ["en", "ru"])


async def test_what_happened_before_it_is_put_back_is_shown_and_refused_once(open_a_desk: OpenDesk, layout: str) -> None:
    """Typed over an older version, saved over nothing that was not seen."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout, "noisy")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "rang again")
    async with open_a_desk(database=str(desk.path)) as desk:
        await desk.press(on_layout("n", layout))
        assert "Tue 3 Nov 2026 10:14  Boris  note  rang again" in desk.said("#between")
        await desk.press("enter")
        assert [(what, who) for what, who, _ in desk.refused(Stale).since] == [("noted", "Boris")]
        assert typed(desk) == [{"note": "noisy"}]
        await desk.press("enter")
        assert desk.texts("note") == ["rang again", "noisy"]
        assert drafts(desk) == []


async def test_a_colleagues_change_is_shown_in_the_open_form(open_a_desk: OpenDesk, layout: str) -> None:
    """As soon as the ticker notices it; the save is refused all the same, then done."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "a", layout, "5 December")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "rang again")
            tickets.take(store, "Boris", 1)
        await desk.tick()
        said = desk.said("#between").splitlines()
        assert said == [
            "Changed in the meantime:",
            "Tue 3 Nov 2026 10:14  Boris  note  rang again",
            "Tue 3 Nov 2026 10:14  Boris  taken",
        ]
        await desk.press("enter")
        assert [(what, who) for what, who, _ in desk.refused(Stale).since] == [("noted", "Boris"), ("taken", "Boris")]
        assert desk.said("#between").splitlines() == [*said, "Save again to overwrite it with your text."]
        assert typed(desk) == [{"note": "5 December"}]
        await desk.press("enter")
        assert desk.last_event() == "answered"
        assert drafts(desk) == []


async def test_of_several_tickets_the_one_that_changed_is_named(open_a_desk: OpenDesk, layout: str) -> None:
    """Marked ones: refused once for it, then all of them are done."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("f9", on_layout("n", layout))
        await desk.type("both")
        with desk.elsewhere() as store:
            tickets.take(store, "Boris", 2)
        await desk.press("enter")
        assert desk.refused(Stale).number == 2
        assert "#2  Tue 3 Nov 2026 10:14  Boris  taken" in desk.said("#between")
        await desk.press("enter")
        assert desk.texts("note") == ["both", "both"]


async def test_the_ticket_below_a_form_is_as_it_is_when_the_form_is_left(open_a_desk: OpenDesk, layout: str) -> None:
    """What a colleague did meanwhile stands in its history."""
    async with open_a_desk(one_call) as desk:
        await desk.press("enter", on_layout("n", layout))
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "rang again")
        await desk.tick()
        await desk.press("escape")
        assert "rang again" in desk.said("#story")


async def test_what_cannot_be_saved_any_more_can_be_kept_for_later(open_a_desk: OpenDesk, layout: str) -> None:
    """The ticket was closed meanwhile: Esc has an answer that loses nothing, and the draft is listed at once."""
    async with open_a_desk(one_call) as desk:
        await desk.press("enter", on_layout("n", layout))
        await desk.type("not lost")
        with desk.elsewhere() as store:
            tickets.fact(store, "Boris", 1, "answered")
        await desk.press("enter")
        assert desk.said("#between").endswith("The ticket is now closed. Press Esc to keep your text as a draft.")
        await desk.press("escape", "right", "right", "enter")
        assert desk.kind == "TicketScreen"
        assert desk.toasts == ["Kept as a draft: it is restored when you open the form again."]
        assert typed(desk) == [{"note": "not lost"}]
        with desk.elsewhere() as store:
            tickets.reopen(store, "Boris", 1)
        await desk.tick()
        await desk.press(on_layout("n", layout))
        assert desk.values()["note"] == "not lost"
