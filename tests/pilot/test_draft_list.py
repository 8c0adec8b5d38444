"""What is left half typed is said once, listed, and opened in its form; where that cannot be any more, it is there to be copied."""

import asyncio
from datetime import date

import pytest

from desk.screens.dialogs.chooser import Chooser
from desk.screens.forms.action_form import ActForm
from desk.screens.forms.base import FormScreen
from desk.screens.ticket.screen import TicketScreen
from desk.store.commands import tickets
from desk.system.draft_files import Draft, DraftFiles, folder_of
from tests.layouts import on_layout
from tests.pilot.conftest import Desk, OpenDesk, seconds, ticket, until
from tests.pilot.half_typed import two_calls

pytestmark = pytest.mark.parametrize("layout", ["en", "ru"])

AT = seconds("2026-11-03 10:02")


def left(desk: Desk, form: str, *numbers: int, staff: str = "Anna", at: int = AT, **typed: str) -> Draft:
    """A desk that ended left a draft behind; the versions are those of the day's beginning."""
    return left_typed(desk, form, typed, *numbers, staff=staff, at=at)


def left_typed(desk: Desk, form: str, typed: dict[str, str], *numbers: int, staff: str = "Anna", at: int = AT) -> Draft:
    """The same with what was typed by the fields' own names."""
    drafts = DraftFiles(folder_of(str(desk.path)))
    versions = dict(desk.rows("SELECT ticket_id, MIN(id) FROM event WHERE ticket_id IS NOT NULL GROUP BY ticket_id"))
    draft = Draft(staff, form, tuple((number, versions.get(number, number)) for number in numbers), typed, {}, at)
    drafts.write("form", draft)
    drafts.close()
    return draft


def kept(desk: Desk) -> list[str]:
    """The forms that drafts are left of."""
    return [draft.form for draft in DraftFiles(folder_of(str(desk.path))).of("Anna")]


async def open_list(desk: Desk, layout: str) -> None:
    """By its name in the palette."""
    await desk.press(on_layout("ctrl+p", layout))
    await desk.type("drafts")
    await desk.press("enter")


def listed(desk: Desk) -> list[str]:
    """The lines of the list."""
    return [option.title for option in desk.top(Chooser).options]


async def test_what_is_left_is_said_once_at_the_start(open_a_desk: OpenDesk, layout: str) -> None:
    """How many of one's own, and how to see them; nothing where there is none."""
    async with open_a_desk(two_calls) as desk:
        assert desk.toasts == []
        left(desk, "note", 1, note="half")
        left(desk, "new-call", who="Мар")
        left(desk, "note", 2, staff="Boris", note="not Anna's")
    async with open_a_desk(database=str(desk.path)) as desk:
        assert desk.toasts == ["2 drafts left; to see them: CTRL+P, “Show drafts”"]
        desk.app.clear_notices()
        await desk.tick()
        await desk.app.reload()
        assert desk.toasts == []
        await desk.press(on_layout("s", layout))
        await desk.type("Boris")
        await desk.press("enter")
        desk.told("1", "CTRL+P")


async def test_what_an_open_form_holds_is_not_left(open_a_desk: OpenDesk, layout: str) -> None:
    """It is on the screen."""
    async with open_a_desk(two_calls) as desk:
        await desk.press(on_layout("n", layout))
        await desk.type("half")
        await desk.tick()
        assert kept(desk) == []
        await desk.press("f8", "2", "enter")
        await open_list(desk, layout)
        assert desk.toasts == ["No drafts: everything typed is saved."]


async def test_the_list_says_what_when_and_how_it_goes(open_a_desk: OpenDesk, layout: str) -> None:
    """The newest first, strangers' words as they were typed."""
    async with open_a_desk(two_calls) as desk:
        left(desk, "answered", 2, note="we have\ncorrected [b]it[/b]")
        left(desk, "new-call", at=AT - 86_400, who="Мария 244-54-88", subject="FCE")
        left(desk, "note", 1, 2, at=AT - 60, note="both")
        await open_list(desk, layout)
        assert listed(desk) == [
            "Mark answered #2  Петров  today 10:02  we have ⏎ corrected [b]it[/b]",
            "Note: 2 tickets  today 10:01  both",
            "New call  Mon 2 Nov 2026 10:02  Мария 244-54-88 ⏎ FCE",
        ]
        assert "corrected [b]it[/b]" in desk.text
        await desk.press("escape")
        assert desk.kind == "Board"
        assert len(kept(desk)) == 3


async def test_enter_opens_the_form_on_its_ticket(open_a_desk: OpenDesk, layout: str) -> None:
    """Over the ticket; what is typed in the same breath comes behind it; saved, it is gone from the list."""
    async with open_a_desk(two_calls) as desk:
        left(desk, "answered", 2, note="we have ")
        await open_list(desk, layout)
        desk.send("enter", *"corrected")
        await desk.settle()
        assert desk.said(".heading").startswith("Mark answered: #2")
        assert desk.values()["note"] == "we have corrected"
        await desk.press("enter")
        assert (desk.kind, desk.last_event(), desk.texts("note")) == ("TicketScreen", "answered", ["we have corrected"])
        assert kept(desk) == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("new-call", "who"),
        ("new-registration", "who"),
        ("duties", "note"),
        ("import-certificates", "file"),
        ("change-charter", "file"),
        ("calendar 2026-11-06", "note"),
    ],
)
async def test_a_form_without_a_ticket_is_opened_too(open_a_desk: OpenDesk, layout: str, form: str, field: str) -> None:
    """From wherever the list was asked for."""
    async with open_a_desk(two_calls) as desk:
        left_typed(desk, form, {field: "half typed"})
        await desk.press("enter")
        await open_list(desk, layout)
        await desk.press("enter")
        assert desk.top(FormScreen).drafted_as == form
        assert desk.values()[field] == "half typed"
        assert "10:02" in desk.said("#draft")


@pytest.mark.parametrize("name", ["correct", "acknowledged", "move-exam", "merge", "hand-over", "close"])
async def test_every_kind_of_form_comes_back(open_a_desk: OpenDesk, layout: str, name: str) -> None:
    """Those that need the whole ticket, those that look first or ask."""
    kinds = {"acknowledged": ("complaint", "text"), "move-exam": ("registration", "exam"), "correct": ("enquiry", "value")}
    kind, field = kinds.get(name, ("enquiry", {"merge": "of", "hand-over": "to", "close": "note"}.get(name, "")))
    exam = date(2026, 11, 14) if kind == "registration" else None
    async with open_a_desk(lambda store: ticket(store, kind, "email", exam=exam)) as desk:
        left_typed(desk, name, {field: "77"}, 1)
        await open_list(desk, layout)
        await desk.press("enter")
        assert "#1" in desk.said(".heading")
        assert desk.values()[field] == "77"


async def test_a_correction_comes_back_into_its_field(open_a_desk: OpenDesk, layout: str) -> None:
    """Never the one field's words into another."""
    async with open_a_desk(two_calls) as desk:
        await desk.press(on_layout("f", layout), "shift+tab", "right", "tab")
        await desk.type("8 812 244")
        await desk.tick()
    async with open_a_desk(database=str(desk.path)) as desk:
        await desk.press(on_layout("f", layout))
        assert desk.values() == {"field": "phone", "value": "8 812 244"}
        await desk.press("enter")
        assert desk.rows("SELECT name, phone FROM ticket WHERE id = 1") == [("Иванова Мария", "8 812 244")]


async def test_an_acknowledgement_speaks_of_the_day_on_which_it_is_sent(open_a_desk: OpenDesk, layout: str) -> None:
    """What is missing is kept; the text that follows from it is made anew."""
    async with open_a_desk(lambda store: ticket(store, "complaint", "email")) as desk:
        await desk.press(on_layout("2", layout), on_layout("k", layout))
        await desk.type("билет")
        await desk.tick()
    async with open_a_desk(database=str(desk.path), at="2026-11-05 11:00") as desk:
        await desk.press(on_layout("2", layout), on_layout("k", layout))
        assert desk.values()["missing"] == "билет"
        assert "билет." in desk.values()["text"]
        assert "12 ноября" in desk.values()["text"]
        assert "10 ноября" not in desk.values()["text"]


async def test_a_ticket_that_does_not_come_holds_up_no_key(
    open_a_desk: OpenDesk, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is busy over the draft's ticket: Esc leaves it, and the draft is where it was."""
    comes = asyncio.Event()

    async def late(_: TicketScreen) -> None:
        await comes.wait()

    async with open_a_desk(two_calls) as desk:
        left(desk, "note", 1, note="half")
        with monkeypatch.context() as patch:
            patch.setattr(TicketScreen, "read_ticket", late)
            await desk.press(on_layout("ctrl+p", layout))
            await desk.type("drafts")
            await desk.press("enter")
            desk.send("enter", "escape")
            await until(lambda: desk.kind == "Board")
            await desk.settle()
        await desk.press(on_layout("n", layout))
        assert desk.values()["note"] == "half"


async def test_marked_tickets_come_back_together(open_a_desk: OpenDesk, layout: str) -> None:
    """The form of several, on the same ones."""
    async with open_a_desk(two_calls) as desk:
        left(desk, "note", 1, 2, note="both")
        await open_list(desk, layout)
        await desk.press("enter")
        assert len(desk.top(ActForm).rows) == 2
        await desk.press("enter")
        assert desk.texts("note") == ["both", "both"]


async def test_what_was_typed_for_a_closed_ticket_is_there_to_be_copied(open_a_desk: OpenDesk, layout: str) -> None:
    """All of it, over the ticket that says why; dropped only when that is asked for and answered."""
    async with open_a_desk(two_calls) as desk:
        left(desk, "answered", 1, note="we have corrected\n[b]it[/b]", topic="даты")
        with desk.elsewhere() as store:
            tickets.fact(store, "Boris", 1, "answered")
        await open_list(desk, layout)
        await desk.press("enter")
        assert desk.kind == "DraftScreen"
        assert desk.said(".heading") == "Mark answered #1: not possible now. Text typed today 10:02:"
        assert desk.said("#words") == "we have corrected\n[b]it[/b]\nдаты"
        await desk.press(on_layout("c", layout))
        assert desk.app.clipboard == "we have corrected\n[b]it[/b]\nдаты"
        await desk.press("f7", "enter")
        assert kept(desk) == ["answered"]
        await desk.press("escape")
        assert desk.kind == "TicketScreen"
        assert "Boris  answered" in desk.said("#story")
        await desk.press("escape")
        await open_list(desk, layout)
        await desk.press("enter", "f7", "right", "enter")
        assert (desk.kind, kept(desk)) == ("TicketScreen", [])


async def test_reopened_it_takes_what_was_typed(open_a_desk: OpenDesk, layout: str) -> None:
    """The words for a closed ticket wait until it is open again."""
    async with open_a_desk(two_calls) as desk:
        left(desk, "note", 1, note="half")
        with desk.elsewhere() as store:
            tickets.fact(store, "Boris", 1, "answered")
            tickets.reopen(store, "Boris", 1)
        await open_list(desk, layout)
        await desk.press("enter")
        assert desk.values()["note"] == "half"
        assert desk.said("#between").count("Boris") == 2


@pytest.mark.parametrize("numbers", [(), (1,), (1, 2), (1, 99)])
async def test_a_form_that_nobody_knows_is_there_to_be_copied(open_a_desk: OpenDesk, layout: str, numbers: tuple[int, ...]) -> None:
    """Of a newer desk, or on a ticket that is not there."""
    async with open_a_desk(two_calls) as desk:
        left(desk, "note" if 99 in numbers else "tomorrows-form", *numbers, words="half")
        await open_list(desk, layout)
        await desk.press("enter")
        assert desk.kind == "DraftScreen"
        assert desk.said("#words") == "half"
