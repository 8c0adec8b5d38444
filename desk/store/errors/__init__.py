"""Errors of the store: the families that are caught together, and general errors of tickets.

Each error is a class with its message, its values and its exit code: of the database in `database.py`, of people in `people.py`, of
the state of a ticket in `tickets.py`, of input in `input.py`.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from desk.charter.errors import N_, DeskError

# Errors caused by a value of the wrong type.
MISREAD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Amount(int):
    """A message value that is a count, shown as 100,000 characters. Other integers are ticket numbers."""


class Period(NamedTuple):
    """A message value: the first and the last day, both included."""

    first: date
    last: date


class Refused(DeskError):
    """The store refused the command."""

    code = 1


class NotNow(Refused):
    """The state of something does not allow the command."""


class NotAllowed(Refused):
    """The user does not have the permission."""


class NotLoggedIn(NotAllowed):
    message = N_("Log in first.")


class BadInput(DeskError):
    """The input is not valid."""

    code = 2


class DatabaseUnusable(DeskError):
    """The database cannot be opened, read or written. where: its path as shown to users; detail: the message of SQLite or the
    operating system."""

    code = 3

    def __init__(self, where: str, detail: str = "") -> None:
        super().__init__(where=where, detail=detail)
        self.where = where
        self.detail = detail

    def name_file(self, where: str) -> None:
        """Replaces the path of a copy by the path that users know."""
        self.where = where
        self.values["where"] = where


class NotFound(Refused):
    message = N_("#{number}: no such ticket.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
        self.number = number


class Stale(Refused):
    """Somebody changed the ticket in the meantime. since: the events since then, as (what, who, at)."""

    message = N_("#{number} has changed: {what}. Nothing was saved; look again.")

    def __init__(self, number: int, since: Sequence[tuple[str, str, int]]) -> None:
        super().__init__(number=number, what=since)
        self.number = number
        self.since = since
