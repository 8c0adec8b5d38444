"""Rows read and written by their fields: a statement for each shape, built once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from peewee import SQL

from desk.models import Table
from desk.store.database import Store
from desk.store.dialects.statement import Param, Statement

_KEY = "primary key"  # the name of a parameter that no field has


def read(store: Store, model: type[Table], names: tuple[str, ...], key: int) -> tuple[Any, ...]:
    """The columns of a row, by the names of their fields. key: the primary key."""
    (found,) = _select(model, names).rows(store, **{_KEY: key})
    return found


def is_there(store: Store, model: type[Table], key: int) -> bool:
    """Whether there is a row with this primary key."""
    return bool(_there(model).rows(store, **{_KEY: key}))


def update(store: Store, model: type[Table], values: Mapping[str, Any], key: int) -> None:
    """Sets the fields of a row. key: the primary key."""
    _update(model, tuple(values)).rows(store, **values, **{_KEY: key})


def insert(store: Store, model: type[Table], values: Mapping[str, Any]) -> int:
    """Adds a row, with the model's defaults for the other fields. Returns its primary key."""
    row = {**_defaults(model), **values}
    ((key,),) = _insert(model, tuple(row), returning=True).rows(store, **row)
    return int(key)


def insert_many(store: Store, model: type[Table], rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds rows that all have the same fields."""
    found = list(rows)
    if found:
        _insert(model, tuple(found[0]), returning=False).many(store, found)


def insert_rows(store: Store, model: type[Table], names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds rows as `insert_many` does. rows: their values in the order of the names."""
    insert_many(store, model, (dict(zip(names, row, strict=True)) for row in rows))


def delete(store: Store, model: type[Table], field: str, value: int) -> None:
    """Removes the rows with this value in a field."""
    _delete(model, field).rows(store, value=value)


@cache
def _defaults(model: type[Table]) -> dict[str, Any]:
    return {field.name: field.default for field in model._meta.sorted_fields if field.default is not None}


@cache
def _select(model: type[Table], names: tuple[str, ...]) -> Statement:
    columns = [model._meta.fields[name] for name in names]
    return Statement(lambda _: model.select(*columns).where(model._meta.primary_key == Param(_KEY)))


@cache
def _there(model: type[Table]) -> Statement:
    return Statement(lambda _: model.select(SQL("1")).where(model._meta.primary_key == Param(_KEY)))


@cache
def _update(model: type[Table], names: tuple[str, ...]) -> Statement:
    return Statement(lambda _: model.update(_places(model, names)).where(model._meta.primary_key == Param(_KEY)))


@cache
def _insert(model: type[Table], names: tuple[str, ...], *, returning: bool) -> Statement:
    query = model.insert(_places(model, names))
    return Statement(lambda _: query.returning(model._meta.primary_key) if returning else query)


@cache
def _delete(model: type[Table], field: str) -> Statement:
    return Statement(lambda _: model.delete().where(model._meta.fields[field] == Param("value")))


def _places(model: type[Table], names: tuple[str, ...]) -> dict[Any, Param]:
    return {model._meta.fields[name]: Param(name) for name in names}
