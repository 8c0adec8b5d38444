"""Mail in quantity: a thousand messages fetched, understood and filed; and, with a folder, whatever others have collected.

`ARGS="mail FOLDER"` reads every file below the folder as a message: the test collections of other projects, out of this tree.
"""

import json
import os
import resource
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from time import perf_counter

from desk.intake.mail.fetching import fetch
from desk.intake.mail.login import PASSWORD
from desk.intake.mail.message import Flaw
from desk.intake.mail.reader import Reader
from desk.settings import MailAccount
from desk.store.opening import open_desk
from tests import dovecot
from tests.unit.store_worker import NOW

MESSAGES = 1_000
SECONDS = 30.0  # that the thousand may take
LONGEST = 2.0  # seconds that one message may take
MOST = 200  # MiB that the child may take
_FIXTURES = sorted((Path(__file__).parents[1] / "mail").glob("*.eml"))


def drill(folder: str = "") -> bool:
    """Prints and writes down both figures. Returns whether they keep their bounds and no message was lost."""
    took, filed = _fetched()
    figures: dict[str, object] = {"messages": MESSAGES, "seconds": round(took, 1), "filed": filed}
    print(f"mail         {MESSAGES:,} messages fetched, understood and filed in {took:.1f} s", flush=True)
    held = took <= SECONDS and filed == MESSAGES
    if folder:
        files = [path for path in sorted(Path(folder).rglob("*")) if path.is_file()]
        slowest, lost, automatic = _read(files)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        figures["collected"] = {"messages": len(files), "lost": lost, "slowest, s": round(slowest, 2), "MiB": peak, **automatic}
        print(
            f"mail         {len(files):,} collected: {lost} lost, the slowest {slowest:.2f} s, {peak} MiB; {automatic}", flush=True
        )
        held = held and not lost and slowest <= LONGEST and peak <= MOST
    Path(__file__).with_name("mail.json").write_text(json.dumps(figures, indent=2) + "\n")
    return held


def _fetched() -> tuple[float, int]:
    """Seconds for the thousand, made of the fixtures, and how many of them have a result."""
    os.environ[PASSWORD] = dovecot.PASSWORD
    with tempfile.TemporaryDirectory() as folder, dovecot.running() as server:
        account = MailAccount("localhost", dovecot.USER, server.tls, authority=server.ca)
        with closing(open_desk(str(Path(folder, "desk.db")), None, lambda: NOW, practice=True)) as store:
            fetch(store, "Anna", account, ())
            for number in range(MESSAGES):
                raw = _FIXTURES[number % len(_FIXTURES)].read_bytes()
                server.deliver(b"X-Number: %d\r\n" % number + raw, str(number), NOW)
            begun = perf_counter()
            found = fetch(store, "Anna", account, ())
            return perf_counter() - begun, len(found)


def _read(files: list[Path]) -> tuple[float, int, dict[str, int]]:
    """The seconds of the slowest message, how many could not be read beyond their headers, and how many of each automatic kind."""
    slowest, lost, automatic = 0.0, 0, Counter[str]()
    with Reader() as reader:
        for path in files:
            begun = perf_counter()
            mail = reader.read(path.read_bytes())
            slowest = max(slowest, perf_counter() - begun)
            lost += bool({Flaw.FAILED, Flaw.UNREADABLE, Flaw.PARTS} & {*mail.flaws})
            automatic[str(mail.automatic) or "person"] += 1
    return slowest, lost, dict(automatic)
