"""Data for importing a list: the certificates and registrations that it may refer to, and the meaning of its columns."""

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from peewee import fn

from desk.actions.rights import Right
from desk.charter.vocabulary import BATCHES, SESSIONS
from desk.models import Batch, Event, FurtherPhone, Text, Ticket
from desk.models import Mapping as MappingRow
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert, update
from desk.store.ticket_state import VOID, Act

YEAR = 366 * 86_400

Columns = Mapping[str, str]


class CertificateHere(NamedTuple):
    """A certificate in the desk: its ticket, its identifying fields, and every name it had. day: ISO 8601, "" if unknown."""

    number: int
    candidate: str
    exam: str
    day: str
    names: tuple[str, ...]


class Registered(NamedTuple):
    """Somebody registered for an exam on a day (ISO 8601), under both of their names. keys: their numbers and address."""

    number: int
    candidate: str
    exam: str
    day: str
    names: tuple[str, ...]
    keys: tuple[str, ...] = ()


@requires(Right.WORK)
def certificates_of(store: Store, candidates: Collection[str]) -> list[CertificateHere]:
    """The certificates with these candidates' numbers, open and closed. candidates: without leading zeros, in lower case and as
    written, since how a database folds letters that are not Latin is not defined."""
    found = _certificates.rows(store, candidates=candidates, kinds=store.charter.using(BATCHES))
    return [
        CertificateHere(number, candidate, exam, day, _names(store, number, name)) for number, candidate, exam, day, name in found
    ]


@requires(Right.WORK)
def registered(store: Store, days: Collection[str]) -> list[Registered]:
    """The registrations for exams on these days; of the past year if no days are given."""
    if days:
        rows = _registered_on.rows(store, days=days, kinds=store.charter.using(SESSIONS))
    else:
        since = store.charter.at(store.now() - YEAR).date().isoformat()
        rows = _registered_since.rows(store, since=since, kinds=store.charter.using(SESSIONS))
    further: dict[int, list[str]] = {}
    for number, key in _further_phones.rows(store, among=[number for number, *_columns in rows]):
        further.setdefault(number, []).append(key)
    return [
        Registered(
            number, candidate, exam, day, tuple(filter(None, (name, document))), (*filter(None, keys), *further.get(number, ()))
        )
        for number, candidate, exam, day, name, document, *keys in rows
    ]


@requires(Right.LOOK)
def last_centre(store: Store) -> str:
    """The last centre number found in a list; "" if there was none."""
    rows = _CENTRE.rows(store)
    return str(rows[0][0]) if rows else ""


@requires(Right.LOOK)
def meanings(store: Store) -> dict[tuple[str, ...], Columns]:
    """For known headings (folded), the heading of each field, folded too."""
    return {tuple(json.loads(headings)): json.loads(columns) for headings, columns in _MEANINGS.rows(store)}


@requires(Right.WORK)
def remember(store: Store, who: str, headings: tuple[str, ...], columns: Columns) -> None:
    """Remembers the columns of lists with these headings, so that the next one needs no question."""
    with store.transaction():
        staff, said = staff_id(store, who), {"headings": json.dumps(headings), "columns": json.dumps(dict(columns))}
        key = next((key for (key,) in _MAPPING.rows(store, headings=said["headings"])), None)
        if key is None:
            key = insert(store, MappingRow, {**said, "staff": staff})
        else:
            update(store, MappingRow, {"columns": said["columns"], "staff": staff}, key)
        log_row(store, "mapping", key, staff)


def _names(store: Store, number: int, name: str) -> tuple[str, ...]:
    return (name, *(body for (body,) in _earlier.rows(store, ticket=number)))


_CENTRE = Statement(lambda _: Batch.select(Batch.centre).where(Batch.centre != "").order_by(Batch.id.desc()).limit(1))
_MEANINGS = Statement(lambda _: MappingRow.select(MappingRow.headings, MappingRow.columns).order_by(MappingRow.id))
_MAPPING = Statement(lambda _: MappingRow.select(MappingRow.id).where(MappingRow.headings == Param("headings")))


@Statement
def _certificates(dialect: Dialect) -> Any:
    number = fn.LTRIM(Ticket.candidate, "0")
    has_number = dialect.among(fn.LOWER(number), Param("candidates")) | dialect.among(number, Param("candidates"))
    query = Ticket.select(Ticket.id, Ticket.candidate, Ticket.exam, Ticket.day, Ticket.name)
    return query.where(dialect.among(Ticket.kind, Param("kinds")), Ticket.state != VOID, Ticket.candidate != "", has_number)


@Statement
def _earlier(_: Dialect) -> Any:
    is_name = Text.field.in_(("name", "document")) | (Text.field.in_(("old", "new")) & (Event.what == Act.CORRECTED))
    return Text.select(Text.body).join(Event).where(Event.ticket == Param("ticket"), is_name)


def _registered(dialect: Dialect) -> Any:
    exam = fn.COALESCE(fn.NULLIF(Ticket.subject, ""), Ticket.exam)
    columns = (Ticket.id, Ticket.candidate, exam, Ticket.day, Ticket.name, Ticket.document, Ticket.phone_key, Ticket.email_key)
    return Ticket.select(*columns).where(dialect.among(Ticket.kind, Param("kinds")), Ticket.state != VOID)


_registered_on = Statement(lambda dialect: _registered(dialect).where(dialect.among(Ticket.day, Param("days"))))
_registered_since = Statement(lambda dialect: _registered(dialect).where(Ticket.day >= Param("since")))


@Statement
def _further_phones(dialect: Dialect) -> Any:
    return FurtherPhone.select(FurtherPhone.ticket, FurtherPhone.key).where(dialect.among(FurtherPhone.ticket, Param("among")))
