"""Events -> the rows that lists read: the current ticket, its clocks, its reminders. All of it can be rebuilt."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desk.charter import Charter
from desk.charter.clocks import RUNNING, Clock, next_due, waiting
from desk.models import Clock as ClockRow
from desk.models import ComplaintAbout, Customer, FurtherPhone, Reminder, Search, Ticket
from desk.store.customers.identity import address_key, keys_of
from desk.store.damage import Undecodable
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import events_of
from desk.store.replay import replay
from desk.store.statements import delete, insert_many, insert_rows, read, update
from desk.store.ticket_state import DONE, OPEN, VOID, Act, EventRow, TicketState, while_sealed
from desk.text.folding import search_key
from desk.text.names import also_called
from desk.text.phones import phone_words

SUBJECT_SHOWN = 200  # lists show one line; the whole text is stored with the event


def derive(store: Store, number: int) -> tuple[TicketState, tuple[Clock, ...]]:
    """Updates the projections of a ticket from its events; apart from the ticket's own row, only rows that differ. Must run inside
    the transaction that appended the events."""
    events = events_of(store, number)
    story, found = replay(events, store.version)
    row = as_row(store, number, events[-1].id, story, found)
    write_index(store, number, row["state"], story, events)
    _write_phones(store, number, story)
    if store.charter.kind(story.kind).is_sealed or any(event.what == Act.CONVERTED for event in events):
        _write_about(store, number, story)
    _write_clocks(store, number, found)
    _write_reminders(store, number, story)
    _write_customer(store, story.customer, row)
    _write_ticket(store, number, row)
    return story, found


def _write_ticket(store: Store, number: int, row: Mapping[str, Any]) -> None:
    """Updates the columns that differ: SQLite rewrites every index of a column that is set, whether or not its value changes."""
    names = tuple(row)
    stored = zip(names, read(store, Ticket, names, number), strict=True)
    if changed := {name: row[name] for name, value in stored if value != row[name] or isinstance(value, Undecodable)}:
        update(store, Ticket, changed, number)


def _are_stored(store: Store, written: Statement, ticket: int, wanted: Sequence[tuple[Any, ...]]) -> bool:
    """Whether a query for a ticket's stored rows returns exactly these; undecodable text never matches."""
    found = written.rows(store, ticket=ticket)
    return found == list(wanted) and not any(isinstance(value, Undecodable) for row in found for value in row)


def as_row(store: Store, number: int, version: int, story: TicketState, found: Sequence[Clock]) -> dict[str, Any]:
    """The ticket's row by field, computed from its events. version: the id of the last event."""
    running = [clock for clock in found if clock.state == RUNNING]
    nearest = next_due(running)
    words = story.words
    return {
        "kind": story.kind,
        "channel": story.channel,
        "state": state_of(store.charter, story, found),
        "customer": story.customer,
        "owner": story.owner,
        "session": story.session,
        "name": words["name"],
        "phone": words["phone"],
        "email": words["email"],
        "address": words["address"],
        "language": story.language,
        "subject": _subject(story),
        **found_by(store, number, story),
        "exam": story.exam.isoformat() if story.exam else words["exam-name"],
        "candidate": words["candidate"],
        "day": story.exam.isoformat() if story.exam else words["exam-day"],
        "document": words["document"],
        "received": story.received,
        "recorded": story.recorded,
        "batch": story.batch,
        "at_once": story.at_once,
        "proposed": story.proposed,
        "next_due": nearest,
        "next_standard": next((clock.standard for clock in running if clock.due == nearest), ""),
        "nudge": nudge_of(store, story),
        "version": version,
    }


def nudge_of(store: Store, story: TicketState) -> int | None:
    """When the desk reminds about a fact that is long overdue; None if nothing is awaited."""
    return min((wait.nudge for wait in waiting(store.charter, story.facts) if wait.nudge), default=None)


def found_by(store: Store, number: int, story: TicketState) -> dict[str, Any]:
    """The folded texts by which search and filters find a ticket: all columns of the row that depend on the folding rules."""
    words = story.words
    return {
        "phone_key": next(iter(keys_of(store, words["phone"])), ""),
        "email_key": address_key(words["email"]),
        "key": _key(number, story),
    }


def further_phones(store: Store, number: int, story: TicketState) -> list[dict[str, Any]]:
    """The rows of a ticket's phone numbers beside the first one."""
    return [{"ticket": number, "key": key} for key in keys_of(store, story.words["phone"])[1:]]


def _write_phones(store: Store, number: int, story: TicketState) -> None:
    rows = further_phones(store, number, story)
    if _are_stored(store, phones_stored, number, sorted((row["key"],) for row in rows)):
        return
    delete(store, FurtherPhone, "ticket", number)
    insert_many(store, FurtherPhone, rows)


def about_rows(store: Store, number: int, story: TicketState) -> list[dict[str, Any]]:
    """The rows of the staff members from whom a ticket is currently hidden."""
    if not store.charter.kind(story.kind).is_sealed:
        return []
    found = {**dict.fromkeys(story.mentioned, False), **dict.fromkeys(story.about, True)}
    return [{"ticket": number, "staff": staff, "confirmed": confirmed} for staff, confirmed in sorted(found.items())]


def _write_about(store: Store, number: int, story: TicketState) -> None:
    rows = about_rows(store, number, story)
    if _are_stored(store, about_stored, number, [(row["staff"], row["confirmed"]) for row in rows]):
        return
    delete(store, ComplaintAbout, "ticket", number)
    insert_many(store, ComplaintAbout, rows)


@Statement
def about_stored(_: Dialect) -> Any:
    query = ComplaintAbout.select(ComplaintAbout.staff, ComplaintAbout.confirmed)
    return query.where(ComplaintAbout.ticket == Param("ticket")).order_by(ComplaintAbout.staff)


@Statement
def phones_stored(_: Dialect) -> Any:
    return FurtherPhone.select(FurtherPhone.key).where(FurtherPhone.ticket == Param("ticket")).order_by(FurtherPhone.key)


def _subject(story: TicketState) -> str:
    return (story.words["subject"] or story.words["body"])[:SUBJECT_SHOWN]


def _key(number: int, story: TicketState) -> str:
    """The filter key; it includes the numbers of tickets merged into this one."""
    words, numbers = story.words, (number, *story.absorbed)
    names = [words[name] for name in ("name", "document")]
    others = [word for name in names for word in also_called(name)]
    phone = words["phone"]
    return search_key(" ".join((*map(str, numbers), *names, phone, _digits(phone), words["email"], _subject(story), *others)))


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def state_of(charter: Charter, story: TicketState, found: Sequence[Clock]) -> str:
    """open, closed, or void for an undone recording."""
    if story.undone:
        return VOID
    running = any(clock.state == RUNNING for clock in found)
    return DONE if story.ended or (story.is_finished(charter.kind(story.kind).final) and not running) else OPEN


def _write_clocks(store: Store, number: int, found: Sequence[Clock]) -> None:
    rows = [clock_row(number, clock) for clock in found]
    if _are_stored(store, _clocks_stored, number, [tuple(row.values()) for row in rows]):
        return
    delete(store, ClockRow, "ticket", number)
    insert_many(store, ClockRow, rows)


@Statement
def _clocks_stored(_: Dialect) -> Any:
    columns = [field for name, field in ClockRow._meta.fields.items() if name != "id"]  # in the order of `clock_row`
    return ClockRow.select(*columns).where(ClockRow.ticket == Param("ticket")).order_by(ClockRow.id)


def _write_reminders(store: Store, number: int, story: TicketState) -> None:
    if _are_stored(store, reminders_stored, number, story.reminders):
        return
    delete(store, Reminder, "ticket", number)
    insert_many(
        store, Reminder, [{"ticket": number, "event": event, "staff": staff, "at": at} for event, staff, at in story.reminders]
    )


@Statement
def reminders_stored(_: Dialect) -> Any:
    query = Reminder.select(Reminder.event, Reminder.staff, Reminder.at)
    return query.where(Reminder.ticket == Param("ticket")).order_by(Reminder.id)


def _write_customer(store: Store, customer: int, row: Mapping[str, Any]) -> None:
    """Updates a customer's name and contacts from this ticket. row: the ticket's."""
    known = {"name": row["name"], "phone": row["phone_key"], "email": row["email_key"]}
    fresh = {name: value for name, value in known.items() if value}
    if not fresh:
        return
    if not fresh.items() <= dict(zip(known, read(store, Customer, tuple(known), customer), strict=True)).items():
        update(store, Customer, fresh, customer)


def clock_row(number: int, clock: Clock) -> dict[str, Any]:
    """A clock's row, by field."""
    return {
        "ticket": number,
        "standard": clock.standard,
        "start": clock.start,
        "due": clock.due,
        "state": clock.state,
        "started_by": clock.started_by,
        "stopped": clock.stopped,
        "stopped_by": clock.stopped_by,
        "reason": clock.reason,
        "house": clock.house,
        "judged_by": clock.judged_by,
        "opened": clock.opened,
        "entered_late": clock.entered_late,
    }


INDEXED = 4_000  # characters of each text: folding more would slow down every act, and nobody searches for the hundredth line

_WHO = ("name", "document", "email", "candidate")
_ABOUT = ("subject", "body", "remedy", "exam-name")
_ELSEWHERE = frozenset((*_WHO, *_ABOUT, "phone", "old", "new", "number", "letter-date", "exam-day", "signs", "title", "quoted"))

INDEX_COLUMNS = ("state", "who", "about", "said")


@Statement
def index_stored(_: Dialect) -> Any:
    return Search.select(Search.state, Search.who, Search.about, Search.said).where(Search.rowid == Param("ticket"))


def write_index(store: Store, number: int, state: str, story: TicketState, events: Sequence[EventRow]) -> None:
    """Updates the full-text index of a ticket; a ticket whose recording was undone is removed. Must run inside the transaction."""
    if state == VOID:
        delete(store, Search, "rowid", number)
        return
    row = indexed(store, number, state, story, events)
    if not _are_stored(store, index_stored, number, [row]):
        delete(store, Search, "rowid", number)
        insert_rows(store, Search, ("rowid", *INDEX_COLUMNS), [(number, *row)])


def indexed(store: Store, number: int, state: str, story: TicketState, events: Sequence[EventRow]) -> tuple[str, str, str, str]:
    """The row of the table `search`: whether the ticket is open, person, subject, conversation."""
    words, centre = story.words, store.charter.file.centre
    phones = phone_words(words["phone"], centre.phone_region, centre.area_code)
    others = (word for name in ("name", "document") for word in also_called(words[name]))
    who = (number, *story.absorbed, *(words[name] for name in _WHO), *phones, *others)
    # What was written while a ticket was a complaint is not searchable, nor what only a complaint has.
    is_sealed = store.charter.kind(story.kind).is_sealed
    hidden = set[int]() if is_sealed else while_sealed(events, store.charter.sealed_kinds)
    told = [event.texts for event in events if event.id not in hidden or event.what == Act.RECEIVED]
    kept = _ELSEWHERE if is_sealed else _ELSEWHERE | {"about"}
    said = [body for texts in told for field, body in texts.items() if field not in kept]
    return (
        OPEN if state == OPEN else "",
        search_key(" ".join(map(str, who))),
        _folded(words[name] for name in _ABOUT if is_sealed or name != "remedy"),
        _folded(said),
    )


def _folded(texts: Iterable[str]) -> str:
    return " ".join(filter(None, (search_key(text[:INDEXED]) for text in texts)))
