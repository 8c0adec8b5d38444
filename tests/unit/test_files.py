"""Files of tickets: attached from the disk, in messages; listed, written out, checked, exported with the case."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from desk.intake.mail.importing import import_messages
from desk.intake.mail.sources import RawMessage
from desk.outgoing.errors import FileNotOpened, FileNotReadable, OpenerMissing
from desk.outgoing.saved_files import content_of, may_be_opened, open_file, own_name, save_files
from desk.store.commands import tickets
from desk.store.errors import NotAllowed, NotFound, Stale
from desk.store.errors.files import (
    FileEmpty,
    FileNotFound,
    FileNotRegular,
    FileTooLarge,
    TicketFileUnknown,
    WrongFile,
)
from desk.store.errors.input import FileMissing
from desk.store.files import reading
from desk.store.files.attaching import attach_loaded, files_of
from desk.store.files.by_path import attach
from desk.store.files.content import Loaded
from desk.store.files.ocr import text_in
from desk.store.files.reading import UNKNOWN, load, type_of
from desk.store.maintenance.check import check
from desk.store.queries.search import search
from desk.system import NO_EDITOR
from desk.system.scans import remove_scan, scanned
from tests.unit.conftest import Command, Desk, broken_links, wrong_rows
from tests.unit.people import seat
from tests.unit.test_ticket_commands import document, error, said
from tests.worded import refusal

PDF = b"%PDF-1.4\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
EXE = b"MZ" + bytes(300)
SCRIPT = b"#!/bin/sh\nrm -rf ~\n"


def put(folder: Path, name: str, raw: bytes) -> str:
    path = folder / name
    path.write_bytes(raw)
    return str(path)


@pytest.mark.server
def test_a_file_is_attached_listed_and_written_out_as_it_was(desk: Desk, tmp_path: Path) -> None:
    """Its bytes are stored once, the log names it, an undo takes it away; the log holds no word of it."""
    number = desk.new()
    for name in ("Доверенность.pdf", "copy.pdf"):
        attach(desk.store, "Anna", number, put(tmp_path, name, PDF))
    assert files_of(desk.store, number) == [
        ("a1", "Доверенность.pdf", "application/pdf", len(PDF)),
        ("a2", "copy.pdf", "application/pdf", len(PDF)),
    ]
    assert desk.store.rows("SELECT COUNT(*) FROM content") == [(1,)]
    (path,) = save_files(desk.store, number, ["a1"], tmp_path / "out")
    assert (path.name, path.read_bytes(), path.stat().st_mode & 0o777) == ("00001-a1.pdf", PDF, 0o600)
    assert "Доверенность" not in "".join(data for (data,) in desk.store.rows("SELECT data FROM event"))
    tickets.undo(desk.store, "Anna")
    assert [file.id for file in files_of(desk.store, number)] == ["a1"]
    assert (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_a_file_belongs_to_a_closed_ticket_too_but_not_to_a_stale_look(desk: Desk, tmp_path: Path) -> None:
    number = desk.new()
    seen = desk.row(number).version
    tickets.close(desk.store, "Anna", number, "withdrawn")
    with pytest.raises(Stale):
        attach(desk.store, "Anna", number, put(tmp_path, "a.pdf", PDF), seen=seen)
    attach(desk.store, "Anna", number, put(tmp_path, "a.pdf", PDF))
    assert (len(files_of(desk.store, number)), desk.row(number).state) == (1, "closed")


def test_files_in_messages_are_listed_and_taken_out(desk: Desk) -> None:
    """In the first message and in a later one, each by its place."""

    def message(number: int, *files: tuple[str, bytes]) -> RawMessage:
        found = EmailMessage()
        found["From"], found["Subject"], found["Message-ID"] = "ann@example.org", "Re: #1", f"<{number}@example.org>"
        found.set_content("See the files.")
        for name, raw in files:
            found.add_attachment(raw, maintype="application", subtype="pdf", filename=name)
        return RawMessage(found.as_bytes(), "test")

    first, second = message(1, ("a.pdf", PDF), ("b.exe", EXE)), message(2, ("c.pdf", PDF + b"c"))
    import_messages(desk.store, "Boris", [first, second], ())
    found = files_of(desk.store, 1)
    assert [(file.id, file.name) for file in found] == [("m1.0", "a.pdf"), ("m1.1", "b.exe"), ("m2.0", "c.pdf")]
    assert [content_of(desk.store, 1, file.id) for file in found] == [PDF, EXE, PDF + b"c"]
    with pytest.raises(TicketFileUnknown):
        content_of(desk.store, 1, "m1.2")


def test_a_file_that_cannot_be_taken_out_is_said(desk: Desk) -> None:
    raw = b'From: a@example.org\r\nContent-Type: application/pdf; name="a.pdf"\r\n\r\n%PDF-1.4 x\r\n'
    import_messages(desk.store, "Boris", [RawMessage(raw, "test")], ())
    desk.store.rows("UPDATE content SET body = ?", b"From: nobody\r\n\r\nx")
    with pytest.raises(FileNotReadable):
        content_of(desk.store, 1, "m1.0")


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda _: "", FileMissing),
        (lambda folder: str(folder / "none.pdf"), FileNotFound),
        (str, FileNotRegular),
        (lambda folder: put(folder, "empty", b""), FileEmpty),
        (lambda folder: put(folder, "a" * 250, b"x"), None),
    ],
    ids=["none", "missing", "folder", "empty", "long name"],
)
def test_what_can_be_attached(tmp_path: Path, make: Callable[[Path], str], kind: type[WrongFile] | None) -> None:
    typed = make(tmp_path)
    if kind is None:
        assert load(typed).raw == b"x"
        return
    with pytest.raises(kind):
        load(typed)


def test_a_file_of_two_gigabytes_and_a_pipe_are_refused_at_once(tmp_path: Path) -> None:
    """The one is not read, for the other nobody waits."""
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(FileTooLarge):
        load(str(large))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileNotRegular):
        load(str(tmp_path / "pipe"))


def test_a_file_may_be_as_large_as_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    assert len(load(put(tmp_path, "ten", b"x" * 10)).raw) == 10
    with pytest.raises(FileTooLarge):
        load(put(tmp_path, "eleven", b"x" * 11))


@pytest.mark.parametrize(
    ("raw", "name", "kind", "opens"),
    [
        (PDF, "a.txt", "application/pdf", True),
        (PNG, "a.exe", "image/png", True),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(50), "", "image/jpeg", True),
        (EXE, "a.pdf", UNKNOWN, False),
        (SCRIPT, "a.png", "text/plain", True),
        ("Заявление".encode(), "a.docx", "text/plain", True),
        (bytes(range(32)) * 4, "a.pdf", UNKNOWN, False),
        (b"\x7fELF" + bytes(300), "a.jpg", None, False),
    ],
)
def test_the_type_is_found_by_the_content_not_by_the_name(raw: bytes, name: str, kind: str | None, opens: bool) -> None:
    """A script is a text to whoever looks at it: it gets the ending of one."""
    if kind is not None:
        assert type_of(raw, name) == kind
    assert may_be_opened(raw) == opens


@pytest.mark.parametrize("name", ["../../etc/passwd", "\u202egpj.exe", "a\nb.pdf", "-rf", "con.pdf", "x" * 300])
def test_nothing_of_a_strangers_name_reaches_the_disk(desk: Desk, tmp_path: Path, name: str) -> None:
    number = desk.new()
    attach_loaded(desk.store, "Anna", number, Loaded(name, "application/pdf", PDF))
    (path,) = save_files(desk.store, number, [], tmp_path / "out")
    assert (path.name, path.parent) == ("00001-a1.pdf", tmp_path / "out")
    assert own_name(7, "m12.3", PNG) == "00007-m12-3.png"


def test_files_of_a_complaint_are_for_those_who_may_read_it(people: Desk) -> None:
    who = seat(people, "complaints")
    number = people.new("complaint", "email", who=who, name="Ann")
    attach_loaded(people.store, who, number, Loaded("a.pdf", "application/pdf", PDF))
    seat(people, "reception")
    with pytest.raises(NotAllowed):
        files_of(people.store, number)
    with pytest.raises(NotFound):
        files_of(people.store, 99)


def test_damaged_bytes_are_a_finding(desk: Desk, tmp_path: Path) -> None:
    number = desk.new()
    attach(desk.store, "Anna", number, put(tmp_path, "a.pdf", PDF))
    with closing(sqlite3.connect(desk.where)) as file, file:
        file.execute("UPDATE content SET body = ?", (b"%PDF-1.5",))
    assert [(found.what, found.number, found.detail) for found in check(desk.store).findings] == [("attachment", number, "1")]


def test_an_image_is_found_by_what_it_says(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program can read it; here one that says what it was asked."""
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo rus && exit\necho "ДОВЕРЕННОСТЬ $4"; echo; cat > /dev/null\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    number = desk.new()
    attach(desk.store, "Anna", number, put(tmp_path, "scan.png", PNG))
    assert [hit.row.id for hit in search(desk.store, "доверенность rus").hits] == [number]
    assert text_in(Loaded("a.pdf", "application/pdf", PDF)) == ""
    program.write_text("#!/bin/sh\nexit 1\n")
    assert text_in(Loaded("scan.png", "image/png", PNG)) == ""


def test_a_file_is_opened_by_the_program_of_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opener = tmp_path / "xdg-open"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OpenerMissing):
        open_file(tmp_path / "a.pdf")
    opener.write_text('#!/bin/sh\n[ -e "$1" ]\n')
    opener.chmod(0o755)
    with pytest.raises(FileNotOpened):
        open_file(tmp_path / "a.pdf")
    (tmp_path / "a.pdf").write_bytes(PDF)
    open_file(tmp_path / "a.pdf")
    monkeypatch.setenv(NO_EDITOR, "1")
    with pytest.raises(OpenerMissing):
        open_file(tmp_path / "a.pdf")


# -- the commands --------------------------------------------------------------------------------------------------------


def test_files_are_attached_and_saved_by_commands(command: Command, tmp_path: Path) -> None:
    said(command("add", "enquiry", "--channel", "phone", "--name", "Z", "--subject", "Z"))
    paths = [put(tmp_path, "a.pdf", PDF), put(tmp_path, "b.png", PNG)]
    found = document(command("attach", "1", *paths, "--json"))
    assert [(row["file"], row["name"], row["type"], row["size"]) for row in found] == [
        ("a1", "a.pdf", "application/pdf", len(PDF)), ("a2", "b.png", "image/png", len(PNG)),
    ]  # fmt: skip
    assert document(command("files", "1", "--json")) == found
    out = tmp_path / "out"
    assert [Path(line).name for line in said(command("files", "1", "a2", "--save", str(out))).splitlines()] == ["00001-a2.png"]
    assert len(said(command("files", "1", "--save", str(out))).splitlines()) == 2
    assert error(command("files", "1", "a9", "--save", str(out)), 1) == refusal(TicketFileUnknown(1, "a9")).rstrip()
    assert error(command("attach", "1", str(tmp_path)), 2) == refusal(FileNotRegular(str(tmp_path))).rstrip()
    case = tmp_path / "case.html"
    said(command("export", "case", "1", str(case)))
    assert {path.name: path.read_bytes() for path in case.with_suffix(".files").iterdir()} == {
        "00001-a1.pdf": PDF, "00001-a2.png": PNG,
    }  # fmt: skip
    assert "00001-a1.pdf" in case.read_text()


# -- the scanner's folder ------------------------------------------------------------------------------------------------


def test_scans_wait_in_their_order_until_they_are_whole(tmp_path: Path) -> None:
    """What is hidden, unfinished or was just written is left out, and a folder that is not there has none."""
    now = time.time()
    for age, name in ((60, "b.pdf"), (120, "a.pdf"), (90, ".hidden"), (90, "c.pdf.part"), (0, "d.pdf")):
        put(tmp_path, name, PDF)
        os.utime(tmp_path / name, (now - age, now - age))
    (tmp_path / "folder").mkdir()
    assert [path.name for path in scanned(tmp_path)] == ["a.pdf", "b.pdf"]
    assert scanned(tmp_path / "none") == []


def test_an_attached_scan_leaves_its_folder_and_nothing_else_does(tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    scan, other = Path(put(tmp_path / "scans", "a.pdf", PDF)), Path(put(tmp_path, "b.pdf", PDF))
    for path in (scan, other):
        remove_scan(str(tmp_path / "scans"), path)
        remove_scan("", path)
    assert (scan.exists(), other.exists()) == (False, True)
    remove_scan(str(tmp_path / "scans"), scan)
