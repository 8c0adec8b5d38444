"""Handing out certificates: only to people who are entitled to them, and only once.

Of a document only its kind and its last four characters are stored: it can be shown who was checked, and no passport number lies in
the database (152-FZ, article 5: no more than is needed).
"""

from typing import Any

from peewee import SQL, fn

from desk.actions.choices import DOCUMENTS, RELATIONS
from desk.actions.rights import Right
from desk.models import Event, Ticket
from desk.store.commands.unit_of_work import add_event, changing, must_be_open, when
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import AuthorityMissing, DocumentMissing, DocumentUnknown, RelationUnknown, SignsMissing, TakerMissing
from desk.store.errors.tickets import ActNotApplicable, CertificateHandedOver
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.ticket_state import VOID, TicketState
from desk.store.validation import as_short

HANDED_OUT, POSTED = "handed-out", "posted"
SELF, SCHOOL, OTHER = "self", "school", "other"
SIGNS = 4


@requires(Right.WORK)
def hand_out(
    store: Store,
    who: str,
    number: int,
    *,
    to: str = "",
    relation: str = SELF,
    document: str = "",
    signs: str = "",
    authority: str = "",
    note: str = "",
    at: int | None = None,
    seen: int | None = None,
) -> int:
    """Records that a certificate was handed over. Returns the event.

    to: who took it, the candidate if empty; relation: one of RELATIONS; document, signs: what was checked, one of DOCUMENTS and at
    most its last four letters or digits; authority: the authorisation of anybody but the candidate or a parent. Raises BadInput,
    NotNow for a certificate that has left already.
    """
    relation = relation or SELF
    if relation not in RELATIONS:
        raise RelationUnknown(relation, tuple(RELATIONS))
    if document not in DOCUMENTS:
        raise (DocumentUnknown if document else DocumentMissing)(document, tuple(DOCUMENTS))
    shown = as_short("signs", signs, SIGNS)
    if len(shown) < SIGNS:
        raise SignsMissing
    if relation in (SCHOOL, OTHER) and not authority.strip():
        raise AuthorityMissing
    if relation != SELF and not to.strip():
        raise TakerMissing
    with changing(store, number, seen) as events:
        story = must_be_open(store, events, number)
        if HANDED_OUT not in store.charter.facts(story.kind, story.channel):
            raise ActNotApplicable(number)
        check_here(store, number, story)
        texts = {"taker": to.strip() or story.words["name"], "signs": shown, "authority": authority.strip(), "note": note}
        data = {"relation": relation, "document": document}
        return add_event(store, who, number, HANDED_OUT, at=when(store, number, story.received, at), data=data, texts=texts)


def check_here(store: Store, number: int, story: TicketState) -> None:
    """Refuses a certificate that has left already, on this ticket (even if reopened) or on another one for the same certificate.
    Raises NotNow."""
    if any(fact.what == HANDED_OUT for fact in story.facts):
        raise CertificateHandedOver(number, number)
    words = story.words
    if not words["candidate"]:
        return
    same = {"candidate": words["candidate"], "exam": words["exam-name"], "day": words["exam-day"], "name": words["name"]}
    for (other,) in _gone.rows(store, **same, ticket=number):
        raise CertificateHandedOver(number, other)


@Statement
def _gone(dialect: Dialect) -> Any:
    """The other tickets for the same certificate, if it was handed out on them."""
    is_same = (Ticket.candidate == Param("candidate")) & (Ticket.exam == Param("exam"))
    is_same &= (Ticket.day == Param("day")) & (Ticket.name == Param("name"))
    handed_out = Event.select(SQL("1")).where(Event.ticket == Ticket.id, Event.what == "handed-out", stands(dialect, Event))
    query = Ticket.select(Ticket.id).where(Ticket.state != VOID, is_same)
    return query.where(Ticket.id != Param("ticket"), fn.EXISTS(handed_out))
