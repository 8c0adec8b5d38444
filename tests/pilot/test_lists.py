"""The form of a box: what it asks where a list does not say enough, and what it shows of lines that may be wrong."""

from pathlib import Path

import pytest

from tests.pilot.conftest import OpenDesk
from tests.unit.awkward import WORKBOOKS


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Where a list is put."""
    return tmp_path / "box.csv"


async def test_a_workbook_is_taken_in_like_a_text(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """Its sheet, its days."""
    path = tmp_path / "box.xlsx"
    path.write_bytes(WORKBOOKS["merged cells and a title"].raw)
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=str(path))
        await desk.press("enter", "enter")
        assert [row.name for row in desk.queue("certificate").rows] == ["Иванова Мария", "Пётр Соколов"]
        assert desk.rows("SELECT DISTINCT day FROM ticket") == [("2026-10-17",)]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_headings_that_say_nothing_are_asked_about_once(open_a_desk: OpenDesk, box: Path, language: str) -> None:
    """By the arrows; the next list with these headings is understood."""
    box.write_text("Экзаменуемый;Код\nАнна Ёлкина;0001\n", encoding="utf-8")
    async with open_a_desk(language=language) as desk:
        await desk.press("f3")
        await desk.fill(file=str(box))
        await desk.press("enter")
        assert desk.said("#wrong").startswith("! box.csv:")
        await desk.press("right", "down", "right", "right")
        assert {"column-name": "Экзаменуемый", "column-candidate": "Код"}.items() <= desk.values().items()
        await desk.press("enter")
        assert not desk.said("#wrong")
        await desk.press("enter")
        assert [row.name for row in desk.queue("certificate").rows] == ["Анна Ёлкина"]
        box.write_text("Экзаменуемый;Код\nПётр;0002\n", encoding="utf-8")
        await desk.press("f3")
        await desk.fill(file=str(box))
        await desk.press("enter", "enter")
        assert desk.count("ticket") == 2


async def test_doubtful_lines_are_left_out_unless_somebody_takes_them(open_a_desk: OpenDesk, box: Path) -> None:
    """They are shown with what speaks against them; another choice is looked at before it is done."""
    async with open_a_desk() as desk:
        for name in ("Анна Ёлкина", "Олег Иванов"):
            box.write_text(f"ФИО;Номер\n{name};0001\nВера {name[0]};{name[0]}2\n", encoding="utf-8")
            await desk.press("f3")
            await desk.fill(file=str(box))
            await desk.press("enter")
            shown = desk.said("#aside")
            if name[0] == "А":
                await desk.press("enter")
        assert "1 new certificate, 0 here already, 0 left out, doubtful 1" in shown
        assert "line 2: Олег Иванов has number 0001, which is that of #1 Анна Ёлкина" in shown
        desk.screen.query_one("#doubtful").focus()
        await desk.press("right", "enter")
        assert "2 new certificates, 0 here already, 0 left out" in desk.said("#aside")
        assert desk.count("ticket") == 2
        await desk.press("enter")
        assert desk.count("ticket") == 4
