"""docs/dependencies.md and pyproject.toml say the same, and a part is used for what the page says."""

import ast
import re
import tomllib

from tests.forks import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")


def name_of(requirement: str) -> str:
    """The package of `name>=1.0; marker`."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def test_the_page_names_every_package_that_is_asked_for() -> None:
    """Those of the extras as well; the types of a package go with it."""
    extras = [item for extra in PROJECT["project"]["optional-dependencies"].values() for item in extra]
    asked = {name_of(each).removeprefix("types-") for each in (*PROJECT["project"]["dependencies"], *extras)}
    assert [name for name in sorted(asked) if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", PAGE)] == []


def test_every_package_of_the_table_is_asked_for() -> None:
    """A row whose package is gone goes with it. What stands in brackets comes with another one."""
    extras = PROJECT["project"]["optional-dependencies"]
    asked = {
        name_of(item) for item in (*PROJECT["project"]["dependencies"], *extras["build"], *extras["postgres"], *extras["keyring"])
    }
    rows = re.findall(r"^\| ([a-z][^|]*) \|", PAGE, re.MULTILINE)
    named = {name for row in rows if row != "part" for name in re.split(r", | with ", re.sub(r" \(.*?\)", "", row))}
    assert named == asked


def test_every_extra_has_its_lock() -> None:
    """`make lock` writes it, and `make` installs from it."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for extra in set(PROJECT["project"]["optional-dependencies"]) - {"build"}:
        assert f"--extra {extra} --output-file requirements/{extra}.txt" in makefile
        pinned = (ROOT / "requirements" / f"{extra}.txt").read_text(encoding="utf-8")
        needed = {name_of(item) for item in PROJECT["project"]["optional-dependencies"][extra]}
        assert [name for name in sorted(needed) if f"\n{name}==" not in pinned] == []


def test_pendulum_is_used_in_one_place() -> None:
    """For typed moments; two libraries for the same thing would disagree one day."""
    using = set()
    for path in (ROOT / "desk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [item.name for item in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] == "pendulum" for name in names):
                using.add(path.relative_to(ROOT).as_posix())
    assert using == {"desk/text/dates.py"}


def test_zones_are_asked_for_where_the_system_has_none() -> None:
    """Windows; everywhere else the system's own are read."""
    (zones,) = [item for item in PROJECT["project"]["dependencies"] if name_of(item) == "tzdata"]
    assert zones == "tzdata; sys_platform == 'win32'"
