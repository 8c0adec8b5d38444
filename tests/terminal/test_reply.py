"""A reply in the real program: copied by the terminal's own means, written in a real editor that has the terminal to itself."""

import base64
from pathlib import Path

from tests.terminal.conftest import Day


def an_email(day: Day) -> None:
    """Row 4, recorded."""
    with day.at("2026-11-03 10:02") as desk:
        desk.form("e", "Anna anna@example.org", "31.10 23:40", "Results")
        desk.sees(day.words.ref(1), "Results")
        desk.leave()


def editor(folder: Path, does: str) -> str:
    """A small editor that is a program of its own."""
    script = folder / "editor.sh"
    script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    script.chmod(0o700)
    return str(script)


def test_a_reply_is_written_kept_and_copied(day: Day) -> None:
    """All typed ahead: the key, the words, the key that saves; the clipboard is given the very text that is kept."""
    an_email(day)
    with day.at("2026-11-03 16:30") as desk:
        desk.sees("Results")
        desk.press("o")
        desk.type("They are out on Friday.")
        desk.press("f10")
        desk.sees(f"{day.words.ref(1)}: {day.words.event('answered')}")
        desk.leave()
    (kept,) = day.texts(1, "note")
    assert "They are out on Friday." in kept
    assert b"\x1b]52;c;" + base64.b64encode(kept.encode()) in desk.raw
    assert day.clocks(1) == {"written-reply": ("kept", "03.11 17:00:00")}


def test_an_editor_has_the_terminal_to_itself_and_gives_it_back(day: Day, tmp_path: Path) -> None:
    """What is typed meanwhile is the editor's; afterwards keys are the desk's again, and the text is what was written."""
    an_email(day)
    does = 'stty sane\nprintf "In the editor> "\nread words\nprintf "%s\\n\\nAnna" "$words" > "$1"'
    with day.at("2026-11-03 16:30", VISUAL=editor(tmp_path, does)) as desk:
        desk.sees("Results")
        desk.press("o", "f4")
        desk.sees("In the editor>")
        desk.type("q is no command here")
        desk.press("enter")
        desk.sees("q is no command here", "F9")
        desk.press("f10")
        desk.until(lambda _: day.state(1) == "closed", "the reply")
        desk.leave()
    assert day.texts(1, "note") == ["q is no command here\n\nAnna"]


def test_an_editor_that_fails_leaves_the_terminal_and_the_text(day: Day, tmp_path: Path) -> None:
    """Said in one line, in the form."""
    an_email(day)
    with day.at("2026-11-03 16:30", EDITOR=editor(tmp_path, 'echo lost > "$1"; exit 1')) as desk:
        desk.sees("Results")
        desk.press("o")
        desk.type("My words stay.")
        desk.press("f4")
        desk.matches(r"│ ! ")  # at the start of a line: the greeting of the text ends with one
        desk.sees("My words stay.")
        desk.press("f10")
        desk.until(lambda _: day.state(1) == "closed", "the reply")
        desk.leave()
    assert "My words stay." in day.texts(1, "note")[0]
