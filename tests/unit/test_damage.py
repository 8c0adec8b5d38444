"""Damaged bytes: what can be read is shown, what cannot is named, and nothing ends in a traceback."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desk.actions.rights import Acting
from desk.charter.errors import DeskError
from desk.outgoing.mass_letters import write_to
from desk.outgoing.texts import built_in, find
from desk.reports.report import report
from desk.store.charter_versions import use_applied
from desk.store.commands import tickets
from desk.store.commands.letters import waiting, waiting_of
from desk.store.commands.merging import merge
from desk.store.commands.outbox import exported, recall
from desk.store.commands.people import set_role
from desk.store.connection.opening import open_database
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import CharterDamaged, DatabaseDamaged, DatabaseMisread, Unreadable
from desk.store.mail.delivery import standing
from desk.store.maintenance.check import check, repair
from desk.store.opening import open_desk
from desk.store.queries import board, board_cache, ticket
from desk.store.queries.concerned import moved_since_letter
from desk.store.staff import staff_id
from desk.store.worker import DatabaseThread
from tests.unit.conftest import TUESDAY, Command, Desk, at, look
from tests.unit.people import seat
from tests.unit.test_keeping import spoil

SUBJECT = "UPDATE ticket SET subject = CAST(x'D098D0FF' AS TEXT) WHERE id = 2"


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three tickets, the second of them with a reminder and a colleague's note."""
    use_applied(desk.store)
    for _ in range(3):
        desk.new()
    return desk


def found(desk: Desk) -> set[tuple[str, int]]:
    """What `desk check` finds: what and on which ticket."""
    return {(finding.what, finding.number) for finding in check(desk.store).findings}


def test_one_undecodable_subject_leaves_the_other_rows_readable(three: Desk) -> None:
    """The row is shown with what can be read of it and marked; the others are as they were."""
    spoil(three.path, SUBJECT)
    rows = board_cache.BoardCache().all(three.store).queues["enquiry"]
    assert [(row.id, row.damaged) for row in rows] == [(1, 0), (2, 1), (3, 0)]
    assert rows[1].subject == "И\ufffd\ufffd"
    assert rows[1].due == rows[0].due
    assert found(three) == {("row", 2)}


@pytest.mark.parametrize(
    "change",
    [
        "next_due = CAST(x'3132' AS BLOB)",
        "next_due = 1 << 60",
        "next_due = -(1 << 60)",
        "received = x'00'",
        "kind = 'enqtiry'",
        "state = 'opfn'",
        "channel = 'phon'",
        "next_standard = 'callbakc'",
        "key = x'ff'",
        "name = x'ff'",
        "version = 1.5",
    ],
)
def test_a_damaged_row_stands_on_the_board_and_is_marked(three: Desk, change: str) -> None:
    """Whatever is wrong with it: in no queue at all it would be forgotten."""
    spoil(three.path, f"UPDATE ticket SET {change} WHERE id = 2")
    rows = board_cache.BoardCache().all(three.store).queues["enquiry"]
    assert {(row.id, row.damaged) for row in rows} == {(1, 0), (2, 1), (3, 0)}
    assert [row.id for row in board.listed(three.store, None)] == [row.id for row in rows if row.id != 2] + [2] or rows
    assert ("row", 2) in found(three)


def test_an_unreadable_word_is_shown_as_the_most_common_one(three: Desk) -> None:
    """A screen needs some channel and some state to draw the row at all; its mark says that it is damaged."""
    spoil(three.path, "UPDATE ticket SET channel = 'phon', state = 'opfn' WHERE id = 2")
    (row,) = [row for row in board.queue(three.store, "enquiry") if row.id == 2]
    assert (row.channel, row.state, row.damaged) == ("phone", "open", 1)


def test_a_ticket_of_an_unreadable_kind_tells_nothing(three: Desk) -> None:
    """It may be a complaint, which is not for everybody."""
    spoil(three.path, "UPDATE ticket SET kind = 'complaimt' WHERE id = 2")
    (row,) = [row for row in board.queue(three.store, "enquiry") if row.id == 2]
    assert (row.name, row.subject, row.key) == ("", "", "2")


@pytest.mark.parametrize(
    "data",
    [
        "{", "[]", "null", '"word"', '{"kind":"enquiry"}', '{"kind":"enquiry","channel":"phone","language":"ru","customer":"1"}',
        '{"kind":7,"channel":"phone","language":"ru","customer":1}', "x'ff'", "12", "",
    ],
)  # fmt: skip
def test_event_data_that_is_no_json_or_of_a_wrong_shape_is_a_finding(three: Desk, data: str) -> None:
    """By its event; the ticket is refused in one line, the others are there."""
    value = data if data.startswith("x'") else f"'{data}'"
    ((event,),) = three.rows("SELECT id FROM event WHERE ticket_id = 2")
    spoil(three.path, f"UPDATE event SET data = {value} WHERE ticket_id = 2")
    assert {("shape", 2), ("chain", 2), ("unreadable", 2)} <= found(three)
    with pytest.raises(Unreadable) as error:
        ticket.ticket(three.store, 2)
    assert (error.value.number, error.value.detail, error.value.code) == (2, str(event), 3)
    assert ticket.ticket(three.store, 1).row.id == 1
    assert len(board_cache.BoardCache().all(three.store).queues["enquiry"]) == 3


def test_an_unreadable_complaint_is_kept_from_whoever_it_may_be_about(desk: Desk) -> None:
    """Whom it is about cannot be told any more; the board is read all the same."""
    use_applied(desk.store)
    with desk.store.transaction():
        staff_id(desk.store, "Борис")
    number = desk.new("complaint", "email", about="Борис")
    spoil(desk.path, "UPDATE event SET data = '{' WHERE what = 'received'")
    for who, seen in (("Борис", []), ("Анна", [number])):
        desk.store.acting = Acting(who)
        assert [row.id for row in board_cache.BoardCache().all(desk.store).queues["complaint"]] == seen


@pytest.fixture
def letters(three: Desk) -> Desk:
    """The same desk with three certificates, a letter to each candidate and a registration. The first letter has left and nobody
    came for the certificate; the second waits; the third is withdrawn."""
    numbers = [three.new("certificate", "letter", email="anna@example.org") for _ in range(3)]
    write_to(three.store, "Boris", [(number, three.row(number).version) for number in numbers], find(built_in(), "certificate"))
    waits = [event for letter in waiting_of(three.store, numbers).values() for event, _ in letter]
    exported(three.store, "Boris", waits[:1])
    with three.store.transaction():
        recall(three.store, 1, numbers[2], 0)
    three.new("registration", "email", subject="FCE", exam=date(2026, 11, 28))
    return three


def test_a_damaged_undo_hides_nothing_of_the_board(letters: Desk) -> None:
    """SQLite refuses a whole query for one JSON that is none. What an undo that cannot be read took back, it has not."""
    for number in (4, 5, 6):
        letters.happen(number, "undone", step=1)
    letters.at("2026-12-08 12:00")
    spoil(letters.path, "UPDATE event SET data = '{' WHERE what = 'undone'")
    counts = board_cache.BoardCache().beside(letters.store).counts
    assert (counts.at_once, counts.uncollected, counts.mail.waiting) == ({}, {"certificate": 1}, (1, at(TUESDAY)))


@pytest.mark.parametrize("letter", ["x", "{", "[]", "{}", '{"letter":null}'])
def test_a_letter_whose_recall_is_damaged_does_not_leave(letters: Desk, letter: str) -> None:
    """It may state a date that has moved; the others of its kind are counted and found as ever."""
    spoil(letters.path, f"UPDATE event SET data = '{letter}' WHERE what = 'recalled'")
    assert standing(letters.store).waiting == (1, at(TUESDAY))
    assert [item.ticket for item in waiting(letters.store)] == [5]
    assert list(waiting_of(letters.store, [5, 6])) == [5]


@pytest.mark.parametrize("what", ["written", "recalled", "informed", "exam-moved", "closed", "undone"])
def test_a_damaged_event_leaves_the_other_tickets_theirs(letters: Desk, what: str) -> None:
    """Letters, reports, undoing: none of what reads the events of many ends at the one that cannot be read."""
    if what not in ("written", "recalled", "informed"):
        letters.happen(5, what, reason="withdrawn", old="2026-11-28", exam="2026-12-05", step=1)
    spoil(letters.path, f"UPDATE event SET data = '{{' WHERE what = '{what}' AND ticket_id BETWEEN 4 AND 6")
    assert standing(letters.store).waiting[0] == 1
    assert [letter.event for letter in waiting(letters.store)] == [event for event, _ in waiting_of(letters.store, [5])[5]]
    assert report(letters.store, date(2026, 11, 1), date(2026, 11, 30)).closed == {}
    assert not moved_since_letter(letters.store, [5, 7])
    assert {finding.what for finding in check(letters.store).findings} >= {"shape", "unreadable"}
    tickets.take(letters.store, "Boris", 7)
    assert tickets.undo(letters.store, "Boris") == (7, "taken")


@pytest.mark.parametrize("data", ["{", '{"letter":', '{"letter":"x"}'])
@pytest.mark.parametrize("what", ["written", "recalled", "informed"])
def test_repair_mends_what_can_be_read_beside_a_damaged_event(letters: Desk, what: str, data: str) -> None:
    """Letters of a ticket that cannot be read stay as they are: one that has left does not wait again."""
    before = letters.rows("SELECT event_id, exported FROM outbox ORDER BY event_id")
    spoil(
        letters.path,
        f"UPDATE event SET data = '{data}' WHERE what = '{what}'",
        "UPDATE clock SET due = due + 60 WHERE ticket_id IN (1, 4)",
        "UPDATE ticket SET version = 1 WHERE id BETWEEN 4 AND 6",
    )
    repair(letters.store, "Вера", check(letters.store))
    assert letters.rows("SELECT event_id, exported FROM outbox ORDER BY event_id") == before
    left = check(letters.store).findings
    assert {finding.what for finding in left} <= {"chain", "shape", "unreadable", "customer", "letter"}
    assert 1 not in {finding.number for finding in left}


def test_a_damaged_merged_ticket_leaves_the_one_it_became_readable(three: Desk) -> None:
    """Its words are left out, for the screen and for a reply."""
    merge(three.store, "Boris", 2, 1)
    assert ticket.ticket(three.store, 1).merged.keys() == {2}
    spoil(three.path, "UPDATE event SET data = '{' WHERE ticket_id = 2")
    view = ticket.ticket(three.store, 1)
    assert (view.merged, ticket.last_written(three.store, view)) == ({}, "")


def test_undoing_a_damaged_event_names_its_ticket(three: Desk) -> None:
    """As every act on it, though it is looked first whether a letter has left."""
    spoil(three.path, "UPDATE event SET data = '{' WHERE ticket_id = 2")
    with pytest.raises(Unreadable) as error:
        tickets.undo(three.store, "Boris", 2)
    assert error.value.number == 2


def test_rows_that_the_log_proves_change_beside_a_damaged_event(people: Desk) -> None:
    """What the log last said of a row is found, though it cannot be read of another one."""
    ((event, damaged),) = people.rows("SELECT MAX(id), json_extract(data, '$.key') FROM event WHERE what = 'person'")
    spoil(people.path, f"UPDATE event SET data = '{{' WHERE id = {event}")
    others = people.rows("SELECT s.name FROM person AS p JOIN staff AS s ON s.id = p.staff_id WHERE p.staff_id <> ?", damaged)
    name = seat(people, "supervisor")
    for (other,) in others:
        if other != name:
            set_role(people.store, name, other, "read-only")
    found = [finding.detail for finding in check(people.store).findings if finding.what == "logged-row"]
    assert found == ["person", f"person {damaged}"]


def test_a_charter_that_cannot_be_read_is_one_line(database: Path) -> None:
    """No promise can be counted by it."""
    spoil(database, "UPDATE applied SET calendar = substr(calendar, 1, 5000)")
    with pytest.raises(CharterDamaged) as error:
        open_desk(str(database), None, lambda: at(TUESDAY))
    assert error.value.code == 3


@pytest.mark.parametrize("applied", ["0", "NULL", "''", "-1", "99", "'x'"])
def test_a_charter_in_force_that_is_none_is_one_line(three: Desk, applied: str) -> None:
    """Somebody wrote its id by hand."""
    spoil(three.path, f"UPDATE OR IGNORE in_force SET applied_id = {applied}")
    if three.rows("SELECT applied_id FROM in_force") == [(1,)]:  # the column takes no such value
        return
    with pytest.raises(CharterDamaged):
        open_desk(str(three.path), None, lambda: 0)


def test_a_calendar_that_was_changed_is_found(three: Desk) -> None:
    """It is stored under its hash."""
    spoil(three.path, "UPDATE applied SET calendar = replace(calendar, '2027-05-10', '2027-05-11')")
    assert ("charter", 0) in found(three)


PAGE = 4096  # bytes


@pytest.mark.parametrize("flips", [1, 3, 20])
def test_check_ends_with_findings_or_one_clear_line_whatever_bytes_were_flipped(three: Desk, tmp_path: Path, flips: int) -> None:
    """Of 24 such databases 17 ended in a traceback once. The calendar is three quarters of the file: another test's."""
    three.store.close()
    whole = three.path.read_bytes()
    places = [
        place
        for start in range(0, len(whole), PAGE)
        if b'"names"' not in whole[start : start + PAGE]
        for place in range(start, start + PAGE)
    ]
    outcomes = set()
    for seed in range(40):
        dice = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(flips):
            damaged[dice.choice(places)] ^= 1 << dice.randrange(8)
        path = tmp_path / "damaged.db"
        path.write_bytes(damaged)
        outcomes.add(_looked_at(path))
    assert outcomes <= {"whole", "found", "refused"}
    assert len(outcomes) > 1


def _looked_at(path: Path) -> str:
    try:
        store = open_desk(str(path), None, lambda: at(TUESDAY))
    except DeskError:
        return "refused"
    try:
        return "found" if check(store).findings else "whole"
    finally:
        store.close()


def test_whatever_damaged_values_come_to_is_an_error_of_ours(three: Desk) -> None:
    """The screens word those, and none of Python's: one that was missed would end the desk."""
    spoil(three.path, "UPDATE clock SET due = 'soon' WHERE ticket_id = 2")
    thread = DatabaseThread(lambda: open_desk(str(three.path), None, lambda: at(TUESDAY)))
    try:
        with pytest.raises(DatabaseMisread) as error:
            thread.submit(lambda store: sum(due for (due,) in store.rows("SELECT due FROM clock"))).result()
        assert isinstance(error.value.__cause__, TypeError)
        with pytest.raises(DeskError) as refused:
            thread.submit(lambda store: ticket.ticket(store, 99)).result()
        assert not isinstance(refused.value, DatabaseUnusable)
    finally:
        thread.close()


# -- the commands ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def spoiled(command: Command, database: Path) -> Callable[[str], None]:
    """A desk with two tickets, to be damaged."""
    for name in ("Иванова", "Петрова"):
        assert command("add", "enquiry", "--channel", "phone", "--name", name, "--subject", "FCE").returncode == 0
    return lambda sql: spoil(database, sql)


def test_a_damaged_row_is_said_to_be_one(command: Command, spoiled: Callable[[str], None]) -> None:
    """In the list and on the ticket, which can still be read from its events."""
    spoiled("UPDATE ticket SET subject = CAST(x'46FF' AS TEXT) WHERE id = 2")
    done = command("list")
    assert (done.returncode, done.stdout.count("! damaged")) == (0, 1)
    assert "! damaged" in command("show", "2").stdout
    done = command("check")
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "#2: its row does not match its events")
    assert command("check", "--repair").returncode == 0
    assert "! damaged" not in command("list").stdout


def test_a_damaged_event_is_one_line_that_names_the_ticket(command: Command, spoiled: Callable[[str], None]) -> None:
    """Exit code 3, and what to do; acting on it is refused just so."""
    spoiled("UPDATE event SET data = '{' WHERE ticket_id = 2")
    for words in (("show", "2"), ("do", "2", "take")):
        done = command(*words)
        assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
        assert "#2" in done.stderr
    done = command("check")
    assert (done.returncode, done.stderr) == (1, "")


def test_an_unreadable_text_is_read_without_its_bytes(desk: Desk) -> None:
    """Every reading of the database passes one door, lists and single texts alike."""
    use_applied(desk.store)
    desk.new(body="Здравствуйте")
    spoil(desk.path, "UPDATE text SET body = CAST(x'D097FF' AS TEXT) WHERE field = 'body'")
    view = ticket.ticket(desk.store, 1)
    assert view.story.words["body"] == "З\ufffd"
    assert ("words", 1) in found(desk)
    assert look(desk.path, "SELECT COUNT(*) FROM event WHERE ticket_id = 1") == [(1,)]


@pytest.mark.parametrize("change", ["state = 'runing'", "due = 'soon'", "start = x'00'", "due = 1 << 60"])
def test_a_damaged_clock_leaves_its_ticket_readable(three: Desk, change: str) -> None:
    """It is left out of the ticket, which says that it is damaged, and of the lists."""
    spoil(three.path, f"UPDATE clock SET {change} WHERE ticket_id = 2")
    view = ticket.ticket(three.store, 2)
    assert (view.clocks, view.row.damaged) == ((), 1)
    assert sorted(ticket.clocks_of(three.store)) == [1, 3]
    assert ("clocks", 2) in found(three)


def test_a_desk_with_a_damaged_ticket_opens_after_an_upgrade(three: Desk) -> None:
    """The others are derived by the new rules, and can be searched for."""
    spoil(three.path, "UPDATE head SET projections = 0", "DELETE FROM search", "UPDATE event SET data = '{' WHERE ticket_id = 2")
    three.store.close()
    store = open_desk(str(three.path), None, lambda: at(TUESDAY))
    try:
        assert store.rows("SELECT rowid FROM search ORDER BY rowid") == [(1,), (3,)]
    finally:
        store.close()


def test_an_unknown_event_is_refused(three: Desk) -> None:
    """It may have meant anything."""
    spoil(three.path, "UPDATE event SET what = 'receivef' WHERE ticket_id = 2")
    assert ("shape", 2) in found(three)
    with pytest.raises(Unreadable):
        ticket.ticket(three.store, 2)


def test_the_drivers_own_words_quote_nobody(three: Desk) -> None:
    """Its message about wrong bytes holds the text that they stand in."""
    spoil(three.path, SUBJECT)
    store = open_database(str(three.path), lambda: 0)
    try:
        with pytest.raises(DatabaseDamaged), store.reading():
            store.database.execute_sql("SELECT subject FROM ticket WHERE id = 2").fetchall()
    finally:
        store.close()
