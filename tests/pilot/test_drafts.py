"""Drafts: kept each second, put back into the form, gone once it is saved, and not before."""

import asyncio
import os
import threading

import pytest

from desk.actions.rights import Acting
from desk.screens.dialogs.dialog import Question
from desk.screens.forms.base import FormScreen
from desk.system.draft_files import DraftFiles
from desk.widgets.fields import Choice
from tests.layouts import on_layout
from tests.pilot.conftest import Desk, OpenDesk, until
from tests.pilot.half_typed import WORDS, drafts, half_type, one_call, two_calls, typed

pytestmark = pytest.mark.parametrize("layout", ["en", "ru"])

COMES_BACK = "Draft restored, typed today 10:14. F7 discards it."


async def test_what_is_typed_is_kept_each_second(open_a_desk: OpenDesk, layout: str) -> None:
    """Not at every key; once a second, as it stands then, one file for the form."""
    async with open_a_desk(one_call) as desk:
        await desk.press(on_layout("a", layout))
        await desk.type("we ")
        assert drafts(desk) == []
        await desk.tick()
        await desk.type("have")
        assert typed(desk) == [{"note": "we "}]
        await desk.tick()
        assert typed(desk) == [{"note": "we have"}]
        (draft,) = drafts(desk)
        ((version,),) = desk.rows("SELECT version FROM ticket")
        assert (draft["staff"], draft["form"], draft["seen"]) == ("Anna", "answered", [[1, version]])


async def test_a_second_without_a_change_writes_nothing(
    open_a_desk: OpenDesk, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who thinks for a minute costs the disk nothing."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout)
        monkeypatch.setattr(os, "replace", lambda *_: pytest.fail("written again"))
        await desk.tick()
        await desk.tick()


async def test_a_form_that_nobody_typed_into_leaves_nothing(open_a_desk: OpenDesk, layout: str) -> None:
    """What stands there by itself is no draft, nor is a choice that was turned."""
    async with open_a_desk(one_call) as desk:
        for keys in (("m",), ("a", "tab", "right"), ("f",), ("c", "tab", "tab", "tab", "right")):
            await desk.press(*(on_layout(key, layout) for key in keys))
            await desk.tick()
            assert drafts(desk) == []
            await desk.press("escape")
            assert desk.kind == "Board"


async def test_what_was_typed_is_put_back_after_an_end_that_nobody_expected(open_a_desk: OpenDesk, layout: str) -> None:
    """In the same form on the same ticket, the cursor behind it; saved, it is no draft any more."""
    async with open_a_desk(two_calls) as desk:
        await half_type(desk, "a", layout)
    async with open_a_desk(database=str(desk.path)) as desk:
        await desk.press(on_layout("n", layout))
        assert desk.values()["note"] == ""
        await desk.press("escape", "down", on_layout("a", layout))
        assert desk.values()["note"] == ""
        await desk.press("escape", "up", on_layout("a", layout))
        assert desk.values()["note"] == WORDS
        assert desk.said("#draft") == COMES_BACK
        await desk.type("spelling")
        assert desk.values()["note"] == WORDS + "spelling"
        await desk.press("enter")
        assert desk.texts("note") == [WORDS + "spelling"]
        assert drafts(desk) == []


async def test_a_form_of_many_fields_comes_back_whole(open_a_desk: OpenDesk, layout: str) -> None:
    """Lines, a text of several lines, choices; the cursor in the last text."""
    async with open_a_desk(one_call) as desk:
        await desk.press(on_layout("p", layout))
        await desk.fill(who="Орлов orlov@example.org", subject="Шум", body="В зале\nбыло шумно")
        desk.screen.query_one("#channel", Choice).action_turn(2)
        desk.screen.query_one("#language", Choice).action_turn(1)
        before = desk.values()
        await desk.tick()
    async with open_a_desk(database=str(desk.path)) as desk:
        await desk.press(on_layout("p", layout))
        assert desk.values() == before
        await desk.type("!")
        assert desk.values()["body"] == "В зале\nбыло шумно!"


async def test_what_is_typed_ahead_comes_behind_what_is_put_back(
    open_a_desk: OpenDesk, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys in one breath with the one that opens the form wait until the draft is there, however slow the disk is."""
    spins, take = threading.Event(), DraftFiles.take
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout)
    async with open_a_desk(database=str(desk.path)) as desk:
        monkeypatch.setattr(DraftFiles, "take", lambda *given: take(*given) if spins.wait(60) else None)
        desk.send(on_layout("n", layout), *"spelling")
        await until(lambda: desk.kind == "ActForm")
        for _ in range(20):
            await desk.pilot.pause()
        spins.set()
        await desk.settle()
        assert desk.values()["note"] == WORDS + "spelling"


async def test_it_is_a_colleagues_and_stays_so(open_a_desk: OpenDesk, layout: str) -> None:
    """Boris sits down: nothing of Anna's is put back for him, and hers is there when she is."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout)
    async with open_a_desk(database=str(desk.path)) as desk:
        desk.app.session.acting = Acting("Boris")
        await desk.press(on_layout("n", layout))
        assert desk.values()["note"] == ""
        await desk.type("mine")
        await desk.press("enter")
        desk.app.session.acting = Acting("Anna")
        await desk.press(on_layout("n", layout))
        assert desk.values()["note"] == WORDS


async def test_an_open_form_belongs_to_whoever_opened_it(open_a_desk: OpenDesk, layout: str) -> None:
    """Somebody else sits down beside it: its draft and what it records are the other one's still."""
    async with open_a_desk(one_call) as desk:
        await desk.press(on_layout("n", layout))
        desk.app.session.acting = Acting("Boris")
        await desk.type("by Anna")
        await desk.tick()
        assert [draft["staff"] for draft in drafts(desk)] == ["Anna"]
        await desk.press("enter")
        assert desk.rows("SELECT s.name FROM event e JOIN staff s ON s.id = e.staff_id WHERE e.what = 'noted'") == [("Anna",)]


async def test_one_key_drops_what_was_put_back_and_brings_it_again(open_a_desk: OpenDesk, layout: str) -> None:
    """F7; left without it, the draft is gone."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout)
    async with open_a_desk(database=str(desk.path)) as desk:
        await desk.press(on_layout("n", layout), "f7")
        assert desk.values()["note"] == ""
        assert desk.said("#draft") == "Draft discarded. F7 restores it."
        await desk.press("f7")
        assert desk.values()["note"] == WORDS
        await desk.press("f7", "escape")
        assert (desk.kind, drafts(desk)) == ("Board", [])


async def test_the_key_does_nothing_where_nothing_was_put_back(open_a_desk: OpenDesk, layout: str) -> None:
    """It never empties a form that somebody is typing into."""
    async with open_a_desk(one_call) as desk:
        await desk.press(on_layout("n", layout))
        await desk.type("words")
        await desk.press("f7")
        assert desk.values()["note"] == "words"


async def test_left_knowingly_it_is_gone(open_a_desk: OpenDesk, layout: str) -> None:
    """Esc asks; after No it is there, after Yes it is not."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout)
        await desk.press("escape", "escape")
        assert typed(desk) == [{"note": WORDS}]
        await desk.press("escape", "right", "enter")
        assert (desk.kind, drafts(desk)) == ("Board", [])


async def test_what_is_wiped_out_again_is_no_draft(open_a_desk: OpenDesk, layout: str) -> None:
    """An emptied form leaves nothing on the disk."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout, "oh")
        await desk.press("backspace", "backspace")
        await desk.tick()
        assert drafts(desk) == []


async def test_a_refusal_leaves_the_draft(open_a_desk: OpenDesk, layout: str) -> None:
    """An error in the form is no save."""
    async with open_a_desk(one_call) as desk:
        await desk.press(on_layout("r", layout))
        await desk.fill(moment="some day", note="ключ")
        await desk.tick()
        await desk.press("enter")
        assert desk.said("#wrong").startswith("! ")
        assert typed(desk) == [{"moment": "some day", "note": "ключ"}]


async def test_quitting_keeps_what_was_typed_up_to_the_last_key(open_a_desk: OpenDesk, layout: str) -> None:
    """Also what no second has passed over yet."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout, "a note ")
        await desk.type("whole")
        await desk.press(on_layout("ctrl+q", layout))
        desk.top(Question)
        await desk.press("right")
        desk.send("enter")
        await until(lambda: desk.app._exit)
    assert typed(desk) == [{"note": "a note whole"}]


async def test_a_crash_keeps_what_was_typed_up_to_the_last_key(
    open_a_desk: OpenDesk, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk itself breaks off."""

    def broken(_: FormScreen[object]) -> None:
        raise RuntimeError

    opened: list[Desk] = []

    async def runs() -> None:
        async with open_a_desk(one_call) as desk:
            opened.append(desk)
            await desk.press(on_layout("n", layout))
            await desk.type("not lost")
            monkeypatch.setattr(type(desk.screen), "action_help", broken)
            await desk.press("f1")

    with pytest.raises(RuntimeError):
        await runs()
    assert typed(opened[0]) == [{"note": "not lost"}]


async def test_the_same_form_opened_twice_begins_empty(open_a_desk: OpenDesk, layout: str) -> None:
    """Over the search, on the ticket that the first one is about: each has a draft of its own."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout, "first")
        await desk.press("f8", "1", "enter")
        assert desk.kind == "TicketScreen"
        await desk.press(on_layout("n", layout))
        assert desk.values()["note"] == ""
        await desk.type("second")
        await desk.tick()
        assert typed(desk) == [{"note": "first"}, {"note": "second"}]
        await desk.press("enter")
        assert typed(desk) == [{"note": "first"}]


async def test_a_disk_that_takes_nothing_is_said_once(open_a_desk: OpenDesk, layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form works on, and quitting says that the text would be lost; with room again it is kept."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with open_a_desk(one_call) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            await half_type(desk, "n", layout)
            assert desk.toasts == ["Drafts cannot be saved to disk. no space left on the disk"]
            desk.app.clear_notices()
            await desk.tick()
            assert desk.toasts == []
            await desk.press("ctrl+q")
            desk.top(Question)
            await desk.press("escape")
        await desk.tick()
        assert typed(desk) == [{"note": WORDS}]


async def test_what_cannot_be_read_is_no_draft(open_a_desk: OpenDesk, layout: str) -> None:
    """A damaged file: the form opens empty, and the file is set aside."""
    async with open_a_desk(one_call) as desk:
        await half_type(desk, "n", layout)
    folder = desk.path.parent / "drafts" / desk.path.name
    (path,) = folder.glob("*.json")
    path.write_bytes(path.read_bytes()[:40])
    async with open_a_desk(database=str(desk.path)) as desk:
        await desk.press(on_layout("n", layout))
        assert desk.values()["note"] == ""
        assert [item.suffix for item in folder.iterdir()] == [".damaged"]


async def test_who_waits_for_a_draft_waits_for_the_writing_that_is_under_way(
    open_a_desk: OpenDesk, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was typed since it was handed in, and it does not stand on the disk yet: nobody else comes in before."""
    spins, write = threading.Event(), DraftFiles.write
    async with open_a_desk(one_call) as desk:
        await desk.press(on_layout("n", layout))
        await desk.type(WORDS)
        monkeypatch.setattr(DraftFiles, "write", lambda *given: write(*given) if spins.wait(60) else None)
        desk.app.run_tick()
        kept = asyncio.create_task(desk.top(FormScreen).keep_whole())
        for _ in range(20):
            await asyncio.sleep(0)
        assert (kept.done(), drafts(desk)) == (False, [])
        spins.set()
        await kept
        assert typed(desk) == [{"note": WORDS}]
