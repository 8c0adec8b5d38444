"""Fetching from a real mailbox: Dovecot on a loopback port."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from desk.intake.mail import mailbox as mailbox_module
from desk.intake.mail.errors import (
    MailAccountMissing,
    MailFileUnreadable,
    MailFolderMissing,
    MailLoginRefused,
    MailPasswordExposed,
    MailPasswordMissing,
    MailServerNotTrusted,
    MailServerUnreachable,
)
from desk.intake.mail.fetching import fetch
from desk.intake.mail.login import PASSWORD, password_of
from desk.intake.mail.mailbox import Mailbox, opened
from desk.settings import MailAccount
from desk.store.mail.folders import Progress, progress_in
from desk.store.mail.messages import raw_messages
from tests import dovecot
from tests.dovecot import Imap
from tests.forks import ROOT
from tests.unit.conftest import NOW, Command, Desk, at
from tests.unit.test_ticket_commands import document, error, said
from tests.worded import refusal

QUESTION = b"From: Ann <ann@example.org>\r\nSubject: %s\r\n\r\nWhen?\r\n"
MORNING = at("2026-11-03 09:30")


@dataclass
class Office:
    """A server with the account of the centre."""

    server: Imap
    account: MailAccount

    def gets(self, *names: str, moment: int = MORNING) -> None:
        """Messages that come into the mailbox."""
        for name in names:
            self.server.deliver(QUESTION % name.encode(), name, moment)


@pytest.fixture(scope="module")
def server() -> Iterator[Imap]:
    with dovecot.running() as found:
        yield found


@pytest.fixture
def office(server: Imap, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An empty mailbox, and its password in the environment."""
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    server.empty()
    return Office(server, account_of(server))


def account_of(server: Imap, port: int = 0, *, starttls: bool = False, authority: Path | None = None) -> MailAccount:
    chosen = port or (server.starttls if starttls else server.tls)
    return MailAccount("localhost", dovecot.USER, chosen, starttls=starttls, authority=authority or server.ca)


def fetched(desk: Desk, office: Office) -> list[str]:
    """The subjects of what is filed, and what became of it."""
    found = fetch(desk.store, "Boris", office.account, ())
    return [f"{imported.mail.subject} {imported.filed.how}" for imported in found]


def progress(desk: Desk, office: Office) -> Progress:
    found = progress_in(desk.store, f"{dovecot.USER}@localhost", office.account.folder)
    assert found is not None
    return found


def test_what_came_is_filed_once_with_the_time_at_which_the_mailbox_got_it(desk: Desk, office: Office) -> None:
    fetched(desk, office)
    office.gets("one", "two")
    assert fetched(desk, office) == ["one opened", "two opened"]
    assert [desk.row(number).received for number in (1, 2)] == [MORNING, MORNING]
    assert desk.clocks(1) == [("written-reply", "2026-11-06 18:00", "running")]
    assert fetched(desk, office) == []
    office.gets("three")
    assert fetched(desk, office) == ["three opened"]
    assert [raw for _, raw in raw_messages(desk.store, 3)] == [QUESTION % b"three"]


def test_the_first_time_only_what_nobody_has_read_is_filed(desk: Desk, office: Office) -> None:
    """The rest was answered before there was a desk. Killed between two of them, the next run goes on the same way."""
    office.gets("old", "new")
    (office.server.inbox / "old").rename(office.server.inbox.parent / "cur" / "old:2,S")
    assert fetched(desk, office) == ["new opened"]
    assert fetched(desk, office) == []


def test_the_mailbox_is_never_changed(desk: Desk, office: Office) -> None:
    """Nothing is marked as read: colleagues with a mail program see what they saw before."""
    office.gets("one")
    fetched(desk, office)
    with opened(office.account) as mailbox:
        assert [listed.uid for listed in mailbox.listed(0, "UNSEEN")] == [listed.uid for listed in mailbox.listed(0)]


def test_each_check_is_evidence_for_its_duty_but_not_every_minute(desk: Desk, office: Office) -> None:
    for minute, count in ((0, 1), (5, 1), (15, 2)):
        desk.at(f"2026-11-03 11:{minute:02}")
        fetched(desk, office)
        assert desk.rows("SELECT COUNT(*) FROM evidence WHERE duty = 'mailbox-checked'") == [(count,)]


def test_a_folder_that_was_made_anew_is_read_from_its_beginning_and_nothing_is_doubled(desk: Desk, office: Office) -> None:
    fetched(desk, office)
    office.gets("one")
    fetched(desk, office)
    before = progress(desk, office).validity
    office.server.empty()
    office.gets("one", "two")
    assert fetched(desk, office) == ["one known", "two opened"]
    assert progress(desk, office).validity != before


def test_a_message_that_vanishes_between_listing_and_fetching_is_passed_over(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched(desk, office)
    office.gets("one", "two", "three")
    listed = Mailbox.listed

    def and_then_delete(self: Mailbox, after: int, criteria: str = "ALL") -> object:
        found = listed(self, after, criteria)
        for path in office.server.inbox.parent.glob("*/two*"):
            path.unlink()
        return found

    monkeypatch.setattr(Mailbox, "listed", and_then_delete)
    assert fetched(desk, office) == ["one opened", "three opened"]


def test_a_message_too_large_to_keep_is_filed_by_its_headers(desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched(desk, office)
    office.server.deliver(QUESTION % b"large" + b"x" * 40 * 2**20, "large", MORNING)
    monkeypatch.setattr("desk.intake.mail.fetching.STORED_MOST", 10 * 2**20)
    office.gets("next")
    assert sorted(fetched(desk, office)) == ["large opened", "next opened"]
    assert desk.rows("SELECT MAX(size) FROM content") == [(256 * 1024,)]


# -- trust ---------------------------------------------------------------------------------------------------------------


def test_the_encryption_may_begin_in_an_open_connection(desk: Desk, office: Office) -> None:
    office.gets("one")
    found = fetch(desk.store, "Boris", account_of(office.server, starttls=True), ())
    assert [imported.mail.subject for imported in found] == ["one"]


BAD_TLS = {
    "signed by nobody known": ({}, True, False),
    "expired": ({"expired": True}, False, False),
    "for another host": ({"names": ("mail.example.org",)}, False, False),
    "encryption taken away": ({"tls": False}, False, True),
}


@pytest.mark.parametrize("name", BAD_TLS)
def test_no_password_is_sent_over_a_connection_that_is_not_safe(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    kind, of_the_system, starttls = BAD_TLS[name]
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    with dovecot.running(**kind) as server:  # type: ignore[arg-type]
        account = account_of(server, starttls=starttls)
        with pytest.raises(MailServerNotTrusted), opened(account._replace(authority=None) if of_the_system else account):
            pass
        assert "Login:" not in server.log
        assert "auth failed" not in server.log


# -- what goes wrong -----------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "wrong")
    with pytest.raises(MailLoginRefused), opened(office.account):
        pass


def test_a_folder_that_is_not_there_is_named(office: Office) -> None:
    with pytest.raises(MailFolderMissing) as refused, opened(office.account._replace(folder="Reception")):
        pass
    assert "Reception" in str(refused.value)


def test_a_server_that_is_not_there_is_named(office: Office) -> None:
    with pytest.raises(MailServerUnreachable), opened(office.account._replace(port=1)):
        pass


def test_a_server_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    monkeypatch.setattr(mailbox_module, "_TIMEOUT", 0.2)
    with dovecot.running() as server:
        server.freeze()
        with pytest.raises(MailServerUnreachable), opened(account_of(server)):
            pass


# -- the password --------------------------------------------------------------------------------------------------------


class Ring(KeyringBackend):
    """A keyring with one password."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return "from the keyring" if (service, username) == ("charter-desk", dovecot.USER) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailAccount]:
    """An account, and no password in the environment."""
    monkeypatch.delenv(PASSWORD, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())  # type: ignore[no-untyped-call]
    yield MailAccount("localhost", dovecot.USER)
    keyring.set_keyring(before)


def test_the_environment_wins_over_a_file_and_that_over_the_keyring(
    account: MailAccount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "password"
    path.write_text("from the file\n")
    path.chmod(0o600)
    assert password_of(account.user, account.password_file) == "from the keyring"
    assert password_of(account.user, path) == "from the file"
    monkeypatch.setenv(PASSWORD, "from the environment")
    assert password_of(account.user, path) == "from the environment"


def test_a_password_is_missing_where_there_is_none(account: MailAccount, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch(0o600)
    for wanting in (account._replace(user="other"), account._replace(password_file=empty)):
        with pytest.raises(MailPasswordMissing):
            password_of(wanting.user, wanting.password_file)


def test_a_file_of_the_settings_that_is_not_there_is_named(
    account: MailAccount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(MailFileUnreadable) as of_password:
        password_of(account.user, gone)
    monkeypatch.setenv(PASSWORD, "x")
    with pytest.raises(MailFileUnreadable) as of_authority, opened(account._replace(authority=gone)):
        pass
    assert all(str(gone) in str(refused.value) for refused in (of_password, of_authority))


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_password_that_others_can_read_is_refused(account: MailAccount, tmp_path: Path, mode: int) -> None:
    path = tmp_path / "password"
    path.write_text("secret")
    path.chmod(mode)
    with pytest.raises(MailPasswordExposed):
        password_of(account.user, path)


# -- the command ---------------------------------------------------------------------------------------------------------


def settings_for(server: Imap, folder: Path) -> Path:
    path = folder / "desk.toml"
    values = {
        "server": "localhost",
        "port": server.tls,
        "user": dovecot.USER,
        "authority": str(server.ca),
        "password_file": "secret",
    }
    path.write_text("[mail]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items()))
    (folder / "secret").write_text(dovecot.PASSWORD)
    (folder / "secret").chmod(0o600)
    return path


def test_the_command_reads_the_mailbox_of_the_settings(command: Command, office: Office, tmp_path: Path) -> None:
    office.gets("one")
    settings = str(settings_for(office.server, tmp_path))
    found = document(command("mail", "fetch", "--json", DESK_SETTINGS=settings))
    assert [(row["subject"], row["result"], row["number"]) for row in found] == [("one", "opened", 1)]
    assert said(command("mail", "fetch", DESK_SETTINGS=settings)).endswith(": 0\n")
    assert error(command("mail", "fetch"), 2) == refusal(MailAccountMissing()).rstrip()


def test_a_mailbox_is_watched_through_the_restart_of_its_server(database: Path, tmp_path: Path) -> None:
    """What comes is filed as soon as the server says so, and again once the server is back."""
    environment = {"HOME": str(tmp_path), "LANG": "C.UTF-8", "DESK_NOW": NOW, "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
    with dovecot.running() as server:
        environment["DESK_SETTINGS"] = str(settings_for(server, tmp_path))
        words = [sys.executable, "-m", "tests.unit.watching", "--db", str(database), "--lang", "en", "mail", "watch"]
        with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as watching:
            assert watching.stdout
            try:
                server.deliver(QUESTION % b"before", "before", MORNING)
                assert "before" in watching.stdout.readline()
                server.deliver(QUESTION % b"one", "one", MORNING)
                assert "one" in watching.stdout.readline()
                server.restart()
                assert "localhost" in watching.stdout.readline()
                server.deliver(QUESTION % b"two", "two", MORNING)
                assert "two" in next(line for line in watching.stdout if "localhost" not in line)
            finally:
                watching.kill()
