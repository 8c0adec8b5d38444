"""The interface of a dialect, by which statements are built for one kind of database."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple, Protocol

from peewee import Database

from desk.models import Table
from desk.store.errors import DatabaseUnusable


class Connection(Protocol):
    """The part of an open desk that a statement needs."""

    database: Any
    dialect: "Dialect"

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Runs a bound statement and fetches all rows."""

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Runs a bound statement for each row."""


class Word(NamedTuple):
    """A word of a full-text query. spellings: of which one has to be found, folded; begins: whether as the beginning of a word."""

    spellings: tuple[str, ...]
    begins: bool


class Dialect(Protocol):
    """A kind of database.

    name: identifies the SQL that was built for it.
    in_file: whether the database is a file, which may be moved or replaced while it is open.
    errors: what its driver raises.
    """

    name: str
    in_file: bool
    errors: tuple[type[Exception], ...]

    def translate(self, error: Exception, where: str) -> DatabaseUnusable:
        """Translates an error of the driver into one of ours. where: the database as it may be shown."""

    def among(self, column: Any, values: Any) -> Any:
        """The condition that a column has one of the values of a list. values: the `Param` of the list, bound as one value, so that
        the statement is the same for lists of every length."""

    def bind_list(self, values: Collection[Any]) -> Any:
        """A list as the driver takes it."""

    def json_value(self, column: Any, name: str) -> Any:
        """A text inside a column of JSON by its name; NULL if it has none, or if the column was damaged and holds no JSON."""

    def json_number(self, column: Any, name: str) -> Any:
        """A whole number inside a column of JSON, as `json_value`."""

    def match(self, words: Sequence[Word], columns: Sequence[str], *, only_open: bool = False) -> str:
        """The full-text query, for `matches`: tickets that have all of these words in some of the columns of `Search`.

        only_open: open tickets alone.
        """

    def matches(self, query: Any) -> Any:
        """The condition that a row of `Search` matches a full-text query."""

    def has_text(self, column: Any, text: str) -> Any:
        """The condition that a column contains a text, for conditions that an index has as well."""

    def lock(self, store: "Connection") -> int:
        """Makes other writers wait until the transaction ends, if beginning it has not done so. Returns the `data_version`."""

    def take_turn(self, store: "Connection", turn: int) -> bool:
        """Takes a turn that only one connection has, until it is closed, or finds that it has it. False if another one has it.

        turn: a number for what is done in it. A file has no such turns: always True.
        """

    def notify(self, change: Any) -> Any:
        """A change that other desks are notified of when it is committed, where the database can do so."""

    def continue_numbers(self, store: "Connection", model: type[Table]) -> None:
        """Continues the numbers of new rows after rows that were added with numbers of their own."""

    def learn_sizes(self, store: "Connection") -> None:
        """Lets the database count its rows after many were written, as it chooses its ways by them."""

    def has_table(self, store: "Connection", name: str) -> bool:
        """Whether there is such a table."""

    def data_version(self, store: "Connection") -> int:
        """A number that changes when another connection wrote."""

    def clock(self, store: "Connection") -> float | None:
        """The time of the machine that holds the database, in UTC epoch seconds; None if that is this one."""

    def other_desks(self, store: "Connection") -> int:
        """How many other desks have the database open, as far as the database knows."""

    def settings(self, store: "Connection") -> dict[str, str]:
        """The settings that decide what survives a crash, as the database reports them."""

    def damage(self, store: "Connection") -> list[str]:
        """What the database itself finds damaged in its file."""

    def broken_keys(self, store: "Connection") -> list[str]:
        """The references to rows that are not there."""

    def schema(self, store: "Connection") -> dict[tuple[str, str], str]:
        """The SQL of every table, index and trigger, by its kind and name."""

    def new_schema(self, store: "Connection", migrate: Callable[[Database], None]) -> dict[tuple[str, str], str]:
        """The schema of a new database, as `schema`. migrate: makes its tables."""

    def rebuild_search(self, store: "Connection") -> None:
        """Builds the full-text index again from its table."""

    def search_damage(self, store: "Connection") -> str:
        """How the full-text index differs from its table; "" if it does not."""
