"""Messages that arrived, by keys: the proposed kind, an answer to a message, what a colleague's mail brings."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widget import Widget

from desk.intake.mail.importing import import_messages
from desk.intake.mail.sources import RawMessage
from desk.screens.dialogs.chooser import Chooser
from desk.screens.dialogs.dialog import Question
from desk.settings import MailSender, MailSettings
from desk.store.commands import tickets
from desk.store.commands.perform import reply
from desk.store.database import Store
from desk.store.errors.files import FileNotFound
from desk.store.errors.tickets import KindNotProposed
from desk.store.files.attaching import files_of
from desk.store.mail.delivery import hold
from tests.pilot.conftest import SMALL, WIDE, Desk, OpenDesk

QUESTION = b"From: Ann <ann@example.org>\r\nSubject: FCE\r\nMessage-ID: <1@example.org>\r\n\r\nWhen?\r\n"
MORE = b"From: Ann <ann@example.org>\r\nSubject: Re: FCE\r\nReferences: <1@example.org>\r\n\r\nAnd where?\r\n"
COMPLAINT = "From: eva@example.org\r\nSubject: Жалоба\r\n\r\nГрубый тон.\r\n".encode()


def file_all(store: Store, *messages: bytes) -> None:
    import_messages(store, "Boris", [RawMessage(raw, "test.eml") for raw in messages], ())


def question(store: Store) -> None:
    """A question by email, its kind proposed."""
    file_all(store, QUESTION)


def complaint(store: Store) -> None:
    """A complaint by email, its kind proposed."""
    file_all(store, COMPLAINT)


def proposed(desk: Desk) -> list[bool]:
    return [bool(value) for (value,) in desk.rows("SELECT proposed FROM ticket ORDER BY id")]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_proposed_kind_is_marked_and_confirmed_by_one_key(
    open_a_desk: OpenDesk, language: str, size: tuple[int, int]
) -> None:
    """The mark goes with the confirmation; the clocks are those of the receipt."""
    async with open_a_desk(question, language=language, size=size) as desk:
        assert "? FCE" in desk.text
        due = desk.row.due
        await desk.press("ctrl+k")
        assert (proposed(desk), desk.row.due) == ([False], due)
        assert "? FCE" not in desk.text
        await desk.press("ctrl+k")
        desk.refused(KindNotProposed)
        await desk.press("escape", "u")
        assert proposed(desk) == [True]


async def test_all_marked_tickets_are_confirmed_together(open_a_desk: OpenDesk) -> None:
    def both(store: Store) -> None:
        file_all(store, QUESTION, QUESTION.replace(b"1@", b"2@"))

    async with open_a_desk(both, size=WIDE) as desk:
        await desk.press("space", "down", "space", "ctrl+k", "enter")
        assert proposed(desk) == [False, False]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_an_emailed_complaint_is_acknowledged_in_two_keys(open_a_desk: OpenDesk, language: str) -> None:
    """day.md, row 43, as far as without a mail server: the reply's form is filled, and confirming the kind costs no key."""
    async with open_a_desk(complaint, language=language, size=WIDE) as desk:
        await desk.press("tab")
        assert (desk.row.kind, proposed(desk)) == ("complaint", [True])
        await desk.press("k", "f10")
        assert desk.rows("SELECT what FROM event WHERE ticket_id = 1 ORDER BY id")[-1] == ("acknowledged",)
        assert proposed(desk) == [False]


async def test_a_further_message_is_in_the_first_line_of_whose_ticket_it_is(open_a_desk: OpenDesk) -> None:
    def taken(store: Store) -> None:
        question(store)
        tickets.take(store, "Anna", 1)
        file_all(store, MORE)

    async with open_a_desk(taken, size=WIDE) as desk:
        assert [(reminder.ticket, reminder.staff, reminder.what) for reminder in desk.app.reminders] == [(1, "Anna", "mailed")]
        await desk.press("enter")
        assert "And where?" in desk.text


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_message_that_comes_while_the_board_is_open_is_told_to_the_owner(open_a_desk: OpenDesk, language: str) -> None:
    def taken(store: Store) -> None:
        question(store)
        tickets.take(store, "Anna", 1)

    async with open_a_desk(taken, language=language, size=WIDE) as desk:
        await desk.at("2026-11-03 10:20")
        with desk.elsewhere() as store:
            file_all(store, MORE)
        await desk.tick()
        await desk.tick()
        assert "And where?" in desk.told("#1" if language == "en" else "№1")


# -- mail that leaves -----------------------------------------------------------------------------------------------------

SENDER = MailSettings(sender=MailSender("localhost", "office@example.org", "office@example.org"))


def sends(desk: Desk) -> None:
    """The desk sends emails itself; no process does."""
    desk.app.settings = replace(desk.app.settings, mail=SENDER)
    desk.app.mail.keep = lambda acting: None  # type: ignore[method-assign]  # noqa: ARG005


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_reply_goes_into_the_outbox_and_is_taken_back_with_its_text(
    open_a_desk: OpenDesk, language: str, size: tuple[int, int]
) -> None:
    """An arrow stands at its row meanwhile; taken back, its words are there to be mended."""
    async with open_a_desk(question, language=language, size=size) as desk:
        sends(desk)
        await desk.press("o")
        await desk.type("In May.")
        await desk.press("ctrl+s")
        assert desk.last_event() == "written"
        await desk.tick()
        assert "→" in desk.text
        written = desk.texts("note")[-1]
        await desk.press("u")
        assert desk.last_event() == "undone"
        await desk.press("o")
        assert desk.values()["text"] == written
        assert "In May." in written


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_what_waits_is_shown_and_decided_about(open_a_desk: OpenDesk, language: str, size: tuple[int, int]) -> None:
    """With what the email says and what the customer has written since; the first line says that somebody must look."""

    def held(store: Store) -> None:
        question(store)
        reply(store, "Anna", 1, "answered", {"note": "In May.", "way": "email", "at": None}, title="Re: FCE")
        file_all(store, MORE)
        ((event,),) = store.rows("SELECT id FROM event WHERE what = 'written'")
        hold(store, event)

    async with open_a_desk(held, language=language, size=size) as desk:
        sends(desk)
        await desk.tick()
        await desk.app.reload()
        await desk.settle()
        assert desk.app.gettext("! emails to look at {n}", n=1) in desk.said("#top")
        await desk.press("ctrl+o", "enter")
        heading = desk.top(Chooser).heading
        assert ("In May." in heading, "And where?" in heading) == (True, True)
        await desk.press("down", "enter")
        assert desk.last_event() == "recalled"
        await desk.press("ctrl+o")
        assert desk.kind == "Board"


async def test_quitting_while_an_email_waits_asks_first(open_a_desk: OpenDesk) -> None:
    def waiting(store: Store) -> None:
        question(store)
        reply(store, "Anna", 1, "answered", {"note": "In May.", "way": "email", "at": None}, title="Re: FCE")

    async with open_a_desk(waiting) as desk:
        sends(desk)
        await desk.press("q")
        assert isinstance(desk.top(Question), Question)
        await desk.press("escape")
        assert desk.kind == "Board"


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_file_goes_along_with_a_reply(open_a_desk: OpenDesk, tmp_path: Path, size: tuple[int, int]) -> None:
    """Its field is there only where the desk sends; a path that leads nowhere is said, and the text stays."""
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4")
    async with open_a_desk(question, size=size) as desk:
        await desk.press("o")
        assert not desk.screen.query("#files")
        await desk.press("escape")
        sends(desk)
        await desk.press("o")
        await desk.type("In May.")
        assert all(node.display for node in desk.screen.query_one("#files").ancestors_with_self if isinstance(node, Widget))
        await desk.fill(files=str(tmp_path / "plan"))
        await desk.press("ctrl+s")
        desk.refused(FileNotFound)
        await desk.fill(files=".pdf")
        await desk.press("ctrl+s")
        assert desk.last_event() == "written"
        with desk.elsewhere() as store:
            assert [file.name for file in files_of(store, 1)] == ["plan.pdf"]
