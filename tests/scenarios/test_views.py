"""Filters that are kept: a list of one's own beside the queues."""

from desk.store.commands import saved_views, tickets
from desk.store.database import Store
from tests.pilot.conftest import SMALL, ticket
from tests.scenarios.conftest import OpenReception


def two_exams(store: Store) -> None:
    """Three about the FCE, one of them a complaint; one about the KET. Boris has one of them."""
    ticket(store, "enquiry", "phone", name="Ёлкина", subject="FCE")
    ticket(store, "enquiry", "voicemail", name="Smith", subject="FCE, when?")
    ticket(store, "complaint", "email", name="Гость", subject="FCE: шумно")
    ticket(store, "enquiry", "phone", name="Щербаков", subject="KET")
    tickets.take(store, "Boris", 1)


async def test_a_filter_is_kept_and_worked_in(reception: OpenReception) -> None:
    async with reception(two_exams) as desk:
        await desk.press("/")
        await desk.type("fce")
        await desk.press("f2")
        await desk.type("Об FCE")
        await desk.press("enter")
        desk.sees("Об FCE 3")
        await desk.press("f4")
        desk.sees("#2: assigned to you")
        assert desk.stands_on(2)
        await desk.form("a", "sent")
        desk.sees("Об FCE 2")
        assert desk.state(2) == "closed"


async def test_ones_own_tickets_are_a_view(reception: OpenReception) -> None:
    async with reception(two_exams, language="ru", size=SMALL) as desk:
        await desk.press("/")
        await desk.type("@boris")
        await desk.press("f2")
        await desk.type("У Бориса")
        await desk.press("enter")
        desk.sees("У Бориса 1", "Ёлкина")
        desk.meanwhile(tickets.take, "Boris", 3)
        await desk.a_second_passes()
        desk.sees("У Бориса 2", "шумно")


async def test_what_nobody_has_is_found_by_a_sign_alone(reception: OpenReception) -> None:
    async with reception(two_exams) as desk:
        await desk.press("/")
        await desk.type("@")
        assert desk.queue("enquiries") == [2, 4]
        await desk.press("backspace")
        await desk.type('"')  # the same key on the Russian layout
        assert desk.queue("enquiries") == [2, 4]


async def test_a_view_goes_and_its_tickets_stay(reception: OpenReception) -> None:
    def before(store: Store) -> None:
        two_exams(store)
        saved_views.save_view(store, "Boris", "FCE", "fce")

    async with reception(before) as desk:
        await desk.press("left")
        desk.sees("FCE 3")
        await desk.press("ctrl+p")
        await desk.type("delete this")
        await desk.press("enter", "right", "enter")
        desk.sees("View deleted: FCE", "Enquiries 3", "Complaints 1")
