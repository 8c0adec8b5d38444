"""Opening many tickets in one act: what a list brings. As `recording.py` for each of them, written a few hundred at a time."""

from collections.abc import Callable, Sequence
from itertools import islice

from desk.actions.rights import Right
from desk.models import Clock, ComplaintAbout, Customer, FurtherPhone, Ticket
from desk.store.commands.recording import Recording, check, first_events
from desk.store.customers import address_key, keys_of, sharing
from desk.store.database import Store
from desk.store.event_log import append_many, latest
from desk.store.permissions import requires
from desk.store.projections import WRITE, about_rows, as_row, clock_row, further_phones, indexed
from desk.store.replay import replay
from desk.store.ticket_state import EventRow
from desk.store.validation import only_set
from desk.text.names import Namesakes

AT_ONCE = 250  # tickets: the memory that a list takes does not grow with it


def nobody(done: int) -> None:
    """Is told how far it is where nobody looks."""


@requires(Right.WORK)
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
        self._met: dict[str, Namesakes] = {}  # by number and address
        ((self._last,),) = store.rows("SELECT COALESCE(MAX(id), 0) FROM customer")
        self._new: list[dict[str, object]] = []

    def of(self, what: Recording) -> int:
        """The person of this number, else of this address, whose name does not contradict it; else a new one."""
        phones, address = keys_of(self._store, what.phone), address_key(what.email)
        shared = [self._sharing(key) for key in (*phones, address) if key]
        person = next((met for namesakes in shared if (met := namesakes.called(what.name)) is not None), None)
        if person is None:
            self._last = person = int(self._last) + 1
            self._new.append({"id": person, "name": what.name, "phone": next(iter(phones), ""), "email": address})
        for namesakes in shared:
            namesakes.add(person, what.name)
        return person

    def _sharing(self, key: str) -> Namesakes:
        if key not in self._met:
            self._met[key] = sharing(self._store, key)
        return self._met[key]

    def write(self) -> None:
        """The new ones, before the tickets that name them."""
        if self._new:
            Customer.insert_many(self._new).execute()
            self._new = []


def _open(store: Store, staff: int, recordings: Sequence[Recording], batch: int | None, people: _People, step: int) -> int:
    ((last,),) = store.rows("SELECT COALESCE(MAX(id), 0) FROM ticket")
    ((event,),) = store.rows("SELECT event FROM head WHERE id = 1")
    now, new, tickets, running, words, phones, about = store.now(), [], [], [], [], [], []
    recorded = latest(store, now)
    for number, what in enumerate(recordings, start=int(last) + 1):
        check(store, what)
        first = first_events(store, number, what, people.of(what), batch)
        new += first
        told = []
        for entry in first:
            event += 1  # the head is ours until the end of the transaction: this is what it will be
            step = step or event
            at, texts = entry.at or now, only_set(entry.texts)
            told.append(EventRow(event, step, entry.what, at, recorded, staff, store.applied, entry.data, texts))
        story, found = replay(told, store.version)
        row = as_row(store, number, event, story, found)
        tickets.append({"id": number, **row})
        running += [clock_row(number, clock) for clock in found]
        words.append((number, *indexed(store, number, row["state"], story, told)))
        phones += further_phones(store, number, story)
        about += about_rows(number, story)
    people.write()
    Ticket.insert_many(tickets).execute()
    append_many(store, new, staff=staff, step=step)
    if running:
        Clock.insert_many(running).execute()
    if phones:
        FurtherPhone.insert_many(phones).execute()
    if about:
        ComplaintAbout.insert_many(about).execute()
    store.many(WRITE, words)
    return step
