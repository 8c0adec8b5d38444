"""The board: what stands where, in whose words, and what the keys that only move do."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from desk.actions.rights import Acting
from desk.app import DeskApp
from desk.presentation.alerts import backup_warning
from desk.screens.dialogs.chooser import Chooser
from desk.store.commands import corrections, tickets
from desk.store.database import Store
from desk.store.errors.tickets import NothingToUndo
from desk.store.mail.delivery import Standing
from desk.store.maintenance.backup import record_backup
from desk.store.maintenance.manifest import Manifest
from desk.store.queries.backups import LastBackup
from tests.pilot.conftest import MIDDLE, SMALL, TUESDAY, WIDE, Desk, OpenDesk, seconds, ticket


def tabs(desk: Desk) -> bool:
    """Whether the queues are named by their digits, one of them shown."""
    return desk.app.board.query_one("#tabs").display


def four_callers(store: Store) -> None:
    """Calls of one morning, an hour apart, each with a name, a number and a question of its own."""
    ticket(store, received="2026-11-03 10:00", name="Ёлкина Ольга", phone="+7 921 555-12-34", subject="Когда FCE?")
    ticket(store, received="2026-11-03 10:01", name="Щербаков Пётр", phone="8 (812) 244-54-88", subject="Пробный экзамен")
    ticket(store, received="2026-11-03 10:02", name="Smith Ann", phone="", email="ann@example.org", subject="Results of FCE")
    ticket(store, received="2026-11-03 10:03", name="Иванова Мария", phone="", subject="Оплата")


# -- the first day ---------------------------------------------------------------------------------


async def test_an_empty_desk_says_what_to_press(open_a_desk: OpenDesk) -> None:
    """Day one: the first screen names the keys."""
    async with open_a_desk() as desk:
        for words in ("C records a call", "P records one", "F3 imports a batch", "F1 shows all keys"):
            assert words in desk.text


async def test_an_empty_desk_says_it_in_russian(open_a_desk: OpenDesk) -> None:
    """The same in the user's language, with no English left over."""
    async with open_a_desk(language="ru") as desk:
        assert "Запросы 0" in desk.text
        assert "С — записать звонок" in desk.text
        assert re.findall(r"[A-Za-z]{3,}", desk.text.replace("LT-Pro", "")) == ["Anna"]


@pytest.mark.parametrize("key", ["d", "x", "enter", "u", "f2", "a", "t", "down", "escape"])
async def test_a_key_for_a_ticket_does_no_harm_on_an_empty_desk(open_a_desk: OpenDesk, key: str) -> None:
    """Nothing is under the cursor: nothing is done, and the app lives."""
    async with open_a_desk() as desk:
        await desk.press(key)
        assert desk.count() == 0
        assert desk.app.is_running
        assert desk.kind in ("Board", "Dialog")
        if desk.kind == "Dialog":
            desk.refused(NothingToUndo)


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=["alone", "beside others"])
async def test_a_row_has_its_columns_in_order(open_a_desk: OpenDesk, size: tuple[int, int]) -> None:
    """The time left, the due time, the number, how it came, who, about what, whose it is."""

    def taken(store: Store) -> None:
        tickets.take(store, "Vera", ticket(store, name="Ann", subject="FCE"))

    async with open_a_desk(taken, size=size) as desk:
        words = desk.line("enquiry", 1).split()
        assert re.fullmatch(r"\d+[dhms]", words[words.index("#1") - 3])
        assert words[words.index("#1") - 2 :] == ["Fri", "18:00", "#1", "phone", "Ann", "FCE", "Vera"]


async def test_the_first_frame_shows_which_pane_is_worked_in(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is behind it changes no colour of a title."""
    seen = []

    def colours(app: DeskApp) -> list[str]:
        return [title.styles.background.hex for title in app.board.query(".pane-title")]

    begin = DeskApp.begin

    def watched(app: DeskApp) -> None:
        seen.append(colours(app))
        begin(app)

    monkeypatch.setattr(DeskApp, "begin", watched)
    async with open_a_desk() as desk:
        assert seen == [colours(desk.app)]
        assert seen[0][0] != seen[0][1] == seen[0][2]


# -- panes -----------------------------------------------------------------------------------------


async def test_a_small_terminal_shows_one_pane_with_tabs(open_a_desk: OpenDesk) -> None:
    """80x24: one queue, the others named with their digits."""
    async with open_a_desk(full=True, size=SMALL) as desk:
        assert tabs(desk)
        assert re.findall(r"\d", desk.text.splitlines()[1]) == ["1", "2", "3", "4"]
        assert [kind for kind in ("enquiry", "complaint", "certificate") if desk.shows(kind)] == ["enquiry"]
        assert "#2" in desk.line("enquiry", 2)


async def test_a_usual_terminal_shows_three_panes_and_no_tabs(open_a_desk: OpenDesk) -> None:
    """130x40: three queues side by side; without registrations nothing is left to tab to."""
    async with open_a_desk(size=MIDDLE) as desk:
        assert [(pane.kind, desk.counted(pane.kind)) for pane in desk.app.board.panes.queues] == [
            ("enquiry", "0"), ("complaint", "0"), ("certificate", "0"),
        ]  # fmt: skip
        assert all(desk.shows(kind) for kind in ("enquiry", "complaint", "certificate"))
        assert not tabs(desk)


async def test_a_wide_terminal_shows_registrations_too(open_a_desk: OpenDesk) -> None:
    """170x48: four queues when there are registrations."""
    async with open_a_desk(full=True, size=WIDE) as desk:
        assert desk.shows("registration")
        assert desk.counted("registration") == "1"
        assert not tabs(desk)


async def test_resizing_shows_as_many_panes_as_fit(open_a_desk: OpenDesk) -> None:
    """The terminal's window may change at any time; the cursor stays on its ticket."""
    async with open_a_desk(full=True, size=WIDE) as desk:
        await desk.press("down")
        number = desk.row.id
        for size, panes in ((SMALL, 1), (MIDDLE, 4), (WIDE, 4)):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            kinds = ("enquiry", "complaint", "certificate", "registration")
            assert sum(desk.shows(kind) for kind in kinds) == panes
            assert desk.row.id == number


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (["2"], "complaint"),
        (["3"], "certificate"),
        (["4"], "registration"),
        (["3", "1"], "enquiry"),
        (["tab"], "complaint"),
        (["tab", "tab", "tab", "tab"], "enquiry"),
        (["shift+tab"], "registration"),
        (["right", "right"], "certificate"),
        (["left"], "registration"),
        (["2", "left"], "enquiry"),
    ],
)
@pytest.mark.parametrize("size", [SMALL, MIDDLE])
async def test_keys_move_between_panes(open_a_desk: OpenDesk, size: tuple[int, int], keys: list[str], kind: str) -> None:
    """Digits, Tab and the arrows; the pane that is worked in is always in view."""
    async with open_a_desk(full=True, size=size) as desk:
        await desk.press(*keys)
        assert desk.row.kind == kind
        assert desk.shows(kind)
        assert desk.app.focused is desk.queue(kind)


async def test_the_fourth_pane_is_not_there_without_registrations(open_a_desk: OpenDesk) -> None:
    """4 and the way round skip a queue that nobody sees."""
    async with open_a_desk(size=SMALL) as desk:
        await desk.press("4")
        assert desk.app.focused is desk.queue("enquiry")
        await desk.press("shift+tab")
        assert desk.app.focused is desk.queue("certificate")


async def test_a_click_into_another_pane_moves_there(open_a_desk: OpenDesk) -> None:
    """The mouse does what Tab does."""
    async with open_a_desk(full=True) as desk:
        await desk.pilot.click(desk.queue("complaint"), offset=(10, 0))
        await desk.settle()
        assert desk.row.kind == "complaint"


async def test_the_row_under_the_cursor_stands_whole_below(open_a_desk: OpenDesk) -> None:
    """What a narrow pane cuts is read in the line below, and follows the cursor."""
    async with open_a_desk(four_callers) as desk:
        assert "Ёлкина Ольга  +7 921 555-12-34" in desk.said("#preview")
        assert "Когда FCE?" in desk.said("#preview")
        await desk.press("down")
        assert "#2" in desk.said("#preview")
        assert "Щербаков Пётр" in desk.said("#preview")
        assert "Fri 18:00" in desk.said("#preview")


# -- counts and time -------------------------------------------------------------------------------


async def test_titles_count_and_the_top_line_adds_up(open_a_desk: OpenDesk) -> None:
    """Two clocks end today; three hours later both are overdue, in their panes and on top."""
    async with open_a_desk(full=True) as desk:
        assert [desk.counted(kind) for kind in ("enquiry", "complaint", "certificate")] == ["5", "2", "1"]
        assert "overdue 0  due today 2" in desk.said("#top")
        await desk.at("2026-11-03 13:14:01")
        assert re.fullmatch(r"5  ! \D+ 1", desk.counted("enquiry"))
        assert re.fullmatch(r"2  ! \D+ 1", desk.counted("complaint"))
        assert desk.app.board.top_line.counts(desk.app.board.panes.queues, int(desk.clock())) == (2, 0)


async def test_the_due_second_itself_is_not_overdue(open_a_desk: OpenDesk) -> None:
    """A promise kept in its last second is kept."""
    async with open_a_desk(full=True) as desk:
        await desk.at("2026-11-03 13:14:00")
        assert desk.app.board.top_line.counts(desk.app.board.panes.queues, int(desk.clock())) == (0, 2)
        assert "!" not in desk.line("enquiry", 2)[:4]


@pytest.mark.parametrize(
    ("moment", "changes"),
    [
        ("2026-11-03 10:14", "17:00"),  # the day before a public holiday is an hour shorter
        ("2026-11-03 17:00", "Thu 5 Nov 10:00"),
        ("2026-11-04 12:00", "Thu 5 Nov 10:00"),
        ("2026-11-05 09:59:59", "0:01"),
        ("2026-11-05 10:00", "18:00"),
        ("2026-11-07 12:00", "Mon 9 Nov 10:00"),
    ],
)
async def test_the_top_line_says_whether_we_are_open(open_a_desk: OpenDesk, moment: str, changes: str) -> None:
    """The centre's state at a moment, and when it changes."""
    async with open_a_desk(at=moment) as desk:
        said = desk.words.state_of_centre(moment)
        assert said in desk.said("#top")
        assert said.endswith(changes)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_narrow_top_line_keeps_the_time_and_what_is_due(open_a_desk: OpenDesk, language: str) -> None:
    """At 80 columns, with letters that wait and a long name: whoever is at the desk yields before the clock."""
    async with open_a_desk(full=True, language=language, size=SMALL) as desk:
        desk.app.session.acting = Acting("Константинопольская Ольга", 0)
        desk.app.board.top_line.mail = Standing(0, None, 12, desk.app.now - 60, {}, 0, ())
        await desk.at("2026-11-03 16:44")
        said = desk.said("#top")
        counts = [desk.app.gettext(words, n=n) for words, n in (("overdue {n}", 2), ("due today {n}", 0))]
        assert all(words in said for words in ("16:44", desk.words.state_of_centre("2026-11-03 16:44"), *counts)), said
        assert cell_len(said) <= SMALL[0]


async def test_the_top_line_says_it_in_russian(open_a_desk: OpenDesk) -> None:
    """Words, weekday and month in the user's language."""
    async with open_a_desk(full=True, language="ru") as desk:
        for words in ("открыто до 17:00", "вт 3 нояб. 10:14", "просрочено 0", "на сегодня 2", "Anna", "вход отключён"):
            assert words in desk.said("#top")


@pytest.mark.parametrize(
    ("moment", "timer", "sign"),
    [
        ("2026-11-03 10:14:01", "2h 59m", "▸"),
        ("2026-11-03 12:14:00", "1h 0m", "~"),
        ("2026-11-03 12:14:01", "59m 59s", "~"),
        ("2026-11-03 13:13:59", "1s", "~"),
        ("2026-11-03 13:14:00", "0s", "~"),
        ("2026-11-03 13:14:01", "−1s", "!"),
        ("2026-11-03 14:13:59", "−59m 59s", "!"),
        ("2026-11-03 14:14:00", "−1h 0m", "!"),
    ],
)
async def test_a_timer_of_open_hours_counts_down(open_a_desk: OpenDesk, moment: str, timer: str, sign: str) -> None:
    """Three working hours for a voicemail: seconds within an hour either way, and a sign beside the colour."""
    async with open_a_desk(full=True) as desk:
        await desk.at(moment)
        line = desk.line("enquiry", 2)
        assert line[3:].strip().startswith(timer)
        assert line[2] == sign


async def test_a_timer_of_open_hours_stands_still_while_closed(open_a_desk: OpenDesk) -> None:
    """A message of 16:30 before a holiday: half an hour is left out of that day, the rest waits for Thursday."""
    async with open_a_desk(lambda store: ticket(store, channel="voicemail"), at="2026-11-03 16:30") as desk:
        shown = []
        for moment in ("2026-11-03 16:59:59", "2026-11-03 17:00", "2026-11-04 12:00", "2026-11-05 09:59", "2026-11-05 10:30"):
            await desk.at(moment)
            line = desk.line("enquiry", 1)
            shown.append((line[2], " ".join(line[3:].split()[:2])))
        assert shown == [("▸", "2h 30m"), ("‖", "2h 30m"), ("‖", "2h 30m"), ("‖", "2h 30m"), ("▸", "2h 0m")]


async def test_a_timer_of_working_days_shows_the_time_to_its_moment(open_a_desk: OpenDesk) -> None:
    """Two working days over a public holiday run out on Friday at closing."""
    async with open_a_desk(full=True) as desk:
        assert "3d 7h" in desk.line("enquiry", 1)
        await desk.at("2026-11-06 17:59:30")
        assert "30s" in desk.line("enquiry", 1)
        assert desk.line("enquiry", 1)[2] == "~"


# -- news from elsewhere, and the cursor -----------------------------------------------------------


async def test_another_terminals_ticket_appears_by_itself(open_a_desk: OpenDesk) -> None:
    """A colleague writes a call down: it is on this board at the next tick, and the cursor stays."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("down", "down")
        with desk.elsewhere() as store:
            new = ticket(store, channel="voicemail", name="Новый", received="2026-11-03 10:13")
        await desk.tick()
        assert [row.id for row in desk.queue().rows] == [new, 1, 2, 3, 4]
        assert desk.row.id == 3
        assert desk.counted().startswith("5")


async def test_nothing_is_read_again_without_news(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick asks for a number only; the queues are read when that number changed."""
    async with open_a_desk(four_callers) as desk:
        read: list[int] = []
        real = desk.app.reload

        async def counted() -> None:
            read.append(1)
            await real()

        monkeypatch.setattr(desk.app, "reload", counted)
        await desk.tick()
        assert read == []
        with desk.elsewhere() as store:
            ticket(store)
        await desk.tick()
        await desk.tick()
        assert read == [1]


async def test_the_cursor_stays_on_its_ticket_when_the_order_changes(open_a_desk: OpenDesk) -> None:
    """A ticket made earlier by a correction jumps up; who is looked at stays who it was."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("end")
        assert desk.row.id == 4
        with desk.elsewhere() as store:
            corrections.correct(store, "Boris", 4, "channel", "voicemail")
            ticket(store, channel="voicemail", received="2026-11-03 10:00")
        await desk.tick()
        assert [row.id for row in desk.queue().rows][-1] != 4
        assert desk.row.id == 4
        assert "#4" in desk.said("#preview")


async def test_a_ticket_that_is_done_leaves_and_the_cursor_keeps_its_place(open_a_desk: OpenDesk) -> None:
    """The row under the cursor was answered elsewhere: the next one stands there now."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("down")
        with desk.elsewhere() as store:
            tickets.fact(store, "Boris", 2, "answered", data={"way": "phone"})
        await desk.tick()
        assert [row.id for row in desk.queue().rows] == [1, 3, 4]
        assert desk.row.id == 3


# -- the filter ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("ЕЛК", [1]),
        ("elkina", [1]),
        ("fce", [1, 3]),
        ("fce smith", [3]),
        ("пётр щербаков", [2]),
        ("shcherbakov", [2]),
        ("смит", [3]),
        ("555-12", [1]),
        ("5551234", [1]),
        ("2445488", [2]),
        ("ann@example.org", [3]),
        ("nobody at all", []),
        ("   ", [1, 2, 3, 4]),
        ("[/]", [1, 2, 3, 4]),
    ],
)
async def test_a_filter_narrows_while_typing(open_a_desk: OpenDesk, typed: str, left: list[int]) -> None:
    """Words in any order, either script, ё or е, digits of a number however it was written."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("/")
        await desk.type(typed)
        assert [row.id for row in desk.queue().rows] == left


async def test_what_is_typed_into_the_filter_can_be_read(open_a_desk: OpenDesk) -> None:
    """The line stands on the screen while it is typed into, and no other one covers it."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("/")
        await desk.type("fce")
        assert "fce" in desk.text.splitlines()[desk.app.board.filter_bar.region.y]


async def test_a_filter_counts_and_is_kept_by_enter_and_dropped_by_escape(open_a_desk: OpenDesk) -> None:
    """The title says how many of how many; Enter goes back to the rows, Esc shows all of them again."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("/")
        await desk.type("fce")
        assert desk.counted().startswith("2/4")
        await desk.press("enter")
        assert desk.app.focused is desk.queue()
        assert [row.id for row in desk.queue().rows] == [1, 3]
        await desk.press("escape")
        assert desk.counted() == "4"
        await desk.press("/")
        await desk.type("smith")
        await desk.press("backspace", "escape")
        assert len(desk.queue().rows) == 4
        assert desk.app.focused is desk.queue()


async def test_letters_in_the_filter_are_text(open_a_desk: OpenDesk) -> None:
    """No command runs while a filter is typed; what arrives meanwhile is filtered too."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("/")
        await desk.type("q c 1")
        assert desk.kind == "Board"
        await desk.press("ctrl+u")
        await desk.type("fce")
        with desk.elsewhere() as store:
            ticket(store, subject="FCE еще раз")
            ticket(store, subject="CAE")
        await desk.tick()
        assert [row.id for row in desk.queue().rows] == [1, 3, 5]
        assert desk.counted().startswith("3/6")


async def test_a_filter_belongs_to_its_pane(open_a_desk: OpenDesk) -> None:
    """The other queues show all of theirs."""
    async with open_a_desk(full=True) as desk:
        await desk.press("/")
        await desk.type("nothing like it")
        await desk.press("enter")
        assert len(desk.queue().rows) == 0
        assert len(desk.queue("complaint").rows) == 2


# -- who is at the desk ----------------------------------------------------------------------------


async def test_one_key_changes_who_is_at_the_desk(open_a_desk: OpenDesk) -> None:
    """S, a name, Enter: the top line says so, and what is done next is done by that person."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("s")
        desk.top(Chooser)
        assert "Boris" in desk.text
        await desk.type("bor")
        await desk.press("enter")
        assert "Boris" in desk.said("#top")
        await desk.press("t")
        assert desk.rows("SELECT s.name FROM ticket t JOIN staff s ON s.id = t.owner_id") == [("Boris",)]


async def test_a_new_name_is_typed_and_escape_changes_nobody(open_a_desk: OpenDesk) -> None:
    """The person who starts today needs no list; Esc leaves everything as it was."""
    async with open_a_desk(four_callers) as desk:
        await desk.press("s", "escape")
        assert "Anna" in desk.said("#top")
        await desk.press("s")
        await desk.type("Ольга")
        await desk.press("enter", "right", "enter")
        assert "Ольга" in desk.said("#top")


async def test_an_old_backup_is_warned_of(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who sits down hears of it, and the first line says it until there is a proven one, wherever that was made."""
    monkeypatch.setattr("desk.store.queries.backups.is_practice", lambda _store: False)
    async with open_a_desk(size=WIDE, at="2026-11-06 12:00") as desk:
        said = desk.app.translator
        assert desk.toasts == [backup_warning(said, LastBackup(None, seconds(TUESDAY)), desk.app.now)]
        assert said("no backup") in desk.said("#top")
        manifest = Manifest(desk.app.now, 1, "", 0, 1, "1:0")
        with desk.elsewhere() as store:
            record_backup(store, tmp_path / "copy.db", manifest)
        await desk.tick()
        assert said("backup today") in desk.said("#top")
