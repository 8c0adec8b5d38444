"""The form of a box: what it asks where a list does not say enough, and what it shows of lines that may be wrong."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import ProgressBar

from desk.intake.certificates import import_list
from desk.intake.import_job import Arrival, Asked
from desk.screens.forms.import_form import ImportForm
from desk.store.commands.bulk_recording import AT_ONCE
from desk.store.database import Store
from desk.store.errors.input import FileMissing
from tests.pilot.conftest import SMALL, OpenDesk
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
        assert "1 new certificate, 0 already recorded, 0 skipped, doubtful 1" in shown
        assert "line 2: Олег Иванов: number 0001 belongs to #1 Анна Ёлкина" in shown
        desk.screen.query_one("#doubtful").focus()
        await desk.press("right", "enter")
        assert re.findall(r" (\d)\b", desk.said("#aside").splitlines()[0]) == ["2", "0", "0"]  # new, here already, left out
        assert desk.count("ticket") == 2
        await desk.press("enter")
        assert desk.count("ticket") == 4


async def test_a_long_list_shows_how_far_it_is(open_a_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar counts what is written, while keys are taken; held here in the middle of the list."""
    reached, go_on = Event(), Event()

    def held(store: Store, who: str, path: Path, received: int, asked: Asked, progress: Callable[[int], None]) -> Arrival:
        def tell(done: int) -> None:
            progress(done)
            if done == AT_ONCE:
                reached.set()
                go_on.wait(60)

        return import_list(store, who, path, received, asked, tell)

    monkeypatch.setattr("desk.intake.certificates.import_list", held)
    box = tmp_path / "box.csv"
    box.write_text("ФИО;Номер\n" + "".join(f"Анна Ёлкина {n};{n:04}\n" for n in range(1, 2 * AT_ONCE + 1)), encoding="utf-8")
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=str(box))
        await desk.press("enter")
        desk.send("enter")
        await asyncio.to_thread(reached.wait, 60)
        form = desk.top(ImportForm)
        assert form.progress
        form.say_saving()
        await desk.pilot.pause()
        form.progress.update()
        bar = form.query_one(ProgressBar)
        assert (bar.total, bar.progress, bar.display) == (2 * AT_ONCE, AT_ONCE, True)
        go_on.set()
        await desk.settle()
        assert desk.kind == "Board"
        assert desk.count("ticket") == 2 * AT_ONCE


async def test_another_file_is_not_asked_about_the_columns_of_the_one_before(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """What was chosen for that one goes with it."""
    odd, plain = tmp_path / "odd.csv", tmp_path / "plain.csv"
    odd.write_text("Foo;Bar\nАнна;0001\n", encoding="utf-8")
    plain.write_text("ФИО;Номер\nАнна;0001\n", encoding="utf-8")
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=str(odd))
        await desk.press("enter", "right", "down", "right", "right")
        assert {"column-name", "column-candidate"} <= desk.values().keys()
        desk.field("file").value = str(plain)
        await desk.press("enter")
        assert not {"column-name", "column-candidate"} & desk.values().keys()
        assert desk.said("#wrong") == ""
        await desk.press("enter")
        assert desk.count("ticket") == 1


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_several_columns_for_one_field_are_asked_about(open_a_desk: OpenDesk, tmp_path: Path, language: str) -> None:
    """Which number is the candidate's: the choice has these columns and no others, and is known for the next such list."""
    box = tmp_path / "box.csv"
    box.write_text("№;ФИО;Номер;Номер кандидата\n1;Анна Ёлкина;17;0001\n", encoding="cp1251")
    async with open_a_desk(language=language, size=SMALL) as desk:
        await desk.press("f3")
        await desk.fill(file=str(box))
        await desk.press("enter")
        assert desk.said("#wrong") != ""
        assert desk.focused.id == "column-candidate"
        await desk.press("right", "right")
        assert desk.values()["column-candidate"] == "Номер кандидата"
        await desk.press("enter")
        assert "Windows-1251" in desk.said("#aside")
        await desk.press("enter")
        assert desk.rows("SELECT candidate, name FROM ticket") == [("0001", "Анна Ёлкина")]
        box.write_text("№;ФИО;Номер;Номер кандидата\n1;Олег Иванов;18;0002\n", encoding="cp1251")
        await desk.press("f3")
        await desk.fill(file=str(box))
        await desk.press("enter", "enter")
        assert desk.rows("SELECT candidate FROM ticket ORDER BY id") == [("0001",), ("0002",)]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_box_without_a_list_is_typed(open_a_desk: OpenDesk, language: str) -> None:
    """A line each; what is wrong is told by its line; all of it is one box and one undo."""
    async with open_a_desk(language=language, size=SMALL) as desk:
        await desk.press("f3")
        desk.screen.query_one("#typed").focus()
        await desk.settle()
        await desk.paste("Анна Ёлкина; 0001; +7 921 111-22-33; anna@example.org\n\nПётр; 0002\nВера\nОлег; 0003; oleg@example.org")
        await desk.press("ctrl+s")
        assert "3" in desk.said("#aside")
        assert "4" in desk.said("#aside").splitlines()[1]
        await desk.press("ctrl+s")
        assert desk.kind == "Board"
        assert desk.rows("SELECT name, candidate, phone, email, batch_id FROM ticket ORDER BY id") == [
            ("Анна Ёлкина", "0001", "+7 921 111-22-33", "anna@example.org", 1),
            ("Пётр", "0002", "", "", 1),
            ("Олег", "0003", "", "oleg@example.org", 1),
        ]


async def test_candidates_of_a_session_are_typed(open_a_desk: OpenDesk) -> None:
    """A name is enough; the exam and its day are said once."""
    async with open_a_desk() as desk:
        await desk.press("ctrl+p")
        await desk.type("Import candidates")
        await desk.press("enter")
        await desk.fill(exam="FCE", day="14.11.2026", typed="Анна Ёлкина\nПётр;;600-10-20")
        await desk.press("ctrl+s", "ctrl+s")
        assert desk.rows("SELECT name, phone, day FROM ticket ORDER BY id") == [
            ("Анна Ёлкина", "", "2026-11-14"),
            ("Пётр", "600-10-20", "2026-11-14"),
        ]


async def test_neither_a_file_nor_a_line_is_refused(open_a_desk: OpenDesk) -> None:
    """In words."""
    async with open_a_desk() as desk:
        await desk.press("f3", "enter")
        desk.refused(FileMissing)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_list_with_nothing_new_is_never_imported(open_a_desk: OpenDesk, language: str) -> None:
    """The second Enter closes the form and says so."""
    async with open_a_desk(language=language, size=SMALL) as desk:
        for _time in range(2):
            await desk.press("f3")
            desk.screen.query_one("#typed").focus()
            await desk.settle()
            await desk.paste("Анна Ёлкина; 0001; +7 921 111-22-33; anna@example.org")
            await desk.press("ctrl+s", "ctrl+s")
        assert desk.kind == "Board"
        assert desk.toasts[-1] == desk.app.gettext("Nothing in it is new.")
        assert (desk.count("ticket"), desk.count("batch")) == (1, 1)
