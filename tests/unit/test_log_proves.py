"""What `desk check` proves: the person who edits the file changes no figure, no permission and no word unseen.

A log that is written anew, chain and all, is found by an anchor alone, which was printed elsewhere before (docs/reliability.md).
"""

import json
import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from desk.outgoing.mass_letters import write_to
from desk.outgoing.texts import built_in, find
from desk.store.charter_versions import use_applied
from desk.store.commands import duties, people, tickets
from desk.store.commands.feedback import record_feedback
from desk.store.commands.outbox import exported
from desk.store.commands.saved_views import drop_view, save_view
from desk.store.commands.sessions import open_session
from desk.store.errors.database import CharterDamaged, DatabaseDamaged
from desk.store.errors.input import AnchorInvalid
from desk.store.errors.people import RightMissing
from desk.store.event_log import canonical, head_of, link
from desk.store.maintenance.check import check, repair, repair_as_owner
from desk.store.opening import open_desk
from tests.unit.conftest import Command, Desk
from tests.unit.people import hire, seat
from tests.unit.test_keeping import spoil


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """A desk with a bit of everything that decides a figure or a permission."""
    use_applied(desk.store)
    hire(desk)
    name = seat(desk, "supervisor")
    call, mail = desk.new(who=name), desk.new("enquiry", "email", who=name)
    boxed = desk.new("certificate", "letter", email="anna@example.org", who=name)
    desk.new("certificate", "letter", email="olga@example.org", name="Ольга", who=name)
    open_session(desk.store, name, "FCE", date(2026, 12, 5), "Зал 1")
    desk.new("registration", "email", subject="FCE", exam=date(2026, 12, 5), who=name)
    duties.tick(desk.store, name, "website-current", "даты, цены")
    record_feedback(desk.store, name, "холодно", None)
    save_view(desk.store, name, "мои", "@анна")
    drop_view(desk.store, name, save_view(desk.store, name, "лишний", "x"))
    tickets.remind(desk.store, name, mail, desk.clock[0] + 3600, "перезвонить")
    write_to(desk.store, name, [(boxed, desk.row(boxed).version)], find(built_in(), "certificate"))
    exported(desk.store, name, [event for (event,) in desk.rows("SELECT event_id FROM outbox")])
    write_to(desk.store, name, [(boxed + 1, desk.row(boxed + 1).version)], find(built_in(), "certificate"))
    people.set_role(desk.store, name, people.people_here(desk.store)[0].name, "read-only")
    tickets.fact(desk.store, name, call, "answered")
    return desk


EDITS = (
    "UPDATE person SET role = 'supervisor'",
    "UPDATE person SET role = 'reception' WHERE role = 'supervisor'",
    "UPDATE person SET secret = 'another'",
    "UPDATE person SET wrong = 7",
    "UPDATE person SET waits_until = 1",
    "UPDATE person SET away_until = 1",
    "UPDATE person SET gone = 1",
    "DELETE FROM person WHERE role = 'supervisor'",
    "INSERT INTO staff (id, name) VALUES (99, 'Ева'); "
    "INSERT INTO person (staff_id, role, secret, wrong, waits_until) VALUES (99, 'supervisor', '', 0, 0)",
    "UPDATE staff SET name = name || '!' WHERE id = 1",
    "UPDATE staff SET name = CASE id WHEN 1 THEN 'x' ELSE name END",
    "INSERT INTO staff (name) VALUES ('Ева')",
    "DELETE FROM person_event",
    "DELETE FROM person_event WHERE id = (SELECT MAX(id) FROM person_event)",
    "INSERT INTO person_event (at, what, detail) VALUES (1, 'opened', '')",
    "UPDATE person_event SET what = 'opened' WHERE what = 'made'",
    "UPDATE person_event SET by_id = NULL",
    "INSERT INTO evidence (duty, at, recorded, staff_id, note, exam, place) VALUES ('mailbox-checked', 1, 1, 1, '', '', '')",
    "DELETE FROM evidence",
    "UPDATE evidence SET at = at - 60",
    "UPDATE evidence SET note = 'другое'",
    "UPDATE in_force SET since = since - 60",
    "INSERT INTO in_force (applied_id, since) VALUES (1, 1)",
    "UPDATE applied SET calendar = replace(calendar, '2026-11-04', '2026-11-05')",
    "UPDATE applied SET charter = replace(charter, '2 working days', '9 working days')",
    "UPDATE applied SET applied = 1",
    "UPDATE exam_session SET ends = '2026-12-01'",
    "UPDATE exam_session SET removed = 1",
    "DELETE FROM mapping; INSERT INTO mapping (headings, columns, staff_id) VALUES ('[]', '{}', 1)",
    "INSERT INTO batch (kind, received, opened_by_id, recorded, exam, day, centre) VALUES ('certificate', 1, 1, 1, '', '', '')",
    "UPDATE feedback SET words = 'тепло'",
    "UPDATE feedback SET done = 'сделано', done_at = 1",
    "DELETE FROM feedback",
    "UPDATE view SET words = '@борис'",
    "UPDATE customer SET name = 'Кто-то'",
    "UPDATE customer SET phone = '+79990000000'",
    "UPDATE customer SET email = 'x@example.org'",
    "UPDATE outbox SET exported = NULL",
    "UPDATE outbox SET exported = 1 WHERE exported IS NULL",
    "DELETE FROM outbox",
    "UPDATE outbox SET way = 'letter'",
    "DELETE FROM reminder",
    "UPDATE reminder SET at = at + 60",
    "INSERT INTO reminder (ticket_id, event, staff_id, at) VALUES (1, 1, 1, 1)",
    "INSERT INTO search (rowid, state, who, about, said) VALUES (99, '', 'чужое', '', '')",
    "DELETE FROM search",
    "UPDATE search SET who = 'другое'",
    "UPDATE ticket SET owner_id = 1",
    "UPDATE ticket SET batch_id = NULL, recorded = 1",
    "UPDATE ticket SET name = 'Другая'",
    "UPDATE ticket SET at_once = 1",
    "UPDATE clock SET state = 'void'",
    "UPDATE clock SET opened = opened - 86400",
    "UPDATE clock SET entered_late = 1",
    "UPDATE event SET staff_id = 2 WHERE ticket_id = 1",
    "UPDATE event SET recorded = recorded - 60 WHERE ticket_id = 1",
    "UPDATE text SET body = 'другое'",
    "UPDATE head SET practice = 0",
    "UPDATE head SET hash = 'x'",
    "DROP TRIGGER event_no_update",
    "DROP TRIGGER evidence_no_delete",
    "DROP INDEX event_apart",
    "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM reminder; END",
)


def test_a_desk_that_worked_proves_itself(worked: Desk) -> None:
    """Nothing is found where nobody edited anything."""
    assert check(worked.store).findings == ()


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_file_is_found(worked: Desk, edit: str) -> None:
    """Of a row, of a trigger, of the log: whatever decides a figure, a permission or a word."""
    if edit.startswith(("DROP", "CREATE")):
        with closing(sqlite3.connect(worked.path)) as connection, connection:
            connection.execute(edit)
    else:
        spoil(worked.path, *edit.split("; "))
    assert check(worked.store).findings != ()


def rechain(desk: Desk) -> None:
    """Writes all hashes anew over what the events hold now: no key is needed for that."""
    with closing(sqlite3.connect(desk.path)) as connection:
        rows = connection.execute(
            "SELECT id, ticket_id, step, what, at, recorded, staff_id, applied_id, data FROM event ORDER BY id"
        ).fetchall()
    hashed, statements = "0" * 64, []
    for row in rows:
        hashed = link(hashed, row)
        statements.append(f"UPDATE event SET hash = '{hashed}' WHERE id = {row[0]}")
    spoil(desk.path, *statements, f"UPDATE head SET hash = '{hashed}'")


def test_a_log_that_was_written_anew_is_found_by_its_anchor(worked: Desk) -> None:
    """Who acted is another one now, and every hash fits: only what was printed before tells."""
    anchor = head_of(worked.store)
    assert re.fullmatch(r"\d+:[0-9a-f]{16}", anchor)
    assert check(worked.store, anchor).findings == ()
    tickets.note(worked.store, seat(worked, "supervisor"), 1, "дальше")
    assert check(worked.store, anchor).findings == ()  # what came later takes nothing from it
    spoil(worked.path, "UPDATE event SET staff_id = 2 WHERE what = 'answered'")
    rechain(worked)
    assert "anchor" not in [finding.what for finding in check(worked.store).findings]
    assert [finding.what for finding in check(worked.store, anchor).findings] == ["anchor"]


def test_a_log_that_is_cut_short_no_longer_holds_its_anchor(worked: Desk) -> None:
    """Events that were taken off its end, with all that followed from them."""
    event, _, _ = head_of(worked.store).partition(":")
    assert [finding.what for finding in check(worked.store, f"{int(event) + 1}:{'0' * 16}").findings] == ["anchor"]


@pytest.mark.parametrize("anchor", ["", "12", "12:", "12:xyz", ":0a1b2c3d", "12:0a1b", "-1:0a1b2c3d4e5f6071"])
def test_what_is_no_anchor_is_refused(worked: Desk, anchor: str) -> None:
    """But for none at all, which asks for nothing."""
    if not anchor:
        assert check(worked.store, anchor).findings == ()
        return
    with pytest.raises(AnchorInvalid):
        check(worked.store, anchor)


def test_recorded_never_runs_backwards(worked: Desk) -> None:
    """Neither by a clock that is set back, nor by an edit that fits into the chain."""
    name = seat(worked, "supervisor")
    before = worked.rows("SELECT MAX(recorded) FROM event")[0][0]
    worked.clock[0] -= 7200
    tickets.note(worked.store, name, 2, "часы переведены назад")
    assert worked.rows("SELECT recorded, at FROM event ORDER BY id DESC LIMIT 1") == [(before, worked.clock[0])]
    assert check(worked.store).findings == ()
    spoil(worked.path, "UPDATE event SET recorded = recorded - 60 WHERE id = (SELECT MAX(id) FROM event)")
    rechain(worked)
    assert "recorded" in [finding.what for finding in check(worked.store).findings]


def test_repair_is_for_a_supervisor_and_an_event(worked: Desk) -> None:
    """By the owner of the machine it leaves its mark; rows that the log proves are not touched."""
    spoil(worked.path, "UPDATE clock SET due = 1 WHERE ticket_id = 1", "UPDATE outbox SET exported = NULL", "DELETE FROM feedback")
    found = check(worked.store)
    for role in ("reception", "complaints", "read-only"):
        name = seat(worked, role)
        with pytest.raises(RightMissing):
            repair(worked.store, name, found)
    assert repair(worked.store, seat(worked, "supervisor"), found)
    left = check(worked.store)
    assert [finding.what for finding in left.findings] == ["logged-row"]
    spoil(worked.path, "UPDATE clock SET due = 1 WHERE ticket_id = 1")
    seat(worked, "")
    repair_as_owner(worked.store, check(worked.store))
    marks = [json.loads(data)["rescue"] for (data,) in worked.rows("SELECT data FROM event WHERE what = 'repaired' ORDER BY id")]
    assert marks == [False, True]


def test_the_command_prints_its_head_and_proves_an_anchor(command: Command) -> None:
    """`desk check`, `desk evening`; 1 where the log no longer contains it, 2 for what is no anchor."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    found = json.loads(command("check", "--json").stdout)
    assert f"head of the log: {found['head']}" in command("evening", "--lang", "en").stdout
    command("do", "1", "answered")
    codes = {anchor: command("check", "--head", anchor).returncode for anchor in (found["head"], "1:00000000", "x")}
    assert codes == {found["head"]: 0, "1:00000000": 1, "x": 2}


def test_the_same_data_is_written_one_way() -> None:
    """Or its hash would be another one."""
    assert canonical({"б": 1, "a": [None, "ё"]}) == '{"a":[null,"ё"],"б":1}'


def test_what_was_written_into_the_file_does_not_get_into_the_log(worked: Desk) -> None:
    """A login, or a wrong PIN, changes how often somebody tried; the role beside it stays a finding."""
    name = worked.rows("SELECT s.name FROM person AS p JOIN staff AS s ON s.id = p.staff_id WHERE p.role = 'complaints'")[0][0]
    spoil(worked.path, "UPDATE person SET role = 'supervisor' WHERE role = 'complaints'")
    tried = people.begin_attempt(worked.store, name)
    people.succeed(worked.store, tried)
    assert [finding.what for finding in check(worked.store).findings] == ["logged-row"]


@pytest.mark.parametrize("edit", ["DELETE FROM in_force", "DELETE FROM in_force; UPDATE head SET practice = 0"])
def test_a_desk_without_its_charter_is_no_new_desk(worked: Desk, edit: str) -> None:
    """Nothing is put in force by opening it, and a practice desk becomes no real one."""
    worked.store.close()
    spoil(worked.path, *edit.split("; "))
    before = worked.rows("SELECT COUNT(*) FROM event")
    with pytest.raises(CharterDamaged):
        open_desk(str(worked.path), None, lambda: worked.clock[0])
    assert worked.rows("SELECT COUNT(*) FROM event") == before


def test_a_desk_without_the_end_of_its_log_is_refused(worked: Desk) -> None:
    """In one line."""
    worked.store.close()
    spoil(worked.path, "DELETE FROM head")
    for practice in (True, False):
        with pytest.raises(DatabaseDamaged):
            open_desk(str(worked.path), None, lambda: worked.clock[0], practice=practice)


def test_rescue_alone_is_refused(command: Command) -> None:
    """Who asks for it believes that something is repaired."""
    assert command("check", "--rescue").returncode == 2
