"""The user's own keys, on every screen that names or takes them; the list of keys, narrowed by typing."""

import pytest

from desk.actions.registry import find
from desk.screens.dialogs.chooser import Chooser
from tests.pilot.conftest import MIDDLE, SMALL, Desk, OpenDesk, ticket

OWN = {"take": ("ctrl+t", "c"), "slip": (), "new-call": ("t",), "help": ("ctrl+g",)}


def help_said(desk: Desk) -> list[str]:
    """The lines of the list of keys."""
    return desk.said("#keys").splitlines()


@pytest.mark.parametrize("key", ["ctrl+t", "ctrl+е", "c", "с", "C", "С"])
@pytest.mark.parametrize("place", [(), ("enter",)])
async def test_the_users_key_works_on_both_layouts(open_a_desk: OpenDesk, key: str, place: tuple[str, ...]) -> None:
    """On the board and on the ticket's screen, with Ctrl and with Caps Lock too."""
    async with open_a_desk(ticket, keys=OWN) as desk:
        await desk.press(*place, key)
        assert desk.last_event() == "taken"


@pytest.mark.parametrize(("key", "opens"), [("t", "RecordForm"), ("е", "RecordForm"), ("9", "Board"), ("f1", "Board")])
async def test_the_key_that_was_given_up_does_nothing(open_a_desk: OpenDesk, key: str, opens: str) -> None:
    """Or what it was given to; nothing prints slips by key."""
    async with open_a_desk(ticket, keys=OWN) as desk:
        await desk.press(key)
        assert (desk.kind, desk.last_event()) == (opens, "received")


async def test_the_users_key_for_the_search_works_in_a_form_too(open_a_desk: OpenDesk) -> None:
    """But for a sign, which is text there and the search on the board."""
    async with open_a_desk(ticket, keys={"search": ("ctrl+f", "9"), "slip": ()}) as desk:
        await desk.press("c", "9")
        assert (desk.kind, desk.values()["who"]) == ("RecordForm", "9")
        await desk.press("f8")
        assert desk.kind == "RecordForm"
        await desk.press("ctrl+f")
        assert desk.kind == "SearchScreen"
        await desk.press("escape", "backspace", "escape", "9")
        assert desk.kind == "SearchScreen"


async def test_bar_empty_queue_and_help_name_the_users_keys(open_a_desk: OpenDesk) -> None:
    """No screen names a key that is not the one that works."""
    async with open_a_desk(keys=OWN, size=(160, 40)) as desk:
        assert "T records a call" in desk.text
        assert "CTRL+G shows all keys" in desk.text
        assert " CTRL+G  Help " in desk.text
        assert " T  Call " in desk.text
        await desk.press("ctrl+g")
        said = help_said(desk)
        assert "CTRL+T C       Take" in said
        assert f"CTRL+P         {desk.words.title('slip')}" in said
        assert "CTRL+G         Help" in said


async def test_a_command_without_a_key_is_in_the_palette(open_a_desk: OpenDesk) -> None:
    """Found by its name, shown without a key, and it works."""
    async with open_a_desk(ticket, keys=OWN) as desk:
        await desk.press("ctrl+p")
        await desk.type("slip")
        assert desk.words.title("slip") in desk.text
        await desk.press("enter")
        assert desk.kind == "Dialog"


async def test_the_duties_line_names_the_users_key(open_a_desk: OpenDesk) -> None:
    """As does whatever else is said in words."""
    async with open_a_desk(keys={"today": ("ctrl+g",)}, size=(160, 40)) as desk:
        assert "(CTRL+G)" in desk.said("#duties")


# -- the list of keys --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_the_help_names_every_command_of_its_place(open_a_desk: OpenDesk, size: tuple[int, int]) -> None:
    """The board's on the board, on a ticket only what works there."""
    async with open_a_desk(ticket, size=size) as desk:
        await desk.press("f1")
        for command in desk.app.board.helped:
            assert any(line.startswith(desk.app.keys[command.id]) and command.title in line for line in help_said(desk))
        await desk.press("escape", "enter", "?")
        titles = "\n".join(help_said(desk))
        assert not any(line.endswith(f" {find('new-voicemail').title}") for line in titles.splitlines())
        assert find("take").title in titles


@pytest.mark.parametrize(
    ("language", "typed", "keys", "name"),
    [
        ("en", "return to q", "B", "hand-back"),
        ("en", "куегкт ещ й", "B", "hand-back"),
        ("ru", "передать", "Р", "hand-over"),
        ("ru", "gthtlfnm", "Р", "hand-over"),
        ("ru", "peredat", "Р", "hand-over"),
        ("en", "f4", "F4", "take-next"),
        ("en", "/", "/", "filter"),
        ("ru", "г", "Г", "undo"),
    ],
)
async def test_the_help_is_narrowed_by_typing(open_a_desk: OpenDesk, language: str, typed: str, keys: str, name: str) -> None:
    """By words on either layout and in either script, and by the key itself; what is typed is a text and no command."""
    async with open_a_desk(ticket, language=language, size=SMALL) as desk:
        await desk.press("f1")
        whole = len(help_said(desk))
        await desk.type(typed)
        assert desk.kind == "Help"
        says = f"{keys:<14} {desk.words.title(name)}"
        assert help_said(desk)[0] == says
        assert len(help_said(desk)) < whole
        assert says in desk.text


async def test_a_shared_key_is_named_with_what_it_is_for(open_a_desk: OpenDesk) -> None:
    """Which kinds of tickets; and nothing where there is nothing to say."""
    async with open_a_desk(ticket) as desk:
        await desk.press("f1")
        said = help_said(desk)
        assert "V              New voicemail" in said
        assert "A              Mark answered (enquiry, other cases)" in said
        assert "L              New letter" in said


async def test_the_help_says_that_there_is_no_such_key(open_a_desk: OpenDesk) -> None:
    """And Backspace brings the others back."""
    async with open_a_desk(ticket) as desk:
        await desk.press("f1")
        await desk.type("zzzz")
        assert help_said(desk) == ["No matching key."]
        await desk.press(*["backspace"] * 4)
        assert len(help_said(desk)) > 40


async def test_the_whole_list_can_be_read_on_a_small_terminal(open_a_desk: OpenDesk) -> None:
    """80 by 24: page by page, field, first key and the way out in view all the time."""
    async with open_a_desk(ticket, size=SMALL) as desk:
        await desk.press("f1")
        seen = set(desk.text.splitlines())
        for _ in range(12):
            await desk.press("pagedown")
            assert desk.said(".hints") in desk.text
            seen |= set(desk.text.splitlines())
        read = "\n".join(seen)
        await desk.press(*["pageup"] * 12)
        assert help_said(desk)[0] in desk.text
        assert [action.id for action in desk.app.board.helped if action.title not in read] == []


@pytest.mark.parametrize("leaves", ["escape", "f1", "enter"])
async def test_a_form_has_a_list_of_its_own(open_a_desk: OpenDesk, leaves: str) -> None:
    """F1 shows it; afterwards the form stands there with all that was typed, `?` among it."""
    async with open_a_desk(ticket) as desk:
        await desk.press("c")
        await desk.type("Ann?")
        await desk.press("f1")
        said = help_said(desk)
        for name in ("at-once", "this-person", "drop-draft", "form-save"):
            assert [line.split()[0] for line in said if line.endswith(find(name).title)] == [find(name).keys[0].upper()]
        assert not any(line.endswith(f" {find('take').title}") for line in said)
        await desk.press(leaves)
        assert (desk.kind, desk.values()["who"]) == ("RecordForm", "Ann?")


async def test_a_form_that_looks_first_says_so(open_a_desk: OpenDesk) -> None:
    """Enter saves nothing yet where it shows first what it would do."""
    async with open_a_desk(ticket) as desk:
        await desk.press("f3", "f1")
        assert help_said(desk)[0] == "Enter          preview; Enter again applies it"


# -- wherever a key is named -------------------------------------------------------------------------------------------


async def test_the_palette_shows_the_keys_as_the_help_does(open_a_desk: OpenDesk) -> None:
    """Each with its twin on the other layout, the user's own ones too."""
    async with open_a_desk(ticket, keys=OWN, size=(160, 48)) as desk:
        await desk.press("ctrl+g")
        helped = {tuple(line.split()) for line in help_said(desk)}
        await desk.press("escape", "ctrl+p")
        keyed = [option for option in desk.top(Chooser).options if option.key]
        assert len(keyed) > 20
        assert {
            (*item.key.split(), *item.title.split()) for item in keyed if item.value in ("take", "new-call", "undo", "help")
        } <= helped
        assert "CTRL+T C  Take" in desk.text


async def test_what_is_told_names_the_users_key(open_a_desk: OpenDesk) -> None:
    """For people and drafts, which have none until the user gives them one."""
    async with open_a_desk(size=(160, 40)) as desk:
        assert [desk.app.way_to(name) for name in ("people", "drafts", "undo")] == [
            "CTRL+P, “People and roles”",
            "CTRL+P, “Show drafts”",
            "U",
        ]
        await desk.press("ctrl+p", *"lock", "enter")
        assert desk.app.way_to("people") in desk.toasts[-1]
    async with open_a_desk(size=(200, 40), keys={"people": ("ctrl+w",)}) as desk:
        await desk.press("ctrl+p", *"lock", "enter")
        assert "CTRL+W" in desk.toasts[-1]


async def test_a_key_with_ctrl_is_said_with_its_latin_letter(open_a_desk: OpenDesk) -> None:
    """On the Russian layout too: so it stands on the keyboard, in the documentation and in other programs."""
    async with open_a_desk(language="ru") as desk:
        assert desk.app.types_russian
        assert (desk.app.keys["lock"], desk.app.keys["take"]) == ("CTRL+L", "Е")
        assert desk.app.way_to("drafts") == f"CTRL+P, «{desk.words.title('drafts')}»"


async def test_the_keys_of_forms_and_dialogs_are_the_users_own(open_a_desk: OpenDesk) -> None:
    """A form does by another key what its own did, and says so in its hints and its help."""
    keys = {"at-once": ("f11",), "copy": ("k",)}
    async with open_a_desk(ticket, keys=keys) as desk:
        await desk.press("c")
        assert "F11" in desk.said(".hints")
        await desk.type("Ann")
        await desk.press("f4")
        assert desk.kind == "RecordForm"
        await desk.press("f11")
        assert (desk.kind, desk.rows("SELECT at_once FROM ticket ORDER BY id DESC LIMIT 1")) == ("Board", [(1,)])
        await desk.press("x")
        assert desk.said(".hints").startswith("K copy")
        await desk.press("k")
        assert desk.app.clipboard
