"""Triage: open tickets without an owner to which nothing has been done since their receipt."""

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.event_log import HELD
from desk.store.permissions import requires
from desk.store.visibility import without_hidden

# Recording a ticket decides nothing yet. A box of certificates is worked on by marking tickets, not one by one.
_NEW = (
    """
    SELECT t.id FROM ticket AS t
    WHERE t.state = 'open' AND t.owner_id IS NULL AND t.kind <> 'certificate'
      AND NOT EXISTS (
          SELECT 1 FROM event AS e WHERE e.ticket_id = t.id
            AND e.what NOT IN ('received', 'fee-known', 'noted', 'corrected', 'reminded', 'absorbed', 'recounted', 'undone')
            AND """
    + HELD
    + """)
    ORDER BY t.next_due IS NULL, t.next_due, t.received, t.id"""
)


@requires(Right.WORK)
def to_triage(store: Store) -> list[int]:
    """The numbers of these tickets, nearest deadline first, without complaints hidden from the current user."""
    return without_hidden(store, [number for (number,) in store.rows(_NEW)])
