"""Where things are: the environment and the options of the command line -> Settings."""

import getpass
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What a run of the desk was asked for.

    database: a path or URL; charter: a charter file instead of the one that applies; language: `ru` or `en`; staff: who acts.
    """

    database: str
    charter: Path | None
    language: str
    staff: str


def default_database() -> Path:
    """The embedded database where nobody named another one."""
    import platformdirs

    return Path(platformdirs.user_data_dir("charter-desk", appauthor=False)) / "desk.db"


def database_given(option: str | None) -> str | None:
    """The database that the option or DESK_DATABASE names, if any."""
    return option or os.environ.get("DESK_DATABASE") or None


def login_name() -> str:
    """Who acts where nobody said: the login name; `reception` where the machine knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reception"
