"""Every act of the registry, from the board and on the ticket screen: the event that it appends and what is said afterwards."""

import json
from typing import Any

import pytest

from desk.actions.registry import ACTIONS, find
from desk.charter.errors import DeskError, OutsideCalendar
from desk.presentation.terms import EVENTS
from desk.screens.forms.base import FormScreen
from desk.store.commands import corrections, tickets
from desk.store.errors import Stale
from desk.store.errors.tickets import BeforeReceipt
from desk.text.dates import MomentInFuture, MomentUnreadable
from tests.pilot.conftest import Desk, OpenDesk, seconds, ticket

Numbers = dict[str, int]

# Ticket, command, what is filled in, the event, its values, its words.
FORMS = ("ActForm", "CorrectForm", "ReplyForm", "ExamForm")

ACTS: list[tuple[str, str, dict[str, str], str, dict[str, Any], dict[str, str]]] = [
    ("voicemail", "called-back", {"note": "просила завтра"}, "called-back", {}, {"note": "просила завтра"}),
    ("complaint-voicemail", "called-back", {"note": "слушали"}, "called-back", {}, {"note": "слушали"}),
    ("voicemail", "tried", {"number": "+7 921 000-00-00"}, "tried", {}, {"number": "+7 921 000-00-00"}),
    (
        "phone",
        "answered",
        {"note": "5 декабря", "topic": "даты"},
        "answered",
        {"way": "phone"},
        {"note": "5 декабря", "topic": "даты"},
    ),
    ("email", "answered", {"note": "см. письмо"}, "answered", {"way": "email"}, {"note": "см. письмо"}),
    ("letter", "answered", {}, "answered", {"way": "letter"}, {}),
    ("in-person", "answered", {}, "answered", {"way": "in-person"}, {}),
    ("complaint", "acknowledged", {}, "acknowledged", {"way": "email"}, {}),
    ("complaint", "updated", {"note": "ждём Кембридж"}, "updated", {"way": "email"}, {"note": "ждём Кембридж"}),
    ("complaint", "missing", {"note": "билет"}, "missing", {}, {"note": "билет"}),
    ("complaint", "completed", {"note": "всё есть"}, "completed", {}, {"note": "всё есть"}),
    (
        "complaint",
        "full-answer",
        {"note": "ответ"},
        "answered",
        {"way": "email"},
        {"note": "ответ"},
    ),
    ("complaint", "passed-on", {"note": "CER-1"}, "passed-on", {}, {"note": "CER-1"}),
    ("certificate", "informed", {"note": "СМС"}, "informed", {"way": "letter"}, {"note": "СМС"}),
    ("certificate", "posted", {"number": "RA 123"}, "posted", {}, {"number": "RA 123"}),
    (
        "certificate",
        "handed-out",
        {"signs": "№ 4711", "note": "сама"},
        "handed-out",
        {"relation": "self", "document": "passport"},
        {"signs": "4711", "note": "сама"},
    ),
    ("registration", "confirmed", {"note": "зал 2"}, "confirmed", {"way": "email"}, {"note": "зал 2"}),
    ("registration", "fee-known", {"note": "поздняя, 500"}, "fee-known", {}, {"note": "поздняя, 500"}),
    ("registration", "fee-told", {"note": "согласна"}, "fee-told", {"way": "email"}, {"note": "согласна"}),
    ("phone", "to-complaint", {"about": "гость", "note": "грубо"}, "converted", {"kind": "complaint"}, {"about": "гость"}),
    ("complaint", "about-staff", {}, "corrected", {"field": "staff", "old": []}, {}),
    ("complaint", "to-enquiry", {"note": "вопрос"}, "converted", {"kind": "enquiry"}, {"note": "вопрос"}),
    ("phone", "take", {}, "taken", {}, {}),
    ("phone", "hand-over", {"to": "Boris"}, "given", {}, {}),
    ("phone", "hand-back", {}, "returned", {}, {}),
    ("certificate", "note", {"note": "порван угол"}, "noted", {}, {"note": "порван угол"}),
    (
        "phone",
        "correct",
        {"value": ", Анна"},
        "corrected",
        {"field": "name"},
        {"old": "Иванова Мария", "new": "Иванова Мария, Анна"},
    ),
    ("phone", "remind", {"moment": "16:30", "note": "ключ"}, "reminded", {"for": seconds("2026-11-03 16:30")}, {"note": "ключ"}),
]
IDS = [f"{act}-{what}" for what, act, *_ in ACTS]


async def stand_on(desk: Desk, number: int, place: str = "board") -> None:
    """The cursor on a ticket, or its screen."""
    desk.app.board.go_to_ticket(number)
    await desk.settle()
    if place == "ticket":
        await desk.press("enter")
        assert desk.kind == "TicketScreen"
    assert desk.row.id == number


async def act(desk: Desk, name: str, values: dict[str, str]) -> None:
    """The command by its key, or the palette if it has none, its form filled in and saved."""
    if keys := find(name).keys:
        await desk.press(keys[0])
    else:
        await desk.run(name)
    if desk.kind in FORMS:
        await desk.fill(**values)
        await desk.press("enter")
    if desk.kind == "Question":
        await desk.press("right", "enter")


def last(desk: Desk) -> tuple[int, str, dict[str, Any], dict[str, str]]:
    """Ticket, what, values and words of the last event."""
    number, event, what, data = desk.rows(
        "SELECT ticket_id, id, what, data FROM event WHERE ticket_id IS NOT NULL ORDER BY id DESC LIMIT 1"
    )[0]
    texts = dict(desk.rows("SELECT field, body FROM text WHERE event_id = ?", event))
    return number, what, json.loads(data), texts


BECAME = {"to-complaint": "now a complaint", "to-enquiry": "now an enquiry"}


def test_every_act_of_the_registry_is_tried_here() -> None:
    """A new act needs a row in the table, or a test of its own below."""
    elsewhere = {"close", "reopen", "merge", "move-exam", "reply", "rated", "ask", "link"}  # tested in their own files
    elsewhere |= {"authorised", "arrived", "extended", "paid", "reported", "investigated", "change-kind"}  # test_cases.py
    elsewhere |= {"confirm-kind"}  # test_mail.py
    elsewhere |= {"attach"}  # test_files.py
    elsewhere |= {"objected", "split", "join", "part"}  # test_joining.py
    elsewhere |= {"accepted", "used-up", "cause", "complaint-extended", "decision-arrived"}  # test_complaints.py
    assert {name for _, name, *_ in ACTS} | elsewhere == {action.id for action in ACTIONS if action.acts}


@pytest.mark.parametrize("place", ["board", "ticket"])
@pytest.mark.parametrize(("what", "name", "values", "event", "data", "texts"), ACTS, ids=IDS)
async def test_an_act_appends_its_event_and_says_so(
    open_a_desk: OpenDesk,
    numbers: Numbers,
    place: str,
    what: str,
    name: str,
    values: dict[str, str],
    event: str,
    data: dict[str, Any],
    texts: dict[str, str],
) -> None:
    """One event on that ticket with its values and words, by the current user; a short word names it."""
    async with open_a_desk(full=True) as desk:
        await stand_on(desk, numbers[what], place)
        if name == "hand-back":
            await desk.press("t")
        before = desk.count()
        await act(desk, name, values)
        assert desk.kind == ("Board" if place == "board" else "TicketScreen")
        assert desk.count() == before + 1
        number, appended, kept, words = last(desk)
        assert (number, appended) == (numbers[what], event)
        assert data.items() <= kept.items()
        assert texts.items() <= words.items()
        (told,) = desk.toasts
        said = f"#{number}: {BECAME.get(name, EVENTS[event])}"
        assert told.startswith(said)
        assert (told == said) == (name != "acknowledged")  # a letter is copied as well
        if place == "ticket":
            await desk.settle()
            assert all(word in desk.said("#story") for word in texts.values())
            assert "Anna" in desk.said("#story")


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("phone", "answered"),
        ("complaint", "accepted"),
        ("certificate", "handed-out"),
        ("registration", "confirmed"),
        ("certificate", "posted"),
    ],
)
async def test_what_ends_a_ticket_takes_it_off_the_board(open_a_desk: OpenDesk, numbers: Numbers, what: str, name: str) -> None:
    """The last fact closes it once no clock runs; the number is still there to be opened."""
    async with open_a_desk(full=True) as desk:
        number = numbers[what]
        await stand_on(desk, number)
        for before in {"certificate": ["informed"], "complaint": ["acknowledged", "full-answer"]}.get(what, []):
            await act(desk, before, {})
            await stand_on(desk, number)
        await act(desk, name, {"signs": "4711"} if name == "handed-out" else {})
        kind = desk.rows("SELECT kind, state FROM ticket WHERE id = ?", number)[0][0]
        assert desk.rows("SELECT state FROM ticket WHERE id = ?", number) == [("closed",)]
        assert number not in [row.id for row in desk.queue(kind).rows]


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("voicemail", "called-back"),
        ("complaint-voicemail", "called-back"),
        ("phone", "answered"),
        ("email", "answered"),
        ("letter", "answered"),
        ("in-person", "answered"),
        ("complaint", "acknowledged"),
        ("certificate", "informed"),
        ("registration", "confirmed"),
    ],
)
@pytest.mark.parametrize("place", ["board", "ticket"])
async def test_one_key_does_what_the_nearest_clock_asks(
    open_a_desk: OpenDesk, numbers: Numbers, place: str, what: str, asked: str
) -> None:
    """D opens the form of the fact that stops the nearest clock, and saving it stops that clock."""
    async with open_a_desk(full=True) as desk:
        number = numbers[what]
        await stand_on(desk, number, place)
        standard = desk.row.standard
        await desk.press("d")
        assert desk.top(FormScreen).command_id == asked
        assert f"#{number}" in desk.said(".heading")
        await desk.press("enter")
        stopped = desk.rows("SELECT stopped FROM clock WHERE ticket_id = ? AND standard = ?", number, standard)
        assert stopped[0][0] == seconds("2026-11-03 10:14")


async def test_the_nearest_clocks_key_goes_on_to_the_next_clock(open_a_desk: OpenDesk, numbers: Numbers) -> None:
    """A voicemail called back is an enquiry still to be answered: D, Enter, D, Enter ends it."""
    async with open_a_desk(full=True) as desk:
        await stand_on(desk, numbers["voicemail"], "ticket")
        await desk.press("d", "enter", "d")
        assert desk.top(FormScreen).command_id == "answered"
        await desk.press("enter")
        assert desk.rows("SELECT state FROM ticket WHERE id = ?", numbers["voicemail"]) == [("closed",)]


async def test_at_says_when_it_was_done(open_a_desk: OpenDesk, numbers: Numbers) -> None:
    """A call back made earlier is entered later, at its own time."""
    async with open_a_desk(full=True) as desk:
        await desk.at("2026-11-03 12:00")
        await stand_on(desk, numbers["voicemail"], "ticket")
        await act(desk, "called-back", {"at": "11:05"})
        assert desk.rows("SELECT at, recorded FROM event WHERE ticket_id > 0 ORDER BY id DESC LIMIT 1") == [
            (seconds("2026-11-03 11:05"), seconds("2026-11-03 12:00"))
        ]
        assert "11:05" in desk.said("#story").splitlines()[-1]
        assert "entered Tue 3 Nov 2026 12:00" in desk.said("#story")


@pytest.mark.parametrize(
    ("at", "error"),
    [("2.11 09:00", BeforeReceipt), ("16:00", MomentInFuture), ("soon", MomentUnreadable)],
)
async def test_a_time_that_cannot_be_is_refused_in_words(open_a_desk: OpenDesk, at: str, error: type[DeskError]) -> None:
    """Before the ticket came, in the future, no time at all: the form stays, with all that was typed."""
    async with open_a_desk(full=True) as desk:
        await stand_on(desk, 2)
        await act(desk, "called-back", {"note": "длинная история", "at": at})
        assert desk.kind in FORMS
        desk.refused(error)
        assert (desk.values()["note"], desk.values()["at"]) == ("длинная история", at)


@pytest.mark.parametrize(
    ("what", "name", "values"),
    [
        ("phone", "note", {}),
        ("phone", "note", {"note": "   "}),
        ("phone", "remind", {"note": "ключ"}),
        ("phone", "remind", {"moment": "09:00"}),
        ("phone", "remind", {"moment": "some day"}),
        ("phone", "hand-over", {}),
        ("phone", "hand-over", {"to": "  "}),
    ],
)
async def test_an_act_without_what_it_needs_is_refused_in_words(
    open_a_desk: OpenDesk, numbers: Numbers, what: str, name: str, values: dict[str, str]
) -> None:
    """A note of nothing, a reminder of never, a hand-over to nobody: one clear line, and nothing appended."""
    async with open_a_desk(full=True) as desk:
        before = desk.count()
        await stand_on(desk, numbers[what])
        await act(desk, name, values)
        assert desk.count() == before
        assert desk.kind in FORMS
        assert desk.said("#wrong").startswith("! ")
        assert not any(word in desk.said("#wrong") for word in ("None", "1970", "Error"))
        assert not isinstance(desk.errors[-1], OutsideCalendar)


async def test_a_new_owner_stands_on_the_board(open_a_desk: OpenDesk, numbers: Numbers) -> None:
    """Taken, handed over to somebody new, handed back: the preview says whose it is."""
    async with open_a_desk(full=True) as desk:
        await stand_on(desk, numbers["phone"])
        await desk.press("t")
        assert "Anna" in desk.said("#preview").partition("\n")[0]
        await act(desk, "hand-over", {"to": "Ольга"})
        assert "Ольга" in desk.said("#preview").partition("\n")[0]
        assert desk.rows("SELECT count(*) FROM staff WHERE name = 'Ольга'") == [(1,)]
        await desk.press("b")
        assert "Ольга" not in desk.said("#preview").partition("\n")[0]


async def test_to_complaint_moves_it_to_the_other_queue(open_a_desk: OpenDesk, numbers: Numbers) -> None:
    """The enquiry's clock is void, the complaint's starts from the receipt; undo brings it back."""
    async with open_a_desk(full=True) as desk:
        await stand_on(desk, numbers["phone"])
        await act(desk, "to-complaint", {"about": "гость"})
        assert numbers["phone"] in [row.id for row in desk.queue("complaint").rows]
        assert numbers["phone"] not in [row.id for row in desk.queue().rows]
        await desk.press("u")
        assert numbers["phone"] in [row.id for row in desk.queue().rows]


# -- a stale save ----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["board", "ticket"])
async def test_a_stale_save_is_refused_with_what_changed(open_a_desk: OpenDesk, numbers: Numbers, place: str) -> None:
    """A colleague was faster: said who did what, nothing saved, and the typed text is still in the form."""
    async with open_a_desk(full=True) as desk:
        number = numbers["phone"]
        await stand_on(desk, number, place)
        await desk.press("n")
        await desk.fill(note="очень длинная заметка")
        with desk.elsewhere() as store:
            tickets.take(store, "Boris", number)
            corrections.correct(store, "Ольга", number, "subject", "Когда CAE?")
        before = desk.count()
        await desk.press("enter")
        assert desk.kind in FORMS
        assert f"#{number} has changed: Boris: taken, Ольга: corrected." in desk.said("#wrong")
        assert desk.values()["note"] == "очень длинная заметка"
        assert desk.count() == before
        await desk.press("enter")
        assert (desk.last_event(), desk.texts("note")) == ("noted", ["очень длинная заметка"])


async def test_a_stale_key_is_refused_and_the_board_is_read_again(open_a_desk: OpenDesk, numbers: Numbers) -> None:
    """T on a row that has changed: a dialog says how; after it the row is fresh and T takes it."""
    async with open_a_desk(full=True) as desk:
        number = numbers["phone"]
        await stand_on(desk, number)
        with desk.elsewhere() as store:
            tickets.hand_over(store, "Boris", number, "Ольга")
        await desk.press("t")
        assert desk.kind == "Dialog"
        assert [(what, who) for what, who, _ in desk.refused(Stale).since] == [("given", "Boris")]
        assert desk.rows("SELECT what FROM event WHERE ticket_id = ? ORDER BY id DESC", number)[0] == ("given",)
        await desk.press("enter", "t")
        assert desk.last_event() == "taken"


async def test_a_ticket_closed_elsewhere_is_refused(open_a_desk: OpenDesk) -> None:
    """The form was open when somebody answered: it says so and keeps the words."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        await desk.press("a")
        await desk.fill(note="5 декабря")
        with desk.elsewhere() as store:
            tickets.fact(store, "Boris", 1, "answered")
        await desk.press("enter")
        assert desk.kind in FORMS
        assert "Boris: answered" in desk.said("#wrong")
        assert desk.values()["note"] == "5 декабря"
