"""Clocks of a period with their verdicts, read in pieces, since a whole year takes too long at once."""

from collections.abc import Iterator
from typing import NamedTuple

from desk.actions.rights import Right
from desk.charter.clocks import MISSED, RUNNING
from desk.store.database import Store
from desk.store.event_log import HELD, value_of
from desk.store.permissions import requires

PIECE = 4_000  # clocks: some 50 ms


class Verdict(NamedTuple):
    """One clock. start, due, stopped: UTC epoch seconds; reason: why it is void, or what ended a missed one without an answer; how:
    the fact that stopped it; who: stopped it, or owns the ticket as long as it runs, "" if unassigned; judged_by: the charter of
    the verdict, None for the present one; opened: its start as entered first, which decides the period that it is counted in;
    entered_late: kept because of a time entered after the due moment."""

    id: int
    ticket: int
    standard: str
    start: int
    due: int
    state: str
    stopped: int | None
    reason: str
    house: bool
    judged_by: int | None
    opened: int
    entered_late: bool
    how: str
    who: str

    def state_at(self, now: int) -> str:
        """The state as of a moment: a running clock past its due second is missed, whatever happens later."""
        return MISSED if self.state == RUNNING and now > self.due else self.state


@requires(Right.REVIEW)
def piece(store: Store, since: int, until: int, after: int = 0) -> list[Verdict]:
    """The next clocks that began from `since` (inclusive) to `until` (exclusive), in the order in which they were opened, at most
    PIECE.

    since: `opened` of the last clock of the previous piece; after: its id, 0 at first.
    """
    return [Verdict._make(row) for row in store.rows(_PIECE, since, after, until, PIECE)]


@requires(Right.REVIEW)
def pieces(store: Store, since: int, until: int) -> Iterator[list[Verdict]]:
    """Every clock that began from `since` (inclusive) to `until` (exclusive), piece by piece."""
    after = 0
    while found := piece(store, since, until, after):
        yield found
        since, after = found[-1].opened, found[-1].id


@requires(Right.REVIEW)
def at_once(store: Store, since: int, until: int) -> int:
    """Counts the enquiries of a period answered on the spot, without a clock (calls.2); by the receipt as it was entered."""
    return int(store.rows(_AT_ONCE, since, until)[0][0])


@requires(Right.REVIEW)
def reopened(store: Store, since: int, until: int) -> int:
    """Counts the tickets reopened in a period, without undone reopenings."""
    return int(store.rows(_REOPENED, since, until)[0][0])


@requires(Right.REVIEW)
def closed(store: Store, since: int, until: int) -> dict[str, int]:
    """Counts the tickets closed in a period by reason, merged ones included, without undone closings."""
    return {str(reason): int(count) for reason, count in store.rows(_CLOSED, since, until)}


# A clock left by an undone recording has no event that stopped it.
_PIECE = """SELECT c.id, c.ticket_id, c.standard, c.start, c.due, c.state, c.stopped, COALESCE(c.reason, ''), c.house, c.judged_by,
                   c.opened, c.entered_late, COALESCE(e.what, ''), COALESCE(s.name, '')
            FROM clock AS c JOIN ticket AS t ON t.id = c.ticket_id LEFT JOIN event AS e ON e.id = c.stopped_by
            LEFT JOIN staff AS s ON s.id = COALESCE(e.staff_id, t.owner_id)
            WHERE (c.opened, c.id) > (?, ?) AND c.opened < ? ORDER BY c.opened, c.id LIMIT ?"""
_AT_ONCE = """SELECT COUNT(*) FROM event AS e JOIN ticket AS t ON t.id = e.ticket_id
              WHERE e.what = 'received' AND instr(e.data, '"at_once":true') AND e.at >= ? AND e.at < ? AND t.state <> 'void'"""
_CLOSED = (
    "SELECT COALESCE("
    + value_of("e", "reason")
    + """, e.what) AS reason, COUNT(*) FROM event AS e
       WHERE e.what IN ('closed', 'merged') AND (e.what = 'merged' OR """
    + value_of("e", "reason")
    + """ IS NOT NULL)
         AND e.at >= ? AND e.at < ? AND """
    + HELD
    + " GROUP BY reason ORDER BY reason"
)
_REOPENED = (
    """SELECT COUNT(*) FROM event AS e WHERE e.what = 'reopened' AND e.at >= ? AND e.at < ?
               AND """
    + HELD
)
