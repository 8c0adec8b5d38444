"""Files of tickets: attached by hand, or in the messages of its customer."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.models import Attachment, Content, MailMessage
from desk.store.commands.unit_of_work import add_event, changing, must_stand
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotFound
from desk.store.errors.files import TicketFileUnknown
from desk.store.event_log import events_of
from desk.store.files.content import Loaded, stored
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert
from desk.store.ticket_state import Act, EventRow
from desk.store.visibility import check_reads

ATTACHED, MAILED = "a", "m"  # the beginnings of the names by which files are chosen


class TicketFile(NamedTuple):
    """A file of a ticket.

    id: by which it is chosen: `a7` for an attached one, `m12.0` for the first in a message.
    name: as it was called.
    type: its media type; of a file in a message, as the message says.
    size: bytes.
    """

    id: str
    name: str
    type: str
    size: int


@requires(Right.WORK)
def attach_loaded(store: Store, who: str, number: int, loaded: Loaded, text: str = "", *, seen: int | None = None) -> int:
    """Attaches a file to a ticket, open or closed. text: what an image says, to be searched for. Returns the file's number. Raises
    NotNow."""
    with changing(store, number, seen) as events:
        must_stand(events, number)
        return add_file(store, who, number, loaded, text)[0]


def add_file(store: Store, who: str, number: int, loaded: Loaded, text: str = "", step: int = 0) -> tuple[int, int]:
    """Stores a file and appends its event, as part of a step. Must run inside a transaction. Returns the file's number and the
    event."""
    row = {"ticket": number, "digest": stored(store, loaded.raw), "size": len(loaded.raw)}
    file = insert(store, Attachment, row | {"name": loaded.name, "type": loaded.type})
    log_row(store, "attachment", file, staff_id(store, who))
    texts = {"file": loaded.name, "scanned": text}
    return file, add_event(store, who, number, Act.ATTACHED, data={"file": file}, texts=texts, step=step)


@requires(Right.WORK)
def loaded_files(store: Store, files: Sequence[int]) -> list[Loaded]:
    """Attached files with their bytes, to be sent. files: their numbers."""
    return [Loaded(name, kind, bytes(raw)) for file in files for name, kind, raw in _loaded.rows(store, file=file)]


@Statement
def _loaded(_: Dialect) -> Any:
    query = Attachment.select(Attachment.name, Attachment.type, Content.body)
    return query.join(Content, on=Content.digest == Attachment.digest).where(Attachment.id == Param("file"))


@requires(Right.LOOK)
def files_of(store: Store, number: int) -> list[TicketFile]:
    """The files of a ticket in the order in which they came. Raises NotFound for a ticket that the current user may not read."""
    events = _readable(store, number)
    undone = {event.data["step"] for event in events if event.what == Act.UNDONE}
    attached = {row[0]: row[1:] for row in _attached.rows(store, ticket=number)}
    messages = [message for (message,) in _messages.rows(store, ticket=number)]
    named = {event.data["mail"] for event in events if "mail" in event.data}
    opener = next((message for message in messages if message not in named), None)
    found = []
    for event in events:
        if event.step in undone:
            continue
        if event.what == Act.ATTACHED and event.data["file"] in attached:
            found.append(TicketFile(f"{ATTACHED}{event.data['file']}", *attached[event.data["file"]]))
        elif event.texts.get("files"):
            found += _in_message(event, opener)
    return found


def _in_message(event: EventRow, opener: int | None) -> list[TicketFile]:
    """The files in a message as listed with it: size, type, name, one in a line."""
    message = event.data.get("mail", opener)
    found = []
    for place, line in enumerate(event.texts["files"].split("\n")):
        size, _, rest = line.partition(" ")
        kind, _, name = rest.partition(" ")
        if message is not None and size.isdecimal():
            found.append(TicketFile(f"{MAILED}{message}.{place}", name, kind, int(size)))
    return found


@requires(Right.LOOK)
def file_bytes(store: Store, number: int, file: str) -> tuple[bytes, int | None]:
    """The bytes of an attached file; or those of the message that a file is in, and its place there. Raises TicketFileUnknown,
    NotFound."""
    found = next((known for known in files_of(store, number) if known.id == file), None)
    if found is None:
        raise TicketFileUnknown(number, file)
    if file.startswith(ATTACHED):
        ((raw,),) = _bytes_attached.rows(store, file=int(file[1:]))
        return bytes(raw), None
    message, _, place = file[1:].partition(".")
    ((raw,),) = _bytes_mailed.rows(store, message=int(message))
    return bytes(raw), int(place)


def _readable(store: Store, number: int) -> Sequence[EventRow]:
    events = events_of(store, number)
    if not events:
        raise NotFound(number)
    check_reads(store, number, events)
    return events


@Statement
def _attached(_: Dialect) -> Any:
    query = Attachment.select(Attachment.id, Attachment.name, Attachment.type, Attachment.size)
    return query.where(Attachment.ticket == Param("ticket")).order_by(Attachment.id)


@Statement
def _messages(_: Dialect) -> Any:
    return MailMessage.select(MailMessage.id).where(MailMessage.ticket == Param("ticket")).order_by(MailMessage.id)


@Statement
def _bytes_attached(_: Dialect) -> Any:
    query = Attachment.select(Content.body).join(Content, on=Content.digest == Attachment.digest)
    return query.where(Attachment.id == Param("file"))


@Statement
def _bytes_mailed(_: Dialect) -> Any:
    query = MailMessage.select(Content.body).join(Content, on=Content.digest == MailMessage.digest)
    return query.where(MailMessage.id == Param("message"))
