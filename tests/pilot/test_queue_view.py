"""The queue pane as a person sees it: what is drawn, what is drawn again, and what stays where it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Region
from textual.pilot import Pilot

from desk.widgets.queue_view import SIGNS, Column, Face, QueueView
from desk.widgets.strips import Bodies, fit

SIZE = (40, 12)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    due: int
    who: str = "Ann"
    about: str = "exam"
    state: str = "running"


COLUMNS = (
    Column(5, lambda row: str(row.id), "right"),
    Column(8, lambda row: row.who),
    Column(0, lambda row: row.about),
)


def face(row: Row, now: float) -> Face:
    """Seconds within the last hour, minutes before: most timers stand still most seconds."""
    left = row.due - int(now)
    return Face(f"{left} s" if left < 3600 else f"{left // 60} m", row.state)


def rows(ids: Iterable[int], due: int = 360_030) -> list[Row]:
    return [Row(number, due) for number in ids]


class Recording(QueueView):
    """Remembers what Textual asked it to draw and what it asked Textual to repaint."""

    DEFAULT_CSS = "Recording { height: 1fr; }"

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.lines: list[int] = []
        self.regions: list[Region] = []
        self.whole = 0

    def forget(self) -> None:
        self.lines, self.regions, self.whole = [], [], 0

    def render_line(self, y: int) -> Any:
        self.lines.append(y)
        return super().render_line(y)

    def refresh(self, *regions: Region, **named: Any) -> Any:
        if hasattr(self, "regions"):
            self.regions.extend(regions)
            self.whole += not regions
        return super().refresh(*regions, **named)


class Board(App[None]):
    """One pane and what it tells."""

    def __init__(self, given: Sequence[Any] = (), now: float | None = 0, **named: Any) -> None:
        super().__init__()
        self.view = Recording(named.pop("columns", COLUMNS), named.pop("face", face), **named)
        self.news: list[tuple[str, int | None]] = []
        if now is not None:
            self.view.tick(now)
        self.view.set_rows(given)

    def compose(self) -> ComposeResult:
        with Container():
            yield self.view

    def on_queue_view_highlighted(self, message: QueueView.Highlighted) -> None:
        assert message.control is message.queue_view is self.view
        self.news.append(("highlighted", message.ticket_id))

    def on_queue_view_opened(self, message: QueueView.Opened) -> None:
        assert message.control is message.queue_view is self.view
        self.news.append(("opened", message.ticket_id))


def painted(view: QueueView) -> list[str]:
    """What stands on the terminal: lines kept from before wherever the view asked for no repaint."""
    width, height = view.size
    return [strip.text for strip in view.render_lines(Region(0, 0, width, height))]


def numbers(view: QueueView) -> list[int]:
    """The ticket numbers in view, from the top."""
    return [int(line[15:20]) for line in painted(view) if line[15:20].strip()]


def cursor_line(view: QueueView) -> int:
    (line,) = [y for y, text in enumerate(painted(view)) if text.startswith("›")]
    return line


async def settled(pilot: Pilot[None], view: Recording) -> None:
    """Let everything be painted, then start counting anew."""
    await pilot.pause()
    await pilot.pause()
    view.forget()


# -- the cursor and its ticket ---------------------------------------------------------------------


async def test_the_first_row_has_the_cursor_at_first() -> None:
    app = Board(rows([7, 8, 9]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert (app.view.cursor_id, app.view.cursor_row, cursor_line(app.view)) == (7, Row(7, 360_030), 0)
        assert app.news == [("highlighted", 7)]


async def test_the_cursor_stays_on_its_ticket_when_rows_change_their_order() -> None:
    app = Board(rows([1, 2, 3, 4]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down")
        await settled(pilot, app.view)
        app.news.clear()
        app.view.set_rows(rows([3, 4, 2, 1]))
        await pilot.pause()
        assert app.view.cursor_id == 3
        assert numbers(app.view) == [3, 4, 2, 1]
        assert cursor_line(app.view) == 0
        assert app.news == []


async def test_the_cursor_keeps_its_place_when_its_ticket_is_gone() -> None:
    app = Board(rows([1, 2, 3, 4]))
    async with app.run_test(size=SIZE) as pilot:
        app.view.move_to(3)
        app.view.set_rows(rows([1, 2, 4]))
        await pilot.pause()
        assert (app.view.cursor_id, cursor_line(app.view)) == (4, 2)
        app.view.set_rows(rows([1, 2]))
        await pilot.pause()
        assert (app.view.cursor_id, cursor_line(app.view)) == (2, 1)
        app.view.set_rows([])
        await pilot.pause()
        assert (app.view.cursor_id, app.view.cursor_row) == (None, None)
        app.view.set_rows(rows([9]))
        await pilot.pause()
        assert [ticket for _, ticket in app.news] == [1, 3, 4, 2, None, 9]


async def test_move_to_goes_to_a_ticket_and_shows_it() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        assert app.view.move_to(60) is True
        await pilot.pause()
        assert app.view.cursor_id == 60
        assert cursor_line(app.view) == 11
        assert app.view.move_to(1000) is False
        assert app.view.cursor_id == 60


async def test_a_ticket_chosen_before_the_first_layout_is_in_view() -> None:
    app = Board(rows(range(1, 101)))
    app.view.move_to(60)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert cursor_line(app.view) == 11


# -- the place on the screen -----------------------------------------------------------------------


async def test_the_cursor_row_keeps_its_line_when_rows_come_above_it() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        app.view.move_to(50)
        app.view.move_to(45)
        await pilot.pause()
        line = cursor_line(app.view)
        assert 0 < line < 11
        app.view.set_rows(rows([*range(201, 208), *range(1, 101)]))
        await pilot.pause()
        assert (app.view.cursor_id, cursor_line(app.view)) == (45, line)
        app.view.set_rows(rows(range(20, 101)))
        await pilot.pause()
        assert (app.view.cursor_id, cursor_line(app.view)) == (45, line)


async def test_at_the_top_a_pane_in_use_keeps_the_line_and_an_idle_one_shows_what_came() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        assert app.view.has_focus
        app.view.set_rows(rows([200, *range(1, 101)]))
        await pilot.pause()
        assert numbers(app.view)[0] == 1
        assert cursor_line(app.view) == 0
        app.set_focus(None)
        await pilot.pause()
        app.view.scroll_to(y=0, animate=False)
        app.view.set_rows(rows([201, 200, *range(1, 101)]))
        await pilot.pause()
        assert numbers(app.view)[:3] == [201, 200, 1]
        assert (app.view.cursor_id, cursor_line(app.view)) == (1, 2)
        # But the cursor is never left behind.
        app.view.set_rows(rows([*range(300, 320), *range(1, 101)]))
        await pilot.pause()
        assert (app.view.cursor_id, cursor_line(app.view)) == (1, 11)


async def test_with_the_cursor_out_of_view_the_first_row_in_view_stays() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        app.view.scroll_to(y=30, animate=False)
        await pilot.pause()
        assert numbers(app.view)[0] == 31
        app.view.set_rows(rows([200, 201, *range(1, 101)]))
        await pilot.pause()
        assert numbers(app.view)[0] == 31
        assert app.view.cursor_id == 1


async def test_fewer_rows_than_the_place_scrolled_to_leave_no_gap() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end")
        app.view.set_rows(rows(range(1, 21)))
        await pilot.pause()
        assert numbers(app.view) == list(range(9, 21))
        app.view.set_rows(rows(range(1, 4)))
        await pilot.pause()
        assert numbers(app.view) == [1, 2, 3]


async def test_a_smaller_terminal_keeps_the_cursor_in_view() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        app.view.move_to(12)
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert (cursor_line(app.view), numbers(app.view)) == (5, list(range(7, 13)))
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert numbers(app.view)[0] == 7
        assert len(numbers(app.view)) == 20
        assert {cell_len(line) for line in painted(app.view)} == {50}


async def test_a_larger_terminal_at_the_end_leaves_no_gap() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end")
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert numbers(app.view) == list(range(81, 101))


async def test_a_pane_scrolled_away_from_its_cursor_is_not_pulled_back_by_a_resize() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        app.view.scroll_to(y=50, animate=False)
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert numbers(app.view)[0] == 51


# -- what is painted again -------------------------------------------------------------------------


async def test_a_tick_repaints_the_timers_that_read_differently_and_nothing_else() -> None:
    given = rows(range(1, 9))
    given[2] = replace(given[2], due=3000)
    given[5] = replace(given[5], due=3100)
    app = Board(given)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        app.view.tick(1)
        assert app.view.regions == [Region(2, 2, 12, 1), Region(2, 5, 12, 1)]
        assert app.view.whole == 0
        await pilot.pause()
        assert app.view.lines == [2, 5]
        lines = painted(app.view)
        assert (lines[2][3:14].strip(), lines[5][3:14].strip()) == ("2999 s", "3099 s")
        await settled(pilot, app.view)
        app.view.tick(1.5)
        await pilot.pause()
        assert (app.view.regions, app.view.whole, app.view.lines) == ([], 0, [])


async def test_a_tick_repaints_a_row_whose_state_alone_changed() -> None:
    def turning(row: Row, now: float) -> Face:
        return Face("5:12", row.state if now < 10 else "paused")

    app = Board(rows([1, 2]), face=turning)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        app.view.tick(10)
        await pilot.pause()
        assert [line[2] for line in painted(app.view)[:2]] == ["‖", "‖"]


async def test_a_tick_over_100_000_rows_looks_at_the_visible_ones_only() -> None:
    asked: list[int] = []

    def counted(row: Row, now: float) -> Face:
        asked.append(row.id)
        return face(row, now)

    app = Board(rows(range(100_000), due=3000), face=counted)
    async with app.run_test(size=SIZE) as pilot:
        app.view.move_to(70_000)
        await settled(pilot, app.view)
        asked.clear()
        app.view.tick(1)
        await pilot.pause()
        assert set(asked) == set(range(69_989, 70_001))
        assert app.view.lines == list(range(12))
        assert all("2999 s" in line for line in painted(app.view))


async def test_ticks_that_were_not_painted_yet_end_in_the_right_time() -> None:
    app = Board(rows([1], due=3000))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        app.view.tick(1)
        app.view.set_rows([Row(2, 3000)])
        app.view.tick(3)
        app.view.tick(2)
        await pilot.pause()
        assert painted(app.view)[0].split()[:4] == ["›", "2998", "s", "2"]


async def test_a_pane_that_was_hidden_comes_back_with_the_time_of_now() -> None:
    app = Board(rows([1], due=3000))
    async with app.run_test(size=SIZE) as pilot:
        app.set_focus(None)
        await settled(pilot, app.view)
        # As tabs do: what holds the pane is hidden, and the pane itself hears of nothing.
        app.query_one(Container).display = False
        await settled(pilot, app.view)
        app.view.tick(100)
        assert app.view.regions == []
        app.query_one(Container).display = True
        await pilot.pause()
        await pilot.pause()
        assert "2900 s" in painted(app.view)[0]


async def test_before_the_first_tick_the_timer_is_empty() -> None:
    app = Board(rows([1]), now=None)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        assert painted(app.view)[0].startswith("›" + " " * 18 + "1 Ann")
        app.view.tick(0)
        await pilot.pause()
        assert "6000 m" in painted(app.view)[0]


async def test_a_cursor_move_repaints_two_lines() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        await pilot.press("down")
        await pilot.pause()
        assert sorted(app.view.lines) == [0, 1]
        assert app.view.whole == 0
        assert cursor_line(app.view) == 1


async def test_a_cursor_moved_out_of_sight_touches_no_neighbour() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        app.view.scroll_to(y=50, animate=False)
        await settled(pilot, app.view)
        app.view.toggle_mark()
        app.view.set_rows(rows(range(2, 101)))
        app.view.set_rows(rows(range(1, 101)))
        assert all(Region(0, 0, *SIZE).contains_region(region) for region in app.view.regions)


async def test_rows_that_did_not_change_are_not_painted_again() -> None:
    given = rows(range(1, 101))
    app = Board(given)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        changed = [replace(row, who="Bob" if row.id == 4 else row.who) for row in given]
        app.view.set_rows(changed)
        await pilot.pause()
        assert app.view.lines == [3]
        assert "Bob" in painted(app.view)[3]


async def test_a_row_that_did_not_change_is_not_laid_out_again() -> None:
    asked: list[int] = []
    columns = (Column(0, lambda row: asked.append(row.id) or row.who),)  # type: ignore[func-returns-value]
    app = Board(rows([1, 2], due=3000), columns=columns)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        asked.clear()
        app.view.tick(1)
        app.view.set_rows(rows([2, 1], due=3000))
        await pilot.pause()
        assert painted(app.view)[0].split()[0] == "2999"
        assert asked == []
        app.view.set_rows([Row(2, 3000, who="Bob"), Row(1, 3000)])
        await pilot.pause()
        assert "Bob" in painted(app.view)[0]
        assert asked == [2]


def test_laid_out_rows_are_not_kept_for_ever() -> None:
    asked: list[int] = []
    columns = (Column(3, lambda row: asked.append(row.id) or "x"),)  # type: ignore[func-returns-value]
    bodies = Bodies(columns, keep=10)
    for row in rows(range(11)):
        bodies.text(row, 5)
    asked.clear()
    for row in rows([10, 0]):
        bodies.text(row, 5)
    assert asked == [0]


async def test_other_columns_are_drawn_at_once() -> None:
    app = Board(rows([1]))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        app.view.set_columns((Column(0, lambda row: f"new {row.who}"),))
        await pilot.pause()
        assert "new Ann" in painted(app.view)[0]


async def test_the_focus_changes_the_look_of_the_cursor_line_alone() -> None:
    app = Board(rows(range(1, 9)))
    async with app.run_test(size=SIZE) as pilot:
        app.view.move_to(3)
        await settled(pilot, app.view)
        focused = style_at(app.view, 2, "Ann")
        app.set_focus(None)
        await pilot.pause()
        assert app.view.has_focus is False
        assert app.view.lines == [2]
        blurred = style_at(app.view, 2, "Ann")
        other = style_at(app.view, 1, "Ann")
        assert (focused.reverse, blurred.reverse, other.reverse) == (True, None, None)
        assert blurred.bgcolor != other.bgcolor
        app.set_focus(app.view)
        await pilot.pause()
        assert app.view.lines == [2, 2]
        assert style_at(app.view, 2, "Ann") == focused


def style_at(view: QueueView, y: int, text: str) -> Style:
    (strip,) = view.render_lines(Region(0, y, view.size.width, 1))
    (style,) = [segment.style for segment in strip if text in segment.text]
    assert style is not None
    return style


async def test_another_theme_recolours_every_row() -> None:
    app = Board([Row(1, 9000), Row(2, 9000, state="overdue")])
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        dark = [style_at(app.view, 0, "Ann"), style_at(app.view, 1, "!"), style_at(app.view, 1, "Ann")]
        app.theme = "textual-light"
        await settled(pilot, app.view)
        light = [style_at(app.view, 0, "Ann"), style_at(app.view, 1, "!"), style_at(app.view, 1, "Ann")]
        assert all(old != new for old, new in zip(dark, light, strict=True))


# -- text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["[b]Ann[/b]", "[/b]", "[@click=app.quit]x[/]", "[RT #1]", r"\[b]", "$text"])
async def test_markup_in_a_row_is_shown_and_does_nothing(text: str) -> None:
    columns = (Column(0, lambda row: row.who),)
    app = Board([Row(1, 9000, who=text)], columns=columns, empty=text)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert painted(app.view)[0][15:].rstrip() == text
        await pilot.click(Recording, offset=(16, 0))
        assert app.is_running
        app.view.set_rows([])
        await pilot.pause()
        assert any(line.strip() == text for line in painted(app.view))


async def test_wide_and_combining_characters_keep_the_columns_aligned() -> None:
    names = ["Ann", "", "漢字漢字漢字", "e\u0301e\u0301", "a\u200d", "👩‍👩‍👧‍👦 family", "한국어 이름입니다"]
    names.append("Щукина-Горбунова")
    app = Board([Row(number, 9000, who=name) for number, name in enumerate(names)])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for line in painted(app.view)[: len(names)]:
            assert cell_len(line) == 40
            assert cell_len(line[: line.index("exam")]) == 30
        assert painted(app.view)[2][21:].startswith("漢字漢 … exam")
        assert painted(app.view)[7][21:].startswith("Щукина-… exam")


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"])),
    st.integers(0, 12),
    st.sampled_from(["left", "right"]),
)
def test_fitted_text_has_its_width_and_no_neighbour_changes_it(text: str, width: int, align: Any) -> None:
    fitted = fit(text, width, align)
    assert cell_len(fitted) == width
    assert cell_len(fitted + "x") == width + 1


def test_fitting_cuts_with_a_sign_and_pads_on_the_right_side() -> None:
    assert fit("certificate", 6) == "certi…"
    assert fit("abc", 3) == "abc"
    assert fit("abc", 5) == "abc  "
    assert fit("abc", 5, "right") == "  abc"
    assert fit("abc", 0) == ""


@pytest.mark.parametrize("width", [*range(2, 5), 12, *range(14, 40, 5), *range(35, 39)])
async def test_a_narrow_pane_draws_whole_cells_and_starts_with_the_timer(width: int) -> None:
    given = [Row(1, 9000, who="漢字漢字漢字漢字", about="漢" * 9), Row(2, 3000)]
    app = Board(given, empty="Nothing here. 漢字")
    async with app.run_test(size=(width, 6)) as pilot:
        app.view.tick(1)
        await pilot.pause()
        lines = painted(app.view)
        assert {cell_len(line) for line in lines} == {width}
        assert lines[0][-1] == " ", "the scroll bar's cell"
        assert "›        149 m".startswith(lines[0][: min(15, width)].rstrip())
        app.view.set_rows([])
        await pilot.pause()
        assert {cell_len(line) for line in painted(app.view)} == {width}


async def test_the_timer_is_first_right_aligned_and_three_cells_from_the_edge() -> None:
    app = Board([Row(1, 9000, state="overdue"), Row(2, 90_000_000)], timer_width=7)
    async with app.run_test(size=SIZE) as pilot:
        app.view.toggle_mark()
        await pilot.pause()
        lines = painted(app.view)
        assert lines[0].startswith("›•!  150 m     1 Ann      exam")
        assert lines[1].startswith("   150000…     2 Ann ")


async def test_a_long_column_is_cut_at_the_edge_with_a_sign() -> None:
    app = Board([Row(1, 9000, about="certificate of the registration")])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert painted(app.view)[0].rstrip().endswith("Ann      certific…")
        await pilot.resize_terminal(25, 6)
        await pilot.pause()
        assert painted(app.view)[0].rstrip().endswith("    1 Ann")
        await pilot.resize_terminal(23, 6)
        await pilot.pause()
        assert painted(app.view)[0].rstrip().endswith("    1 …")


@pytest.mark.parametrize("state", SIGNS)
async def test_each_state_has_a_sign_beside_its_colour(state: str) -> None:
    app = Board([Row(1, 9000), Row(2, 9000, state=state)])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        sign = {"running": " ", "soon": "~", "overdue": "!", "paused": "‖", "waiting": "·"}[state]
        assert painted(app.view)[1][2] == sign
        assert f"queue-view--{state}" in QueueView.COMPONENT_CLASSES
        if state != "running":
            assert style_at(app.view, 1, "150 m") != style_at(app.view, 1, "Ann")


async def test_the_empty_pane_says_so_in_the_middle_and_wraps() -> None:
    app = Board(empty="No calls.\nPress n for a new one, or take a walk in the garden.")
    async with app.run_test(size=(30, 9)) as pilot:
        await pilot.pause()
        lines = painted(app.view)
        texts = [line.strip() for line in lines]
        assert texts[3:6] == ["No calls.", "Press n for a new one, or", "take a walk in the garden."]
        assert lines[3].index("No") == 10
        assert not any(texts[:3] + texts[6:])
        await pilot.resize_terminal(70, 5)
        await pilot.pause()
        texts = [line.strip() for line in painted(app.view)]
        assert texts[1:3] == ["No calls.", "Press n for a new one, or take a walk in the garden."]
        app.view.set_empty(Content.from_markup("[b]Still[/b] nothing"))
        await pilot.pause()
        assert painted(app.view)[2].strip() == "Still nothing"
        await pilot.press("down", "up", "pagedown", "home", "end", "enter")
        app.view.toggle_mark()
        await pilot.click(Recording, offset=(5, 0))
        assert app.news == []
        app.view.set_rows(rows([1]))
        await pilot.pause()
        assert numbers(app.view) == [1]
        assert "Still" not in "".join(painted(app.view))


# -- marks, keys, mouse ----------------------------------------------------------------------------


async def test_marks_belong_to_tickets_and_go_with_them() -> None:
    app = Board(rows([1, 2, 3]))
    async with app.run_test(size=SIZE) as pilot:
        app.view.toggle_mark()
        app.view.move_to(3)
        app.view.toggle_mark()
        await pilot.pause()
        assert app.view.marked == frozenset({1, 3})
        assert [line[1] for line in painted(app.view)[:3]] == ["•", " ", "•"]
        app.view.set_rows(rows([3, 2, 1]))
        await pilot.pause()
        assert [line[1] for line in painted(app.view)[:3]] == ["•", " ", "•"]
        app.view.set_rows(rows([2, 3, 4]))
        await pilot.pause()
        assert app.view.marked == frozenset({3})
        app.view.set_rows(rows([1, 2, 3]))
        await pilot.pause()
        assert [line[1] for line in painted(app.view)[:3]] == [" ", " ", "•"]
        app.view.toggle_mark()
        await pilot.pause()
        assert app.view.marked == frozenset()
        assert painted(app.view)[2][1] == " "


async def test_clearing_marks_repaints_the_marked_lines() -> None:
    app = Board(rows([1, 2, 3]))
    async with app.run_test(size=SIZE) as pilot:
        app.view.toggle_mark()
        app.view.move_to(3)
        app.view.toggle_mark()
        await settled(pilot, app.view)
        app.view.clear_marks()
        await pilot.pause()
        assert app.view.lines == [0, 2]
        assert "•" not in "".join(painted(app.view))
        assert app.view.marked == frozenset()


async def test_the_keys_move_by_rows_pages_and_to_the_ends() -> None:
    journey = [
        ("up", 0, 0),
        ("down", 1, 1),
        ("pagedown", 12, 11),
        ("pagedown", 23, 11),
        ("pageup", 12, 0),
        ("end", 99, 11),
        ("down", 99, 11),
        ("pagedown", 99, 11),
        ("home", 0, 0),
        ("pageup", 0, 0),
    ]
    app = Board(rows(range(100)))
    async with app.run_test(size=SIZE) as pilot:
        seen = []
        for key, _, _ in journey:
            await pilot.press(key)
            seen.append((key, app.view.cursor_id, cursor_line(app.view)))
        assert seen == journey
        assert [ticket for _, ticket in app.news] == [0, 1, 12, 23, 12, 99, 0]


async def test_only_keys_that_are_no_letters_are_bound_here() -> None:
    app = Board(rows([1]))
    async with app.run_test(size=SIZE):
        bound = set(app.view._bindings.key_to_bindings)
    assert bound == {"up", "down", "pageup", "pagedown", "home", "end", "enter"}


async def test_enter_opens_the_ticket_under_the_cursor() -> None:
    app = Board(rows([1, 2]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "enter")
        assert app.news[-1] == ("opened", 2)


async def test_a_click_moves_the_cursor_and_a_second_one_opens() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        app.view.scroll_to(y=20, animate=False)
        await pilot.pause()
        app.news.clear()
        await pilot.click(Recording, offset=(20, 3))
        assert app.news == [("highlighted", 24)]
        await pilot.click(Recording, offset=(20, 3))
        assert app.news[1:] == [("opened", 24)]
        await pilot.double_click(Recording, offset=(20, 5))
        assert app.news[2:] == [("highlighted", 26), ("opened", 26)]
        await pilot.click(Recording, offset=(20, 7), button=3)
        assert app.view.cursor_id == 26


async def test_a_click_counts_from_inside_the_border() -> None:
    app = Board(rows([1, 2, 3]))
    async with app.run_test(size=SIZE) as pilot:
        app.view.styles.border = ("round", "white")
        await pilot.pause()
        app.news.clear()
        await pilot.click(Recording, offset=(5, 2))
        assert app.news == [("highlighted", 2)]
        await pilot.click(Recording, offset=(5, 0))
        await pilot.click(Recording, offset=(5, 8))
        assert app.news == [("highlighted", 2)]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = Board(rows(range(1, 101)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot._post_mouse_events([MouseScrollDown], Recording, offset=(5, 5))
        await pilot.wait_for_animation()
        await pilot.pause()
        assert numbers(app.view)[0] > 1
        assert app.view.cursor_id == 1
        await pilot.press("down")
        assert (app.view.cursor_id, cursor_line(app.view)) == (2, 0)


async def test_nothing_scrolls_sideways() -> None:
    wide = [replace(row, about="x" * 200) for row in rows(range(1, 101))]
    app = Board(wide)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert app.view.virtual_size == (39, 100)
        assert app.view.max_scroll_x == 0
        shown: list[bool] = []
        app.watch(app.view, "show_horizontal_scrollbar", lambda bar: shown.append(bar))
        await pilot.resize_terminal(30, 12)
        await pilot.pause()
        assert shown == [False]
