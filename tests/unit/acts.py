"""Things that people do at a desk, for histories made up at random."""

from collections.abc import Callable

from desk.store.commands import corrections, merging, tickets
from desk.store.commands.recording import Recording, record
from desk.store.database import Store

Act = Callable[[Store, int], object]

DAY = 86_400
_KINDS = (("enquiry", "phone"), ("enquiry", "voicemail"), ("complaint", "email"), ("certificate", "letter"))
_FACTS = ("answered", "called-back", "acknowledged", "completed", "informed", "posted")


def begin(store: Store) -> None:
    """A ticket of each kind and channel that the acts know."""
    for kind, channel in _KINDS:
        _records(kind, channel)(store, 0)


def newest(store: Store) -> list[int]:
    """The tickets that the next act may be done to, the newest first."""
    return [number for (number,) in store.rows("SELECT id FROM ticket ORDER BY id DESC LIMIT 6")]


def _records(kind: str, channel: str) -> Act:
    return lambda store, _: record(store, "Anna", Recording(kind, channel, name="Иванова", subject="FCE?"))


def _states(what: str) -> Act:
    return lambda store, number: tickets.fact(store, "Anna", number, what)


ACTS: tuple[Act, ...] = (
    *(_records(kind, channel) for kind, channel in _KINDS),
    *(_states(what) for what in _FACTS),
    lambda store, number: tickets.take(store, "Boris", number),
    lambda store, number: tickets.hand_back(store, "Anna", number),
    lambda store, _: tickets.undo(store, "Anna"),
    lambda store, number: tickets.close(store, "Anna", number, "mistake"),
    lambda store, number: tickets.reopen(store, "Boris", number),
    lambda store, number: tickets.convert(store, "Anna", number, "complaint"),
    lambda store, number: corrections.correct(store, "Anna", number, "name", "Петрова"),
    lambda store, number: merging.merge(store, "Anna", number, number - 1),
    lambda store, number: tickets.close(store, "Anna", number, "duplicate", of=number - 1),
    lambda store, number: tickets.fact(store, "Anna", number, "answered", at=store.now() - 2 * DAY),
    lambda store, number: corrections.correct_time(store, "Anna", number, store.now() - DAY),
    lambda store, number: corrections.correct(store, "Anna", number, "channel", "voicemail"),
)
