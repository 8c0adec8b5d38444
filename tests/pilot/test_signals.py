"""Warnings on the screen: in words, once each, in working time; the terminal's title counts."""

import re

import pytest
from textual.app import App
from textual.events import AppBlur, AppFocus

from desk.screens.groups.screen import GroupScreen
from desk.screens.ticket.screen import TicketScreen
from desk.store.commands.tickets import remind
from desk.store.database import Store
from desk.widgets.message_line import MessageLine
from tests.pilot.conftest import Desk, OpenDesk, seconds, ticket


def due_today(store: Store) -> None:
    """A voicemail due at 17:00 (an hour is left at 16:00), two emails due at closing, a call due on Friday."""
    ticket(store, "enquiry", "voicemail", "2026-11-03 14:00", name="Карпова")
    ticket(store, "enquiry", "email", "2026-10-31 23:40", name="[b]Ann[/b]")
    ticket(store, "enquiry", "email", "2026-10-31 23:41", name="Smith")
    ticket(store, "enquiry", "phone", "2026-11-03 10:14", name="Friday")


def warnings(desk: Desk) -> list[str]:
    """The lines of the warning that stands."""
    return [line for message in desk.app.messages.shown() if message.is_warning for line in message.lines]


async def test_what_is_due_today_is_said_when_one_sits_down_and_once(open_a_desk: OpenDesk) -> None:
    """Of two warnings of a clock the later one; a stranger's brackets are brackets."""
    async with open_a_desk(due_today, at="2026-11-03 15:30") as desk:
        await desk.tick()
        assert warnings(desk) == [
            "Due soon: #2 [b]Ann[/b]: Reply in writing, by 17:00",  # the two hours began half an hour ago
            "Due soon: #3 Smith: Reply in writing, by 17:00",
        ]
        desk.app.clear_notices()
        await desk.at("2026-11-03 15:59:59")
        assert warnings(desk) == []
        await desk.at("2026-11-03 16:00")
        assert warnings(desk) == ["1 hour left: #1 Карпова: Call back, by 17:00"]
        desk.app.clear_notices()
        await desk.at("2026-11-03 16:30")
        assert warnings(desk) == []


async def test_a_restart_repeats_no_warning_and_a_colleague_hears_them(open_a_desk: OpenDesk) -> None:
    """Until when somebody was warned is kept."""
    async with open_a_desk(due_today, at="2026-11-03 15:30") as desk:
        await desk.tick()
        assert len(warnings(desk)) == 2
        path = desk.path
    async with open_a_desk(database=str(path), at="2026-11-03 15:31") as desk:
        await desk.tick()
        assert warnings(desk) == []
        await desk.press("s")
        await desk.type("Вера")
        await desk.press("enter", "right", "enter")
        while desk.kind != "Board":
            await desk.press("escape")
        await desk.tick()
        assert len(warnings(desk)) == 2


async def test_nothing_warns_while_closed(open_a_desk: OpenDesk) -> None:
    """At five the doors close; on Thursday at ten it is said what that day brings."""
    async with open_a_desk(at="2026-11-03 16:59") as desk:
        with desk.elsewhere() as store:
            ticket(store, "complaint", "in-person", "2026-11-03 11:30", name="Гость")
        for moment in ("2026-11-03 17:01", "2026-11-04 12:00", "2026-11-05 09:30"):
            await desk.at(moment)
            assert warnings(desk) == []
        await desk.at("2026-11-05 10:00")
        assert warnings(desk) == ["Due today: #1 Гость: Acknowledge the complaint, by 18:00"]


async def test_a_short_word_does_not_wipe_a_warning_away(open_a_desk: OpenDesk) -> None:
    """It stands its time, whatever is done meanwhile; then it goes."""
    async with open_a_desk(due_today, at="2026-11-03 15:30") as desk:
        await desk.tick()
        await desk.press("t")
        assert len(warnings(desk)) == 2
        assert any("taken" in said for said in desk.toasts)
        await desk.at("2026-11-03 15:31")
        await desk.press("t")
        assert warnings(desk) == []


async def test_many_at_once_are_counted(open_a_desk: OpenDesk) -> None:
    """As many as the line has room for, and how many more; one key opens them all."""
    many = [f"2026-10-31 23:{minute}" for minute in range(10, 30)]
    async with open_a_desk(lambda store: [ticket(store, "enquiry", "email", at) for at in many], at="2026-11-03 15:30") as desk:
        await desk.tick()
        assert len(warnings(desk)) == 20
        line = str(desk.app.board.query_one(MessageLine).render())
        shown = line.count("Due soon")
        assert 0 < shown < 20
        assert f" +{20 - shown} " in line
        await desk.press("f11")
        assert [row.id for row in desk.top(GroupScreen).pane.rows] == list(range(1, 21))


async def test_a_warning_about_one_ticket_opens_it(open_a_desk: OpenDesk) -> None:
    """By its key and by a click; the cursor of the board is there afterwards. Without a warning the key says so."""
    async with open_a_desk(due_today, at="2026-11-03 15:45") as desk:
        await desk.press("f11")
        assert desk.kind == "Board"
        await desk.tick()
        desk.app.clear_notices()
        await desk.at("2026-11-03 16:00")
        await desk.press("end", "f11")
        assert (desk.kind, desk.top(TicketScreen).number) == ("TicketScreen", 1)
        await desk.press("escape")
        assert desk.row.id == 1
        await desk.pilot.click(MessageLine)
        await desk.settle()
        assert desk.kind == "TicketScreen"


async def test_the_terminals_title_counts_and_names_nobody(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Overdue, due today; the title of before is put aside first and comes back at the end."""
    written: list[str] = []
    async with open_a_desk(due_today, at="2026-11-03 16:30") as desk:
        monkeypatch.setattr(desk.app._driver, "write", written.append)
        await desk.at("2026-11-03 17:00")
        await desk.at("2026-11-03 17:01")
    titles = re.findall(r"\x1b\]2;(.*?)\x07", "".join(written))
    assert titles[-1] == "Desk: overdue 3, due today 0"
    assert not any(name in title for title in titles for name in ("Карпова", "Ann", "Smith"))
    assert "".join(written).endswith("\x1b[23;2t")


@pytest.mark.parametrize("is_in_front", [True, False])
async def test_a_window_behind_others_notifies_the_desktop(
    open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, is_in_front: bool
) -> None:
    """With counts, since anybody may see it; a window in front has its line for messages."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("TMUX", raising=False)
    written: list[str] = []
    async with open_a_desk(due_today, at="2026-11-03 15:00") as desk:
        monkeypatch.setattr(desk.app._driver, "write", written.append)
        desk.report(AppFocus() if is_in_front else AppBlur())
        await desk.settle()
        await desk.at("2026-11-03 16:00")
    sent = [text for text in written if "\x1b]9;" in text]
    assert bool(sent) is not is_in_front
    assert not any(name in text for text in sent for name in ("Карпова", "Ann", "Smith"))


@pytest.mark.parametrize("bell", [True, False])
async def test_the_bell_is_heard_only_where_it_is_wanted(
    open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, bell: bool
) -> None:
    """By warnings, by reminders, by whatever else rings."""
    rung: list[str] = []
    monkeypatch.setattr(App, "bell", lambda _: rung.append("bell"))

    def filled(store: Store) -> None:
        due_today(store)
        remind(store, "Anna", 1, seconds("2026-11-03 15:45"), "ring back")

    async with open_a_desk(filled, at="2026-11-03 15:30", bell=bell) as desk:
        await desk.tick()  # what the queues bring is warned of now, and does not ring for the reminder
        rung.clear()
        await desk.at("2026-11-03 15:46")
        assert any("ring back" in said for said in desk.toasts)
        assert bool(rung) is bell
        rung.clear()
        desk.app.warn(["soon"])
        assert bool(rung) is bell
