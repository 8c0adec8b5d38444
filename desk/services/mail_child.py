"""The process of a running desk that moves its mail: keys never wait for it.

It reads one line from its standard input, what it needs to know, and ends when that is closed: with the desk, in whatever way the
desk ends. It may be killed at any moment.
"""

import json
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from desk.actions.rights import Acting
from desk.charter.errors import DeskError
from desk.services.mail_mover import Listener, move_mail
from desk.settings import Settings, combined, read_settings
from desk.store.database import Store
from desk.store.errors import DatabaseUnusable
from desk.store.mail.delivery import READING, SENDING, note_trouble
from desk.store.opening import open_desk
from desk.system.logging import Log

_NICE = 5  # the board goes first


def main() -> None:
    """Moves the mail until the desk ends."""
    task = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_move, args=(task,), name="mail", daemon=True).start()
    sys.stdin.buffer.read()  # until the desk has ended
    os._exit(0)


def _move(task: dict[str, str | int | float | None]) -> None:
    """Moves the mail. task: `db`, `charter`, `name`, `login`, `ahead` (seconds by which the desk's clock differs), `practice`."""
    code = 0
    try:
        if sys.platform != "win32":
            os.nice(_NICE)
        ahead = float(task["ahead"] or 0)
        charter = Path(str(task["charter"])) if task["charter"] else None
        settings = combined({"db": str(task["db"]), "as_name": str(task["name"])}, "en", read_settings())
        now = lambda: int(time.time() + ahead)  # noqa: E731 - a clock
        store = open_desk(str(task["db"]), charter, now, make=False, practice=bool(task["practice"]))
        store.acting = Acting(str(task["name"]), int(task["login"] or 0))
        _move_in(store, settings, str(task["name"]))
    except DatabaseUnusable:
        code = 3  # the desk says so itself, and starts this process again
    except DeskError:
        code = 2
    except Exception as error:  # a fault of the program: in the log, as nobody sees this process
        Log().failed(error)
        code = 1
    finally:
        os._exit(code)


def _move_in(store: Store, settings: Settings, who: str) -> None:
    try:
        move_mail(store, who, settings, Listener(), is_patient=True)
    except DatabaseUnusable:
        raise
    except DeskError as error:  # a password that is missing, a rule that cannot be followed: to be shown, and tried again
        with suppress(DeskError):
            note_trouble(store, READING if settings.mail.account else SENDING, error)
        raise


if __name__ == "__main__":
    main()
