"""The reply: a text of the centre's, changed, copied, kept as what it states; from the board, a ticket and triage."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from desk.actions.keys import russian_key
from desk.app import DeskApp
from desk.screens.dialogs.chooser import Chooser
from desk.screens.forms.base import FormScreen
from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors.input import ReplyMissing
from tests.pilot.conftest import SMALL, Desk, OpenDesk, ticket
from tests.recordings import Fields

LATE_EMAIL = "2026-10-31 23:40"


def an_email(store: Store) -> None:
    """Row 4: due today, of somebody who writes English."""
    given = Fields(language="en", name="Ann Smith", email="ann@example.org", subject="FCE", body="When is FCE\nin December?")
    ticket(store, "enquiry", "email", LATE_EMAIL, **given)


def a_complaint(store: Store) -> None:
    """Row 5."""
    ticket(store, "complaint", "email", "2026-11-01 20:00", name="Ann Smith", language="en", subject="Noise")


def last(desk: Desk) -> tuple[str, dict[str, Any], str]:
    """The last event with words: what, its values, its words."""
    found = "SELECT what, data, body FROM event JOIN text ON event_id = event.id WHERE ticket_id IS NOT NULL AND field = 'note'"
    what, data, words = desk.rows(f"{found} ORDER BY event.id DESC LIMIT 1")[0]
    return what, json.loads(data), words


def shown(desk: Desk) -> list[str]:
    """The fields that are shown."""
    return [str(box.children[1].id) for box in desk.screen.query(".field") if box.display]


async def choose(desk: Desk, field: str, times: int = 1) -> None:
    """Turns a choice."""
    desk.screen.query_one(f"#{field}").focus()
    await desk.press(*["right"] * times)


@pytest.mark.parametrize("key", ["o", "щ", "O"])
@pytest.mark.parametrize("way", [[], ["enter"], ["f6"]], ids=["board", "ticket", "triage"])
async def test_a_reply_is_begun_by_one_key_and_kept_by_another(open_a_desk: OpenDesk, way: list[str], key: str) -> None:
    """The text is there, the cursor where one's own words go; Ctrl+S keeps it as the answer, and the clock with it."""
    async with open_a_desk(an_email) as desk:
        await desk.press(*way, key)
        assert desk.kind == "ReplyForm"
        assert "“When is FCE ⏎ in December?”" in " ".join(desk.said(".heading").split())
        await desk.type("On the 5th.")
        await desk.press("ctrl+s")
        what, data, words = last(desk)
        assert (what, data["way"]) == ("answered", "email")
        greeting, body, end = words.split("\n\n")
        assert (greeting, body, end.splitlines()[1]) == ("Hello Ann Smith,", "On the 5th.", "Anna, LT-Pro")
        assert desk.app.clipboard == words
        assert desk.rows("SELECT state FROM clock") == [("kept",)]
        if way != ["f6"]:  # nothing is left in triage, which says so
            desk.told(f"#1: {desk.words.event('answered')}")


async def test_the_cursor_stands_where_ones_own_words_go_and_an_acknowledgement_begins_with_what_is_missing(
    open_a_desk: OpenDesk,
) -> None:
    """K as before: the missing part first; O on the same complaint goes to the text."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "k")
        assert (desk.focused.id, desk.values()["act"]) == ("missing", "acknowledged")
        await desk.press("escape", "o")
        assert (desk.focused.id, desk.values()["act"]) == ("text", "acknowledged")


async def test_another_text_is_found_by_typing_and_says_what_it_is_kept_as(open_a_desk: OpenDesk) -> None:
    """Asking for something stops no clock."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o", "f2")
        assert desk.kind == "Chooser"
        await desk.type("ask the customer")
        await desk.press("enter")
        assert desk.values()["act"] == "note"
        await desk.type("your passport's number.")
        await desk.press("ctrl+s")
        what, _, words = last(desk)
        assert (what, "please let us know: your passport's number." in words) == ("noted", True)
        assert "You will have our reply by Tuesday 3 November, 17:00." in words
        assert desk.rows("SELECT state FROM clock") == [("running",)]


async def test_triage_says_that_the_text_is_copied_and_goes_on(open_a_desk: OpenDesk) -> None:
    """The next one stands in front then."""

    def two(store: Store) -> None:
        an_email(store)
        ticket(store)

    async with open_a_desk(two) as desk:
        await desk.press("f6", "o")
        await desk.type("On the 5th.")
        await desk.press("f10")
        assert (desk.kind, desk.row.id) == ("TriageScreen", 2)
        assert desk.toasts[-1] == "#1: answered. Copied; paste it into your mail."


async def test_a_date_that_only_one_kind_of_reply_brings_goes_with_it(open_a_desk: OpenDesk) -> None:
    """As a note it renews no promise of news, and so names none."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "o", "f2")
        await desk.type("update")
        await desk.press("enter")
        assert "You will hear from us again by Tuesday 10 November 2026." in desk.values()["text"]
        await choose(desk, "act", 3)
        assert desk.values()["act"] == "note"
        assert "this is an update on your complaint" in desk.values()["text"]
        assert "You will hear from us" not in desk.values()["text"]


@pytest.mark.parametrize(
    ("channel", "email", "way"),
    [("phone", "a@example.org", "email"), ("phone", "", "phone"), ("letter", "a@example.org", "letter"), ("letter", "", "letter")],
)
async def test_it_goes_in_writing_where_there_is_an_address(open_a_desk: OpenDesk, channel: str, email: str, way: str) -> None:
    """A letter is answered by a letter all the same. What only a complaint has is not asked."""
    async with open_a_desk(lambda store: ticket(store, "enquiry", channel, email=email)) as desk:
        await desk.press("o")
        assert desk.values()["way"] == way
        assert shown(desk) == ["text", "act", "language", "way", "topic", "at"]
        await choose(desk, "act")
        assert shown(desk) == ["text", "act", "language", "way", "at"]


async def test_texts_are_those_of_the_tickets_kind(open_a_desk: OpenDesk) -> None:
    """Nobody is offered a certificate's for a question."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o", "f2")
        titles = [option.title for option in desk.top(Chooser).options]
        assert titles[0] == "Answer to a question"
        assert "The certificate is here" not in titles


async def test_a_text_goes_between_what_is_written_already(open_a_desk: OpenDesk) -> None:
    """On a line of its own; nothing typed is ever replaced."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o")
        await desk.type("My words. ")
        await desk.press("f2")
        await desk.type("slip")
        await desk.press("enter")
        lines = desk.values()["text"].splitlines()
        assert lines[0] == "Hello Ann Smith,"
        assert lines.index("My words. ") + 1 == next(at for at, line in enumerate(lines) if line.startswith("LT-Pro."))


async def test_another_language_says_the_same_text(open_a_desk: OpenDesk) -> None:
    """As long as nobody has changed it."""
    async with open_a_desk(an_email, language="ru") as desk:
        await desk.press("o")
        assert desk.values()["text"].startswith("Hello Ann Smith,")
        await choose(desk, "language")
        assert desk.values()["text"].startswith("Здравствуйте, Ann Smith!")
        await desk.fill(text="сам ")
        await choose(desk, "language")
        assert "сам " in desk.values()["text"]
        assert desk.values()["text"].startswith("Здравствуйте")


async def test_what_it_is_kept_as_can_be_changed_and_brings_its_own_text_and_fields(open_a_desk: OpenDesk) -> None:
    """A complaint's full answer has an outcome, its news what is still missing."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "o")
        assert shown(desk) == ["missing", "text", "act", "language", "way", "at"]
        await choose(desk, "act")
        assert (desk.values()["act"], "this is an update on your complaint" in desk.values()["text"]) == ("updated", True)
        await choose(desk, "act")
        assert shown(desk) == ["text", "act", "language", "way", "outcome", "given", "at"]
        await choose(desk, "outcome")
        await desk.fill(text="We are sorry.")
        await desk.press("f10")
        what, data, words = last(desk)
        assert (what, data["outcome"]) == ("answered", "upheld")
        assert "number 1.\n\nWe are sorry.\n\nPlease let us know" in words


async def test_what_is_not_shown_is_not_kept(open_a_desk: OpenDesk) -> None:
    """What was chosen for the full answer says nothing of an acknowledgement."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "o")
        await choose(desk, "act", 2)
        await choose(desk, "outcome")
        await choose(desk, "act", 3)
        await desk.press("ctrl+s")
        what, data, _ = last(desk)
        assert (what, "outcome" in data) == ("acknowledged", False)


async def test_a_reply_that_says_nothing_is_refused(open_a_desk: OpenDesk) -> None:
    """A greeting and a name alone are no answer; the form stays."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o", "ctrl+s")
        assert desk.kind == "ReplyForm"
        desk.refused(ReplyMissing)
        assert desk.count() == 1


async def test_what_was_written_earlier_speaks_of_that_moment(open_a_desk: OpenDesk) -> None:
    """Entered when it is overdue: the text that admits it is replaced by the one that fitted then, with the dates of then."""
    async with open_a_desk(a_complaint) as desk:
        await desk.at("2026-11-09 12:00")
        await desk.press("2", "k")
        late = desk.values()["text"]
        assert ("Tuesday 3 November" in late, "Monday 16 November" in late) == (True, True)
        await desk.fill(at="03.11 12:00")
        in_time = desk.values()["text"]
        assert ("Tuesday 3 November" in in_time, "Tuesday 10 November" in in_time) == (False, True)
        desk.field("at").value = ""
        await desk.settle()
        assert desk.values()["text"] == late


async def test_a_text_can_be_copied_without_being_recorded(open_a_desk: OpenDesk) -> None:
    """F9; the form stays, and says which of the two it was."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o")
        await desk.type("On the 5th.")
        told = len(desk.toasts)
        await desk.press("f9")
        assert "On the 5th." in desk.app.clipboard
        assert (desk.kind, len(desk.toasts), desk.count()) == ("ReplyForm", told + 1, 1)


async def test_what_was_said_on_the_phone_is_not_copied(open_a_desk: OpenDesk) -> None:
    """Nothing is pasted anywhere then, and what was in the clipboard stays."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        await desk.press("o")
        await desk.type("5 декабря")
        await desk.press("ctrl+s")
        assert (desk.toasts[-1], desk.app.clipboard) == ("#1: answered", "")


async def test_leaving_asks_only_where_something_was_written(open_a_desk: OpenDesk) -> None:
    """Another text, another language are soon there again."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o", "f2", "down", "enter")
        await choose(desk, "language")
        await desk.press("escape")
        assert desk.kind == "Board"
        await desk.press("o", "x", "escape")
        assert desk.kind == "Question"


async def test_a_colleague_was_quicker_and_the_text_stays(open_a_desk: OpenDesk) -> None:
    """Said in the form; saved on top of it by the person who has read it."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "o")
        await desk.fill(text="In our own words. ")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "I asked the invigilator")
        await desk.press("ctrl+s")
        assert "#1" in desk.said("#wrong")
        assert desk.values()["text"].startswith("In our own words.")
        await desk.press("ctrl+s")
        assert last(desk)[0] == "acknowledged"


@pytest.mark.parametrize("name", ["{number}", "[b]Ann[/b]", "[@click=app.quit]x[/]", "Ann\x1b[2J", "{{", "[{name}]"])
async def test_a_strangers_name_is_shown_as_typed_and_nothing_happens(open_a_desk: OpenDesk, name: str) -> None:
    """Neither our brackets nor Textual's nor the terminal's."""
    async with open_a_desk(lambda store: ticket(store, name=name, language="en", body=name), size=SMALL) as desk:
        await desk.press("o")
        safe = name.replace("\x1b", "␛")
        assert desk.values()["text"].startswith(f"Hello {safe},\n")
        assert f"Hello {safe}," in desk.text
        assert f"“{safe}”" in desk.said(".heading")


async def test_a_centres_own_text_is_used_and_a_wrong_one_is_said(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """With the desk's own texts the work goes on."""
    own = tmp_path / "texts"
    own.mkdir()
    words = '[[text]]\nid = "answer"\nstates = "answered"\nkinds = ["enquiry"]\ntitle = { ru = "Ж", en = "J" }\n'
    (own / "ours.toml").write_text(words + 'body = { ru = "{staff}", en = "Yours, {staff}" }', encoding="utf-8")
    async with open_a_desk(an_email, texts=own) as desk:
        await desk.press("o")
        assert desk.values()["text"] == "Yours, Anna"
        await desk.press("escape")
        (own / "ours.toml").write_text(words + 'body = { ru = "{staff}", en = "{name}" }', encoding="utf-8")
        await desk.press("o")
        assert desk.kind == "Dialog"
        assert "text[answer].body.en: {name} may be empty" in desk.said(".words")
        await desk.press("enter")
        assert desk.values()["text"].startswith("Hello Ann Smith,")
        await desk.press("escape", "9")
        assert desk.kind == "Dialog"
        await desk.press("enter")
        assert desk.said(".words").startswith("LT-Pro. Your number is 1.")


async def test_a_closed_ticket_is_reopened_by_that_key(open_a_desk: OpenDesk) -> None:
    """Nothing is replied to what is closed; the key means the other thing there."""
    async with open_a_desk(an_email) as desk:
        await desk.press("a", "enter", "/", "1", "enter")
        assert desk.kind == "TicketScreen"
        await desk.press(russian_key("o"))
        assert desk.top(FormScreen).command_id == "reopen"


# -- drafts ----------------------------------------------------------------------------------------


async def test_a_reply_half_typed_comes_back_with_the_cursor_where_it_goes_on(open_a_desk: OpenDesk) -> None:
    """Row 24, for a reply: its words, what it is kept as, its language; and nothing is kept twice."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o")
        await choose(desk, "language")
        desk.screen.query_one("#text").focus()
        await desk.type("Мы испра")
        await desk.tick()
    async with open_a_desk(database=str(desk.path)) as desk:
        await desk.press("o")
        assert desk.values()["language"] == "ru"
        assert "F7" in desk.said("#draft")
        await desk.type("вили.")
        assert "Здравствуйте, Ann Smith!\n\nМы исправили.\n\nС уважением" in desk.values()["text"]
        await desk.press("f7")
        assert desk.values()["text"].startswith("Здравствуйте, Ann Smith!\n\n\n\nС уважением")
        await desk.press("f7", "f10")
        assert "Мы исправили." in last(desk)[2]


async def test_a_text_that_nobody_changed_is_made_anew_and_not_put_back(open_a_desk: OpenDesk) -> None:
    """Its dates would be those of another day."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "k")
        await desk.type("a photo")
        await desk.tick()
        assert "by Tuesday 10 November 2026" in desk.values()["text"]
    async with open_a_desk(database=str(desk.path), at="2026-11-05 10:14") as desk:
        await desk.press("2", "k")
        assert (desk.values()["missing"], desk.focused.id) == ("a photo", "missing")
        assert "Still missing: a photo. You will hear from us again by Thursday 12 November 2026." in desk.values()["text"]


async def test_a_reply_that_nobody_changed_leaves_no_draft(open_a_desk: OpenDesk) -> None:
    """Whatever was chosen in it."""
    async with open_a_desk(an_email) as desk:
        await desk.press("o", "f2", "down", "enter")
        await choose(desk, "language")
        await desk.tick()
        assert not list((desk.path.parent / "drafts" / desk.path.name).glob("*.json"))


# -- the editor --------------------------------------------------------------------------------------


async def test_without_an_editor_one_line_says_so(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where the terminal cannot be lent, another one does; the text stays."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with open_a_desk(an_email) as desk:
        await desk.press("o", "f4")
        assert desk.said("#wrong").startswith("! No editor is set")
        monkeypatch.setenv("EDITOR", "true")
        await desk.press("f4")
        assert desk.said("#wrong").startswith("! ")
        assert desk.values()["text"].startswith("Hello Ann Smith,")


async def test_a_text_comes_back_from_the_editor_and_one_that_fails_leaves_it(
    open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A real program; tests/terminal lends it a real terminal."""
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "Written\\nelsewhere\\033" > "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setattr(DeskApp, "suspend", lambda _: nullcontext())
    monkeypatch.setenv("VISUAL", "false")
    async with open_a_desk(an_email) as desk:
        await desk.press("o", "f4")
        assert desk.said("#wrong") == "! false: the editor ended with an error; the text is unchanged."
        monkeypatch.setenv("VISUAL", str(script))
        await desk.press("f4")
        assert (desk.said("#wrong"), desk.values()["text"]) == ("", "Written\nelsewhere␛")
        await desk.press("ctrl+s")
        assert last(desk)[2] == "Written\nelsewhere␛"
