"""Rows beside the tickets that decide a figure or a permission: each change of one is an event, so that the log proves them.

Such an event belongs to no ticket. It is named after its table and holds the row after the change, without texts that somebody
typed (they are texts of the event) and with digests in place of secrets.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from desk import models
from desk.actions.rights import Right
from desk.models import Event, Text
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import append_apart
from desk.store.permissions import requires

DESK = "desk"  # the desk's own row: whether it keeps a clock of its own
REPAIRED = "repaired"
BACKED_UP = "backed-up"  # a copy was made and restored on trial


@dataclass(frozen=True)
class Logged:
    """A table whose rows are logged.

    model: its model; words: columns that hold typed text; secrets: columns of which only a digest is stored.
    """

    model: type[models.Table]
    words: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The primary key column."""
        return str(self.model._meta.sorted_fields[0].column_name)


# What somebody typed in a fact; prices are kept as they decide what a customer is told.
FACT_WORDS = ("name", "place", "documents", "hours", "ru", "en", "keywords")

# Not logged: what a rebuild derives from events (ticket, clock, reminder, outbox, search), the people named by tickets (customer),
# and until when somebody was alerted (watch), which decides nothing.
LOGGED = {
    "staff": Logged(models.Staff, words=("name",)),
    "person": Logged(models.Person, secrets=("secret",)),
    "person_event": Logged(models.PersonEvent),
    "applied": Logged(models.Applied, secrets=("charter", "calendar")),
    "in_force": Logged(models.InForce),
    "batch": Logged(models.Batch),
    "mapping": Logged(models.Mapping),
    "exam_session": Logged(models.ExamSession),
    "evidence": Logged(models.Evidence, words=("note",)),
    "customer_card": Logged(models.CustomerCard, words=("mind", "note")),
    "organisation": Logged(models.Organisation, words=("name",)),
    "membership": Logged(models.Membership),
    "shift_note": Logged(models.ShiftNote, words=("words",)),
    "fact_version": Logged(models.FactVersion, words=FACT_WORDS),
    "corrective_action": Logged(models.CorrectiveAction, words=("words", "done", "said")),
    "mail_message": Logged(models.MailMessage, words=("key", "message_id", "digest", "source", "sender", "subject")),
    "attachment": Logged(models.Attachment, words=("digest", "name")),
    "feedback": Logged(models.Feedback, words=("words", "done", "said")),
    "view": Logged(models.View, words=("name", "words")),
}


@requires(Right.ANYBODY)
def log_row(store: Store, table: str, key: int, staff: int | None, *columns: str) -> int:
    """Logs the current state of a row, or its deletion. Must run inside the transaction that changed it. Returns the event's id.

    table: one of LOGGED; staff: who did it, None for the desk itself and for the owner of the machine; columns: those that were
    changed, none for a new row. The others are taken from the log, so that manipulated values do not enter it.
    """
    found = next((row for row_key, row in rows_of(store, table, key) if row_key == key), None)
    values, words = split(table, found) if found is not None else (None, dict[str, str]())
    if columns and values is not None:
        before, said = _last(store, table, key)
        values = before | {name: value for name, value in values.items() if name in columns}
        words = said | {name: word for name, word in words.items() if name in columns}
    return append_apart(store, table, staff=staff, data={"key": key, "row": values}, texts=words)


def _last(store: Store, table: str, key: int) -> tuple[dict[str, Any], dict[str, str]]:
    """A row as last logged, with its texts."""
    for event, data in _last_event.rows(store, table=table, key=key):
        return json.loads(data)["row"] or {}, dict(TEXTS.rows(store, event=event))
    return {}, {}


TEXTS = Statement(lambda _: Text.select(Text.field, Text.body).where(Text.event == Param("event")))


@Statement
def _last_event(dialect: Dialect) -> Any:
    is_of_row = (Event.what == Param("table")) & (dialect.json_number(Event.data, "key") == Param("key"))
    return Event.select(Event.id, Event.data).where(Event.ticket.is_null(), is_of_row).order_by(Event.id.desc()).limit(1)


def rows_of(store: Store, table: str, key: int | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The current rows of a logged table, each with its key; only the row of a key if that is given."""
    logged = LOGGED[table]
    columns = [field.column_name for field in logged.model._meta.sorted_fields]
    for row in _row(table).rows(store, key=key) if key is not None else _all(table).rows(store):
        named = dict(zip(columns, row, strict=True))
        yield named[logged.key], named


@cache
def _all(table: str) -> Statement:
    model = LOGGED[table].model
    return Statement(lambda _: model.select().order_by(model._meta.primary_key))


@cache
def _row(table: str) -> Statement:
    model = LOGGED[table].model
    return Statement(lambda _: model.select().where(model._meta.primary_key == Param("key")))


def split(table: str, row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """A row as an event holds it: its values, with secrets as digests, and its texts."""
    logged = LOGGED[table]
    values = {name: value for name, value in row.items() if name not in logged.words}
    for name in logged.secrets:
        values[name] = hashlib.sha256(str(values[name]).encode("utf-8", "surrogateescape")).hexdigest()
    return values, {name: str(row[name]) for name in logged.words}


def log_desk(store: Store, *, practice: bool) -> None:
    """Appends the desk's own row. Must run inside a transaction."""
    append_apart(store, DESK, staff=None, data={"practice": practice}, texts={})
