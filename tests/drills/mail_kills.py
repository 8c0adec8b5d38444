"""A fetch of a mailbox killed at any moment: each message is filed once, whatever came between. Against Dovecot, on a file and on a
server.

Each fetch is forked from this process, so that a kill costs no start.
"""

import json
import os
import random
import signal
import tempfile
import traceback
from contextlib import closing
from pathlib import Path
from time import sleep

from desk.intake.mail.fetching import fetch
from desk.intake.mail.login import PASSWORD
from desk.settings import MailAccount
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from tests import dovecot, postgres
from tests.unit.store_worker import NOW

KILLS = 200
EACH = 10  # messages that come before each kill
LONGEST = 0.25  # seconds from the beginning of a fetch to its kill
FILING = 0.05  # seconds to the kill from the first message that was filed, in every other fetch
_MESSAGE = "From: Ann <ann{n}@example.org>\r\nSubject: {n}\r\nMessage-ID: <{n}@example.org>\r\n\r\nWhen is exam {n}?\r\n"


def drill(kills: str = "") -> bool:
    """Kills as many fetches on each kind of database; prints what was found. Returns whether nothing was lost or doubled."""
    count, figures, held = int(kills or KILLS), list[dict[str, object]](), True
    os.environ[PASSWORD] = dovecot.PASSWORD
    with tempfile.TemporaryDirectory() as folder, postgres.running(settings=()) as server:
        server.run("CREATE DATABASE mail")
        for kind, url in (("file", str(Path(folder, "desk.db"))), ("server", server.url("mail"))):
            open_desk(url, None, lambda: NOW, practice=True).close()
            odd, came, killed, before, amid = random.Random(kind), 0, 0, 0, 0
            with dovecot.running() as imap:
                account = MailAccount("localhost", dovecot.USER, imap.tls, authority=imap.ca)
                _fetch(url, account, None)
                for kill in range(count):
                    for number in range(came, came + EACH):
                        imap.deliver(_MESSAGE.format(n=number).encode(), str(number), NOW)
                    came += EACH
                    is_filing = bool(kill % 2)
                    killed += _fetch(url, account, odd.uniform(0, FILING if is_filing else LONGEST), is_filing=is_filing)
                    now = _count(url)
                    amid += before < now < came
                    before = now
                _fetch(url, account, None)
            subjects, findings = _filed(url)
            lost, doubled = came - len(set(subjects)), len(subjects) - len(set(subjects))
            figures.append(
                {"database": kind, "kills": killed, "amid messages": amid, "messages": came}
                | {"lost": lost, "doubled": doubled, "findings": findings}
            )
            print("mail-kills  ", ", ".join(f"{name} {value}" for name, value in figures[-1].items()), flush=True)
            held = held and not (lost or doubled or findings)
    Path(__file__).with_name("mail_kills.json").write_text(json.dumps(figures, indent=2) + "\n")
    return held


def _fetch(url: str, account: MailAccount, killed_after: float | None, *, is_filing: bool = False) -> bool:
    """Fetches in a fork. killed_after: seconds, None for never; is_filing: they count from the first message that was filed.

    Returns whether it was killed before it had ended.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            with closing(open_desk(url, None, lambda: NOW)) as store:
                fetch(store, "Anna", account, (), lambda _: _tell(writing))
            code = 0
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    os.close(writing)
    if killed_after is not None:
        if is_filing:
            os.read(reading, 1)
        sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _tell(writing: int) -> None:
    os.write(writing, b".")


def _count(url: str) -> int:
    with closing(open_desk(url, None, lambda: NOW)) as store:
        ((found,),) = store.rows("SELECT COUNT(*) FROM ticket")
        return int(found)


def _filed(url: str) -> tuple[list[str], int]:
    """The subjects of all tickets, and the number of findings of `desk check`."""
    with closing(open_desk(url, None, lambda: NOW)) as store:
        subjects = [str(subject) for (subject,) in store.rows("SELECT subject FROM ticket ORDER BY id")]
        return subjects, len(check(store).findings)
