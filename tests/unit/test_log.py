"""The log: its file, what stands in it, and above all what does not."""

import os
import re
import stat
from pathlib import Path

import pytest

from desk.intake.certificates import read_list
from desk.intake.errors import BadList
from desk.settings import log_path
from desk.store.errors import NotFound
from desk.store.errors.database import DatabaseBusy
from desk.store.errors.input import FieldUnknown, KindUnknown
from desk.system.logging import BYTES, OLDER, Log, describe
from desk.text.dates import MomentUnreadable
from tests.hostile import STORABLE, UNSTORABLE

SECRET = "Secretova 8812 5550199"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} \d+ (INFO|WARNING|ERROR) [\x20-\x7e]+")


def raised(error: BaseException) -> BaseException:
    """The error as it comes through the code, with where it was."""
    try:
        raise error
    except BaseException as caught:
        return caught


def errors_about(name: str) -> list[BaseException]:
    """Every kind of error, each with a stranger's text in every place that takes one."""
    caused = raised(FieldUnknown(name, name))
    caused.__cause__ = raised(ValueError(name))
    return [
        raised(MomentUnreadable(name)),
        raised(KindUnknown(name, (name,))),
        raised(DatabaseBusy(name, name)),
        raised(OSError(2, name, name)),
        raised(FileNotFoundError(name)),
        raised(ValueError(name)),
        raised(KeyError(name)),
        raised(UnicodeDecodeError("utf-8", name.encode("utf-8", "replace"), 0, 1, name)),
        caused,
    ]


def test_no_strangers_text_reaches_the_log(tmp_path: Path) -> None:
    """Hostile and telling names through every kind of error: each line is ours, in plain signs, and none of theirs is in it."""
    path = tmp_path / "log" / "desk.log"
    log = Log(path)
    for name in (*STORABLE, *UNSTORABLE):
        for error in errors_about(f"{SECRET}{name}{SECRET}"):
            log.failed(error)
    log.stopped()
    lines = path.read_text(encoding="utf-8").split("\n")
    assert len(lines) == len((*STORABLE, *UNSTORABLE)) * 9 + 3
    assert [line for line in lines[:-1] if not LINE.fullmatch(line)] == []
    messages = [line.split(" ", 3)[3] for line in lines[:-1]]  # a process may have any number
    assert not re.search("secret|8812|5550199", "\n".join(messages), re.IGNORECASE)


def test_an_error_is_told_by_type_and_places(tmp_path: Path) -> None:
    """From the innermost place out, files from their package on; what it came from stands after it."""
    with pytest.raises(BadList) as caught:
        read_list(tmp_path / SECRET)
    assert re.fullmatch(r"ListMissing at desk/intake/list_file\.py:\d+( < [\w/.]+:\d+)*(; from .*)?", describe(caught.value)), (
        describe(caught.value)
    )
    assert describe(NotFound(8812)) == "NotFound"
    assert describe(OSError(28, SECRET)) == "OSError ENOSPC"


def test_file_and_folder_are_for_one_account(tmp_path: Path) -> None:
    """Whatever the umask: 0600, and 0700 for the folder that it made."""
    before = os.umask(0)
    try:
        Log(tmp_path / "log" / "desk.log").stopped()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "log" / "desk.log").stat().st_mode) == 0o600


def test_the_log_stays_small(tmp_path: Path) -> None:
    """Three files of a megabyte at most, each for one account."""
    path = tmp_path / "desk.log"
    log = Log(path)
    error = raised(ValueError())
    for _ in range(45_000):
        log.failed(error)
    log.stopped()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["desk.log", *(f"desk.log.{n}" for n in range(1, OLDER + 1))]
    assert all(item.stat().st_size <= BYTES and stat.S_IMODE(item.stat().st_mode) == 0o600 for item in files)


def test_a_log_that_cannot_be_written_harms_nobody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No folder to make it in, or a disk that is full: the desk goes on, and says nothing of it."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file" / "desk.log", Path("/dev/full")):
        log = Log(path)
        log.failed(ValueError())
        log.stopped()
    assert capfd.readouterr() == ("", "")


def test_it_lies_where_logs_live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """platformdirs' folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert log_path() == tmp_path / "charter-desk" / "log" / "desk.log"
