"""Desks with many tickets: some are recorded as the desk does it, and written many times over, chain and search with them.

`desk check` finds nothing wrong with such a desk. It is made once for each schema and kept in build/bench/.
"""

import hashlib
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

from desk.store.commands import tickets as ticket_commands
from desk.store.commands.recording import Recording, record
from desk.store.connection.migrating import MIGRATIONS
from desk.store.database import Store
from desk.store.event_log import link
from desk.store.opening import open_desk
from desk.store.staff import staff_id

NOW = "2026-11-10T17:15:00+03:00"  # a Tuesday, 45 minutes before closing: what falls due today counts seconds
MOMENT = int(datetime.fromisoformat(NOW).timestamp())
KINDS = ("enquiry", "complaint", "certificate")
IN_SECONDS = 10  # tickets of each queue in their last hour, at any size: what ticks must not depend on how many there are
COMMON = "экзамен"  # a fifth of the tickets have it in their subject

_ROOT = Path(__file__).parents[1]
_KEPT = _ROOT / "build" / "bench"
_PATTERNS = 250  # recorded for each kind, open and closed each
_EACH = 3  # tickets of one person
_DAY = 86_400
_PIECE = 20_000

_SURNAMES = (
    "Иванов", "Смирнов", "Кузнецов", "Попов", "Васильев", "Петров", "Соколов", "Михайлов", "Новиков", "Фёдоров", "Морозов",
    "Волков", "Алексеев", "Лебедев", "Семёнов", "Егоров", "Павлов", "Козлов", "Степанов", "Николаев", "Орлов", "Андреев", "Макаров",
    "Никитин", "Захаров", "Зайцев", "Соловьёв", "Борисов", "Григорьев", "Романов", "Воробьёв", "Сергеев", "Щербаков", "Хохлов",
)  # fmt: skip
_SYLLABLES = ("ба", "ве", "га", "до", "жи", "ку", "ла", "ми", "но", "ра", "су", "тэ")
_FIRST = ("Мария", "Анна", "Юлия", "Дарья", "Ольга", "Полина", "Вера", "Нина")
_STRANGERS = ("Anna Smith", "Sean O'Brien", "Chen Wei", "Lena Müller", "Ahmed Al-Sayed")
_SUBJECTS = (
    "Перенести экзамен на весну", "Где проходит экзамен и когда приходить?", "Когда FCE?", "Спутали фамилию в сертификате",
    "Is there a place for CAE in December?", "Сколько стоит PET для школы?", "Can I bring my own headphones?",
    "Нужна справка о сдаче", "Результаты C1 Advanced", "Документы для ребёнка 11 лет",
)  # fmt: skip
_STAFF = ("Anna", "Boris", "Вера", "Пётр")


@dataclass(frozen=True)
class _Pattern:
    """A ticket as recorded: its row by column, its events with their words, its clocks, its words for the search."""

    row: dict[str, Any]
    events: list[tuple[Any, ...]]
    texts: list[tuple[Any, ...]]
    clocks: list[tuple[Any, ...]]
    found_by: tuple[str, ...]


@dataclass
class _Patterns:
    """What is written many times over. urgent: once each."""

    urgent: list[_Pattern] = field(default_factory=list)
    open: list[_Pattern] = field(default_factory=list)
    closed: list[_Pattern] = field(default_factory=list)


def filled(folder: Path, tickets: int, waiting: int) -> Path:
    """A copy, in that folder, of a desk with so many tickets of which so many are open. The same for each pair of numbers."""
    sources = [*sorted(MIGRATIONS.glob("[0-9]*.py")), *sorted((_ROOT / "desk" / "charter" / "data").iterdir()), Path(__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    kept = _KEPT / f"{digest}-{tickets}-{waiting}.db"
    if not kept.exists():
        _KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_KEPT) as scratch:
            _fill(Path(scratch), tickets, waiting).rename(kept)
    copy = folder / f"{tickets}-{waiting}.db"
    shutil.copy(kept, copy)
    return copy


def _fill(folder: Path, tickets: int, waiting: int) -> Path:
    patterns = _recorded()
    odd = random.Random(tickets)
    # The closed ones first, as they came; those that count seconds anywhere among the open ones.
    order = [odd.choice(patterns.closed) for _ in range(tickets - waiting)]
    order.sort(key=lambda pattern: int(pattern.row["received"]))
    still = patterns.urgent + [odd.choice(patterns.open) for _ in range(waiting - len(patterns.urgent))]
    odd.shuffle(still)
    path = folder / "filled.db"
    with closing(open_desk(str(path), None, lambda: MOMENT - 3 * 365 * _DAY, practice=True)) as store, store.transaction():
        for name in _STAFF:
            staff_id(store, name)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-262144")
        with connection:
            # She has heard all the warnings: none covers a pane while it is measured.
            connection.execute("INSERT INTO watch (staff_id, warned_until) VALUES (1, ?)", (MOMENT + _DAY,))
            _write(connection, order + still)
            connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    return path


# -- recording ------------------------------------------------------------------------------------------------------------


@cache
def _recorded() -> _Patterns:
    """The patterns, recorded as the desk does it in a desk of their own."""
    clock, found = [MOMENT], _Patterns()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_desk(f"{folder}/desk.db", None, lambda: clock[0], practice=True)) as store,
    ):
        odd = random.Random(2026)
        with store.transaction():
            for name in _STAFF:
                staff_id(store, name)
            for kind in KINDS:
                _record_kind(store, clock, odd, kind, found)
    return found


def _record_kind(store: Store, clock: list[int], odd: random.Random, kind: str, found: _Patterns) -> None:
    urgent: list[_Pattern] = []
    later: list[_Pattern] = []
    while len(urgent) < IN_SECONDS or len(later) < _PATTERNS:
        pattern = _one(store, clock, odd, kind, MOMENT - odd.randrange(12 * _DAY))
        due = pattern.row["next_due"]
        if due is None or due > MOMENT + 3600:
            later.append(pattern)
        elif due > MOMENT:
            urgent.append(pattern)
    found.urgent += urgent[:IN_SECONDS]
    found.open += later[:_PATTERNS]
    found.closed += [
        _one(store, clock, odd, kind, MOMENT - 20 * _DAY - odd.randrange(900 * _DAY), closed=True) for _ in range(_PATTERNS)
    ]


def _one(store: Store, clock: list[int], odd: random.Random, kind: str, received: int, *, closed: bool = False) -> _Pattern:
    clock[0] = received
    channel = {"enquiry": ("phone", "phone", "voicemail", "email"), "complaint": ("email",), "certificate": ("letter",)}[kind]
    name = odd.choice(_STRANGERS) if odd.random() < 0.1 else f"{_surname(odd)}а {odd.choice(_FIRST)}"
    what = Recording(
        kind, odd.choice(channel), name=name, phone=f"+7812{odd.randrange(2_000_000, 10**7):07}",
        subject=odd.choice(_SUBJECTS), candidate=f"{odd.randrange(10**4):04}" if kind == "certificate" else "",
    )  # fmt: skip
    number = record(store, odd.choice(_STAFF), what)
    clock[0] = min(received + 3600, MOMENT)
    if kind == "complaint" and (closed or odd.random() < 0.5):
        ticket_commands.fact(store, odd.choice(_STAFF), number, "acknowledged")
    if odd.random() < 0.3:
        ticket_commands.take(store, odd.choice(_STAFF), number)
    if kind == "certificate" and odd.random() < 0.1:
        ticket_commands.fact(store, odd.choice(_STAFF), number, "informed")
    if closed:
        clock[0] = received + odd.randrange(3600, 4 * _DAY)
        ticket_commands.fact(store, odd.choice(_STAFF), number, "posted" if kind == "certificate" else "answered")
        if kind == "complaint":
            ticket_commands.fact(store, odd.choice(_STAFF), number, "accepted")
    return _read(store, number)


def _surname(odd: random.Random) -> str:
    """A usual one, or one of thousands that hardly anybody has."""
    if odd.random() < 0.7:
        return odd.choice(_SURNAMES)
    return "".join(odd.choice(_SYLLABLES) for _ in range(3)).capitalize() + odd.choice(("ров", "нин", "лёв"))


def _read(store: Store, number: int) -> _Pattern:
    cursor = store.database.execute_sql("SELECT * FROM ticket WHERE id = ?", (number,))
    columns = [column[0] for column in cursor.description]
    row = dict(zip(columns, cursor.fetchone(), strict=True))
    ((found_by),) = store.rows("SELECT state, who, about, said FROM search WHERE rowid = ?", number)
    row["recorded"] = row["received"]
    return _Pattern(row, store.rows(_EVENTS, number), store.rows(_TEXTS, number), store.rows(_CLOCKS, number), found_by)


# Patterns are recorded one after the other, each on days of its own: each is entered at once, whatever came before it.
_EVENTS = "SELECT id, step, what, at, at, staff_id, applied_id, data FROM event WHERE ticket_id = ? ORDER BY id"
_TEXTS = """SELECT t.event_id, t.field, t.body, t.salt FROM text AS t JOIN event AS e ON e.id = t.event_id
            WHERE e.ticket_id = ? ORDER BY t.id"""
_CLOCKS = """SELECT standard, start, due, state, stopped, reason, house, judged_by, opened, 0, started_by, stopped_by
             FROM clock WHERE ticket_id = ? ORDER BY id"""


# -- writing --------------------------------------------------------------------------------------------------------------


def _write(connection: sqlite3.Connection, order: list[_Pattern]) -> None:
    columns = list(order[0].row)
    marks = ", ".join("?" * len(columns))
    statements = {
        "customer": "INSERT INTO customer (id, name, phone, email) VALUES (?, ?, ?, '')",
        "ticket": f"INSERT INTO ticket ({', '.join(columns)}) VALUES ({marks})",
        "event": """INSERT INTO event (id, ticket_id, step, what, at, recorded, staff_id, applied_id, data, hash)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        "text": "INSERT INTO text (event_id, field, body, salt) VALUES (?, ?, ?, ?)",
        "clock": """INSERT INTO clock (ticket_id, standard, start, due, state, stopped, reason, house, judged_by, opened,
                                       entered_late, started_by, stopped_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        "search": "INSERT INTO search (rowid, state, who, about, said) VALUES (?, ?, ?, ?, ?)",
    }
    ((event, hashed),) = connection.execute("SELECT event, hash FROM head").fetchall()
    writer = _Writer(event, hashed)
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in statements}
    for count, (name, row) in enumerate(writer.rows(order)):
        rows[name].append(row)
        if count % _PIECE == 0:
            _flush(connection, statements, rows)
    _flush(connection, statements, rows)
    connection.execute("UPDATE head SET event = ?, hash = ? WHERE id = 1", (writer.event, writer.hash))


def _flush(connection: sqlite3.Connection, statements: dict[str, str], rows: dict[str, list[tuple[Any, ...]]]) -> None:
    for name, sql in statements.items():
        connection.executemany(sql, rows[name])
        rows[name].clear()


@dataclass
class _Ticket:
    """A ticket that is being written. events: the ids of those written, by their ids in the pattern."""

    number: int
    pattern: _Pattern
    customer: int
    events: dict[int | None, int | None] = field(default_factory=lambda: {0: 0, None: None})


class _Writer:
    """Tickets after patterns, each under another number and for another person; their events in the order of time."""

    def __init__(self, event: int, hashed: str) -> None:
        self.event, self.hash = event, hashed
        self._people: dict[int, tuple[int, int]] = {}  # of a pattern: the last person, and how many tickets they have
        self._customer = 0

    def rows(self, order: list[_Pattern]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Every row that they take, with the table."""
        waiting = [(pattern.events[0][3], number, 0) for number, pattern in enumerate(order, start=1)]
        heapify(waiting)
        begun: dict[int, _Ticket] = {}
        while waiting:
            at, number, place = heappop(waiting)
            if place == 0:
                begun[number], person = self._begin(number, order[number - 1])
                yield from person
            yield "event", self._event(begun[number], place, at)
            events = begun[number].pattern.events
            if place + 1 < len(events):
                heappush(waiting, (max(at, events[place + 1][3]), number, place + 1))
            else:
                yield from self._rest(begun.pop(number))

    def _begin(self, number: int, pattern: _Pattern) -> tuple[_Ticket, list[tuple[str, tuple[Any, ...]]]]:
        row = pattern.row
        customer, tickets = self._people.get(row["id"], (0, _EACH))
        person = []
        if tickets == _EACH:
            self._customer += 1
            customer, tickets = self._customer, 0
            person = [("customer", (customer, row["name"], row["phone_key"]))]
        self._people[row["id"]] = (customer, tickets + 1)
        return _Ticket(number, pattern, customer), person

    def _event(self, ticket: _Ticket, place: int, recorded: int) -> tuple[Any, ...]:
        event, step, what, at, _, staff, applied, data = ticket.pattern.events[place]
        self.event += 1
        ticket.events[event] = self.event
        held = data.replace(f'"customer":{ticket.pattern.row["customer_id"]}', f'"customer":{ticket.customer}', 1)
        written = (self.event, ticket.number, ticket.events[step], what, at, recorded, staff, applied, held)
        self.hash = link(self.hash, written)
        return (*written, self.hash)

    def _rest(self, ticket: _Ticket) -> Iterator[tuple[str, tuple[Any, ...]]]:
        pattern, number, events = ticket.pattern, ticket.number, ticket.events
        row, old = pattern.row, str(pattern.row["id"])
        for event, name, body, salt in pattern.texts:
            yield "text", (events[event], name, body, salt)
        for *clock, started_by, stopped_by in pattern.clocks:
            yield "clock", (number, *clock, events[started_by], events[stopped_by])
        key = str(number) + row["key"].removeprefix(old)
        version = events[pattern.events[-1][0]]
        yield "ticket", tuple((row | {"id": number, "customer_id": ticket.customer, "key": key, "version": version}).values())
        state, who, *rest = pattern.found_by
        yield "search", (number, state, str(number) + who.removeprefix(old), *rest)
