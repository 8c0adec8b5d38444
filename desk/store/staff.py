"""The staff: their ids, and which of them a complaint is about or mentions."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.models import ComplaintAbout, Event, Person, Staff, Text, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.database import Unreadable
from desk.store.errors.people import StaffAmbiguous, StaffUnknown
from desk.store.event_log import append_apart, events_of
from desk.store.permissions import is_open, requires
from desk.store.projections import about_stored, derive
from desk.store.row_log import log_row
from desk.store.statements import insert, insert_many
from desk.store.ticket_state import DONE, OPEN, Act, TicketState, fold_events
from desk.store.visibility import check_reads, staff_ids
from desk.text.folding import matching_names
from desk.text.mentions import mentions


@requires(Right.ANYBODY)
def staff_id(store: Store, name: str) -> int:
    """The id of the staff member with this name, created if new. Must run inside a transaction."""
    if known := staff_ids(store).get(name):
        return known
    made = insert(store, Staff, {"name": name})
    log_row(store, "staff", made, made)
    find_mentions_of(store, made, name)
    return made


@requires(Right.LOOK)
def introduce(store: Store, name: str) -> None:
    """Adds a new user of an open desk to the staff: complaints that may be about them are hidden from the first screen on."""
    if is_open(store):
        with store.transaction():
            staff_id(store, name)


@requires(Right.LOOK)
def staff_list(store: Store) -> dict[str, int]:
    """The staff members whom a complaint can be about, by name: the people who log in; on an open desk everybody who ever used
    it."""
    known = staff_ids(store)
    if is_open(store):
        return known
    return {name: known[name] for (name,) in _LOGINS.rows(store)}


@requires(Right.LOOK)
def choose_staff(store: Store, typed: str) -> tuple[int, ...]:
    """Parses names of the staff list, separated by commas: each a full name or an unambiguous beginning of one. Raises BadInput if
    one of them is unknown or ambiguous."""
    parts = [part for name in typed.split(",") if (part := name.strip())]
    if not parts:  # a list of thousands of certificates names nobody
        return ()
    known, found = staff_list(store), dict[int, None]()
    for part in parts:
        names = _meant(known, part)
        if not names:
            raise StaffUnknown(part)
        if len(names) > 1:
            raise StaffAmbiguous(names)
        found[known[names[0]]] = None
    return tuple(found)


@requires(Right.LOOK)
def mentioned_staff(store: Store, text: str) -> tuple[int, ...]:
    """The staff members whose names a text mentions."""
    if not text.strip():
        return ()
    known = staff_list(store)
    return tuple(sorted(_among(known, text, known)))


class HiddenFrom(NamedTuple):
    """The staff members from whom a complaint would be hidden, by name. chosen: from the staff list; mentioned: only in its
    text."""

    chosen: tuple[str, ...]
    mentioned: tuple[str, ...]


@requires(Right.LOOK)
def hidden_from(store: Store, typed: str, about: str) -> HiddenFrom:
    """Previews from whom a complaint would be hidden, given the input so far. typed: names of the staff list; about: the text
    beside it."""
    known = staff_list(store)
    parts = [part for name in typed.split(",") if (part := name.strip())]
    chosen = tuple(dict.fromkeys(name for part in parts for name in _meant(known, part)))
    return HiddenFrom(chosen, tuple(name for name in known if name not in chosen and mentions(about, name, known)))


@requires(Right.LOOK)
def staff_about(store: Store, number: int) -> HiddenFrom:
    """The staff members from whom a complaint is hidden. Raises NotFound, NotAllowed as reading it does."""
    events = events_of(store, number)
    check_reads(store, number, events)
    story, names = fold_events(events), {staff: name for name, staff in staff_ids(store).items()}
    return HiddenFrom(tuple(names[staff] for staff in story.about), tuple(names[staff] for staff in story.mentioned))


def _meant(known: Iterable[str], typed: str) -> list[str]:
    """The names matching what was typed: by their beginnings, else in another grammatical case, as in “на Анну”.

    A text with further words is no name: they would be lost.
    """
    names, words = list(known), typed.split()
    said = words[1:] if words and words[0].casefold() in _PREPOSITIONS else words
    return matching_names(names, typed) or [
        name for name in names if len(said) <= len(name.split()) and mentions(typed, name, names)
    ]


_PREPOSITIONS = frozenset(("на", "о", "об", "про", "к", "у", "от", "с"))


def find_mentions(store: Store, story: TicketState, found: Iterable[int]) -> tuple[int, ...]:
    """The staff members whom a complaint mentions and is not known to be about. found: the ids of those whom its text mentions, as
    just found."""
    return tuple(sorted({*story.mentioned, *found} - {*story.about})) if store.charter.kind(story.kind).is_sealed else ()


@requires(Right.ANYBODY)
def find_mentions_of(store: Store, staff: int, name: str) -> None:
    """Looks for a new staff member in all complaints: each one that mentions them is hidden from them until somebody says whether
    it is about them. Must run inside a transaction."""
    _find_all(store, {name: staff})


@requires(Right.ANYBODY)
def find_all_mentions(store: Store) -> None:
    """Looks for everybody who ever used the desk in the texts of all complaints, as `find_mentions_of` does."""
    _find_all(store, staff_ids(store))


def _find_all(store: Store, staff: Mapping[str, int]) -> None:
    known, likely = {**staff_ids(store), **staff}, dict[int, set[int]]()
    for number, text in _words.rows(store, sealed=store.charter.sealed_kinds):
        if isinstance(text, str) and (found := _among(staff, text, known)):
            likely.setdefault(number, set()).update(found)
    for number, found in likely.items():
        try:
            story = fold_events(events_of(store, number))
        except Unreadable:  # nothing is appended to a damaged ticket, but it is hidden from them all the same
            known_of = {person for person, _confirmed in about_stored.rows(store, ticket=number)}
            rows = [{"ticket": number, "staff": person, "confirmed": False} for person in sorted(found - known_of)]
            insert_many(store, ComplaintAbout, rows)
            continue
        mentioned = find_mentions(store, story, _among(staff, story.words["about"], known))
        if set(mentioned) != set(story.mentioned):
            append_apart(store, Act.MENTIONED, staff=None, data={"staff": list(mentioned)}, texts={}, ticket=number)
            derive(store, number)


def _among(staff: Mapping[str, int], text: str, known: Iterable[str]) -> set[int]:
    """The ids of the staff members whose names a text mentions. known: the names of all."""
    return {person for name, person in staff.items() if mentions(text, name, known)}


_LOGINS = Statement(lambda _: Staff.select(Staff.name).join(Person).where(Person.gone.is_null()).order_by(Staff.id))


@Statement
def _words(dialect: Dialect) -> Any:
    """The text that names staff members is the one recorded with the complaint, or a correction of any field."""
    query = Ticket.select(Ticket.id, Text.body).join(Event).join(Text)
    is_complaint = dialect.among(Ticket.kind, Param("sealed")) & Ticket.state.in_((OPEN, DONE))
    return query.where(is_complaint, Text.field.in_(("about", "new"))).order_by(Ticket.id)
