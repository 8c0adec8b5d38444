"""Logging in for one command: who `--as` names, with the PIN from DESK_PIN or typed at the terminal."""

import os
import sys
from typing import TYPE_CHECKING

import click

from desk.cli.shape import given
from desk.roles import ANYBODY, SHELL, Acting

if TYPE_CHECKING:
    from desk.store.database import Store


def take_seat(store: "Store", command: str) -> None:
    """Whoever was named works with the store; where one must log in, once their PIN was right.

    command: a row of SHELL. Raises NotAllowed where no PIN can be asked for or the command is not for them, and what logging in is
    refused with.
    """
    from desk.store.doors import check_right
    from desk.store.staff import gate

    name = given().settings.staff
    store.acting = Acting(name)
    if SHELL[command] == ANYBODY or gate(store).is_open:
        return
    from desk.people.login import log_in

    given().options["as_name"] = log_in(store, name, _pin(name)).name  # as it is written on tickets
    check_right(store, SHELL[command])


def new_pin(name: str) -> str:
    """Another PIN for somebody: from DESK_NEW_PIN, or typed twice at the terminal. Raises NotAllowed where neither can be."""
    if pin := os.environ.get("DESK_NEW_PIN"):
        return pin
    _needs_terminal()
    say = given().say
    words = say("New PIN of {name}", name=name)
    typed: str = click.prompt(words, hide_input=True, err=True)
    if typed.strip() != click.prompt(say("PIN once more"), hide_input=True, err=True).strip():
        from desk.people.login import PINS_DIFFER
        from desk.store.errors import BadInput

        raise BadInput(PINS_DIFFER)
    return typed


def _pin(name: str) -> str:
    if pin := os.environ.get("DESK_PIN"):
        return pin
    _needs_terminal()
    typed: str = click.prompt(given().say("PIN of {name}", name=name), hide_input=True, err=True)
    return typed


def _needs_terminal() -> None:
    if not sys.stdin.isatty():
        from desk.store.doors import NO_PIN
        from desk.store.errors import NotAllowed

        raise NotAllowed(NO_PIN)
