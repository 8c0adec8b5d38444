"""Importing the candidates of exam sessions from a list (CSV or XLSX): comparing it with the registrations, and opening tickets.

A line belongs to the session of its exam, day and place, which is created if necessary. All in one transaction; a second import of
the same list adds nothing.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from desk.charter.vocabulary import SESSIONS
from desk.intake.candidates import BAD_DAY, Candidate, WrongLine, bare_number
from desk.intake.columns import Headed, Unknown
from desk.intake.import_job import (
    NEAR_NAME,
    NOTHING,
    SAME_NAME,
    SAME_NUMBER,
    Arrival,
    Asked,
    Doubt,
    People,
    centre_of,
    doubt_about_line,
    headed,
    is_theirs,
    lines,
    remember_columns,
)
from desk.store.commands.bulk_recording import ignore_progress, open_together
from desk.store.commands.recording import Recording
from desk.store.commands.sessions import Session, find_session, is_far_beyond, is_late, late_fee, open_session, session
from desk.store.customers.identity import address_key, keys_of
from desk.store.database import Store
from desk.store.queries.imports import Registered, meanings, registered
from desk.store.staff import staff_id
from desk.store.validation import kind_using
from desk.text.folding import search_key
from desk.text.names import name_key

NEEDED = ("name",)
NO_DAY, NO_EXAM, EXAM_OVER, BEYOND = "no-day", "no-exam", "exam-over", "beyond"
_YEAR = timedelta(days=365)


def preview_list(store: Store, path: Path, asked: Asked = NOTHING) -> Arrival:
    """Previews the import of a list: new, known, doubtful and wrong lines. Writes nothing. Raises BadList."""
    found = headed(path, NEEDED, meanings(store), asked)
    return _compared(store, found, *lines(found, asked, NEEDED, _key), asked)


def import_list(
    store: Store, who: str, path: Path, asked: Asked = NOTHING, progress: Callable[[int], None] = ignore_progress
) -> Arrival:
    """Registers each new candidate of the list, in one transaction and one undo; creates missing sessions.

    told: progress callback, called with the number of tickets. Wrong lines are skipped and returned with their reasons. Raises
    BadList, BadInput, DatabaseUnusable; then nothing is written.
    """
    found = headed(path, NEEDED, meanings(store), asked)
    good, wrong = lines(found, asked, NEEDED, _key)
    with store.transaction():
        arrival = _compared(store, found, good, wrong, asked)
        if not arrival.new:
            return arrival
        sessions = _Sessions(store, who, asked)
        recordings = [_recording(store, person, sessions.of(person)) for person in arrival.new]
        open_together(store, staff_id(store, who), recordings, progress=progress)
        remember_columns(store, who, found, asked)
    return arrival


class _Sessions:
    """The sessions named by a list, each looked up once."""

    def __init__(self, store: Store, who: str, asked: Asked) -> None:
        self._store, self._who, self._asked = store, who, asked
        self._found: dict[tuple[str, str, str], Session] = {}

    def of(self, person: Candidate) -> Session:
        """The session of a line, created if necessary."""
        key = (search_key(person.exam), person.day, search_key(person.place))
        if key not in self._found:
            day = date.fromisoformat(person.day)
            ends = date.fromisoformat(self._asked.ends) if self._asked.ends else None
            found = find_session(self._store, person.exam, day, person.place)
            if found is None:
                number = open_session(self._store, self._who, person.exam, day, person.place, ends)
                found = session(self._store, number)
            self._found[key] = found
        return self._found[key]


def _key(person: Candidate) -> tuple[str, ...]:
    who = (bare_number(person.candidate),) if person.candidate else (name_key(person.name), person.email.casefold(), person.phone)
    return (*who, search_key(person.exam), person.day)


def _recording(store: Store, person: Candidate, of: Session) -> Recording:
    now = store.now()
    received = min(now, registered_at(store, person)) if person.registered else now
    day, registered_on = date.fromisoformat(person.day), store.charter.at(received).date()
    late = is_late(store, of, of.exam, day, registered_on)
    language = person.language or store.charter.file.centre.language
    return Recording(
        kind_using(store, SESSIONS),
        "letter",
        name=person.name,
        phone=person.phone,
        email=person.email,
        received=received,
        language=person.language or None,
        subject=of.exam,
        exam_name=of.exam,
        candidate=person.candidate,
        exam=day,
        document=person.document,
        address=person.address,
        fee=person.fee or (late_fee(store, of.exam, day, language) if late else ""),
        late=late,
        session=of.id,
    )


def _compared(
    store: Store, found: Headed | Unknown, good: tuple[Candidate, ...], wrong: tuple[WrongLine, ...], asked: Asked
) -> Arrival:
    checked = [(person, _wrong(store, person)) for person in good]
    good = tuple(person for person, reason in checked if reason is None)
    centre = centre_of(store, found.file, good)
    by_exam: dict[tuple[str, str], list[Registered]] = {}
    for other in registered(store, {person.day for person in good}) if good else ():
        by_exam.setdefault((search_key(other.exam), other.day), []).append(other)
    people = {key: People(others) for key, others in by_exam.items()}
    new: list[Candidate] = []
    known: list[tuple[Candidate, int]] = []
    doubtful: list[Doubt] = []
    for person in good:
        some = people.get((search_key(person.exam), person.day)) or People(())
        mine = _known(store, person, some)
        doubt = None if mine or asked.doubtful else doubt_about_line(person) or _doubt(person, some)
        if mine:
            known.append((person, mine))
        elif doubt:
            doubtful.append(doubt)
        else:
            new.append(person)
    unused, encoding = (found.unused, found.encoding) if isinstance(found, Headed) else ((), "")
    wrong = (*wrong, *(reason for _, reason in checked if reason))
    return Arrival(found.file, tuple(new), tuple(known), wrong, tuple(doubtful), unused, centre, SESSIONS, encoding)


def _wrong(store: Store, person: Candidate) -> WrongLine | None:
    """The reason why a line cannot be registered, if any."""
    today = store.charter.at(store.now()).date()
    if not person.exam:
        return WrongLine(person.line, NO_EXAM, person.name)
    if not person.day:
        return WrongLine(person.line, NO_DAY, person.name)
    if person.day < today.isoformat():
        return WrongLine(person.line, EXAM_OVER, person.day)
    if is_far_beyond(store, date.fromisoformat(person.day)):
        return WrongLine(person.line, BEYOND, person.day)
    if person.registered and not today - _YEAR <= store.charter.at(registered_at(store, person)).date() <= today:
        return WrongLine(person.line, BAD_DAY, person.registered)
    return None


def registered_at(store: Store, person: Candidate) -> int:
    """When they registered, UTC epoch seconds: at the time given in the list, in the centre's zone unless it has an offset; else at
    the beginning of the day."""
    moment = datetime.fromisoformat(person.registered)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=store.charter.zone)).timestamp())


def _known(store: Store, person: Candidate, people: People) -> int:
    """The existing ticket of this candidate; 0 if there is none."""
    mine = {name_key(name) for name in (person.name, person.document) if name}
    numbered = people.by_number.get(bare_number(person.candidate)) if person.candidate else None
    if numbered and is_theirs(person, numbered.names):
        return numbered.number
    same = (other for name in mine for other in people.by_key.get(name, ()) if not (person.candidate and other.candidate))
    return next((other.number for other in same if _same_contact(store, person, other)), 0)


def _same_contact(store: Store, person: Candidate, other: Registered) -> bool:
    """Whether two people with the same name may be the same person: a common address or number, or none to compare."""
    keys = {*keys_of(store, person.phone), address_key(person.email)} - {""}
    return not keys or not other.keys or bool(keys & set(other.keys))


def _doubt(person: Candidate, people: People) -> Doubt | None:
    numbered = people.by_number.get(bare_number(person.candidate)) if person.candidate else None
    if numbered:
        return Doubt(person, SAME_NUMBER, numbered.number, numbered.names[0])
    same = people.by_key.get(name_key(person.name))
    if same and not person.candidate:
        return Doubt(person, SAME_NAME, same[0].number, same[0].names[0])
    near = people.names.near(person.name)
    return Doubt(person, NEAR_NAME, people.by_name[near].number, near) if near else None
