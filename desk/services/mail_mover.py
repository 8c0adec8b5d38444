"""Reading the mailbox and sending what is due, again and again, in one process at a time."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import NamedTuple

from desk.charter.errors import DeskError
from desk.intake.mail.errors import MailboxFailed
from desk.intake.mail.fetching import TICK, pause_after, watch
from desk.intake.mail.importing import Imported
from desk.outgoing.mail.confirming import confirm
from desk.outgoing.mail.errors import MailSenderMissing, MailTurnTaken
from desk.outgoing.mail.sending import Tried, copy_to_sent, send_due
from desk.settings import Settings
from desk.store.database import Store
from desk.store.mail.turn import has_turn

_LOOKS_FOR_TURN = 5.0  # seconds between two looks whether the process that moves the mail has ended


def _ignore(*_: object) -> None:
    """For what nobody listens to."""


class Listener(NamedTuple):
    """What is called when something happens.

    on_filed: with a message that was filed.
    on_tried: with an email that was sent, or tried in vain.
    on_failure: when a mail server cannot be used, with the seconds until the next try.
    on_waiting: when another process moves the mail; this one does once that has ended.
    """

    on_filed: Callable[[Imported], None] = _ignore
    on_tried: Callable[[Tried], None] = _ignore
    on_failure: Callable[[DeskError, float], None] = _ignore
    on_waiting: Callable[[], None] = _ignore


def move_mail(store: Store, who: str, settings: Settings, listener: Listener, *, is_patient: bool) -> None:
    """Moves the mail in both directions until it is interrupted, as soon as no other process does.

    who: in whose name it is read. is_patient: whether to go on trying even if the first connection fails. Raises as `watch` does,
    DatabaseUnusable, NotAllowed.
    """
    if not has_turn(store):
        listener.on_waiting()
        while not has_turn(store):
            sleep(_LOOKS_FOR_TURN)
    mail, sender = settings.mail, settings.mail.sender
    sends = _Sparing(lambda: sender and has_turn(store) and send_due(store, sender, listener.on_tried), listener.on_failure)
    copies = _Sparing(lambda: copy_to_sent(store, mail), listener.on_failure)

    def between() -> None:
        sends()
        copies()

    def filed(imported: Imported) -> None:
        confirm(store, who, settings, imported.filed)
        listener.on_filed(imported)

    if mail.account is not None:
        watch(store, who, mail.account, mail.rules, filed, listener.on_failure, between, is_patient=is_patient)
    while True:
        between()
        sleep(TICK)


def send_once(store: Store, settings: Settings, on_tried: Callable[[Tried], None]) -> list[Tried]:
    """Sends what is due, once. Returns what became of each. Raises as `send_due` does, MailTurnTaken, MailSenderMissing."""
    if settings.mail.sender is None:
        raise MailSenderMissing
    if not has_turn(store):
        raise MailTurnTaken
    found = send_due(store, settings.mail.sender, on_tried)
    copy_to_sent(store, settings.mail)
    return found


class _Sparing:
    """Does something whenever it is called; after a failure only when some time has passed."""

    def __init__(self, work: Callable[[], object], on_failure: Callable[[DeskError, float], None]) -> None:
        self._work, self._on_failure = work, on_failure
        self._failures, self._next = 0, 0.0

    def __call__(self) -> None:
        if monotonic() < self._next:
            return
        try:
            self._work()
        except MailboxFailed as error:
            pause = pause_after(self._failures)
            self._failures += 1
            self._next = monotonic() + pause
            self._on_failure(error, pause)
        else:
            self._failures = 0
