"""Moving a desk to another database: from a file to a server, or back. All of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from typing import Any

from peewee import SQL, BooleanField, CharField, CompositeKey, fn

from desk.models import TABLES, Content, Head, Search, Table
from desk.store.charter_versions import use_applied
from desk.store.connection.opening import is_there, open_database, open_reader, path_of
from desk.store.database import Store
from desk.store.dialects import is_server, shown
from desk.store.dialects.statement import Param, Row, Statement
from desk.store.errors.database import DatabaseInUse, DatabaseMissing, MoveFailed, TargetNotEmpty
from desk.store.event_log import head_of
from desk.store.lock import lock_exclusively
from desk.store.maintenance.check import Checked, check
from desk.store.statements import insert_rows, update

_PIECE = 2_000  # rows written at once
_FEW = 8  # of rows that hold a message or a file: up to 50 MB each
_MOVED = (*TABLES, Search)


def move(source: str, target: str, now: Callable[[], int], progress: Callable[[int, int], None]) -> Checked:
    """Copies a desk into an empty database, and compares. Returns the result of the target's check. The source stays as it is.

    now: the current time in UTC epoch seconds; progress: callback, called with the number of rows written and of all rows. Raises
    DatabaseUnusable: a desk has the source open, the target is not empty, or is not the same afterwards; then nothing was written.
    """
    if not is_there(source):
        raise DatabaseMissing(shown(source))
    if shown(source) == shown(target):
        raise TargetNotEmpty(shown(target))
    with ExitStack() as held:
        found = held.enter_context(closing(open_database(source, now, make=False)))  # migrated, so that both have the same tables
        if not is_server(source):  # its own shared lock would exclude the exclusive one
            found.close()
            held.enter_context(lock_exclusively(path_of(source)))
            found = held.enter_context(closing(open_reader(source, now)))
        if found.dialect.other_desks(found):
            raise DatabaseInUse(found.where)
        made = held.enter_context(closing(open_database(target, now)))  # makes its tables
        with found.database.atomic():
            if found.dialect.other_desks(found):
                raise DatabaseInUse(found.where)
            return _copied(found, made, progress)


def _copied(source: Store, target: Store, progress: Callable[[int, int], None]) -> Checked:
    total = sum(_count(source, model) for model in _MOVED)
    with target.reading(), target.database.atomic():
        if any(_count(target, model) for model in _MOVED if model is not Head):
            raise TargetNotEmpty(target.where)
        done = 0
        for model in _MOVED:
            for rows in _pieces(source, model):
                _write(target, model, rows)
                done += len(rows)
                progress(done, total)
            if model._meta.auto_increment and _count(target, model):
                target.dialect.continue_numbers(target, model)
        target.dialect.learn_sizes(target)
        use_applied(target)
        checked = check(target)
        differing = [str(model._meta.table_name) for model in _MOVED if _count(source, model) != _count(target, model)]
        if checked.findings or differing or head_of(source) != head_of(target):
            raise MoveFailed(target.where, ", ".join(differing) or str(len(checked.findings)))
    return checked


def _pieces(store: Store, model: type[Table]) -> Iterator[list[Row]]:
    """The rows of a table in the order of its fields."""
    if isinstance(model._meta.primary_key, (CompositeKey, CharField)):  # small ones, that have no numbers
        yield _whole(model).rows(store)
        return
    place = [field.primary_key for field in _fields(model)].index(True)
    last = -1
    while rows := _piece(model).rows(store, last=last):
        yield rows
        last = rows[-1][place]


def _write(store: Store, model: type[Table], rows: list[Row]) -> None:
    fields = _fields(model)
    names = tuple(field.name for field in fields)
    truths = [isinstance(field, BooleanField) for field in fields]  # SQLite has numbers for them
    values = [tuple(bool(value) if is_truth else value for value, is_truth in zip(row, truths, strict=True)) for row in rows]
    if model is Head:  # a migration made its only row
        update(store, Head, dict(zip(names, values[0], strict=True)), 1)
    else:
        insert_rows(store, model, names, values)


def _count(store: Store, model: type[Table]) -> int:
    ((count,),) = _counting(model).rows(store)
    return int(count)


def _fields(model: type[Table]) -> list[Any]:
    """The stored fields: the vector of the full-text index is derived by the database."""
    return [field for field in model._meta.sorted_fields if field is not Search.search]


@cache
def _counting(model: type[Table]) -> Statement:
    return Statement(lambda _: model.select(fn.COUNT(SQL("*"))))


@cache
def _whole(model: type[Table]) -> Statement:
    return Statement(lambda _: model.select(*_fields(model)))


@cache
def _piece(model: type[Table]) -> Statement:
    key, most = model._meta.primary_key, _FEW if model is Content else _PIECE
    return Statement(lambda _: model.select(*_fields(model)).where(key > Param("last")).order_by(key).limit(most))
