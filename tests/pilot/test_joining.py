"""Joining two customers, parting them, and two cases of one letter, by keys."""

import pytest

from desk.screens.forms.base import FormScreen
from desk.screens.groups.join_form import JoinForm
from desk.store.commands.perform import perform
from desk.store.database import Store
from desk.widgets.fields import Choice
from tests.pilot.conftest import WIDE, Desk, OpenDesk, ticket


def two_people(store: Store) -> None:
    """Two tickets of Anna under one number, one of Mary under another."""
    for name, phone in (("Иванова Анна", "244-54-88"), ("Иванова Анна", "244-54-88"), ("Мария", "600-10-20")):
        ticket(store, name=name, phone=phone)


def joined(store: Store) -> None:
    """And Mary taken for Anna."""
    perform(store, "Boris", 3, "join", {"of": 1})


def customers(desk: Desk) -> list[int]:
    """The customer of each ticket, in the order of their numbers."""
    return [customer for (customer,) in desk.rows("SELECT customer_id FROM ticket ORDER BY id")]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_both_customers_are_shown_before_they_are_joined(open_a_desk: OpenDesk, language: str) -> None:
    """Their names, numbers and cases, in the form and in the question; `u` takes it back."""
    async with open_a_desk(two_people, language=language, size=WIDE) as desk:
        desk.app.board.go_to_ticket(3)
        await desk.settle()
        await desk.run("join")
        form = desk.top(JoinForm)
        assert "600-10-20" in desk.text
        await desk.type("1")
        shown = [name in desk.text for name in ("Мария", "600-10-20", "Иванова Анна", "244-54-88")]
        assert (form.value("of"), shown) == ("1", [True] * 4)
        await desk.press("enter")
        desk.asked("Мария", "Иванова Анна")
        assert len(set(customers(desk))) == 2
        await desk.press("right", "enter")
        assert (desk.kind, len(set(customers(desk)))) == ("Board", 1)
        await desk.press("u", "enter")
        assert len(set(customers(desk))) == 2


async def test_a_customer_is_not_joined_with_themselves(open_a_desk: OpenDesk) -> None:
    """Refused at the field, without a question: by the ticket's own number and by another one of the same person."""
    async with open_a_desk(two_people) as desk:
        desk.app.board.go_to_ticket(1)
        await desk.settle()
        await desk.run("join")
        for number in ("1", "2", "77", ""):
            await desk.fill(of="")
            desk.field("of").value = number
            await desk.press("enter")
            assert isinstance(desk.screen, JoinForm)
        assert len(set(customers(desk))) == 2


async def test_a_wrong_join_is_parted_by_keys(open_a_desk: OpenDesk) -> None:
    """It asks, with No in the focus; the history has the reason."""
    async with open_a_desk(two_people, joined) as desk:
        assert len(set(customers(desk))) == 1
        desk.app.board.go_to_ticket(3)
        await desk.settle()
        await desk.run("part")
        await desk.fill(note="мать и дочь")
        await desk.press("enter")
        desk.asked("#3")
        await desk.press("right", "enter")
        assert (desk.kind, desk.row.id, len(set(customers(desk)))) == ("Board", 3, 2)
        await desk.press("enter")
        assert "мать и дочь" in desk.text


async def test_a_second_case_is_made_of_a_letter(open_a_desk: OpenDesk) -> None:
    """Its kind and its subject are asked; the rest is the letter's."""

    def letter(store: Store) -> int:
        return ticket(store, "enquiry", "letter", body="Верните деньги. Когда FCE?")

    async with open_a_desk(letter, size=WIDE) as desk:
        await desk.run("split")
        form = desk.top(FormScreen)
        kinds = form.query_one("#kind", Choice)
        values = [value for value, _ in kinds.options]
        assert not {"access", "registration", "certificate"} & {*values}
        kinds.focus()
        await desk.press(*["right"] * values.index("refund"))
        await desk.fill(subject="Верните деньги")
        await desk.press("f10")
        assert desk.kind == "Board"
        assert desk.rows("SELECT kind, channel, subject FROM ticket ORDER BY id DESC LIMIT 1") == [
            ("refund", "letter", "Верните деньги")
        ]
        assert desk.count("ticket") == 2
