"""What the screens and lists read: frozen rows, never models. Every query is fetched whole."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, fn

from desk.actions.rights import Access, Right
from desk.charter import Charter
from desk.charter.vocabulary import BATCHES, CHANNELS
from desk.models import ComplaintAbout, Event, Person, Reminder, Staff, Text, Ticket
from desk.store.customers.identity import NAME_OR_CONTACT
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import THE_DESK, stands
from desk.store.mail.delivery import Standing, standing, with_email_waiting
from desk.store.permissions import access, requires
from desk.store.ticket_state import DONE, OPEN, VOID
from desk.store.visibility import complaints_about, hidden_among, sealed, staff_ids


class QueueRow(NamedTuple):
    """A ticket in its queue. due, received: UTC epoch seconds; standard: of the nearest running clock; owner: a name or ""; key:
    the text that filters match, folded by `text.search_key`; sealed: a complaint whose texts are hidden from the current user, of
    which only number, times and state are shown; damaged: part of the row could not be read, and this is the rest; waits: whether
    it waits for the fact that starts a promise; proposed: its kind was proposed by a rule for mail."""

    id: int
    kind: str
    channel: str
    name: str
    phone: str
    email: str
    subject: str
    owner: str
    received: int
    due: int | None
    standard: str
    exam: str
    version: int
    state: str
    key: str
    sealed: int = 0
    damaged: int = 0
    waits: int = 0
    proposed: int = 0


def _rows_of_tickets() -> Any:
    """The columns of `QueueRow` of every ticket."""
    columns = (
        Ticket.id, Ticket.kind, Ticket.channel, Ticket.name, Ticket.phone, Ticket.email, Ticket.subject,
        fn.COALESCE(Staff.name, ""), Ticket.received, Ticket.next_due, Ticket.next_standard, Ticket.exam, Ticket.version,
        Ticket.state, Ticket.key, SQL("0"), SQL("0"), Case(None, ((Ticket.nudge.is_null(False), 1),), 0),
        Case(None, ((Ticket.proposed, 1),), 0),  # a number on either database
    )  # fmt: skip
    return Ticket.select(*columns).join(Staff, JOIN.LEFT_OUTER)


# The order of an index: sorting would cost as much again as reading. Tickets without a clock come first in it.
_AS_INDEXED = (Ticket.next_due.asc(nulls="FIRST"), Ticket.received, Ticket.id)


def _in_queue(dialect: Dialect, is_one: bool) -> Any:
    """The condition that a ticket is open and of one kind, which is the order of the index, or of several."""
    of_kind = Ticket.kind == Param("kind") if is_one else dialect.among(Ticket.kind, Param("kinds"))
    return (Ticket.state == OPEN) & of_kind


def _kinds(store: Store, queue: str) -> tuple[bool, dict[str, Any]]:
    """Whether a queue has one kind, and the parameters that its statements take."""
    kinds = store.charter.queues[queue]
    return (True, {"kind": kinds[0]}) if len(kinds) == 1 else (False, {"kinds": kinds})


@cache
def _whole(is_one: bool) -> Statement:
    return Statement(lambda dialect: _rows_of_tickets().where(_in_queue(dialect, is_one)).order_by(*_AS_INDEXED))


# The valid epoch seconds of tickets: from 1990 to 2200, further than a calendar can reach. The desk never writes others.
MOMENTS = (631_152_000, 7_258_118_400)

_TYPES = tuple(QueueRow.__annotations__[name] for name in QueueRow._fields)
_WITH_DUE = tuple(int if column == int | None else column for column in _TYPES)
_SOUND = (_WITH_DUE, tuple(type(None) if column == int | None else column for column in _TYPES))
_STATES = (OPEN, DONE, VOID)


def read_rows(store: Store, found: Sequence[tuple[Any, ...]]) -> list[QueueRow]:
    """Converts fetched rows; of a damaged one, the readable part."""
    if not found:
        return []
    rows, known, (first, last) = [], set[tuple[str, ...]](), MOMENTS
    for values in found:
        row = QueueRow._make(values)
        words = (row.kind, row.channel, row.state, row.standard)
        if (
            tuple(map(type, values)) in _SOUND
            and (words in known or _are_words(store, row))
            and first <= row.received < last
            and (row.due is None or first <= row.due < last)
        ):
            known.add(words)
            rows.append(row)
        else:
            rows.append(_damaged(store, row))
    return rows


def _are_words(store: Store, row: QueueRow) -> bool:
    in_vocabulary = row.kind in store.charter.kinds and row.channel in CHANNELS and row.state in _STATES
    return in_vocabulary and (not row.standard or store.charter.find(row.standard) is not None)


def _damaged(store: Store, row: QueueRow) -> QueueRow:
    """The readable part of a damaged row, with a valid vocabulary word wherever there must be one.

    If its kind cannot be read, it may be a complaint: then only its number is shown.
    """
    values = row._asdict()
    kinds = tuple(store.charter.kinds)
    if values["kind"] not in kinds:
        values |= dict.fromkeys(("name", "phone", "email", "subject", "owner", "exam"), "") | {"key": str(row.id)}
    for name, wanted in zip(QueueRow._fields, _WITH_DUE, strict=True):
        if not isinstance(values[name], wanted):
            values[name] = None if name == "due" else wanted()
    # With the first of each, the ticket stays visible.
    for name, words in (("kind", kinds), ("channel", CHANNELS), ("state", _STATES)):
        if values[name] not in words:
            values[name] = words[0]
    first, last = MOMENTS
    values["received"] = min(max(values["received"], first), last - 1)
    if values["due"] is None or not first <= values["due"] < last or store.charter.find(values["standard"]) is None:
        values["due"], values["standard"] = None, ""
    return QueueRow(**values | {"damaged": 1})


def place(row: QueueRow) -> tuple[bool, int, int, int]:
    """The sort key of a ticket in its queue: nearest deadline first; then tickets without one, oldest first."""
    return row.due is None, row.due or 0, row.received, row.id


def shown(store: Store, rows: Sequence[QueueRow]) -> list[QueueRow]:
    """Applies the current user's visibility to these rows: complaints about them are left out, others hidden from them are
    sealed."""
    sealed_kinds = store.charter.sealed_kinds
    complaints = [row.id for row in rows if row.kind in sealed_kinds]
    if not complaints:
        return list(rows)
    about, closed = complaints_about(store, complaints), sealed(store, complaints)
    return [seal(row) if row.id in closed else row for row in rows if row.id not in about]


def seal(row: QueueRow) -> QueueRow:
    """The row without any personal data."""
    return row._replace(channel="", name="", phone="", email="", subject="", owner="", exam="", key=str(row.id), sealed=1)


def queue(store: Store, name: str) -> list[QueueRow]:
    """The open tickets of a queue in its order; without visibility rules. name: one of the charter's queues."""
    is_one, kinds = _kinds(store, name)
    rows = read_rows(store, _whole(is_one).rows(store, **kinds))
    if name == next(iter(store.charter.queues)):
        rows += read_rows(store, _lost.rows(store, kinds=tuple(store.charter.kinds)))
    if any(row.damaged for row in rows):
        return sorted(rows, key=place)
    without = bisect_left(rows, True, key=lambda row: row.due is not None)
    return rows[without:] + rows[:without]


@Statement
def _lost(dialect: Dialect) -> Any:
    """Damaged rows that would appear in no queue."""
    lost = Ticket.alias("lost")
    numbers = lost.select(lost.id).where(lost.state.not_in(_STATES) | ~dialect.among(lost.kind, Param("kinds")))
    return _rows_of_tickets().where(Ticket.id.in_(numbers))


@requires(Right.LOOK)
def grouped(store: Store, kind: str, number: int) -> list[QueueRow]:
    """The tickets of a group (groups.py): open ones in queue order, then closed ones, newest last."""
    of = {"kinds": store.charter.using(BATCHES)} if kind == UNCOLLECTED else {"number": number}
    return read_rows(store, _GROUPED[kind].rows(store, **of))


def _group(where: Callable[[Dialect], Any]) -> Statement:
    is_open, has_none = Ticket.state == OPEN, Ticket.next_due.is_null()
    order = (~is_open, has_none, Ticket.next_due, Ticket.received, Ticket.id)
    return Statement(lambda dialect: _rows_of_tickets().where(where(dialect)).order_by(*order))


def not_collected(dialect: Dialect) -> Any:
    """Open tickets of the given kinds on which nothing is due any more."""
    return (Ticket.state == OPEN) & dialect.among(Ticket.kind, Param("kinds")) & Ticket.next_due.is_null()


BOX, SESSION, UNCOLLECTED = "box", "session", "uncollected"
_GROUPED = {
    BOX: _group(lambda _: (Ticket.state != VOID) & (Ticket.batch == Param("number"))),
    SESSION: _group(lambda _: (Ticket.state != VOID) & (Ticket.session == Param("number"))),
    UNCOLLECTED: _group(not_collected),
}


def queues(store: Store) -> dict[str, list[QueueRow]]:
    """Every queue in the order of the board; without visibility rules."""
    return {name: queue(store, name) for name in store.charter.queues}


class QueuePage(NamedTuple):
    """The first page of a queue, its number of tickets, and how many beyond the page are overdue."""

    rows: list[QueueRow]
    total: int
    overdue: int


class FirstPage(NamedTuple):
    """The first page of every queue, the charter in force, and the current user's permissions."""

    queues: dict[str, QueuePage]
    charter: Charter
    access: Access


@requires(Right.LOOK)
def first_page(store: Store) -> FirstPage:
    """Reads the first page of the board; imports nothing that it does not need."""
    store.follow()
    glances = {name: first_rows(store, name) for name in store.charter.queues}
    return FirstPage(
        {name: found._replace(rows=shown(store, found.rows)) for name, found in glances.items()}, store.charter, access(store)
    )


def first_rows(store: Store, name: str) -> QueuePage:
    """Reads only as much of a queue as a screen shows: a fiftieth of the time of reading all."""
    is_one, kinds = _kinds(store, name)
    rows = read_rows(store, _first(is_one).rows(store, **kinds))
    if len(rows) < PAGE:
        rows += read_rows(store, _first_without(is_one).rows(store, **kinds, limit=PAGE - len(rows)))
    now = store.now()
    ((total, overdue),) = _counts(is_one).rows(store, **kinds, now=now)
    return QueuePage(rows, total, overdue - sum(row.due is not None and row.due < now for row in rows))


PAGE = 80  # rows: no terminal shows more of them


@cache
def _first(is_one: bool) -> Statement:
    def build(dialect: Dialect) -> Any:
        has_due = _in_queue(dialect, is_one) & Ticket.next_due.is_null(False)
        return _rows_of_tickets().where(has_due).order_by(Ticket.next_due, Ticket.received, Ticket.id).limit(PAGE)

    return Statement(build)


@cache
def _first_without(is_one: bool) -> Statement:
    def build(dialect: Dialect) -> Any:
        has_none = _in_queue(dialect, is_one) & Ticket.next_due.is_null()
        return _rows_of_tickets().where(has_none).order_by(Ticket.received, Ticket.id).limit(Param("limit"))

    return Statement(build)


@cache
def _counts(is_one: bool) -> Statement:
    overdue = Case(None, ((Ticket.next_due < Param("now"), 1),))
    counted = (fn.COUNT(SQL("*")), fn.COUNT(overdue))
    return Statement(lambda dialect: Ticket.select(*counted).where(_in_queue(dialect, is_one)))


@requires(Right.LOOK)
def listed(store: Store, kind: str | None, limit: int | None = None) -> list[QueueRow]:
    """Open and closed tickets for `desk list`: open ones in queue order, then closed ones, newest first. limit: the maximum number
    of tickets visible to the current user."""
    parts = (False, True)
    if limit is None:
        found = [row for part in parts for row in _listing(part, kind is None).rows(store, kind=kind)]
        return shown(store, read_rows(store, found))
    seen: list[QueueRow] = []
    for part in parts:
        numbers, asked = _listed_numbers(part, kind is None), 0
        while len(seen) < limit and (some := numbers.rows(store, kind=kind, limit=limit, offset=asked)):
            rows = rows_unfiltered(store, [number for (number,) in some])
            seen += shown(store, [rows[number] for (number,) in some])
            asked += limit
    return seen[:limit]


@cache
def _listing(is_closed: bool, every_kind: bool) -> Statement:
    return Statement(lambda _: _in_list(_rows_of_tickets(), is_closed, every_kind))


@cache
def _listed_numbers(is_closed: bool, every_kind: bool) -> Statement:
    """From the index alone: whole rows take ten times as long to sort."""
    page = (Param("limit"), Param("offset"))
    return Statement(lambda _: _in_list(Ticket.select(Ticket.id), is_closed, every_kind).limit(page[0]).offset(page[1]))


def _in_list(query: Any, is_closed: bool, every_kind: bool) -> Any:
    """Open tickets in queue order, or closed ones, newest first."""
    query = query if every_kind else query.where(Ticket.kind == Param("kind"))
    due = (Ticket.next_due.is_null(), Ticket.next_due)
    if is_closed:
        return query.where(Ticket.state.not_in((OPEN, VOID))).order_by(*due, Ticket.id.desc())
    return query.where(Ticket.state == OPEN).order_by(*due, Ticket.received, Ticket.id)


@requires(Right.LOOK)
def row_of(store: Store, number: int) -> QueueRow | None:
    """A ticket's row; None if there is no such ticket visible to the current user."""
    found = row_unfiltered(store, number)
    return None if found is None else next(iter(shown(store, [found])), None)


@requires(Right.LOOK)
def rows_of(store: Store, numbers: Iterable[int]) -> dict[int, QueueRow]:
    """The rows of these tickets, by number; missing ones and those hidden from the current user are left out."""
    return {row.id: row for row in shown(store, list(rows_unfiltered(store, numbers).values()))}


@requires(Right.LOOK)
def is_ticket(store: Store, number: int) -> bool:
    """Whether there is a ticket with this number, whoever may see it."""
    return row_unfiltered(store, number) is not None


def row_unfiltered(store: Store, number: int) -> QueueRow | None:
    """Same as `row_of`, without visibility rules."""
    return next(iter(read_rows(store, _row.rows(store, ticket=number))), None)


def rows_unfiltered(store: Store, numbers: Iterable[int]) -> dict[int, QueueRow]:
    """Same as `rows_of`, without visibility rules."""
    return {row.id: row for row in read_rows(store, _rows.rows(store, among=list(numbers)))}


_row = Statement(lambda _: _rows_of_tickets().where(Ticket.id == Param("ticket")))
_rows = Statement(lambda dialect: _rows_of_tickets().where(dialect.among(Ticket.id, Param("among"))))


@requires(Right.LOOK)
def names(store: Store) -> dict[int, str]:
    """The names of everybody who ever acted, by id, with no name for the desk itself."""
    return {THE_DESK: "", **{staff: name for name, staff in staff_ids(store).items()}}


class Counts(NamedTuple):
    """The counts beside the queues, the first three by queue. at_once: answered on the spot today, without a clock and counted
    separately (calls.2); awaited: tickets that have waited long for the fact that starts a promise; uncollected: certificates whose
    candidates were last told a month ago or longer and have not come (house); mail: how it stands; emailed: the tickets on
    which an email waits to be sent."""

    at_once: Mapping[str, int]
    awaited: Mapping[str, int]
    uncollected: Mapping[str, int]
    mail: Standing
    emailed: frozenset[int]


@requires(Right.LOOK)
def count_beside(store: Store) -> Counts:
    """The counts beside the queues, as of now."""
    now, charter = store.now(), store.charter
    since, _ = charter.calendar.day_of(now)
    nudged: dict[int, str] = dict(_nudged.rows(store, now=now))
    complaints = [number for number, kind in nudged.items() if kind in charter.sealed_kinds]
    about = complaints_about(store, complaints) if complaints else set()
    at_once, awaited, uncollected = Counter[str](), Counter[str](), Counter[str]()
    awaited.update(charter.queue_of(kind) for number, kind in nudged.items() if number not in about)
    for is_at_once, kind, count in _counts_beside.rows(
        store, since=since, long_ago=now - UNCOLLECTED_FOR, kinds=charter.using(BATCHES)
    ):
        (at_once if is_at_once else uncollected)[charter.queue_of(kind)] += int(count)
    mail = standing(store)
    return Counts(at_once, awaited, uncollected, mail, with_email_waiting(store) if mail.emails else frozenset())


@requires(Right.LOOK)
def unconfirmed(store: Store) -> frozenset[int]:
    """The open complaints whose text mentions a staff member while nobody has said yet whether they are about that person."""
    return frozenset(number for (number,) in _unconfirmed.rows(store))


@Statement
def _unconfirmed(_: Dialect) -> Any:
    query = ComplaintAbout.select(ComplaintAbout.ticket).join(Ticket)
    return query.where(~ComplaintAbout.confirmed, Ticket.state == OPEN)


@requires(Right.LOOK)
def awaited(store: Store) -> frozenset[int]:
    """The open tickets that wait for a fact that starts a promise."""
    return frozenset(number for (number,) in _awaited.rows(store))


UNCOLLECTED_FOR = 30 * 86_400  # seconds
_awaited = Statement(lambda _: Ticket.select(Ticket.id).where(Ticket.state == OPEN, Ticket.nudge.is_null(False)))
_nudged = Statement(lambda _: Ticket.select(Ticket.id, Ticket.kind).where(Ticket.state == OPEN, Ticket.nudge <= Param("now")))


@Statement
def _counts_beside(dialect: Dialect) -> Any:
    """Whether they were answered at once or are uncollected, their kind, and how many they are."""
    at_once = Ticket.select(SQL("1"), Ticket.kind, fn.COUNT(SQL("*"))).group_by(Ticket.kind)
    at_once = at_once.where(Ticket.at_once, Ticket.state != VOID, Ticket.received >= Param("since"))
    told = Event.select(SQL("1")).where(Event.ticket == Ticket.id, Event.what == "informed", Event.at >= Param("long_ago"))
    uncollected = Ticket.select(SQL("0"), Ticket.kind, fn.COUNT(SQL("*"))).group_by(Ticket.kind)
    not_told = ~fn.EXISTS(told.where(stands(dialect, Event)))
    return at_once.union_all(uncollected.where(not_collected(dialect), Ticket.received < Param("long_ago"), not_told))


class ReminderRow(NamedTuple):
    """A personal reminder, or what a colleague asks or answers: its ticket, whom it is for, its moment, its note, the customer's
    name or how to reach them, whether the person is away or gone, so that whoever is at the desk is reminded instead; what: the
    event that made it, REMINDED, ASKED or ADVISED; by: who made it."""

    ticket: int
    staff: str
    at: int
    note: str
    customer: str
    absent: int
    what: str
    by: str

    def is_for(self, name: str) -> bool:
        """Whether somebody at the desk is reminded."""
        return self.staff == name or bool(self.absent)


@requires(Right.LOOK)
def reminders(store: Store) -> list[ReminderRow]:
    """The reminders of open tickets, nearest first, without tickets hidden from the current user, who could not act on them."""
    found = [(kind, ReminderRow(*row)) for kind, *row in _reminders.rows(store, now=store.now())]
    hidden = hidden_among(store, {row.ticket for kind, row in found if kind in store.charter.sealed_kinds})
    return [row for _, row in found if row.ticket not in hidden]


@Statement
def _reminders(_: Dialect) -> Any:
    note = Text.select(Text.body).where(Text.event == Reminder.event, Text.field == "note").limit(1)
    is_absent = Case(None, ((Person.gone.is_null(False) | (Person.away_until > Param("now")), 1),), 0)
    of, by = Event.alias("of"), Staff.alias("by")
    who = (Staff.name, Reminder.at, fn.COALESCE(note, ""), NAME_OR_CONTACT, is_absent, of.what, by.name)
    query = Reminder.select(Ticket.kind, Ticket.id, *who).join_from(Reminder, Staff).join(Person, JOIN.LEFT_OUTER)
    query = query.join_from(Reminder, of, on=of.id == Reminder.event).join(by, on=by.id == of.staff)
    return query.join_from(Reminder, Ticket).where(Ticket.state == OPEN).order_by(Reminder.at)
