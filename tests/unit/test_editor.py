"""The user's own editor: a real program is started, its text comes back clean, or the old one stays."""

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from desk.i18n import translator
from desk.presentation import error_line
from desk.system import NO_EDITOR
from desk.system.editor import EditorFailed, EditorRefused, EditorTrouble, edited, editor_set, signals_ignored


def editor(folder: Path, does: str) -> str:
    """A small editor: a script that is given the file's name."""
    script = folder / "an editor.py"
    script.write_text(f"import os, sys\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\n{does}\n", encoding="utf-8")
    return f"{sys.executable} '{script}' --wait"


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    """With its lines; the editor's last line end is none of the text."""
    does = "file.write_text(file.read_text(encoding='utf-8').replace('Ann', 'Anna') + 'more\\n\\n', encoding='utf-8')"
    assert edited("Hello Ann,\n\nЗдравствуйте", editor(tmp_path, does)) == "Hello Anna,\n\nЗдравствуйте\nmore"


def test_an_editor_that_changes_nothing_gives_the_same_text(tmp_path: Path) -> None:
    """Nothing is added by the way there and back."""
    assert edited("one\ntwo", editor(tmp_path, "pass")) == "one\ntwo"


def test_what_comes_back_is_cleaned_as_a_paste_is(tmp_path: Path) -> None:
    """An escape, a tab, Windows' line ends, bytes that are no UTF-8."""
    assert edited("x", editor(tmp_path, r"file.write_bytes(b'\xef\xbb\xbfa\x1b[2J\r\nb\tc\xff')")) == "a␛[2J\nb    c\ufffd"


def test_the_file_is_for_its_user_alone_and_goes_with_all_beside_it(tmp_path: Path) -> None:
    """0600 in a folder of 0700; an editor's own copies are swept away with it."""
    seen = tmp_path / "seen"
    does = (
        "Path(str(file) + '~').write_text('a copy')\n"
        f"Path({str(seen)!r}).write_text(f'{{os.stat(file).st_mode}} {{os.stat(file.parent).st_mode}} {{file}}')"
    )
    edited("secret", editor(tmp_path, does))
    file, folder, path = seen.read_text(encoding="utf-8").split(maxsplit=2)
    assert (stat.S_IMODE(int(file)), stat.S_IMODE(int(folder))) == (0o600, 0o700)
    assert not Path(path).parent.exists()


def test_an_editor_that_puts_another_file_in_its_place_is_read_too(tmp_path: Path) -> None:
    """As those do that write a copy and rename it."""
    does = "new = file.with_name('new')\nnew.write_text('new words')\nos.replace(new, file)"
    assert edited("old words", editor(tmp_path, does)) == "new words"


@pytest.mark.parametrize(
    ("command", "language", "says"),
    [
        ("no-such-editor -x", "en", "no-such-editor -x: editor not found; the text is unchanged."),
        ("vi 'unclosed", "en", "vi 'unclosed: editor not found; the text is unchanged."),
        ("false", "en", "false: the editor ended with an error; the text is unchanged."),
        ("false", "ru", "false: редактор завершился с ошибкой; текст не изменён."),
    ],
)
def test_an_editor_that_is_none_or_fails_is_said_in_one_line(command: str, language: str, says: str) -> None:
    """And gives back nothing."""
    with pytest.raises(EditorTrouble) as trouble:
        edited("words", command)
    assert error_line.line(translator(language), trouble.value) == says


def test_an_editor_that_loses_the_file_has_failed(tmp_path: Path) -> None:
    """What is not there cannot be the text."""
    with pytest.raises(EditorFailed):
        edited("words", editor(tmp_path, "file.unlink()"))


def test_visual_goes_before_editor_and_one_of_them_must_be_set() -> None:
    """As everywhere on Unix."""
    assert editor_set({"VISUAL": "code --wait", "EDITOR": "vi"}) == "code --wait"
    assert editor_set({"VISUAL": " ", "EDITOR": "vi"}) == "vi"
    with pytest.raises(EditorTrouble) as trouble:
        editor_set({})
    said = error_line.line(translator("en"), trouble.value)
    assert said == "No editor is set: set VISUAL or EDITOR before starting the desk, for example EDITOR=nano."


def test_a_login_shell_starts_no_editor() -> None:
    """Whatever is set: a shell could be opened from it."""
    with pytest.raises(EditorRefused):
        editor_set({"VISUAL": "vi", NO_EDITOR: "1"})


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT])
def test_keys_that_interrupt_do_not_end_the_desk_while_the_terminal_is_not_its_own(number: signal.Signals) -> None:
    """Before the editor was started and after it ended too; afterwards a signal means what it meant."""
    before = signal.getsignal(number)
    with signals_ignored():
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) == before
