"""Logging in: PINs, wrong tries and their growing wait, what is done to logins. On a real database, by argon2id, with
the desk's own parameters where those matter."""

import sqlite3
import unicodedata
from contextlib import closing
from datetime import date

import argon2
import pytest

from desk.actions.rights import SUPERVISOR
from desk.auth import passwords
from desk.i18n import translator
from desk.presentation.people import happened_line
from desk.store.commands import people
from desk.store.commands.tickets import remind, take
from desk.store.errors import BadInput
from desk.store.errors.database import DatabaseGone
from desk.store.errors.people import (
    LastSupervisor,
    MustWait,
    PassphraseMissing,
    PersonUnknown,
    PinGuessable,
    PinTooLong,
    PinTooShort,
    ReturnInPast,
    RightMissing,
    WrongPin,
)
from desk.store.opening import open_desk
from desk.store.queries import board
from tests.unit.conftest import Desk
from tests.unit.people import PEOPLE, hire, seat

PIN, NAME = "4711", PEOPLE["reception"]


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As costly as for people."""
    monkeypatch.setattr(argon2, "PasswordHasher", argon2._password_hasher.PasswordHasher)


@pytest.fixture(scope="module")
def secret() -> str:
    """The hash of the PIN, made once."""
    return passwords.hashed(PIN)


@pytest.fixture
def hired(desk: Desk, secret: str) -> Desk:
    """Somebody of each role, all with one PIN."""
    hire(desk, secret)
    seat(desk, "")
    return desk


def tries(desk: Desk, *pins: str) -> list[str]:
    """What comes of trying to log in with each PIN, one after the other."""
    found = []
    for pin in pins:
        try:
            found.append(passwords.log_in(desk.store, NAME, pin).name)
        except MustWait as error:
            found.append(f"must-wait {error.seconds}")
        except WrongPin:
            found.append("wrong-pin")
    return found


@pytest.mark.parametrize("pin", [PIN, "4711\n", "4711\r\n", " 4711 "])
def test_a_pin_is_right_with_the_line_end_that_was_copied_with_it(hired: Desk, pin: str) -> None:
    """Pasted from a note it brings one along."""
    assert tries(hired, pin) == [NAME]
    assert hired.store.acting == (NAME, hired.rows("SELECT id FROM staff WHERE name = ?", NAME)[0][0])


def test_a_passphrase_is_the_same_in_either_form_of_unicode() -> None:
    """The same letters typed on a Mac are other signs."""
    from argon2 import PasswordHasher

    composed, decomposed = (unicodedata.normalize(form, "йод и ёлка") for form in ("NFC", "NFD"))
    assert composed != decomposed
    for chosen, typed in ((composed, decomposed), (decomposed, composed)):
        assert PasswordHasher().verify(passwords.hashed(chosen), passwords._typed(typed))


@pytest.mark.parametrize(
    ("pin", "error"), [("471", PinTooShort), (" 47 \n", PinTooShort), ("", PinTooShort), ("4" * 201, PinTooLong)]
)
def test_what_is_no_pin(pin: str, error: type[BadInput]) -> None:
    """Too short to be guessed slowly, or a text."""
    with pytest.raises(error):
        passwords.hashed(pin)


@pytest.mark.usefixtures("real_hashes")
def test_the_hash_is_argon2id_and_salted() -> None:
    """RFC 9106; two people with one PIN have two hashes."""
    one, other = passwords.hashed(PIN), passwords.hashed(PIN)
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other


def test_five_wrong_tries_lock_for_a_wait_that_grows(hired: Desk) -> None:
    """A minute, then twice as long each time, an hour at most; a right one ends it, and counts from the beginning again."""
    assert tries(hired, *["0000"] * 5, PIN) == ["wrong-pin"] * 4 + ["must-wait 60"] * 2
    waits = []
    for _ in range(8):
        hired.clock[0] += int(tries(hired, PIN)[0].split()[1])
        told = tries(hired, "0000")
        waits.append(tries(hired, PIN)[0])
        assert told == waits[-1:]
    assert waits == [f"must-wait {seconds}" for seconds in (120, 240, 480, 960, 1920, 3600, 3600, 3600)]
    hired.clock[0] += 3_600
    assert tries(hired, PIN, *["0000"] * 4, PIN) == [NAME] + ["wrong-pin"] * 4 + [NAME]


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (120, 2)])
def test_the_wait_is_told_in_whole_minutes(seconds: int, minutes: int) -> None:
    """Rounded up, so that whoever waits that long may try."""
    assert MustWait(seconds).minutes == minutes


def test_the_wait_survives_a_restart_and_is_one_persons_alone(hired: Desk) -> None:
    """Another desk on the same database waits as long; a colleague logs in."""
    tries(hired, *["0000"] * 5)
    hired.store.close()
    store = open_desk(str(hired.path), None, lambda: hired.clock[0] + 30)
    with closing(store):
        with pytest.raises(MustWait) as refused:
            passwords.log_in(store, NAME, PIN)
        assert refused.value.seconds == 30
        assert passwords.log_in(store, PEOPLE["complaints"], PIN).name == PEOPLE["complaints"]


def test_a_try_counts_before_it_is_looked_at(hired: Desk) -> None:
    """The person who kills the desk at each wrong PIN gains nothing."""
    for _ in range(5):
        people.begin_attempt(hired.store, NAME)
    assert tries(hired, PIN) == ["must-wait 60"]


def test_a_clock_that_was_set_back_ends_no_wait(hired: Desk) -> None:
    """The wait counts from the last event of the log, whatever the machine's clock says."""
    tries(hired, *["0000"] * 5)
    hired.clock[0] -= 86_400
    assert tries(hired, PIN) == ["must-wait 60"]
    hired.clock[0] += 86_400 + 60
    assert tries(hired, PIN) == [NAME]


def test_a_damaged_hash_is_a_wrong_pin(hired: Desk) -> None:
    """Whatever somebody wrote into the file."""
    hired.store.rows("UPDATE person SET secret = 'no hash'")
    assert tries(hired, PIN) == ["wrong-pin"]


@pytest.mark.usefixtures("real_hashes")
def test_a_weaker_hash_is_made_anew(hired: Desk) -> None:
    """At the next right PIN."""
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)
    hired.store.rows("UPDATE person SET secret = ?", weak)
    assert tries(hired, PIN, PIN) == [NAME, NAME]
    staff_id = hired.store.acting.login
    assert hired.rows("SELECT secret LIKE '%m=65536,t=3,p=4%' FROM person WHERE staff_id = ?", staff_id) == [(1,)]


def test_logging_in_while_the_database_is_away_is_refused_as_such(hired: Desk) -> None:
    """Not as a wrong PIN."""
    hired.path.rename(hired.path.with_suffix(".away"))
    with pytest.raises(DatabaseGone):
        passwords.log_in(hired.store, NAME, PIN)


def test_what_is_done_to_logins_is_written_down_and_never_changed(hired: Desk) -> None:
    """By whom and to whom, in both languages; the database itself refuses another past."""
    tries(hired, *["0000"] * 5)
    people.rescue(hired.store, NAME, "secret")
    seat(hired, SUPERVISOR)
    who, other = PEOPLE[SUPERVISOR], PEOPLE["read-only"]
    people.set_role(hired.store, who, other, "complaints")
    people.set_secret(hired.store, who, other, "secret")
    people.set_away(hired.store, who, other, hired.clock[0] + 86_400)
    people.open_to_all(hired.store, who)
    people.open_to_all(hired.store, who)  # is open already
    people.close_to_others(hired.store, who)
    people.leave(hired.store, who, other)
    found = people.history(hired.store)
    assert [(item.what, item.about, item.by, item.detail) for item in reversed(found)][4:] == [
        ("waits", NAME, "", "5"),
        ("rescued", NAME, "", ""),
        ("role", other, who, "complaints"),
        ("secret", other, who, ""),
        ("away", other, who, str(hired.clock[0] + 86_400)),
        ("opened", "", who, ""),
        ("closed", "", who, ""),
        ("gone", other, who, ""),
    ]
    for language in ("ru", "en"):
        said = [happened_line(translator(language), hired.store.charter, entry) for entry in found]
        assert len({words.partition("  ")[2] for words in said}) == len(said)
    for sql in (
        "UPDATE person_event SET what = 'made'",
        "DELETE FROM person_event",
        "REPLACE INTO person_event SELECT * FROM person_event",
    ):
        with closing(sqlite3.connect(hired.path)) as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute(sql)


def test_whoever_is_away_gives_back_what_falls_due_before_they_are_back(hired: Desk) -> None:
    """calls.2: the clock never waits for a person. What is due later stays theirs; back at work, they are back."""
    who = PEOPLE[SUPERVISOR]
    hired.at("2026-11-03 10:14")
    seat(hired, "reception")
    soon, later = hired.new(who=NAME), hired.new("registration", "email", exam=date(2026, 12, 12), who=NAME)
    for number in (soon, later):
        take(hired.store, NAME, number)
    seat(hired, SUPERVISOR)
    assert people.set_away(hired.store, who, NAME, hired.clock[0] + 7 * 86_400) == [soon]
    assert [hired.row(number).owner for number in (soon, later)] == ["", NAME]
    assert [item.away_until is None for item in people.people_here(hired.store) if item.name == NAME] == [False]
    assert tries(hired, PIN) == [NAME]
    assert [each.away_until for each in people.people_here(hired.store) if each.name == NAME] == [None]
    with pytest.raises(ReturnInPast):
        people.set_away(hired.store, NAME, NAME, hired.clock[0])


def test_the_last_supervisor_stays_one(hired: Desk) -> None:
    """Else nobody could lead the desk any more; another one made, they may go."""
    who = PEOPLE[SUPERVISOR]
    seat(hired, SUPERVISOR)
    for refused in (
        lambda: people.set_role(hired.store, who, who, "reception"),
        lambda: people.leave(hired.store, who, who),
    ):
        with pytest.raises(LastSupervisor):
            refused()
    people.set_role(hired.store, who, NAME, SUPERVISOR)
    people.leave(hired.store, who, who)
    with pytest.raises(PersonUnknown):
        passwords.log_in(hired.store, who, PIN)


def test_another_pin_is_set_by_oneself_or_by_whoever_leads(hired: Desk) -> None:
    """Nobody else's."""
    seat(hired, "reception")
    people.set_secret(hired.store, NAME, NAME, passwords.hashed("5820"))
    with pytest.raises(RightMissing):
        people.set_secret(hired.store, NAME, PEOPLE["complaints"], "secret")
    assert tries(hired, PIN, "5820") == ["wrong-pin", NAME]


def test_whoever_left_and_is_back_starts_anew(hired: Desk, secret: str) -> None:
    """Under the same name, with their old tickets."""
    number = hired.new(who=seat(hired, "reception"))
    who = seat(hired, SUPERVISOR)
    people.leave(hired.store, who, NAME)
    assert NAME not in people.login_info(hired.store).names
    people.add_person(hired.store, who, NAME, "reception", secret)
    assert tries(hired, PIN) == [NAME]
    assert hired.row(number).id == number


@pytest.mark.parametrize("pin", ["1111", "1212", "123123", "1234", "9876", "1990", "3112", "1231", "311290", "19901231", "2580"])
def test_what_is_guessed_first_is_refused(pin: str) -> None:
    """Repetitions, rows, years, days, lines of the keypad."""
    with pytest.raises(PinGuessable):
        passwords.hashed(pin)


@pytest.mark.parametrize(("word", "good"), [("4711", False), ("4711471147", False), ("короткая", False), ("длинная фраза", True)])
def test_a_supervisor_is_asked_for_a_passphrase(word: str, good: bool) -> None:
    """Ten signs, not digits alone; others may have a PIN."""
    if good:
        assert passwords.hashed(word, SUPERVISOR)
        return
    with pytest.raises(PassphraseMissing):
        passwords.hashed(word, SUPERVISOR)


def test_a_reminder_of_somebody_who_is_away_is_for_whoever_is_there(hired: Desk) -> None:
    """Nobody else knows of the promise; it is theirs again when they are back."""
    who = PEOPLE[SUPERVISOR]
    seat(hired, "reception")
    remind(hired.store, NAME, hired.new(who=NAME), hired.clock[0] + 3_600, "x")
    seat(hired, SUPERVISOR)
    assert [row.absent for row in board.reminders(hired.store)] == [0]
    people.set_away(hired.store, who, NAME, hired.clock[0] + 86_400)
    assert [row.absent for row in board.reminders(hired.store)] == [1]
    hired.clock[0] += 86_401
    assert [row.absent for row in board.reminders(hired.store)] == [0]
    people.leave(hired.store, who, NAME)
    assert [row.absent for row in board.reminders(hired.store)] == [1]
