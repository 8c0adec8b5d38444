"""The worst that strangers send, through every field to every screen: nothing raises, nothing raw reaches the terminal."""

import shutil
import sys
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from textual import events
from textual.app import App

from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors import NotFound
from desk.store.errors.input import ContactMissing, FieldTooLong
from desk.text.contacts import parse_contact
from desk.text.sanitize import one_line
from desk.widgets.fields import Choice, Line, Lines
from desk.widgets.filter_line import FilterLine
from desk.widgets.message_line import MessageLine
from tests.hostile import HOSTILE, STORABLE, raw_at_terminal
from tests.pilot.conftest import MIDDLE, SMALL, WIDE, Desk, OpenDesk, ticket
from tests.recordings import Fields

MARKUP = tuple(words for words in STORABLE if "[" in words and words.isprintable() and len(words) < 40 and "\\" not in words)
SHORT = tuple(words for words in STORABLE if len(words) < 300)
MARKS = "Z" + "\u0300\u0316\u0353\u0489" * 3
FORMS = {"call": "c", "voicemail": "v", "email": "e", "letter": "l", "walk-in": "w", "complaint": "p"}
MOMENTS = ("received", "at", "moment", "letter-date")
MOST_NAME = 1_000


def calm(desk: Desk) -> bool:
    """Whether all that stands on the screen may stand there."""
    return not raw_at_terminal(desk.text) and not any(raw_at_terminal(said) for said in desk.toasts)


async def paste_into(desk: Desk, words: str, *, but: tuple[str, ...] = ()) -> None:
    """The same paste into every field of the form on the screen."""
    for field in desk.screen.query("Line, Lines"):
        if isinstance(field, Line | Lines) and field.id not in but:
            field.clear()
            field.post_message(events.Paste(words))
    await desk.settle()


async def save(desk: Desk) -> None:
    """Saves, and leaves the form if it was refused; a slip or a question goes away."""
    await desk.press("f10")
    assert calm(desk)
    while desk.kind != "Board":
        await desk.press("escape")
        if desk.kind == "Question":
            await desk.press("right", "enter")


# -- through the fields ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", [pytest.param(kind, marks=[] if kind == "complaint" else pytest.mark.slow) for kind in FORMS])
async def test_a_paste_into_every_field_of_a_form_is_drawn_calmly(open_a_desk: OpenDesk, form: str) -> None:
    """Every string, in every field at once."""
    async with open_a_desk() as desk:
        await desk.press(FORMS[form])
        for words in HOSTILE:
            await paste_into(desk, words)
            assert desk.kind == "RecordForm"
            assert calm(desk)


@pytest.mark.parametrize("form", [pytest.param("letter", marks=pytest.mark.slow), "complaint"])
async def test_what_was_pasted_into_a_form_is_recorded_and_calm(open_a_desk: OpenDesk, form: str) -> None:
    """Saved, each string in some field; on the board, in the line below, and whole in the database."""
    async with open_a_desk() as desk:
        for start in range(0, len(HOSTILE), 5):
            await desk.press(FORMS[form])
            fields = [field for field in desk.screen.query("Line, Lines") if field.id not in MOMENTS]
            for field, words in zip(fields, HOSTILE[start:], strict=False):
                field.post_message(events.Paste(words))
            await desk.settle()
            who = desk.screen.query_one("#who", Line)
            who.value = who.value[:MOST_NAME] if who.value.strip() else "Анна"
            for line in desk.screen.query("#incoming, #address").results(Line):
                line.value = line.value[:MOST_NAME]
            for line in desk.screen.query("#staff").results(Line):
                line.value = ""  # only names of the staff list are taken
            await desk.press("f10")
            assert calm(desk)
            if desk.kind == "RecordForm":  # a name alone is asked about
                desk.refused(ContactMissing)
                await desk.press("f10")
            if desk.kind == "Dialog":  # the slip of somebody who stands at the counter
                await desk.press("enter")
            assert desk.kind == "Board"
            assert calm(desk)
        assert desk.count("ticket") == len(range(0, len(HOSTILE), 5))


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("phone", "n"),
        ("phone", "a"),
        ("phone", "r"),
        ("phone", "h"),
        ("phone", "z"),
        ("phone", "5"),
        ("phone", "f"),
        ("voicemail", "m"),
    ],
)
async def test_a_paste_into_an_acts_form_is_calm(open_a_desk: OpenDesk, numbers: dict[str, int], what: str, key: str) -> None:
    """Notes, numbers, topics, names of colleagues, reasons: drawn, then saved or refused, in words."""
    async with open_a_desk(full=True) as desk:
        desk.app.board.go_to_ticket(numbers[what])
        await desk.settle()
        await desk.press(key)
        for words in HOSTILE[:: 1 if key == "n" else 4]:
            await paste_into(desk, words)
            assert desk.kind in ("ActForm", "CorrectForm")
            assert calm(desk)
        await paste_into(desk, "\x1b[31m[b]\u202e", but=MOMENTS)
        for field in desk.screen.query(Line):
            if field.id in MOMENTS:
                field.value = ""
        await save(desk)
        assert calm(desk)


@pytest.mark.parametrize(("key", "field"), [("v", "received"), ("a", "at"), ("r", "moment"), ("f3", "received")])
async def test_no_moment_is_said_calmly(open_a_desk: OpenDesk, key: str, field: str) -> None:
    """A refusal quotes what was typed, as it may be drawn."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        await desk.press(key)
        for words in HOSTILE[::6]:
            line = desk.screen.query_one("#" + field, Line)
            line.value = ""
            line.post_message(events.Paste(words))
            if key == "v":
                desk.screen.query_one("#who", Line).value = "Анна"
            if not line.value.strip():
                await desk.settle()
            if not line.value.strip():
                continue
            await desk.press("f10")
            assert desk.kind in ("RecordForm", "ActForm", "CorrectForm", "ImportForm")
            assert desk.said("#wrong").startswith("! ")
            assert calm(desk)


async def test_a_value_to_correct_is_calm_in_every_field(open_a_desk: OpenDesk) -> None:
    """Name, number, address, subject, channel, receipt ...: turned to and pasted over."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        for place, words in enumerate(SHORT[::7]):
            await desk.press("f")
            choice = desk.screen.query_one("#field", Choice)
            choice.focus()
            await desk.press(*["space"] * (place % len(choice.options)))
            await paste_into(desk, words)
            await save(desk)
            assert calm(desk)
            assert desk.row.id == 1


@pytest.mark.slow
async def test_a_filter_of_anything_is_calm(open_a_desk: OpenDesk) -> None:
    """Typed or pasted, it narrows or finds nothing, and is shown as it may be drawn."""
    async with open_a_desk(lambda store: [ticket(store, name=words or "-") for words in SHORT[::3]]) as desk:
        await desk.press("/")
        line = desk.focused
        assert isinstance(line, FilterLine)
        for words in HOSTILE:
            await desk.paste(words)
            assert line.value == one_line(words, 200)
            assert str(line.render()).startswith(f"{line.label} {one_line(words, 200)}▏")
            assert calm(desk)
            await desk.press("ctrl+u")
        for words in (MARKS, "Iva\u034fnov"):  # each sign of it is one that a keyboard may send
            await desk.type(words)
            assert line.value == words
            assert str(line.render()).startswith(f"{line.label} {one_line(words)}▏")
            await desk.press("ctrl+u")
        assert len(desk.queue().rows) == len(SHORT[::3])


@pytest.mark.slow
async def test_a_colleague_of_any_name_can_sit_at_the_desk(open_a_desk: OpenDesk) -> None:
    """In the list of names, on the top line, as an owner and in the history."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        for words in SHORT[::6]:
            await desk.press("s")
            await paste_into(desk, words)
            await desk.press("enter")
            if desk.kind == "Chooser":
                await desk.press("escape")
            assert calm(desk)
            await desk.press("t", "s")
            assert calm(desk)
            await desk.press("escape")
        await desk.press("enter")
        assert calm(desk)


async def test_a_file_of_any_name_is_refused_calmly(open_a_desk: OpenDesk) -> None:
    """A path that is none: one line, and the app lives."""
    async with open_a_desk() as desk:
        await desk.press("f3")
        for words in HOSTILE[::4]:
            desk.screen.query_one("#file", Line).value = ""
            await paste_into(desk, words, but=MOMENTS)
            await desk.press("f10")
            assert desk.kind == "ImportForm"
            assert desk.said("#wrong").startswith("! ")
            assert calm(desk)


async def test_a_list_full_of_it_is_shown_and_taken_in_calmly(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """Cells, headings and the file's own name."""
    path = tmp_path / ("[b]box\u202e.csv" if sys.platform != "win32" else "[b]box.csv")
    cells = [words.replace(";", ",").replace('"', "'").replace("\n", " ").replace("\r", " ") for words in SHORT]
    lines = "\n".join(f"{words};{number};{words};" for number, words in enumerate(cells))
    path.write_text("Name;Number;Exam;Email\n" + lines, encoding="utf-8", newline="\n")
    async with open_a_desk() as desk:
        await desk.press("f3")
        desk.screen.query_one("#file", Line).value = str(path)
        await desk.press("f10")
        assert not desk.said("#wrong")
        assert desk.said("#aside")
        assert not raw_at_terminal(desk.said("#aside"))  # the field holds what no paste would bring
        await desk.press("f10")
        assert desk.kind == "Board"
        assert len(desk.queue("certificate").rows) > len(SHORT) // 2
        assert calm(desk)


# -- stored as it came -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_database(empty_database: Path) -> Path:
    """A ticket for each string, in every field of its own; written by the store as a script would."""
    from tests.pilot.conftest import Clock, other_desk

    path = empty_database.with_name("hostile.db")
    shutil.copy(empty_database, path)
    with other_desk(path, Clock()) as store:
        for words, other in zip(STORABLE, (*STORABLE[1:], STORABLE[0]), strict=True):
            fields = Fields(subject=words, body=words, remedy=words, answer=words, phone=words[:60], email=words[:60])
            fields["name"] = (words.strip() and words[:MOST_NAME].strip()) or "-"
            fields["incoming"] = words[:MOST_NAME]
            fields["about"] = other.replace("Ann", "Lea")  # not about Anna, who looks
            number = ticket(store, "complaint", "letter", **fields)
            with suppress(NotFound):  # the person who has a word of their name in `about` may not
                tickets.note(store, words[:100].strip() or "-", number, words if words.strip() else "-")
            if words.strip():
                tickets.missing(store, "Boris", number, words)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("size", "language"), [(SMALL, "ru"), (MIDDLE, "en"), (WIDE, "ru")])
async def test_a_board_of_what_came_is_calm(
    open_a_desk: OpenDesk, hostile_database: Path, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    """Every row in view and every line below it, all the way down."""
    path = Path(shutil.copy(hostile_database, tmp_path / "copy.sqlite"))
    async with open_a_desk(database=str(path), size=size, language=language) as desk:
        await desk.press("2")
        for _ in STORABLE:
            assert calm(desk)
            desk.send("down")
            await desk.pilot.pause()
        await desk.press("end")
        assert desk.row.id == len(STORABLE)
        assert calm(desk)


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(keys, marks=[] if keys == ["n"] else pytest.mark.slow)
        for keys in (["enter"], ["n"], ["f"], ["x"], ["f2"], ["z", "f10"])
    ],
    ids="".join,
)
async def test_every_screen_of_what_came_is_calm(
    open_a_desk: OpenDesk, hostile_database: Path, tmp_path: Path, keys: list[str]
) -> None:
    """Ticket, forms with their headings, explanation, chooser, question; then back to the board."""
    path = Path(shutil.copy(hostile_database, tmp_path / "copy.sqlite"))
    async with open_a_desk(database=str(path)) as desk:
        await desk.press("2")
        for _ in STORABLE[:: 1 if keys == ["enter"] else 9]:
            await desk.press(*keys)
            assert desk.kind != "Board"
            assert calm(desk)
            while desk.kind != "Board":
                await desk.press("escape")
            desk.send(*["down"] * (1 if keys == ["enter"] else 9))
            await desk.settle()


@pytest.mark.parametrize("words", MARKUP)
async def test_brackets_are_shown_as_they_were_typed(open_a_desk: OpenDesk, words: str) -> None:
    """On the board, in the line below, on the ticket, in a heading, in a dialog: never markup, never a link."""

    def one(store: Store) -> None:
        number = ticket(store, name=words, subject=words)
        tickets.note(store, "Boris", number, words)
        ticket(store, name="Петров")

    async with open_a_desk(one, size=(170, 24)) as desk:
        assert words in desk.said("#preview")
        assert words in desk.line("enquiry", 1)
        await desk.press("n")
        assert words in desk.said(".heading")
        await desk.press("escape", "enter")
        assert [words in desk.said(part) for part in ("#head", "#story")] == [True, True]
        assert desk.text.count(words) >= 3
        await desk.press("escape")
        desk.app.tell(words)
        desk.app.warn([words])
        await desk.settle()
        assert desk.toasts == [words]
        assert words in str(desk.app.board.query_one(MessageLine).render())
        desk.app.tell(words)
        assert desk.toasts == [words, words]
        desk.app.show_error(ValueError(words))
        await desk.settle()
        assert words in desk.said(".words")


async def test_a_colleagues_odd_name_in_a_refusal_is_calm(open_a_desk: OpenDesk) -> None:
    """Who changed the ticket in between is named as it may be drawn."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        desk.app._polling = True  # the board does not see what the colleague did
        for words in SHORT[::5]:
            with desk.elsewhere() as store:
                tickets.take(store, words.strip() or "-", 1)
            await desk.press("t")
            assert desk.kind == "Dialog"
            assert calm(desk)
            await desk.press("enter")


# -- size ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "field"), [("e", "body"), ("e", "subject"), ("p", "remedy")])
async def test_a_text_of_over_100_kb_is_refused_and_kept(open_a_desk: OpenDesk, key: str, field: str) -> None:
    """One line says that it is too long; nothing is cut, nothing is written; shortened, it is taken."""
    words = "слово " * 16_666 + "конец"
    async with open_a_desk() as desk:
        await desk.press(key)
        await desk.fill(who="Анна")
        desk.screen.query_one("#" + field).post_message(events.Paste(words))
        await desk.press("f10")
        assert desk.kind == "RecordForm"
        assert "longer than 100,000 characters" in desk.said("#wrong")
        assert desk.values()[field] == words
        assert desk.count("ticket") == 0


@pytest.mark.parametrize(("key", "field"), [("c", "who"), ("l", "incoming")])
async def test_a_name_as_long_as_a_letter_is_refused_and_kept(open_a_desk: OpenDesk, key: str, field: str) -> None:
    """What stands in a column holds 1,000 signs, as a list's cell does."""
    words = "W" * (MOST_NAME + 1)
    async with open_a_desk() as desk:
        await desk.press(key)
        await desk.fill(**({field: words} if field == "who" else {"who": "Анна", field: words}))
        await desk.press("enter")
        assert desk.kind == "RecordForm"
        assert desk.refused(FieldTooLong).values["text"] == 1_000
        assert desk.values()[field] == words
        assert desk.count("ticket") == 0


async def test_a_note_of_over_100_kb_is_refused_and_kept(open_a_desk: OpenDesk) -> None:
    """The same for an act."""
    words = "n" * 100_001
    async with open_a_desk(lambda store: ticket(store)) as desk:
        await desk.press("n")
        await paste_into(desk, words)
        await desk.press("enter")
        assert desk.kind in ("ActForm", "CorrectForm")
        assert desk.refused(FieldTooLong).values == {"field": "note", "text": 100_000}
        assert desk.values()["note"] == words


@pytest.mark.parametrize("sign", ["w", "(", "1", "1.", "@", "a@", " "])
def test_a_long_paste_into_who_does_not_hold_up_the_desk(sign: str) -> None:
    """Name, number and address are told apart in linear time: the desk answers at once, not after 17 seconds."""
    before = process_time()
    parse_contact(sign * (100_000 // len(sign)))
    assert process_time() - before < 2


@pytest.mark.parametrize("columns", range(3))
async def test_a_field_without_a_column_to_write_in_draws_nothing(columns: int) -> None:
    """In a terminal of hardly any width, empty as it is."""
    app = App[None]()
    async with app.run_test() as pilot:
        field = Lines(placeholder="name; number")
        field.styles.width, field.styles.height = columns, 3
        await app.mount(field)
        await pilot.pause()
        assert "".join(field.render_line(y).text for y in range(3)).strip() == ""
