"""The queue pane: what is drawn again, and what is not."""

from dataclasses import replace

from textual.containers import Container
from textual.geometry import Region

from desk.widgets.cells import Bodies, Column, TimerCell
from desk.widgets.row_model import RowModel
from tests.pilot.one_pane import SIZE, Board, Row, cursor_line, face, painted, rows, settled, style_at

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
    def turning(row: Row, now: float) -> TimerCell:
        return TimerCell("5:12", row.state if now < 10 else "paused")

    app = Board(rows([1, 2]), face=turning)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        app.view.tick(10)
        await pilot.pause()
        assert [line[2] for line in painted(app.view)[:2]] == ["‖", "‖"]


async def test_a_tick_over_100_000_rows_looks_at_the_visible_ones_only() -> None:
    asked: list[int] = []

    def counted(row: Row, now: float) -> TimerCell:
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
        app.view.mark(RowModel.toggle_mark)
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

    def who(row: Row) -> str:
        asked.append(row.id)
        return row.who

    columns = (Column(0, who),)
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

    def cell(row: Row) -> str:
        asked.append(row.id)
        return "x"

    columns = (Column(3, cell),)
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


async def test_another_theme_recolours_every_row() -> None:
    app = Board([Row(1, 9000), Row(2, 9000, state="overdue")])
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app.view)
        dark = [style_at(app.view, 0, "Ann"), style_at(app.view, 1, "!"), style_at(app.view, 1, "Ann")]
        app.theme = "textual-light"
        await settled(pilot, app.view)
        light = [style_at(app.view, 0, "Ann"), style_at(app.view, 1, "!"), style_at(app.view, 1, "Ann")]
        assert all(old != new for old, new in zip(dark, light, strict=True))
