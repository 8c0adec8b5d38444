"""Opening many tickets in one act: what a list brings. As `recording.py` for each of them, written a few hundred at a time."""

from collections.abc import Callable, Sequence
from itertools import islice

from desk.charter.clocks import clocks
from desk.models import Clock, Customer, Ticket
from desk.store.chain import append_many
from desk.store.checks import only_set
from desk.store.customers import address_key, find_customer, key_of
from desk.store.database import Store
from desk.store.derive import as_row, clock_row
from desk.store.doors import door
from desk.store.index import WRITE, indexed
from desk.store.recording import Recording, check, first_events
from desk.store.story import EventRow, tell

AT_ONCE = 250  # tickets: the memory that a list takes does not grow with it


def nobody(done: int) -> None:
    """Is told how far it is where nobody looks."""


@door
def open_together(
    store: Store, staff: int, recordings: Sequence[Recording], *, batch: int | None = None, told: Callable[[int], None] = nobody
) -> None:
    """Opens a ticket for each, in their order and in one step. Must run inside a transaction.

    batch: that they arrived in; told: called with how many are there. Raises as `record` does.
    """
    people = _People(store)
    rest, step, done = iter(recordings), 0, 0
    while some := list(islice(rest, AT_ONCE)):
        step = _open(store, staff, some, batch, people, step)
        done += len(some)
        told(done)


class _People:
    """Who the persons of a list are: those that are known, and each new one once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._met: dict[str, int] = {}
        ((self._last,),) = store.rows("SELECT COALESCE(MAX(id), 0) FROM customer")
        self._new: list[dict[str, object]] = []

    def of(self, what: Recording) -> int:
        """The person of this number, else of this address, else a new one."""
        phone, address = key_of(self._store, what.phone), address_key(what.email)
        keys = [key for key in (phone, address) if key]
        met = next((self._met[key] for key in keys if key in self._met), None)
        person = met or find_customer(self._store, phone, address)
        if person is None:
            self._last = person = int(self._last) + 1
            self._new.append({"id": person, "name": what.name, "phone": phone, "email": address})
        self._met |= dict.fromkeys(keys, person)
        return person

    def write(self) -> None:
        """The new ones, before the tickets that name them."""
        if self._new:
            Customer.insert_many(self._new).execute()
            self._new = []


def _open(store: Store, staff: int, recordings: Sequence[Recording], batch: int | None, people: _People, step: int) -> int:
    ((last,),) = store.rows("SELECT COALESCE(MAX(id), 0) FROM ticket")
    ((event,),) = store.rows("SELECT event FROM head WHERE id = 1")
    now, new, tickets, running, words = store.now(), [], [], [], []
    for number, what in enumerate(recordings, start=int(last) + 1):
        check(store, what)
        first = first_events(store, number, what, people.of(what), batch)
        new += first
        told = []
        for one in first:
            event += 1  # the head is ours until the end of the transaction: this is what it will be
            step = step or event
            told.append(EventRow(event, step, one.what, one.at or now, now, staff, store.applied, one.data, only_set(one.texts)))
        story = tell(told)
        found = clocks(store.charter, story.facts, store.version)
        row = as_row(store, number, event, story, found)
        tickets.append({"id": number, "batch": batch, "recorded": now, **row})
        running += [clock_row(number, clock) for clock in found]
        words.append((number, *indexed(store, number, row["state"], story, told)))
    people.write()
    Ticket.insert_many(tickets).execute()
    append_many(store, new, staff=staff, step=step)
    if running:
        Clock.insert_many(running).execute()
    store.many(WRITE, words)
    return step
