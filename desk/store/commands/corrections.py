"""Corrections of what was entered: each is an event, and the history keeps both values."""

from desk.actions.rights import Right
from desk.charter.vocabulary import CHANNELS, LANGUAGES
from desk.store.commands.recording import check_category, check_earlier, check_severity
from desk.store.commands.unit_of_work import add_event, changing
from desk.store.customers.joining import join
from desk.store.database import Store
from desk.store.errors.input import CustomerMissing, FieldUnknown, MomentMissing, TopicUnknown
from desk.store.errors.tickets import ActNotApplicable, BeforeReceipt, BeforeStart, NothingChanged
from desk.store.permissions import requires
from desk.store.queries.ticket import clocks_written
from desk.store.staff import choose_staff
from desk.store.ticket_state import WORDS, Act, fold_events
from desk.store.validation import check_length, check_moment


@requires(Right.WORK)
def correct(store: Store, who: str, number: int, field: str, new: str, *, seen: int | None = None) -> int:
    """Corrects one field; the history keeps both values.

    field: a text field of the ticket, `language`, `channel`, `topic`, `category` or `severity`; only channel and topic move clocks.
    For times see `correct_time`.
    """
    with changing(store, number, seen) as events:
        story = fold_events(events)
        if field in WORDS:
            old = story.words[field]
            if old == new:
                raise NothingChanged(number)
            check_length(field, new)
            words = {**story.words, field: new}
            if not (words["name"].strip() or words["phone"].strip() or words["email"].strip()):
                raise CustomerMissing
            return add_event(store, who, number, Act.CORRECTED, data={"field": field}, texts={"old": old, "new": new})
        kind = store.charter.kind(story.kind)
        topics = tuple(topic.id for topic in kind.topics)
        if field == "topic" and topics and new not in topics:
            raise TopicUnknown(new, topics)
        if field == "category":
            check_category(kind, new)
        elif field == "severity":
            check_severity(kind, new)
        elif new not in {"language": LANGUAGES, "channel": CHANNELS, "topic": topics}.get(field, ()):
            raise FieldUnknown(field, new)
        if new == getattr(story, field):
            raise NothingChanged(number)
        if field == "topic":
            check_earlier(store, story.customer, story.kind, new)
        data = {"field": field, "old": getattr(story, field), "new": new}
        return add_event(store, who, number, Act.CORRECTED, data=data)


@requires(Right.WORK)
def correct_staff(store: Store, who: str, number: int, *, staff: str, seen: int | None = None) -> int:
    """Sets the staff members whom a complaint is about; others whom its text mentions may read it from now on.

    staff: as `choose_staff` takes them. Raises BadInput, and NotNow if nothing would change.
    """
    with changing(store, number, seen) as events:
        story = fold_events(events)
        if not store.charter.kind(story.kind).is_sealed:
            raise ActNotApplicable(number)
        chosen = choose_staff(store, staff)
        if set(chosen) == set(story.about) and not story.mentioned:
            raise NothingChanged(number)
        data = {"field": "staff", "old": list(story.about), "new": list(chosen)}
        return add_event(store, who, number, Act.CORRECTED, data=data)


@requires(Right.WORK)
def correct_any(
    store: Store,
    who: str,
    number: int,
    *,
    field: str,
    value: str | int | None = "",
    of: int | None = None,
    seen: int | None = None,
) -> int:
    """Corrects a field, a time, or the customer of a ticket. Returns the event.

    field: as for `correct`; `received` or `at` for a time, `customer` for another ticket of the same person; value: the correct
    value, a time in epoch seconds; of: the event of that time, or the other ticket's number. Raises what the called function
    raises.
    """
    if field == "customer":
        return join(store, who, number, of, seen=seen)
    if field not in ("received", "at"):
        return correct(store, who, number, field, str(value or ""), seen=seen)
    if not isinstance(value, int):
        raise MomentMissing
    return correct_time(store, who, number, value, of if field == "at" else None, seen=seen)


@requires(Right.WORK)
def correct_time(store: Store, who: str, number: int, new: int, of: int | None = None, *, seen: int | None = None) -> int:
    """Corrects when something happened and recalculates the clocks that depend on it.

    new: epoch seconds; of: the event, None for the receipt. Raises InvalidDateTime, and NotNow if the time would lie before the
    receipt, or a stop before what it answers.
    """
    check_moment(store, new)
    with changing(store, number, seen) as events:
        story = fold_events(events)
        receipt = story.facts[0]
        wrong = next((fact for fact in story.facts if fact.id == (of or receipt.id)), None)
        if wrong is None:
            raise ActNotApplicable(number)
        if new == wrong.at:
            raise NothingChanged(number)
        times = {fact.id: fact.at for fact in story.facts} | {wrong.id: new}
        if min(times.values()) < times[receipt.id]:
            raise BeforeReceipt(number)
        for clock in clocks_written(store, number):
            if clock.stopped_by is not None and times[clock.stopped_by] < times[clock.started_by]:
                stop = next(fact.what for fact in story.facts if fact.id == clock.stopped_by)
                raise BeforeStart(number, stop)
        data = {"field": "at", "of": wrong.id, "old": wrong.at, "at": new}
        return add_event(store, who, number, Act.CORRECTED, data=data)
