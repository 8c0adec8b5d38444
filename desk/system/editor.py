"""Editing a text in the user's own editor: `VISUAL`, else `EDITOR`."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desk.charter.errors import N_, DeskError
from desk.system import NO_EDITOR
from desk.text import sanitize


class EditorTrouble(DeskError):
    """The editor failed, and the text is unchanged. editor: the configured command."""

    def __init__(self, editor: str = "") -> None:
        super().__init__(editor=editor)


class EditorNotSet(EditorTrouble):
    message = N_("No editor is set: set VISUAL or EDITOR before starting the desk, for example EDITOR=nano.")


class EditorRefused(EditorTrouble):
    message = N_("No editor can be started here: a shell could be opened from it. Type the text in the form.")


class EditorMissing(EditorTrouble):
    message = N_("{editor}: editor not found; the text is unchanged.")


class EditorFailed(EditorTrouble):
    message = N_("{editor}: the editor ended with an error; the text is unchanged.")


class TerminalNotLent(EditorTrouble):
    message = N_("An editor cannot run in this terminal; the text is unchanged.")


def editor_set(environment: Mapping[str, str] = os.environ) -> str:
    """The configured command. Raises EditorTrouble if there is none, or if none may be started."""
    if environment.get(NO_EDITOR):
        raise EditorRefused
    found = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not found:
        raise EditorNotSet
    return found


@contextmanager
def signals_ignored() -> Iterator[None]:
    """Ignores the signals of Ctrl+C and Ctrl+\\ while the desk does not control the terminal, before and after the editor runs.

    An editor started inside receives them as usual.
    """
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def edited(words: str, editor: str) -> str:
    """Opens the editor on the text and waits; returns the edited text, sanitised by `text.safe`.

    The file has mode 0600 and is in a folder of its own, which is removed with anything the editor left there. Raises
    EditorTrouble, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:  # mode 0700
        file = Path(folder) / "reply.txt"
        file.touch(mode=0o600)
        file.write_text(words + "\n", encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(file)], check=False)
        except (OSError, ValueError):  # no such program, or unbalanced quotes
            raise EditorMissing(editor) from None
        if done.returncode or not file.exists():
            raise EditorFailed(editor)
        return sanitize.safe(file.read_bytes().decode("utf-8-sig", "replace")).rstrip("\n")
