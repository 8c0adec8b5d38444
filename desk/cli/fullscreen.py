"""Runs the full screen to its end, whatever ends it: a key, a signal, a fault of the program."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType
from typing import TYPE_CHECKING

import click

from desk.cli.options import given
from desk.i18n import Translator
from desk.settings import NO_CURSOR
from desk.system.collector import look_as_usual

if TYPE_CHECKING:
    from desk.app import DeskApp

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)]


_Handler = Callable[[int, FrameType | None], object] | int | None


class _EndedEarly(BaseException):
    """A signal came while no screen was there that could end by itself. No part of a desk's work may take it for an error."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Ending:
    """Answers a signal that ends the program: what is typed is kept, the terminal comes back, a demo's folder goes."""

    def __init__(self) -> None:
        self.app: DeskApp | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        import asyncio  # much to load for a command that opens no screen

        code = 128 + number  # as shells report it
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # before the first frame, or after the last one
            if self.app is not None and self.app.return_code is not None:
                return
            raise _EndedEarly(code) from None
        if self.app is not None:
            loop.call_soon_threadsafe(self.app.end, code)


def _check_terminal(_: Translator) -> None:
    """Raises UsageError where there is no terminal, or one that cannot show a full screen."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("the board needs a terminal; without one, use `desk list`"))
    term = os.environ.get("TERM", "")
    if term in NO_CURSOR:
        raise click.UsageError(
            _("the board needs a terminal with cursor movement; TERM={term} has none, use `desk list`", term=term)
        )


def run_desk(prepared: "AbstractContextManager[DeskApp]") -> int:
    """Runs the desk that the context gives. Returns the exit code: 1 after a fault, 128 and its number after a signal.

    Raises UsageError where there is no terminal for it.
    """
    look_as_usual()
    ending = _Ending()
    before: dict[int, _Handler] = {number: signal.signal(number, ending) for number in _ENDING}
    try:
        with prepared as app:
            _check_terminal(given().translator)
            ending.app = app
            app.run()
            before = dict.fromkeys(before, signal.SIG_IGN)  # what is left is to close: a Ctrl+C that comes late changes nothing
    except _EndedEarly as ended:
        return ended.code
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if app.fault:
        print(f"desk: {fault_line(given().translator, app.keeps_typed)}", file=sys.stderr)
    return app.return_code or 0


def fault_line(_: Translator, keeps_typed: bool) -> str:
    """What is said of a fault of the program itself. keeps_typed: whether what stood in its forms is on the disk."""
    from desk.system.logging import log_path

    kept = _("Everything recorded is saved.")
    if keeps_typed:
        kept = _("Everything recorded is saved; unsaved text is kept as a draft.")
    return _("the program stopped because of an internal error. {kept} Details: {path}", kept=kept, path=log_path())
