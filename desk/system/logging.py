"""The desk's log: what ran, what failed and where, what was slow. It contains nobody's texts, names or numbers.

An error is logged by its type and stack: its message may quote customers. Loaded after the first frame.
"""

import errno
import logging
import os
import platform
import sys
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

from desk import __version__
from desk.charter.errors import DeskError
from desk.settings import log_path
from desk.system.secure_files import make_folder, open_to_append

BYTES, OLDER = 1_000_000, 2  # size of a file, and number of older ones kept


class Log:
    """The log of one run. If it cannot be written, nothing is reported: the desk works without it."""

    def __init__(self, path: Path | None = None) -> None:
        self._logger = logging.Logger("desk")
        try:
            handler = _PrivateFile(path or log_path())
        except OSError:
            self._logger.addHandler(logging.NullHandler())
            return
        handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
        self._logger.addHandler(handler)
        self._logger.info("started: desk %s, Python %s, %s", __version__, platform.python_version(), sys.platform)

    def opened(self) -> None:
        """Logs that the database was opened."""
        self._logger.info("database opened")

    def failed(self, error: BaseException) -> None:
        """Logs an error or a refusal."""
        level = logging.INFO if isinstance(error, DeskError) else logging.ERROR
        self._logger.log(level, "%s", describe(error))

    def slow(self, what: object, seconds: float) -> None:
        """Logs work that blocked the database for long. what: the function."""
        self._logger.warning("slow: %.1f s in %s", seconds, _name(what))

    def stopped(self) -> None:
        """Logs the end of the run and closes the file."""
        self._logger.info("stopped")
        for handler in self._logger.handlers:
            with suppress(OSError):
                handler.close()


def describe(error: BaseException) -> str:
    """An error without its message: types and stack, followed by its cause."""
    found: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < 5:
        places = " < ".join(
            f"{_place(frame.filename)}:{frame.lineno}" for frame in reversed(traceback.extract_tb(seen.__traceback__))
        )
        found.append(" ".join(filter(None, (type(seen).__name__, _code(seen), f"at {places}" if places else ""))))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "; from ".join(found)


def _code(error: BaseException) -> str:
    """The operating system's error name, such as ENOSPC; "" for other errors."""
    return errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _place(file: str) -> str:
    """A source file's path from its package on, since the rest may contain a home folder."""
    parts = Path(file).parts
    for root in ("site-packages", Path(__file__).parents[2].name):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return parts[-1] if parts else "?"


def _name(function: object) -> str:
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', '?')}"


class _PrivateFile(RotatingFileHandler):
    """A log file of mode 0600 in a folder of its own; a full disk is ignored."""

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        super().__init__(path, maxBytes=BYTES, backupCount=OLDER, encoding="utf-8")

    def _open(self) -> Any:
        return _text(open_to_append(Path(self.baseFilename)))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Ignores errors of logging: the screen must not show them."""


def _text(descriptor: int) -> TextIO:
    return os.fdopen(descriptor, "a", encoding="utf-8")
