"""What the board shows: all of it once, then only what has changed since it was read last."""

from bisect import bisect_left, insort
from typing import NamedTuple

from desk.actions.rights import Access, Acting, Right
from desk.charter import Charter
from desk.store.commands.duties import DutyStatus, duty_statuses
from desk.store.commands.saved_views import View, filled
from desk.store.database import Store
from desk.store.errors.database import DatabaseReplaced
from desk.store.permissions import access, requires
from desk.store.queries.alerts import Notice, next_closing, notices
from desk.store.queries.board import Counts, QueueRow, ReminderRow, count_beside, place, queues, raw_rows, reminders, seal
from desk.store.ticket_state import COMPLAINT, OPEN
from desk.store.visibility import complaints_about, sealed

MOST = 2_000  # events: to read what more of them have changed takes as long as to read all that is open


class BoardData(NamedTuple):
    """Every queue whole, each saved filter with the tickets that it holds; version: as `Store.data_version` says; notices: as far
    as they were read before, without what no longer is: nobody is warned of what has just been done.

    A queue in which nothing has changed is the same list as before, and none is changed once it was given out.
    """

    queues: dict[str, list[QueueRow]]
    views: list[tuple[View, list[QueueRow]]]
    charter: Charter
    version: int | None
    notices: list[Notice]
    access: Access


class Sidebar(NamedTuple):
    """What is shown beside the queues and may be read after them."""

    reminders: list[ReminderRow]
    counts: Counts
    notices: list[Notice]
    duties: list[DutyStatus]


class BoardCache:
    """Belongs to the thread of the database: it remembers what was read, so that an act costs what it changed."""

    def __init__(self) -> None:
        self._event = 0  # the last one whose ticket was read
        self._hash = ""  # of the chain up to it
        self._of: Store | None = None  # where that was read
        self._version: int | None = None
        self._queues: dict[str, list[QueueRow]] = {}
        self._rows: dict[int, QueueRow] = {}
        self._notices: list[Notice] = []
        self._shown: tuple[list[QueueRow], set[int], frozenset[int], list[QueueRow]] = ([], set(), frozenset(), [])
        self._hidden: tuple[list[QueueRow], set[int], frozenset[int]] = ([], set(), frozenset())
        self._hidden_by: tuple[Acting, int] | None = None  # for whom, and after how many changes beside the tickets
        self._noticed_to = 0  # the closing up to which they were read; 0 where all of them are to be read

    @requires(Right.LOOK)
    def all(self, store: Store) -> BoardData:
        """The queues as they stand now, but for what is kept from the current user."""
        version = store.seen_version
        store.follow()
        ((event, linked, seen),) = store.rows(_HEAD, self._event)
        if store is self._of and self._event and seen != self._hash:
            self._of = None
            raise DatabaseReplaced(store.where)  # written over: its chain is another one
        # Another desk wrote, but no event: `desk check` may have put rows right.
        unseen = event == self._event and version != self._version
        changed = store.rows(_CHANGED, self._event, MOST + 1) if self._queues else []
        if store is not self._of or not self._queues or unseen or len(changed) > MOST:
            self._read_all(store)
        elif changed:
            self._read_some(store, {number for (number,) in changed})
        self._event, self._version, self._hash, self._of = event, version, linked, store
        shown = {**self._queues, COMPLAINT: self._complaints(store)}
        return BoardData(shown, filled(store, shown), store.charter, version, self._unnamed(store), access(store))

    def _complaints(self, store: Store) -> list[QueueRow]:
        """Those that the current user may see; the same list as before where they and what they may see are the same."""
        rows, about, closed = self._hide(store)
        if not about and not closed:
            return rows
        if self._shown[0] is not rows or self._shown[1:3] != (about, closed):
            self._shown = rows, about, closed, [seal(row) if row.id in closed else row for row in rows if row.id not in about]
        return self._shown[3]

    def _hide(self, store: Store) -> tuple[list[QueueRow], set[int], frozenset[int]]:
        """The open complaints as they were read, which of them are about the current user, and of which the words are not for
        them: asked anew where a complaint, a right or a name was changed."""
        rows, by = self._queues.get(COMPLAINT, []), (store.acting, store.changes)
        if self._hidden[0] is not rows or self._hidden_by != by:
            self._hidden, self._hidden_by = (rows, complaints_about(store), sealed(store)), by
        return self._hidden

    @requires(Right.LOOK)
    def beside(self, store: Store) -> Sidebar:
        """Counts, reminders, warnings and duties as of now."""
        until = next_closing(store)
        if self._noticed_to != until:
            self._notices, self._noticed_to = notices(store), until
        return Sidebar(reminders(store), count_beside(store), self._unnamed(store), duty_statuses(store))

    def _read_all(self, store: Store) -> None:
        self._queues = queues(store)
        self._rows = {row.id: row for rows in self._queues.values() for row in rows}
        self._noticed_to = 0

    def _read_some(self, store: Store, numbers: set[int]) -> None:
        found = raw_rows(store, numbers)
        before = [row for row in map(self._rows.get, numbers) if row is not None]
        after = [row for row in found.values() if row.state == OPEN]
        for kind in {row.kind for row in (*before, *after)}:
            self._queues[kind] = list(self._queues[kind])
        for row in before:
            rows = self._queues[row.kind]
            del rows[bisect_left(rows, place(row), key=place)]
            del self._rows[row.id]
        for row in after:
            insort(self._queues[row.kind], row, key=place)
            self._rows[row.id] = row
        if self._noticed_to:
            kept = [notice for notice in self._notices if notice.ticket not in numbers]
            self._notices = sorted([*kept, *notices(store, numbers)])

    def _unnamed(self, store: Store) -> list[Notice]:
        """The warnings, without a name where that is not for the current user, and without what is about them."""
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


# seen: of the event that was the last one when the queues were read.
_HEAD = "SELECT h.event, h.hash, e.hash AS seen FROM head AS h LEFT JOIN event AS e ON e.id = ? WHERE h.id = 1"
_CHANGED = "SELECT ticket_id FROM event WHERE id > ? AND ticket_id IS NOT NULL ORDER BY id LIMIT ?"
