"""Where things are: the environment and the options of the command line -> Settings."""

import getpass
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.charter.errors import DeskError


@dataclass(frozen=True)
class Settings:
    """What a run of the desk was asked for.

    database: a path or URL; charter: a charter file instead of the one that applies; language: `ru` or `en`; staff: who acts.
    """

    database: str
    charter: Path | None
    language: str
    staff: str


class WrongSetting(DeskError):
    """A variable of the environment that says no moment with an offset."""

    code = 2

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}={value}")
        self.name = name
        self.value = value


def default_database() -> Path:
    """The embedded database where nobody named another one."""
    import platformdirs

    return Path(platformdirs.user_data_dir("charter-desk", appauthor=False)) / "desk.db"


def database_given(option: str | None) -> str | None:
    """The database that the option or DESK_DATABASE names, if any."""
    return option or os.environ.get("DESK_DATABASE") or None


def clock() -> Callable[[], float]:
    """The present in UTC epoch seconds. DESK_NOW (ISO 8601 with an offset) starts it at another moment, from which it runs on:
    a demo and the tests live through a day that way. Raises WrongSetting for a DESK_NOW that is no such moment.
    """
    start = os.environ.get("DESK_NOW")
    try:
        return clock_from(datetime.fromisoformat(start)) if start else time.time
    except ValueError:
        raise WrongSetting("DESK_NOW", start or "") from None


def clock_from(start: datetime) -> Callable[[], float]:
    """A clock that reads `start` now and runs on at its own pace, whatever is done to the machine's."""
    if start.tzinfo is None:
        raise ValueError(f"{start.isoformat()} has no offset")
    begun, first = time.monotonic(), start.timestamp()
    return lambda: first + time.monotonic() - begun


def login_name() -> str:
    """Who acts where nobody said: the login name; `reception` where the machine knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reception"
