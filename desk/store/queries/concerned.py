"""Customers affected when a date moves: those with waiting letters that state the old one, and those who were told it already."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from desk.actions.rights import Right
from desk.store.commands.letters import RECALLED, waiting_of
from desk.store.database import Store
from desk.store.event_log import HELD, value_of
from desk.store.permissions import requires
from desk.store.visibility import without_hidden


@dataclass(frozen=True)
class Concerned:
    """Tickets by number. letters: those with a waiting letter, which is withdrawn; told: those whose customers were told a date."""

    letters: tuple[int, ...] = ()
    told: tuple[int, ...] = ()


@requires(Right.LOOK)
def concerned(store: Store, numbers: Collection[int]) -> Concerned:
    """The tickets affected if these tickets' dates move, as far as they are visible to the current user."""
    visible = without_hidden(store, sorted(set(numbers)))
    told = store.rows(_TOLD, json.dumps(visible))
    return Concerned(tuple(sorted(waiting_of(store, visible))), tuple(number for (number,) in told))


# Dates stated to customers are not recorded: an acknowledgement, news and a confirmation state one, a written note may.
_TOLD = (
    """SELECT DISTINCT e.ticket_id FROM event AS e WHERE e.ticket_id IN (SELECT value FROM json_each(?))
       AND (e.what IN ('acknowledged', 'updated', 'confirmed')
            OR (e.what = 'noted' AND (instr(e.data, '"way":"email"') OR instr(e.data, '"way":"letter"'))))
       AND """
    + HELD
    + " ORDER BY 1"
)


@requires(Right.LOOK)
def moved_since_letter(store: Store, numbers: Collection[int]) -> bool:
    """Whether the exam of each of these registrations has moved since the customer was last written to.

    A withdrawn letter told nobody anything.
    """
    said: dict[int, str] = {}  # the exam's day before its first move since then
    for number, what, old in store.rows(_MOVED, json.dumps(list(numbers))):
        if what != "exam-moved":
            said.pop(number, None)
        else:
            said.setdefault(number, old)
    now = dict(store.rows(_EXAMS, json.dumps(list(said))))
    moved = [number for number, old in said.items() if now[number] != old]
    return len(moved) == len(set(numbers)) > 0


_MOVED = (
    "SELECT e.ticket_id, e.what, "
    + value_of("e", "old")
    + """ FROM event AS e
       WHERE e.ticket_id IN (SELECT value FROM json_each(?)) AND e.what IN ('exam-moved', 'confirmed', 'written')
       AND NOT (e.what = 'written' AND """
    + RECALLED
    + ") AND "
    + HELD
    + " ORDER BY e.id"
)
_EXAMS = "SELECT id, exam FROM ticket WHERE id IN (SELECT value FROM json_each(?))"
