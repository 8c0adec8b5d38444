"""The promises and their deadlines. Pure: no database, no terminal.

The three names are loaded on first use: the first frame of the desk needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.charter.calendar import Calendar
    from desk.charter.charter import Charter
    from desk.charter.deadlines import Deadline

__all__ = ["Calendar", "Charter", "Deadline"]

_HOMES = {"Calendar": "calendar", "Charter": "charter", "Deadline": "deadlines"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"desk.charter.{_HOMES[name]}"), name)
