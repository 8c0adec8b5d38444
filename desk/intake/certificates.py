"""A box of certificates from a list (CSV or XLSX): what it holds, compared with what is here, and its tickets.

Every good line in one transaction or none; wrong ones come back with their number and reason. A second import of the same
list adds nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from desk.intake.columns import NO_COLUMNS, Headed, Said, Unknown, head
from desk.intake.near import Names, name_key
from desk.intake.people import Candidate, WrongLine, bare_number, candidates
from desk.intake.table import NO_LINES, BadList, read_tables
from desk.models import Batch
from desk.store.bulk import nobody, open_together
from desk.store.checks import check_moment
from desk.store.customers import staff_id
from desk.store.database import Store
from desk.store.lists import Here, Registered, certificates_of, last_centre, meanings, registered, remember
from desk.store.recording import Recording
from desk.text import search_key

NEEDED = ("name", "candidate")
SAME_NUMBER, NEAR_NAME = "same-number", "near-name"
OTHER_CENTRE, FUTURE_EXAM = "other-centre", "future-exam"


@dataclass(frozen=True)
class Asked:
    """What somebody said about a list. exam, day (ISO 8601): of lines that name none; columns: the heading of a field, where the
    headings do not say it; doubtful: whether lines that may be wrong are taken as they stand."""

    exam: str = ""
    day: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    doubtful: bool = False


NOTHING = Asked()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that may be wrong. reason: SAME_NUMBER as the ticket of another name; NEAR_NAME, nearly that of a registration.
    number, name: of the other one."""

    one: Candidate
    reason: str
    number: int
    name: str


@dataclass(frozen=True)
class Arrival:
    """A list as read. known: lines whose certificate is here already, with its ticket; unused: the headings that are not read."""

    file: str
    new: tuple[Candidate, ...]
    known: tuple[tuple[Candidate, int], ...]
    wrong: tuple[WrongLine, ...]
    doubtful: tuple[Doubt, ...] = ()
    unused: tuple[str, ...] = ()
    centre: str = ""


def headed(path: Path, said: Said, asked: Asked = NOTHING) -> Headed | Unknown:
    """The list in a file, as far as its columns are known. said: what its headings were said to mean before. Raises BadList."""
    return head(read_tables(path), NEEDED, said, asked.columns)


def read_list(path: Path, said: Said | None = None, asked: Asked = NOTHING) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """The lines of a list, and those that are wrong. Raises BadList."""
    return _lines(headed(path, said or {}, asked), asked)


def look(store: Store, path: Path, asked: Asked = NOTHING) -> Arrival:
    """What importing the list would do: new, known already, doubtful, wrong. Nothing is written. Raises BadList."""
    found = headed(path, meanings(store), asked)
    return _compared(store, found, *_lines(found, asked), asked)


def take_in(
    store: Store, who: str, path: Path, received: int, asked: Asked = NOTHING, told: Callable[[int], None] = nobody
) -> Arrival:
    """Opens one ticket for each new certificate of the list, in one batch, one transaction, one undo.

    received: when the box came, epoch seconds; told: called with how many tickets are there. Wrong lines are left out and come back
    with their reasons. Raises BadList, NotAMoment, DatabaseUnusable; then nothing is written.
    """
    check_moment(store, received)
    found = headed(path, meanings(store), asked)
    good, wrong = _lines(found, asked)
    with store.transaction():
        # Compared again inside: another desk may be importing the same list.
        arrival = _compared(store, found, good, wrong, asked)
        if not arrival.new:
            return arrival
        staff, first = staff_id(who), arrival.new[0]
        exams, days = ({getattr(one, name) for one in arrival.new} for name in ("exam", "day"))
        batch = Batch.insert(
            kind="certificate",
            received=received,
            opened_by=staff,
            recorded=store.now(),
            exam=first.exam if len(exams) == 1 else "",
            day=first.day if len(days) == 1 else "",
            centre=arrival.centre,
        ).execute()
        open_together(store, staff, [_recording(one, received) for one in arrival.new], batch=batch, told=told)
        if asked.columns and isinstance(found, Headed):
            remember(store, who, found.headings, {name: search_key(heading) for name, heading in asked.columns.items()})
    return arrival


def _lines(found: Headed | Unknown, asked: Asked) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    if isinstance(found, Unknown):
        raise BadList(NO_COLUMNS, found.file, ", ".join(found.missing))
    good, wrong = candidates(found, lambda one: (bare_number(one.candidate), search_key(one.exam), one.day))
    if not good and not wrong:
        raise BadList(NO_LINES, found.file)
    return tuple(replace(one, exam=one.exam or asked.exam, day=one.day or asked.day) for one in good), wrong


def _recording(one: Candidate, received: int) -> Recording:
    return Recording(
        "certificate", "letter", name=one.name, phone=one.phone, email=one.email, received=received, language=one.language or None,
        subject=one.exam, exam_name=one.exam, candidate=one.candidate, exam_day=one.day, document=one.document,
    )  # fmt: skip


def _compared(
    store: Store, found: Headed | Unknown, good: tuple[Candidate, ...], wrong: tuple[WrongLine, ...], asked: Asked
) -> Arrival:
    good, future = _without_future(store, good)
    centre = _centre(store, found.file, good)
    here: dict[str, list[Here]] = {}
    numbers = {bare_number(one.candidate) for one in good} | {one.candidate.lstrip("0") for one in good}
    for certificate in certificates_of(store, numbers):
        here.setdefault(bare_number(certificate.candidate), []).append(certificate)
    people = _People(registered(store, {one.day for one in good if one.day}))
    new: list[Candidate] = []
    known: list[tuple[Candidate, int]] = []
    doubtful: list[Doubt] = []
    for one in good:
        same = [other for other in here.get(bare_number(one.candidate), ()) if _same_exam(one, other)]
        mine = next((other for other in same if name_key(one.name) in map(name_key, other.names)), None)
        doubt = None if mine or asked.doubtful else _doubt(one, same, people)
        if mine:
            known.append((one, mine.number))
        elif doubt:
            doubtful.append(doubt)
        else:
            new.append(one)
    unused = found.unused if isinstance(found, Headed) else ()
    return Arrival(found.file, tuple(new), tuple(known), (*wrong, *future), tuple(doubtful), unused, centre)


class _People:
    """Who is registered, by number and by name."""

    def __init__(self, people: list[Registered]) -> None:
        self.by_number = {bare_number(one.candidate): one for one in people if one.candidate}
        self.by_name = {name: one for one in people for name in one.names}
        self.names = Names(self.by_name)


def _doubt(one: Candidate, same: list[Here], people: _People) -> Doubt | None:
    """What speaks against a line."""
    if same:
        return Doubt(one, SAME_NUMBER, same[0].number, same[0].names[0])
    mine = {name_key(name) for name in (one.name, one.document) if name}
    registered_so = people.by_number.get(bare_number(one.candidate))
    if registered_so and one.day == registered_so.day and not mine & set(map(name_key, registered_so.names)):
        return Doubt(one, SAME_NUMBER, registered_so.number, registered_so.names[0])
    near = people.names.near(one.name)
    return Doubt(one, NEAR_NAME, people.by_name[near].number, near) if near else None


def _same_exam(one: Candidate, other: Here) -> bool:
    return search_key(one.exam) == search_key(other.exam) and (one.day == other.day or not one.day or not other.day)


def _without_future(store: Store, good: tuple[Candidate, ...]) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """No certificate comes before its exam."""
    today = store.charter.at(store.now()).date().isoformat()
    future = tuple(WrongLine(one.line, FUTURE_EXAM, one.day) for one in good if one.day > today)
    return tuple(one for one in good if one.day <= today), future


def _centre(store: Store, file: str, good: tuple[Candidate, ...]) -> str:
    """The centre's number as the list names it; "" where it names none. Raises BadList for a list of another centre."""
    named = {one.centre for one in good if one.centre}
    ours = store.charter.file.centre.number or last_centre(store)
    strange = {one for one in named if ours and search_key(one) != search_key(ours)} or (named if len(named) > 1 else set())
    if strange:
        raise BadList(OTHER_CENTRE, file, ", ".join(sorted(strange)[:3]))
    return next(iter(named), "")
