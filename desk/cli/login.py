"""Logging in for one command: who `--as` names, with a PIN that is given to the command or typed at the terminal.

Others on the machine may see the environment of a process, so a PIN can be given as a file or as a file descriptor too.
"""

import os
import sys
from typing import TYPE_CHECKING

import click

from desk.actions.rights import SHELL, Acting, Right
from desk.cli.options import given

if TYPE_CHECKING:
    from desk.store.database import Store

PIN_LINE = 1_000  # characters: more is no PIN


def take_seat(store: "Store", command: str) -> None:
    """The person who was named works with the store; where one must log in, once their PIN was right.

    command: a row of SHELL. Raises NotAllowed where no PIN can be asked for or the command is not for them, and what logging in is
    refused with.
    """
    store.acting = Acting(given().settings.staff)
    if SHELL[command] != Right.ANYBODY:
        log_in_for(store, SHELL[command])


def log_in_for(store: "Store", right: Right) -> None:
    """Logs in who was named, where one must log in, and asks for a right. Raises as `take_seat` does."""
    from desk.store.permissions import check_right, is_open

    if is_open(store):
        return
    from desk.auth.passwords import log_in

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
        from desk.store.errors.people import PinsDiffer

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
            from desk.store.errors.people import PinUnreadable

            raise PinUnreadable(variable, where) from None
    return ""


def _needs_terminal() -> None:
    if not sys.stdin.isatty():
        from desk.store.errors.people import PinNotAsked

        raise PinNotAsked
