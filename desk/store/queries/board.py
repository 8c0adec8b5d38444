"""What the screens and lists read: frozen rows, never models. Every query is fetched whole."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from desk.actions.rights import Access, Right
from desk.charter import Charter
from desk.charter.vocabulary import CHANNELS, KINDS
from desk.store.commands.letters import letters_waiting
from desk.store.database import Store
from desk.store.event_log import HELD, THE_DESK
from desk.store.permissions import access, requires
from desk.store.ticket_state import COMPLAINT, DONE, OPEN, VOID
from desk.store.visibility import complaints_about, hidden_among, sealed


class QueueRow(NamedTuple):
    """A ticket in its queue. due, received: UTC epoch seconds; standard: of the nearest running clock; owner: a name or ""; key:
    the text that filters match, folded by `text.search_key`; sealed: a complaint whose texts are hidden from the current user, of
    which only number, times and state are shown; damaged: part of the row could not be read, and this is the rest."""

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


_ROW = """SELECT t.id, t.kind, t.channel, t.name, t.phone, t.email, t.subject, COALESCE(s.name, ''), t.received, t.next_due,
                 t.next_standard, t.exam, t.version, t.state, t.key, 0, 0
          FROM ticket AS t LEFT JOIN staff AS s ON s.id = t.owner_id """

# In index order: sorting would cost as much again as reading. NULL comes first in the index.
_IN_QUEUE = " WHERE t.state = 'open' AND t.kind = ? ORDER BY t.next_due, t.received, t.id"


# The valid epoch seconds of tickets: from 1990 to 2200, further than a calendar can reach. The desk never writes others.
MOMENTS = (631_152_000, 7_258_118_400)

_TYPES = tuple(QueueRow.__annotations__[name] for name in QueueRow._fields)
_WITH_DUE = tuple(int if column == int | None else column for column in _TYPES)
_SOUND = (_WITH_DUE, tuple(type(None) if column == int | None else column for column in _TYPES))
_STATES = (OPEN, DONE, VOID)
_VOCABULARY = {"kind": KINDS, "channel": CHANNELS, "state": _STATES}
_INSTEAD = {"kind": KINDS[0], "channel": CHANNELS[0], "state": OPEN}  # the ticket stays visible


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
    in_vocabulary = all(getattr(row, name) in words for name, words in _VOCABULARY.items())
    return in_vocabulary and (not row.standard or store.charter.find(row.standard) is not None)


def _damaged(store: Store, row: QueueRow) -> QueueRow:
    """The readable part of a damaged row, with a valid vocabulary word wherever there must be one.

    If its kind cannot be read, it may be a complaint: then only its number is shown.
    """
    values = row._asdict()
    if values["kind"] not in KINDS:
        values |= dict.fromkeys(("name", "phone", "email", "subject", "owner", "exam"), "") | {"key": str(row.id)}
    for name, wanted in zip(QueueRow._fields, _WITH_DUE, strict=True):
        if not isinstance(values[name], wanted):
            values[name] = None if name == "due" else wanted()
    for name, words in _VOCABULARY.items():
        if values[name] not in words:
            values[name] = _INSTEAD[name]
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
    complaints = [row.id for row in rows if row.kind == COMPLAINT]
    if not complaints:
        return list(rows)
    about, closed = complaints_about(store, complaints), sealed(store, complaints)
    return [seal(row) if row.id in closed else row for row in rows if row.id not in about]


def seal(row: QueueRow) -> QueueRow:
    """The row without any personal data."""
    return row._replace(channel="", name="", phone="", email="", subject="", owner="", exam="", key=str(row.id), sealed=1)


def queue(store: Store, kind: str) -> list[QueueRow]:
    """The open tickets of a kind in queue order; without visibility rules."""
    rows = read_rows(store, store.rows(_ROW + _IN_QUEUE, kind))
    if kind == KINDS[0]:
        rows += read_rows(store, store.rows(_ROW + _LOST, json.dumps(_STATES), json.dumps(KINDS)))
    if any(row.damaged for row in rows):
        return sorted(rows, key=place)
    without = bisect_left(rows, True, key=lambda row: row.due is not None)
    return rows[without:] + rows[:without]


# Damaged rows that would appear in no queue.
_LOST = """WHERE t.id IN (SELECT id FROM ticket WHERE state NOT IN (SELECT value FROM json_each(?))
                                                   OR kind NOT IN (SELECT value FROM json_each(?)))"""


@requires(Right.LOOK)
def grouped(store: Store, kind: str, number: int) -> list[QueueRow]:
    """The tickets of a group (groups.py): open ones in queue order, then closed ones, newest last."""
    return read_rows(store, store.rows(_ROW + _GROUPED[kind] + _AS_QUEUES, *([number] if number else [])))


_GROUPED = {
    "box": "WHERE t.state <> 'void' AND t.batch_id = ?",
    "session": "WHERE t.state <> 'void' AND t.session_id = ?",
    "uncollected": "WHERE t.state = 'open' AND t.kind = 'certificate' AND t.next_due IS NULL",
}
_AS_QUEUES = " ORDER BY t.state <> 'open', t.next_due IS NULL, t.next_due, t.received, t.id"


def queues(store: Store) -> dict[str, list[QueueRow]]:
    """Every kind's queue in the order of the board; without visibility rules."""
    return {kind: queue(store, kind) for kind in KINDS}


class QueuePage(NamedTuple):
    """The first page of a queue, its number of tickets, and how many beyond the page are overdue."""

    rows: list[QueueRow]
    total: int
    overdue: int


class FirstPage(NamedTuple):
    """The first page of every queue by kind, the charter in force, and the current user's permissions."""

    queues: dict[str, QueuePage]
    charter: Charter
    access: Access


@requires(Right.LOOK)
def first_page(store: Store) -> FirstPage:
    """Reads the first page of the board; imports nothing that it does not need."""
    store.follow()
    glances = {kind: first_rows(store, kind) for kind in KINDS}
    return FirstPage(
        {kind: found._replace(rows=shown(store, found.rows)) for kind, found in glances.items()}, store.charter, access(store)
    )


def first_rows(store: Store, kind: str) -> QueuePage:
    """Reads only as much of a queue as a screen shows: a fiftieth of the time of reading all."""
    rows = read_rows(store, store.rows(_ROW + _FIRST, kind, PAGE))
    if len(rows) < PAGE:
        rows += read_rows(store, store.rows(_ROW + _FIRST_WITHOUT, kind, PAGE - len(rows)))
    now = store.now()
    ((total, overdue),) = store.rows(_COUNTS, now, kind)
    return QueuePage(rows, total, overdue - sum(row.due is not None and row.due < now for row in rows))


PAGE = 80  # rows: no terminal shows more of them
_FIRST = "WHERE t.state = 'open' AND t.kind = ? AND t.next_due IS NOT NULL ORDER BY t.next_due, t.received, t.id LIMIT ?"
_FIRST_WITHOUT = "WHERE t.state = 'open' AND t.kind = ? AND t.next_due IS NULL ORDER BY t.received, t.id LIMIT ?"
_COUNTS = "SELECT COUNT(*), COUNT(CASE WHEN next_due < ? THEN 1 END) FROM ticket WHERE state = 'open' AND kind = ?"


@requires(Right.LOOK)
def listed(store: Store, kind: str | None, limit: int | None = None) -> list[QueueRow]:
    """Open and closed tickets for `desk list`: open ones in queue order, then closed ones, newest first. limit: the maximum number
    of tickets visible to the current user."""
    if limit is None:
        found = [row for part in _LISTED for row in store.rows(_ROW + part, kind, kind)]
        return shown(store, read_rows(store, found))
    seen: list[QueueRow] = []
    for part in _LISTED:
        asked = 0
        while len(seen) < limit and (some := store.rows(_NUMBERS + part + " LIMIT ? OFFSET ?", kind, kind, limit, asked)):
            rows = rows_unfiltered(store, [number for (number,) in some])
            seen += shown(store, [rows[number] for (number,) in some])
            asked += limit
    return seen[:limit]


_NUMBERS = "SELECT t.id FROM ticket AS t "  # from the index alone: whole rows take ten times as long to sort
_LISTED = (
    "WHERE t.state = 'open' AND (? IS NULL OR t.kind = ?) ORDER BY t.next_due IS NULL, t.next_due, t.received, t.id",
    "WHERE t.state NOT IN ('open', 'void') AND (? IS NULL OR t.kind = ?) ORDER BY t.next_due IS NULL, t.next_due, t.id DESC",
)


@requires(Right.LOOK)
def row_of(store: Store, number: int) -> QueueRow | None:
    """A ticket's row; None if there is no such ticket visible to the current user."""
    found = row_unfiltered(store, number)
    return None if found is None else next(iter(shown(store, [found])), None)


@requires(Right.LOOK)
def rows_of(store: Store, numbers: Iterable[int]) -> dict[int, QueueRow]:
    """The rows of these tickets, by number; missing ones and those hidden from the current user are left out."""
    return {row.id: row for row in shown(store, list(rows_unfiltered(store, numbers).values()))}


def row_unfiltered(store: Store, number: int) -> QueueRow | None:
    """Same as `row_of`, without visibility rules."""
    return next(iter(read_rows(store, store.rows(_ROW + "WHERE t.id = ?", number))), None)


def rows_unfiltered(store: Store, numbers: Iterable[int]) -> dict[int, QueueRow]:
    """Same as `rows_of`, without visibility rules."""
    found = store.rows(_ROW + "JOIN json_each(?) AS wanted ON wanted.value = t.id", json.dumps(list(numbers)))
    return {row.id: row for row in read_rows(store, found)}


@requires(Right.LOOK)
def names(store: Store) -> dict[int, str]:
    """The names of everybody who ever acted, by id, with no name for the desk itself."""
    return {THE_DESK: "", **dict(store.rows("SELECT id, name FROM staff ORDER BY id"))}


class Counts(NamedTuple):
    """The counts beside the queues. at_once: answered on the spot today, without a clock and counted separately (calls.2); awaited:
    tickets that have waited long for the fact that starts a promise; uncollected: certificates whose candidates were last told a
    month ago or longer and have not come (house); letters: how many wait to be sent; letters_since: when the oldest of them was
    written, in epoch seconds."""

    at_once: int
    awaited: int
    uncollected: int
    letters: int
    letters_since: int | None


@requires(Right.LOOK)
def count_beside(store: Store) -> Counts:
    """The counts beside the queues, as of now."""
    now = store.now()
    since, _ = store.charter.calendar.day_of(now)
    nudged = dict(store.rows("SELECT id, kind FROM ticket WHERE state = 'open' AND nudge <= ?", now))
    complaints = [number for number, kind in nudged.items() if kind == COMPLAINT]
    about = complaints_about(store, complaints) if complaints else set()
    ((at_once, left),) = store.rows(_COUNTS_BESIDE, since, now - UNCOLLECTED_FOR, now - UNCOLLECTED_FOR)
    return Counts(int(at_once), len(nudged) - len(about), int(left), *letters_waiting(store))


@requires(Right.LOOK)
def unconfirmed(store: Store) -> frozenset[int]:
    """The open complaints whose text mentions a staff member while nobody has said yet whether they are about that person."""
    return frozenset(number for (number,) in store.rows(_UNCONFIRMED))


_UNCONFIRMED = """SELECT a.ticket_id FROM complaint_about AS a JOIN ticket AS t ON t.id = a.ticket_id
                  WHERE NOT a.confirmed AND t.state = 'open'"""


@requires(Right.LOOK)
def awaited(store: Store) -> frozenset[int]:
    """The open tickets that wait for a fact that starts a promise."""
    return frozenset(number for (number,) in store.rows("SELECT id FROM ticket WHERE state = 'open' AND nudge IS NOT NULL"))


UNCOLLECTED_FOR = 30 * 86_400  # seconds
_COUNTS_BESIDE = (
    """SELECT (SELECT COUNT(*) FROM ticket WHERE at_once AND state <> 'void' AND received >= ?),
              (SELECT COUNT(*) FROM ticket AS t
               WHERE t.state = 'open' AND t.kind = 'certificate' AND t.next_due IS NULL AND t.received < ?
               AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.ticket_id = t.id AND e.what = 'informed' AND e.at >= ?
                               AND """
    + HELD
    + "))"
)


class ReminderRow(NamedTuple):
    """A personal reminder: its ticket, its owner, its moment, its note, the customer's name or how to reach them, whether the owner
    is away or gone, so that whoever is at the desk is reminded instead."""

    ticket: int
    staff: str
    at: int
    note: str
    customer: str
    absent: int

    def is_for(self, name: str) -> bool:
        """Whether somebody at the desk is reminded."""
        return self.staff == name or bool(self.absent)


@requires(Right.LOOK)
def reminders(store: Store) -> list[ReminderRow]:
    """The reminders of open tickets, nearest first, without tickets hidden from the current user, who could not act on them."""
    sql = """SELECT t.kind, r.ticket_id, s.name, r.at, COALESCE(w.body, ''),
                    COALESCE(NULLIF(t.name, ''), NULLIF(t.phone, ''), t.email),
                    COALESCE(p.gone IS NOT NULL OR p.away_until > ?, 0)
             FROM reminder AS r JOIN staff AS s ON s.id = r.staff_id LEFT JOIN person AS p ON p.staff_id = r.staff_id
             JOIN ticket AS t ON t.id = r.ticket_id LEFT JOIN text AS w ON w.event_id = r.event AND w.field = 'note'
             WHERE t.state = 'open' ORDER BY r.at"""
    found = [(kind, ReminderRow(*row)) for kind, *row in store.rows(sql, store.now())]
    hidden = hidden_among(store, {row.ticket for kind, row in found if kind == COMPLAINT})
    return [row for _, row in found if row.ticket not in hidden]
