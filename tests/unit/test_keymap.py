"""The user's keymap: what is taken, what is refused and in which words."""

import re
from itertools import product
from pathlib import Path

import pytest

from desk.actions.action import TYPED, Action
from desk.actions.keys import FIXED_KEYS, IN_FORMS, key_names
from desk.actions.registry import ACTIONS
from desk.actions.user_keymap import KeyClash, WrongKeymap, with_keymap
from desk.charter.vocabulary import FACTS, KINDS
from desk.i18n import translator
from desk.presentation import error_line
from tests.forks import ROOT
from tests.unit.conftest import Command as Run


def by_id(name: str, keys: dict[str, tuple[str, ...]]) -> Action:
    """The command as the keymap leaves it."""
    return next(one for one in with_keymap(keys) if one.id == name)


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
        assert (now.id, now.title, now.scope, now.kinds) == (one.id, one.title, one.scope, one.kinds)


def test_keys_can_be_exchanged() -> None:
    """A key that another command gives up is free."""
    assert by_id("take", {"take": ("h",), "hand-over": ("t",)}).keys == ("h",)


def test_commands_that_never_meet_may_share_a_key() -> None:
    """As ours do: `a` answers an enquiry and a complaint."""
    assert by_id("to-enquiry", {"to-enquiry": ("8",), "passed-on": ("5",), "answered": ("8",)}).keys == ("8",)


@pytest.mark.parametrize("key", [*"abcxyz059/?", "space", "f1", "f12", "ctrl+a", "ctrl+b", "ctrl+n"])
def test_what_a_key_may_be(key: str) -> None:
    """Whatever every terminal sends and nothing else needs; tmux's prefix is its user's own affair."""
    only: dict[str, tuple[str, ...]] = {command.id: () for command in ACTIONS}
    assert by_id("note", only | {"help": ("f2",), "quit": ("ctrl+x",), "note": (key,)}).keys == (key,)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"tkae": ("t",)}, "keys.tkae: no such command; did you mean take?"),
        ({"zzzzzz": ("t",)}, "keys.zzzzzz: no such command; `desk keys` lists them."),
        ({"take": ("f13",)}, "keys.take: f13: cannot be assigned to a command; use a-z, 0-9, f1-f12, space, /, ?, ctrl+a ..."),
        ({"take": ("enter",)}, "keys.take: enter: cannot be assigned to a command;"),
        ({"take": ("ctrl+i",)}, "keys.take: ctrl+i: cannot be assigned to a command;"),
        ({"take": (",",)}, "keys.take: ,: cannot be assigned to a command;"),
        ({"take": ("",)}, "keys.take: : cannot be assigned to a command;"),
        ({"take": ("T",)}, "keys.take: T: write it as on a Latin keyboard, in lower case: t"),
        ({"take": ("Ctrl+Е",)}, "keys.take: Ctrl+Е: write it as on a Latin keyboard, in lower case: ctrl+t"),
        ({"take": ("ctrl+q",)}, "keys.take: ctrl+q: is reserved on every screen; choose another key."),
        ({"take": ("ctrl+p",)}, "keys.take: ctrl+p: is reserved on every screen; choose another key."),
        ({"take": ("ctrl+s",)}, "keys.take: ctrl+s: is reserved on every screen; choose another key."),
        ({"search": ("f2",)}, "keys: f2 is assigned to both actions and search on one ticket;"),
        ({"lock": ("f7",)}, "keys: f7 is assigned to both duties and lock on one ticket;"),
        ({"at-once": ("f2",)}, "keys: f2 is assigned to both this-person and at-once on one ticket;"),
        ({"drop-draft": ("d",)}, "keys.drop-draft: d: types text in a form; choose a function key or one with Ctrl."),
        ({"take": ("h",)}, "keys: h is assigned to both take and hand-over on one ticket; give one of them another key, or []."),
        ({"quit": ("t",)}, "keys: t is assigned to both take and quit on one ticket;"),
        ({"help": ()}, "keys.help: must have a key: without it the other keys cannot be looked up."),
        ({"quit": ()}, "keys.quit: must have a key"),
    ],
)
def test_what_is_refused_and_how(keys: dict[str, tuple[str, ...]], says: str) -> None:
    """Exact words, in both languages."""
    assert refused(keys).startswith(says)
    assert refused(keys, "ru").partition(":")[0] == says.partition(":")[0]
    assert refused(keys, "ru") != refused(keys)


_TOGETHER = (  # the scopes of each place
    {"board", "rows", "ticket", "anywhere"},
    {"triage", "ticket", "anywhere"},
    {"group", "rows", "ticket", "anywhere"},
    {"reading", "anywhere"},
    {"record", "form", "drafted", "in forms"},
    {"reply", "form", "drafted", "in forms"},
    {"explain", "reading"},
    {"reading", "drafted"},
)


def meet(one: Action, other: Action, key: str) -> bool:
    """Whether both can be done by a key in some state of some place, tried out state by state."""

    def works(it: Action, scopes: set[str]) -> bool:
        return it.scope in scopes or (it.id in IN_FORMS and "in forms" in scopes and len(key) > 1)

    if not any(works(one, scopes) and works(other, scopes) for scopes in _TOGETHER):
        return False
    states = product((True, False), KINDS, (True, False))
    return any(
        all((not it.kinds or it.fits(kind, is_open, FACTS)) and it.marks in (None, marks) for it in (one, other))
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
        assert done.stderr.startswith(f"desk: {path}: keys: h is assigned to both take and hand-over")
    assert command("list").returncode == 0


def test_no_key_of_a_form_stands_outside_the_registry() -> None:
    """Whatever F key or letter a form or a dialog takes is the user's to change, and is checked."""
    bound = [
        (path.name, key)
        for path in (ROOT / "desk" / "screens").rglob("*.py")
        for key in re.findall(r'Binding\("(f\d+)"', path.read_text(encoding="utf-8"))
    ]
    assert bound == []
