"""Data for importing a list: the certificates and registrations that it may refer to, and the meaning of its columns."""

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from desk.actions.rights import Right
from desk.models import Mapping as MappingRow
from desk.store.database import Store
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id

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
    wanted = json.dumps(list(candidates))
    found = store.rows(_CERTIFICATES, wanted, wanted)
    return [
        CertificateHere(number, candidate, exam, day, _names(store, number, name)) for number, candidate, exam, day, name in found
    ]


@requires(Right.WORK)
def registered(store: Store, days: Collection[str]) -> list[Registered]:
    """The registrations for exams on these days; of the past year if no days are given."""
    if days:
        rows = store.rows(_REGISTERED + "AND day IN (SELECT value FROM json_each(?))", json.dumps(list(days)))
    else:
        since = store.charter.at(store.now() - YEAR).date().isoformat()
        rows = store.rows(_REGISTERED + "AND day >= ?", since)
    return [
        Registered(
            number, candidate, exam, day, tuple(filter(None, (name, document))), (*filter(None, keys), *(more or "").split())
        )
        for number, candidate, exam, day, name, document, *keys, more in rows
    ]


@requires(Right.LOOK)
def last_centre(store: Store) -> str:
    """The last centre number found in a list; "" if there was none."""
    rows = store.rows("SELECT centre FROM batch WHERE centre <> '' ORDER BY id DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""


@requires(Right.LOOK)
def meanings(store: Store) -> dict[tuple[str, ...], Columns]:
    """For known headings (folded), the heading of each field, folded too."""
    return {tuple(json.loads(headings)): json.loads(columns) for headings, columns in store.rows(_MEANINGS)}


@requires(Right.WORK)
def remember(store: Store, who: str, headings: tuple[str, ...], columns: Columns) -> None:
    """Remembers the columns of lists with these headings, so that the next one needs no question."""
    with store.transaction():
        staff, said = staff_id(store, who), {"headings": json.dumps(headings), "columns": json.dumps(dict(columns))}
        query = MappingRow.insert(**said, staff=staff).on_conflict(
            conflict_target=[MappingRow.headings], update={"columns": said["columns"], "staff": staff}
        )
        query.execute()
        ((key,),) = store.rows("SELECT id FROM mapping WHERE headings = ?", said["headings"])
        log_row(store, "mapping", key, staff)


def _names(store: Store, number: int, name: str) -> tuple[str, ...]:
    return (name, *(body for (body,) in store.rows(_EARLIER, number)))


_CERTIFICATES = """SELECT t.id, t.candidate, t.exam, t.day, t.name FROM ticket AS t
                   WHERE t.kind = 'certificate' AND t.state <> 'void' AND t.candidate <> ''
                     AND (lower(ltrim(t.candidate, '0')) IN (SELECT value FROM json_each(?))
                          OR ltrim(t.candidate, '0') IN (SELECT value FROM json_each(?)))"""
_EARLIER = """SELECT w.body FROM text AS w JOIN event AS e ON e.id = w.event_id
              WHERE e.ticket_id = ? AND (w.field IN ('name', 'document') OR (w.field IN ('old', 'new') AND e.what = 'corrected'))"""
_REGISTERED = """SELECT id, candidate, COALESCE(NULLIF(subject, ''), exam), day, name, document, phone_key, email_key,
                        (SELECT group_concat(key, ' ') FROM further_phone WHERE ticket_id = ticket.id)
                 FROM ticket
                 WHERE kind = 'registration' AND state <> 'void' """
_MEANINGS = "SELECT headings, columns FROM mapping ORDER BY id"
