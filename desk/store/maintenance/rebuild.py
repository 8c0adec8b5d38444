"""Rebuilding derived rows after an upgrade that changed the projection rules."""

from contextlib import suppress

from desk.models import Head, Ticket
from desk.store.database import PROJECTIONS, Store
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.database import Unreadable
from desk.store.projections import derive
from desk.store.staff import find_all_mentions
from desk.store.statements import update

_PIECE = 200  # tickets per transaction, so that other writers do not wait long
_WITHOUT_STAFF = 1  # the version in which only its text said whom a complaint is about


def upgrade(store: Store) -> None:
    """Brings the derived rows of a desk from earlier rules to the current ones. If interrupted, it starts again at the next
    opening."""
    ((rules,),) = _PROJECTIONS.rows(store)
    _derive_all(store)
    with store.transaction():
        if rules <= _WITHOUT_STAFF:
            find_all_mentions(store)
        update(store, Head, {"projections": PROJECTIONS}, 1)


def _derive_all(store: Store) -> None:
    """Rebuilds the derived rows of every readable ticket."""
    last = 0
    while numbers := [number for (number,) in _next.rows(store, last=last)]:
        with store.transaction():
            for number in numbers:
                with suppress(Unreadable):  # reported by `desk check`
                    derive(store, number)
        last = numbers[-1]


_PROJECTIONS = Statement(lambda _: Head.select(Head.projections))
_next = Statement(lambda _: Ticket.select(Ticket.id).where(Ticket.id > Param("last")).order_by(Ticket.id).limit(_PIECE))
