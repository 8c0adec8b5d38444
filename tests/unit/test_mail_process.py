"""The process of a running desk that moves its mail: it files and sends without the desk, and ends with it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, cast

import pytest

from desk.actions.rights import Acting
from desk.intake.mail.login import PASSWORD
from desk.services.mail_process import MailProcess
from desk.settings import NO_MAIL, Settings, combined, read_settings
from desk.store.commands.perform import reply
from desk.store.commands.recording import Recording, record
from desk.store.mail.delivery import standing
from desk.store.mail.turn import has_turn
from desk.store.opening import open_desk
from tests import dovecot, smtp
from tests.dovecot import Imap
from tests.forks import ROOT
from tests.smtp import Smtp

if TYPE_CHECKING:
    from desk.services.host import Host

PATIENCE = 30.0  # seconds
QUESTION = b"From: Ann <ann@example.org>\r\nSubject: When?\r\nMessage-ID: <1@example.org>\r\n\r\nWhen?\r\n"


class Centre:
    """What the process asks a desk for: a desk of its own with a mailbox, a mail server, and an email written a minute ago."""

    def __init__(self, folder: Path, mailbox: Imap, mail_server: Smtp) -> None:
        self.mailbox, self.mail_server = mailbox, mail_server
        authorities = folder / "ca.pem"
        authorities.write_bytes(mailbox.ca.read_bytes() + mail_server.ca.read_bytes())
        self.file = folder / "desk.toml"
        self.file.write_text(
            f'[mail]\nserver = "localhost"\nuser = "{dovecot.USER}"\nport = {mailbox.tls}\nauthority = "{authorities}"\n'
            f'smtp = "localhost"\nsmtp_port = {mail_server.port}\n'
        )
        self.url = str(folder / "desk.db")
        self.ahead = 0
        a_minute_ago = int(time()) - 60
        with closing(open_desk(self.url, None, lambda: a_minute_ago)) as store:
            number = record(store, "Anna", Recording("enquiry", "email", name="Z", email="zoe@example.org", subject="Z"))
            reply(store, "Anna", number, "answered", {"note": "In May.", "way": "email", "at": None}, title="Re: Z")

    def now(self) -> int:
        return int(self.clock())

    def clock(self) -> float:
        return time() + self.ahead

    @property
    def settings(self) -> Settings:
        return combined({"db": self.url}, "en", read_settings())

    @property
    def process(self) -> MailProcess:
        return MailProcess(cast("Host", self), practice=bool(self.ahead))

    def tickets(self) -> int:
        with closing(open_desk(self.url, None, self.now)) as store:
            return int(store.rows("SELECT COUNT(*) FROM ticket")[0][0])


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    with dovecot.running() as mailbox, smtp.running() as mail_server:
        found = Centre(tmp_path, mailbox, mail_server)
        monkeypatch.setenv("DESK_SETTINGS", str(found.file))
        yield found


def until(holds: Callable[[], bool], what: str) -> None:
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end, what


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.slow
def test_mail_is_filed_and_sent_while_the_desk_does_something_else(centre: Centre) -> None:
    """It has the turn: another process waits. A second desk's process takes over when the first has ended."""
    centre.mailbox.deliver(QUESTION, "1")
    first, second = centre.process, centre.process
    first.keep(Acting("Anna"))
    until(lambda: centre.tickets() == 2, "nothing was filed")
    second.keep(Acting("Boris"))
    until(lambda: len(centre.mail_server.taken) == 1, "nothing was sent")
    with closing(open_desk(centre.url, None, centre.now)) as store:
        assert not has_turn(store)
    first.close()
    centre.mailbox.deliver(QUESTION.replace(b"<1@", b"<2@"), "2")
    until(lambda: centre.tickets() == 3, "the second did not take over")
    second.close()
    assert len(centre.mail_server.taken) == 1


@pytest.mark.slow
def test_it_starts_once_and_again_for_somebody_else(centre: Centre) -> None:
    """Of nobody, at a locked desk, it goes on for the last one. Without a mail server there is none."""
    process = centre.process
    process.keep(Acting("Anna"))
    first = process.pid
    process.keep(Acting("Anna"))
    process.keep(Acting())
    assert process.pid == first
    process.keep(Acting("Boris"))
    assert process.pid not in (first, None)
    process.close()
    none = centre.process
    centre.file.write_text("")
    assert centre.settings.mail == NO_MAIL
    none.keep(Acting("Anna"))
    assert none.pid is None


@pytest.mark.slow
def test_it_ends_with_its_desk_however_that_ends(centre: Centre) -> None:
    code = (
        "import sys, signal\nfrom pathlib import Path\nfrom tests.unit.test_mail_process import held\n"
        "print(held(sys.argv[1]), flush=True)\nsignal.pause()"
    )
    desk = subprocess.Popen([sys.executable, "-c", code, centre.url], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert desk.stdout is not None
    with desk, desk.stdout:
        child = int(desk.stdout.readline())
        assert not is_gone(child)
        desk.kill()
        desk.wait()
        until(lambda: is_gone(child), "it outlived its desk")


def held(url: str) -> int:
    """Starts the process for a desk. Returns its number."""

    class Desk:
        settings = combined({"db": url}, "en", read_settings())
        clock = staticmethod(time)

    process = MailProcess(cast("Host", Desk()), practice=False)
    process.keep(Acting("Anna"))
    _kept.append(process)
    assert process.pid is not None
    return process.pid


_kept: list[MailProcess] = []


@pytest.mark.slow
def test_a_missing_password_is_shown_on_the_board(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD)
    process = centre.process
    process.keep(Acting("Anna"))
    with closing(open_desk(centre.url, None, centre.now)) as store:
        until(lambda: bool(standing(store).troubles), "no trouble was noted")
        (trouble,) = standing(store).troubles
        assert (trouble.part, trouble.values["user"]) == ("reading", dovecot.USER)
    process.close()


@pytest.mark.slow
def test_the_clock_of_a_practice_desk_is_its_own(centre: Centre) -> None:
    """The mail of a desk whose clock is ahead is read at its time."""
    centre.ahead = 40 * 86_400
    with closing(open_desk(f"{centre.url}-practice", None, centre.now, practice=True)) as store:
        record(store, "Anna", Recording("enquiry", "phone", name="Z", phone="244-54-88", subject="Z"))
    centre.url = f"{centre.url}-practice"
    process = centre.process
    process.keep(Acting("Anna"))
    centre.mailbox.deliver(QUESTION, "1")
    until(lambda: centre.tickets() == 2, "nothing was filed")
    process.close()
