"""What was heard wrongly is put right, what is one thing becomes one."""

import re

from desk.presentation.terms import CHANNELS
from desk.store.database import Store
from desk.store.errors.input import CustomerMissing
from desk.store.errors.tickets import BeforeReceipt, KindsDiffer
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception


def heard_wrong(store: Store) -> None:
    """A call that was partly misheard."""
    ticket(store, name="Karpova", phone="600-10-20", subject="Spelling")


def two_emails(store: Store) -> None:
    """Of one person, about one thing, and a complaint of hers beside them."""
    ticket(
        store, channel="email", received="2026-11-01 20:00", name="Карпова", email="karpova@example.org", subject="Results of FCE"
    )
    ticket(store, channel="email", name="Карпова", email="karpova@example.org", subject="Once more: results")
    ticket(store, "complaint", "email", name="Карпова", email="karpova@example.org", subject="Nobody answers")


async def test_a_surname_that_was_heard_wrong_is_put_right_in_place(reception: OpenReception) -> None:
    async with reception(heard_wrong) as desk:
        before = desk.clocks(1)
        await desk.press("f")
        desk.sees("#1 Karpova Spelling")
        assert desk.desk.field("field").value == "name"
        await desk.retype("Карпенко")
        await desk.press("enter")
        desk.done("corrected", 1)
        desk.sees("Карпенко 600-10-20")
        await desk.press("enter")
        desk.sees(f"{desk.words.field('name')}: Karpova → Карпенко")
        assert desk.clocks(1) == before


async def test_a_call_that_was_a_voicemail_gets_the_voicemails_clock(reception: OpenReception) -> None:
    async with reception(heard_wrong, language="ru") as desk:
        await desk.press("f")
        await desk.choose("channel", of="field")
        phone, voicemail = (desk.words.translator(CHANNELS[name]) for name in ("phone", "voicemail"))
        desk.sees(f"{phone}, {voicemail}")
        await desk.retype(voicemail, into="value")
        await desk.press("enter")
        assert desk.clocks(1)["voicemail-callback"] == ("running", "03.11 13:14:00")
        desk.sees(desk.words.due("voicemail-callback", "2026-11-03 13:14"))


async def test_it_came_yesterday_and_is_due_a_day_earlier(reception: OpenReception) -> None:
    async with reception(heard_wrong) as desk:
        await desk.press("f")
        await desk.choose("received", of="field")
        await desk.retype("вчера 16:00", into="value")
        await desk.press("enter")
        assert desk.clocks(1) == {"phone-answer": ("running", "05.11 18:00:00")}
        await desk.press("enter")
        desk.sees(f"{desk.words.moment('2026-11-03 10:14')} → {desk.words.moment('2026-11-02 16:00')}")


async def test_a_try_was_made_earlier_than_it_was_entered(reception: OpenReception) -> None:
    async with reception(lambda store: ticket(store, channel="voicemail", received="2026-11-02 12:00")) as desk:
        await desk.at("15:00")
        await desk.press("m", "enter", "f")
        ((tried,),) = desk.rows("SELECT id FROM event WHERE what = 'tried'")
        await desk.choose(f"at:{tried}", of="field")
        await desk.retype("02.11 11:00", into="value")
        await desk.press("enter")
        assert desk.desk.refused(BeforeReceipt).number == 1
        await desk.retype("02.11 14:30")
        await desk.press("enter")
        assert desk.clocks(1)["voicemail-callback"] == ("kept", "02.11 15:00:00")


async def test_the_only_name_of_a_ticket_cannot_be_taken_from_it(reception: OpenReception) -> None:
    async with reception(lambda store: ticket(store, name="Вера", phone="")) as desk:
        await desk.press("f")
        await desk.retype("")
        await desk.press("enter")
        desk.desk.refused(CustomerMissing)
        assert desk.events(1) == ["received"]


async def test_two_emails_about_one_thing_become_one_and_both_numbers_find_it(reception: OpenReception) -> None:
    async with reception(two_emails) as desk:
        await desk.select(2)
        await desk.press("0")
        desk.sees("#1 Results of FCE")
        await desk.type("1")
        await desk.press("enter")
        desk.desk.asked("#2", "Once more: results", "#1", "Results of FCE")
        await desk.press("right", "enter", "/")
        await desk.type("2")
        await desk.press("enter")
        assert desk.stands_on(1)
        assert (desk.clocks(1), desk.clocks(2)) == (
            {"written-reply": ("running", "03.11 17:00:00")},
            {"written-reply": ("void", "06.11 18:00:00")},
        )


async def test_a_merge_with_the_wrong_one_is_undone(reception: OpenReception) -> None:
    async with reception(two_emails) as desk:
        await desk.select(2)
        await desk.form("0", "1")
        await desk.press("right", "enter")
        assert desk.queue("enquiries") == [1]
        await desk.press("u")
        desk.desk.told("#2", desk.words.event("merged"))
        assert (desk.queue("enquiries"), desk.state(2)) == ([1, 2], "open")


async def test_a_question_is_not_merged_into_a_complaint(reception: OpenReception) -> None:
    async with reception(two_emails) as desk:
        await desk.select(2)
        await desk.form("0", "3")
        await desk.press("right", "enter")
        assert desk.desk.refused(KindsDiffer).number == 2
        assert desk.queue("enquiries") == [1, 2]


async def test_two_numbers_of_one_person_lead_to_all_their_tickets(reception: OpenReception) -> None:
    def before(store: Store) -> None:
        for phone in ("244-54-88", "8 911 123-45-67"):
            ticket(store, name="Мария", phone=phone)

    async with reception(before) as desk:
        await desk.select(2)
        await desk.press("f")
        await desk.choose("customer", of="field")
        await desk.type("#1", into="value")
        await desk.press("enter")
        desk.done("corrected", 2)
        await desk.press("c")
        await desk.type("8 911 1234567")
        assert re.findall(r"#\d", desk.desk.said("#aside")) == ["#2", "#1"]
