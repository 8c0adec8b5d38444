"""The design's structure is a test: its layers, bound SQL, what is imported when."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from desk.store.opening import open_desk

ROOT = Path(__file__).parents[2]
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
                pragma_of_ours = path.name == "database.py" and words == "PRAGMA "
                if words.lstrip().startswith(verbs) and not pragma_of_ours:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


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


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--version"], ("click", "platformdirs", "gettext")),
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
    """The first frame waits for neither peewee nor holidays, pendulum or phonenumbers (design, section 4)."""
    script = (
        "import sys, desk.app\nprint([n for n in ('peewee', 'holidays', 'pendulum', 'phonenumbers', 'babel') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
