"""What the eye gets: contrast measured on what is drawn, in four themes and in none; and the mouse, which is never needed."""

from collections.abc import Iterator

import pytest
from rich.color import Color, ColorType
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, TerminalTheme
from textual import events
from textual.screen import ModalScreen

from desk.screens.themes import THEMES as ALL_THEMES
from desk.settings import THEMES
from desk.store.database import Store
from tests.pilot.conftest import MIDDLE, SMALL, WIDE, Desk, OpenDesk, ticket

LIMITS = {"dark": 4.5, "light": 4.5, "contrast": 7.0}
SOON, OVERDUE = "2026-11-03 12:30", "2026-11-03 13:30"  # a voicemail is due at 13:14

# Where text is drawn: keys from the board, and back to it.
PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "board": ((), ()),
    "another pane": (("2",), ("1",)),
    "marks": (("space", "space"), ("escape",)),
    "filter": (("/", "a"), ("escape",)),
    "ticket": (("enter",), ("escape",)),
    "form": (("c", "A"), ("backspace", "escape")),
    "form of many lines": (("l", "A", *["tab"] * 5, "B"), ("escape", "right", "enter")),
    "form with an error": (("c", "enter"), ("escape",)),
    "a choice": (("n", "tab"), ("escape",)),
    "question": (("c", "x", "escape"), ("right", "enter")),
    "explanation": (("x",), ("escape",)),
    "year": (("ctrl+p", *"Working cal", "enter"), ("escape",)),
    "today": (("f7",), ("escape",)),
    "duties": (("f7", "d"), ("escape", "escape")),
    "help": (("f1", "a"), ("escape",)),
    "palette": (("ctrl+p",), ("escape",)),
    "search": (("f8",), ("escape",)),
    "toast": (("t",), ()),
}  # fmt: skip

DEEPER_PLACES = {
    "list": ("f3", "right"),
    "reply": ("o",),
    "overview": ("f10",),
    "calendar": ("ctrl+p", *"Working cal", "enter", "enter"),
}

BLACK_ON_YELLOW, BRIGHT_WHITE_ON_RED = (0, 3), (15, 1)
XTERM = TerminalTheme(
    (0, 0, 0),
    (229, 229, 229),
    [(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229)],
    [(127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)],
)


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (value / 255 for value in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def drawn(desk: Desk) -> Iterator[tuple[str, Style]]:
    """Every piece of text of the screen on top with its style, as the terminal gets it; but what lies dimmed below a form."""
    screen, app = desk.screen, desk.app
    place = screen.children[0].region if isinstance(screen, ModalScreen) else screen.region
    for y, strip in enumerate(screen._compositor.render_strips()):
        if place.y <= y < place.bottom:
            line = strip.crop(place.x, place.right)
            for each in app.get_line_filters():
                line = line.apply_filter(each, screen.background_colors[1])
            for text, style, _ in line:
                letters = "".join(sign for sign in text if not "\u2500" <= sign <= "\u259f").strip()  # a frame is no text
                if letters and style:
                    yield letters, style


def pair(style: Style) -> tuple[Color, Color]:
    """The colour of the letters and the one behind them."""
    default = Color.default()
    colours = (style.color or default, style.bgcolor or default)
    return colours[::-1] if style.reverse else colours


async def everywhere(desk: Desk) -> "Iterator[tuple[str, str, Style]]":
    """Place by place, what is drawn there."""
    await desk.at(SOON)
    found = [("board", letters, style) for letters, style in drawn(desk)]
    await desk.at(OVERDUE)
    for name, (there, back) in PLACES.items():
        await desk.press(*there)
        found += [(name, letters, style) for letters, style in drawn(desk)]
        await desk.press(*back)
        assert desk.kind == "Board", name
    return iter(found)


@pytest.mark.parametrize(
    "place", [pytest.param(item, marks=[] if item == "board" else pytest.mark.slow) for item in (*PLACES, *DEEPER_PLACES)]
)
async def test_a_terminal_of_hardly_any_size_draws_what_it_can(open_a_desk: OpenDesk, place: str) -> None:
    """Nothing raises, and the screen is there again when it grows."""
    async with open_a_desk(full=True) as desk:
        await desk.press(*(PLACES[place][0] if place in PLACES else DEEPER_PLACES[place]))
        kind = desk.kind
        for size in ((20, 5), *((columns, 10) for columns in range(40, 9, -1)), (10, 3), (300, 80), SMALL):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
        assert desk.kind == kind


def test_there_are_four_themes() -> None:
    """Those that the settings know, by the same names."""
    assert {theme.name for theme in ALL_THEMES} == set(THEMES)


@pytest.mark.parametrize("theme", [pytest.param(name, marks=[] if name == "dark" else pytest.mark.slow) for name in LIMITS])
async def test_every_text_stands_out_from_what_is_behind_it(open_a_desk: OpenDesk, theme: str) -> None:
    """WCAG 2.2: 4.5 to 1 at least (1.4.3), 7 to 1 where high contrast was asked for (1.4.6). Measured on what is drawn."""
    async with open_a_desk(full=True, theme=theme, size=WIDE) as desk:
        weak = set()
        for place, letters, style in await everywhere(desk):
            letter, behind = (colour.get_truecolor() for colour in pair(style))
            if (ratio := contrast(letter, behind)) < LIMITS[theme]:
                weak.add((round(ratio, 2), place, letters[:30], letter.hex, behind.hex))
        assert sorted(weak) == []


@pytest.mark.parametrize("palette", [XTERM, pytest.param(DEFAULT_TERMINAL_THEME, marks=pytest.mark.slow)], ids=["xterm", "another"])
async def test_sixteen_colours_are_enough_on_light_and_on_dark(open_a_desk: OpenDesk, palette: TerminalTheme) -> None:
    """The terminal's own pair of colours, which it shows well; or two of the sixteen, never one of them on an unknown ground."""
    async with open_a_desk(full=True, theme="16", size=WIDE) as desk:
        seen, wrong = set(), set()
        for place, letters, style in await everywhere(desk):
            colours = pair(style)
            seen.add(tuple(colour.number for colour in colours))
            if all(colour.is_default for colour in colours):
                continue
            own = all(colour.type is ColorType.STANDARD for colour in colours)
            if not own or contrast(*(palette.ansi_colors[colour.number or 0] for colour in colours)) < 4.5:
                wrong.add((place, letters[:30], *(colour.name for colour in colours)))
        assert sorted(wrong) == []
        assert {BRIGHT_WHITE_ON_RED, BLACK_ON_YELLOW} <= seen


@pytest.mark.parametrize("theme", [pytest.param(name, marks=[] if name == "dark" else pytest.mark.slow) for name in THEMES])
async def test_without_colours_nothing_is_lost(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    """NO_COLOR: not one colour reaches the terminal; where one is and what is overdue is told by signs, words and reversed text."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_a_desk(full=True, theme=theme, size=WIDE) as desk:
        pieces = list(await everywhere(desk))
        assert {colour.name for _, _, style in pieces for colour in pair(style)} == {"default"}
        await desk.press("1", "home")
        assert desk.line("enquiry", desk.row.id).startswith("›")
        assert "! overdue" in desk.said("#preview")
        reversed_text = [letters for letters, style in drawn(desk) if style.reverse]
        assert any(letters.startswith(desk.pane("enquiry").title) for letters in reversed_text)


async def test_the_theme_is_changed_while_the_desk_runs(open_a_desk: OpenDesk) -> None:
    """From the palette, by its name; there and back, also through the sixteen."""
    async with open_a_desk(ticket, theme="16") as desk:
        for typed, name in (("light", "light"), ("16", "16"), ("high", "contrast"), ("dark", "dark")):
            await desk.press("ctrl+p")
            await desk.type("theme")
            await desk.press("enter")
            await desk.type(typed)
            await desk.press("enter")
            assert desk.app.theme == name
            assert f'theme = "{name}"' in desk.toasts[-1]
            colours = {colour.type for _, style in drawn(desk) for colour in pair(style)}
            assert (ColorType.TRUECOLOR in colours) is (name != "16")
            assert (ColorType.DEFAULT in colours) is (name == "16")


# -- the mouse ---------------------------------------------------------------------------------------------------------


def many(store: Store) -> None:
    """More calls than a page holds."""
    for number in range(60):
        ticket(store, name=f"Иванова {number}")


async def click(desk: Desk, words: str) -> None:
    """A click on a text of the screen, wherever it stands."""
    for y, line in enumerate(desk.text.splitlines()):
        if words in line:
            await desk.pilot.click(offset=(line.index(words) + 1, y))
            await desk.settle()
            return
    raise AssertionError(f"{words!r} is not on the screen:\n{desk.text}")


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_a_click_moves_to_a_row_and_a_second_one_opens_it(open_a_desk: OpenDesk, size: tuple[int, int]) -> None:
    """As the arrows and Enter do."""
    async with open_a_desk(many, size=size) as desk:
        await click(desk, "#4 ")
        assert (desk.kind, desk.row.id) == ("Board", 4)
        await click(desk, "#4 ")
        assert desk.kind == "TicketScreen"


async def test_a_click_on_a_key_of_the_bar_is_the_key(open_a_desk: OpenDesk) -> None:
    """On the board and on a ticket."""
    async with open_a_desk(ticket, size=SMALL) as desk:
        await click(desk, " F1 ")
        assert desk.kind == "Help"
        await desk.press("escape", "enter")
        await click(desk, " F1 ")
        assert desk.kind == "Help"


async def test_a_click_on_a_tab_goes_there(open_a_desk: OpenDesk) -> None:
    """On a narrow board the queues are tabs; a click between two of them does nothing."""
    async with open_a_desk(ticket, size=SMALL) as desk:
        for words, kind in (("3 Certificates", "certificate"), ("2 Complaints", "complaint"), ("1 Enquiries", "enquiry")):
            await click(desk, words)
            assert desk.app.board.pane.kind == kind
        await desk.pilot.click(offset=(75, 1))
        assert desk.app.board.pane.kind == "enquiry"


async def test_a_click_into_another_pane_goes_there(open_a_desk: OpenDesk) -> None:
    """On a wide board."""
    async with open_a_desk(full=True, size=WIDE) as desk:
        await desk.pilot.click(desk.queue("complaint"), offset=(5, 5))
        await desk.settle()
        assert desk.app.board.pane.kind == "complaint"


async def test_buttons_take_clicks(open_a_desk: OpenDesk) -> None:
    """No is No, and Yes is Yes."""
    async with open_a_desk(ticket) as desk:
        await desk.press("c", "x", "escape")
        await desk.pilot.click("#no")
        await desk.settle()
        assert (desk.kind, desk.values()["who"]) == ("RecordForm", "x")
        await desk.press("escape")
        await desk.pilot.click("#yes")
        await desk.settle()
        assert desk.kind == "Board"


async def test_the_wheel_scrolls_and_the_cursor_stays(open_a_desk: OpenDesk) -> None:
    """The list moves under the eye, not the selection."""
    async with open_a_desk(many, size=SMALL) as desk:
        view = desk.queue()
        await desk.pilot._post_mouse_events([events.MouseScrollDown], view, button=0)
        await desk.settle()
        assert view.scroll_offset.y > 0
        assert view.cursor_id == 1
        await desk.pilot._post_mouse_events([events.MouseScrollUp], view, button=0)
        await desk.settle()
        assert view.scroll_offset.y == 0
