"""Events -> the rows that lists read: the ticket as it stands, its clocks, its reminders. All of it can be rebuilt."""

from collections.abc import Sequence
from typing import Any

from desk.charter.clocks import RUNNING, Clock, clocks, next_due, waiting
from desk.models import Clock as ClockRow
from desk.models import Customer, Reminder, Ticket
from desk.store.customers import address_key, key_of
from desk.store.database import Store
from desk.store.events import events_of
from desk.store.index import write_index
from desk.store.story import DONE, OPEN, VOID, Story, tell
from desk.text import search_key

SUBJECT_SHOWN = 200  # a list shows one line of it; the whole stands beside the event


def derive(store: Store, number: int) -> tuple[Story, tuple[Clock, ...]]:
    """Writes what the ticket's events come to. Must run inside the transaction that appended them."""
    events = events_of(store, number)
    story = tell(events)
    found = clocks(store.charter, story.facts, store.version)
    row = as_row(store, number, events[-1].id, story, found)
    write_index(store, number, row["state"], story, events)
    Ticket.update(row).where(Ticket.id == number).execute()
    _write_clocks(number, found)
    Reminder.delete().where(Reminder.ticket == number).execute()
    for event, staff, at in story.reminders:
        Reminder.insert(ticket=number, event=event, staff=staff, at=at).execute()
    known = {"name": row["name"], "phone": row["phone_key"], "email": row["email_key"]}
    if fresh := {name: value for name, value in known.items() if value}:
        Customer.update(fresh).where(Customer.id == story.customer).execute()
    return story, found


def as_row(store: Store, number: int, version: int, story: Story, found: Sequence[Clock]) -> dict[str, Any]:
    """The ticket's row, by field, as its events have it. version: the id of the last of them."""
    running = [clock for clock in found if clock.state == RUNNING]
    nearest = next_due(running)
    words = story.words
    subject = (words["subject"] or words["body"])[:SUBJECT_SHOWN]
    return {
        "kind": story.kind,
        "channel": story.channel,
        "state": state_of(story, found),
        "customer": story.customer,
        "owner": story.owner,
        "session": story.session,
        "name": words["name"],
        "phone": words["phone"],
        "phone_key": key_of(store, words["phone"]),
        "email": words["email"],
        "email_key": address_key(words["email"]),
        "address": words["address"],
        "language": story.language,
        "subject": subject,
        "key": _key(number, story, subject),
        "exam": story.exam.isoformat() if story.exam else words["exam-name"],
        "candidate": words["candidate"],
        "day": story.exam.isoformat() if story.exam else words["exam-day"],
        "document": words["document"],
        "received": story.received,
        "at_once": story.at_once,
        "next_due": nearest,
        "next_standard": next((clock.standard for clock in running if clock.due == nearest), ""),
        "nudge": nudge_of(store, story),
        "version": version,
    }


def nudge_of(store: Store, story: Story) -> int | None:
    """When the desk speaks up about a fact that is long in coming; None where nothing is waited for."""
    return min((wait.nudge for wait in waiting(store.charter, story.facts) if wait.nudge), default=None)


def _key(number: int, story: Story, subject: str) -> str:
    """What a filter looks through: a ticket that was merged into this one still finds it by its number."""
    words, numbers = story.words, (number, *story.absorbed)
    who = (words[name] for name in ("name", "document", "phone"))
    return search_key(" ".join((*map(str, numbers), *who, _digits(words["phone"]), words["email"], subject)))


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def state_of(story: Story, found: Sequence[Clock]) -> str:
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
    }
