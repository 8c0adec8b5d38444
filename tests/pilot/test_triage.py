"""Triage: what is new and nobody's, one at a time, each decided by one key, with how many are left."""

import re

import pytest

from desk.store.commands import tickets
from desk.store.database import Store
from tests.pilot.conftest import SMALL, Desk, OpenDesk, ticket


def new_ones(store: Store) -> None:
    """An email due today, two calls of one person, a complaint; besides: one that somebody has, one tried, a certificate."""
    ticket(store, "enquiry", "phone", name="Карпова", phone="244-54-88", subject="Когда FCE?")
    ticket(store, "enquiry", "phone", name="Карпова", phone="244-54-88", subject="Ещё раз про FCE")
    ticket(store, "enquiry", "email", "2026-10-31 23:40", name="Smith", email="s@example.org", subject="Urgent")
    ticket(store, "complaint", "email", "2026-11-02 12:00", name="Гость", subject="Шумно")
    tickets.take(store, "Boris", ticket(store, name="taken"))
    tickets.fact(store, "Boris", ticket(store, "enquiry", "voicemail", name="tried"), "tried")
    ticket(store, "certificate", "letter", name="boxed", candidate="0001")


def left(desk: Desk) -> int:
    """How many are left to decide, by the line that counts."""
    return int(re.findall(r"\d+", desk.said("#left"))[0])


async def test_it_walks_through_what_is_new_and_unowned_the_nearest_first(open_a_desk: OpenDesk) -> None:
    """Taken, tried and boxed ones are none of it; space leaves one for later; at the end the board is back."""
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6")
        seen = []
        while desk.kind == "TriageScreen":
            seen.append((desk.row.id, left(desk)))
            await desk.press("space")
        assert seen == [
            (3, 4),
            (4, 3),
            (1, 2),
            (2, 1),
        ]
        assert desk.kind == "Board"
        assert desk.toasts == ["Triage finished. Skipped: 4"]
        await desk.press("f6")
        assert desk.row.id == 3


DECISIONS = {
    "answer": (["a", "enter"], "answered"),
    "take": (["t"], "taken"),
    "hand over": (["h", "B", "o", "r", "i", "s", "enter"], "given"),
    "a complaint": (["5", "enter"], "converted"),
    "close": (["z", "right", "enter", "right", "enter"], "closed"),
}


@pytest.mark.parametrize("name", DECISIONS)
async def test_one_key_decides_and_the_next_one_comes(open_a_desk: OpenDesk, name: str) -> None:
    """With the form that the act has anyway; undo brings it back to the front."""
    keys, what = DECISIONS[name]
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6", *keys)
        assert desk.last_event() == what
        assert (desk.row.id, left(desk)) == (4, 3)
        await desk.press("u")
        assert (desk.row.id, left(desk)) == (3, 4)


async def test_the_likely_duplicate_is_shown_and_merged_by_its_key(open_a_desk: OpenDesk) -> None:
    """The same person's other open ticket; its number stands in the form already; asked about by name."""
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6", "space", "space")
        assert (desk.row.id, "#2 Ещё раз про FCE" in desk.said("#left")) == (1, True)
        await desk.press("0", "enter")
        assert "Merge #1" in desk.text
        assert "into #2" in desk.text
        await desk.press("right", "enter")
        assert desk.rows("SELECT state FROM ticket WHERE id = 1") == [("closed",)]
        assert desk.row.id == 2


async def test_another_number_typed_takes_the_place_of_the_likely_one(open_a_desk: OpenDesk) -> None:
    """Not behind it."""
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6", "space", "space", "0")
        assert desk.values()["of"] == "2"
        await desk.type("3")
        assert desk.values()["of"] == "3"


@pytest.mark.parametrize("keys", [["n", *"words", "enter"], ["f", *"!", "enter"]])
async def test_a_note_or_a_correction_decides_nothing(open_a_desk: OpenDesk, keys: list[str]) -> None:
    """The ticket stays in front."""
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6", *keys)
        assert desk.last_event() in ("noted", "corrected")
        assert (desk.row.id, left(desk)) == (3, 4)


async def test_what_a_colleague_takes_meanwhile_stays_in_view(open_a_desk: OpenDesk) -> None:
    """Nothing jumps away under the eyes; it shows whose it is, and is counted no more."""
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6")
        with desk.elsewhere() as store:
            tickets.take(store, "Boris", 3)
        await desk.tick()
        assert (desk.row.id, desk.row.owner, left(desk)) == (3, "Boris", 3)
        await desk.press("space")
        assert desk.row.id == 4


async def test_an_undone_step_is_as_if_it_had_not_been(open_a_desk: OpenDesk) -> None:
    """Taken and undone: new again."""
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6", "t", "u", "escape", "f6")
        assert desk.row.id == 3


async def test_with_nothing_new_it_says_so(open_a_desk: OpenDesk) -> None:
    """And stays on the board."""
    async with open_a_desk() as desk:
        await desk.press("f6")
        assert (desk.kind, desk.toasts) == ("Board", ["Nothing left to triage."])


async def test_keys_hit_fast_decide_one_ticket_each(open_a_desk: OpenDesk) -> None:
    """None falls on the ticket that was in front before."""
    async with open_a_desk(new_ones) as desk:
        desk.send("f6", "t", "space", "t")
        await desk.settle()
        assert desk.rows("SELECT ticket_id FROM event WHERE what = 'taken' ORDER BY id DESC LIMIT 2") == [(1,), (3,)]
        assert desk.row.id == 2


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_keys_that_decide_have_room_on_a_small_terminal(open_a_desk: OpenDesk, language: str) -> None:
    """All of them in two lines at 80x24, and a click on the second line means what stands there."""
    async with open_a_desk(new_ones, size=SMALL, language=language) as desk:
        await desk.press("f6", "space")
        last = desk.text.splitlines()[-2:]
        keys = {
            "en": ("A", "K", "T", "H", "0", "D", "Z", "Space", "U", "F1"),
            "ru": ("Ф", "Л", "Е", "Р", "0", "В", "Я", "Пробел", "Г", "F1"),
        }
        for key in keys[language]:
            assert f" {key} " in " ".join(last)
        before = desk.row.id
        await desk.pilot.click("KeyBar", offset=(last[1].index(f" {keys[language][-3]} ") + 2, 1))
        await desk.settle()
        assert desk.row.id != before


async def test_merge_and_enter_hit_at_once_mean_the_likely_one(open_a_desk: OpenDesk) -> None:
    """The number is about to stand there: Enter waits for it and asks by name."""
    async with open_a_desk(new_ones) as desk:
        await desk.press("f6", "space", "space")
        desk.send("0", "enter")
        await desk.settle()
        assert "Merge #1" in desk.text
        assert "into #2" in desk.text
