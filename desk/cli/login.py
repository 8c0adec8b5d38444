"""Opening a desk for one command, and login for it: the person of `--as`, with a PIN given to the command or typed at the terminal.

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
from desk.store.connection.opening import is_there
from desk.store.database import Store
from desk.store.errors import MISREAD, NotAllowed
from desk.store.errors.database import DatabaseMisread, DatabaseMissing
from desk.store.errors.people import NewPinNotAsked, PinNotAsked, PinsDiffer, PinUnreadable
from desk.store.opening import open_desk
from desk.store.permissions import check_right, is_open

PIN_LINE = 1_000  # characters: longer than any PIN


@contextmanager
def opened(*, make: bool = False) -> Iterator[Store]:
    """Opens the desk for one command, which is refused if the user lacks the permission. make: whether a new desk may be created.

    Raises DatabaseUnusable: a mistyped name must not look like a desk without tickets.
    """
    settings, present = given().settings, clock()
    if not make and not is_there(settings.database):
        raise DatabaseMissing(settings.database)
    store = open_desk(settings.database, settings.charter, lambda: int(present()), make=make, practice=practice_clock())
    try:
        set_current_user(store, click.get_current_context().command_path.partition(" ")[2])
        yield store
    except MISREAD as error:
        if isinstance(error, DeskError):
            raise
        from desk.system.logging import Log  # a command that succeeds writes nothing there

        Log().failed(error)
        raise DatabaseMisread(store.where) from error
    finally:
        store.close()


def set_current_user(store: Store, command: str) -> None:
    """Sets the current user of the store to the given person; if a login is required, after checking their PIN.

    command: a row of SHELL. Raises NotAllowed if no PIN can be asked for or the permission is missing, and login errors.
    """
    store.acting = Acting(given().settings.staff)
    if SHELL[command] != Right.ANYBODY:
        log_in_for(store, SHELL[command])


def log_in_for(store: Store, right: Right) -> None:
    """Logs in the given person if a login is required, and checks a permission. Raises as `set_current_user` does."""
    if is_open(store):
        return
    from desk.auth.passwords import log_in  # most desks are open and need no PIN

    name = given().settings.staff
    given().options["as_name"] = log_in(store, name, _pin(name)).name  # the name as written on tickets
    check_right(store, right)


def new_pin(name: str) -> str:
    """Reads a new PIN from DESK_NEW_PIN, or twice from the terminal. Raises NotAllowed if neither is possible."""
    if pin := _given_pin("DESK_NEW_PIN"):
        return pin
    _needs_terminal(NewPinNotAsked)
    _ = given().translator
    words = _("New PIN for {name}", name=name)
    typed: str = click.prompt(words, hide_input=True, err=True)
    if typed.strip() != click.prompt(_("Once more"), hide_input=True, err=True).strip():
        raise PinsDiffer
    return typed


def _pin(name: str) -> str:
    if pin := _given_pin("DESK_PIN"):
        return pin
    _needs_terminal(PinNotAsked)
    typed: str = click.prompt(given().gettext("PIN for {name}", name=name), hide_input=True, err=True)
    return typed


def _given_pin(name: str) -> str:
    """The PIN given in a variable, or the first line of the file or descriptor named by NAME_FILE or NAME_FD; "" for none.

    Raises BadInput if it cannot be read.
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


def _needs_terminal(refusal: type[NotAllowed]) -> None:
    if not sys.stdin.isatty():
        raise refusal
