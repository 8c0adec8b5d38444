"""What only a PostgreSQL server has: many desks on one database, its guards, and addresses that lead to none."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

import pytest

from desk.actions.rights import Acting
from desk.models import TABLES, Search
from desk.store.commands import tickets
from desk.store.commands.assignment import take_next
from desk.store.commands.merging import merge
from desk.store.commands.outbox import write
from desk.store.commands.recording import Recording, record
from desk.store.commands.saved_views import save_view
from desk.store.connection import listener
from desk.store.connection.listener import ServerPresence
from desk.store.connection.opening import open_database, open_reader
from desk.store.connection.server import create_database, drop_database
from desk.store.database import Store
from desk.store.dialects import shown
from desk.store.dialects.postgres import translate_error
from desk.store.dialects.presence import Here
from desk.store.errors import DatabaseUnusable, NotNow, Stale
from desk.store.errors.database import (
    DatabaseInUse,
    DatabaseMissing,
    DatabaseUnreachable,
    ForeignDatabase,
    LoginRefused,
    MoveFailed,
    RoleWithoutRights,
    ServerDatabaseMissing,
    ServerUnreachable,
    StandbyOnly,
    TargetNotEmpty,
)
from desk.store.event_log import events_of
from desk.store.maintenance.check import check
from desk.store.maintenance.diagnostics import condition
from desk.store.maintenance.moving import move
from desk.store.opening import open_desk
from desk.store.queries.search import search
from desk.store.worker import DatabaseThread
from tests.postgres import Server, run
from tests.proxy import Cut, Proxy, between
from tests.unit.conftest import Command, Desk, at, broken_links, look, wrong_rows

pytestmark = [pytest.mark.server, pytest.mark.on_server]

TUESDAY = at("2026-11-03 10:14")


Another = Callable[[], AbstractContextManager[Store]]


@pytest.fixture
def another(desk: Desk) -> Another:
    """Opens the same database again, as another desk does, in the thread that uses it."""
    return lambda: closing(open_desk(desk.url, None, desk.store.now, practice=True))


def holds_together(desk: Desk) -> bool:
    """Whether the log, the rows and the invariants hold."""
    return (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_eight_desks_record_and_take_and_nothing_is_lost_or_taken_twice(desk: Desk, another: Another) -> None:
    """Each ticket has one owner, and everything that was acknowledged is there."""

    def work(place: int) -> tuple[list[int], list[int]]:
        made, taken = [], []
        with another() as store:
            for turn in range(12):
                made.append(record(store, f"Anna {place}", Recording("enquiry", "phone", name=f"N{place}-{turn}", subject="FCE")))
                with suppress(NotNow):
                    taken.append(take_next(store, f"Anna {place}", "enquiry"))
        return made, taken

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(work, range(8)))
    made, taken = [number for numbers, _ in done for number in numbers], [number for _, numbers in done for number in numbers]
    assert (len(made), len(set(made))) == (96, 96)
    assert len(taken) == len(set(taken)) > 80
    assert desk.rows("SELECT count(*), count(DISTINCT id) FROM ticket") == [(96, 96)]
    assert desk.rows("SELECT count(*) FROM event WHERE what = 'taken'") == [(len(taken),)]
    assert holds_together(desk)


def test_a_change_on_a_stale_version_is_refused(desk: Desk, another: Another) -> None:
    """It says what the other desk did."""
    number = desk.new()
    seen = desk.row(number).version
    with another() as other:
        tickets.take(other, "Anna", number)
    with pytest.raises(Stale) as refused:
        tickets.take(desk.store, "Boris", number, seen=seen)
    assert [(what, who) for what, who, _at in refused.value.since] == [("taken", "Anna")]
    assert desk.row(number).owner == "Anna"


def test_what_another_desk_did_is_seen(desk: Desk, another: Another) -> None:
    """By the number that every writer changes, whatever it changed."""
    before = desk.store.data_version()
    with another() as other:
        record(other, "Anna", Recording("enquiry", "phone", name="Карпова"))
    assert desk.store.data_version() != before
    assert [hit.row.name for hit in search(desk.store, "карп").hits] == ["Карпова"]


@pytest.mark.parametrize("table", ["event", "evidence", "person_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = at + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_what_was_appended(desk: Desk, table: str, change: str) -> None:
    """Whoever has the connection."""
    desk.new()
    desk.rows("INSERT INTO evidence (duty, at, recorded, staff_id, note, exam, place) VALUES ('x', 1, 1, 1, '', '', '')")
    desk.rows("INSERT INTO person_event (at, what, detail) VALUES (1, 'closed', '')")
    before = desk.rows(f"SELECT count(*), sum(at) FROM {table}")
    with pytest.raises(Exception, match="never changed"):
        desk.rows(change.format(table))
    assert desk.rows(f"SELECT count(*), sum(at) FROM {table}") == before


def test_an_act_that_fails_in_the_middle_leaves_nothing(desk: Desk) -> None:
    """The server takes back all of it, and the next act finds the log as it was."""
    number = desk.new()
    before = desk.everything()
    desk.rows(
        "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'No space left on device'; END $$"
    )
    try:
        for table in ("clock", "ticket", "head", "text"):
            desk.rows(f"CREATE TRIGGER fails BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION fails()")
            with pytest.raises(DatabaseUnusable):
                desk.new()
            with pytest.raises(DatabaseUnusable):
                tickets.close(desk.store, "Boris", number, "mistake", note="Звонил не нам")
            desk.rows(f"DROP TRIGGER fails ON {table}")
            assert desk.everything() == before
    finally:
        desk.rows("DROP FUNCTION fails() CASCADE")
    tickets.close(desk.store, "Boris", number, "mistake", note="Звонил не нам")
    assert [event.what for event in events_of(desk.store, number)][-1] == "closed"
    assert holds_together(desk)


def test_a_changed_log_is_found(desk: Desk) -> None:
    """The check reads it as it reads a file."""
    desk.new()
    desk.rows("SET session_replication_role = replica; UPDATE event SET at = at - 60 WHERE ticket_id = 1")
    assert "chain" in [finding.what for finding in check(desk.store).findings]


def test_a_schema_without_its_guards_is_found(desk: Desk) -> None:
    """As is an index that is missing."""
    desk.rows("DROP TRIGGER event_no_change ON event; DROP INDEX clock_running")
    found = {finding.detail for finding in check(desk.store).findings}
    desk.rows("CREATE INDEX clock_running ON clock (due) WHERE state = 'running'")
    desk.rows("CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION desk_refuse()")
    assert found == {"trigger event_no_change", "index clock_running"}
    assert check(desk.store).findings == ()


def test_several_first_openings_at_once_make_one_desk(server: Server) -> None:
    """The others wait for the first one."""
    server.run("CREATE DATABASE first")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: open_desk(server.url("first"), None, lambda: TUESDAY, practice=True).close(), range(6)))
    assert server.run("SELECT count(*) FROM in_force", database="first") == [(1,)]


# -- addresses that lead to no desk ------------------------------------------------------------------------------------------


def test_a_database_of_another_program_is_left_alone(server: Server) -> None:
    """Nothing is created in it."""
    server.run("CREATE DATABASE theirs")
    server.run("CREATE TABLE stock (id INTEGER)", database="theirs")
    with pytest.raises(ForeignDatabase):
        open_database(server.url("theirs"), lambda: TUESDAY)
    assert server.run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", database="theirs") == [("stock",)]


def test_an_empty_database_is_no_desk_for_those_who_only_look(server: Server) -> None:
    """Only `desk` and `desk add` set one up."""
    server.run("CREATE DATABASE empty")
    with pytest.raises(DatabaseMissing):
        open_database(server.url("empty"), lambda: TUESDAY, make=False)
    assert server.run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", database="empty") == []


@pytest.mark.parametrize("address", ["postgresql://desk@127.0.0.1:{}/nowhere", "postgresql://nobody@127.0.0.1:{}/postgres"])
def test_a_database_or_a_role_that_is_not_there(server: Server, address: str) -> None:
    """In one line."""
    with pytest.raises(ServerDatabaseMissing):
        open_database(address.format(server.port), lambda: TUESDAY)


@pytest.mark.parametrize("address", ["postgresql://desk@127.0.0.1:1/desk", "postgresql://desk@no-such-host.invalid/desk"])
@pytest.mark.usefixtures("server")
def test_a_server_that_does_not_answer(address: str) -> None:
    """Nobody listens there, or nobody is called so."""
    with pytest.raises(ServerUnreachable):
        open_database(address, lambda: TUESDAY)


def test_a_wrong_password(server: Server) -> None:
    """Neither the error nor the address that it names shows it."""
    server.run("CREATE ROLE guest LOGIN PASSWORD 'right'")
    ((rules,),) = server.run("SHOW hba_file")
    before = server.read(rules)
    server.write(rules, "host all guest 127.0.0.1/32 scram-sha-256\n" + before)
    server.run("SELECT pg_reload_conf()")
    try:
        with pytest.raises(LoginRefused) as refused:
            open_database(f"postgresql://guest:wrong@127.0.0.1:{server.port}/postgres", lambda: TUESDAY)
    finally:
        server.write(rules, before)
        server.run("SELECT pg_reload_conf()")
    assert "wrong" not in refused.value.where + refused.value.detail.replace("wrong password", "")


def test_a_role_without_rights(server: Server, desk: Desk) -> None:
    """It may connect, and neither make a desk nor open one."""
    server.run("CREATE DATABASE unowned")
    server.run("CREATE ROLE visitor LOGIN")
    name = desk.url.rpartition("/")[2]
    for database in ("unowned", name):
        with pytest.raises(RoleWithoutRights):
            open_desk(f"postgresql://visitor@127.0.0.1:{server.port}/{database}", None, lambda: TUESDAY)


def test_a_server_that_only_reads_is_refused(server: Server, desk: Desk) -> None:
    """A standby, or a database that accepts no changes for now."""
    name = desk.url.rpartition("/")[2]
    server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        with pytest.raises(StandbyOnly):
            open_database(desk.url, lambda: TUESDAY)
    finally:
        server.run(f"ALTER DATABASE {name} RESET default_transaction_read_only")


def test_a_lost_connection_is_one_clear_error(desk: Desk) -> None:
    """Whatever the server ended it for."""
    ((backend,),) = desk.store.rows("SELECT pg_backend_pid()")
    run(desk.url, "SELECT pg_terminate_backend(?)", backend)
    with pytest.raises(ServerUnreachable):
        desk.new()


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("postgresql://anna:s3cret@db.example/desk", "postgresql://anna@db.example/desk"),
        (
            "postgresql://anna:p%40ss@db1,db2:5433/desk?sslmode=verify-full",
            "postgresql://anna@db1,db2:5433/desk?sslmode=verify-full",
        ),
        ("postgresql://db.example/desk", "postgresql://db.example/desk"),
        ("postgresql://anna@db/desk?password=s3cret&sslmode=require", "postgresql://anna@db/desk?sslmode=require"),
        ("postgresql://db/desk?sslpassword=s3cret", "postgresql://db/desk"),
    ],
)
def test_a_password_is_never_shown(address: str, wanted: str) -> None:
    """Of several hosts either."""
    assert shown(address) == wanted


def test_what_the_driver_says_otherwise_is_passed_on() -> None:
    """Its first line."""
    error = translate_error(RuntimeError("something new\nand its context"), "postgresql://db/desk")
    assert (type(error), error.detail) == (DatabaseUnreachable, "something new")


# -- doctor ------------------------------------------------------------------------------------------------------------------


def test_the_doctor_names_what_a_server_could_lose(desk: Desk) -> None:
    """The tests' server does not wait for its disk."""
    found = condition(desk.url)
    assert found is not None
    assert {name for name, must in found.wanted.items() if found.settings[name] != must} == {
        "fsync", "full_page_writes", "synchronous_commit",
    }  # fmt: skip
    assert (found.file, found.backup, found.settings["standbys"], found.settings["ssl"]) == (None, None, "0", "off")


def test_a_database_without_a_desk_is_none(server: Server) -> None:
    """Looking creates nothing."""
    server.run("CREATE DATABASE looked_at")
    assert condition(server.url("looked_at")) is None
    assert server.run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", database="looked_at") == []


def test_a_reader_cannot_write(desk: Desk) -> None:
    """The connection that searches."""
    with closing(open_reader(desk.url, desk.store.now)) as reader, pytest.raises(StandbyOnly):
        reader.rows("DELETE FROM clock")


# -- moving ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_file(desk: Desk, tmp_path: Path) -> Path:
    """A desk in a file on which something happened, and which nobody has open. desk: only for its clock."""
    path = tmp_path / "desk.db"
    with closing(open_desk(str(path), None, desk.store.now, practice=True)) as store:
        one = Desk(store, path, desk.clock)
        number = one.new(phone="600-10-20, 600-10-21")
        complaint = one.new("complaint", "in-person", staff="Boris", about="Борис нагрубил")
        tickets.take(store, "Anna", number)
        tickets.remind(store, "Anna", number, at("2026-11-04 12:00"), note="Перезвонить")
        merge(store, "Anna", one.new(), number)
        one.fact(complaint, "acknowledged", who="Anna")
        certificate = one.new("certificate", "letter", email="anna@example.org")
        write(store, "Anna", certificate, "email", "informed", {"title": "Сертификат", "note": "Он у нас"})
        save_view(store, "Anna", "Мои", "anna")
    return path


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    """The address of an empty database."""
    server.run("CREATE DATABASE target")
    yield server.url("target")
    server.run("DROP DATABASE target WITH (FORCE)")


def no_bar(_done: int, _total: int) -> None:
    """Shows no progress."""


def test_a_desk_moves_to_a_server_and_back(in_file: Path, empty: str, tmp_path: Path) -> None:
    """Every row of every table, and the next tickets continue the numbers."""
    told: list[tuple[int, int]] = []
    there = move(str(in_file), empty, lambda: TUESDAY, lambda *counts: told.append(counts))
    assert there.findings == ()
    assert told[-1][0] == told[-1][1] > 40
    with closing(open_desk(empty, None, lambda: TUESDAY, practice=True)) as store:
        assert record(store, "Anna", Recording("enquiry", "phone", name="Карпова")) == there.tickets + 1
        assert [hit.row.id for hit in search(store, "1021").hits] == [1]
        assert check(store).findings == ()
    back = tmp_path / "back.db"
    assert move(empty, str(back), lambda: TUESDAY, no_bar).tickets == there.tickets + 1
    for table in (*TABLES, Search):
        name = table._meta.table_name
        columns = ", ".join(field.column_name for field in table._meta.sorted_fields if field is not Search.search)
        rows = look(in_file, f"SELECT {columns} FROM {name}")
        assert name in CHANGED or sorted(map(repr, look(back, f"SELECT {columns} FROM {name}"))) == sorted(map(repr, rows)), name
    assert broken_links(back) == []


CHANGED = ("ticket", "event", "text", "customer", "head", "clock", "search")  # by the ticket that was recorded on the server


def test_a_desk_is_moved_into_an_empty_database_alone(in_file: Path, desk: Desk, tmp_path: Path) -> None:
    """Whichever kind it is; the target stays as it was."""
    desk.new()
    before = desk.everything()
    with pytest.raises(TargetNotEmpty):
        move(str(in_file), desk.url, lambda: TUESDAY, no_bar)
    assert desk.everything() == before
    other = tmp_path / "other.db"
    shutil.copy(in_file, other)
    with pytest.raises(TargetNotEmpty):
        move(str(in_file), str(other), lambda: TUESDAY, no_bar)
    assert other.read_bytes() == in_file.read_bytes()


def test_a_desk_that_is_open_elsewhere_is_not_moved(in_file: Path, empty: str, desk: Desk, tmp_path: Path) -> None:
    """What is written meanwhile would be lost."""
    with closing(open_desk(str(in_file), None, lambda: TUESDAY, practice=True)), pytest.raises(DatabaseInUse):
        move(str(in_file), empty, lambda: TUESDAY, no_bar)
    with pytest.raises(DatabaseInUse):
        move(desk.url, str(tmp_path / "target.db"), lambda: TUESDAY, no_bar)


def test_a_damaged_desk_moves_not_at_all(in_file: Path, empty: str) -> None:
    """Nothing is left in the target, into which a sound one can be moved then."""
    with closing(sqlite3.connect(in_file)) as connection, connection:
        connection.execute("UPDATE clock SET due = due + 60")
    with pytest.raises(MoveFailed):
        move(str(in_file), empty, lambda: TUESDAY, no_bar)
    assert run(empty, "SELECT count(*) FROM event") == [(0,)]
    with closing(sqlite3.connect(in_file)) as connection, connection:
        connection.execute("UPDATE clock SET due = due - 60")
    assert move(str(in_file), empty, lambda: TUESDAY, no_bar).findings == ()


def test_the_command_moves_and_says_where_the_desk_is(in_file: Path, empty: str, command: Command) -> None:
    """The password of an address is not shown."""
    address = empty.replace("desk@", "desk:s3cret@")
    done = command("move", in_file, address)
    assert (done.returncode, "s3cret" in done.stdout + done.stderr) == (0, False)
    assert run(empty, "SELECT count(*) FROM ticket") == look(in_file, "SELECT count(*) FROM ticket")


# -- what others do, at once ---------------------------------------------------------------------------------------------


class Heard:
    """The desk's listening thread, and how often it called."""

    def __init__(self, url: str) -> None:
        self.calls: SimpleQueue[None] = SimpleQueue()
        self.presence = ServerPresence(url, lambda: self.calls.put(None))

    def wait(self, until: Callable[[], bool]) -> None:
        """Waits for calls, a minute at most for each, until something holds after one of them."""
        while not until():
            self.calls.get(timeout=60)


@pytest.fixture
def heard(desk: Desk) -> Iterator[Callable[[], Heard]]:
    """Begins to listen, as another desk does, and waits until the server knows."""
    begun: list[Heard] = []

    def begin() -> Heard:
        begun.append(Heard(desk.url))
        begun[-1].presence.announce(desk.store, "", ())
        while desk.rows(_LISTENING) != [(len(begun),)]:
            pass
        return begun[-1]

    yield begin
    for one in begun:
        one.presence.close()
    while desk.rows(_LISTENING) != [(0,)]:
        pass


_LISTENING = "SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN desk_here' AND datname = current_database()"


def test_a_change_is_told_to_every_desk_once_it_is_committed(desk: Desk, heard: Callable[[], Heard]) -> None:
    """The version is the new one by then."""
    other, before = heard(), desk.store.data_version()
    desk.new()
    other.calls.get(timeout=60)
    assert desk.store.data_version() != before
    with suppress(ZeroDivisionError), desk.store.transaction():
        tickets.take(desk.store, "Anna", 1)
        raise ZeroDivisionError
    tickets.take(desk.store, "Boris", 1)
    other.calls.get(timeout=60)
    assert other.calls.empty()


def test_who_has_a_ticket_open_is_told_and_forgotten(
    desk: Desk, heard: Callable[[], Heard], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and again every few seconds; a desk that falls silent is gone within ten."""
    anna, boris = heard(), heard()
    mine = Here("Anna", (1, 2), typing=True)
    anna.presence.announce(desk.store, "Anna", (1, 2), typing=True)
    boris.wait(lambda: boris.presence.others() == (mine,))
    assert anna.presence.others() == ()
    anna.presence.announce(desk.store, "Anna", ())
    boris.wait(lambda: boris.presence.others() == ())
    anna.presence.announce(desk.store, "Anna", (1, 2), typing=True)
    boris.wait(lambda: boris.presence.others() == (mine,))
    now = monotonic()
    monkeypatch.setattr(listener, "monotonic", lambda: now + 4)
    while not boris.calls.empty():
        boris.calls.get()
    anna.presence.announce(desk.store, "Anna", (1, 2), typing=True)  # repeated
    boris.calls.get(timeout=60)
    monkeypatch.setattr(listener, "monotonic", lambda: now + 10)
    assert boris.presence.others() == (mine,)
    monkeypatch.setattr(listener, "monotonic", lambda: now + 14)
    assert boris.presence.others() == ()


def test_a_listener_that_was_cut_off_listens_again(desk: Desk, heard: Callable[[], Heard]) -> None:
    """By itself."""
    other = heard()
    desk.rows(f"SELECT pg_terminate_backend(pid) FROM ({_LISTENING.replace('count(*)', 'pid')}) AS s")
    while desk.rows(_LISTENING) != [(1,)]:
        pass
    desk.new()
    other.calls.get(timeout=60)


# -- a connection that is lost in the middle -----------------------------------------------------------------------------


@pytest.fixture
def proxy(desk: Desk) -> Iterator[Proxy]:
    """The network before the server."""
    with between(desk.url) as found:
        yield found


Losses = list[ServerUnreachable]
CALL = Recording("enquiry", "phone", name="Карпова", subject="FCE")


@pytest.fixture
def thread(desk: Desk, proxy: Proxy) -> Iterator[tuple[DatabaseThread, Losses]]:
    """A desk's database thread behind it, and what it told of lost connections."""
    lost: Losses = []
    found = DatabaseThread(
        lambda: open_desk(proxy.url(desk.url), None, desk.store.now, practice=True), acting=Acting, tell_lost=lost.append
    )
    found.submit(check).result()
    yield found, lost
    with suppress(RuntimeError):  # a test closed it
        found.close()


@pytest.mark.parametrize("cut", [Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT])
def test_what_was_being_saved_is_saved_exactly_once(
    desk: Desk, proxy: Proxy, thread: tuple[DatabaseThread, Losses], cut: Cut
) -> None:
    """Whether or not the server had carried it out; the form gets its answer as if nothing had happened."""
    database, lost = thread
    proxy.cut = cut
    number = database.submit(record, "Anna", CALL).result(timeout=60)
    proxy.cut = cut
    database.submit(tickets.take, "Anna", number).result(timeout=60)
    assert proxy.cuts == 2
    assert desk.rows("SELECT id FROM ticket") == [(number,)]
    assert desk.rows("SELECT what FROM event WHERE ticket_id = ? ORDER BY id", number) == [("received",), ("taken",)]
    assert len(lost) == (2 if cut is Cut.BEFORE_COMMIT else 0)
    assert holds_together(desk)


def test_a_link_that_freezes_is_noticed_and_what_was_in_flight_is_saved_once(
    desk: Desk, proxy: Proxy, thread: tuple[DatabaseThread, Losses]
) -> None:
    """The other end takes what is sent and does not answer, as a server that was cut off does."""
    database, lost = thread
    proxy.is_frozen = True
    saved = database.submit(record, "Anna", CALL)
    while not lost:
        pass
    proxy.is_frozen = False
    number = saved.result(timeout=60)
    assert desk.rows("SELECT id FROM ticket") == [(number,)]


def test_a_look_in_flight_is_not_repeated(desk: Desk, proxy: Proxy, thread: tuple[DatabaseThread, Losses]) -> None:
    """The board has to say that there is no connection."""
    database, lost = thread
    proxy.is_frozen = True
    with pytest.raises(ServerUnreachable):
        database.submit(Store.data_version).result(timeout=60)
    proxy.is_frozen = False
    assert database.submit(Store.data_version).result(timeout=60) == desk.store.data_version()
    assert lost == []


def test_a_desk_that_is_closed_does_not_wait_for_the_server(proxy: Proxy, thread: tuple[DatabaseThread, Losses]) -> None:
    """What was in flight is refused; its text is kept as a draft."""
    database, lost = thread
    proxy.is_frozen = True
    saved = database.submit(record, "Anna", CALL)
    while not lost:
        pass
    database.close()
    with pytest.raises(ServerUnreachable):
        saved.result()


def test_a_query_that_takes_long_is_no_lost_connection(desk: Desk, thread: tuple[DatabaseThread, Losses]) -> None:
    """The server is asked whether it lives, and it does."""
    database, _ = thread
    assert database.submit(lambda store: store.rows("SELECT 1 FROM pg_sleep(3)")).result(timeout=60) == [(1,)]
    assert desk.store.data_version() == database.submit(Store.data_version).result()


def test_a_move_that_is_refused_leaves_the_target_empty(desk: Desk, another: Another) -> None:
    """While a desk has the source open; it is moved once the desk is closed."""
    create_database(desk.url, "target")
    target = desk.url.rpartition("/")[0] + "/target"
    try:
        with another(), pytest.raises(DatabaseInUse):
            move(desk.url, target, desk.store.now, lambda _done, _total: None)
        assert run(target, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    finally:
        drop_database(desk.url, "target")


def test_numbers_of_tickets_go_on_without_a_gap(desk: Desk) -> None:
    """After a change that was taken back, and after a crash, which leaves the server's own numbers far ahead."""
    first = desk.new()
    with suppress(ZeroDivisionError), desk.store.transaction():
        desk.new()
        raise ZeroDivisionError
    desk.rows("SELECT setval('ticket_id_seq', 99)")
    assert desk.new() == first + 1
