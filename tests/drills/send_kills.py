"""Sending killed at any moment: each email is taken once, or is in doubt and shown. Against an SMTP server in a process of its own,
on a file and on a database server.

What is in doubt is settled as a person would who asks the mail server; then every email must have been taken exactly once.
"""

import asyncio
import json
import os
import random
import signal
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from desk.intake.mail.login import PASSWORD
from desk.outgoing.mail.sending import send_due
from desk.settings import MailSender
from desk.store.commands.perform import reply
from desk.store.commands.recording import Recording, record
from desk.store.mail.delivery import State
from desk.store.mail.settling import Decision, outbox, settle
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from tests import dovecot, postgres, smtp
from tests.drills.killed import Tell, run_killed
from tests.smtp import Smtp
from tests.unit.store_worker import NOW

KILLS = 200
EACH = 5  # emails that are written before each kill
LONGEST = 0.12  # seconds from the beginning of sending to its kill
SENDING = 0.06  # seconds to the kill from the first email that was sent, in every other run
ANSWER = 0.012  # seconds that the server takes at most for its answer
STEP = 100  # seconds between two rounds, by the desk's clock


class _Noting(Smtp):
    """Notes on disk what it takes before it answers, which takes it a moment."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        answer = await super().handle_DATA(server, session, envelope)
        with (self.ca.parent / "taken").open("a") as noted:
            noted.write(f"{self.message()['Message-ID']}\n")
        await asyncio.sleep(random.uniform(0, ANSWER))
        return answer


def drill(kills: str = "") -> bool:
    """Kills sending as many times on each kind of database; prints what was found. Returns whether nothing was lost or doubled."""
    figures, held = list[dict[str, object]](), True
    os.environ[PASSWORD] = dovecot.PASSWORD
    with tempfile.TemporaryDirectory() as folder, postgres.running(settings=()) as server:
        server.run("CREATE DATABASE mail")
        for kind, url in (("file", str(Path(folder, "desk.db"))), ("server", server.url("mail"))):
            with _mail_server() as (sender, taken):
                figures.append({"database": kind, **_run(url, int(kills or KILLS), sender, taken, random.Random(kind))})
            print("send-kills  ", ", ".join(f"{name} {value}" for name, value in figures[-1].items()), flush=True)
            held = held and not any(figures[-1][name] for name in ("lost", "doubled", "findings", "not stated"))
    Path(__file__).with_name("send_kills.json").write_text(json.dumps(figures, indent=2) + "\n")
    return held


def _run(url: str, kills: int, sender: MailSender, taken: Path, odd: random.Random) -> dict[str, int]:
    open_desk(url, None, lambda: NOW, practice=True).close()
    killed = 0
    for kill in range(kills):
        _write(url, NOW + kill * STEP)
        is_sending = bool(kill % 2)
        seconds = odd.uniform(0, SENDING if is_sending else LONGEST)
        killed += _send(url, NOW + kill * STEP + STEP // 2, sender, seconds, is_sending=is_sending)
    end = NOW + kills * STEP
    _send(url, end, sender, None)
    doubtful = _settle(url, end, taken)
    _send(url, end, sender, None)
    counts = Counter(taken.read_text().split())
    with closing(open_desk(url, None, lambda: end)) as store:
        stated = store.rows("SELECT COUNT(*) FROM event WHERE what = 'answered'")[0][0]
        findings = len(check(store).findings) + len(outbox(store))
    return {
        "kills": killed,
        "emails": kills * EACH,
        "in doubt": doubtful,
        "lost": kills * EACH - len(counts),
        "doubled": sum(count - 1 for count in counts.values()),
        "not stated": kills * EACH - int(stated),
        "findings": findings,
    }


@contextmanager
def _mail_server() -> Iterator[tuple[MailSender, Path]]:
    """A server in a fork: how to send by it, and the file of the Message-IDs that it took."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        warnings.simplefilter("ignore")
        with smtp.running(make=_Noting) as server:
            (server.ca.parent / "taken").touch()
            os.write(writing, json.dumps([server.port, str(server.ca)]).encode())
            signal.pause()
    os.close(writing)
    port, ca = json.loads(os.read(reading, 1_000))
    os.close(reading)
    try:
        yield MailSender("localhost", dovecot.USER, dovecot.USER, port, authority=Path(ca)), Path(ca).with_name("taken")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _write(url: str, now: int) -> None:
    """Writes the emails of a round."""
    with closing(open_desk(url, None, lambda: now)) as store:
        for _ in range(EACH):
            number = record(store, "Anna", Recording("enquiry", "email", name="Ann", email="ann@example.org", subject="When?"))
            reply(store, "Anna", number, "answered", {"note": "In May.", "way": "email", "at": None}, title="Re: When?")


def _send(url: str, now: int, sender: MailSender, after: float | None, *, is_sending: bool = False) -> bool:
    """Sends. after, is_sending: when it is killed, as in `run_killed`. Returns whether it was killed before it had ended."""

    def work(tell: Tell) -> None:
        with closing(open_desk(url, None, lambda: now)) as store:
            send_due(store, sender, lambda _: tell())

    return run_killed(work, after, from_first=is_sending)


def _settle(url: str, now: int, taken: Path) -> int:
    """Settles what is in doubt by what the server took. Returns how many emails that were."""
    known = taken.read_text()
    with closing(open_desk(url, None, lambda: now)) as store:
        rows = [row for row in outbox(store) if row.state == State.DOUBTFUL]
        for row in rows:
            was_taken = f"<desk.{row.ticket}.{row.event}." in known
            settle(store, "Anna", row.event, Decision.SENT if was_taken else Decision.AGAIN)
    return len(rows)
