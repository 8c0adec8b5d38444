"""A desk to act on: the real store in a file of its own, with a clock that only the test moves."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Unpack
from zoneinfo import ZoneInfo

import pytest

from desk import models
from desk.actions.rights import Acting
from desk.charter import Charter
from desk.charter.clocks import RUNNING, Clock, clocks
from desk.store import event_log
from desk.store.commands import tickets
from desk.store.commands.recording import Recording, record
from desk.store.connection.opening import open_database
from desk.store.customers.identity import KnownPerson, known_by
from desk.store.database import Store
from desk.store.dialects import is_server
from desk.store.event_log import events_of
from desk.store.opening import open_desk
from desk.store.projections import derive, state_of
from desk.store.queries import ticket
from desk.store.queries.board import QueueRow
from desk.store.staff import staff_id
from desk.store.ticket_state import TicketState, fold_events
from tests import postgres
from tests.forks import Forks, Ran
from tests.recordings import Fields
from tests.unit.workers import Worker

MOSCOW = ZoneInfo("Europe/Moscow")
TUESDAY = "2026-11-03 10:14"
NOW = "2026-11-03T10:14:00+03:00"
ENGLISH, RUSSIAN = "en_US.UTF-8", "ru_RU.UTF-8"

Command = Callable[..., Ran]


def at(moment: str) -> int:
    """`2026-11-03 10:14` in Moscow as epoch seconds."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=MOSCOW).timestamp())


def said(moment: int) -> str:
    """Epoch seconds as `2026-11-03 10:14` in Moscow, with the seconds where there are any."""
    text = datetime.fromtimestamp(moment, MOSCOW).strftime("%Y-%m-%d %H:%M:%S")
    return text.removesuffix(":00")


def look(path: Path | str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a database, read by a connection that knows nothing of the desk."""
    if is_server(str(path)):
        return postgres.run(str(path), sql, *values)
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def broken_links(path: Path | str) -> list[int]:
    """The events whose hash is not what their row and the one before come to, and 0 where the head is not the last one."""
    sql = "SELECT id, ticket_id, step, what, at, recorded, staff_id, applied_id, data, hash FROM event ORDER BY id"
    found: list[int] = []
    last, previous = 0, "0" * 64
    for *values, written in look(path, sql):
        row = json.dumps([previous, *values], ensure_ascii=False, separators=(",", ":"))  # worked out anew, not by chain.py
        if values[0] != last + 1 or hashlib.sha256(row.encode()).hexdigest() != written:
            found.append(values[0])
        last, previous = values[0], written
    if look(path, "SELECT id, event, hash FROM head") != [(1, last, previous)]:
        found.append(0)
    return found


def wrong_rows(store: Store) -> list[str]:
    """What the derived rows say otherwise than the events, ticket by ticket: a half written ticket is among it."""
    found = []
    written = ticket.clocks_of(store)
    for number, state, version, due in store.rows("SELECT id, state, version, next_due FROM ticket ORDER BY id"):
        events = events_of(store, number)
        if not events:
            found.append(f"{number}: no event")
            continue
        story = fold_events(events)
        counted = clocks(store.charter, story.facts)
        nearest = min((clock.due for clock in counted if clock.state == RUNNING), default=None)
        if tuple(written.get(number, ())) != counted:
            found.append(f"{number}: clocks")
        if (state, version, due) != (state_of(store.charter, story, counted), events[-1].id, nearest):
            found.append(f"{number}: row")
        lost = [event.id for event in events if set(event.texts) != set(event.data.get("texts", {}))]
        found += [f"{number}: words of event {event}" for event in lost]
    return found


@dataclass
class Desk:
    """A store with the clock that its test moves, and short ways to act on it as Boris. url: of a desk on a server, else ""."""

    store: Store
    path: Path
    clock: list[int]
    url: str = ""

    @property
    def where(self) -> Path | str:
        """Where `look` finds the database."""
        return self.url or self.path

    def by(self, who: str, login: int = 0) -> Store:
        """The store, with somebody at the desk."""
        self.store.acting = Acting(who, login)
        return self.store

    def at(self, moment: str) -> None:
        """The clock stands at another moment, in Moscow."""
        self.clock[0] = at(moment)

    def new(
        self, kind: str = "enquiry", channel: str = "phone", received: str = "", who: str = "Boris", **values: Unpack[Fields]
    ) -> int:
        """A ticket."""
        given = Fields(name="Иванова Мария", subject="Когда FCE?") | values
        return record(self.store, who, Recording(kind, channel, received=at(received) if received else None, **given))

    def fact(self, number: int, what: str, moment: str = "", who: str = "Boris") -> int:
        """A fact, at the moment to which the clock is moved."""
        if moment:
            self.at(moment)
        return tickets.fact(self.store, who, number, what)

    def happen(self, number: int, what: str, **data: Any) -> int:
        """An event for which the desk has no action yet, appended as an action would."""
        with self.store.transaction():
            staff = staff_id(self.store, "Boris")
            event = event_log.append(self.store, number, what, at=self.clock[0], staff=staff, data=data, texts={})
            derive(self.store, number)
        return event

    def clocks(self, number: int) -> list[tuple[str, str, str]]:
        """Standard, due and state of each clock of a ticket, in the order of their starts."""
        return [(clock.standard, said(clock.due), clock.state) for clock in ticket.ticket(self.store, number).clocks]

    def clock_of(self, number: int, standard: str) -> Clock:
        """The last clock of a standard."""
        return [clock for clock in ticket.ticket(self.store, number).clocks if clock.standard == standard][-1]

    def state(self, number: int) -> str:
        """open, closed or void."""
        return str(self.row(number).state)

    def row(self, number: int) -> QueueRow:
        """The ticket's row as lists read it."""
        return ticket.ticket(self.store, number).row

    def story(self, number: int) -> TicketState:
        """What its events come to."""
        return ticket.ticket(self.store, number).story

    def known(self, phone: str) -> KnownPerson:
        """The person of a number, who has to be known."""
        found = known_by(self.store, phone, "")
        assert found is not None
        return found

    def events(self, number: int) -> list[str]:
        """What happened to it."""
        return [event.what for event in ticket.ticket(self.store, number).events]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """A look by a connection of its own."""
        return look(self.where, sql, *values)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        return {table._meta.table_name: self.rows(f"SELECT * FROM {table._meta.table_name}") for table in models.TABLES}


FreshDesk = Callable[[], AbstractContextManager[Desk]]


@pytest.fixture(scope="session")
def charter() -> Charter:
    """LT-Pro's, loaded once: it takes half a second."""
    return Charter.load()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with its charter and nothing else, made once."""
    path = tmp_path_factory.mktemp("empty") / "desk.db"
    open_desk(str(path), None, lambda: at(TUESDAY), practice=True).close()
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """An empty desk's file, for this test alone."""
    path = tmp_path / "desk.db"
    shutil.copy(empty_database, path)
    return path


@contextmanager
def opened(database: Path, charter: Charter) -> Iterator[Desk]:
    """The desk of a database, its clock at Tuesday 3 November 2026, 10:14 in Moscow."""
    clock = [at(TUESDAY)]
    store = open_database(str(database), lambda: clock[0])
    store.charter, store.applied = charter, 1
    try:
        yield Desk(store, database, clock)
    finally:
        store.close()


@pytest.fixture
def desk(request: pytest.FixtureRequest, charter: Charter) -> Iterator[Desk]:
    """A desk that nobody else has open; its clock stands at Tuesday 3 November 2026, 10:14 in Moscow."""
    if request.config.getoption("--on-server"):
        with opened_on(request.getfixturevalue("server"), charter) as one:
            yield one
        return
    with opened(request.getfixturevalue("database"), charter) as one:
        yield one


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A server for the tests of one process."""
    with postgres.running() as found:
        yield found


@contextmanager
def opened_on(server: postgres.Server, charter: Charter) -> Iterator[Desk]:
    """An empty desk on a server. Its database is used again: making one takes a second."""
    clock = [at(TUESDAY)]
    name = _free.pop() if _free else _empty_on(server)
    server.run(_EMPTIED, database=name)
    store = open_database(server.url(name), lambda: clock[0])
    store.charter, store.applied = charter, 1
    try:
        yield Desk(store, Path(), clock, server.url(name))
    finally:
        store.close()
        _free.append(name)


def _empty_on(server: postgres.Server) -> str:
    """A new database with an empty desk and, in the schema `saved`, its rows. Returns its name."""
    name = f"desk_{next(_numbers)}"
    server.run(f"CREATE DATABASE {name}")
    open_desk(server.url(name), None, lambda: at(TUESDAY), practice=True).close()
    server.run("CREATE SCHEMA saved", database=name)
    for table in _TABLES:
        server.run(f"CREATE TABLE saved.{table} AS SELECT * FROM {table}", database=name)
    return name


_free: list[str] = []
_numbers = count(1)
_TABLES = [f'"{table._meta.table_name}"' for table in models.TABLES]
# As a replica, for which the triggers that guard the log do not work; the references between tables neither.
_EMPTIED = ";".join(
    (
        "SET session_replication_role = replica",
        f"TRUNCATE {', '.join(_TABLES)}, search RESTART IDENTITY",
        *(f"INSERT INTO {table} SELECT * FROM saved.{table}" for table in _TABLES),
        "SELECT setval('applied_id_seq', 1), setval('in_force_id_seq', 1)",
    )
)


@pytest.fixture(scope="session")
def fresh_desk(request: pytest.FixtureRequest, charter: Charter) -> FreshDesk:
    """Opens an empty desk, which is gone afterwards: one for each example of a property, so that a failure can be replayed."""
    if request.config.getoption("--on-server"):
        server: postgres.Server = request.getfixturevalue("server")
        return lambda: opened_on(server, charter)
    empty_database: Path = request.getfixturevalue("empty_database")

    @contextmanager
    def fresh() -> Iterator[Desk]:
        with TemporaryDirectory(dir=empty_database.parent) as folder:
            path = Path(folder, "desk.db")
            shutil.copy(empty_database, path)
            with opened(path, charter) as one:
                yield one

    return fresh


@pytest.fixture
def people(desk: Desk) -> Desk:
    """The same desk, where somebody of each role logs in; nobody is logged in yet."""
    from tests.unit.people import hire, seat

    hire(desk)
    seat(desk, "")
    return desk


@pytest.fixture
def reopened(charter: Charter) -> Iterator[Callable[[Path], Store]]:
    """Opens a database that others wrote into."""
    opened: list[Store] = []

    def open_one(path: Path) -> Store:
        store = open_database(str(path), lambda: at(TUESDAY))
        store.charter, store.applied = charter, 1
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def worker() -> Iterator[Callable[..., Worker]]:
    """Starts other desks; none outlives the test."""
    started: list[Worker] = []

    def start(*words: str | Path) -> Worker:
        started.append(Worker(*words))
        return started[-1]

    yield start
    for item in started:
        if item.process.poll() is None:
            item.kill()


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Where command lines run."""
    server = Forks()
    yield server
    server.close()


@pytest.fixture
def command(database: Path, tmp_path: Path, forks: Forks) -> Command:
    """Runs one command line on Tuesday 3 November 2026 at 10:14; what else is named goes into its environment."""

    def run(*words: str | Path | bytes, lang: str = ENGLISH, now: str = NOW, db: str | Path = database, **more: str) -> Ran:
        env = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
        env |= {"LANG": lang, "DESK_NOW": now, "DESK_DATABASE": str(db), "LOGNAME": "anna", "PYTHONUTF8": "1"}
        env |= {"PATH": "/usr/bin:/bin"} | more
        return forks.run([word if isinstance(word, bytes) else str(word) for word in words], env, tmp_path)

    return run
