"""A box and an exam session on a screen of their own."""

import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from desk.intake.certificates import import_list
from desk.intake.import_job import Asked
from desk.intake.registrations import import_list as register
from desk.outgoing.lists import ExportExists
from desk.screens.dialogs.chooser import Chooser
from desk.screens.dialogs.help import Help
from desk.screens.groups.screen import GroupScreen
from desk.store.commands import tickets
from desk.store.commands.outbox import exported
from desk.store.database import Store
from desk.store.errors.tickets import TicketInNoGroup
from desk.store.queries.board import BOX
from desk.widgets.option_list import Options
from tests.pilot.conftest import MIDDLE, SMALL, Desk, OpenDesk, one_of_each, seconds, ticket

PEOPLE = "Анна Ёлкина;0001;anna@example.org;600-10-20;\nПётр;0002;;600-10-21;Невский 1\nВера;0003;vera@example.org;;\n"


def box(path: Path, store: Store) -> None:
    """Three certificates of an exam, one without an address; one was told."""
    path.write_text(f"ФИО;Номер;Почта;Телефон;Почтовый адрес\n{PEOPLE}", encoding="utf-8")
    import_list(store, "Boris", path, seconds("2026-11-02 12:00"), Asked(exam="FCE", day="2026-10-17"))
    tickets.fact(store, "Boris", 3, "informed", data={"way": "phone"})


def session(path: Path, store: Store) -> None:
    """Three candidates of a Saturday, one confirmed."""
    path.write_text(f"ФИО;Номер;Почта;Телефон;Почтовый адрес\n{PEOPLE}", encoding="utf-8")
    register(store, "Boris", path, Asked(exam="FCE", day="2026-11-14", place="Зал 2", ends="2026-11-03"))
    ((last,),) = store.rows("SELECT MAX(id) FROM ticket")
    tickets.fact(store, "Boris", last, "confirmed", data={"way": "email"})


def figures(desk: Desk) -> list[int]:
    """The numbers of the group's second line: of a box how many there are, are to be told, were told, are still here."""
    return [int(number) for number in re.findall(r"\d+", desk.said("#group").splitlines()[1])]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the list is put."""
    return tmp_path / "list.csv"


@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_a_box_says_how_far_it_is_and_shows_whom_to_ring(open_a_desk: OpenDesk, path: Path, size: tuple[int, int]) -> None:
    """One key from one of its certificates; 2 to 4 narrow it; Esc goes back step by step."""
    async with open_a_desk(lambda store: box(path, store), size=size) as desk:
        await desk.press("3", "g")
        assert desk.kind == "GroupScreen"
        assert desk.said("#group").splitlines() == [
            "Batch 1, Mon 2 Nov 2026 12:00  FCE  Sat 17 Oct 2026  Boris",
            "3 certificates  ·  to inform 2  ·  informed 1  ·  not collected 3",
        ]
        shown = {}
        for key in "1234":
            await desk.press(key)
            shown[key] = [row.id for row in desk.top(GroupScreen).pane.view.rows]
        assert shown == {"1": [1, 2, 3], "2": [1, 2], "3": [2], "4": [3]}
        await desk.press("3", "i", "enter")
        assert desk.top(GroupScreen).pane.view.rows == []
        assert figures(desk) == [3, 1, 2, 3]
        await desk.press("1", "space", "escape")
        assert desk.kind == "GroupScreen"
        await desk.press("escape")
        assert desk.kind == "Board"


async def test_what_nobody_has_collected_for_a_month_is_counted_on_the_board(open_a_desk: OpenDesk, path: Path) -> None:
    """Once they were told: a house rule."""
    async with open_a_desk(lambda store: box(path, store), size=(170, 48)) as desk:
        assert desk.pane("certificate").aside == ""
        await desk.at("2026-12-03 12:00")
        await desk.app.reload()
        await desk.settle()
        assert desk.pane("certificate").aside.endswith(" 1")


async def test_the_cursor_goes_down_the_list_as_it_is_worked_off(open_a_desk: OpenDesk, path: Path) -> None:
    """A parcel's number each, one after the other, without a key to move: of those to tell, and of those who were told."""
    async with open_a_desk(lambda store: box(path, store)) as desk:
        await desk.press("3", "g")
        for number in ("RA1", "RA2"):
            await desk.press("6")
            await desk.type(number)
            await desk.press("enter")
        assert desk.rows("SELECT e.ticket_id, w.body FROM text w JOIN event e ON e.id = w.event_id WHERE w.field = 'number'") == [
            (1, "RA1"), (2, "RA2"),
        ]  # fmt: skip
    async with open_a_desk(lambda store: box(path, store)) as desk:
        await desk.press("3", "g", "f9", "i", "enter")
        assert [row.id for row in desk.top(GroupScreen).pane.view.rows] == [1, 2, 3]
        for _ in range(2):
            await desk.press("6", "enter")
        assert [row.id for row in desk.top(GroupScreen).pane.view.rows] == [3, 1, 2]
        assert desk.row.id == 3


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_who_has_not_come_is_reminded(open_a_desk: OpenDesk, path: Path, language: str) -> None:
    """By a text of its own, to all of them at once; the board speaks of them again a month later, and the list says since when."""
    async with open_a_desk(lambda store: box(path, store), size=(170, 48), language=language) as desk:
        await desk.at("2026-12-04 12:00")
        pane = desk.pane("certificate")
        await desk.press("3", "ctrl+p")
        await desk.type(desk.words.title("uncollected"))
        await desk.press("enter")
        assert "3 Nov" in desk.text or "3 нояб." in desk.text
        await desk.press("f9", "o", "enter", "escape", "escape")
        assert desk.texts("title")[-1] == "Напоминание о сертификате"
        with desk.elsewhere() as store:
            exported(store, "Anna", [event for (event,) in desk.rows("SELECT event_id FROM outbox")])
        await desk.app.reload()
        await desk.settle()
        assert pane.aside == ""
        await desk.at("2027-01-04 12:00")
        await desk.app.reload()
        await desk.settle()
        assert pane.aside != ""


async def test_the_help_of_a_box_names_no_key_of_other_kinds(open_a_desk: OpenDesk, path: Path) -> None:
    """F1 where certificates stand."""
    async with open_a_desk(lambda store: box(path, store)) as desk:
        await desk.press("3", "g", "f1")
        shown = {words for _, words in desk.top(Help).rows}
        assert {desk.words.title(name) for name in ("handed-out", "posted", "search")} <= shown
        assert not {desk.words.title(name) for name in ("acknowledged", "confirmed", "move-exam")} & shown


async def test_all_of_a_box_is_told_from_its_screen(open_a_desk: OpenDesk, path: Path) -> None:
    """Marks and what is done to all of them work as on the board."""
    async with open_a_desk(lambda store: box(path, store)) as desk:
        await desk.press("3", "g", "2", "f9", "o", "down", "right", "enter")
        assert desk.kind == "GroupScreen"
        assert desk.rows("SELECT way FROM outbox ORDER BY event_id") == [("email",), ("letter",)]
        assert figures(desk)[2] == 1  # told: what is written keeps nothing before it leaves
        with desk.elsewhere() as store:
            exported(store, "Anna", [event for (event,) in desk.rows("SELECT event_id FROM outbox")])
        await desk.app.reload()
        await desk.tick()
        assert figures(desk)[2] == 3
        await desk.press("4")
        assert len(desk.top(GroupScreen).pane.view.rows) == 3


async def test_the_list_is_saved_to_ring_by_or_for_the_post(open_a_desk: OpenDesk, path: Path, tmp_path: Path) -> None:
    """A file that is there is not overwritten."""
    async with open_a_desk(lambda store: box(path, store)) as desk:
        for is_there in (False, True):
            await desk.press("3", "g", "p")
            desk.field("file").value = str(tmp_path / "phones.csv")
            desk.field("list").value = "phones"
            await desk.press("enter")
            if is_there:
                desk.refused(ExportExists)
            else:
                assert (desk.kind, desk.told("1")) == ("GroupScreen", desk.toasts[-1])
            await desk.press("escape")
        assert "Пётр" in (tmp_path / "phones.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_session_moves_through_its_preview(open_a_desk: OpenDesk, path: Path, language: str) -> None:
    """What moves and who is to be told anew is shown first."""
    async with open_a_desk(lambda store: session(path, store), size=MIDDLE, language=language) as desk:
        await desk.press("4", "g")
        if language == "en":
            assert desk.said("#group").splitlines() == [
                "FCE  Sat 14 Nov 2026  in 11 days  Зал 2  registration until Tue 3 Nov 2026",
                "3 candidates  ·  to confirm 2  ·  confirmed 1",
            ]
        await desk.press("e")
        await desk.type("12.11")
        await desk.press("enter")
        assert desk.said("#aside").startswith("1 ")  # was confirmed already
        await desk.press("enter")
        assert desk.kind == "GroupScreen"
        assert desk.rows("SELECT DISTINCT due FROM clock WHERE state = 'running'") == [(seconds("2026-11-05 18:00"),)]
        assert desk.rows("SELECT day FROM exam_session") == [("2026-11-12",)]


async def test_a_preview_is_shown_again_where_letters_left_meanwhile(open_a_desk: OpenDesk, path: Path) -> None:
    """Nothing is moved on the strength of what was true a moment ago."""
    async with open_a_desk(lambda store: session(path, store), size=MIDDLE) as desk:
        await desk.press("4", "g", "2", "f9", "o", "enter", "e")
        await desk.type("12.11")
        await desk.press("enter")
        waiting = [number for (number,) in desk.rows("SELECT e.ticket_id FROM outbox o JOIN event e ON e.id = o.event_id")]
        numbers = " ".join(f"#{number}" for number in waiting)
        assert f": {numbers}\n" in desk.said("#aside")  # letters that are withdrawn
        with desk.elsewhere() as store:
            exported(store, "Anna", [event for (event,) in desk.rows("SELECT event_id FROM outbox")])
        await desk.press("enter")
        assert desk.kind == "MoveSessionForm"
        assert len(desk.said("#aside").splitlines()) >= 1
        await desk.press("enter")
        assert desk.rows("SELECT day FROM exam_session") == [("2026-11-12",)]


async def test_sessions_and_boxes_are_chosen_from_a_list(open_a_desk: OpenDesk, path: Path) -> None:
    """By the palette; a new session opens its own screen."""
    async with open_a_desk(partial(box, path), partial(session, path), size=MIDDLE) as desk:
        for name, shows in (("boxes", {1, 2, 3}), ("sessions", {4, 5, 6}), ("uncollected", {3})):
            await desk.press("ctrl+p")
            await desk.type(desk.words.title(name))
            await desk.press("enter")
            if desk.kind == "Chooser":
                await desk.press("enter")
            assert {row.id for row in desk.top(GroupScreen).pane.view.rows} == shows
            await desk.press("escape")
        await desk.press("ctrl+p")
        await desk.type(desk.words.title("new-session"))
        await desk.press("enter")
        await desk.fill(exam="CAE", day="05.12", ends="20.11")
        await desk.press("enter")
        assert desk.said("#group").startswith("CAE  Sat 5 Dec 2026")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "21.11.2026"}, "exam"),
        ({"exam": "й" * 1_001, "day": "21.11.2026"}, "exam"),
        ({"exam": "CAE"}, "day"),
        ({"exam": "CAE", "day": "02.11.2026"}, "day"),
        ({"exam": "CAE", "day": "21.11.2026", "place": "й" * 1_001}, "place"),
        ({"exam": "CAE", "day": "21.11.2026", "ends": "22.11.2026"}, "ends"),
    ],
    ids=["no exam", "too long", "no day", "a day that is over", "a place too long", "an end too late"],
)
async def test_a_session_that_is_refused_has_the_cursor_in_the_field_that_is_wrong(
    open_a_desk: OpenDesk, typed: dict[str, str], field: str
) -> None:
    """What is typed next belongs there, and nothing is written."""
    async with open_a_desk() as desk:
        await desk.press("ctrl+p")
        await desk.type("a new exam")
        await desk.press("enter")
        await desk.fill(**typed)
        desk.screen.query_one("#ends" if field == "place" else "#place").focus()
        await desk.press("f10")
        assert (desk.kind, desk.focused.id) == ("SessionForm", field)
        assert desk.rows("SELECT id FROM exam_session") == []


async def test_what_came_by_itself_is_in_no_group(open_a_desk: OpenDesk) -> None:
    """It is said."""
    async with open_a_desk(full=True) as desk:
        await desk.press("3", "g")
        desk.refused(TicketInNoGroup)


async def test_an_empty_session_is_removed_after_a_question(open_a_desk: OpenDesk) -> None:
    """Undoing does not take back the step before it; one with candidates is not removed."""
    async with open_a_desk(one_of_each) as desk:
        before = desk.count()
        await desk.press("ctrl+p")
        await desk.type("exam sess")  # of what begins so before what only holds it
        assert desk.screen.query_one(Options).option_count > 1
        await desk.press("escape", "ctrl+p")
        await desk.type("new exam")
        await desk.press("enter")
        await desk.fill(exam="CAE", day="21.11.2026")
        await desk.press("enter")
        assert desk.kind == "GroupScreen"
        await desk.press("u", "enter")
        assert desk.kind == "GroupScreen"
        await desk.press("u", "right", "enter")
        assert (desk.kind, desk.count(), len(desk.toasts)) == ("Board", before, 1)
    assert desk.rows("SELECT exam FROM exam_session WHERE removed IS NULL") == []


async def test_a_session_with_candidates_has_no_key_to_remove_it(open_a_desk: OpenDesk, path: Path) -> None:
    """The palette does not offer it, and the store would refuse."""
    async with open_a_desk(lambda store: session(path, store)) as desk:
        await desk.press("4", "g", "ctrl+p")
        assert "remove-session" not in {option.value for option in desk.top(Chooser).options}


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_an_exam_before_its_confirmation_is_due_is_said(open_a_desk: OpenDesk, language: str) -> None:
    """registration.1, house: the person who registers for tomorrow may be told by the next working day's closing, when it is
    over."""

    def late(store: Store) -> None:
        ticket(store, "registration", "phone", exam=date(2026, 11, 5), subject="FCE")
        ticket(store, "registration", "phone", exam=date(2026, 11, 14), subject="FCE")

    async with open_a_desk(late, language=language) as desk:
        words = desk.app.gettext("! exam before the deadline: confirm now")
        await desk.press("4")
        assert words in desk.said("#preview")
        await desk.press("down")
        assert words not in desk.said("#preview")


async def test_a_second_that_passes_before_a_screen_is_built_is_not_told_to_it(open_a_desk: OpenDesk, path: Path) -> None:
    """A busy machine may take that long; nor is it read anew then: it reads by itself once it is there."""
    async with open_a_desk(partial(box, path)) as desk:
        opening = desk.app.push_screen(GroupScreen(BOX, 1))
        desk.app.run_tick()
        assert [type(screen) for screen in desk.app.desk_screens()] == [type(desk.app.board)]
        await opening
        await desk.settle()
        assert len(desk.top(GroupScreen).pane.view.rows) == desk.count("ticket")
