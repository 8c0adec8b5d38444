"""Who works on what: the next ticket that nobody has, and what of theirs goes back when somebody is away."""

import json
from collections.abc import Sequence

from desk.actions.rights import Right
from desk.store.commands.unit_of_work import add_event
from desk.store.database import Store
from desk.store.errors.people import ColleagueUnknown, NameAmbiguous
from desk.store.errors.tickets import NoTicketLeft
from desk.store.permissions import requires
from desk.store.queries.shifts import all_of, due_before
from desk.store.ticket_state import Act
from desk.store.visibility import without_kept
from desk.text.folding import meant_by

# As the queues stand: what runs first, then what has no clock, the oldest first.
_NEXT = """SELECT id FROM ticket WHERE state = 'open' AND kind = ? AND owner_id IS NULL
           ORDER BY next_due IS NULL, next_due, received, id LIMIT 200"""
_FIRST = """SELECT t.id FROM json_each(?) AS wanted JOIN ticket AS t ON t.id = wanted.value
            WHERE t.state = 'open' AND t.owner_id IS NULL ORDER BY CAST(wanted.key AS INTEGER) LIMIT 200"""


@requires(Right.WORK)
def take_next(store: Store, who: str, kind: str) -> int:
    """Makes the actor the owner of the most urgent ticket of a queue that nobody has. Returns its number.

    Two who ask at once are given two tickets. Raises NotNow where nothing is left to take.
    """
    return _claim(store, who, _NEXT, kind)


@requires(Right.WORK)
def take_first(store: Store, who: str, numbers: Sequence[int]) -> int:
    """As `take_next`, out of these tickets, in their order: those of a saved filter."""
    return _claim(store, who, _FIRST, json.dumps(list(numbers)))


def _claim(store: Store, who: str, sql: str, among: str) -> int:
    with store.transaction():
        numbers = [int(number) for (number,) in store.rows(sql, among)]
        number = next(iter(without_kept(store, numbers)), None)
        if number is None:
            raise NoTicketLeft
        add_event(store, who, number, Act.TAKEN)
    return number


@requires(Right.WORK)
def give_back(store: Store, who: str, owner: str) -> list[int]:
    """Somebody is away: what of theirs cannot wait goes back to its queue, in one step. Returns the numbers.

    calls.2: if the right person is away another colleague answers within the same limit; no clock moves. Raises BadInput for a name
    that nobody has.
    """
    meant = meant_by([name for (name,) in store.rows("SELECT name FROM staff")], owner)
    if len(meant) > 1:
        raise NameAmbiguous(meant)
    if not meant:
        raise ColleagueUnknown(owner)
    return give_back_until(store, who, meant[0], 0)


def give_back_until(store: Store, who: str, owner: str, until: int | None) -> list[int]:
    """As `give_back`, of what falls due before a moment, the next working day's closing at the earliest; None: of all of theirs."""
    step = 0
    with store.transaction():
        numbers = all_of(store, owner) if until is None else due_before(store, owner, until)
        for number in numbers:
            event = add_event(store, who, number, Act.RETURNED, step=step)
            step = step or event
    return numbers
