"""The customer's screen: one key goes there from anywhere, and back; what to keep in mind is seen before it is needed."""

import pytest

from desk.screens.dialogs.dialog import Dialog
from desk.screens.groups.screen import GroupScreen
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card
from desk.store.database import Store
from desk.store.errors.input import OrganisationKindMissing
from desk.store.errors.people import CardChanged
from desk.store.queries.customer import customer_of
from tests.pilot.conftest import Desk, OpenDesk, ticket

PHONE = "+7 921 555-12-34"
HINT = "Hard of hearing"


def three_cases(store: Store) -> None:
    """Three of one customer, of several kinds, and one of another; the customer is hard of hearing."""
    first = ticket(store, phone=PHONE)
    ticket(store, "certificate", "letter", phone=PHONE, exam_name="B2 First", candidate="0001", subject="B2 First")
    ticket(store, "enquiry", "email", phone=PHONE)
    ticket(store, name="Петров", phone="244-54-88")
    describe(store, "Boris", customer_of(store, first), Card("candidate", HINT))


def cases(desk: Desk) -> list[int]:
    """The tickets on the customer's screen."""
    return [row.id for row in desk.top(GroupScreen).pane.view.rows]


@pytest.mark.parametrize(
    "opens", [(), ("enter",), ("f6",), ("n",), ("o",), ("f",)], ids=["board", "ticket", "triage", "note", "reply", "correct"]
)
async def test_one_key_goes_there_and_back(open_a_desk: OpenDesk, opens: tuple[str, ...]) -> None:
    """From a form as well: what was typed stays."""
    async with open_a_desk(three_cases) as desk:
        await desk.press(*opens)
        kind, values = desk.kind, desk.values() if opens and opens[0] in "nof" else {}
        await desk.press("f12")
        assert (desk.kind, sorted(cases(desk))) == ("GroupScreen", [1, 2, 3])
        assert HINT in desk.said("#group")
        await desk.press("f12")
        assert desk.kind == kind
        if values:
            assert desk.values() == values


async def test_the_caller_is_seen_before_the_question_is_typed(open_a_desk: OpenDesk) -> None:
    """Row 44: their open cases and what to keep in mind stand in the form once the number is known; two keys show all."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("c")
        await desk.press("f12")
        assert (desk.kind, bool(desk.toasts)) == ("RecordForm", True)
        await desk.type("921 555-12-34")
        assert all(sign in desk.said("#aside") for sign in ("#1", "#2", "#3", HINT))
        await desk.press("f12")
        assert sorted(cases(desk)) == [1, 2, 3]
        await desk.press("escape")
        assert desk.values()["who"] == "921 555-12-34"


async def test_the_search_opens_them(open_a_desk: OpenDesk) -> None:
    """By the person, and by a ticket of theirs."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("f8")
        await desk.type("Иванова")
        await desk.press("enter")
        assert sorted(cases(desk)) == [1, 2, 3]
        await desk.press("escape")
        assert desk.kind == "SearchScreen"
        await desk.press("down", "f12")
        assert sorted(cases(desk)) == [1, 2, 3]


async def test_what_to_keep_in_mind_stands_on_every_ticket(open_a_desk: OpenDesk) -> None:
    """On its screen and in the preview; on nobody else's."""
    async with open_a_desk(three_cases) as desk:
        assert HINT in desk.said("#preview")
        await desk.press("enter")
        assert HINT in desk.said("#head")
        await desk.press("escape", "down", "down")
        assert desk.row.id == 4
        assert HINT not in desk.said("#preview")


async def test_the_card_is_edited(open_a_desk: OpenDesk) -> None:
    """At once on the screen; a draft of it survives."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("f12", "e")
        await desk.fill(mind=". Under 18")
        await desk.press("tab", "right", "enter")
        assert desk.rows("SELECT kind, mind, version FROM customer_card") == [("guardian", f"{HINT}. Under 18", 2)]
        assert "Under 18" in desk.said("#group")
        await desk.press("f12")
        assert "Under 18" in desk.said("#preview")
        await desk.press("f12", "e")
        await desk.fill(note="Half typed")
        await desk.press("escape", "right", "right", "enter", "e")
        assert desk.values()["note"] == "Half typed"


async def test_the_keys_of_a_ticket_work_there(open_a_desk: OpenDesk) -> None:
    """The one under the cursor is taken, and stays in view."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("f12", "t")
        row = desk.top(GroupScreen).ticket_row
        assert row
        assert (row.owner, desk.last_event()) == ("Anna", "taken")


async def test_a_card_that_somebody_changed_meanwhile_is_shown_before_it_is_replaced(open_a_desk: OpenDesk) -> None:
    """What the user did not touch is taken over; a draft restored later is no silent way around it."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("f12", "e")
        await desk.fill(note="Mine")
        with desk.elsewhere() as store:
            describe(store, "Boris", customer_of(store, 1), Card("school", "Theirs", "Theirs", 1))
        await desk.press("ctrl+s")
        assert desk.refused(CardChanged)
        assert (desk.values()["mind"], desk.values()["note"], desk.values()["kind"]) == ("Theirs", "Mine", "school")
        assert "Theirs" in desk.said("#aside")
        await desk.press("escape", "right", "right", "enter", "e")
        assert (desk.values()["note"], desk.values()["kind"], "Theirs" in desk.said("#aside")) == ("Mine", "school", True)
        await desk.press("ctrl+s")
        assert desk.rows("SELECT kind, mind, note FROM customer_card") == [("school", "Theirs", "Mine")]


async def test_a_draft_of_a_card_is_opened_from_the_list(open_a_desk: OpenDesk) -> None:
    """Under its own name."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("f12", "e")
        await desk.fill(note="Half typed")
        await desk.press("escape", "right", "right", "enter", "escape")
        await desk.run("drafts")
        assert desk.words.title("describe") in desk.text
        await desk.press("enter")
        assert (desk.kind, desk.values()["note"]) == ("CustomerForm", "Half typed")


async def test_undo_does_not_mean_another_step_after_a_card(open_a_desk: OpenDesk) -> None:
    """It says that a card is not undone; pressed again, it undoes the last step on a ticket."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("t", "f12", "e")
        await desk.fill(note="x")
        await desk.press("ctrl+s", "u")
        assert desk.last_event() == "taken"
        await desk.press("u")
        assert desk.last_event() == "undone"


async def test_the_cursor_begins_on_the_ticket_that_one_came_from(open_a_desk: OpenDesk) -> None:
    """The next key acts on it."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("down")
        here = desk.row.id
        await desk.press("f12")
        row = desk.top(GroupScreen).ticket_row
        assert row
        assert row.id == here


async def test_what_is_changed_from_a_call_form_stands_in_it(open_a_desk: OpenDesk) -> None:
    """As soon as one is back."""
    async with open_a_desk(three_cases) as desk:
        await desk.press("c")
        await desk.type("921 555-12-34")
        await desk.press("f12", "e")
        await desk.fill(mind=", careful")
        await desk.press("enter", "escape")
        assert "careful" in desk.said("#aside")


async def test_an_organisation_is_one_screen_with_what_it_was_sent(open_a_desk: OpenDesk) -> None:
    """Row 47: its contact's card names it; a candidate's card finds it by the first letters; the board's filter as well."""

    def calls(store: Store) -> None:
        ticket(store, "enquiry", "email", name="Olga", email="olga@globus.example", subject="Dates")
        ticket(store, name="Vera", phone="244-54-81", subject="FCE")
        ticket(store, name="Pavel", phone="244-54-82")

    async with open_a_desk(calls) as desk:
        desk.app.board.go_to_ticket(2)
        await desk.press("f12", "e")
        desk.field("organisation").value = "Globus"
        await desk.press("enter")
        desk.refused(OrganisationKindMissing)
        assert desk.focused.id == "kind"
        await desk.press("escape", "right", "enter", "escape")
        desk.app.board.go_to_ticket(1)
        await desk.press("f12", "e")
        desk.field("organisation").value = "Globus"
        desk.field("kind").value = "preparation-centre"
        await desk.settle()
        await desk.press("enter")
        assert "Globus" in desk.said("#group")
        await desk.press("escape")
        desk.app.board.go_to_ticket(2)
        await desk.press("f12", "e")
        desk.field("kind").value = "candidate"
        desk.field("organisation").focus()
        await desk.settle()
        await desk.type("glob")
        await desk.press("right", "enter", "escape")
        await desk.press("/")
        await desk.type("globus")
        await desk.press("enter")
        assert sorted(row.id for row in desk.queue().rows) == [1, 2]
        await desk.press("escape")
        desk.app.board.go_to_ticket(1)
        await desk.settle()
        await desk.press("o", "f2")
        await desk.type("all exams")
        await desk.press("enter", "ctrl+s")
        await desk.run("organisations")
        await desk.press("enter")
        assert (desk.kind, cases(desk)) == ("GroupScreen", [2, 1])
        assert all(sign in desk.said("#group") for sign in ("Globus", "Olga", "olga@globus.example", "1 candidate"))
        await desk.press("p")
        assert "#1" in desk.top(Dialog).message
        await desk.press("escape", "escape")
        desk.app.board.go_to_ticket(3)
        await desk.settle()
        await desk.run("organisation")
        assert (desk.kind, "#3" in desk.toasts[-1]) == ("Board", True)
