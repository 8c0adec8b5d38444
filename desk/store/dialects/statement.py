"""Statements: queries of peewee's builder whose SQL is built once for each kind of database and then only bound.

Building costs a tenth of a millisecond and more, half of the processor time of an act.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from peewee import ColumnBase

from desk.store.dialects.dialect import Connection, Dialect

Value = str | bytes | int | None | Collection[str] | Collection[int]
Row = tuple[Any, ...]


class Param(ColumnBase):
    """A value that is given when the statement runs, by its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __sql__(self, ctx: Any) -> Any:
        with ctx(value_literals=False, converter=None):
            return ctx.value(_Place(self.name), converter=False)


class _Place:
    """The place of a value in the SQL."""

    def __init__(self, name: str) -> None:
        self.name = name


class Statement:
    """A query. build: returns it for a dialect; constants in it become part of the SQL, as partial indexes need them."""

    def __init__(self, build: Callable[[Dialect], Any]) -> None:
        self._build = build
        self._built: dict[str, tuple[str, tuple[str, ...]]] = {}

    def rows(self, store: Connection, **values: Value) -> list[Row]:
        """Runs it and fetches all rows."""
        sql, names = self._sql(store)
        return store.rows(sql, *(_bound(store.dialect, values[name]) for name in names))

    def many(self, store: Connection, rows: Iterable[Mapping[str, Value]]) -> None:
        """Runs it for each row of values."""
        sql, names = self._sql(store)
        store.many(sql, [tuple(row[name] for name in names) for row in rows])

    def _sql(self, store: Connection) -> tuple[str, tuple[str, ...]]:
        found = self._built.get(store.dialect.name)
        if found is None:
            sql, places = store.database.get_sql_context(value_literals=True).sql(self._build(store.dialect)).query()
            found = self._built[store.dialect.name] = sql, tuple(place.name for place in places)
        return found


def _bound(dialect: Dialect, value: Value) -> Any:
    return value if isinstance(value, str | bytes | int) or value is None else dialect.bind_list(value)
