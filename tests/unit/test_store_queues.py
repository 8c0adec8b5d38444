"""Undo, stale versions, and what lists and screens read of the tickets."""

from collections.abc import Callable

import pytest

from desk.models import Clock as ClockRow
from desk.store.commands import corrections, tickets
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import Refused, Stale
from desk.store.errors.tickets import NothingToUndo, OthersActed
from desk.store.queries import board, ticket
from desk.store.queries.verdicts import piece
from desk.text.folding import search_key
from tests.unit.conftest import Desk, at

pytestmark = pytest.mark.server

_SPOIL = Statement(lambda _: ClockRow.update(state=Param("state")).where(ClockRow.ticket == Param("ticket")))

# -- the first page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("moment", "overdue"), [("2026-11-06 18:00", 0), ("2026-11-06 18:00:01", 1)])
def test_a_ticket_is_overdue_after_its_due_second(desk: Desk, moment: str, overdue: int) -> None:
    """Of the rows that are shown and those beyond: the page counts the latter alone."""
    desk.new()
    desk.at(moment)
    page = board.first_rows(desk.store, "enquiry")
    assert (page.overdue, sum(row.due is not None and row.due < desk.clock[0] for row in page.rows)) == (0, overdue)


# -- undo ----------------------------------------------------------------------------------------------------------------


def test_undo_takes_back_the_same_persons_last_steps_one_after_the_other(desk: Desk) -> None:
    """Undo is an event that reverses, never a deletion."""
    number = desk.new()
    tickets.take(desk.store, "Boris", number)
    tickets.note(desk.store, "Boris", number, "ещё")
    undone = [tickets.undo(desk.store, "Boris") for _ in range(3)]
    assert undone == [(number, "noted"), (number, "taken"), (number, "received")]
    assert desk.events(number) == ["received", "taken", "noted", "undone", "undone", "undone"]
    assert desk.state(number) == "void"
    with pytest.raises(NothingToUndo):
        tickets.undo(desk.store, "Boris")


def test_undo_is_refused_once_somebody_else_acted(desk: Desk) -> None:
    """Refused if anybody acted since."""
    number = desk.new()
    tickets.note(desk.store, "Вера", number, "вижу")
    with pytest.raises(OthersActed):
        tickets.undo(desk.store, "Boris")
    assert desk.events(number) == ["received", "noted"]


def test_a_colleagues_undone_step_is_no_hindrance(desk: Desk) -> None:
    """What was taken back is as if it had not been."""
    number = desk.new()
    tickets.note(desk.store, "Вера", number, "вижу")
    tickets.undo(desk.store, "Вера")
    tickets.undo(desk.store, "Boris")
    assert desk.state(number) == "void"


def test_undo_on_a_ticket_leaves_the_last_step_elsewhere(desk: Desk) -> None:
    """A number may be named."""
    first, second = desk.new(), desk.new()
    assert tickets.undo(desk.store, "Boris", first) == (first, "received")
    assert (desk.state(first), desk.state(second)) == ("void", "open")


def test_an_undone_number_is_never_used_again(desk: Desk) -> None:
    """It was said on the phone perhaps."""
    first = desk.new()
    tickets.undo(desk.store, "Boris")
    assert desk.new() == first + 1
    assert first not in [row.id for row in board.listed(desk.store, None)]


def test_an_undone_correction_and_an_undone_close_are_as_before(desk: Desk) -> None:
    """Words, clocks and state."""
    number = desk.new()
    before = (desk.story(number).words, desk.clocks(number), desk.state(number))
    corrections.correct(desk.store, "Boris", number, "channel", "email")
    tickets.undo(desk.store, "Boris")
    tickets.close(desk.store, "Boris", number, "mistake")
    tickets.undo(desk.store, "Boris")
    assert (desk.story(number).words, desk.clocks(number), desk.state(number)) == before


def test_what_was_undone_before_the_recording_was_stays_undone(desk: Desk) -> None:
    """Undone: an answer taken back is no answer of the void ticket either, a name taken back no name of it."""
    number = desk.new(name="Иванова")
    corrections.correct(desk.store, "Boris", number, "name", "Петрова")
    tickets.undo(desk.store, "Boris")
    tickets.take(desk.store, "Boris", number)
    tickets.undo(desk.store, "Boris")
    desk.fact(number, "answered")
    for _ in range(2):
        tickets.undo(desk.store, "Boris")
    assert [clock[2] for clock in desk.clocks(number)] == ["void"]
    assert (desk.row(number).name, desk.row(number).owner) == ("Иванова", "")


# -- at once -------------------------------------------------------------------------------------------------------------


def test_a_stale_version_is_refused_and_told_what_came_in_between(desk: Desk) -> None:
    """Design, section 4: shows what the other person did."""
    number = desk.new()
    seen = desk.row(number).version
    desk.at("2026-11-03 10:20")
    tickets.take(desk.store, "Вера", number)
    tickets.note(desk.store, "Пётр", number, "звонили")
    acts: tuple[Callable[[], object], ...] = (
        lambda: tickets.fact(desk.store, "Boris", number, "answered", seen=seen),
        lambda: tickets.close(desk.store, "Boris", number, "mistake", seen=seen),
        lambda: corrections.correct(desk.store, "Boris", number, "name", "Анна", seen=seen),
    )
    for act in acts:
        with pytest.raises(Stale) as error:
            act()
        assert error.value.since == [("taken", "Вера", at("2026-11-03 10:20")), ("noted", "Пётр", at("2026-11-03 10:20"))]
        assert isinstance(error.value, Refused)
    assert desk.events(number) == ["received", "taken", "noted"]


def test_every_act_moves_the_version_that_the_next_one_must_have_seen(desk: Desk) -> None:
    """ticket.version is the id of its last event."""
    number = desk.new()
    step = tickets.take(desk.store, "Boris", number, seen=desk.row(number).version)
    assert desk.row(number).version == step
    tickets.note(desk.store, "Boris", number, "ещё", seen=step)


# -- what lists read ------------------------------------------------------------------------------------------------------


def test_a_queue_has_the_nearest_deadline_first_and_those_without_last(desk: Desk) -> None:
    """Design, section 5: tickets without a running clock stand after the others, oldest first."""
    waiting = [desk.new("certificate", "letter", "2026-11-02 11:00"), desk.new("certificate", "letter", "2026-11-02 10:30")]
    for number in waiting:
        desk.fact(number, "informed")
    late, soon = desk.new("certificate", "letter", "2026-11-03 10:00"), desk.new("certificate", "letter", "2026-11-02 12:00")
    assert [row.id for row in board.queue(desk.store, "certificate")] == [soon, late, *reversed(waiting)]


def test_equal_deadlines_stand_in_the_order_in_which_they_came(desk: Desk) -> None:
    """Two letters of one day are due together."""
    later, sooner = desk.new("enquiry", "email", "2026-11-03 10:10"), desk.new("enquiry", "letter", "2026-11-03 10:05")
    assert [row.id for row in board.queue(desk.store, "enquiry")] == [sooner, later]


def test_the_nearest_of_several_clocks_places_a_ticket(desk: Desk) -> None:
    """No clock hides another: next_due is the nearest that runs."""
    number = desk.new("complaint", "voicemail")
    due = [(desk.row(number).standard, desk.row(number).due)]
    for fact in ("tried", "acknowledged"):
        desk.fact(number, fact)
        due.append((desk.row(number).standard, desk.row(number).due))
    assert due == [
        ("voicemail-callback", at("2026-11-03 13:14")),
        ("complaint-acknowledge", at("2026-11-05 18:00")),
        ("complaint-informed", at("2026-11-10 18:00")),
    ]


def test_queues_hold_open_tickets_by_kind_in_the_boards_order(desk: Desk) -> None:
    """Closed and void ones are not there."""
    enquiry, complaint, done = desk.new(), desk.new("complaint", "email"), desk.new()
    desk.fact(done, "answered")
    desk.new()
    tickets.undo(desk.store, "Boris")
    found = {kind: [row.id for row in rows] for kind, rows in board.queues(desk.store).items()}
    assert found == {"enquiry": [enquiry], "complaint": [complaint], "certificate": [], "registration": [], "other": []}
    assert list(found) == ["enquiry", "complaint", "certificate", "registration", "other"]


def test_listed_has_the_open_ones_as_queues_stand_then_the_closed_never_the_void(desk: Desk) -> None:
    """`desk list`: open and closed, of one kind or all."""
    slow, done, quick = desk.new("enquiry", "email"), desk.new(), desk.new("complaint", "voicemail")
    desk.fact(done, "answered")
    void = desk.new()
    tickets.undo(desk.store, "Boris")
    assert [row.id for row in board.listed(desk.store, None)] == [quick, slow, done]
    assert [row.id for row in board.listed(desk.store, "enquiry")] == [slow, done]
    gone = board.row_of(desk.store, void)
    assert (gone and gone.state, board.row_of(desk.store, 99)) == ("void", None)


def test_closed_tickets_are_listed_the_newest_first(desk: Desk) -> None:
    """queues.listed: the open ones as queues stand, then the closed, the newest first."""
    numbers = [desk.new("enquiry", "phone", f"2026-11-03 10:0{minute}") for minute in range(3)]
    for number in numbers:
        desk.fact(number, "answered")
    assert [row.id for row in board.listed(desk.store, None)] == numbers[::-1]


def test_a_rows_key_finds_it_by_number_name_phone_address_and_subject(desk: Desk) -> None:
    """Design, section 6: one search_key(), however it is spelled."""
    number = desk.new(name="Щербаков Пётр", phone="(812) 244-54-88", email="p@example.org", subject="Пересдача FCE")
    key = desk.row(number).key
    for typed in ("shcherbakov", "ПЕТР", "2445488", "244-54-88", "p@example.org", "пересдача fce", str(number)):
        assert search_key(typed) in key, typed


def test_a_long_subject_is_cut_for_lists_and_whole_on_the_ticket(desk: Desk) -> None:
    """A list shows one line of it."""
    number = desk.new(subject="й" * 1000)
    assert (len(desk.row(number).subject), len(desk.story(number).words["subject"])) == (200, 1000)


def test_without_a_subject_the_text_stands_in_the_row(desk: Desk) -> None:
    """A letter typed whole."""
    assert desk.row(desk.new(subject="", body="Уважаемые господа")).subject == "Уважаемые господа"


def test_a_ticket_whole_has_its_row_story_clocks_events_and_names(desk: Desk) -> None:
    """What the ticket screen and `desk show` read."""
    number = desk.new("complaint", "email", who="Вера")
    tickets.hand_over(desk.store, "Вера", number, "Пётр")
    view = ticket.ticket(desk.store, number)
    assert [(event.what, view.staff[event.staff]) for event in view.events] == [("received", "Вера"), ("given", "Вера")]
    assert view.staff[view.events[1].data["to"]] == view.row.owner == "Пётр"
    assert [clock.started_by for clock in view.clocks] == [view.events[0].id] * 2
    assert [wait.standard for wait in view.waits] == ["complaint-answer"]


def test_a_closed_complaint_waits_for_nothing(desk: Desk) -> None:
    """Withdrawn: no answer is owed."""
    number = desk.new("complaint", "email")
    tickets.close(desk.store, "Boris", number, "withdrawn")
    assert ticket.ticket(desk.store, number).waits == ()


def test_clocks_of_gives_every_tickets_clocks(desk: Desk) -> None:
    """`desk list --json`: the same as ticket by ticket."""
    numbers = [desk.new(), desk.new("complaint", "voicemail")]
    assert ticket.clocks_of(desk.store) == {n: list(ticket.ticket(desk.store, n).clocks) for n in numbers}


def test_a_certificate_that_nobody_collects_is_counted_after_thirty_days(desk: Desk) -> None:
    """From the last time that its owner was told of it, to the second; one that came a month ago and was told of today is not."""
    number = desk.new("certificate", "letter", candidate="0001")
    desk.new("certificate", "letter", candidate="0002")  # its clock runs: it is due, and not left
    desk.fact(number, "informed", "2026-11-03 12:00")
    desk.at("2026-12-03 12:00")
    assert board.count_beside(desk.store).uncollected["certificate"] == 0
    desk.clock[0] += 1
    assert board.count_beside(desk.store).uncollected["certificate"] == 1
    desk.fact(number, "informed")
    assert board.count_beside(desk.store).uncollected["certificate"] == 0


# -- what is sound, and what is missed -------------------------------------------------------------------------------------


def test_a_ticket_whose_clocks_can_all_be_read_is_not_damaged(desk: Desk) -> None:
    """Of one clock that cannot be said it is."""
    number = desk.new()
    assert not ticket.ticket(desk.store, number).row.damaged
    with desk.store.transaction():
        _SPOIL.many(desk.store, [{"state": "?", "ticket": number}])
    assert ticket.ticket(desk.store, number).row.damaged


def test_a_verdict_is_given_after_the_due_second(desk: Desk) -> None:
    """A running clock is no missed one before and at that second."""
    desk.new()
    (verdict,) = piece(desk.store, 0, 1 << 40)
    moments = (verdict.due - 1, verdict.due, verdict.due + 1)
    assert [verdict.state_at(moment) for moment in moments] == ["running", "running", "missed"]
