"""Replies: written out of the centre's texts, in the customer's language, copied for the mail, kept as what they are."""

from desk.store.database import Store
from tests.pilot.conftest import ticket
from tests.recordings import Fields
from tests.scenarios.conftest import OpenReception


def an_email(store: Store) -> None:
    """Row 4: of somebody who writes English, due today."""
    given = Fields(language="en", name="Ann Smith", email="ann@example.org", subject="Results", body="Are the results out?")
    ticket(store, "enquiry", "email", "2026-10-31 23:40", **given)


def a_complaint(store: Store) -> None:
    """Row 5: by email on Sunday evening."""
    ticket(store, "complaint", "email", "2026-11-01 20:00", name="Ann Smith", subject="Noise in the room", language="en")


async def test_an_email_is_answered_in_its_own_language(reception: OpenReception) -> None:
    async with reception(an_email, language="ru") as desk:
        await desk.press("o")
        desk.sees("Are the results out?", "Ann Smith")
        assert desk.desk.field("act").value == "answered"
        await desk.type("They are out on Friday.")
        await desk.press("f10")
        desk.done("answered", 1)
        assert desk.clipboard == desk.texts(1, "note")[0]
        greeting, body, end = desk.clipboard.split("\n\n")
        assert "Ann Smith" in greeting
        assert greeting.isascii()  # in English
        assert (body, end.splitlines()[1]) == ("They are out on Friday.", "Anna, LT-Pro")
        assert desk.clocks(1) == {"written-reply": ("kept", "03.11 17:00:00")}


async def test_a_complaint_is_acknowledged_by_whichever_of_two_keys(reception: OpenReception) -> None:
    async with reception(a_complaint, at="2026-11-03 11:35") as desk:
        await desk.select("complaints")
        await desk.press("o")
        await desk.type("a copy of the ticket", into="missing")
        desk.sees("a copy of the ticket", "Tuesday 10 November 2026", "Thursday 3 December 2026")
        await desk.press("enter")
        assert desk.events(1) == ["received", "acknowledged", "missing"]
        assert desk.clocks(1)["complaint-acknowledge"] == ("kept", "03.11 17:00:00")


async def test_asking_for_something_is_a_note_and_the_clock_runs_on(reception: OpenReception) -> None:
    async with reception(an_email) as desk:
        before = desk.clocks(1)
        await desk.press("o", "f2")
        await desk.type("ask the customer")
        await desk.press("enter")
        assert desk.desk.field("act").value == "note"
        await desk.type("your candidate number.")
        await desk.press("ctrl+s")
        assert (desk.events(1), desk.clocks(1), desk.state(1)) == (["received", "noted"], before, "open")
        assert "Tuesday 3 November, 17:00" in desk.texts(1, "note")[0]


async def test_news_then_the_full_answer_are_offered_in_their_turn(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        await desk.select("complaints")
        await desk.press("o", "f10", "o")
        assert desk.desk.field("act").value == "updated"
        await desk.type("We have asked Cambridge.")
        await desk.press("f10", "o")
        await desk.choose("full-answer", of="act")
        await desk.choose("upheld", of="outcome")
        await desk.type("We are sorry.", into="text")
        await desk.press("f10")
        assert desk.events(1) == ["received", "acknowledged", "updated", "answered", "rating-asked"]
        assert {name for name, (state, _) in desk.clocks(1).items() if state == "running"} == {"complaint-settled"}


async def test_a_reply_is_undone_with_one_key(reception: OpenReception) -> None:
    async with reception(an_email) as desk:
        await desk.press("o")
        await desk.type("They are out.")
        await desk.press("f10", "u")
        assert (desk.state(1), desk.clocks(1)) == ("open", {"written-reply": ("running", "03.11 17:00:00")})
