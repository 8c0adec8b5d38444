"""Who is calling: found by name or number while it is typed, offered and never forced."""

import pytest

from desk.store.database import Store
from tests.pilot.conftest import OpenDesk, ticket


def namesakes(store: Store) -> None:
    """Two people of one surname, one of them with two tickets; somebody else."""
    ticket(store, name="Карпова Ольга", phone="244-54-88", subject="Спутали фамилию")
    ticket(store, name="Карпова Ольга", phone="244-54-88", subject="Когда FCE?")
    ticket(store, name="Карпова Анна", phone="600-10-20", subject="PET")
    ticket(store, name="Smith", phone="600-10-21", subject="Noise")


@pytest.mark.parametrize("typed", ["карпова ол", "karpova ol", "rfhgjdf jkmuf", "8 812 244 54 88"])
async def test_name_or_number_finds_the_person_and_their_tickets_while_it_is_typed(open_a_desk: OpenDesk, typed: str) -> None:
    """In either script and on whichever layout; nothing is forced: Enter records what was typed."""
    async with open_a_desk(namesakes) as desk:
        await desk.press("c")
        await desk.type(typed)
        for words in (
            "Known customer: Карпова Ольга",
            "#2 enquiry, open, due Fri 18:00: Когда FCE?",
            "#1 enquiry, open, due Fri 18:00: Спутали",
        ):
            assert words in desk.said("#aside")
        assert desk.values()["who"] == typed
        await desk.press(*["enter"] * (1 if typed[0] == "8" else 2))  # a name alone is asked about
        assert desk.rows("SELECT name, phone FROM ticket WHERE id = 5") == [
            ("Карпова Ольга", typed) if typed[0] == "8" else (typed, "")
        ]


async def test_of_several_people_the_right_one_is_taken_by_a_key(open_a_desk: OpenDesk) -> None:
    """F2 fills in the first, F2 again the next: the ticket becomes theirs."""
    async with open_a_desk(namesakes) as desk:
        await desk.press("c")
        await desk.type("карпова")
        assert "Карпова Анна  +78126001020  #3" in desk.said("#aside")
        assert "Карпова Ольга  +78122445488  #2 #1" in desk.said("#aside")
        await desk.press("f2")
        assert desk.values()["who"].startswith("Карпова Анна")
        await desk.press("f2", "enter")
        same = "SELECT customer_id FROM ticket WHERE id IN (2, 5)"
        assert len(set(desk.rows(same))) == 1
        assert desk.rows("SELECT name FROM ticket WHERE id = 5") == [("Карпова Ольга",)]


async def test_too_few_letters_offer_nobody(open_a_desk: OpenDesk) -> None:
    """Half the town begins with К."""
    async with open_a_desk(namesakes) as desk:
        await desk.press("c")
        await desk.type("ка")
        await desk.press("f2")
        assert (desk.said("#aside"), desk.values()["who"]) == ("", "ка")


def annas(store: Store) -> None:
    """Four people of one first name."""
    for number, surname in enumerate(("Карпова", "Орлова", "Попова", "Белова"), start=1):
        ticket(store, name=f"Анна {surname}", phone=f"600-10-2{number}")


@pytest.mark.parametrize(("typed", "offered"), [("Анна", 0), ("Анна Ор", 1), ("Орлова", 1)])
async def test_a_first_name_of_many_offers_nobody(open_a_desk: OpenDesk, typed: str, offered: int) -> None:
    """Any three of them would be as good as any others."""
    async with open_a_desk(annas) as desk:
        await desk.press("c")
        await desk.type(typed)
        assert desk.said("#aside").count("Анна") == offered
