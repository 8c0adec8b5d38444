"""The chain of events: appended only, verifiable, free of strangers' words; and one function is one transaction."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.intake.certificates import import_list
from desk.store import event_log
from desk.store.commands import corrections, tickets
from desk.store.commands.perform import perform
from desk.store.errors.database import DiskFull
from tests.recordings import Fields
from tests.unit.conftest import Desk, at, broken_links, wrong_rows

pytestmark = pytest.mark.server

SECRETS = Fields(name="Щербакова Неонилла", phone="8 812 555-01-77", email="neonilla@example.org", subject="Тайна о пересдаче")
LETTER = "Содержание письма целиком"


def change(path: Path, sql: str) -> None:
    """A statement by a connection that knows nothing of the desk."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


def busy_day(desk: Desk) -> list[int]:
    """Tickets of every kind, with every act on them."""
    store = desk.store
    numbers = [desk.new(**SECRETS | {"body": LETTER}) for _ in range(3)]
    numbers += [desk.new("complaint", "voicemail", **SECRETS), desk.new("certificate", "letter", **SECRETS | {"candidate": "7001"})]
    first, second, third, complaint, certificate = numbers
    tickets.note(store, "Boris", first, "Позвонить Неонилле")
    tickets.fact(store, "Вера", first, "answered", texts={"note": "Рассказали Неонилле"}, data={"way": "phone"})
    tickets.reopen(store, "Вера", first, "Неонилла снова")
    corrections.correct(store, "Boris", second, "name", "Щербакова-Неонилла")
    corrections.correct_time(store, "Boris", second, at("2026-11-02 12:00"))
    tickets.take(store, "Boris", second)
    tickets.hand_over(store, "Boris", second, "Вера")
    tickets.remind(store, "Вера", second, at("2026-11-05 12:00"), "Набрать Неонилле")
    tickets.close(store, "Вера", third, "duplicate", of=first, note="Та же Неонилла")
    tickets.missing(store, "Boris", complaint, "паспорт Неониллы")
    tickets.fact(store, "Boris", complaint, "tried", texts={"number": "8 812 555-01-77"})
    tickets.convert(store, "Boris", complaint, "enquiry", {"note": "Неонилла только спросила"})
    tickets.fact(store, "Boris", certificate, "posted", texts={"number": "RA555017755RU"})
    tickets.undo(store, "Boris")
    return numbers


# -- the chain -----------------------------------------------------------------------------------------------------------


@pytest.mark.in_file
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET at = at + 1 WHERE id = 1",
        "UPDATE event SET what = what",
        "DELETE FROM event WHERE id = 2",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
        "REPLACE INTO event SELECT * FROM event WHERE id = 1",
        "INSERT OR IGNORE INTO event SELECT * FROM event WHERE id = 1",
        "UPDATE OR REPLACE event SET id = 2 WHERE id = 1",
        "UPDATE event SET id = id + 100",
        "INSERT INTO event SELECT * FROM event WHERE true ON CONFLICT (id) DO UPDATE SET what = 'noted'",
    ],
)
def test_the_database_itself_refuses_to_change_events(desk: Desk, sql: str) -> None:
    """Design, section 4: triggers refuse update, delete and an insert over an existing id, the person who connects."""
    tickets.take(desk.store, "Boris", desk.new())
    before = desk.rows("SELECT * FROM event")
    with pytest.raises(sqlite3.IntegrityError, match="events are never"):
        change(desk.path, sql)
    assert desk.rows("SELECT * FROM event") == before


def test_the_chain_holds_over_many_tickets(desk: Desk) -> None:
    """Each row carries the hash of the one before; ids have no gap; the head is the last row."""
    for _ in range(4):
        busy_day(desk)
    assert len(desk.rows("SELECT 1 FROM event")) > 70
    assert broken_links(desk.where) == []
    assert wrong_rows(desk.store) == []


def test_an_empty_chain_has_its_head(desk: Desk) -> None:
    """One row, at what a new desk is: its charter, that it is in force, which clock it keeps."""
    ((_, event, hashed),) = desk.rows("SELECT id, event, hash FROM head")
    assert desk.rows("SELECT what FROM event ORDER BY id") == [("applied",), ("in_force",), ("desk",)]
    assert desk.rows("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1") == [(event, hashed)]
    assert broken_links(desk.where) == []


@pytest.mark.in_file
@pytest.mark.parametrize("column", ["ticket_id", "step", "what", "at", "recorded", "staff_id", "applied_id", "data"])
def test_whatever_is_changed_behind_the_triggers_breaks_the_chain(desk: Desk, column: str) -> None:
    """The hash covers every field: somebody who drops the triggers is found out."""
    busy_day(desk)
    change(desk.path, "DROP TRIGGER event_no_update")
    change(desk.path, f"UPDATE event SET {column} = {column} || '9' WHERE id = 5")
    assert broken_links(desk.where) == [5]


@pytest.mark.in_file
def test_an_event_left_out_at_either_end_breaks_the_chain(desk: Desk) -> None:
    """The next one carries its hash; the last one is in the head."""
    busy_day(desk)
    change(desk.path, "DROP TRIGGER event_no_delete")
    change(desk.path, "DELETE FROM event WHERE id = (SELECT max(id) FROM event)")
    assert broken_links(desk.where) == [0]
    change(desk.path, "DELETE FROM event WHERE id = 4")
    assert broken_links(desk.where) == [5, 0]


# -- strangers' words ----------------------------------------------------------------------------------------------------


def test_events_hold_no_strangers_words(desk: Desk) -> None:
    """Ids and salted digests: names, numbers, questions and answers stand in `text` beside them."""
    busy_day(desk)
    chained = re.sub("[0-9a-f]{64}", "", json.dumps(desk.rows("SELECT what, data, hash FROM event"), ensure_ascii=False))
    for word in ("еонилл", "Щербаков", "555", "neonilla", "example.org", "Тайна", "Содержание", "паспорт"):
        assert word not in chained, word
    assert "Неонилле" in str(desk.rows("SELECT body FROM text"))


def test_a_digest_says_nothing_without_its_salt_and_proves_the_words_with_it(desk: Desk) -> None:
    """The same name twice has two digests; each one is that of its words."""
    desk.new(**SECRETS), desk.new(**SECRETS)
    digests = {event: json.loads(data).get("texts", {}) for event, data in desk.rows("SELECT id, data FROM event ORDER BY id")}
    first, second = list(digests.values())[-2:]
    assert not set(first.values()) & set(second.values())
    for event, field, body, salt in desk.rows("SELECT event_id, field, body, salt FROM text"):
        assert digests[event][field] == event_log.digest(salt, body)
        assert re.fullmatch("[0-9a-f]{16}", salt)


@pytest.mark.in_file
def test_words_can_be_erased_without_breaking_the_chain(desk: Desk) -> None:
    """Design, section 4: erasing a person breaks nothing; clocks and acts go on."""
    numbers = busy_day(desk)
    change(desk.path, "DELETE FROM text")
    assert broken_links(desk.where) == []
    clocks = desk.clocks(numbers[0])
    assert desk.story(numbers[0]).words["name"] == ""
    tickets.note(desk.store, "Boris", numbers[0], "без имени")
    assert (desk.clocks(numbers[0]), broken_links(desk.where)) == (clocks, [])


def test_an_event_names_who_acted_when_it_happened_and_what_counted(desk: Desk) -> None:
    """What, when, who, by which charter."""
    number = desk.new("enquiry", "email", "2026-11-03 09:00", who="Вера")
    ((ticket, what, moment, recorded, staff, applied),) = desk.rows(
        "SELECT ticket_id, what, at, recorded, s.name, applied_id FROM event JOIN staff AS s ON s.id = staff_id WHERE ticket_id = 1"
    )
    assert (ticket, what, staff, applied) == (number, "received", "Вера", 1)
    assert (moment, recorded) == (at("2026-11-03 09:00"), at("2026-11-03 10:14"))


# -- one function, one transaction ---------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[Desk, int], object]] = {
    "record": lambda desk, _: desk.new(who="Новый", phone="555-01-78"),
    "fact": lambda desk, number: tickets.fact(desk.store, "Новый", number, "updated", texts={"note": "x"}),
    "note": lambda desk, number: tickets.note(desk.store, "Новый", number, "x"),
    "missing": lambda desk, number: tickets.missing(desk.store, "Новый", number, "x"),
    "passed_on": lambda desk, number: perform(desk.store, "Новый", number, "passed-on", {"note": "x"}),
    "correct": lambda desk, number: corrections.correct(desk.store, "Новый", number, "name", "x"),
    "channel": lambda desk, number: corrections.correct(desk.store, "Новый", number, "channel", "voicemail"),
    "take": lambda desk, number: tickets.take(desk.store, "Новый", number),
    "hand_over": lambda desk, number: tickets.hand_over(desk.store, "Новый", number, "Ещё новее"),
    "hand_back": lambda desk, number: tickets.hand_back(desk.store, "Новый", number),
    "remind": lambda desk, number: tickets.remind(desk.store, "Новый", number, at("2026-11-05 12:00")),
    "close": lambda desk, number: tickets.close(desk.store, "Новый", number, "mistake"),
    "convert": lambda desk, number: tickets.convert(desk.store, "Новый", number, "enquiry"),
    "undo": lambda desk, number: tickets.undo(desk.store, "Boris", number),
}

BREAKS = {
    "as the clock is written": "BEFORE INSERT ON clock",
    "as the ticket's row is written": "BEFORE UPDATE ON ticket",
    "as the head is moved": "BEFORE UPDATE OF hash ON head",
    "after everything": "AFTER UPDATE ON ticket",
}
MOVE_NO_CLOCK = ("note", "missing", "passed_on", "correct", "take", "hand_over", "hand_back", "remind")  # nor write any


@pytest.mark.in_file
@pytest.mark.parametrize(
    ("when", "act"),
    [(when, act) for when in BREAKS for act in ACTS if not (when.startswith("as the clock") and act in MOVE_NO_CLOCK)],
)
def test_an_act_that_fails_in_the_middle_leaves_nothing(desk: Desk, act: str, when: str) -> None:
    """Design, section 2: one function = one transaction; not even the new colleague or customer stays behind."""
    number = desk.new("complaint", "email", phone="555-01-77")
    if act == "hand_back":
        tickets.take(desk.store, "Boris", number)
    change(desk.path, f"CREATE TRIGGER broken {BREAKS[when]} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
    before = desk.everything()
    with pytest.raises(DiskFull):
        ACTS[act](desk, number)
    assert desk.everything() == before
    change(desk.path, "DROP TRIGGER broken")
    ACTS[act](desk, number)
    assert (broken_links(desk.where), wrong_rows(desk.store)) == ([], [])


@pytest.mark.in_file
@pytest.mark.parametrize("act", MOVE_NO_CLOCK)
def test_an_act_that_moves_no_clock_writes_none(desk: Desk, act: str) -> None:
    """Of what is derived from its events an act writes what it changed."""
    number = desk.new("complaint", "email", phone="555-01-77")
    if act == "hand_back":
        tickets.take(desk.store, "Boris", number)
    change(desk.path, "CREATE TRIGGER broken BEFORE DELETE ON clock BEGIN SELECT RAISE(ABORT, 'a clock is written') ; END")
    clocks = desk.clocks(number)
    ACTS[act](desk, number)
    assert (desk.clocks(number), wrong_rows(desk.store)) == (clocks, [])


@pytest.mark.in_file
def test_a_list_that_fails_at_its_last_line_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    """A box of certificates: all of it or nothing, batch and customers included."""
    box = tmp_path / "box.csv"
    box.write_text("name,candidate number\n" + "".join(f"Candidate {n},{n:04}\n" for n in range(30)), encoding="utf-8")
    change(desk.path, "CREATE TRIGGER broken BEFORE INSERT ON clock WHEN NEW.ticket_id = 30 BEGIN SELECT RAISE(ABORT, 'full'); END")
    before = desk.everything()
    with pytest.raises(DiskFull):
        import_list(desk.store, "Новый", box, at("2026-11-03 10:00"))
    assert desk.everything() == before
