"""A changed charter or calendar: what moves is shown first, written on each ticket, and verdicts stay."""

from datetime import date
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.charter.charter import pack
from desk.charter.errors import OutsideCalendar
from desk.charter.kinds import DEFAULT
from desk.charter.standards import OwnException, Words
from desk.store.charter_versions import use_applied
from desk.store.commands import tickets
from desk.store.commands.recounting import preview, put_into_force
from desk.store.connection.opening import open_database
from desk.store.errors.tickets import CharterInForceAlready, NothingToUndo, PreviewOutdated
from desk.store.projections import derive
from desk.store.queries import ticket
from tests.unit.conftest import Desk, at, broken_links, wrong_rows

pytestmark = pytest.mark.server

STOCKTAKING = OwnException(date(2026, 11, 6), Words("инвентаризация", "stocktaking"))


@pytest.fixture
def closed_friday(charter: Charter) -> Charter:
    """LT-Pro's charter with Friday the 6th closed for stocktaking."""
    return charter.with_own((STOCKTAKING,))


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Charter:
    """LT-Pro's charter with other words in its file."""
    text = DEFAULT.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "changed.toml").write_text(text, encoding="utf-8")
    return Charter.load(tmp_path / "changed.toml")


def rebuilt(desk: Desk) -> None:
    """Every derived row, worked out anew from the events, is as it was written."""
    before = desk.everything()
    with desk.store.transaction():
        for (number,) in desk.rows("SELECT id FROM ticket ORDER BY id"):
            derive(desk.store, number)
    after = desk.everything()
    for table in ("ticket", "event", "reminder"):
        assert after[table] == before[table]
    assert [row[1:] for row in after["clock"]] == [row[1:] for row in before["clock"]]


def test_a_closure_moves_what_falls_due_that_day_and_says_so_on_each_ticket(desk: Desk, closed_friday: Charter) -> None:
    """day.md, row 33: from Friday the 6th to Monday the 9th; what is due before or after stays."""
    call, email = desk.new("enquiry", "phone"), desk.new("enquiry", "email", "2026-10-31 23:40")
    complaint = desk.new("complaint", "email", "2026-11-01 20:00")
    seen = preview(desk.store, closed_friday)
    assert [(move.number, move.standard, move.old, move.new) for move in seen.moves] == [
        (call, "phone-answer", at("2026-11-06 18:00"), at("2026-11-09 18:00"))
    ]
    assert (seen.running, seen.moves[0].missed(desk.clock[0])) == (4, False)
    assert desk.events(call) == ["received"]
    put_into_force(desk.store, "Boris", closed_friday, seen.mark)
    assert desk.clocks(call) == [("phone-answer", "2026-11-09 18:00", "running")]
    assert desk.row(call).due == at("2026-11-09 18:00")
    assert (desk.events(call), desk.events(email), desk.events(complaint)) == (
        ["received", "recounted"],
        ["received"],
        ["received"],
    )
    told = ticket.ticket(desk.store, call).events[-1].data["clocks"]
    assert told == [["phone-answer", at("2026-11-06 18:00"), at("2026-11-09 18:00")]]
    assert (broken_links(desk.where), wrong_rows(desk.store)) == ([], [])
    rebuilt(desk)


def test_a_stopped_clock_keeps_its_verdict_and_the_version_it_was_judged_by(desk: Desk, charter: Charter) -> None:
    """Answered on Monday with Friday open: missed, and stays so when Friday turns out to have been closed."""
    number = desk.new("enquiry", "phone")
    desk.fact(number, "answered", "2026-11-09 11:00")
    verdict = desk.clock_of(number, "phone-answer")
    assert (verdict.state, verdict.due, verdict.judged_by) == ("missed", at("2026-11-06 18:00"), 1)
    put_into_force(desk.store, "Boris", charter.with_own((STOCKTAKING,)))
    assert desk.clock_of(number, "phone-answer") == verdict
    with desk.store.transaction():
        derive(desk.store, number)
    assert desk.clock_of(number, "phone-answer") == verdict
    assert desk.events(number)[-1] == "answered"


def test_what_was_undone_after_a_change_runs_by_the_charter_of_now(desk: Desk, closed_friday: Charter) -> None:
    """The answer is taken back: the promise runs again, and Friday is closed by now."""
    number = desk.new("enquiry", "phone")
    desk.fact(number, "answered", "2026-11-05 11:00")
    put_into_force(desk.store, "Вера", closed_friday)
    tickets.undo(desk.store, "Boris")
    assert desk.clocks(number) == [("phone-answer", "2026-11-09 18:00", "running")]
    desk.fact(number, "answered", "2026-11-09 18:00")
    assert desk.clock_of(number, "phone-answer").state == "kept"
    rebuilt(desk)


def test_a_changed_charter_is_nobodys_act_on_a_ticket(desk: Desk, closed_friday: Charter) -> None:
    """It does not keep anybody from undoing, and is not undone itself."""
    number = desk.new("enquiry", "phone")
    tickets.take(desk.store, "Boris", number)
    put_into_force(desk.store, "Вера", closed_friday)
    assert tickets.undo(desk.store, "Boris") == (number, "taken")
    with pytest.raises(NothingToUndo):
        tickets.undo(desk.store, "Вера")


def test_a_standard_that_is_gone_leaves_a_void_clock(desk: Desk, tmp_path: Path) -> None:
    """With that reason; the ticket waits on without a clock, and what comes later starts nothing of it."""
    gone = changed(tmp_path, ('id = "phone-answer"', 'id = "phone-reply"'))
    number = desk.new("enquiry", "phone")
    seen = put_into_force(desk.store, "Boris", gone)
    assert [(move.standard, move.new) for move in seen.moves] == [("phone-answer", None)]
    clock = desk.clock_of(number, "phone-answer")
    assert (clock.state, clock.reason) == ("void", "recounted")
    assert (desk.state(number), desk.row(number).due) == ("open", None)
    assert desk.clocks(desk.new("enquiry", "phone")) == [("phone-reply", "2026-11-06 18:00", "running")]
    rebuilt(desk)


def test_a_shorter_limit_says_what_becomes_missed(desk: Desk, tmp_path: Path) -> None:
    """One working day instead of two: what was in time until then is missed by the change."""
    shorter = changed(
        tmp_path,
        (
            'id = "phone-answer"\nclause = "calls.2"\nlimit = "2 working days"',
            'id = "phone-answer"\nclause = "calls.2"\nlimit = "1 working day"',
        ),
    )
    number = desk.new("enquiry", "phone", "2026-11-02 12:00")
    desk.at("2026-11-05 11:00")
    (move,) = preview(desk.store, shorter).moves
    assert (move.new, move.missed(desk.clock[0])) == (at("2026-11-03 17:00"), True)
    put_into_force(desk.store, "Boris", shorter)
    desk.fact(number, "answered", "2026-11-05 12:00")
    assert desk.clock_of(number, "phone-answer").state == "missed"


def test_a_preview_of_what_is_in_force_or_of_changed_data_is_refused(desk: Desk, charter: Charter, closed_friday: Charter) -> None:
    """Applied twice; a mark of what is no longer so: nothing is changed."""
    desk.new("enquiry", "phone")
    with pytest.raises(CharterInForceAlready):
        preview(desk.store, charter)
    seen = preview(desk.store, closed_friday)
    desk.new("enquiry", "phone")
    before = desk.everything()
    with pytest.raises(PreviewOutdated):
        put_into_force(desk.store, "Boris", closed_friday, seen.mark)
    assert desk.everything() == before
    put_into_force(desk.store, "Boris", closed_friday, preview(desk.store, closed_friday).mark)
    with pytest.raises(CharterInForceAlready):
        put_into_force(desk.store, "Boris", closed_friday)


def test_a_calendar_that_ends_too_soon_is_refused_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    """A deadline beyond the calendar is an error, never a guess."""
    desk.new("complaint", "email")
    with pytest.raises(OutsideCalendar):
        put_into_force(desk.store, "Boris", changed(tmp_path, ("last_year = 2035", "last_year = 2025")))
    assert desk.rows("SELECT count(*) FROM in_force") == [(1,)]


def test_the_way_back_uses_what_was_kept_under_its_hash(desk: Desk, charter: Charter, closed_friday: Charter) -> None:
    """Closed, then open after all: two charters are stored, three times one came into force."""
    number = desk.new("enquiry", "phone")
    put_into_force(desk.store, "Boris", closed_friday)
    put_into_force(desk.store, "Boris", charter)
    assert desk.clocks(number) == [("phone-answer", "2026-11-06 18:00", "running")]
    assert desk.rows("SELECT applied_id FROM in_force ORDER BY id") == [(1,), (2,), (1,)]
    assert desk.rows("SELECT count(*) FROM applied") == [(2,)]
    assert desk.rows("SELECT count(*) FROM event WHERE what = 'applied'") == [(2,)]
    rebuilt(desk)


def test_another_desk_follows_before_it_writes(desk: Desk, closed_friday: Charter) -> None:
    """What one desk has put in force, the other one's next act counts by."""
    use_applied(desk.store)
    other = open_database(str(desk.where), desk.store.now)
    use_applied(other)
    put_into_force(other, "Вера", closed_friday)
    other.close()
    number = desk.new("enquiry", "phone")
    assert desk.clocks(number) == [("phone-answer", "2026-11-09 18:00", "running")]
    assert desk.rows("SELECT applied_id FROM event WHERE ticket_id = ?", number) == [(2,)]


def test_a_late_entry_under_a_new_charter_is_judged_by_it(desk: Desk, closed_friday: Charter) -> None:
    """The stop names the charter that was in force when it was entered, whenever it happened."""
    number = desk.new("enquiry", "phone")
    desk.at("2026-11-06 12:00")
    put_into_force(desk.store, "Boris", closed_friday)
    desk.at("2026-11-09 12:00")
    tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-07 12:00"))
    clock = desk.clock_of(number, "phone-answer")
    assert (clock.state, clock.judged_by) == ("kept", 2)
    rebuilt(desk)


def test_a_change_does_not_save_what_is_overdue(desk: Desk, closed_friday: Charter) -> None:
    """A clock past its due second is missed; a day that is closed afterwards moves it no more."""
    number = desk.new("enquiry", "phone")
    desk.at("2026-11-09 12:00")
    assert preview(desk.store, closed_friday).moves == ()
    put_into_force(desk.store, "Boris", closed_friday)
    assert desk.clocks(number) == [("phone-answer", "2026-11-06 18:00", "running")]
    desk.fact(number, "answered", "2026-11-09 13:00")
    assert desk.clocks(number) == [("phone-answer", "2026-11-06 18:00", "missed")]
    rebuilt(desk)


def test_exceptions_of_the_desk_are_kept_apart_from_the_files(charter: Charter) -> None:
    """One may be taken back: the day is as it was; the packed calendar holds both."""
    there = charter.with_own((STOCKTAKING,))
    assert (there.calendar.day(date(2026, 11, 6)).kind, there.own) == ("closed", (STOCKTAKING,))
    assert pack(there.with_own(())) == pack(charter)
