"""Things that people do at a desk, for histories made up at random."""

from collections.abc import Callable

from desk.store import actions, corrections, merging
from desk.store.database import Store
from desk.store.recording import Recording, record

Act = Callable[[Store, int], object]

DAY = 86_400
_KINDS = (("enquiry", "phone"), ("enquiry", "voicemail"), ("complaint", "email"), ("certificate", "letter"))
_FACTS = ("answered", "called-back", "acknowledged", "completed", "informed", "posted")
ACTS: tuple[Act, ...] = (
    *(lambda store, _, kind=kind: record(store, "Anna", Recording(*kind, name="Иванова", subject="FCE?")) for kind in _KINDS),
    *(lambda store, number, what=what: actions.fact(store, "Anna", number, what) for what in _FACTS),
    lambda store, number: actions.take(store, "Boris", number),
    lambda store, number: actions.hand_back(store, "Anna", number),
    lambda store, _: actions.undo(store, "Anna"),
    lambda store, number: actions.close(store, "Anna", number, "mistake"),
    lambda store, number: actions.reopen(store, "Boris", number),
    lambda store, number: actions.convert(store, "Anna", number, "complaint"),
    lambda store, number: corrections.correct(store, "Anna", number, "name", "Петрова"),
    lambda store, number: merging.merge(store, "Anna", number, number - 1),
    lambda store, number: actions.close(store, "Anna", number, "duplicate", of=number - 1),
    lambda store, number: actions.fact(store, "Anna", number, "answered", at=store.now() - 2 * DAY),
    lambda store, number: corrections.correct_time(store, "Anna", number, store.now() - DAY),
    lambda store, number: corrections.correct(store, "Anna", number, "channel", "voicemail"),
)
