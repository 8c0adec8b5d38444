"""What complaints teach, by keys: category and severity, the decision, causes, corrective actions on the board and in Today."""

from datetime import date

import pytest

from desk.store.commands.perform import perform
from desk.store.database import Store
from desk.store.errors.complaints import DoneMissing, DueDayOff
from desk.widgets.fields import Choice
from tests.pilot.conftest import SMALL, WIDE, Desk, OpenDesk, ticket
from tests.pilot.people import hire, log_in, seat

FRIDAY = date(2026, 11, 6)


def answered(store: Store) -> int:
    """A complaint with its full answer."""
    number = ticket(store, "complaint", "email")
    for action in ("acknowledged", "full-answer"):
        perform(store, "Boris", number, action, {})
    return number


def to_do(store: Store) -> int:
    """A corrective action of Anna's, due on Friday."""
    number = answered(store)
    perform(store, "Anna", number, "cause", {"cause": "procedure", "measure": "Новые указатели", "owner": "Anna", "due": FRIDAY})
    return number


async def choose(desk: Desk, name: str, value: str) -> None:
    """Goes through a choice of the form until it stands on a value."""
    found = desk.field(name)
    assert isinstance(found, Choice)
    found.focus()
    for _ in range(20):
        if found.value == value:
            return
        await desk.press("right")
    raise AssertionError(f"no such value: {value}")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_complaint_is_taken_with_its_category_severity_and_remedy(open_a_desk: OpenDesk, language: str) -> None:
    """Asked where the complaint is taken; shown beside its kind, and corrected by their titles."""
    async with open_a_desk(language=language, size=WIDE) as desk:
        await desk.press("p")
        await desk.fill(who="Иванова 244-54-88", subject="Грубость", remedy="извинение")
        await choose(desk, "category", "staff")
        await choose(desk, "severity", "serious")
        await desk.press("f10", "escape")
        kind = desk.app.kind("complaint")
        title = {entry.id: entry.title.in_language(language) for entry in kind.categories}
        assert (desk.row.kind, desk.rows("SELECT data FROM event WHERE what = 'received'")[0][0].count('"serious"')) == (
            "complaint",
            1,
        )
        await desk.press("enter")
        assert title["staff"] in desk.text
        await desk.press("f")
        await choose(desk, "field", "category")
        await desk.fill(value=title["delay"])
        await desk.press("enter")
        assert title["delay"] in desk.text


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_cause_and_what_to_put_right_are_decided_in_one_form(
    open_a_desk: OpenDesk, language: str, size: tuple[int, int]
) -> None:
    """A day off is refused at its field, with what was typed; then it stands on the board and in Today until it is done."""
    async with open_a_desk(answered, language=language, size=size) as desk:
        await desk.press("2")
        await desk.run("cause")
        await choose(desk, "cause", "information")
        await desk.fill(measure="Новые указатели", owner="Бор", due="07.11")
        await desk.press("f10")
        desk.refused(DueDayOff)
        await desk.press("end", "ctrl+u", *"06.11", "f10")
        assert desk.kind == "Board"
        assert "Новые указатели" in desk.said("#duties")
        await desk.press("f7")
        assert "Новые указатели" in desk.text
        await desk.press("r", "enter")
        assert desk.kind == "CorrectiveForm"
        await desk.press("f10")
        desk.refused(DoneMissing)
        await desk.fill(done="повесили", said="Кабинеты легче найти")
        await desk.press("f10")
        assert desk.rows("SELECT done, said FROM corrective_action") == [("повесили", "Кабинеты легче найти")]
        await desk.press("escape", "u")
        assert (desk.kind, desk.last_event()) == ("Board", "caused")  # what cannot be undone takes nothing older with it
        assert "Новые указатели" not in desk.said("#duties")


async def test_an_overdue_measure_says_so_on_the_board(open_a_desk: OpenDesk) -> None:
    """By a word, not by colour alone."""
    async with open_a_desk(to_do, size=WIDE) as desk:
        await desk.at("2026-11-09 11:00")
        assert "! overdue 1  by Fri 6 Nov, Anna" in desk.said("#duties")


async def test_an_answer_is_accepted_by_the_key_of_the_next_step(open_a_desk: OpenDesk) -> None:
    """The nearest clock asks for it; the complaint is closed."""
    async with open_a_desk(answered) as desk:
        await desk.press("2", "d", "enter")
        assert desk.last_event() == "accepted"
        assert desk.rows("SELECT state FROM ticket") == [("closed",)]


async def test_reception_sees_what_to_put_right_and_cannot_change_who_does_it(open_a_desk: OpenDesk) -> None:
    """no-prejudice: neither the ticket's number nor the fields of those who decide."""

    def fill(store: Store) -> None:
        hire(store)
        seat(store, "Vera")
        perform(store, "Vera", 2, "cause", {"cause": "procedure", "measure": "Новые указатели", "owner": "Anna", "due": FRIDAY})

    async with open_a_desk(fill, size=WIDE) as desk:
        await log_in(desk, "Anna")
        await desk.press("f7", "r", "enter")
        assert desk.kind == "CorrectiveForm"
        assert not desk.screen.query("#owner")
