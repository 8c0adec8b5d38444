"""What the store refuses: the families that are caught together, and the errors of tickets in general.

Each error is a class with its message, its values and its exit code: of the database in `database.py`, of people in `people.py`, of
what a ticket is not in a state for in `tickets.py`, of what was given in `input.py`.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from desk.charter.errors import N_, DeskError

# The errors that a value of the wrong type causes.
MISREAD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Amount(int):
    """A value of a message that counts something: 100,000 characters. Other integers are numbers of tickets."""


class Period(NamedTuple):
    """A value of a message: from a day to a day, both included."""

    first: date
    last: date


class Refused(DeskError):
    """The store did not do it."""

    code = 1


class NotNow(Refused):
    """Something is not in a state for this."""


class NotAllowed(Refused):
    """The person who asks may not do it."""


class NotLoggedIn(NotAllowed):
    message = N_("Log in first.")


class BadInput(DeskError):
    """What was given cannot be kept."""

    code = 2


class DatabaseUnusable(DeskError):
    """The database cannot be opened, read or written. where: its path as people know it; detail: what SQLite or the system says."""

    code = 3

    def __init__(self, where: str, detail: str = "") -> None:
        super().__init__(where=where, detail=detail)
        self.where = where
        self.detail = detail

    def name_file(self, where: str) -> None:
        """Names the file that people know in the place of a copy of it."""
        self.where = where
        self.values["where"] = where


class NotFound(Refused):
    message = N_("#{number}: no such ticket.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
        self.number = number


class Stale(Refused):
    """Somebody changed the ticket in between. since: the events that came in between, as (what, who, at)."""

    message = N_("#{number} has changed: {what}. Nothing was saved; look again.")

    def __init__(self, number: int, since: Sequence[tuple[str, str, int]]) -> None:
        super().__init__(number=number, what=since)
        self.number = number
        self.since = since
