"""The outbox: emails and letters written and waiting to be sent by the desk (store/mail/delivery.py), or to be exported.

Writing a letter keeps no promise: what it states becomes a fact of its ticket when it is sent. Until then undoing the act removes
it, and a letter that is no longer true is recalled.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from peewee import fn

from desk.actions.rights import Right
from desk.models import Event, Outbox, Ticket
from desk.store.commands.letters import waiting_of, waiting_states
from desk.store.commands.unit_of_work import add_event, changing, check_way, must_be_open, must_stand
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.tickets import ActNotApplicable, LetterWaits
from desk.store.event_log import New, append_many
from desk.store.permissions import requires
from desk.store.projections import derive
from desk.store.statements import insert, read, update
from desk.store.ticket_state import OPEN, Act
from desk.store.validation import only_set
from desk.text.addresses import is_address

CONFIRMATION = "confirmation"  # that a message has arrived


@requires(Right.WORK)
def write(
    store: Store,
    who: str,
    number: int,
    way: str,
    states: str | None,
    texts: Mapping[str, str],
    *,
    outcome: str = "",
    automatic: str = "",
    files: Sequence[int] = (),
    step: int = 0,
    seen: int | None = None,
) -> int:
    """Writes a letter to the outbox. Returns the event.

    way: EMAIL or LETTER; states: the charter's fact that the letter states, None if none; texts: its `title`, its `note`, the body,
    and what belongs to the fact (`topic`, `why`, `given`), as does outcome; automatic: CONFIRMATION if no person wrote it; files:
    the numbers of attached files that go along with an email; step: the first event of the same act, 0 if this is it. A letter that
    states nothing can be written on a closed ticket as well. Raises NotNow if the fact does not apply to such a ticket, if a letter
    that states it waits already, or if there is no address to write to.
    """
    with changing(store, number, seen) as events:
        story = must_stand(events, number) if states is None else must_be_open(store, events, number)
        if states is not None and states not in store.charter.facts(story.kind, story.channel):
            raise ActNotApplicable(number)
        if states is not None and states in [fact for _, fact in waiting_of(store, [number]).get(number, [])]:
            raise LetterWaits(number)
        check_way(number, story, way)
        data = only_set({"way": way, "states": states, "outcome": outcome, "automatic": automatic, "files": list(files) or None})
        event = add_event(store, who, number, Act.WRITTEN, data=data, texts=texts, step=step)
        insert(store, Outbox, {"event": event, "way": way})
    return event


@requires(Right.WORK)
def is_to_confirm(store: Store, number: int, own: Collection[str], since: int) -> bool:
    """Whether the message that opened a ticket may be confirmed automatically: it is no complaint, which a person acknowledges, and
    its sender can be written to and was not sent a confirmation since a moment, in epoch seconds. own: the centre's addresses."""
    kind, email, key = read(store, Ticket, ("kind", "email", "email_key"), number)
    if store.charter.kind(kind).is_sealed or not is_address(email) or email.casefold() in own:
        return False
    return not _confirmed.rows(store, key=key, since=since)


@Statement
def _confirmed(dialect: Dialect) -> Any:
    is_confirmation = (Event.what == "written") & (dialect.json_value(Event.data, "automatic") == CONFIRMATION)
    query = Event.select(Event.id).join(Ticket).where(Ticket.email_key == Param("key"), is_confirmation)
    return query.where(Event.at > Param("since")).limit(1)


@requires(Right.WORK)
def exported(store: Store, who: str, events: Sequence[int]) -> None:
    """Marks these letters as sent and records on each ticket the fact that its letter states, all in one transaction."""
    with store.together():
        waiting_now = {row[0]: row[1:] for row in waiting_states.rows(store)}
        for event in events:
            if event not in waiting_now:
                continue  # already exported by another desk
            number, state, states, way = waiting_now[event]
            now = store.now()
            update(store, Outbox, {"exported": now}, event)
            what = states if states and state == OPEN else Act.NOTED
            add_event(store, who, number, what, at=now, data={"way": way, "letter": event})


def write_outbox(store: Store, unreadable: Collection[int]) -> None:
    """Rebuilds the outbox from the events. Must run inside a transaction.

    unreadable: tickets with a damaged event, whose letters stay unchanged: otherwise sent ones would wait again.
    """
    _empty.rows(store, unreadable=unreadable)
    _derive.rows(store, unreadable=unreadable)


@Statement
def _empty(dialect: Dialect) -> Any:
    unreadable = Event.select(Event.id).where(dialect.among(Event.ticket, Param("unreadable")))
    return Outbox.delete().where(Outbox.event.not_in(unreadable))


@Statement
def _derive(dialect: Dialect) -> Any:
    sending = Event.alias("l")
    is_of_letter = dialect.json_number(sending.data, "letter") == Event.id
    sends = (sending.ticket == Event.ticket) & (sending.what != "recalled") & dialect.has_text(sending.data, '"letter":')
    sent = sending.select(fn.MIN(sending.at)).where(sends, is_of_letter)
    written = Event.select(Event.id, dialect.json_value(Event.data, "way"), sent).where(Event.what == "written")
    readable = written.where(~dialect.among(Event.ticket, Param("unreadable")))
    return Outbox.insert_from(readable, (Outbox.event, Outbox.way, Outbox.exported))


def recall(store: Store, staff: int, number: int, step: int) -> None:
    """Recalls the waiting letters of a ticket that are no longer true, each by an event. Must run inside a transaction.

    step: the step that made them untrue; undoing it undoes the recall.
    """
    found = waiting_of(store, [number]).get(number, [])
    if found:
        new = [New(number, Act.RECALLED, {"letter": event}) for event, _ in found]
        append_many(store, new, staff=staff, step=step)
        derive(store, number)
