"""A fetch of a mailbox killed at any moment: each message is filed once, whatever came between. Against Dovecot, on a file and on a
server.
"""

import json
import os
import random
import tempfile
from contextlib import closing
from pathlib import Path

from desk.intake.mail.fetching import fetch
from desk.intake.mail.login import PASSWORD
from desk.settings import MailAccount
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from tests import dovecot, postgres
from tests.drills.killed import Tell, run_killed
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


def _fetch(url: str, account: MailAccount, after: float | None, *, is_filing: bool = False) -> bool:
    """Fetches. after, is_filing: when it is killed, as in `run_killed`. Returns whether it was killed before it had ended."""

    def work(tell: Tell) -> None:
        with closing(open_desk(url, None, lambda: NOW)) as store:
            fetch(store, "Anna", account, (), lambda _: tell())

    return run_killed(work, after, from_first=is_filing)


def _count(url: str) -> int:
    with closing(open_desk(url, None, lambda: NOW)) as store:
        ((found,),) = store.rows("SELECT COUNT(*) FROM ticket")
        return int(found)


def _filed(url: str) -> tuple[list[str], int]:
    """The subjects of all tickets, and the number of findings of `desk check`."""
    with closing(open_desk(url, None, lambda: NOW)) as store:
        subjects = [str(subject) for (subject,) in store.rows("SELECT subject FROM ticket ORDER BY id")]
        return subjects, len(check(store).findings)
