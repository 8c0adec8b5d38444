"""A refused field gets the cursor, and its message goes when it is changed."""

import pytest

from desk.screens.forms.base import FormScreen
from desk.store.database import Store
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
