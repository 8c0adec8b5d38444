"""The other screens: ticket, explanation, chooser, palette, help, import; and what a terminal may do to any of them."""

import gc
import re
from datetime import datetime
from pathlib import Path
from weakref import ref

import pytest

from desk.actions.registry import find
from desk.app import DeskApp
from desk.i18n import LANGUAGE_NAMES, translator
from desk.intake.errors import BadList, ColumnsMissing, HeadingTwice, ListEmpty, ListMissing, NoTextOrWorkbook
from desk.screens.dialogs.chooser import Chooser
from desk.settings import Settings, settings_path
from desk.settings_file import keep_language, read
from desk.store.commands import tickets
from desk.store.database import Store
from desk.widgets.fields import Line
from desk.widgets.option_list import Options
from tests.looks import MOSCOW
from tests.pilot.conftest import MIDDLE, SMALL, Desk, OpenDesk, seconds, ticket, until
from tests.worded import Worded

Numbers = dict[str, int]
LIST = "Candidate name;Candidate number;Exam;Email\n{lines}"
BOX = "\n".join(f"Иванов {number};{number:04};B2 First;" for number in range(1, 4))


def a_call(store: Store) -> None:
    """One call."""
    ticket(store, phone="+7 921 555-12-34")


async def open_on(desk: Desk, number: int, *keys: str) -> None:
    """The cursor on a ticket, then keys."""
    desk.app.board.go_to_ticket(number)
    await desk.settle()
    await desk.press(*keys)


# -- the ticket ------------------------------------------------------------------------------------


async def test_the_ticket_screen_shows_the_ticket_whole(open_a_desk: OpenDesk) -> None:
    """Number, kind, channel, state, who, what about; the clock; what happened and by whom."""
    async with open_a_desk(a_call) as desk:
        await desk.press("enter")
        assert desk.said("#head").splitlines() == [
            "#1  enquiry  phone  open  unassigned",
            "Name: Иванова Мария   Phone: +7 921 555-12-34",
            "Subject: Когда FCE?",
        ]
        assert (
            desk.said("#clocks") == "running: Answer the question; due Fri 6 Nov 2026 18:00 (3d 7h)  ░░░░░░░░░░\N{NO-BREAK SPACE}0%"
        )
        assert desk.said("#story") == "Tue 3 Nov 2026 10:14  Boris  recorded"
        await desk.press("escape")
        assert desk.kind == "Board"


async def test_the_running_clock_comes_first_and_stays_in_view(open_a_desk: OpenDesk) -> None:
    """Before the one that was kept, and however far the history is scrolled."""

    def acknowledged(store: Store) -> None:
        number = ticket(store, "complaint", "email", "2026-11-02 11:00")
        tickets.fact(store, "Boris", number, "acknowledged")
        for n in range(60):
            tickets.note(store, "Boris", number, f"note {n}")

    async with open_a_desk(acknowledged, size=SMALL) as desk:
        await desk.press("2", "enter")
        await desk.press("pagedown", "pagedown")
        states = [line.split(":")[0] for line in desk.said("#clocks").splitlines()]
        assert states[0] == "running"
        assert "kept" in states
        assert desk.said("#clocks").splitlines()[0][:60] in desk.text


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_bar_of_a_clock_is_not_torn(open_a_desk: OpenDesk, language: str) -> None:
    """Its percentage stands on the same line, at any width, and after the terminal has changed."""
    async with open_a_desk(lambda store: ticket(store, "complaint", "email", "2026-11-02 11:00"), language=language) as desk:
        await desk.press("2", "enter")
        for width in range(60, 121, 4):
            await desk.pilot.resize_terminal(width, 30)
            await desk.settle()
            bars = [line for line in desk.text.splitlines() if "%" in line]
            assert len(bars) == 2
            assert all("░" in line for line in bars)


async def test_a_long_text_is_folded_until_enter(open_a_desk: OpenDesk) -> None:
    """To three lines, by its width and by its own lines; the next ticket is folded again."""

    def long(store: Store) -> None:
        ticket(store, body="word " * 200)
        ticket(store, name="Short", body="\n".join(map(str, range(9))))

    async with open_a_desk(long, size=SMALL) as desk:
        for number, end in ((1, "word"), (2, "8")):
            desk.app.board.go_to_ticket(number)
            await desk.press("enter")
            folded = desk.said("#story")
            assert len(folded) < 4 * SMALL[0]  # three lines and how to see the rest
            await desk.press("enter")
            assert desk.said("#story").rstrip().endswith(end)
            await desk.press("enter")
            assert desk.said("#story") == folded
            await desk.press("escape")


async def test_after_an_act_the_last_event_is_in_view(open_a_desk: OpenDesk) -> None:
    """However long the history is; it opens at its beginning."""

    def noted(store: Store) -> None:
        number = ticket(store)
        for n in range(60):
            tickets.note(store, "Boris", number, f"note {n}.")

    async with open_a_desk(noted, size=SMALL) as desk:
        await desk.press("enter")
        assert "note 0." in desk.text
        await desk.press("t")
        assert desk.words.event("taken") in desk.text
        assert "note 0." not in desk.text


async def test_the_ticket_screens_clocks_run(open_a_desk: OpenDesk, numbers: Numbers) -> None:
    """The time left is told every second, and running turns to missed."""
    async with open_a_desk(full=True) as desk:
        await open_on(desk, numbers["voicemail"], "enter")
        await desk.at("2026-11-03 13:00")
        assert "(14m 0s of opening hours)" in desk.said("#clocks")
        await desk.at("2026-11-03 13:14:01")
        assert desk.said("#clocks").startswith("missed: Call back")


async def test_the_ticket_screen_follows_a_colleague(open_a_desk: OpenDesk) -> None:
    """What is done at another terminal is read at the next tick."""
    async with open_a_desk(a_call) as desk:
        await desk.press("enter")
        with desk.elsewhere() as store:
            tickets.note(store, "Ольга", 1, "перезвонила сама")
        await desk.tick()
        assert "Ольга  note  перезвонила сама" in desk.said("#story")


async def test_the_ticket_screen_says_what_a_complaint_waits_for(open_a_desk: OpenDesk, numbers: Numbers) -> None:
    """A promise that has not started names its condition, and what is missing in somebody's words."""
    async with open_a_desk(full=True) as desk:
        await open_on(desk, numbers["complaint"], "enter")
        assert "waiting: " in desk.said("#clocks")
        await desk.press("j")
        await desk.fill(note="номер билета")
        await desk.press("enter")
        assert "missing: номер билета, since Tue 3 Nov 2026 10:14" in desk.said("#clocks")


async def test_ones_own_reminder_stands_with_the_clocks(open_a_desk: OpenDesk) -> None:
    """On the ticket itself, not only in the history."""

    def promised(store: Store) -> None:
        a_call(store)
        a_call(store)
        tickets.remind(store, "Anna", 1, seconds("2026-11-03 16:30"), "обещала справку")

    async with open_a_desk(promised) as desk:
        await open_on(desk, 1, "enter")
        assert desk.words.moment("2026-11-03 16:30") in desk.said("#clocks").splitlines()[-1]
        assert desk.said("#clocks").endswith("обещала справку")
        await desk.press("escape")
        await open_on(desk, 2, "enter")
        assert "обещала справку" not in desk.said("#clocks")


@pytest.mark.parametrize("opens", ["enter", "f10", "f6"])
async def test_the_key_bar_says_how_to_go_back(open_a_desk: OpenDesk, opens: str) -> None:
    """First of all; a click on it does the same. The board has nothing behind it."""
    async with open_a_desk(a_call, size=SMALL) as desk:
        assert "Esc" not in desk.said("KeyBar")
        await desk.press(opens)
        assert desk.kind != "Board"
        assert desk.said("KeyBar").split()[0] == "Esc"
        await desk.pilot.click("KeyBar", offset=(2, 0))
        await desk.settle()
        assert desk.kind == "Board"


async def test_other_tickets_of_the_same_person_are_named(open_a_desk: OpenDesk) -> None:
    """The number calls for the second time."""
    async with open_a_desk(a_call, a_call) as desk:
        await open_on(desk, 2, "enter")
        assert "#1 enquiry, open, due Fri 18:00" in desk.said("#head")


async def test_a_long_history_scrolls(open_a_desk: OpenDesk) -> None:
    """Down moves it, up moves it back; the keys below stay in view."""

    def many(store: Store) -> None:
        a_call(store)
        for number in range(60):
            tickets.note(store, "Boris", 1, f"note {number}")

    async with open_a_desk(many, size=SMALL) as desk:
        await desk.press("enter")
        assert "note 59" not in desk.text
        await desk.press(*["down"] * 60)
        assert "note 59" in desk.text
        await desk.press(*["up"] * 60)
        assert "recorded" in desk.text


# -- the explanation -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "language",
    ["en", "ru"],
)
async def test_the_explanation_is_a_sentence_and_its_ledger(open_a_desk: OpenDesk, language: str) -> None:
    """By when, and why: every day from the receipt to the due moment, and the clause."""
    async with open_a_desk(a_call, language=language) as desk:
        await desk.press("x")
        assert desk.said("#sentence") == Worded(language).spoken("phone-answer", "2026-11-03 10:14")
        for day in ("3", "4", "5", "6"):
            assert any(line.split()[1:2] == [day] for line in desk.said("#ledger").splitlines())


async def test_every_running_clock_has_its_sentence(open_a_desk: OpenDesk) -> None:
    """The nearest as the heading, the others below the ledger."""
    async with open_a_desk(lambda store: ticket(store, "complaint", "email", "2026-11-02 11:00"), size=MIDDLE) as desk:
        with desk.elsewhere() as store:
            tickets.fact(store, "Boris", 1, "completed")
        await desk.tick()
        await open_on(desk, 1, "x")
        _nearest, *others = sorted(desk.rows("SELECT due, standard, start FROM clock WHERE ticket_id = 1 AND state = 'running'"))
        assert others
        for _unused, standard, start in others:
            moment = datetime.fromtimestamp(start, MOSCOW).isoformat(" ")[:16]
            assert desk.words.spoken(standard, moment) in desk.said("#ledger")


@pytest.mark.parametrize("what", ["phone", "voicemail", "email", "letter", "in-person", "complaint", "certificate", "registration"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_kind_of_ticket_can_be_explained(open_a_desk: OpenDesk, numbers: Numbers, language: str, what: str) -> None:
    """From the board and back with the same key, one Esc, or Enter."""
    async with open_a_desk(full=True, language=language) as desk:
        await open_on(desk, numbers[what], "x")
        assert desk.kind == "Explain"
        assert len(desk.said("#sentence")) > 20
        assert len(desk.said("#ledger").splitlines()) > 3
        for key in ("escape", "enter", "x", "ч"):
            await desk.press(key)
            assert desk.kind == "Board"
            await desk.press("x")


async def test_the_sentence_can_be_copied(open_a_desk: OpenDesk) -> None:
    """C puts it on the clipboard and says so, on either layout."""
    async with open_a_desk(a_call) as desk:
        for key in ("c", "с"):
            desk.app._clipboard = ""
            await desk.press("x", key)
            assert desk.app.clipboard == desk.said("#sentence") != ""
            assert len(desk.toasts) == 1
            await desk.press("escape")


async def test_a_ticket_without_a_clock_says_so(open_a_desk: OpenDesk) -> None:
    """A closed one has nothing running."""
    async with open_a_desk(a_call) as desk:
        await desk.press("enter", "a", "enter", "x")
        assert "#1" in desk.said("#sentence")
        assert desk.said("#ledger") == ""


# -- choosing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["board", "ticket"])
async def test_f2_lists_what_fits_the_ticket_and_does_it(open_a_desk: OpenDesk, numbers: Numbers, place: str) -> None:
    """A certificate can be posted and not acknowledged; typing narrows, Enter does it."""
    async with open_a_desk(full=True) as desk:
        await open_on(desk, numbers["certificate"], *(["enter"] if place == "ticket" else []))
        await desk.press("f2")
        offered = {option.value for option in desk.top(Chooser).options}
        assert "posted" in offered
        assert not {"acknowledged", "reopen"} & offered
        await desk.type(desk.words.title("take").lower())
        assert desk.words.title("posted") not in desk.text
        await desk.press("enter")
        assert desk.last_event() == "taken"


async def test_the_choosers_arrows_move_and_escape_does_nothing(open_a_desk: OpenDesk) -> None:
    """The cursor stays in the field; Esc chooses nothing."""
    async with open_a_desk(a_call) as desk:
        before = desk.count()
        await desk.press("f2", "down", "down", "up", "enter")
        assert desk.kind != "Chooser"
        await desk.press("escape", "f2", "escape")
        assert (desk.kind, desk.count()) == ("Board", before)


async def test_typing_what_is_not_there_chooses_nothing(open_a_desk: OpenDesk) -> None:
    """Enter on an empty list leaves it open."""
    async with open_a_desk(a_call) as desk:
        await desk.press("f2")
        await desk.type("zzz")
        await desk.press("enter", "down", "up")
        assert desk.kind == "Chooser"


@pytest.mark.parametrize("key", ["ctrl+p", "ctrl+з"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_palette_speaks_the_users_language(open_a_desk: OpenDesk, language: str, key: str) -> None:
    """Every command that works here, by its name; found by a word of it, done by Enter."""
    async with open_a_desk(a_call, language=language) as desk:
        await desk.press(key)
        _ = translator(language)
        titles = {option.title for option in desk.top(Chooser).options}
        assert {_(find(name).title) for name in ("new-call", "explain", "quit", "help", "answered")} <= titles
        assert _(find("acknowledged").title) not in titles
        await desk.type(_(find("explain").title)[:8])
        await desk.press("enter")
        assert desk.kind == "Explain"


# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["f1", "?"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_help_lists_every_key_on_the_layout_in_use(open_a_desk: OpenDesk, language: str, key: str) -> None:
    """Whole, by scrolling, even on a small terminal; the same key leaves."""
    async with open_a_desk(language=language, size=SMALL) as desk:
        await desk.press(key)
        _ = translator(language)
        shown = str(desk.screen.query("VerticalScroll Static").first().render())
        assert all(_(action.title) in shown for action in desk.app.board.helped)
        assert any(
            line.startswith("С " if language == "ru" else "C ") and line.endswith(_(find("new-call").title))
            for line in shown.splitlines()
        )
        last = shown.splitlines()[-1].strip()
        assert last not in desk.text
        await desk.press("end")
        assert last in desk.text
        await desk.press(key)
        assert desk.kind == "Board"


# -- a box of certificates -------------------------------------------------------------------------


async def test_a_list_is_shown_first_and_taken_in_at_the_second_enter(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """Three new certificates; only the second Enter writes, and one undo takes the whole box back."""
    path = tmp_path / "box.csv"
    path.write_text(LIST.format(lines=BOX), encoding="utf-8")
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=str(path), received="10:00")
        await desk.press("enter")
        assert re.findall(r" (\d)\b", desk.said("#aside")) == ["3", "0", "0"]  # new, here already, left out
        assert desk.count("ticket") == 0
        before = desk.said("#aside").splitlines()[0]
        await desk.press("enter")
        assert desk.kind == "Board"
        assert desk.told("3").endswith(before)
        assert desk.told("3") != before  # that it was done
        assert [row.name for row in desk.queue("certificate").rows] == ["Иванов 1", "Иванов 2", "Иванов 3"]
        assert desk.rows("SELECT DISTINCT received FROM ticket") == [(seconds("2026-11-03 10:00"),)]
        await desk.press("u")
        desk.asked("3", "#1")
        await desk.press("enter")
        assert len(desk.queue("certificate").rows) == 3
        await desk.press("u", "right", "enter")
        assert desk.queue("certificate").rows == []


async def test_known_and_wrong_lines_are_named(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """The second import of a list adds nothing; a line without a number says which."""
    path = tmp_path / "box.csv"
    path.write_text(LIST.format(lines=BOX + "\nПетров;;B2 First;\n"), encoding="cp1251")
    async with open_a_desk() as desk:
        for _ in range(2):
            await desk.press("f3")
            await desk.fill(file=str(path))
            await desk.press("enter")
            shown = desk.said("#aside")
            await desk.press("enter")
        assert "box.csv (Windows-1251): 0 new certificates, 3 already recorded, 1 skipped" in shown
        assert "line 2: already recorded as #1" in shown
        assert "line 5: needs both a name and a candidate number, but has: Петров" in shown
        assert desk.count("ticket") == 3


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("Exam;Email\nB2;a@b.c\n", ColumnsMissing),
        (None, ListMissing),
        ("", ListEmpty),
        ("Name;Number\n\n", ListEmpty),
        ("Name;Number;Name\nA;1;B\n", HeadingTwice),
        ("\0\0\0", NoTextOrWorkbook),
    ],
)
async def test_a_list_that_cannot_be_read_is_refused_in_words(
    open_a_desk: OpenDesk, tmp_path: Path, content: str | None, error: type[BadList]
) -> None:
    """What is wrong with the file; its name stays in the field to be put right."""
    path = tmp_path / "box.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=str(path))
        await desk.press("enter", "enter")
        assert desk.kind == "ImportForm"
        assert desk.refused(error).values["file"] == "box.csv"
        assert desk.values()["file"] == str(path)


@pytest.mark.parametrize(("file", "received"), [("", ""), ("/", ""), ("~", ""), ("box\x00.csv", ""), ("box.csv", "some day")])
async def test_nonsense_in_the_import_form_is_refused_in_words(open_a_desk: OpenDesk, file: str, received: str) -> None:
    """No file, a folder, a name with NUL in it, a time that is none."""
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=file, received=received)
        await desk.press("enter")
        assert desk.kind == "ImportForm"
        assert desk.said("#wrong").startswith("! ")


async def test_a_changed_file_name_is_looked_at_again(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """Enter takes in only what was shown."""
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(LIST.format(lines=BOX), encoding="utf-8")
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=str(tmp_path / "one.csv"))
        await desk.press("enter")
        desk.field("file").value = str(tmp_path / "two.csv")
        await desk.press("enter")
        assert "two.csv (UTF-8): 3 new" in desk.said("#aside")
        assert desk.count("ticket") == 0


# -- leaving, and the terminal ---------------------------------------------------------------------


@pytest.mark.parametrize("key", ["q", "й", "ctrl+q", "ctrl+й"])
async def test_quitting_an_idle_desk_asks_nothing(open_a_desk: OpenDesk, key: str) -> None:
    """Everything is in the database already."""
    async with open_a_desk(a_call) as desk:
        desk.send(key)
        await until(lambda: desk.app._exit)


@pytest.mark.parametrize("opens", ["c", "l", "n", "f3"])
async def test_quitting_asks_where_something_is_typed(open_a_desk: OpenDesk, opens: str) -> None:
    """Ctrl+Q in a form with words: No keeps them, Yes goes."""
    async with open_a_desk(a_call) as desk:
        await desk.press(opens)
        field = desk.focused.id
        assert field
        await desk.type("слова")
        await desk.press("ctrl+q")
        assert desk.kind == "Question"
        assert desk.focused.id == "no"
        await desk.press("enter")
        assert desk.values()[field] == "слова"
        await desk.press("ctrl+q", "right")
        desk.send("enter")
        await until(lambda: desk.app._exit)


OPENED = [[], ["enter"], ["c"], ["l"], ["p"], ["x"], ["f2"], ["f1"], ["n"], ["z"], ["s"], ["f3"], ["/"], ["u"], ["ctrl+p"]]


@pytest.mark.parametrize("keys", OPENED, ids=["".join(keys) or "board" for keys in OPENED])
async def test_no_size_of_the_terminal_crashes_a_screen(open_a_desk: OpenDesk, keys: list[str]) -> None:
    """Shrunk under an open screen to next to nothing, worked in, and back: it all stands there again."""
    async with open_a_desk(a_call, size=MIDDLE) as desk:
        await desk.press(*keys)
        before, kind = desk.text, desk.kind
        for size in ((20, 5), (1, 1), (500, 3), MIDDLE):
            await desk.pilot.resize_terminal(*size)
            await desk.press("down", "up")
            await desk.tick()
        assert desk.kind == kind
        assert desk.text == before


@pytest.mark.parametrize("keys", [["enter"], ["c"], ["x"], ["f2"]], ids="".join)
async def test_a_desk_opened_on_a_tiny_terminal_works(open_a_desk: OpenDesk, keys: list[str]) -> None:
    """20x5 from the start: nothing crashes, and what is done is done."""
    async with open_a_desk(a_call, size=(20, 5)) as desk:
        await desk.press(*keys, "escape")
        assert desk.kind == "Board"
        await desk.press("t")
        assert desk.last_event() == "taken"


@pytest.mark.parametrize("keys", [("ctrl+p",), ("f10", "down")])
async def test_a_page_up_and_down_a_list(open_a_desk: OpenDesk, keys: tuple[str, ...]) -> None:
    """Also where no line of the list is in view, as in a terminal that is too small for it."""
    async with open_a_desk(full=True) as desk:
        await desk.press(*keys, "pagedown")
        lines = desk.screen.query_one(Options)
        assert (lines.highlighted or 0) > 5
        await desk.press("pageup", "pageup")
        first = lines.highlighted
        lines.styles.height = 0
        await desk.settle()
        await desk.press("pagedown", "pageup")
        assert lines.highlighted == first


def test_an_application_that_nobody_needs_goes(tmp_path: Path) -> None:
    """What makes it known to its screens does not keep it: a run of the tests would fill the memory."""
    app = ref(DeskApp(Settings(str(tmp_path / "desk.db"), None, "en", "Anna")))
    gc.collect()
    assert app() is None


async def test_the_palette_offers_what_was_chosen_last_first(open_a_desk: OpenDesk) -> None:
    """Each once, the latest on top; a word from the middle of a title finds it as well."""
    async with open_a_desk() as desk:

        def first() -> list[str]:
            return [option.value for option in desk.top(Chooser).found("")[:2]]

        for name in ("drafts", "overview", "drafts"):
            await desk.press("ctrl+p")
            await desk.type(desk.words.title(name).split()[-1])
            await desk.press("enter", "escape")
        await desk.press("ctrl+p")
        assert first() == ["drafts", "overview"]


# -- the first start -------------------------------------------------------------------------------


async def test_somebody_new_is_asked_for_their_name(open_a_desk: OpenDesk) -> None:
    """Instead of being called by the login name; what is typed ahead is part of the name and no command."""
    async with open_a_desk(staff="root", asks_name=True) as desk:
        assert desk.kind == "Chooser"
        assert "desk demo" in desk.text
        await desk.type("Ольга")
        await desk.press("enter")
        assert (desk.kind, desk.app.staff) == ("Board", "Ольга")
        await desk.press("c")
        await desk.type("Анна")
        await desk.press("enter")
        assert desk.rows("SELECT name FROM staff") == [("Ольга",)]
        path = desk.path
    async with open_a_desk(database=str(path), staff="root", asks_name=True) as desk:
        await desk.press("enter")
        assert (desk.kind, desk.app.staff) == ("Board", "Ольга")  # offered, since she worked here before


async def test_what_is_typed_ahead_of_the_first_question_is_its_answer(open_a_desk: OpenDesk) -> None:
    """And no command of the board, which was there for a moment."""
    async with open_a_desk(staff="root", asks_name=True, wait=False) as desk:
        desk.send(*"Zoya")
        await desk.settle()
        assert (desk.kind, desk.screen.query_one(Line).value) == ("Chooser", "Zoya")


@pytest.mark.parametrize(("keys", "kept", "restarts_in"), [(("enter",), "en", None), (("down", "enter"), "ru", "ru")])
async def test_the_first_start_asks_for_the_language(
    open_a_desk: OpenDesk,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    keys: tuple[str, ...],
    kept: str,
    restarts_in: str | None,
) -> None:
    """Once, in both languages; the answer is kept beside the other settings, and another language starts the desk again."""
    file = tmp_path / "settings" / "desk.toml"
    monkeypatch.setenv("DESK_SETTINGS", str(file))
    async with open_a_desk(staff="root", asks_name=True, asks_language=True) as desk:
        assert desk.kind == "Chooser"
        assert all(name in desk.text for name in LANGUAGE_NAMES.values())
        desk.send(*keys)
        if restarts_in:
            await until(lambda: desk.app._exit)
        else:
            await desk.settle()
        assert read(file, {}).language == kept
        assert desk.app.next_language == restarts_in
        if restarts_in is None:
            assert "desk demo" in desk.text  # the name is asked for next


def test_the_language_is_added_to_other_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which stay as they are, tables included; where nothing can be written, nothing happens."""
    file = tmp_path / "desk.toml"
    file.write_text('bell = false\n[keys]\nvoicemail = "j"\n', encoding="utf-8")
    monkeypatch.setenv("DESK_SETTINGS", str(file))
    keep_language(settings_path(), "ru")
    found = read(file, {})
    assert (found.language, found.bell, found.keymap) == ("ru", False, {"voicemail": ("j",)})
    monkeypatch.setenv("DESK_SETTINGS", str(file / "beside.toml"))
    keep_language(settings_path(), "ru")


async def test_who_is_known_is_not_asked(open_a_desk: OpenDesk) -> None:
    """Neither somebody who worked here under the login name, nor who goes on without an answer."""
    async with open_a_desk(staff="root", asks_name=True) as desk:
        await desk.press("escape")
        assert (desk.kind, desk.app.staff) == ("Board", "root")
        path = desk.path
    async with open_a_desk(database=str(path), staff="root", asks_name=True) as desk:
        assert desk.kind == "Board"


# -- text selected with the mouse ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "place", "words"),
    [
        ((), "#preview", "#1  phone"),
        (("enter",), "#head", "#1  enqui"),
        (("x",), "#sentence", "You will"),
        (("c",), ".heading", "New call"),
    ],
)
async def test_text_can_be_selected_where_nothing_is_clicked(
    open_a_desk: OpenDesk, keys: tuple[str, ...], place: str, words: str
) -> None:
    """It stays selected while the clocks go on, and is copied as in a field."""
    async with open_a_desk(lambda store: ticket(store), size=(160, 48)) as desk:
        await desk.press(*keys)
        there = desk.screen.query(place).first()
        await desk.pilot.mouse_down(there, offset=(0, 0))
        await desk.pilot.hover(there, offset=(len(words), 0))
        await desk.pilot.mouse_up(there, offset=(len(words), 0))
        await desk.tick()
        await desk.press("ctrl+c")
        assert desk.app.clipboard.startswith(words[:-1])  # Textual takes the cell under the pointer along in some widgets
