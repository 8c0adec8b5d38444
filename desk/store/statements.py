"""Statements that peewee builds once for each shape: building their SQL took half of the processor time of an act."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from peewee import SQL

from desk.models import Table
from desk.store.database import Store


def in_order(model: type[Table], names: Iterable[str]) -> tuple[str, ...]:
    """Field names in the order of the model's fields, in which peewee sets them."""
    wanted = set(names)
    return tuple(name for name in model._meta.sorted_field_names if name in wanted)


def read(store: Store, model: type[Table], names: tuple[str, ...], key: int) -> tuple[Any, ...]:
    """The columns of a row, by the names of their fields. key: the primary key."""
    (found,) = store.rows(_select(model, names), key)
    return found


def update(store: Store, model: type[Table], values: Mapping[str, Any], key: int) -> None:
    """Sets the fields of a row. key: the primary key."""
    names = in_order(model, values)
    store.many(_update(model, names), [(*(values[name] for name in names), key)])


def insert(store: Store, model: type[Table], values: Mapping[str, Any]) -> int:
    """Adds a row, with the model's defaults for the other fields. Returns its primary key."""
    row = {**_defaults(model), **values}
    names = in_order(model, row)
    ((key,),) = store.rows(_insert(model, names, returning=True), *(row[name] for name in names))
    return int(key)


def insert_many(store: Store, model: type[Table], rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds rows that all have the same fields."""
    found = list(rows)
    if found:
        names = in_order(model, found[0])
        store.many(_insert(model, names, returning=False), [tuple(row[name] for name in names) for row in found])


def delete(store: Store, model: type[Table], field: str, value: int) -> None:
    """Removes the rows with this value in a field."""
    store.many(_delete(model, field), [(value,)])


@cache
def _defaults(model: type[Table]) -> dict[str, Any]:
    return {field.name: field.default for field in model._meta.sorted_fields if field.default is not None}


@cache
def _select(model: type[Table], names: tuple[str, ...]) -> str:
    return str(model.select(*(model._meta.fields[name] for name in names)).where(model._meta.primary_key == 0).sql()[0])


@cache
def _update(model: type[Table], names: tuple[str, ...]) -> str:
    return str(model.update(_places(model, names)).where(model._meta.primary_key == 0).sql()[0])


@cache
def _insert(model: type[Table], names: tuple[str, ...], *, returning: bool) -> str:
    query = model.insert(_places(model, names))
    return str((query.returning(model._meta.primary_key) if returning else query).sql()[0])


@cache
def _delete(model: type[Table], field: str) -> str:
    return str(model.delete().where(model._meta.fields[field] == 0).sql()[0])


def _places(model: type[Table], names: tuple[str, ...]) -> dict[Any, SQL]:
    return {model._meta.fields[name]: SQL("?") for name in names}
