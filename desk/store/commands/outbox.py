"""The outbox: emails and letters that were written and wait to be sent. Until the desk sends by itself they are exported.

Writing keeps no promise: what a letter states becomes a fact of its ticket when the letter leaves. Until then an undone act takes
it out again, and a letter that is no longer true is recalled.
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
    """Writes a letter that waits until it leaves. Returns the event.

    way: EMAIL or LETTER; states: the fact of the charter that the letter states, None where it states none; texts: its `title` and
    its `note`, the words. Raises NotNow where the fact means nothing for such a ticket, or there is no address to write to.
    """
    with changing(store, number, seen) as events:
        story = must_be_open(events, number)
        if states is not None and states not in store.charter.facts(story.kind, story.channel):
            raise ActNotApplicable(number)
        check_way(number, story, way)
        event = add_event(store, who, number, Act.WRITTEN, data=only_set({"way": way, "states": states}), texts=texts)
        Outbox.insert(event=event, way=way).execute()
    return event


@requires(Right.WORK)
def exported(store: Store, who: str, events: Sequence[int]) -> None:
    """These have left: from now on each ticket holds what its letter states. All in one transaction."""
    with store.together():
        waiting_now = {row[0]: row[1:] for row in store.rows(STATES)}
        for event in events:
            if event not in waiting_now:
                continue  # another desk was quicker
            number, state, states, way = waiting_now[event]
            now = store.now()
            Outbox.update(exported=now).where(Outbox.event == event).execute()
            what = states if states and state == OPEN else Act.NOTED
            add_event(store, who, number, what, at=now, data={"way": way, "letter": event})


def write_outbox(store: Store, unreadable: Collection[int]) -> None:
    """Derives the outbox anew from the events. Must run inside a transaction.

    unreadable: tickets with a damaged event, whose letters stay as they are: what has left would wait again.
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
    """Takes a ticket's letters that wait out of the outbox, each by an event: they are no longer true. Must run inside a
    transaction. step: of what made them untrue, which takes them back when it is undone."""
    found = waiting_of(store, [number]).get(number, [])
    if found:
        new = [New(number, Act.RECALLED, {"letter": event}) for event, _ in found]
        append_many(store, new, staff=staff, step=step)
        derive(store, number)
