"""Filing a message that arrived: to the ticket that it answers, else to a new one; one that no person sent is kept apart.

Filing needs no permission to read: whoever fetches the mail need not be allowed to see the complaint that an answer belongs to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desk.actions.choices import FOLLOWED, FOLLOWS
from desk.actions.rights import Right
from desk.charter.vocabulary import BATCHES, EXAM, SESSIONS
from desk.models import Customer, MailMessage, Ticket
from desk.store.commands.recording import Recording, check, open_ticket
from desk.store.commands.recounting import recount_restarted
from desk.store.customers.identity import address_key
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import New, append_many, events_of
from desk.store.files.content import stored
from desk.store.mail.folders import Place, advance
from desk.store.mail.messages import is_known, key_of, ticket_answered, tickets_of
from desk.store.permissions import requires
from desk.store.projections import derive
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert, is_there, read
from desk.store.ticket_state import DONE, Act, fold_events
from desk.store.validation import YEAR, only_set
from desk.store.visibility import is_sealed

_NUMBER = re.compile(r"[#№]\s?(\d{1,9})\b")


class How(StrEnum):
    """What became of a message."""

    OPENED = "opened"  # a new ticket
    ADDED = "added"  # to the ticket that it answers
    REOPENED = "reopened"  # the same, and the ticket was closed
    BOUNCED = "bounced"  # to the ticket of the message that was not delivered
    APART = "apart"  # kept, and no part of a ticket
    KNOWN = "known"  # it had come before: nothing was done


@dataclass(frozen=True)
class Filed:
    """The result for one message. ticket: None if it is no part of one."""

    how: How
    ticket: int | None = None


@dataclass(frozen=True)
class Arrived:
    """A message as read, to be filed.

    raw: its bytes.
    received: epoch seconds.
    source: the mailbox or the file that it came from.
    message_id: "" if it has none.
    answers: the Message-IDs that it answers, the nearest first.
    name, address: of the sender; name is never empty if there is no address.
    text: what the sender wrote.
    quoted: the history below it.
    files: names and sizes of the files in it, one in a line.
    automatic: who sent it, if not a person; "" for a person.
    undelivered: the Message-ID of the message that a bounce is about.
    failed: whether a bounce says that it was given up.
    reason: why, and for whom.
    kind, topic: proposed for a new ticket.
    language: of a new ticket.
    place: where it lies in a mailbox; None if it comes from a file.
    """

    raw: bytes
    received: int
    source: str
    message_id: str = ""
    answers: tuple[str, ...] = ()
    name: str = ""
    address: str = ""
    subject: str = ""
    text: str = ""
    quoted: str = ""
    files: str = ""
    automatic: str = ""
    undelivered: str = ""
    failed: bool = False
    reason: str = ""
    kind: str = ""
    topic: str = ""
    language: str | None = None
    place: Place | None = None


@requires(Right.WORK)
def file_message(store: Store, who: str, what: Arrived) -> Filed:
    """Stores a message and files it, in one transaction: a second time the same message changes nothing.

    Raises BadInput if the proposed kind does not exist or cannot arrive by email, DatabaseUnusable.
    """
    with store.transaction():
        if what.place:
            advance(store, what.place)
        key = key_of(what.message_id, (what.address, what.subject, what.text, what.quoted, what.files), what.raw)
        if is_known(store, key):
            return Filed(How.KNOWN)
        staff = staff_id(store, who)
        row = {
            "key": key, "message_id": what.message_id, "digest": stored(store, what.raw), "source": what.source,
            "sender": what.address, "subject": what.subject, "automatic": what.automatic, "received": what.received,
            "recorded": store.now(), "staff": staff,
        }  # fmt: skip
        answered, sent = _answered(store, what)
        if answered and not what.automatic and not _is_of_questions(store, answered):
            return _opened(store, staff, what, row, follows=answered)
        if answered is None and (what.automatic or what.received < store.now() - YEAR):
            log_row(store, "mail_message", insert(store, MailMessage, row), staff)
            return Filed(How.APART)
        if answered is None:
            return _opened(store, staff, what, row)
        message = insert(store, MailMessage, row | {"ticket": answered})
        log_row(store, "mail_message", message, staff)
        return _added(store, staff, what, message, answered, sent)


def _is_of_questions(store: Store, number: int) -> bool:
    """Whether a ticket's clocks are those of what somebody asks. What is asked in answer to a notice, of a certificate or an exam,
    gets a ticket and a clock of its own."""
    kind = store.charter.kind(fold_events(events_of(store, number)).kind)
    return not kind.has((BATCHES, SESSIONS, EXAM))


def _opened(store: Store, staff: int, what: Arrived, row: dict[str, Any], follows: int | None = None) -> Filed:
    """Opens a ticket of the proposed kind. Its receipt starts the clocks of written questions, or of a complaint.

    follows: the ticket that it is linked with, unless only one of them is a complaint.
    """
    recording = Recording(
        what.kind,
        "email",
        topic=what.topic,
        name=what.name,
        email=what.address,
        subject=what.subject,
        body=what.text,
        received=min(what.received, store.now()),
        language=what.language,
        quoted=what.quoted,
        files=what.files,
        proposed=True,
    )
    check(store, recording)
    number = open_ticket(store, staff, recording)
    log_row(store, "mail_message", insert(store, MailMessage, row | {"ticket": number}), staff)
    if follows and is_sealed(store, what.kind) == is_sealed(store, fold_events(events_of(store, follows)).kind):
        step = _append(store, staff, number, [New(number, Act.LINKED, {"of": follows, "how": FOLLOWS})])
        _append(store, staff, follows, [New(follows, Act.LINKED, {"of": number, "how": FOLLOWED})], step)
    return Filed(How.OPENED, number)


def _added(store: Store, staff: int, what: Arrived, message: int, number: int, sent: int | None) -> Filed:
    """Adds a message to a ticket. sent: the event that wrote the message that it answers, if that is known."""
    data = only_set({"mail": message, "automatic": what.automatic})
    texts = {"note": what.text or what.subject, "quoted": what.quoted, "files": what.files}
    if what.undelivered:
        texts["note"] = what.reason
        step = _step_sent(store, number, sent) if what.failed and sent else None
        events = [New(number, Act.BOUNCED, data | only_set({"failed": what.failed}), texts, what.received)]
        if step is not None:  # the promise was not kept after all
            events.append(New(number, Act.UNDONE, {"step": step}))
        _append(store, staff, number, events)
        recount_restarted(store, staff, number)
        return Filed(How.BOUNCED, number)
    is_closed = read(store, Ticket, ("state",), number) == (DONE,)
    events = [New(number, Act.MAILED, data, texts, min(what.received, store.now()))]
    if is_closed and not what.automatic:
        events.insert(0, New(number, Act.REOPENED, {}, {}, min(what.received, store.now())))
    _append(store, staff, number, events)
    return Filed(How.REOPENED if len(events) > 1 else How.ADDED, number)


def _append(store: Store, staff: int, number: int, events: list[New], step: int = 0) -> int:
    step = append_many(store, events, staff=staff, step=step)[0]
    derive(store, number)
    return step


def _step_sent(store: Store, number: int, written: int) -> int | None:
    """The step by which a written message counts as sent, unless that was undone; None if it does not."""
    events = events_of(store, number)
    undone = {event.data["step"] for event in events if event.what == Act.UNDONE}
    steps = [event.step for event in events if event.data.get("letter") == written and event.what != Act.RECALLED]
    return next((step for step in steps if step not in undone), None)


# -- the ticket that a message answers -----------------------------------------------------------------------------------


def _answered(store: Store, what: Arrived) -> tuple[int | None, int | None]:
    """The ticket that a message belongs to, and the event of ours that it answers; None where there is none.

    A Message-ID of ours proves it; a Message-ID of another message of that ticket, or its number in the subject, counts only if the
    sender belongs to the ticket: anybody can write a number.
    """
    for message_id in (what.undelivered, *what.answers):
        found = ticket_answered(store, message_id) if message_id else None
        if found and (number := _standing(store, found[0])):
            return number, found[1]
    for number in _claimed(store, what):
        if (standing := _standing(store, number)) and _belongs(store, standing, what.address):
            return standing, None
    return None, None


def _claimed(store: Store, what: Arrived) -> Iterator[int]:
    """The tickets that a message names without proof."""
    for message_id in what.answers:
        yield from tickets_of(store, message_id)
    for number in _NUMBER.findall(what.subject):
        yield int(number)


def _standing(store: Store, number: int) -> int | None:
    """The ticket with a number, or the one that it was merged into; None if there is none, or its recording was undone."""
    seen = set[int]()
    while number not in seen and is_there(store, Ticket, number):
        seen.add(number)
        story = fold_events(events_of(store, number))
        if story.undone:
            return None
        if story.merged_into is None:
            return number
        number = story.merged_into
    return None


def _belongs(store: Store, number: int, address: str) -> bool:
    """Whether an address is one of the ticket's, or of its customer."""
    key = address_key(address)
    return bool(key) and bool(_belonging.rows(store, ticket=number, key=key))


@Statement
def _belonging(_: Dialect) -> Any:
    own = Ticket.alias("own")
    is_known = (Ticket.email_key == Param("key")) | (Customer.email == Param("key"))
    query = own.select(own.id).join(Customer, on=own.customer == Customer.id).join(Ticket, on=Ticket.customer == Customer.id)
    return query.where(own.id == Param("ticket"), is_known).limit(1)
