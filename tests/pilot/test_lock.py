"""The lock: nothing is seen and nothing lost; the same person comes back to what they left, another one finds the board."""

import re

import pytest

from desk.actions.registry import find
from desk.actions.rights import MAY
from desk.screens.people.lock import LockScreen, PinForm
from desk.store.commands import people
from desk.store.database import Store
from desk.store.errors import NotLoggedIn
from desk.store.errors.people import MustWait, RightMissing, WrongPin
from desk.store.queries.board import names
from desk.widgets.fields import Secret
from tests.layouts import on_layout
from tests.pilot.conftest import Desk, OpenDesk
from tests.pilot.half_typed import WORDS, one_call, typed
from tests.pilot.people import PEOPLE, PIN, hire, log_in, seat, secret

BLANK = "Desk is locked. Press Enter to log in"
LOCK = "ctrl+l"


def is_blank(desk: Desk) -> bool:
    """Whether nothing is seen but how to get in."""
    return desk.text.split() == BLANK.split()


async def test_a_desk_without_people_opens_at_once_and_says_so(open_a_desk: OpenDesk) -> None:
    """Everything is open; there is nothing to lock."""
    async with open_a_desk(one_call) as desk:
        assert desk.kind == "Board"
        assert "Anna" in desk.said("#top")
        await desk.press(LOCK)
        assert desk.kind == "Board"
        assert desk.toasts == [desk.told("CTRL+P", desk.words.title("people").split(":")[0])]


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_nothing_is_seen_before_somebody_logs_in(open_a_desk: OpenDesk, size: tuple[int, int]) -> None:
    """One key, the PIN, one key; and nothing of the PIN is seen."""
    async with open_a_desk(hire, size=size) as desk:
        assert is_blank(desk)
        await desk.press("enter")
        assert "Anna" in desk.text
        await desk.press(*PIN)
        assert PIN not in desk.text
        await desk.press("enter")
        assert desk.kind == "Board"
        assert "Иванова Мария" in desk.text
        assert not desk.app.session.access.is_open
        assert desk.app.staff == "Anna"


@pytest.mark.parametrize("key", ["f8", "ctrl+p", "ctrl+з", "f1", "f10", LOCK, "escape", "tab", "down", "f2"])
async def test_nothing_opens_over_a_locked_desk(open_a_desk: OpenDesk, key: str) -> None:
    """Nor does anything happen when time goes on."""
    async with open_a_desk(hire) as desk:
        await desk.press(key)
        assert is_blank(desk)
        await desk.at("2026-11-03 16:30")
        assert is_blank(desk)
        assert desk.toasts == []


@pytest.mark.parametrize("layout", ["en", "ru"])
async def test_it_is_locked_by_one_key_from_anywhere(open_a_desk: OpenDesk, layout: str) -> None:
    """The board, a ticket, a form, a dialog; the person who comes back is where they were, with what they had typed."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        for keys, kind in (((), "Board"), (("enter",), "TicketScreen"), (("n",), "ActForm"), (("f1",), "Help")):
            await desk.press(*(on_layout(key, layout) for key in keys))
            if kind == "ActForm":
                await desk.type(WORDS)
            assert desk.kind == kind
            await desk.press(on_layout(LOCK, layout))
            assert is_blank(desk)
            await desk.press("enter", *PIN, "enter")
            assert desk.kind == kind
        await desk.press("escape")
        assert desk.values()["note"] == WORDS


async def test_another_one_finds_the_board_and_the_draft_waits_for_its_owner(open_a_desk: OpenDesk) -> None:
    """Row 34: Anna is called away in the middle of a sentence, Boris's colleague takes over."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("n")
        await desk.type(WORDS)
        await desk.press(LOCK)
        await log_in(desk, "Vera")
        assert (desk.app.staff, typed(desk)) == ("Vera", [{"note": WORDS}])
        while desk.kind != "Board":
            await desk.press("escape")
        await desk.press("n")
        assert desk.values()["note"] == ""
        await desk.press("escape", LOCK)
        await log_in(desk, "Anna")
        while desk.kind != "Board":
            await desk.press("escape")
        await desk.press("n")
        assert desk.values()["note"] == WORDS


async def test_nobody_else_comes_in_where_what_is_typed_cannot_be_kept(open_a_desk: OpenDesk) -> None:
    """The person who typed it comes back to it."""
    async with open_a_desk(hire) as desk:
        (desk.path.parent / "drafts").write_text("no folder")
        await log_in(desk, "Anna")
        await desk.press("n")
        await desk.type(WORDS)
        await desk.press(LOCK)
        await log_in(desk, "Vera")
        assert desk.kind == "PinForm"
        assert desk.said("#wrong").startswith("! ")
        await desk.press("escape")
        await log_in(desk, "Anna")
        assert desk.values()["note"] == WORDS


async def test_it_locks_itself_when_nobody_touches_it(open_a_desk: OpenDesk) -> None:
    """After the minutes that are set, counted from the last key."""
    async with open_a_desk(hire, lock_after=5) as desk:
        await log_in(desk, "Anna")
        await desk.at("2026-11-03 10:18")
        await desk.press("down")
        await desk.at("2026-11-03 10:22")
        assert desk.kind == "Board"
        await desk.at("2026-11-03 10:23")
        assert is_blank(desk)


async def test_by_itself_it_is_locked_after_ten_minutes(open_a_desk: OpenDesk) -> None:
    """To the second, where nobody set another time."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.at("2026-11-03 10:23:59")
        assert desk.kind == "Board"
        await desk.at("2026-11-03 10:24")
        assert desk.kind == "LockScreen"


async def test_an_open_desk_never_locks_itself(open_a_desk: OpenDesk) -> None:
    """Nobody could open it."""
    async with open_a_desk(one_call) as desk:
        await desk.at("2026-11-03 16:00")
        assert desk.kind == "Board"


async def test_the_windows_title_is_neutral(open_a_desk: OpenDesk) -> None:
    """It says how many are overdue only to the person who is logged in."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.tick()
        counting = desk.app.alerts.title
        assert re.findall(r"\d+", counting) == ["0", "0"]
        await desk.press(LOCK)
        await desk.tick()
        assert not re.search(r"\d", desk.app.alerts.title)
        await log_in(desk, "Anna")
        await desk.tick()
        assert desk.app.alerts.title == counting


@pytest.mark.parametrize(("begun", "name"), [("v", "Vera"), ("м", "Vera"), ("В", "Vera")])
async def test_another_name_is_begun_on_either_layout(open_a_desk: OpenDesk, begun: str, name: str) -> None:
    """V and М are one key; В is how Vera is said in Russian."""
    async with open_a_desk(hire) as desk:
        await desk.press(begun, "enter", *PIN, "enter")
        assert desk.app.staff == name


async def test_arrows_go_to_somebody_else(open_a_desk: OpenDesk) -> None:
    """And what was typed was not their PIN."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter", "1", "2", "down")
        assert "Gleb" in desk.text
        await desk.press(*PIN, "enter")
        assert desk.app.staff == "Gleb"


@pytest.mark.parametrize("begun", ["ve", "му", "Vera"])
async def test_a_name_in_the_field_of_the_pin_asks_for_that_persons(open_a_desk: OpenDesk, begun: str) -> None:
    """Whoever types their name after Enter is found as well, on either layout; the next PIN is theirs."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter")
        await desk.type(begun)
        await desk.press("enter")
        assert (desk.kind, desk.said("#name"), desk.said("#wrong")) == ("PinForm", "Vera", "")
        await desk.press(*PIN, "enter")
        assert desk.app.staff == "Vera"


async def test_a_name_is_no_wrong_pin_of_somebody_else(open_a_desk: OpenDesk) -> None:
    """Five colleagues who type their name at the lock must not make the first of the list wait."""
    async with open_a_desk(hire) as desk:
        for name in ("Vera", "Gleb", "Olga"):
            await desk.type(name)
            await desk.press("enter")
            assert desk.said("#name") == name
            await desk.press("escape")
        assert desk.rows("SELECT DISTINCT wrong FROM person") == [(0,)]


async def test_a_pin_that_is_a_name_is_a_pin_once_somebody_was_chosen(open_a_desk: OpenDesk) -> None:
    """By an arrow or by name."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter", "down", "up")
        await desk.type("Vera")
        await desk.press("enter")
        assert desk.rows("SELECT SUM(wrong) FROM person") == [(1,)]


async def test_what_to_do_about_a_forgotten_pin_is_said(open_a_desk: OpenDesk) -> None:
    """After the first wrong one, not before."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter")
        before = desk.text
        await desk.press(*"9999", "enter")
        _, forgotten = desk.said("#wrong").splitlines()
        assert "People and roles" in forgotten
        assert forgotten not in before


async def test_arrows_go_round_everybody(open_a_desk: OpenDesk) -> None:
    """Up from the first is the last, down from there the first again; each once."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter")
        lock = desk.app.screen_stack[-2]
        assert isinstance(lock, LockScreen)
        everybody = lock.names
        assert (sorted(everybody), lock.likely) == (sorted(PEOPLE.values()), "Anna")
        here = everybody.index("Anna")
        for key, by in (("up", -1), ("down", 1)):
            met = []
            for step in range(1, len(everybody) + 1):
                await desk.press(key)
                met.append(lock.likely)
                assert lock.likely == everybody[(here + by * step) % len(everybody)]
            assert (sorted(met), met[-1]) == (sorted(everybody), "Anna")


@pytest.mark.parametrize(("sign", "begun"), [("space", ""), (".", ""), ("4", "4"), ("b", "b")])
async def test_what_wakes_it_begins_the_pin_if_it_can(open_a_desk: OpenDesk, sign: str, begun: str) -> None:
    """A digit, or a letter of a passphrase, which nobody reads on the screen; the next sign goes on behind it."""
    async with open_a_desk(hire) as desk:
        await desk.press(sign)
        assert f" {sign} " not in desk.text
        assert desk.kind == "PinForm"
        assert desk.screen.query_one("#pin", Secret).value == begun
        await desk.press("7")
        assert desk.screen.query_one("#pin", Secret).value == begun + "7"
        await desk.press("escape")
        assert is_blank(desk)


async def test_the_beginning_of_a_name_chooses_whose_pin_is_asked(open_a_desk: OpenDesk) -> None:
    """As `--as` is typed: a wrong PIN would count against somebody else."""

    def with_zoya(store: Store) -> None:
        hire(store)
        people.leave(seat(store, "Olga"), "Olga", "Anna")
        people.add_person(seat(store, "Olga"), "Olga", "Zoya Annamova", "reception", secret())

    async with open_a_desk(with_zoya) as desk:
        assert desk.top(LockScreen).likely == "Zoya Annamova"
        await desk.press("enter", *PIN, "enter")
        assert (desk.kind, desk.app.staff) == ("Board", "Zoya Annamova")


async def test_who_is_gone_is_asked_for_no_pin(open_a_desk: OpenDesk) -> None:
    """Whoever started the desk may have left the centre: then it is the first who is there."""

    def without_anna(store: Store) -> None:
        hire(store)
        people.leave(seat(store, "Olga"), "Olga", "Anna")

    async with open_a_desk(without_anna) as desk:
        lock = desk.top(LockScreen)
        assert "Anna" not in lock.names
        assert lock.likely == lock.names[0]
        await desk.press("enter", *PIN, "enter")
        assert (desk.kind, desk.app.staff) == ("Board", lock.names[0])


async def test_enter_that_is_hit_twice_tries_once(open_a_desk: OpenDesk) -> None:
    """A wrong PIN counts once, however often the key was hit while it was being looked at."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter", *"0000")
        form = desk.top(PinForm)
        form._submitted()
        form._submitted()
        await desk.settle()
        assert desk.rows("SELECT p.wrong FROM person p JOIN staff s ON s.id = p.staff_id WHERE s.name = 'Anna'") == [(1,)]
        await desk.press(*PIN, "enter")
        assert desk.kind == "Board"


async def test_a_pin_begun_at_the_blank_screen_counts(open_a_desk: OpenDesk) -> None:
    """The person who sits down types it at once."""
    async with open_a_desk(hire) as desk:
        await desk.press(*PIN, "enter")
        assert (desk.kind, desk.app.staff) == ("Board", "Anna")


async def test_a_pin_that_was_copied_with_its_lines_end(open_a_desk: OpenDesk) -> None:
    """The end of the line is no sign of it."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter")
        await desk.paste(f"{PIN}\n")
        await desk.press("enter")
        assert desk.kind == "Board"


async def test_wrong_pins_are_said_and_after_five_there_is_a_wait(open_a_desk: OpenDesk) -> None:
    """The field is empty again each time; a right one during the wait is no use."""
    async with open_a_desk(hire) as desk:
        await desk.press("enter")
        for _ in range(4):
            await desk.press(*"0000", "enter")
            assert type(desk.errors[-1]) is WrongPin
            assert "Anna" in desk.said("#wrong")
        for pin in ("0000", PIN):
            await desk.press(*pin, "enter")
            assert desk.refused(MustWait).minutes == 1
        await desk.at("2026-11-03 10:16")
        await desk.press(*PIN, "enter")
        assert desk.kind == "Board"


async def test_logging_in_while_the_database_is_away(open_a_desk: OpenDesk) -> None:
    """Said as what it is; back again, it is only typed once more."""
    async with open_a_desk(hire) as desk:
        gone = desk.path.rename(desk.path.with_suffix(".away"))
        await desk.press("enter", *PIN, "enter")
        assert desk.kind == "PinForm"
        assert "database" in desk.said("#wrong")
        gone.rename(desk.path)
        await desk.press(*PIN, "enter")
        assert (desk.kind, desk.app.staff) == ("Board", "Anna")


def by_olga(desk: Desk, work: str, *given: str) -> None:
    """The supervisor does something on another terminal."""
    with desk.elsewhere() as store:
        seat(store, "Olga")
        getattr(people, work)(store, "Olga", *given)


async def test_a_role_that_is_taken_away_from_somebody_at_work(open_a_desk: OpenDesk) -> None:
    """Within a second the keys are other ones, the complaint is sealed; what is typed is refused and stays."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Vera")
        await desk.press("2")
        assert "Skvortsova" in desk.text
        await desk.press("n")
        await desk.type(WORDS)
        by_olga(desk, "set_role", "Vera", "read-only")
        await desk.press("ctrl+s")
        assert desk.kind == "ActForm"
        assert desk.values()["note"] == WORDS
        desk.refused(RightMissing)
        await desk.tick()
        assert (desk.kind, typed(desk)) == ("Board", [{"note": WORDS}])
        desk.told("")
        assert "Skvortsova" not in desk.text
        assert not desk.screen.check_action("command", ("new-call",))


async def test_whoever_no_longer_works_here_stands_before_a_locked_desk(open_a_desk: OpenDesk) -> None:
    """Within a second, and cannot come back."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Vera")
        by_olga(desk, "leave", "Vera")
        await desk.tick()
        assert is_blank(desk)
        await log_in(desk, "Anna")
        assert desk.app.staff == "Anna"


async def test_a_desk_that_is_opened_to_all_needs_no_pin(open_a_desk: OpenDesk) -> None:
    """Set so by its supervisor; the status line says so, and closing it locks the person who did not log in."""
    async with open_a_desk(hire, open_it) as desk:
        assert desk.kind == "Board"
        assert desk.app.session.access.is_open
        assert "Anna" in desk.said("#top")
        by_olga(desk, "close_to_others")
        await desk.tick()
        assert is_blank(desk)


def open_it(store: Store) -> None:
    """The supervisor opens the desk."""
    seat(store, "Olga")
    people.open_to_all(store, "Olga")


@pytest.mark.parametrize("role", MAY)
async def test_every_role_is_offered_what_the_table_allows(open_a_desk: OpenDesk, role: str) -> None:
    """Every command of the board, on an enquiry and on a complaint: by key, palette and list of actions alike."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, PEOPLE[role])
        for pane in ("1", "2"):
            await desk.press(pane)
            offered = {item.id for item in desk.app.board.available()}
            assert [name for name in offered if find(name).right not in {"", *MAY[role]}] == []
            if role == "supervisor":
                everything = offered
            assert ("note" in offered) == (role == "supervisor" or role == "complaints" or (role == "reception" and pane == "1"))
            assert ("acknowledged" in offered) == (pane == "2" and role in ("supervisor", "complaints"))
        assert role != "supervisor" or "people" in everything


async def test_a_reminder_does_not_speak_over_a_locked_desk(open_a_desk: OpenDesk) -> None:
    """Nor does a warning: it is said to the person who logs in."""
    async with open_a_desk(hire, at="2026-11-03 10:14") as desk:
        await log_in(desk, "Anna")
        await desk.press("r")
        await desk.fill(moment="10:20", note="ring Skvortsova")
        await desk.press("ctrl+s", LOCK)
        await desk.at("2026-11-03 10:21")
        assert desk.toasts == []
        await desk.press("enter", *PIN, "enter")
        await desk.tick()
        assert any("ring Skvortsova" in said for said in desk.toasts)


async def test_a_pin_is_in_no_draft(open_a_desk: OpenDesk) -> None:
    """Nothing of what is not shown is written down."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        await desk.press("ctrl+p", *"people", "enter")
        await desk.press(*"add a", "enter")
        await desk.fill(name="Boris")
        await desk.press("tab", "tab", *"9876")
        await desk.tick()
        folder = desk.path.parent / "drafts" / desk.path.name
        kept = b"".join(path.read_bytes() for path in folder.glob("*.json"))
        assert b"Boris" in kept
        assert b"9876" not in kept


async def test_the_store_itself_is_shut_while_it_is_locked(open_a_desk: OpenDesk) -> None:
    """Whatever a screen below asks for; searches too."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press(LOCK)
        for ask in (desk.app.ask, desk.app.query_readonly):
            with pytest.raises(NotLoggedIn):
                await ask(names)


async def test_marks_and_filters_are_not_handed_on(open_a_desk: OpenDesk) -> None:
    """What Anna marked, Vera must not close; the person who comes back finds both."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("space", "/", *"иван", "enter")
        await desk.press(LOCK, "enter", *PIN, "enter")
        assert (desk.app.board.pane.filter, len(desk.queue().marked)) == ("иван", 1)
        await desk.press(LOCK)
        await log_in(desk, "Vera")
        assert (desk.app.board.pane.filter, len(desk.queue().marked)) == ("", 0)


async def test_a_filter_that_was_being_typed_is_not_gone_on_with(open_a_desk: OpenDesk) -> None:
    """Its line is closed, every row is there, and the next one's keys are keys of the queue."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        rows = desk.queue().rows
        await desk.press("/", *"nobody", LOCK)
        await log_in(desk, "Vera")
        assert desk.app.focused is desk.queue()
        assert not desk.app.board.filter_bar.display
        assert [row.id for row in desk.queue().rows] == [row.id for row in rows]
        await desk.press("n")
        assert desk.kind == "ActForm"


@pytest.mark.parametrize("waits", [True, False])
async def test_who_types_ahead_loses_no_key(open_a_desk: OpenDesk, waits: bool) -> None:
    """Enter, the PIN, Enter and the first key on the board, one right after the other; before the first frame as well."""
    async with open_a_desk(hire, wait=waits) as desk:
        desk.send("enter", *PIN, "enter", "n", *"sent")
        await desk.settle()
        assert desk.kind == "ActForm"
        assert desk.values()["note"] == "sent"


async def test_a_role_that_was_taken_away_behind_the_lock(open_a_desk: OpenDesk) -> None:
    """Somebody who comes back finds the board, not the supervisor's screen that they may not open any more."""
    async with open_a_desk(hire) as desk:
        by_olga(desk, "set_role", "Vera", "supervisor")
        await log_in(desk, "Vera")
        await desk.press("f10")
        assert desk.kind == "OverviewScreen"
        await desk.press(LOCK)
        by_olga(desk, "set_role", "Vera", "reception")
        await log_in(desk, "Vera")
        assert desk.kind == "Board"
        assert desk.toasts[-1] == "Your role was changed."


async def test_a_name_that_nobody_has_is_gone_at_enter(open_a_desk: OpenDesk) -> None:
    """What is typed next begins a name anew, and stands alone."""
    async with open_a_desk(hire) as desk:
        await desk.press(*"vxra", "enter")
        assert "vxra" not in desk.text
        await desk.press(*"vera", "enter", *PIN, "enter")
        assert (desk.kind, desk.app.staff) == ("Board", "Vera")
