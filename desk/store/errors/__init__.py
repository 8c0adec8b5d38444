"""What the store refuses. Each error is a class with its message: of the database in `database.py`, of people in
`people.py`."""

from desk.charter.errors import DeskError


class Refused(DeskError):
    """The store did not do it. code: the exit code of a command that was refused."""

    code = 1


class NotFound(Refused):
    """No ticket has this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"ticket {number}")
        self.number = number


class Stale(Refused):
    """Somebody changed the ticket in between. since: the events that came in between, as (what, who, at)."""

    def __init__(self, number: int, since: list[tuple[str, str, int]]) -> None:
        super().__init__(f"ticket {number} changed")
        self.number = number
        self.since = since


class NotNow(Refused):
    """The ticket is not in a state for this. reason: one of the words in `checks`; field: the fact or field that it is about; text:
    what was given."""

    def __init__(self, reason: str, number: int | None = None, field: str = "", text: str = "") -> None:
        super().__init__(reason)
        self.text = text
        self.reason = reason
        self.number = number
        self.field = field


class NotAllowed(Refused):
    """The person who asks may not do it."""


class BadInput(DeskError):
    """What was given cannot be kept. reason: one of the words in `actions`; field: of what."""

    code = 2

    def __init__(self, reason: str, field: str = "", text: str = "") -> None:
        super().__init__(f"{reason} {field}")
        self.reason = reason
        self.field = field
        self.text = text


# What a value of the wrong type comes to, wherever it is read.
MISREAD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


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
