"""A key while a thousand messages are fetched, understood and filed, by the process of the same desk."""

import statistics
import time
from datetime import datetime
from pathlib import Path

from bench.boards import DOWN, STILL, UP
from bench.figures import Figure, p95
from bench.filled import filled
from bench.terminal import Program
from desk.intake.mail.login import PASSWORD
from tests import dovecot

MESSAGES = 1_000
SECONDS = 12.0  # from the first key; the messages are filed in a third of it
WALK = (*[DOWN] * 20, *[UP] * 20)
_MESSAGE = "From: Ann <ann{n}@example.org>\r\nSubject: {n}\r\nMessage-ID: <{n}@example.org>\r\n\r\nWhen is exam {n}?\r\n"


def measure(folder: Path, tickets: int, waiting: int) -> list[Figure]:
    """The slowest keys of a walk, against those of a walk before any mail came."""
    path, moment = filled(folder, tickets, waiting), int(datetime.fromisoformat(STILL).timestamp())
    with dovecot.running() as mailbox:
        settings = folder / "mail.toml"
        account = {"server": "localhost", "user": dovecot.USER, "authority": str(mailbox.ca)}
        lines = [f'{name} = "{value}"' for name, value in account.items()]
        settings.write_text("\n".join(["[mail]", f"port = {mailbox.tls}", *lines, ""]))
        environment = {"DESK_SETTINGS": str(settings), PASSWORD: dovecot.PASSWORD}
        with Program.desk(str(path), STILL, environment) as desk:
            desk.until("open until")
            desk.settle()
            desk.settle()  # the process that fetches has started meanwhile
            quiet = _walked(desk, SECONDS / 4)
            for number in range(MESSAGES):
                mailbox.deliver(_MESSAGE.format(n=number).encode(), str(number), moment)
            busy = _walked(desk, SECONDS)
    detail = f"{p95(busy):.1f} (median {statistics.median(busy):.1f}) against {p95(quiet):.1f} ms; {len(busy)} keys"
    return [Figure("key to repaint p95 during a fetch, against before it", p95(busy) / p95(quiet), 3, False, detail)]


def _walked(desk: Program, seconds: float) -> list[float]:
    """Milliseconds of each key pressed for so long."""
    found, end = list[float](), time.monotonic() + seconds
    while time.monotonic() < end:
        found += [desk.press(key) for key in WALK]
    return found
