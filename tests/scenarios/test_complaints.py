"""Complaints: from the first word to the full answer, and what turns into one."""

from desk.store.database import Store
from tests.pilot.conftest import MIDDLE, ticket
from tests.scenarios.conftest import OpenReception


def a_complaint(store: Store) -> None:
    """By email on Sunday evening, of somebody who writes English."""
    ticket(store, "complaint", "email", "2026-11-01 20:00", name="Ann Smith", subject="Noise in the room", language="en")


async def test_a_complaint_goes_through_all_its_stages(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        await desk.select("complaints")
        await desk.press("d")
        await desk.type("names of the witnesses")
        desk.sees("Still missing: names of the witnesses.")
        await desk.press("enter")
        desk.sees("#1: receipt acknowledged", "Send news of the complaint: Tue 10 Nov 2026 18:00")
        await desk.form("i", "the room is being checked")
        await desk.form("y", "all witnesses are named")
        assert desk.clocks(1)["complaint-answer"] == ("running", "03.12 18:00:00")
        await desk.press("a")
        await desk.type("we are sorry")
        await desk.choose("upheld", of="Outcome")
        await desk.press("enter")
        desk.sees("No complaints.")
        assert desk.events(1) == ["received", "acknowledged", "missing", "updated", "completed", "answered"]
        assert {state for state, _ in desk.clocks(1).values()} == {"kept"}
        assert desk.state(1) == "closed"


async def test_an_acknowledgement_speaks_the_customers_language_and_tells_the_dates(reception: OpenReception) -> None:
    async with reception(a_complaint, language="ru") as desk:
        await desk.select("complaints")
        await desk.press("k")
        desk.sees("we have received your complaint, number 1.", "by Tuesday 10 November 2026")
        desk.sees("the full answer would come by Thursday 3 December 2026.")
        await desk.press("f9")
        assert desk.clipboard.startswith("Hello Ann Smith,\n\nwe have received your complaint, number 1.")
        await desk.press("enter")
        assert desk.texts(1, "note") == [desk.clipboard]


async def test_an_acknowledgement_in_ones_own_words_is_sent_as_it_was_typed(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        await desk.select("complaints")
        await desk.press("k")
        await desk.type("In our own words. ", into="Text")
        await desk.type("a photo", into="Missing information")
        desk.sees("In our own words. Hello Ann")
        desk.sees_not("Still missing: a photo")
        await desk.press("enter")
        assert desk.texts(1, "note")[0].startswith("In our own words. Hello Ann")
        assert desk.texts(1, "note")[1:] == ["a photo"]


async def test_a_complaint_at_the_counter_names_whom_and_what(reception: OpenReception) -> None:
    async with reception(at="2026-11-03 11:30") as desk:
        await desk.press("p")
        await desk.type("Гость")
        await desk.type("Грубо ответили", into="Subject")
        await desk.type("Борис", into="Complaint about")
        await desk.type("извинения", into="Remedy sought")
        await desk.press("enter")
        desk.sees("Ваш номер — 1.", "5 ноября, 18:00")
        await desk.press("enter")
        assert (desk.texts(1, "about"), desk.texts(1, "remedy")) == (["Борис"], ["извинения"])
        assert desk.clocks(1) == {
            "complaint-acknowledge": ("running", "05.11 18:00:00"),
            "complaint-informed": ("running", "10.11 18:00:00"),
        }
        assert desk.stands_on(1)


async def test_a_complaint_on_the_answering_machine_is_called_back_first(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("p")
        await desk.type("Орлова 244-54-88")
        await desk.choose("voicemail", of="Channel")
        await desk.type("09:40", into="Received")
        await desk.press("enter", "d")
        desk.sees("Mark called back, not answered: #1")
        await desk.press("enter", "d")
        desk.sees("Mark acknowledged: #1")
        await desk.press("enter")
        states = {name: state for name, (state, _) in desk.clocks(1).items()}
        assert states == {"voicemail-callback": "kept", "complaint-acknowledge": "kept", "complaint-informed": "running"}


async def test_asking_for_what_is_missing_stops_no_clock(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        before = desk.clocks(1)
        await desk.select("complaints")
        await desk.form("j", "номер билета")
        await desk.press("enter")
        desk.sees("waiting: Answer the complaint in full", "missing: номер билета, since Tue 3 Nov 2026 10:14")
        assert desk.clocks(1) == before


async def test_passing_a_complaint_on_to_cambridge_leaves_our_promises_running(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        before = desk.clocks(1)
        await desk.select("complaints")
        await desk.form("8", "CER-1")
        desk.sees("#1: passed on to Cambridge")
        assert (desk.clocks(1), desk.state(1), desk.texts(1, "note")) == (before, "open", ["CER-1"])


async def test_a_question_turns_out_a_complaint(reception: OpenReception) -> None:
    async with reception(lambda store: ticket(store, name="Громова", subject="Unhappy")) as desk:
        await desk.form("5", "Борис")
        assert (desk.queue("enquiries"), desk.queue("complaints")) == ([], [1])
        await desk.select(1)
        await desk.press("enter")
        desk.sees("void: Answer the question", "kind changed", "running: Acknowledge the complaint", "complaint about: Борис")
        assert desk.clocks(1)["complaint-acknowledge"] == ("running", "05.11 18:00:00")


async def test_a_complaint_that_was_only_a_question_goes_back_to_the_questions(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        await desk.select("complaints")
        await desk.form("5", "just asking")
        assert (desk.queue("enquiries"), desk.queue("complaints")) == ([1], [])
        assert desk.clocks(1)["written-reply"][0] == "running"
        await desk.press("u")
        assert (desk.queue("enquiries"), desk.queue("complaints")) == ([], [1])


async def test_facts_that_are_long_in_coming_are_counted_beside_the_queue(reception: OpenReception) -> None:
    async with reception(a_complaint, at="2026-11-02 10:00", size=MIDDLE) as desk:
        await desk.at("2026-11-12 12:00")
        await desk.form("c", "Somebody")  # the queues are read anew
        desk.sees("Complaints 1 ! overdue 1 · follow up 1")
        await desk.select("complaints")
        await desk.press("enter")
        desk.sees("follow up from")
