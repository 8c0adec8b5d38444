"""Errors of charters, calendars and moments. Each message is one clear line."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, NamedTuple


def N_(message: str) -> str:
    """Marks a message for the catalogues: the core has no language, and its messages are in English."""
    return message


class DeskError(Exception):
    """The base of every error that Desk raises on purpose. Each error is a class of its own.

    message: what is wrong and what to do, a template for `str.format`, which is translated; values: its values, not formatted yet;
    code: the exit code of a command that ends with it; field: the name of the form field concerned, "" for none.
    """

    message: ClassVar[str] = ""
    code: ClassVar[int] = 2
    field: str = ""

    def __init__(self, **values: object) -> None:
        super().__init__(*values.values())
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


@contextmanager
def in_field(name: str) -> Iterator[None]:
    """Names the form field in an error about its text, since a parser does not know where the text was typed."""
    try:
        yield
    except DeskError as error:
        error.field = error.field or name
        raise


class Problem(NamedTuple):
    """One problem in a file.

    path: of the key, "" for the file itself; message, values: a template for `str.format`, and its values; line: counted from 1, 0
    if unknown.
    """

    path: str
    message: str
    values: Mapping[str, object] = MappingProxyType({})
    line: int = 0

    def said(self, message: str) -> str:
        """The message in any language, with its values filled in."""
        return message.format(**self.values)


class WrongValue(ValueError):
    """An unusable value. message, values: as for a Problem."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values

    def at(self, path: str) -> Problem:
        """The same problem with the path of its key."""
        return Problem(path, self.message, self.values)


class CharterError(DeskError):
    """A charter, calendar or settings file is invalid. problems: all that were found; file: its name as shown to users.

    As text each problem is a line: file, line, the key's path, what is wrong and what to write instead.
    """

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.file = file
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(placed(self.file, problem, problem.said(problem.message)) for problem in self.problems)


def placed(file: str, problem: Problem, said: str) -> str:
    """A problem with its position in front, in the style of compilers: `centre.toml:12: hours.monday: ...`."""
    where = f"{file}:{problem.line}" if problem.line else file
    return ": ".join(filter(None, (where, problem.path, said)))


class UnknownStandard(DeskError):
    """No standard or duty of the charter has this id or a similar one. nearest: the id that was probably meant, if any."""

    message = N_("{name}: no such standard; `desk charter show` lists them.")
    nearest: str | None = None

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.name = name


class MistypedStandard(UnknownStandard):
    """No standard or duty has this id, but a similar one."""

    message = N_("{name}: no such standard; did you mean {nearest}?")

    def __init__(self, name: str, nearest: str) -> None:
        super().__init__(name)
        self.nearest = self.values["nearest"] = nearest


class OutsideCalendar(DeskError):
    """A calculation left the years of the calendar; a date there would be a guess. first, last: those years."""

    message = N_(
        "The date is outside the calendar, which covers {first}-{last}. Apply a charter with a longer "
        "calendar: `desk charter apply FILE`."
    )

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first=first, last=last)
        self.first = first
        self.last = last


class NeedsEvent(DeskError):
    """The standard counts back from an event but no date was given for it, or forward but no start was given."""

    message = N_("The start is missing: give --from T, or --exam DATE if the promise counts back from an exam.")


class NaiveMoment(DeskError):
    """A datetime without an offset was given where an unambiguous moment is required."""

    message = N_("{name}: the start {start} has no offset; write 2026-11-03T10:14:00+03:00")

    def __init__(self, name: str, start: datetime) -> None:
        super().__init__(name=name, start=start.isoformat())
