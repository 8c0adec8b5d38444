"""What can be wrong with a charter, a calendar or a moment. Each message is one clear line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


def N_(message: str) -> str:
    """Marks a message for the catalogues: the core has no language, and says everything in English."""
    return message


class DeskError(Exception):
    """The root of every error that Desk raises on purpose. Each error is a class of its own.

    message: what is wrong and what to do, as for `str.format`, and translated by it; values: what fills it in, not worded yet;
    code: the exit code of a command that ends with it; field: of a form, by its name, that it is about, "" for none.
    """

    message: ClassVar[str] = ""
    code: ClassVar[int] = 2
    field: str = ""

    def __init__(self, **values: object) -> None:
        super().__init__(*values.values())
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file.

    path: of the key, "" for the file itself; message, values: what is wrong, as for `str.format`, and what fills it in; line:
    counted from 1, 0 where it is not known.
    """

    path: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int = 0

    def said(self, message: str) -> str:
        """The message, in whatever language, with its values."""
        return message.format(**self.values)


class WrongValue(ValueError):
    """A value that cannot be used. message, values: as of a Problem."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values

    def at(self, path: str) -> Problem:
        """The same of a key."""
        return Problem(path, self.message, self.values)


class CharterError(DeskError):
    """A charter, calendar or settings file is wrong. problems: all that was found; file: its name as the user knows it.

    As text each problem is a line: file, line, the key's path, what is wrong and what to write instead.
    """

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.file = file
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(placed(self.file, problem, problem.said(problem.message)) for problem in self.problems)


def placed(file: str, problem: Problem, said: str) -> str:
    """What is said of a problem with the place in front, as compilers write it: `centre.toml:12: hours.monday: ...`."""
    where = f"{file}:{problem.line}" if problem.line else file
    return ": ".join(filter(None, (where, problem.path, said)))


class UnknownStandard(DeskError):
    """No standard or duty of the charter has this id, and none a similar one. nearest: the id that was probably meant, if any."""

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
    """A count left the years that the calendar knows; a date there would be a guess. first, last: those years."""

    message = N_(
        "The date is outside the calendar, which covers {first}-{last}. Apply a charter with a longer "
        "calendar: F11 or `desk charter apply FILE`."
    )

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first=first, last=last)
        self.first = first
        self.last = last


class NeedsEvent(DeskError):
    """The standard counts back from an event and was given no date for it, or forward and was given no start."""

    message = N_("The start is missing: give --from T, or --exam DATE if the promise counts back from an exam.")


class NaiveMoment(DeskError):
    """A datetime without an offset was given where only a definite moment will do."""

    message = N_("{name}: the start {start} has no offset; write 2026-11-03T10:14:00+03:00")

    def __init__(self, name: str, start: datetime) -> None:
        super().__init__(name=name, start=start.isoformat())
