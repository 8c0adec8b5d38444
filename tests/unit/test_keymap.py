"""The user's keymap: what is taken, what is refused and in which words."""

import re
from itertools import combinations, product
from pathlib import Path

import pytest

from desk.actions.action import TYPED, Action
from desk.actions.keys import FIXED_KEYS, IN_FORMS, key_names
from desk.actions.registry import ACTIONS
from desk.actions.user_keymap import (
    CommandMistyped,
    CommandUnknown,
    KeyClash,
    KeyIsText,
    KeyNotLatin,
    KeyRequired,
    KeyReserved,
    KeyUnknown,
    WrongKeymap,
    with_keymap,
)
from desk.charter import Charter
from desk.charter.standards import Kind
from desk.charter.vocabulary import BECOMES_OPEN, BECOMES_SEALED, FACTS, SAME_KEY
from desk.i18n import translator
from desk.presentation import error_line
from desk.settings import settings_path
from tests.forks import ROOT
from tests.unit.conftest import Command as Run
from tests.worded import refusal


def by_id(name: str, keys: dict[str, tuple[str, ...]]) -> Action:
    """The command as the keymap leaves it."""
    return next(item for item in with_keymap(keys) if item.id == name)


def refused(keys: dict[str, tuple[str, ...]], language: str = "en") -> str:
    """What is said of the keymap, without the file's name."""
    with pytest.raises(WrongKeymap) as wrong:
        with_keymap(keys)
    return error_line.line(translator(language), wrong.value).partition("desk.toml: ")[2]


def test_the_users_keys_stand_in_the_place_of_ours() -> None:
    """Of the commands that are named, and of no other."""
    keymap = {"take": ("ctrl+t", "t"), "slip": (), "note": ("9",)}
    for one, now in zip(ACTIONS, with_keymap(keymap), strict=True):
        assert now.keys == keymap.get(one.id, one.keys)
        assert (now.id, now.title, now.scope, now.fact) == (one.id, one.title, one.scope, one.fact)


def test_keys_can_be_exchanged() -> None:
    """A key that another command gives up is free."""
    assert by_id("take", {"take": ("h",), "hand-over": ("t",)}).keys == ("h",)


def test_commands_that_never_meet_may_share_a_key() -> None:
    """As ours do: `j` could hand out a certificate and say what a complaint waits for."""
    assert by_id("handed-out", {"handed-out": ("j",)}).keys == ("j",)


@pytest.mark.parametrize("key", [*"abcxyz059/?", "space", "f1", "f12", "ctrl+a", "ctrl+b", "ctrl+n"])
def test_what_a_key_may_be(key: str) -> None:
    """Whatever every terminal sends and nothing else needs; tmux's prefix is its user's own affair."""
    only: dict[str, tuple[str, ...]] = {command.id: () for command in ACTIONS}
    assert by_id("note", only | {"help": ("f2",), "quit": ("ctrl+x",), "note": (key,)}).keys == (key,)


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        ({"tkae": ("t",)}, CommandMistyped("tkae", other="take")),
        ({"zzzzzz": ("t",)}, CommandUnknown("zzzzzz")),
        ({"take": ("f13",)}, KeyUnknown("take", "f13")),
        ({"take": ("enter",)}, KeyUnknown("take", "enter")),
        ({"take": ("ctrl+i",)}, KeyUnknown("take", "ctrl+i")),
        ({"take": (",",)}, KeyUnknown("take", ",")),
        ({"take": ("",)}, KeyUnknown("take", "")),
        ({"take": ("T",)}, KeyNotLatin("take", "T", "t")),
        ({"take": ("Ctrl+Е",)}, KeyNotLatin("take", "Ctrl+Е", "ctrl+t")),
        ({"take": ("ctrl+q",)}, KeyReserved("take", "ctrl+q")),
        ({"take": ("ctrl+p",)}, KeyReserved("take", "ctrl+p")),
        ({"take": ("ctrl+s",)}, KeyReserved("take", "ctrl+s")),
        ({"search": ("f2",)}, KeyClash("actions", "f2", "search")),
        ({"lock": ("f7",)}, KeyClash("today", "f7", "lock")),
        ({"at-once": ("f2",)}, KeyClash("this-person", "f2", "at-once")),
        ({"drop-draft": ("d",)}, KeyIsText("drop-draft", "d")),
        ({"drop-draft": ("space",)}, KeyIsText("drop-draft", "space")),
        ({"take": ("h",)}, KeyClash("take", "h", "hand-over")),
        ({"quit": ("t",)}, KeyClash("take", "t", "quit")),
        ({"take": ("ctrl+t", "h")}, KeyClash("take", "h", "hand-over")),
        ({"help": ()}, KeyRequired("help")),
        ({"quit": ()}, KeyRequired("quit")),
    ],
)
def test_what_is_refused_and_how(keys: dict[str, tuple[str, ...]], error: WrongKeymap) -> None:
    """By its class, with the command, the key and what was meant; said in both languages."""
    with pytest.raises(type(error)) as caught:
        with_keymap(keys)
    assert type(caught.value) is type(error)
    assert caught.value.values == error.values
    assert refused(keys, "ru") != refused(keys)


KINDS = tuple(Charter.load().kinds.values())
_TOGETHER = (  # the scopes of each place
    {"board", "rows", "ticket", "anywhere"},
    {"triage", "ticket", "anywhere"},
    {"group", "rows", "ticket", "anywhere"},
    {"customer", "rows", "ticket", "anywhere"},
    {"reading", "anywhere"},
    {"organisation", "rows", "ticket", "anywhere"},
    {"told", "rows", "ticket", "anywhere"},
    {"record", "answer", "form", "drafted", "in forms"},
    {"reply", "answer", "form", "drafted", "in forms"},
    {"explain", "reading"},
    {"reading", "drafted"},
    {"shift", "reading"},
    {"today", "reading"},
    {"search"},
    {"facts"},
)


def _fits(action: Action, kind: Kind, is_open: bool) -> bool:
    return action.fits(kind, is_open, FACTS) if action.acts else action.scope != "ticket" or action.suits(kind)


def meet(one: Action, other: Action, key: str) -> bool:
    """Whether both can be done by a key in some state of some place, tried out state by state."""

    def works(it: Action, scopes: set[str]) -> bool:
        return it.scope in scopes or (it.id in IN_FORMS and "in forms" in scopes and len(key) > 1)

    if not any(works(one, scopes) and works(other, scopes) for scopes in _TOGETHER):
        return False
    states = product((True, False), KINDS, (True, False))
    return any(
        all(
            (it.scope != "ticket" or (it.fits(kind, is_open, FACTS) if it.acts else it.suits(kind))) and (marks or not it.marks)
            for it in (one, other)
        )
        for is_open, kind, marks in states
    )


def test_every_clash_is_found_and_none_invented() -> None:
    """Each command given each other's key: refused exactly where some ticket would have both."""
    wrong = []
    for one, other in product(ACTIONS, ACTIONS):
        if one is other or not other.keys or (one.scope in TYPED and (len(other.keys[0]) == 1 or other.keys[0] == "space")):
            continue
        clash = any(meet(one, third, other.keys[0]) for third in ACTIONS if third is not one and other.keys[0] in third.keys)
        try:
            with_keymap({one.id: other.keys[:1]})
            found = False
        except WrongKeymap as error:
            found = isinstance(error, KeyClash)
        if found != clash:
            wrong.append((one.id, other.keys[0]))
    assert not wrong


def test_no_two_keys_share_a_twin() -> None:
    """Whatever may be a key is on either layout no other one: the twins of `/` and `?` live on keys that nobody may take."""
    keys = [*"abcdefghijklmnopqrstuvwxyz0123456789/?", "space", *(f"f{n}" for n in range(1, 13)), *FIXED_KEYS, "ctrl+a", "ctrl+n"]
    names = [name for key in keys for name in set(key_names((key,)))]
    assert len(names) == len(set(names))


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_table_shows_the_keys_that_count(command: Run, tmp_path: Path) -> None:
    """`desk keys`: the user's own with their twins, the palette's for a command without one."""
    path = tmp_path / "charter-desk" / "desk.toml"
    path.parent.mkdir()
    path.write_text('[keys]\ntake = "ctrl+t"\nslip = []\n', encoding="utf-8")
    lines = {line.split()[-1]: line for line in command("keys").stdout.splitlines()}
    assert lines["take"].startswith("CTRL+T CTRL+Е  Take ")
    assert lines["slip"].startswith("CTRL+P ")
    assert lines["hand-over"].startswith("H Р ")


def test_a_wrong_keymap_is_refused_before_a_screen_opens(command: Run, tmp_path: Path) -> None:
    """Exit code 2; what needs no keys works."""
    path = tmp_path / "charter-desk" / "desk.toml"
    path.parent.mkdir()
    path.write_text('[keys]\ntake = "h"\n', encoding="utf-8")
    for words in (["keys"], ["demo"]):
        done = command(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == refusal(KeyClash("take", "h", "hand-over")).replace(str(settings_path()), str(path))
    assert command("list").returncode == 0


def test_no_key_of_a_form_stands_outside_the_registry() -> None:
    """Whatever F key or letter a form or a dialog takes is the user's to change, and is checked."""
    bound = [
        (path.name, key)
        for path in (ROOT / "desk" / "screens").rglob("*.py")
        for key in re.findall(r'Binding\("(f\d+)"', path.read_text(encoding="utf-8"))
    ]
    assert bound == []


def test_what_shares_a_key_cannot_be_of_one_kind() -> None:
    """A kind with two facts on one key would hide one of them; the charter's check refuses it by this list."""
    of_kinds = [action for action in ACTIONS if action.acts and (action.fact or action.needs)]
    words = {action.id: {action.fact, *action.needs} - {""} for action in of_kinds}
    shared = [
        (one, other)
        for one, other in combinations(of_kinds, 2)
        if set(one.keys) & set(other.keys) and one.fact != other.fact and not {BECOMES_SEALED, BECOMES_OPEN} & words[one.id]
    ]
    groups = [(words[one.id], words[other.id]) for one, other in shared]
    assert [pair for pair in groups if not any(pair[0] & {*group} and pair[1] & {*group} for group in SAME_KEY)] == []
    assert groups
