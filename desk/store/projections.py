"""Events -> the rows that lists read: the ticket as it stands, its clocks, its reminders. All of it can be rebuilt."""

from collections.abc import Sequence
from typing import Any

from desk.charter.clocks import RUNNING, Clock, next_due, waiting
from desk.models import Clock as ClockRow
from desk.models import Customer, FurtherPhone, Reminder, Ticket
from desk.store.customers import address_key, keys_of
from desk.store.database import Store
from desk.store.events import events_of
from desk.store.index import write_index
from desk.store.replay import replay
from desk.store.ticket_state import DONE, OPEN, VOID, TicketState
from desk.text.names import also_called
from desk.text.sanitize import search_key

SUBJECT_SHOWN = 200  # a list shows one line of it; the whole stands beside the event


def derive(store: Store, number: int) -> tuple[TicketState, tuple[Clock, ...]]:
    """Writes what the ticket's events come to. Must run inside the transaction that appended them."""
    events = events_of(store, number)
    story, found = replay(events, store.version)
    row = as_row(store, number, events[-1].id, story, found)
    write_index(store, number, row["state"], story, events)
    Ticket.update(row).where(Ticket.id == number).execute()
    _write_phones(store, number, story)
    _write_clocks(number, found)
    Reminder.delete().where(Reminder.ticket == number).execute()
    for event, staff, at in story.reminders:
        Reminder.insert(ticket=number, event=event, staff=staff, at=at).execute()
    known = {"name": row["name"], "phone": row["phone_key"], "email": row["email_key"]}
    if fresh := {name: value for name, value in known.items() if value}:
        Customer.update(fresh).where(Customer.id == story.customer).execute()
    return story, found


def as_row(store: Store, number: int, version: int, story: TicketState, found: Sequence[Clock]) -> dict[str, Any]:
    """The ticket's row, by field, as its events have it. version: the id of the last of them."""
    running = [clock for clock in found if clock.state == RUNNING]
    nearest = next_due(running)
    words = story.words
    return {
        "kind": story.kind,
        "channel": story.channel,
        "state": state_of(story, found),
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
        "next_due": nearest,
        "next_standard": next((clock.standard for clock in running if clock.due == nearest), ""),
        "nudge": nudge_of(store, story),
        "version": version,
    }


def nudge_of(store: Store, story: TicketState) -> int | None:
    """When the desk speaks up about a fact that is long in coming; None where nothing is waited for."""
    return min((wait.nudge for wait in waiting(store.charter, story.facts) if wait.nudge), default=None)


def found_by(store: Store, number: int, story: TicketState) -> dict[str, Any]:
    """What a person and a filter find a ticket by, folded: of the row all that another way of folding changes."""
    words = story.words
    return {
        "phone_key": next(iter(keys_of(store, words["phone"])), ""),
        "email_key": address_key(words["email"]),
        "key": _key(number, story),
    }


def further_phones(store: Store, number: int, story: TicketState) -> list[dict[str, Any]]:
    """The rows of a ticket's numbers beside the first one."""
    return [{"ticket": number, "key": key} for key in keys_of(store, story.words["phone"])[1:]]


def write_found_by(store: Store, number: int, story: TicketState) -> None:
    """Writes what a ticket is found by into its row, and its further numbers."""
    Ticket.update(found_by(store, number, story)).where(Ticket.id == number).execute()
    _write_phones(store, number, story)


def _write_phones(store: Store, number: int, story: TicketState) -> None:
    FurtherPhone.delete().where(FurtherPhone.ticket == number).execute()
    if rows := further_phones(store, number, story):
        FurtherPhone.insert_many(rows).execute()


def _subject(story: TicketState) -> str:
    return (story.words["subject"] or story.words["body"])[:SUBJECT_SHOWN]


def _key(number: int, story: TicketState) -> str:
    """What a filter looks through: a ticket that was merged into this one still finds it by its number."""
    words, numbers = story.words, (number, *story.absorbed)
    names = [words[name] for name in ("name", "document")]
    others = [word for name in names for word in also_called(name)]
    phone = words["phone"]
    return search_key(" ".join((*map(str, numbers), *names, phone, _digits(phone), words["email"], _subject(story), *others)))


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def state_of(story: TicketState, found: Sequence[Clock]) -> str:
    """open, closed, or void for a recording that was undone."""
    if story.undone:
        return VOID
    running = any(clock.state == RUNNING for clock in found)
    return DONE if story.ended or (story.finished and not running) else OPEN


def _write_clocks(number: int, found: Sequence[Clock]) -> None:
    ClockRow.delete().where(ClockRow.ticket == number).execute()
    if found:
        ClockRow.insert_many([clock_row(number, clock) for clock in found]).execute()


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
