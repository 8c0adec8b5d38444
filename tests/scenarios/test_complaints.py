"""Complaints: from the first word to the full answer, and what turns into one."""

import re

from desk.screens.dialogs.dialog import Dialog
from desk.screens.forms.action_form import ActForm
from desk.screens.forms.reply_form import ReplyForm
from desk.store.database import Store
from desk.store.staff import staff_id
from tests.pilot.conftest import MIDDLE, ticket
from tests.scenarios.conftest import OpenReception
from tests.worded import Worded


def a_complaint(store: Store) -> None:
    """By email on Sunday evening, of somebody who writes English."""
    ticket(store, "complaint", "email", "2026-11-01 20:00", name="Ann Smith", subject="Noise in the room", language="en")


async def test_a_complaint_goes_through_all_its_stages(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        await desk.select("complaints")
        await desk.press("d")
        await desk.type("names of the witnesses")
        assert "names of the witnesses" in desk.desk.values()["text"]
        await desk.press("enter")
        desk.done("acknowledged", 1)
        desk.sees(desk.words.due("complaint-informed", "2026-11-10 18:00"))
        await desk.form("i", "the room is being checked")
        await desk.form("6", "all witnesses are named")
        assert desk.clocks(1)["complaint-answer"] == ("running", "03.12 18:00:00")
        await desk.press("a")
        await desk.type("we are sorry")
        await desk.choose("upheld", of="outcome")
        await desk.press("enter")
        await desk.form("d", "thank you")
        assert desk.queue("complaints") == []
        assert desk.events(1) == ["received", "acknowledged", "missing", "updated", "completed", "answered", "accepted"]
        assert {state for state, _ in desk.clocks(1).values()} == {"kept"}
        assert desk.state(1) == "closed"


async def test_an_acknowledgement_speaks_the_customers_language_and_tells_the_dates(reception: OpenReception) -> None:
    async with reception(a_complaint, language="ru") as desk:
        await desk.select("complaints")
        await desk.press("k")
        desk.sees("10 November 2026", "3 December 2026")
        await desk.press("f9")
        assert "Ann Smith" in desk.clipboard.splitlines()[0]
        await desk.press("enter")
        assert desk.texts(1, "note") == [desk.clipboard]


async def test_an_acknowledgement_in_ones_own_words_is_sent_as_it_was_typed(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        await desk.select("complaints")
        await desk.press("k")
        await desk.type("In our own words. ", into="text")
        await desk.type("a photo", into="missing")
        assert "a photo" not in desk.desk.values()["text"]
        await desk.press("enter")
        sent = desk.texts(1, "note")[0]
        assert sent.startswith("In our own words. ")
        assert "a photo" not in sent
        assert desk.texts(1, "note")[1:] == ["a photo"]


def here(store: Store) -> None:
    """Boris has been at the desk."""
    with store.transaction():
        staff_id(store, "Борис")


async def test_a_complaint_at_the_counter_names_whom_and_what(reception: OpenReception) -> None:
    async with reception(here, at="2026-11-03 11:30") as desk:
        await desk.press("p")
        await desk.type("Гость 244-54-88")
        await desk.type("Грубо ответили", into="subject")
        await desk.type("Бор", into="staff")
        await desk.type("и экзаменатор", into="about")
        await desk.type("извинения", into="remedy")
        await desk.press("enter")
        slip = desk.desk.top(Dialog).message
        assert Worded("ru").spoken("complaint-acknowledge", "2026-11-03 11:30").split(". ")[0] in slip
        await desk.press("enter")
        assert (desk.texts(1, "about"), desk.texts(1, "remedy")) == (["и экзаменатор"], ["извинения"])
        await desk.press("2", "enter")
        desk.sees("Борис; и экзаменатор")
        await desk.press("esc")
        assert desk.clocks(1) == {
            "complaint-acknowledge": ("running", "05.11 18:00:00"),
            "complaint-informed": ("running", "10.11 18:00:00"),
        }
        assert desk.stands_on(1)


async def test_a_complaint_on_the_answering_machine_is_called_back_first(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("p")
        await desk.type("Орлова 244-54-88")
        await desk.choose("voicemail", of="channel")
        await desk.type("09:40", into="received")
        await desk.press("enter", "d")
        assert desk.desk.top(ActForm).command_id == "called-back"
        await desk.press("enter", "d")
        assert desk.desk.top(ReplyForm).command_id == "acknowledged"
        await desk.press("enter")
        states = {name: state for name, (state, _) in desk.clocks(1).items()}
        assert states == {"voicemail-callback": "kept", "complaint-acknowledge": "kept", "complaint-informed": "running"}


async def test_asking_for_what_is_missing_stops_no_clock(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        before = desk.clocks(1)
        await desk.select("complaints")
        await desk.form("j", "номер билета")
        await desk.press("enter")
        desk.sees(desk.words.standard("complaint-answer"), "номер билета", desk.words.moment("2026-11-03 10:14"))
        assert desk.clocks(1) == before


async def test_passing_a_complaint_on_to_cambridge_leaves_our_promises_running(reception: OpenReception) -> None:
    async with reception(a_complaint) as desk:
        before = desk.clocks(1)
        await desk.select("complaints")
        await desk.form("8", "CER-1")
        desk.done("passed-on", 1)
        assert (desk.clocks(1), desk.state(1), desk.texts(1, "note")) == (before, "open", ["CER-1"])


async def test_a_question_turns_out_a_complaint(reception: OpenReception) -> None:
    def unhappy(store: Store) -> None:
        here(store)
        ticket(store, name="Громова", subject="Unhappy")

    async with reception(unhappy) as desk:
        await desk.form("5", "Борис")
        assert (desk.queue("enquiries"), desk.queue("complaints")) == ([], [1])
        await desk.select(1)
        await desk.press("enter")
        clocks = ("phone-answer", "void"), ("complaint-acknowledge", "running")
        desk.sees(*(desk.words.clock(*item) for item in clocks), f"{desk.words.field('staff')}: Борис")
        assert desk.rows("SELECT reason FROM clock WHERE standard = 'phone-answer'") == [("converted",)]
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
        await desk.form("c", "Somebody 244-54-88")  # the queues are read anew
        assert re.fullmatch(r"1  ! \D+ 1  · \D+ 1", desk.counted("complaints"))  # overdue, awaited
        await desk.select("complaints")
        await desk.press("enter")
        desk.sees(desk.words.moment("2026-11-09 18:00"))  # from when on it is to be chased
