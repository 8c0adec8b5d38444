"""The queue pane as a person sees it: text, columns, signs, nothing at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from desk.widgets.cells import Align, Column, fit
from desk.widgets.queue_view import SIGNS, QueueView
from desk.widgets.row_model import RowModel
from tests.pilot.one_pane import SIZE, Board, Recording, Row, numbers, painted, rows, style_at

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
def test_fitted_text_has_its_width_and_no_neighbour_changes_it(text: str, width: int, align: Align) -> None:
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
        app.view.mark(RowModel.toggle_mark)
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
        sign = {"running": " ", "working": "▸", "soon": "~", "overdue": "!", "paused": "‖", "waiting": "·"}[state]
        assert painted(app.view)[1][2] == sign
        assert f"queue-view--{state}" in QueueView.COMPONENT_CLASSES
        if state not in ("running", "working"):
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
        app.view.mark(RowModel.toggle_mark)
        await pilot.click(Recording, offset=(5, 0))
        assert app.news == []
        app.view.set_rows(rows([1]))
        await pilot.pause()
        assert numbers(app.view) == [1]
        assert "Still" not in "".join(painted(app.view))
