"""Fetching a mailbox: what has come is filed, each message in the transaction that notes how far the mailbox was read."""

from collections.abc import Callable, Iterator, Sequence
from time import monotonic, sleep

from desk.intake.mail.errors import MailboxFailed
from desk.intake.mail.importing import STORED_MOST, Imported, arrived, file_arrived
from desk.intake.mail.mailbox import Listed, Mailbox, opened
from desk.intake.mail.reader import Reader
from desk.intake.mail.rules import checked_rules
from desk.intake.mail.sources import RawMessage
from desk.intake.mail.understanding import HEAD
from desk.settings import MailAccount, MailRule
from desk.store.commands.duties import mailbox_checked
from desk.store.database import Store
from desk.store.mail.delivery import READING, end_trouble, note_trouble
from desk.store.mail.folders import Place, begin, progress_in

_POLL = 60.0  # seconds between two looks at a server that cannot say when something comes
_IDLE = 25 * 60.0  # seconds of waiting for such news: servers end a connection after half an hour (RFC 2177)
_RETRIES = (5.0, 15.0, 60.0, 300.0)  # seconds before the next try after a failure, then always the last
TICK = 2.0  # seconds between two calls of what is done besides

On = Callable[[Imported], None]


def fetch(store: Store, who: str, account: MailAccount, rules: Sequence[MailRule], on_filed: On = lambda _: None) -> list[Imported]:
    """Files what has come into the mailbox since the last time, and records that it was checked.

    rules: of the centre; on_filed: called after each message. The first time, only messages that nobody has read are filed.
    Raises MailboxFailed and its kinds, MailPasswordMissing, MailKindUnfit, MailTopicUnfit, DatabaseUnusable; what was filed
    stays filed.
    """
    kinds = checked_rules(store.charter, rules)
    with opened(account) as mailbox, Reader() as reader:
        return _fetched(store, who, account, kinds, mailbox, reader, on_filed)


def watch(
    store: Store,
    who: str,
    account: MailAccount,
    rules: Sequence[MailRule],
    on_filed: On,
    on_failure: Callable[[MailboxFailed, float], None],
    between: Callable[[], None] = lambda: None,
    *,
    is_patient: bool = False,
) -> None:
    """Fetches again and again, as soon as the server says that something has come, until it is interrupted.

    on_failure: called with what failed and the seconds until the next try; between: called every TICK seconds while nothing comes.
    Raises as `fetch` does, but MailboxFailed only for the first try, unless it is patient: a wrong setting shows at once.
    """
    kinds, failures, is_first = checked_rules(store.charter, rules), 0, not is_patient
    with Reader() as reader:
        while True:
            try:
                with opened(account) as mailbox:
                    end = monotonic() + _IDLE  # some servers show nothing new before a new login
                    while monotonic() < end:
                        _fetched(store, who, account, kinds, mailbox, reader, on_filed)
                        is_first, failures = False, 0
                        end_trouble(store, READING)
                        _wait(mailbox, end - monotonic(), between)
                        mailbox.open_folder()
            except MailboxFailed as error:
                if is_first:
                    raise
                note_trouble(store, READING, error)
                pause = pause_after(failures)
                on_failure(error, pause)
                failures += 1
                pass_time(pause, between)


def pause_after(failures: int) -> float:
    """The seconds before the next try after so many failures before this one."""
    return _RETRIES[min(failures, len(_RETRIES) - 1)]


def pass_time(seconds: float, between: Callable[[], None]) -> None:
    """Waits, and calls what is done besides every TICK seconds."""
    end = monotonic() + seconds
    while (rest := end - monotonic()) > 0:
        between()
        sleep(min(rest, TICK))


def _wait(mailbox: Mailbox, seconds: float, between: Callable[[], None]) -> None:
    if mailbox.tells_news:
        mailbox.wait(seconds, between, TICK)
    else:
        pass_time(min(seconds, _POLL), between)


def _fetched(
    store: Store, who: str, account: MailAccount, kinds: Sequence[MailRule], mailbox: Mailbox, reader: Reader, on_filed: On
) -> list[Imported]:
    found = []
    for listed in _new(store, account, mailbox):
        whole = listed.size <= STORED_MOST
        raw = mailbox.message(listed.uid, listed.size + 1 if whole else HEAD)
        if raw is None:  # moved or deleted since it was listed
            continue
        message = RawMessage(raw, f"{mailbox.name}/{account.folder}")
        mail = reader.read(raw, listed.size)
        place = Place(mailbox.name, account.folder, mailbox.validity, listed.uid)
        filed = file_arrived(store, who, arrived(store, message, mail, kinds, listed.received or None, place))
        found.append(Imported(message.source, mail, filed))
        on_filed(found[-1])
    mailbox_checked(store, who, mailbox.name)
    return found


def _new(store: Store, account: MailAccount, mailbox: Mailbox) -> Iterator[Listed]:
    """The messages to file, in order. Of those that were there before the first time only the unseen ones; all of a folder that was
    made anew under its name, whose messages are known by their keys."""
    seen = progress_in(store, mailbox.name, account.folder)
    if seen is None or seen.validity != mailbox.validity:
        first = mailbox.last if seen is None else 0
        begin(store, Place(mailbox.name, account.folder, mailbox.validity, 0), first)
        seen = progress_in(store, mailbox.name, account.folder)
    assert seen is not None
    if seen.uid < seen.first:
        yield from (listed for listed in mailbox.listed(seen.uid, "UNSEEN") if listed.uid <= seen.first)
    yield from mailbox.listed(max(seen.uid, seen.first))
