"""The user's keymap over the registry: checked whole before a screen opens, so that no key surprises anybody later."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

from desk.actions.action import PLACES, Action
from desk.actions.keys import FIXED_KEYS, IN_FORMS, key_names, latin
from desk.actions.registry import ACTIONS
from desk.charter.errors import N_, DeskError

# What every terminal can send and nothing else needs. Not c, h, i, j, m, z with Ctrl: copying, Backspace, Tab, Enter, Enter, sleep.
_ALLOWED = re.compile(r"[a-z0-9/?]|space|f([1-9]|1[0-2])|ctrl\+[abd-gklnort-y]")

# What these mean in a form.
FORM_KEYS = ("f1", "f2", "f4", "f7", "f9", "f10")

# Without a key for these nobody would find the others, or the way out.
_NEEDS_KEY = ("help", "quit")


class WrongKeymap(DeskError):
    """`[keys]` of `desk.toml` cannot be. name: the command's id; key: as it was written; other: the id or key that was probably
    meant, or the command that has the key already.
    """

    def __init__(self, name: str, key: str = "", other: str = "") -> None:
        super().__init__(file="desk.toml", name=name, key=key, other=other)


class CommandUnknown(WrongKeymap):
    message = N_("{file}: keys.{name}: no such command; `desk keys` lists them.")


class CommandMistyped(WrongKeymap):
    message = N_("{file}: keys.{name}: no such command; did you mean {other}?")


class KeyUnknown(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: no key for a command; those that are: a-z, 0-9, f1-f12, space, /, ?, ctrl+a ...")


class KeyNotLatin(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: write it as on a Latin keyboard, in small letters: {other}")


class KeyReserved(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: is the desk's own key on every screen; choose another one.")


class KeyOfForms(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: works in forms too, and has a meaning of its own there; choose another one.")


class KeyClash(WrongKeymap):
    message = N_("{file}: keys: {key} would be both {name} and {other} on one ticket; give one of them another key, or [].")


class KeyRequired(WrongKeymap):
    message = N_("{file}: keys.{name}: must keep a key: without it the others are found by nobody.")


def with_keymap(keys: Mapping[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """The registry with the user's keys in the place of its own; a command with no key stays in the palette.

    Raises WrongKeymap: an id or a key that there is not, a key that has a meaning already, a command that must keep a key.
    """
    known = [command.id for command in ACTIONS]
    for name, given in keys.items():
        if name not in known:
            near = _nearest(name, known)
            raise CommandMistyped(name, other=near) if near else CommandUnknown(name)
        for key in given:
            _check(name, key)
        if not given and name in _NEEDS_KEY:
            raise KeyRequired(name)
    commands = tuple(
        replace(command, keys=tuple(dict.fromkeys(keys[command.id]))) if command.id in keys else command for command in ACTIONS
    )
    _refuse_clashes(commands)
    return commands


def _check(name: str, key: str) -> None:
    if key in FIXED_KEYS:
        raise KeyReserved(name, key)
    if name in IN_FORMS and key in FORM_KEYS:
        raise KeyOfForms(name, key)
    if not _ALLOWED.fullmatch(key):
        meant = latin(key)
        raise KeyNotLatin(name, key, meant) if _ALLOWED.fullmatch(meant) else KeyUnknown(name, key)


def _refuse_clashes(commands: tuple[Action, ...]) -> None:
    on_key: dict[str, list[Action]] = {}
    for one in commands:
        for pressed in set(key_names(one.keys)):
            on_key.setdefault(pressed, []).append(one)
    for sharing in on_key.values():
        for one, other in combinations(sharing, 2):
            if _meet(one, other):
                key = next(key for key in one.keys if set(key_names((key,))) & set(key_names(other.keys)))
                raise KeyClash(one.id, key, other.id)


def _meet(one: Action, other: Action) -> bool:
    """Whether there is a place, and a ticket in it, where both can be done."""
    if not any(one.scope in scopes and other.scope in scopes for scopes in PLACES.values()):
        return False
    if one.marks is not None and other.marks is not None and one.marks != other.marks:
        return False
    if one.kinds and other.kinds and set(one.kinds).isdisjoint(other.kinds):
        return False
    return not (one.acts and other.acts) or one.open == other.open


def _nearest(word: str, known: list[str]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1)), "")
