"""A desk opened for one command, and logging in for it: who `--as` names, with a PIN given to the command or typed at the terminal.

Others on the machine may see the environment of a process, so a PIN can be given as a file or as a file descriptor too.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from desk.actions.rights import SHELL, Acting, Right
from desk.charter.errors import DeskError
from desk.cli.options import given
from desk.settings import clock, practice_clock
from desk.store.database import Store, path_of
from desk.store.errors import MISREAD
from desk.store.errors.database import DatabaseMisread, DatabaseMissing
from desk.store.errors.people import PinNotAsked, PinsDiffer, PinUnreadable
from desk.store.opening import open_desk
from desk.store.permissions import check_right, is_open

PIN_LINE = 1_000  # characters: more is no PIN


@contextmanager
def opened(*, make: bool = False) -> Iterator[Store]:
    """The desk that was asked for, open for one command, which is refused to the person who may not give it. make: whether a new
    one may be made.

    Raises DatabaseUnusable: a mistyped name must not look like a desk without tickets.
    """
    settings, present = given().settings, clock()
    if not make and not path_of(settings.database).exists():
        raise DatabaseMissing(settings.database)
    store = open_desk(settings.database, settings.charter, lambda: int(present()), make=make, practice=practice_clock())
    try:
        take_seat(store, click.get_current_context().command_path.partition(" ")[2])
        yield store
    except MISREAD as error:
        if isinstance(error, DeskError):
            raise
        from desk.system.logging import Log  # a command that succeeds writes nothing there

        Log().failed(error)
        raise DatabaseMisread(store.where) from error
    finally:
        store.close()


def take_seat(store: Store, command: str) -> None:
    """The person who was named works with the store; where one must log in, once their PIN was right.

    command: a row of SHELL. Raises NotAllowed where no PIN can be asked for or the command is not for them, and what logging in is
    refused with.
    """
    store.acting = Acting(given().settings.staff)
    if SHELL[command] != Right.ANYBODY:
        log_in_for(store, SHELL[command])


def log_in_for(store: Store, right: Right) -> None:
    """Logs in who was named, where one must log in, and asks for a right. Raises as `take_seat` does."""
    if is_open(store):
        return
    from desk.auth.passwords import log_in  # most desks are open: their commands ask nobody for a PIN

    name = given().settings.staff
    given().options["as_name"] = log_in(store, name, _pin(name)).name  # as it is written on tickets
    check_right(store, right)


def new_pin(name: str) -> str:
    """Another PIN for somebody: from DESK_NEW_PIN, or typed twice at the terminal. Raises NotAllowed where neither can be."""
    if pin := _given_pin("DESK_NEW_PIN"):
        return pin
    _needs_terminal()
    _ = given().translator
    words = _("New PIN for {name}", name=name)
    typed: str = click.prompt(words, hide_input=True, err=True)
    if typed.strip() != click.prompt(_("Repeat the PIN"), hide_input=True, err=True).strip():
        raise PinsDiffer
    return typed


def _pin(name: str) -> str:
    if pin := _given_pin("DESK_PIN"):
        return pin
    _needs_terminal()
    typed: str = click.prompt(given().gettext("PIN for {name}", name=name), hide_input=True, err=True)
    return typed


def _given_pin(name: str) -> str:
    """The PIN that a variable gives, or the first line of the file or descriptor that NAME_FILE or NAME_FD names; "" for none.

    Raises BadInput where it cannot be read.
    """
    if pin := os.environ.get(name):
        return pin
    for variable in (f"{name}_FILE", f"{name}_FD"):
        where = os.environ.get(variable, "")
        if not where:
            continue
        try:
            with open(int(where) if variable.endswith("_FD") else where, encoding="utf-8", closefd=True) as source:
                return source.readline(PIN_LINE).strip()
        except (OSError, ValueError):
            raise PinUnreadable(variable, where) from None
    return ""


def _needs_terminal() -> None:
    if not sys.stdin.isatty():
        raise PinNotAsked
