"""Importing a box of certificates from a list (CSV or XLSX): comparing it with the recorded ones, and opening tickets.

All valid lines are imported in one transaction or none; rejected ones are returned with their number and reason. A second import of
the same list adds nothing.
"""

from collections.abc import Callable
from pathlib import Path

from desk.charter.vocabulary import BATCHES
from desk.intake.candidates import Candidate, WrongLine, bare_number
from desk.intake.columns import Headed, Said, Unknown
from desk.intake.import_job import (
    NEAR_NAME,
    NOTHING,
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
from desk.store.commands.bulk_recording import ignore_progress, open_together, record_batch
from desk.store.commands.recording import Recording
from desk.store.database import Store
from desk.store.queries.imports import CertificateHere, certificates_of, meanings, registered
from desk.store.staff import staff_id
from desk.store.validation import check_moment, kind_using
from desk.text.folding import search_key

NEEDED = ("name", "candidate")
FUTURE_EXAM = "future-exam"


def read_list(path: Path, said: Said | None = None, asked: Asked = NOTHING) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """The candidates of a list, and the rejected lines. Raises BadList."""
    return lines(headed(path, NEEDED, said or {}, asked), asked, NEEDED, _key)


def preview_list(store: Store, path: Path, asked: Asked = NOTHING) -> Arrival:
    """Previews the import of a list: new, known, doubtful and wrong lines. Writes nothing. Raises BadList."""
    found = headed(path, NEEDED, meanings(store), asked)
    return _compared(store, found, *lines(found, asked, NEEDED, _key), asked)


def import_list(
    store: Store, who: str, path: Path, received: int, asked: Asked = NOTHING, progress: Callable[[int], None] = ignore_progress
) -> Arrival:
    """Opens one ticket for each new certificate of the list, in one batch, one transaction, one undo.

    received: when the box came, epoch seconds; told: progress callback, called with the number of tickets. Wrong lines are skipped
    and returned with their reasons. Raises BadList, InvalidDateTime, DatabaseUnusable; then nothing is written.
    """
    check_moment(store, received)
    found = headed(path, NEEDED, meanings(store), asked)
    good, wrong = lines(found, asked, NEEDED, _key)
    with store.transaction():
        # Compared again inside the transaction: another desk may be importing the same list.
        arrival = _compared(store, found, good, wrong, asked)
        if not arrival.new:
            return arrival
        staff, first = staff_id(store, who), arrival.new[0]
        exams, days = ({getattr(person, name) for person in arrival.new} for name in ("exam", "day"))
        exam, day = first.exam if len(exams) == 1 else "", first.day if len(days) == 1 else ""
        kind = kind_using(store, BATCHES)
        batch = record_batch(store, staff, kind, received, exam=exam, day=day, centre=arrival.centre)
        open_together(store, staff, [_recording(kind, person, received) for person in arrival.new], batch=batch, progress=progress)
        remember_columns(store, who, found, asked)
    return arrival


def _key(person: Candidate) -> tuple[str, ...]:
    return bare_number(person.candidate), search_key(person.exam), person.day


def _recording(kind: str, person: Candidate, received: int) -> Recording:
    return Recording(
        kind, "letter", name=person.name, phone=person.phone, email=person.email, received=received,
        language=person.language or None, subject=person.exam, exam_name=person.exam, candidate=person.candidate,
        exam_day=person.day, document=person.document, address=person.address,
    )  # fmt: skip


def _compared(
    store: Store, found: Headed | Unknown, good: tuple[Candidate, ...], wrong: tuple[WrongLine, ...], asked: Asked
) -> Arrival:
    good, future = _without_future(store, good)
    centre = centre_of(store, found.file, good)
    here: dict[str, list[CertificateHere]] = {}
    numbers = {bare_number(person.candidate) for person in good} | {person.candidate.lstrip("0") for person in good}
    for certificate in certificates_of(store, numbers):
        here.setdefault(bare_number(certificate.candidate), []).append(certificate)
    people = People(registered(store, {person.day for person in good if person.day}))
    new: list[Candidate] = []
    known: list[tuple[Candidate, int]] = []
    doubtful: list[Doubt] = []
    for person in good:
        same = [other for other in here.get(bare_number(person.candidate), ()) if _same_exam(person, other)]
        mine = next((other for other in same if is_theirs(person, other.names)), None)
        doubt = None if mine or asked.doubtful else doubt_about_line(person) or _doubt(person, same, people)
        if mine:
            known.append((person, mine.number))
        elif doubt:
            doubtful.append(doubt)
        else:
            new.append(person)
    unused, encoding = (found.unused, found.encoding) if isinstance(found, Headed) else ((), "")
    wrong = (*wrong, *future)
    return Arrival(found.file, tuple(new), tuple(known), wrong, tuple(doubtful), unused, centre, encoding=encoding)


def _doubt(person: Candidate, same: list[CertificateHere], people: People) -> Doubt | None:
    """The doubt about a line; none if its number is registered to somebody with a compatible name."""
    if same:
        return Doubt(person, SAME_NUMBER, same[0].number, same[0].names[0])
    registered_so = people.by_number.get(bare_number(person.candidate))
    if registered_so and person.day == registered_so.day:
        if is_theirs(person, registered_so.names):
            return None
        return Doubt(person, SAME_NUMBER, registered_so.number, registered_so.names[0])
    near = people.names.near(person.name)
    return Doubt(person, NEAR_NAME, people.by_name[near].number, near) if near else None


def _same_exam(person: Candidate, other: CertificateHere) -> bool:
    return search_key(person.exam) == search_key(other.exam) and (person.day == other.day or not person.day or not other.day)


def _without_future(store: Store, good: tuple[Candidate, ...]) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """Rejects certificates of exams that are still to come."""
    today = store.charter.at(store.now()).date().isoformat()
    future = tuple(WrongLine(person.line, FUTURE_EXAM, person.day) for person in good if person.day > today)
    return tuple(person for person in good if person.day <= today), future
