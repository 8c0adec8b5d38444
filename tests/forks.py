"""The command `desk` as a process of its own, without the third of a second in which Python loads it each time.

A server that has loaded the desk and opened nothing forks for every command line: the fork has its own environment, folder,
input, output and exit code. That a process of its own loads the desk at all, tests of the doors and of the real terminal show.
The forks take the shortcuts of tests/shortcuts.py.
"""

import json
import locale
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.shortcuts import hash_cheaply, unpack_once

ROOT = Path(__file__).parents[1]

# What command lines load when they need it, and what takes longest to load.
_LOADED = (
    "argon2", "babel.dates", "holidays", "jinja2", "openpyxl", "pendulum", "phonenumbers", "platformdirs", "desk.auth.passwords",
    "desk.doctor", "desk.presentation.error_line", "desk.presentation.tickets", "desk.store.opening",
)  # fmt: skip

Ran = subprocess.CompletedProcess[str]


class Forks:
    """The server, as tests see it."""

    def __init__(self) -> None:
        line = [sys.executable, "-X", "utf8", "-c", "from tests.forks import serve; serve()"]
        pipe = subprocess.PIPE
        self._server = subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, encoding="ascii")

    def run(self, words: list[str | bytes], env: Mapping[str, str], folder: Path, given: bytes = b"") -> Ran:
        """Runs `python -m desk` with these words, in this folder, with this environment and nothing else in it."""
        paths = {name: folder / f".{name}" for name in ("stdin", "stdout", "stderr")}
        paths["stdin"].write_bytes(given)
        asked = {"words": [os.fsdecode(word) for word in words], "env": dict(env), "folder": str(folder)}
        stdin, stdout = self._server.stdin, self._server.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps(asked | {name: str(path) for name, path in paths.items()}) + "\n")
        stdin.flush()
        code = int(stdout.readline())
        out, err = paths["stdout"].read_bytes().decode(), paths["stderr"].read_bytes().decode()
        for path in paths.values():
            path.unlink()
        return Ran([os.fsdecode(word) for word in words], code, out, err)

    def close(self) -> None:
        """Ends the server."""
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.close()
        self._server.wait(60)
        self._server.stdout.close()


def serve() -> None:
    """Reads a command line of JSON, runs it in a fork, answers with its exit code; until its input ends."""
    import click

    from desk.cli import command
    from desk.i18n import translator

    group = command(translator("en"))
    context = click.Context(group)
    assert all(group.get_command(context, name) for name in group.list_commands(context))
    for name in _LOADED:
        import_module(name)
    hash_cheaply()
    unpack_once()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _be(json.loads(line))
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        print(code, flush=True)


def _be(asked: dict[str, Any]) -> None:
    """The fork: becomes the process that was asked for, and ends with its code."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        way = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        opened = os.open(asked[name], way, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives as long as the process
    os.environ.clear()
    os.environ.update(asked["env"])
    try:
        locale.setlocale(locale.LC_CTYPE, "")
    except locale.Error:  # not installed here: as Python itself does (PEP 538)
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    os.chdir(asked["folder"])
    sys.argv = ["desk", *asked["words"]]
    code = 1
    try:
        from desk.__main__ import main

        main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
        os._exit(code)
