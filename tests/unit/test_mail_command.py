"""`desk mail`: the real command on files, folders and mailboxes."""

import mailbox
from pathlib import Path

import pytest

from desk.intake.mail.errors import MailSourceEmpty, MailSourceMissing
from desk.store.errors import NotFound
from tests.unit.conftest import ENGLISH, RUSSIAN, Command
from tests.unit.test_ticket_commands import document, error, said
from tests.worded import refusal

QUESTION = b"From: Ann <ann@example.org>\r\nSubject: FCE\r\nDate: Tue, 03 Nov 2026 09:00:00 +0300\r\n\r\nWhen?\r\n"
COMPLAINT = "From: eva@example.org\r\nSubject: Жалоба\r\n\r\nГрубый тон.\r\n".encode()
AWAY = b"From: Bob <bob@example.org>\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nBack soon\r\n"


@pytest.fixture
def desk(command: Command) -> Command:
    """The command, at a desk of its own."""
    said(command("add", "enquiry", "--channel", "phone", "--name", "Z", "--subject", "Z"))
    return command


def folder_of(path: Path) -> Path:
    """A folder of .eml files, with another file in it."""
    path.mkdir()
    for name, raw in {"b.eml": COMPLAINT, "a.EML": QUESTION, "c.eml": AWAY, "notes.txt": b"From nobody"}.items():
        (path / name).write_bytes(raw)
    return path


def mbox_of(path: Path) -> Path:
    box = mailbox.mbox(path)
    for raw in (QUESTION, COMPLAINT, AWAY):
        box.add(raw)
    box.close()
    return path


def maildir_of(path: Path) -> Path:
    box = mailbox.Maildir(path)
    for number, raw in enumerate((QUESTION, COMPLAINT, AWAY)):
        (path / "new" / f"{number}.host").write_bytes(raw)
    box.close()
    return path


@pytest.mark.parametrize("make", [folder_of, mbox_of, maildir_of])
def test_every_message_of_a_source_is_filed_in_order(desk: Command, tmp_path: Path, make: object) -> None:
    assert callable(make)
    found = document(desk("mail", "import", str(make(tmp_path / "source")), "--json"))
    assert [(row["sender"], row["result"], row["number"]) for row in found] == [
        ("ann@example.org", "opened", 2), ("eva@example.org", "opened", 3), ("bob@example.org", "apart", None),
    ]  # fmt: skip
    assert [row["kind"] for row in document(desk("list", "--json")) if row["number"] in (2, 3)] == ["complaint", "enquiry"]
    again = document(desk("mail", "import", str(tmp_path / "source"), "--json"))
    assert {row["result"] for row in again} == {"known"}
    assert [row["sender"] for row in document(desk("mail", "--json"))] == ["bob@example.org"]


@pytest.mark.parametrize("lang", [ENGLISH, RUSSIAN])
def test_what_became_of_each_message_is_a_line(desk: Command, tmp_path: Path, lang: str) -> None:
    lines = said(desk("mail", "import", str(folder_of(tmp_path / "source")), lang=lang)).splitlines()
    assert [line.split("  ")[1:] for line in lines[:3]] == [
        ["ann@example.org", "FCE"], ["eva@example.org", "Жалоба"], ["bob@example.org", "Away"],
    ]  # fmt: skip
    assert len(lines) == 4
    assert "bob@example.org" in said(desk("mail", lang=lang))


def test_the_messages_of_a_ticket_are_saved_as_they_came(desk: Command, tmp_path: Path) -> None:
    said(desk("mail", "import", str(folder_of(tmp_path / "source"))))
    (path,) = said(desk("mail", "save", "2", str(tmp_path / "saved"))).split()
    assert Path(path).read_bytes() == QUESTION
    assert Path(path).stat().st_mode & 0o777 == 0o600
    assert not any(line.endswith(".eml") for line in said(desk("mail", "save", "1", str(tmp_path / "saved"))).split())
    assert error(desk("mail", "save", "99", str(tmp_path / "saved")), 1) == refusal(NotFound(99)).rstrip()


def test_a_terminal_is_never_commanded_by_a_sender(desk: Command, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a\x1b[31m <a@example.org>\r\nSubject: x\x1b]0;title\x07y\r\n\r\nhi\x1b[2J\r\n")
    shown = said(desk("mail", "import", str(tmp_path / "a.eml"))) + said(desk("show", "2"))
    assert not {"\x1b", "\x07"} & set(shown)


RULES = {'kind = "gossip"': 2, 'kind = "results"': 2, 'words = ["when"]': 2, 'kind = "refund"\nwords = ["when"]': 0}


@pytest.mark.parametrize("rule", RULES)
def test_the_rules_of_the_centre_are_those_of_the_settings(desk: Command, tmp_path: Path, rule: str) -> None:
    """A wrong one is refused in one line that names it, and nothing is filed."""
    (tmp_path / "q.eml").write_bytes(QUESTION)
    (tmp_path / "rules.toml").write_text(f"[[mail.rules]]\n{rule}\n")
    done = desk("mail", "import", str(tmp_path / "q.eml"), DESK_SETTINGS=str(tmp_path / "rules.toml"))
    kinds = [row["kind"] for row in document(desk("list", "--json")) if row["number"] == 2]
    assert (done.returncode, kinds) == (RULES[rule], [] if RULES[rule] else ["refund"])
    assert not RULES[rule] or "mail.rules" in error(done, 2)


REFUSED: dict[str, type[MailSourceMissing | MailSourceEmpty]] = {
    "none.eml": MailSourceMissing,
    "empty": MailSourceEmpty,
    "nothing.eml": MailSourceEmpty,
    "script.sh": MailSourceEmpty,
    "noise.eml": MailSourceEmpty,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_source_without_messages_is_refused_in_one_line(desk: Command, tmp_path: Path, name: str) -> None:
    """A file that does not begin as a message does is none."""
    (tmp_path / "empty").mkdir()
    for other, raw in {"nothing.eml": b"", "script.sh": b"export A=1\n", "noise.eml": bytes(range(128, 256))}.items():
        (tmp_path / other).write_bytes(raw)
    refused = REFUSED[name](str(tmp_path / name))
    assert error(desk("mail", "import", str(tmp_path / name)), 2) == refusal(refused).rstrip()


def test_what_is_no_file_in_a_folder_is_passed_over(desk: Command, tmp_path: Path) -> None:
    """A link to nothing, a folder named like a message."""
    source = folder_of(tmp_path / "source")
    (source / "b.eml").unlink()
    (source / "b.eml").symlink_to(tmp_path / "gone")
    (source / "d.eml").mkdir()
    assert [row["result"] for row in document(desk("mail", "import", str(source), "--json"))] == ["opened", "apart"]
