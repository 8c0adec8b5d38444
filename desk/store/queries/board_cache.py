"""The data of the board: read completely once, then only what has changed since."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from operator import is_
from typing import TYPE_CHECKING, Any, NamedTuple

from desk.actions.paths import resolve
from desk.actions.rights import Access, Acting, Right
from desk.charter import Charter
from desk.models import Event, Head
from desk.store.commands.duties import DutyStatus, duty_statuses
from desk.store.commands.saved_views import View, filled
from desk.store.customers.organisations import are_any, words_of_tickets
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.database import DatabaseReplaced
from desk.store.permissions import access, requires
from desk.store.queries.alerts import Notice, next_closing, notices
from desk.store.queries.backups import LastBackup, last_backup
from desk.store.queries.board import Counts, QueueRow, ReminderRow, count_beside, place, queues, reminders, rows_unfiltered, seal
from desk.store.ticket_state import OPEN
from desk.store.visibility import complaints_about, sealed

if TYPE_CHECKING:
    from desk.store.complaints.corrective_actions import Corrective

CORRECTIVE_ACTIONS = "desk.store.complaints.corrective_actions:open_corrective_actions"  # loaded after the first page
MOST = 2_000  # events: after more of them, reading only the changes takes as long as reading all open tickets


class BoardData(NamedTuple):
    """Every queue whole, and each saved filter with its tickets; version: as returned by `Store.data_version`; notices: those read
    before, without any that no longer apply: nobody is alerted to what has just been done; words: by which a filter finds the
    tickets of organisations.

    A queue without changes is the same list object as before, and a returned list is never modified.
    """

    queues: dict[str, list[QueueRow]]
    views: list[tuple[View, list[QueueRow]]]
    charter: Charter
    version: int | None
    notices: list[Notice]
    access: Access
    words: Mapping[int, str]


class Sidebar(NamedTuple):
    """The data shown beside the queues, which may be read after them."""

    reminders: list[ReminderRow]
    counts: Counts
    notices: list[Notice]
    duties: list[DutyStatus]
    backup: LastBackup | None
    corrective: "list[Corrective]"


class BoardCache:
    """Caches the board's data, so that an act costs only what it changed. Belongs to the database thread."""

    def __init__(self) -> None:
        self._event = 0  # the last event whose ticket was read
        self._hash = ""  # of the chain up to that event
        self._of: Store | None = None  # the store that was read
        self._version: int | None = None
        self._queues: dict[str, list[QueueRow]] = {}
        self._rows: dict[int, QueueRow] = {}
        self._notices: list[Notice] = []
        self._charter: Charter | None = None  # by whose queues they were read
        self._shown: dict[str, tuple[list[QueueRow], set[int], frozenset[int], list[QueueRow]]] = {}
        self._hidden: tuple[list[list[QueueRow]], set[int], frozenset[int]] = ([], set(), frozenset())
        self._hidden_by: tuple[Acting, int] | None = None  # the user, and the number of changes beside the tickets
        self._noticed_to = 0  # the closing up to which alerts were read; 0 to read all

    @requires(Right.LOOK)
    def all(self, store: Store) -> BoardData:
        """The current queues, without what is hidden from the current user."""
        version = store.seen_version
        store.follow()
        ((event, linked, seen, are_organised),) = _head.rows(store, seen=self._event)
        if store is self._of and self._event and seen != self._hash:
            self._of = None
            raise DatabaseReplaced(store.where)  # overwritten by a database with another chain
        # Another process wrote, but no event: `desk check` may have repaired rows.
        unseen = event == self._event and version != self._version
        changed = _changed.rows(store, seen=self._event) if self._queues else []
        is_other = store is not self._of or store.charter is not self._charter
        if is_other or not self._queues or unseen or len(changed) > MOST:
            self._read_all(store)
        elif changed:
            self._read_some(store, {number for (number,) in changed})
        self._event, self._version, self._hash, self._of = event, version, linked, store
        shown = {**self._queues, **{name: self._visible(store, name) for name in self._with_complaints(store)}}
        words = words_of_tickets(store) if are_organised else {}
        return BoardData(shown, filled(store, shown, words), store.charter, version, self._unnamed(store), access(store), words)

    def _with_complaints(self, store: Store) -> list[str]:
        """The queues in which complaints stand, or tickets of another sealed kind."""
        return [name for name, kinds in store.charter.queues.items() if store.charter.sealed_kinds & {*kinds}]

    def _visible(self, store: Store, name: str) -> list[QueueRow]:
        """A queue as the current user may see it; the same list as before if neither it nor the user's permissions changed."""
        rows, (_, about, closed) = self._queues[name], self._hide(store)
        if not about and not closed:
            return rows
        known = self._shown.get(name)
        if known is None or known[0] is not rows or known[1:3] != (about, closed):
            visible = [seal(row) if row.id in closed else row for row in rows if row.id not in about]
            self._shown[name] = known = rows, about, closed, visible
        return known[3]

    def _hide(self, store: Store) -> tuple[list[list[QueueRow]], set[int], frozenset[int]]:
        """Determines which open complaints are about the current user and which have hidden texts; again only after a complaint, a
        permission or a name changed."""
        read, by = [self._queues.get(name, []) for name in self._with_complaints(store)], (store.acting, store.changes)
        is_same = len(read) == len(self._hidden[0]) and all(map(is_, read, self._hidden[0]))
        if not is_same or self._hidden_by != by:
            self._hidden, self._hidden_by = (read, complaints_about(store), sealed(store)), by
        return self._hidden

    @requires(Right.LOOK)
    def beside(self, store: Store) -> Sidebar:
        """The current counts, reminders, alerts, duties and corrective actions."""
        until = next_closing(store)
        if self._noticed_to != until:
            self._notices, self._noticed_to = notices(store), until
        duties, backup, corrective = duty_statuses(store), last_backup(store), resolve(CORRECTIVE_ACTIONS)(store)
        return Sidebar(reminders(store), count_beside(store), self._unnamed(store), duties, backup, corrective)

    def _read_all(self, store: Store) -> None:
        self._queues, self._charter = queues(store), store.charter
        self._rows = {row.id: row for rows in self._queues.values() for row in rows}
        self._noticed_to = 0

    def _read_some(self, store: Store, numbers: set[int]) -> None:
        found = rows_unfiltered(store, numbers)
        before = [row for row in map(self._rows.get, numbers) if row is not None]
        after = [row for row in found.values() if row.state == OPEN]
        queue_of = store.charter.queue_of
        for name in {queue_of(row.kind) for row in (*before, *after)}:
            self._queues[name] = list(self._queues[name])
        for row in before:
            rows = self._queues[queue_of(row.kind)]
            del rows[bisect_left(rows, place(row), key=place)]
            del self._rows[row.id]
        for row in after:
            insort(self._queues[queue_of(row.kind)], row, key=place)
            self._rows[row.id] = row
        if self._noticed_to:
            kept = [notice for notice in self._notices if notice.ticket not in numbers]
            self._notices = sorted([*kept, *notices(store, numbers)])

    def _unnamed(self, store: Store) -> list[Notice]:
        """The alerts, without names hidden from the current user, and without complaints about them."""
        _, about, closed = self._hide(store)
        if unread := {notice.ticket for notice in self._notices} - self._rows.keys():
            about, closed = about | complaints_about(store, unread), closed | sealed(store, unread)
        if not about and not closed:
            return self._notices
        return [
            notice._replace(name="") if notice.ticket in closed else notice
            for notice in self._notices
            if notice.ticket not in about
        ]


@Statement
def _head(_: Dialect) -> Any:
    """The end of the log, the hash of the last event when the queues were read, and whether there are organisations."""
    seen = Event.select(Event.hash).where(Event.id == Param("seen"))
    return Head.select(Head.event, Head.hash, seen, are_any()).where(Head.id == 1)


@Statement
def _changed(_: Dialect) -> Any:
    query = Event.select(Event.ticket).where(Event.id > Param("seen"), Event.ticket.is_null(False))
    return query.order_by(Event.id).limit(MOST + 1)
