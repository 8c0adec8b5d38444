"""Drafts on the disk: whole at any moment, for one account, held by one form at a time, gone when they are old."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.system.draft_files import Draft, DraftFiles, folder_of
from tests.hostile import HOSTILE

WORDS = st.dictionaries(st.text(max_size=20), st.text(max_size=200), min_size=1, max_size=5)
FORM = "answered"


def a_draft(
    words: str = "we have corrected the", *, staff: str = "Анна", form: str = FORM, number: int = 7, at: int = 100
) -> Draft:
    """Words in one field of a form on a ticket."""
    return Draft(staff, form, ((number, 3),), {"note": words}, {"way": "phone"}, at)


def files(folder: Path, ending: str = "json") -> list[Path]:
    """The files of a kind."""
    return sorted(folder.glob(f"*.{ending}"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where drafts lie; it is not there yet."""
    return tmp_path / "drafts" / "desk.db"


@pytest.fixture
def left(folder: Path) -> Path:
    """A draft of Anna's answer to #7 that a desk left behind."""
    desk = DraftFiles(folder)
    desk.write("form", a_draft())
    desk.close()
    return files(folder)[0]


@given(typed=WORDS, chosen=WORDS, staff=st.text(), at=st.integers(0, 2**40))
def test_any_text_comes_back_as_it_was_typed(typed: dict[str, str], chosen: dict[str, str], staff: str, at: int) -> None:
    """Whatever was typed, by whomever, in whatever field."""
    draft = Draft(staff, FORM, ((7, 3), (9, 12)), typed, chosen, at)
    with TemporaryDirectory() as folder:
        desk = DraftFiles(Path(folder))
        desk.write("form", draft)
        desk.close()
        assert desk.take("form again", staff, FORM, [7, 9]) == draft
        desk.drop("form again")
        assert list(Path(folder).iterdir()) == []


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_what_strangers_send_comes_back_too(folder: Path, words: str) -> None:
    """Half of a surrogate pair, NUL and all."""
    desk = DraftFiles(folder)
    desk.write("form", a_draft(words, staff=words, form=words))
    desk.close()
    assert desk.of(words) == [a_draft(words, staff=words, form=words)]


def test_the_latest_wins_and_there_is_one_file_for_a_form(folder: Path) -> None:
    """Each second the whole of it, in one place."""
    desk = DraftFiles(folder)
    for words in ("w", "we", "we have"):
        desk.write("form", a_draft(words))
    assert len(files(folder)) == 1
    desk.close()
    assert [letter.typed["note"] for letter in desk.of("Анна")] == ["we have"]


def test_people_forms_and_tickets_are_apart(folder: Path) -> None:
    """Nobody is given another one's words, or those of another ticket."""
    desk = DraftFiles(folder)
    for owner, draft in enumerate((a_draft(), a_draft(staff="Борис"), a_draft(form="note"), a_draft(number=8))):
        desk.write(owner, draft)
    desk.close()
    assert [(letter.form, letter.numbers) for letter in desk.of("Борис")] == [(FORM, [7])]
    assert len(desk.of("Анна")) == 3
    assert desk.take("form", "Анна", "note", [7]) == a_draft(form="note")
    assert desk.take("form of nobody", "Вера", "note", [7]) is None


def test_files_and_folders_are_for_one_account_and_name_nobody(folder: Path) -> None:
    """0600 and 0700 whatever the umask; a folder that was there keeps its mode."""
    folder.parents[1].chmod(0o755)
    before = os.umask(0)
    try:
        DraftFiles(folder).write("form", a_draft(staff="Anna"))
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder.parents[1], folder.parent, folder)] == [0o755, 0o700, 0o700]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not any("anna" in path.name.lower() or path.stem == "7" for path in folder.iterdir())


@pytest.mark.parametrize("breaks", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_one_before_whole(folder: Path, monkeypatch: pytest.MonkeyPatch, breaks: str) -> None:
    """A full disk, a power cut: at any moment the old text or the new one is there."""

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    desk = DraftFiles(folder)
    desk.write("form", a_draft("we have"))
    with monkeypatch.context() as patch:
        patch.setattr(os, breaks, fails)
        with pytest.raises(OSError, match="No space"):
            desk.write("form", a_draft("we have corrected"))
    desk.close()
    assert desk.of("Анна") == [a_draft("we have")]


def test_it_is_on_the_disk_before_it_takes_the_others_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First the bytes, then the name, then the folder."""
    done: list[str] = []

    def noted(name: str, real: Callable[..., None]) -> Callable[..., None]:
        def call(*given: object) -> None:
            done.append(name)
            real(*given)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    DraftFiles(folder).write("form", a_draft())
    assert done == ["fsync", "replace", "fsync"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 400,
        b'{"staff": "Anna"',
        b'{"staff": 7}',
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"typed": {"note": 1}}',
    ],
)
def test_a_damaged_one_is_set_aside(left: Path, content: bytes) -> None:
    """Half written, of zeros, of another shape: never a crash, and still there for who can read it."""
    left.write_bytes(content)
    desk = DraftFiles(left.parent)
    assert desk.take("form", "Анна", FORM, [7]) is None
    assert desk.of("Анна") == []
    assert [path.read_bytes() for path in files(left.parent, "damaged")] == [content]
    desk.write("form", a_draft("anew"))
    desk.close()
    assert desk.of("Анна") == [a_draft("anew")]


def test_what_an_open_form_holds_is_taken_by_nobody_else(left: Path) -> None:
    """A second form, here or in another desk, begins empty and has a place of its own."""
    here, there = DraftFiles(left.parent), DraftFiles(left.parent)
    assert here.take("first", "Анна", FORM, [7]) == a_draft()
    for desk, owner in ((here, "second"), (there, "third")):
        assert desk.of("Анна") == []
        assert desk.take(owner, "Анна", FORM, [7]) is None
        desk.write(owner, a_draft(owner))
    here.drop("first")
    here.release("second")
    there.close()
    assert sorted(item.typed["note"] for item in here.of("Анна")) == ["second", "third"]
    taken = [here.take(owner, "Анна", FORM, [7]) for owner in ("fourth", "fifth", "sixth")]
    assert sorted(each.typed["note"] for each in taken if each) == ["second", "third"]


def test_a_program_that_was_killed_holds_nothing(left: Path) -> None:
    """The system lets go of what it held."""
    code = f"""
import os, pathlib
from desk.system.draft_files import DraftFiles
desk = DraftFiles(pathlib.Path({str(left.parent)!r}))
assert desk.take("form", "Анна", {FORM!r}, [7])
print("held", flush=True)
input()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        desk = DraftFiles(left.parent)
        assert desk.of("Анна") == []
        child.kill()
    assert desk.of("Анна") == [a_draft()]
    assert desk.take("form", "Анна", FORM, [7]) == a_draft()


def test_the_one_that_is_forgotten_is_no_other(folder: Path) -> None:
    """Of two drafts of one form."""
    desk = DraftFiles(folder)
    for owner, words in enumerate(("first", "second")):
        desk.write(owner, a_draft(words))
    desk.close()
    desk.forget(a_draft("first"))
    assert desk.of("Анна") == [a_draft("second")]


def test_what_is_older_than_thirty_days_is_removed(left: Path) -> None:
    """And what was set aside with it; what is younger stays."""
    desk, day = DraftFiles(left.parent), 86_400
    for name, days in (("old.json", 31), ("old.damaged", 31), ("old.lock", 31), ("young.damaged", 29)):
        path = left.with_name(name)
        path.write_bytes(b"")
        changed = time.time() - days * day
        os.utime(path, (changed, changed))
    desk.tidy()
    assert {path.name for path in left.parent.iterdir()} == {left.name, "young.damaged"}


def test_to_the_second_thirty_days_are_kept(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted from the last change, whoever made it."""
    changed = left.stat().st_mtime
    for after, stays in ((30 * 86_400 - 1, True), (30 * 86_400 + 1, False)):
        monkeypatch.setattr(time, "time", lambda after=after: changed + after)
        DraftFiles(left.parent).tidy()
        assert left.exists() is stays


def test_a_draft_keeps_its_file_from_one_version_to_the_next(folder: Path) -> None:
    """What is written today is found by the desk of tomorrow: its name is made of who, which form and which tickets, in their
    order, with the first number that is free."""
    digest = hashlib.sha256(json.dumps(["Анна", FORM, [2, 7]]).encode()).hexdigest()
    desk = DraftFiles(folder)
    for owner in ("first", "second"):
        desk.write(owner, Draft("Анна", FORM, ((7, 3), (2, 1)), {"note": owner}, {}, 100))
    assert [path.name for path in files(folder)] == [f"{digest[:24]}-{number}.json" for number in (1, 2)]
    desk.drop("first")
    desk.write("third", Draft("Анна", FORM, ((7, 3), (2, 1)), {"note": "third"}, {}, 100))
    assert [path.name for path in files(folder)] == [f"{digest[:24]}-{number}.json" for number in (1, 2)]
    assert len(folder_of("postgresql://example.org/desk").name) == 24


def test_of_several_that_nobody_holds_the_one_that_was_changed_last_comes_first(folder: Path) -> None:
    """Into the form, by the files; in the list of them by when they were typed."""
    desk = DraftFiles(folder)
    for owner, at in (("first", 300), ("second", 100), ("third", 200)):
        desk.write(owner, a_draft(owner, at=at))
    desk.close()
    for path, changed in zip(files(folder), (20, 30, 10), strict=True):
        os.utime(path, (changed, changed))
    assert [letter.typed["note"] for letter in desk.of("Анна")] == ["first", "third", "second"]
    taken = [desk.take(owner, "Анна", FORM, [7]) for owner in ("a", "b", "c", "d")]
    assert [item.typed["note"] if item else "" for item in taken] == ["second", "first", "third", ""]


def test_a_folder_that_is_not_there_holds_no_draft(folder: Path) -> None:
    """Nothing is made as long as nothing is typed."""
    desk = DraftFiles(folder)
    desk.tidy()
    assert (desk.of("Анна"), desk.take("form", "Анна", FORM, [7])) == ([], None)
    desk.drop("form")
    desk.close()
    assert not folder.parent.exists()


def test_they_lie_beside_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for each; those of a server in the user's own folder, its address and password in no name."""
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "drafts" / "desk.db"
    assert folder_of(str(tmp_path / "desk.db")) == folder_of(f"sqlite:///{tmp_path}/desk.db") == folder_of("desk.db") == there
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    of_server = folder_of("postgresql://anna:secret@example.org/desk")
    assert of_server.parent == tmp_path / "state" / "charter-desk" / "drafts"
    assert "secret" not in of_server.name
    assert of_server != folder_of("postgresql://anna:secret@example.org/other")
