"""The design's structure is a test: its layers, bound SQL, what is imported when."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from desk.actions.paths import resolve
from desk.actions.registry import ON_ONE
from desk.app import DIALOG
from desk.charter.vocabulary import USUAL_KINDS
from desk.cli import COMMANDS
from desk.store.opening import open_desk
from tests import house

ROOT = Path(__file__).parents[2]
_PATH = re.compile(r"desk(\.\w+)+:\w+")
SOURCES = sorted((ROOT / "desk").rglob("*.py"))


def test_arrows_go_one_way() -> None:
    """The contracts in pyproject.toml: the core knows no database and no terminal, a screen knows no query."""
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_sql_is_bound_never_formatted() -> None:
    """No SQL statement is an f-string, a % or a .format(): values are bound."""
    verbs = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA ")
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                words = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
                if words.lstrip().startswith(verbs):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


# What copies and checks files of SQLite; `connection/` opens databases, `dialects/` holds what differs within statements.
OF_SQLITE = {"backup.py", "diagnostics.py"}


def test_there_is_one_way_to_the_database() -> None:
    """SQL is written by peewee's builder, apart from what differs between databases."""
    verbs = ("SELECT ", "INSERT ", "REPLACE ", "UPDATE ", "DELETE ", "PRAGMA ", "WITH ")
    found = []
    for path in SOURCES:
        if path.parent.name in ("connection", "dialects", "migrations") or path.name in OF_SQLITE:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lstrip().startswith(verbs)
        ]
    assert found == []


def test_no_code_asks_for_a_kind_of_ticket_by_its_name() -> None:
    """It asks for a capability or a fact: a centre names its own kinds."""
    compared = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "desk").rglob("*.py"))
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare | ast.MatchValue)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and part.value in USUAL_KINDS
    ]
    assert compared == []


def test_help_and_due_import_neither_screen_nor_database(tmp_path: Path) -> None:
    """`desk --help` and `desk due` without a database stay quick: no textual, no peewee."""
    script = (
        "import sys\n"
        "from desk.cli import run\n"
        "assert run(['--help']) == 0\n"
        "assert run(['due', 'written-reply', '--from', '03.11.2026 10:02']) == 0\n"
        "print([name for name in ('textual', 'peewee', 'playhouse') if name in sys.modules])\n"
    )
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


LOADED = {"desk.cli.help"}  # by every command, for its help


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--version"], ("click", "platformdirs", "gettext")),
        (
            ["--help"],
            (
                *sorted({listed.adder.partition(":")[0] for listed in COMMANDS.values()} - {"desk.cli.help"}),
                "desk.charter.charter",
                "logging",
            ),
        ),
        (
            ["list", "--limit", "5"],
            ("desk.cli.charter", "desk.cli.deadlines", "babel", "holidays", "textual"),
        ),
    ],
)
def test_a_command_imports_no_other_one(tmp_path: Path, arguments: list[str], unneeded: tuple[str, ...]) -> None:
    """To load all of them would take as long as the command itself."""
    script = (
        f"import sys\nsys.argv[1:] = {arguments}\n"
        "from desk.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n"
        f"    print([name for name in {unneeded} if name in sys.modules], file=sys.stderr)\n"
    )
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    open_desk(str(tmp_path / "charter-desk" / "desk.db"), None, lambda: 1_793_690_040).close()
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == ["[]"]


def test_a_screen_is_drawn_before_the_database_is_there() -> None:
    """The first frame waits for neither peewee nor holidays, pendulum or phonenumbers (design, section 4), nor for the words of
    deadlines and what counts them."""
    libraries = ("peewee", "holidays", "pendulum", "phonenumbers", "babel", "msgspec")
    ours = ("desk.charter.calendar", "desk.presentation.deadlines", "desk.screens.board.words", "desk.screens.dialogs.dialog")
    script = f"import sys, desk.app\nprint([name for name in {libraries + ours} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_structure_is_flat_and_has_no_circles() -> None:
    """Design, section 2: no two files import each other, type checking included; at most two bases of ours above a screen, and none
    that only one class derives from; no interface that is asked for by name."""
    found = {what: count for what, count, _ in house.figures()}
    assert found["files in import cycles, type checking included"] == 0
    assert found["bases of ours above a screen, at most"] <= 2
    assert found["bases with a single subclass"] == 0
    assert found["hasattr and getattr in screens, services and the app"] == 0
    assert found["loose modules"] <= 8
    assert found["files in one folder, at most"] <= 20
    assert found["imports inside functions"] <= 40


def test_an_import_inside_a_function_says_why() -> None:
    """On its own line, or above it."""
    found = []
    for path in SOURCES:
        lines = ["", *path.read_text(encoding="utf-8").splitlines()]
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in house.late_imports(ast.parse("\n".join(lines[1:])))
            if "#" not in lines[node.lineno] and not lines[node.lineno - 1].lstrip().startswith("#")
        ]
    assert found == []


def test_what_is_named_by_a_dotted_path_is_there() -> None:
    """A path is no import that a type checker follows."""
    paths = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PATH.fullmatch(node.value)
    }
    assert {DIALOG, ON_ONE, COMMANDS["add"].adder} <= paths
    assert all(callable(resolve(path)) for path in sorted(paths))


def test_a_circle_and_a_lone_base_are_found() -> None:
    """The figures count what they say."""
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}
    assert house.in_cycles(graph) == {"b", "c"}
    tree = ast.parse("class A: pass\nclass B(A): pass\nclass C(B): pass\ndef f():\n    import os\n")
    assert house.above("C", house.bases({"m": tree})) == {"A", "B"}
    assert [node.lineno for node in house.late_imports(tree)] == [5]
