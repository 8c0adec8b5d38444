"""The queue pane: the cursor keeps to its ticket, the rows to their place, keys and mouse do what they say."""

from dataclasses import replace

from rich.cells import cell_len
from textual.events import MouseScrollDown

from desk.widgets.row_model import RowModel
from tests.pilot.one_pane import SIZE, Board, Recording, Row, cursor_line, numbers, painted, rows, settled

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


# -- marks, keys, mouse ----------------------------------------------------------------------------


async def test_marks_belong_to_tickets_and_go_with_them() -> None:
    app = Board(rows([1, 2, 3]))
    async with app.run_test(size=SIZE) as pilot:
        app.view.mark(RowModel.toggle_mark)
        app.view.move_to(3)
        app.view.mark(RowModel.toggle_mark)
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
        app.view.mark(RowModel.toggle_mark)
        await pilot.pause()
        assert app.view.marked == frozenset()
        assert painted(app.view)[2][1] == " "


async def test_clearing_marks_repaints_the_marked_lines() -> None:
    app = Board(rows([1, 2, 3]))
    async with app.run_test(size=SIZE) as pilot:
        app.view.mark(RowModel.toggle_mark)
        app.view.move_to(3)
        app.view.mark(RowModel.toggle_mark)
        await settled(pilot, app.view)
        app.view.mark(RowModel.clear_marks)
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
