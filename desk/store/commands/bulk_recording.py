"""Opening many tickets in one act, from an imported list. Does the same as `recording.py` for each, a few hundred at a time."""

from collections.abc import Callable, Sequence
from itertools import islice

from peewee import fn

from desk.actions.rights import Right
from desk.models import Batch, Clock, ComplaintAbout, Customer, FurtherPhone, Head, Search, Ticket
from desk.store.commands.recording import Recording, check, first_events
from desk.store.customers.identity import address_key, keys_of, namesakes
from desk.store.database import Store
from desk.store.dialects.statement import Statement
from desk.store.event_log import append_many, latest
from desk.store.permissions import requires
from desk.store.projections import INDEX_COLUMNS, about_rows, as_row, clock_row, further_phones, indexed
from desk.store.replay import replay
from desk.store.row_log import log_row
from desk.store.statements import insert, insert_many, insert_rows
from desk.store.ticket_state import EventRow
from desk.store.validation import only_set
from desk.text.names import Namesakes

AT_ONCE = 250  # tickets: keeps memory use constant whatever the length of the list


def ignore_progress(done: int) -> None:
    """A progress callback that does nothing."""


@requires(Right.WORK)
def record_batch(store: Store, staff: int, kind: str, received: int, *, exam: str = "", day: str = "", centre: str = "") -> int:
    """Records a batch of certificates. Must run inside the transaction that opens its tickets. Returns its id.

    kind: of its tickets; received: when it came, epoch seconds; exam, day, centre: what its list says of all of them.
    """
    row = {"kind": kind, "received": received, "opened_by": staff, "recorded": store.now()}
    batch = insert(store, Batch, {**row, "exam": exam, "day": day, "centre": centre})
    log_row(store, "batch", batch, staff)
    return batch


@requires(Right.WORK)
def open_together(
    store: Store,
    staff: int,
    recordings: Sequence[Recording],
    *,
    batch: int | None = None,
    progress: Callable[[int], None] = ignore_progress,
) -> None:
    """Opens a ticket for each recording, in order and in one step. Must run inside a transaction.

    batch: the id of the batch that they arrived in; progress: callback, called with the number done. Raises as `record` does.
    """
    people = _People(store)
    rest, step, done = iter(recordings), 0, 0
    while some := list(islice(rest, AT_ONCE)):
        step = _open(store, staff, some, batch, people, step)
        done += len(some)
        progress(done)


class _People:
    """Resolves the people of a list: known ones, and each new one once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._met: dict[str, Namesakes] = {}  # by number and address
        ((self._last,),) = _LAST_CUSTOMER.rows(store)
        self._new: list[dict[str, object]] = []

    def of(self, what: Recording) -> int:
        """The person with this number, else with this address, whose name does not contradict; else a new one."""
        phones, address = keys_of(self._store, what.phone), address_key(what.email)
        shared = [self._sharing(key) for key in (*phones, address) if key]
        person = next((met for namesakes in shared if (met := namesakes.called(what.name)) is not None), None)
        if person is None:
            self._last = person = int(self._last) + 1
            self._new.append({"id": person, "name": what.name, "phone": next(iter(phones), ""), "email": address})
        for known in shared:
            known.add(person, what.name)
        return person

    def _sharing(self, key: str) -> Namesakes:
        if key not in self._met:
            self._met[key] = namesakes(self._store, key)
        return self._met[key]

    def write(self) -> None:
        """Inserts the new people; must run before the tickets that refer to them."""
        if self._new:
            insert_many(self._store, Customer, self._new)
            self._store.dialect.continue_numbers(self._store, Customer)
            self._new = []


def _open(store: Store, staff: int, recordings: Sequence[Recording], batch: int | None, people: _People, step: int) -> int:
    ((last,),) = _LAST_TICKET.rows(store)
    ((event,),) = _LAST_EVENT.rows(store)
    now, new, tickets, running, words, phones, about = store.now(), [], [], [], [], [], []
    recorded = latest(store, now)
    for number, what in enumerate(recordings, start=int(last) + 1):
        check(store, what)
        first = first_events(store, number, what, people.of(what), batch)
        new += first
        events = []
        for entry in first:
            event += 1  # the head row is locked until the end of the transaction: this will be the id
            step = step or event
            at, texts = entry.at or now, only_set(entry.texts)
            events.append(EventRow(event, step, entry.what, at, recorded, staff, store.applied, entry.data, texts))
        story, found = replay(events, store.version)
        row = as_row(store, number, event, story, found)
        tickets.append({"id": number, **row})
        running += [clock_row(number, clock) for clock in found]
        words.append((number, *indexed(store, number, row["state"], story, events)))
        phones += further_phones(store, number, story)
        about += about_rows(store, number, story)
    people.write()
    insert_many(store, Ticket, tickets)
    store.dialect.continue_numbers(store, Ticket)
    append_many(store, new, staff=staff, step=step)
    insert_many(store, Clock, running)
    insert_many(store, FurtherPhone, phones)
    insert_many(store, ComplaintAbout, about)
    insert_rows(store, Search, ("rowid", *INDEX_COLUMNS), words)
    return step


_LAST_CUSTOMER = Statement(lambda _: Customer.select(fn.COALESCE(fn.MAX(Customer.id), 0)))
_LAST_TICKET = Statement(lambda _: Ticket.select(fn.COALESCE(fn.MAX(Ticket.id), 0)))
_LAST_EVENT = Statement(lambda _: Head.select(Head.event).where(Head.id == 1))
