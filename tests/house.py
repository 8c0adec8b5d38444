"""Prints figures of the code's structure. Run by `make house`; docs/architecture.md says what each should be."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
DESK = ROOT / "desk"
DYNAMIC = {"hasattr", "getattr"}
SMELL = 400  # lines


def trees() -> dict[str, ast.Module]:
    """Each module of the desk by its dotted name, parsed."""
    return {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(DESK.rglob("*.py"))}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(module: str, tree: ast.Module, known: set[str]) -> set[str]:
    """The modules of ours that one imports, anywhere in it, for type checking too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found |= {whole if whole in known else node.module} & known
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
    return found - {module}


def in_cycles(graph: dict[str, set[str]]) -> set[str]:
    """The modules that import each other in a circle, however long: the strongly connected ones."""
    reach: dict[str, set[str]] = {}
    for start in graph:
        seen, left = set[str](), [start]
        while left:
            for other in graph[left.pop()] - seen:
                seen.add(other)
                left.append(other)
        reach[start] = seen
    return {module for module in graph if module in reach[module]}


def late_imports(tree: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    """Imports that stand inside functions, in their order."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    found = {node for function in functions for node in ast.walk(function) if isinstance(node, (ast.Import, ast.ImportFrom))}
    return sorted(found, key=lambda node: node.lineno)


def bases(modules: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Each class of ours with the names of its bases that are ours."""
    classes = {node.name: node for tree in modules.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return {name: [base for base in map(_base, node.bases) if base in classes] for name, node in classes.items()}


def _base(node: ast.expr) -> str:
    return _base(node.value) if isinstance(node, ast.Subscript) else getattr(node, "id", getattr(node, "attr", ""))


def above(name: str, known: dict[str, list[str]]) -> set[str]:
    """All bases of ours above a class."""
    return {kind for base in known[name] for kind in {base, *above(base, known)}}


def figures() -> Iterator[tuple[str, int, str]]:
    """Each figure with what it is of and an example."""
    modules = trees()
    graph = {name: imports(name, tree, set(modules)) for name, tree in modules.items()}
    cyclic = in_cycles(graph)
    yield "files in import cycles, type checking included", len(cyclic), ", ".join(sorted(cyclic)[:3])
    known = bases({name: tree for name, tree in modules.items() if name.startswith(("desk.screens", "desk.app"))})
    tallest = max(known, key=lambda name: len(above(name, known)))
    yield "bases of ours above a screen, at most", len(above(tallest, known)), tallest
    heirs = Counter(base for found in known.values() for base in found)
    single = sorted(name for name, count in heirs.items() if count == 1)
    yield "bases with a single subclass", len(single), ", ".join(single[:5])
    dynamic = [
        name
        for name, tree in modules.items()
        if name.startswith(("desk.screens", "desk.services", "desk.app"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in DYNAMIC
    ]
    yield "hasattr and getattr in screens, services and the app", len(dynamic), ", ".join(sorted(set(dynamic))[:3])
    late = {name: len(late_imports(tree)) for name, tree in modules.items()}
    yield "imports inside functions", sum(late.values()), max(late, key=lambda name: late[name])
    loose = [path.stem for path in DESK.glob("*.py") if not path.stem.startswith("__")]
    yield "loose modules", len(loose), ", ".join(loose)
    folders = Counter(path.parent for path in DESK.rglob("*.py"))
    largest = max(folders, key=lambda folder: folders[folder])
    yield "files in one folder, at most", folders[largest], str(largest.relative_to(ROOT))
    long = {path.stem: lines for path in DESK.rglob("*.py") if (lines := path.read_text(encoding="utf-8").count("\n")) > SMELL}
    yield f"files over {SMELL} lines: ask whether each is two things", len(long), ", ".join(sorted(long))
    yield "lines", sum(path.read_text(encoding="utf-8").count("\n") for path in DESK.rglob("*.py")), ""


if __name__ == "__main__":
    for what, count, example in figures():
        sys.stdout.write(f"{count:7,}  {what}{f'  ({example})' if example else ''}\n")
