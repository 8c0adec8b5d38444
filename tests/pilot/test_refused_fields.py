"""A refused field gets the cursor, and its message goes when it is changed."""

import pytest

from desk.screens.forms.base import FormScreen
from desk.store.database import Store
from desk.store.errors.input import ContactMissing, ExamDayMissing
from desk.store.errors.tickets import CloseReasonMissing, KindsDiffer
from tests.pilot.conftest import Desk, OpenDesk, ticket


def a_call_and_a_complaint(store: Store) -> None:
    """A call and a complaint."""
    ticket(store)
    ticket(store, "complaint", "email")


FORMS = [
    (("v",), "received", "nonsense"),
    (("l",), "letter-date", "99.99"),
    (("p",), "received", "10.11"),
    (("f5",), "exam", "31.02"),
    (("a",), "at", "25:99"),
    (("r",), "moment", "yesterday"),
    (("o",), "at", "nonsense"),
    (("palette", "results"), "last", "nonsense"),
    (("palette", "new-session"), "day", "nonsense"),
]


async def fill(desk: Desk, name: str, text: str) -> None:
    """What every form needs, then a text that is refused; the cursor is left in the first field."""
    form = desk.top(FormScreen)
    first = desk.focused
    needed = {"who": "Ann", "subject": "FCE", "exam": "B2 First", "name": "Ann", "to": "Anna", "note": "note", "text": "Hello"}
    present = {str(field.id) for field in form._fields()}
    await desk.fill(**{field: value for field, value in needed.items() if field in present and field != name}, **{name: text})
    first.focus()
    await desk.settle()


@pytest.mark.parametrize(("opened", "name", "text"), FORMS, ids=["-".join((*keys, name)) for keys, name, _ in FORMS])
async def test_a_refused_field_gets_the_cursor(open_a_desk: OpenDesk, opened: tuple[str, ...], name: str, text: str) -> None:
    """The next letters are typed there; the message goes with the first of them."""
    async with open_a_desk(a_call_and_a_complaint) as desk:
        desk.app.board.go_to_ticket(1)
        if opened[0] == "palette":
            await desk.press("ctrl+p")
            await desk.type(desk.words.title(opened[1]))
            await desk.press("enter")
        else:
            await desk.press(*opened)
        await fill(desk, name, text)
        await desk.press("ctrl+s")
        assert desk.said("#wrong").startswith("! ")
        assert desk.focused.id == name
        await desk.type("1")
        assert desk.said("#wrong") == ""
        assert desk.values()[name].endswith("1")


@pytest.mark.parametrize("marked", [1, 2])
async def test_an_action_that_is_refused_is_not_asked_about_first(open_a_desk: OpenDesk, marked: int) -> None:
    """Closing without the reason that is needed: nobody confirms what is refused afterwards, and nothing is recorded."""
    async with open_a_desk(lambda store: [ticket(store), ticket(store)]) as desk:
        desk.app.board.go_to_ticket(1)
        events = desk.count()
        await desk.press(*["space"] * marked, "z", "enter")
        desk.refused(CloseReasonMissing)
        await desk.press("right", "enter")
        desk.asked()
        assert desk.count() == events
        await desk.press("right", "enter")
        assert desk.count() == events + marked


async def test_a_merge_that_is_refused_is_not_asked_about_first(open_a_desk: OpenDesk) -> None:
    """A call into a complaint."""
    async with open_a_desk(a_call_and_a_complaint) as desk:
        desk.app.board.go_to_ticket(1)
        await desk.press("0")
        await desk.fill(of="2")
        await desk.press("enter")
        desk.refused(KindsDiffer)
        assert desk.count() == 2


@pytest.mark.parametrize("key", ["c", "v", "e", "l", "w", "p", "f5"])
async def test_a_name_alone_is_asked_how_to_answer(open_a_desk: OpenDesk, key: str) -> None:
    """Once, after everything else is valid, with the cursor where a number is typed; the second Enter saves."""
    async with open_a_desk() as desk:
        await desk.press(key)
        await desk.fill(who="Anna")
        if key == "f5":
            await desk.press("enter")
            desk.refused(ExamDayMissing)
            await desk.fill(exam="14.12")
        await desk.press("enter")
        desk.refused(ContactMissing)
        assert (desk.focused.id, desk.count("ticket")) == ("who", 0)
        await desk.press("enter")
        assert desk.count("ticket") == 1


async def test_a_number_that_is_added_answers_the_question(open_a_desk: OpenDesk) -> None:
    """What was typed stays, and the number goes behind it."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.type("Anna")
        await desk.press("enter")
        await desk.type(" 921 555-01-02")
        assert desk.said("#wrong") == ""
        await desk.press("enter")
        assert desk.rows("SELECT name, phone FROM ticket") == [("Anna", "921 555-01-02")]


async def test_what_is_answered_at_once_needs_no_number(open_a_desk: OpenDesk) -> None:
    """Nobody has to call back."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.fill(who="Anna", answer="yes")
        await desk.press("enter")
        assert desk.count("ticket") == 1
