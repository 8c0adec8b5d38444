"""Merging two tickets about the same thing, linking tickets that stay apart, making two of one."""

from desk.actions.choices import FOLLOWED, FOLLOWS, LINKS, NOT_LINKED, SAME_CAUSE
from desk.actions.rights import Right
from desk.charter.clocks import RUNNING
from desk.store.commands.recording import Recording, record
from desk.store.commands.unit_of_work import add_event, changing, must_be_open
from desk.store.database import Store
from desk.store.errors.input import LinkUnknown, SubjectMissing, TargetMissing, TicketItself
from desk.store.errors.tickets import KindsDiffer, LinkReveals, LinksInCircle, NothingChanged
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.queries.duplicates import answers_of
from desk.store.queries.ticket import clocks_written
from desk.store.ticket_state import Act, fold_events
from desk.store.validation import only_set
from desk.store.visibility import is_sealed


@requires(Right.WORK)
def merge(store: Store, who: str, number: int, of: int | None, *, seen: int | None = None) -> int:
    """Merges a ticket into another one about the same thing: its clocks that are not yet due become void with that reason, overdue
    ones stay missed unless the other ticket was answered in time, and if both ran the same standard, the other one's start moves to
    the earlier receipt. Returns the step.

    of: the other ticket's number. Raises BadInput, NotFound, NotNow if one of them is closed or they are of different kinds.
    """
    if of is None:
        raise TargetMissing
    if of == number:
        raise TicketItself
    with changing(store, number, seen) as events, changing(store, of, None) as others:
        story, target = must_be_open(store, events, number), must_be_open(store, others, of)
        if story.kind != target.kind:
            raise KindsDiffer(number)
        running = [clock for clock in clocks_written(store, number) if clock.state == RUNNING]
        answers = answers_of(store, number, target)
        step = add_event(store, who, number, Act.MERGED, data=only_set({"into": of, "answers": answers or None}))
        staff = sorted({*target.about, *story.about}) if story.about else None
        starts = {clock.standard: clock.start for clock in running}
        data = only_set({"numbers": [number, *story.absorbed], "starts": starts, "staff": staff})
        about = [words for words in (target.words["about"], story.words["about"]) if words]
        texts = {"about": "; ".join(dict.fromkeys(about))} if story.words["about"] else {}  # the people of both
        add_event(store, who, of, Act.ABSORBED, data=data, texts=texts, step=step)
    return step


@requires(Right.WORK)
def link(store: Store, who: str, number: int, of: int | None, how: str = "", *, seen: int | None = None) -> int:
    """Links two tickets that stay apart: both have the same cause, or this one follows from the other; or ends that. No clock
    moves. how: one of LINKS, "" for the same cause. Returns the step.

    Nothing on another ticket reveals a complaint (commitments.9): it is linked to complaints alone. Raises BadInput, NotFound,
    NotNow if they are linked already, or if each would follow from the other.
    """
    if of is None:
        raise TargetMissing
    if of == number:
        raise TicketItself
    how = how or SAME_CAUSE
    if how not in LINKS:
        raise LinkUnknown(how, tuple(LINKS))
    with changing(store, number, seen) as events, changing(store, of, None) as others:
        story, target = fold_events(events), fold_events(others)
        if is_sealed(store, story.kind) != is_sealed(store, target.kind):
            raise LinkReveals
        if story.links.get(of, NOT_LINKED) == how:
            raise NothingChanged(number)
        if how == FOLLOWS and _follows(store, of, number):
            raise LinksInCircle(number, of)
        step = add_event(store, who, number, Act.LINKED, data={"of": of, "how": how})
        add_event(store, who, of, Act.LINKED, data={"of": number, "how": FOLLOWED if how == FOLLOWS else how}, step=step)
    return step


def _follows(store: Store, number: int, other: int) -> bool:
    """Whether a ticket follows from another, directly or by others between them."""
    known, wanted = set[int](), [number]
    while wanted:
        current = wanted.pop()
        if current == other:
            return True
        if current not in known:
            known.add(current)
            wanted += [of for of, how in fold_events(events_of(store, current)).links.items() if how == FOLLOWS]
    return False


@requires(Right.WORK)
def split(
    store: Store, who: str, number: int, *, kind: str = "", subject: str = "", note: str = "", seen: int | None = None
) -> int:
    """Makes a second ticket of what came in one letter or call: same person, channel, receipt and text. Its promises start with
    that receipt. The two are linked, unless one of them is a complaint: nothing may reveal it. Returns the new ticket's number.

    kind: of the new ticket, with a topic of it after a slash, if it has any; subject: what it is about. Raises as `record` does,
    BadInput without a subject.
    """
    if not subject.strip():
        raise SubjectMissing
    name, _, topic = kind.partition("/")
    with store.together():
        with changing(store, number, seen) as events:
            story = fold_events(events)
        words = story.words
        what = Recording(
            name, story.channel, subject=subject, topic=topic, received=story.received, language=story.language,
            name=words["name"], phone=words["phone"], email=words["email"], address=words["address"], body=words["body"],
            letter_date=words["letter-date"], incoming=words["incoming"], customer=story.customer,
        )  # fmt: skip
        new = record(store, who, what)
        if note.strip():
            add_event(store, who, new, Act.NOTED, texts={"note": note})
        if is_sealed(store, story.kind) == is_sealed(store, name):
            step = add_event(store, who, number, Act.LINKED, data={"of": new, "how": SAME_CAUSE})
            add_event(store, who, new, Act.LINKED, data={"of": number, "how": SAME_CAUSE}, step=step)
    return new
