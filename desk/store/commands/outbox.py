"""The outbox: emails and letters written and waiting to be sent. As the desk sends nothing itself yet, they are exported.

Writing a letter keeps no promise: what it states becomes a fact of its ticket when it is sent. Until then undoing the act removes
it, and a letter that is no longer true is recalled.
"""

import json
from collections.abc import Collection, Mapping, Sequence

from desk.actions.rights import Right
from desk.models import Outbox
from desk.store.commands.letters import STATES, waiting_of
from desk.store.commands.unit_of_work import add_event, changing, check_way, must_be_open
from desk.store.database import Store
from desk.store.errors.tickets import ActNotApplicable
from desk.store.event_log import New, append_many
from desk.store.permissions import requires
from desk.store.projections import derive
from desk.store.ticket_state import OPEN, Act
from desk.store.validation import only_set


@requires(Right.WORK)
def write(
    store: Store, who: str, number: int, way: str, states: str | None, texts: Mapping[str, str], *, seen: int | None = None
) -> int:
    """Writes a letter to the outbox. Returns the event.

    way: EMAIL or LETTER; states: the charter's fact that the letter states, None if none; texts: its `title` and its `note`, the
    body. Raises NotNow if the fact does not apply to such a ticket, or if there is no address to write to.
    """
    with changing(store, number, seen) as events:
        story = must_be_open(store, events, number)
        if states is not None and states not in store.charter.facts(story.kind, story.channel):
            raise ActNotApplicable(number)
        check_way(number, story, way)
        event = add_event(store, who, number, Act.WRITTEN, data=only_set({"way": way, "states": states}), texts=texts)
        Outbox.insert(event=event, way=way).execute()
    return event


@requires(Right.WORK)
def exported(store: Store, who: str, events: Sequence[int]) -> None:
    """Marks these letters as sent and records on each ticket the fact that its letter states, all in one transaction."""
    with store.together():
        waiting_now = {row[0]: row[1:] for row in store.rows(STATES)}
        for event in events:
            if event not in waiting_now:
                continue  # already exported by another desk
            number, state, states, way = waiting_now[event]
            now = store.now()
            Outbox.update(exported=now).where(Outbox.event == event).execute()
            what = states if states and state == OPEN else Act.NOTED
            add_event(store, who, number, what, at=now, data={"way": way, "letter": event})


def write_outbox(store: Store, unreadable: Collection[int]) -> None:
    """Rebuilds the outbox from the events. Must run inside a transaction.

    unreadable: tickets with a damaged event, whose letters stay unchanged: otherwise sent ones would wait again.
    """
    left = json.dumps(list(unreadable))
    store.many(_EMPTY, [(left,)])
    store.many(_DERIVE, [(left,)])


_EMPTY = """DELETE FROM outbox
            WHERE event_id NOT IN (SELECT id FROM event WHERE ticket_id IN (SELECT value FROM json_each(?)))"""
_DERIVE = """INSERT INTO outbox (event_id, way, exported)
             SELECT e.id, json_extract(e.data, '$.way'),
                    (SELECT MIN(l.at) FROM event AS l WHERE l.ticket_id = e.ticket_id AND l.what <> 'recalled'
                                                        AND instr(l.data, '"letter":') AND json_extract(l.data, '$.letter') = e.id)
             FROM event AS e WHERE e.what = 'written' AND e.ticket_id NOT IN (SELECT value FROM json_each(?))"""


def recall(store: Store, staff: int, number: int, step: int) -> None:
    """Recalls the waiting letters of a ticket that are no longer true, each by an event. Must run inside a transaction.

    step: the step that made them untrue; undoing it undoes the recall.
    """
    found = waiting_of(store, [number]).get(number, [])
    if found:
        new = [New(number, Act.RECALLED, {"letter": event}) for event, _ in found]
        append_many(store, new, staff=staff, step=step)
        derive(store, number)
