"""Emails and letters that wait to be sent and were neither undone nor recalled."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from desk.actions.rights import Right
from desk.store.addresses import way_to
from desk.store.database import Store
from desk.store.event_log import HELD, value_of
from desk.store.permissions import requires
from desk.store.visibility import hidden_among


class Outgoing(NamedTuple):
    """A waiting message. event: the event that wrote it; at: when, epoch seconds; email: the recipient's email address, "" for a
    letter; address: the postal address if known; title: the subject."""

    event: int
    ticket: int
    way: str
    at: int
    language: str
    name: str
    email: str
    address: str
    title: str
    body: str


@requires(Right.LOOK)
def ways_to(store: Store, tickets: Sequence[int]) -> Counter[str]:
    """Counts these tickets' customers by the channel on which they can be written to."""
    sql = "SELECT t.email, t.address FROM ticket AS t JOIN json_each(?) AS wanted ON wanted.value = t.id"
    return Counter(way_to(*row) for row in store.rows(sql, json.dumps(list(tickets))))


@requires(Right.WORK)
def waiting(store: Store) -> list[Outgoing]:
    """The waiting messages in the order in which they were written, without those of complaints hidden from the current user."""
    found = [Outgoing._make(row) for row in store.rows(_WAITING)]
    hidden = hidden_among(store, {letter.ticket for letter in found})
    return [letter for letter in found if letter.ticket not in hidden]


@requires(Right.LOOK)
def letters_waiting(store: Store) -> tuple[int, int | None]:
    """The number of waiting letters, and when the oldest was written, in epoch seconds."""
    ((count, since),) = store.rows("SELECT COUNT(*), MIN(e.at)" + _WAIT)
    return int(count), since


@requires(Right.WORK)
def waiting_of(store: Store, numbers: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The waiting letters of these tickets, by ticket: each as its event and the fact that it states ("" for none)."""
    found: dict[int, list[tuple[int, str]]] = {}
    for ticket, event, states in store.rows(_WAITING_OF, json.dumps(list(numbers))):
        found.setdefault(ticket, []).append((event, states))
    return found


def has_left(store: Store, step: int) -> bool:
    """Whether an act wrote letters that have been sent, or had letters sent: what somebody may have read cannot be undone."""
    return bool(store.rows(_HAS_LEFT, step, step))


# SQL: the letter written by event `e` was withdrawn, and the withdrawal not undone. If it cannot be read which letter it was, all
# letters of the ticket count as withdrawn: none may be sent that is possibly outdated.
RECALLED = (
    """EXISTS (SELECT 1 FROM event AS r WHERE r.ticket_id = e.ticket_id AND r.what = 'recalled'
               AND COALESCE("""
    + value_of("r", "letter")
    + """, e.id) = e.id
               AND NOT EXISTS (SELECT 1 FROM event AS v WHERE v.ticket_id = r.ticket_id AND v.what = 'undone' AND """
    + value_of("v", "step")
    + " = r.step))"
)
_WAIT = (
    """ FROM outbox AS o JOIN event AS e ON e.id = o.event_id JOIN ticket AS t ON t.id = e.ticket_id
        WHERE o.exported IS NULL AND t.state <> 'void' AND """
    + HELD
    + " AND NOT "
    + RECALLED
    + " "
)
# SQL: for each message its ticket, the ticket's state, the fact stated, the channel.
STATES = "SELECT o.event_id, t.id, t.state, " + value_of("e", "states") + ", o.way" + _WAIT
_WAITING_OF = (
    "SELECT t.id, e.id, COALESCE("
    + value_of("e", "states")
    + ", '')"
    + _WAIT
    + "AND t.id IN (SELECT value FROM json_each(?)) ORDER BY e.id"
)
_HAS_LEFT = (
    """SELECT 1 FROM outbox AS o JOIN event AS e ON e.id = o.event_id WHERE e.step = ? AND o.exported IS NOT NULL
       UNION ALL SELECT 1 FROM event AS l WHERE l.step = ? AND l.what <> 'recalled' AND """
    + value_of("l", "letter")
    + " IS NOT NULL LIMIT 1"
)
_WAITING = (
    """SELECT o.event_id, t.id, o.way, e.at, t.language, t.name, CASE o.way WHEN 'email' THEN t.email ELSE '' END, t.address,
              COALESCE((SELECT body FROM text WHERE event_id = e.id AND field = 'title'), ''),
              COALESCE((SELECT body FROM text WHERE event_id = e.id AND field = 'note'), '')"""
    + _WAIT
    + "ORDER BY o.event_id"
)
