"""The user's keymap applied to the registry: validated as a whole before a screen opens, so that no key fails later."""

import difflib
import re
from collections.abc import Mapping
from functools import cache
from itertools import combinations

from desk.actions.action import FORM, PLACES, TICKET, TYPED, Action
from desk.actions.keys import FIXED_KEYS, IN_FORMS, key_names, latin
from desk.actions.paths import resolve
from desk.actions.registry import ACTIONS, find
from desk.charter.errors import N_, DeskError

# Keys that every terminal can send and nothing else uses. Not Ctrl+c, h, i, j, m, z: copy, Backspace, Tab, Enter, Enter, suspend.
_ALLOWED = re.compile(r"[a-z0-9/?=]|space|f([1-9]|1[0-2])|ctrl\+[abd-gklnort-y]")


# Gives the kinds of tickets by which keys are compared: the charter in force is not known yet when the keys are read.
_KINDS = "desk.charter.kinds:built_in_kinds"

# Without a key for these, users could not find the other commands or the way out.
_NEEDS_KEY = ("help", "quit")


class WrongKeymap(DeskError):
    """`[keys]` of `desk.toml` is invalid.

    name: the command's id.
    key: as it was written.
    other: the id or key that was probably meant, or the command that already has the key.
    """

    def __init__(self, name: str, key: str = "", other: str = "") -> None:
        super().__init__(file="desk.toml", name=name, key=key, other=other)


class CommandUnknown(WrongKeymap):
    message = N_("{file}: keys.{name}: no such command; `desk keys` lists them.")


class CommandMistyped(WrongKeymap):
    message = N_("{file}: keys.{name}: no such command; did you mean {other}?")


class KeyUnknown(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: cannot be assigned to a command; use a-z, 0-9, f1-f12, space, /, ?, ctrl+a ...")


class KeyNotLatin(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: write it as on a Latin keyboard, in lower case: {other}")


class KeyReserved(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: is reserved on every screen; choose another key.")


class KeyIsText(WrongKeymap):
    message = N_("{file}: keys.{name}: {key}: types text in a form; choose a function key or one with Ctrl.")


class KeyClash(WrongKeymap):
    message = N_("{file}: keys: {key} is assigned to both {name} and {other} on one ticket; give one of them another key, or [].")


class KeyRequired(WrongKeymap):
    message = N_("{file}: keys.{name}: must have a key: without it the other keys cannot be looked up.")


def with_keymap(keys: Mapping[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """The registry with the user's keys instead of its own; a command without a key stays in the palette.

    Raises WrongKeymap for an unknown id or key, a key that is already used, or a command that must keep a key.
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
        command._replace(keys=tuple(dict.fromkeys(keys[command.id]))) if command.id in keys else command for command in ACTIONS
    )
    if keys:
        _refuse_clashes(commands)
    return commands


def _check(name: str, key: str) -> None:
    if key in FIXED_KEYS:
        raise KeyReserved(name, key)
    if find(name).scope in TYPED and (len(key) == 1 or key == "space"):
        raise KeyIsText(name, key)
    if not _ALLOWED.fullmatch(key):
        meant = latin(key)
        raise KeyNotLatin(name, key, meant) if _ALLOWED.fullmatch(meant) else KeyUnknown(name, key)


def _refuse_clashes(commands: tuple[Action, ...]) -> None:
    on_key: dict[str, list[Action]] = {}
    for action in commands:
        for pressed in set(key_names(action.keys)):
            on_key.setdefault(pressed, []).append(action)
    for pressed, sharing in on_key.items():
        for action, other in combinations(sharing, 2):
            if _meet(action, other, is_text=len(pressed) == 1):
                key = next(key for key in action.keys if set(key_names((key,))) & set(key_names(other.keys)))
                raise KeyClash(action.id, key, other.id)


def _meet(action: Action, other: Action, *, is_text: bool) -> bool:
    """Whether both actions can be available in the same place for the same ticket."""
    if not any(_works_in(action, scopes, is_text) and _works_in(other, scopes, is_text) for scopes in PLACES.values()):
        return False
    if TICKET in (action.scope, other.scope) and _suited(action.id).isdisjoint(_suited(other.id)):
        return False
    return not (action.acts and other.acts) or None in (action.open, other.open) or action.open == other.open


@cache
def _suited(name: str) -> frozenset[str]:
    """The ids of the kinds of tickets that an action suits."""
    return frozenset(kind.id for kind in resolve(_KINDS)() if find(name).suits(kind))


def _works_in(action: Action, scopes: tuple[str, ...], is_text: bool) -> bool:
    """Whether an action's keys work in a place with these scopes. Actions that also work in forms do so with keys that are not
    text."""
    return action.scope in scopes or (action.id in IN_FORMS and FORM in scopes and not is_text)


def _nearest(word: str, known: list[str]) -> str:
    return next(iter(difflib.get_close_matches(word, known, n=1)), "")
