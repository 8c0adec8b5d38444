"""`desk`, `desk demo`: run the full screen until it ends by a key, a signal or a bug."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from types import FrameType

import click

from desk.app import DeskApp
from desk.cli.options import ENDING, common, fault_line, given
from desk.i18n import Translator
from desk.settings import NO_CURSOR, clock, practice_clock
from desk.system.collector import collect_normally

_Handler = Callable[[int, FrameType | None], object] | int | None


class _EndedEarly(BaseException):
    """A signal came while no running screen could end by itself. Not an Exception, so that no other code handles it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Ending:
    """Handles a signal that ends the program: saves what is typed, restores the terminal, removes a demo's folder."""

    def __init__(self) -> None:
        self.app: DeskApp | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        code = 128 + number  # as reported by shells
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # before the first frame, or after the last one
            if self.app is not None and self.app.return_code is not None:
                return
            raise _EndedEarly(code) from None
        if self.app is not None:
            loop.call_soon_threadsafe(self.app.end, code)


def open_board() -> int:
    """Runs the desk. Returns the exit code; raises as the desk does."""
    settings, options = given().settings, given()
    asked = {"asks_name": not options.names_staff, "asks_language": not options.names_language}
    app = DeskApp(settings, clock(), practice=practice_clock(), **asked)
    code = _run(nullcontext(app))
    if app.next_language is None:
        return code
    again = replace(settings, language=app.next_language)
    return _run(nullcontext(DeskApp(again, clock(), practice=practice_clock(), asks_name=not options.names_staff)))


def add_demo(group: click.Group, _: Translator) -> None:
    """Adds `demo` to the group."""

    @group.command(name="demo")
    @click.option("--seed", type=int, default=1, metavar="N", help=_("The same number gives the same day."))
    @click.option("--now", "start", metavar="T", help=_("Start of the day; default: an ordinary Tuesday shortly before closing."))
    @common(_)
    def demo(seed: int, start: str | None) -> int:
        return _run(_demo_desk(seed, start))


@contextmanager
def _demo_desk(seed: int, start: str | None) -> Iterator[DeskApp]:
    """A desk in a temporary folder, which is removed with it."""
    from desk.demo import temporary_desk  # loads the database, which the board's first frame does not need

    with temporary_desk(given().settings, start, seed) as (settings, clock):
        yield DeskApp(settings, clock, practice=True)


def _check_terminal(_: Translator) -> None:
    """Raises UsageError if there is no terminal, or one that cannot show a full screen."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("the board needs a terminal; without one, use `desk list`"))
    term = os.environ.get("TERM", "")
    if term in NO_CURSOR:
        raise click.UsageError(
            _("the board needs a terminal with cursor movement; TERM={term} has none, use `desk list`", term=term)
        )


def _run(prepared: AbstractContextManager[DeskApp]) -> int:
    """Runs the desk of the context. Returns the exit code: 1 after a bug, 128 + the signal's number after a signal.

    Raises UsageError if there is no suitable terminal.
    """
    collect_normally()
    ending = _Ending()
    before: dict[int, _Handler] = {number: signal.signal(number, ending) for number in ENDING}
    try:
        with prepared as app:
            _check_terminal(given().translator)
            ending.app = app
            app.run(mouse=app.settings.mouse)
            before = dict.fromkeys(before, signal.SIG_IGN)  # only closing is left: a late Ctrl+C changes nothing
    except _EndedEarly as ended:
        return ended.code
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if app.fault:
        print(f"desk: {fault_line(given().translator, app.keeps_typed)}", file=sys.stderr)
    return app.return_code or 0
