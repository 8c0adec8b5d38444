"""Search for any ticket, open or closed, by number, name, phone, or words of its subject or conversation.

A search takes the same time at any size: only the newest matches and the newest open ones are ranked.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import SQL, Case, fn

from desk.actions.rights import Right
from desk.models import Customer, Search, Ticket
from desk.store.customers.identity import KnownPerson, all_known_by, called, hidden_complaints, known
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect, Word
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import events_of
from desk.store.permissions import requires, rights
from desk.store.queries.board import QueueRow, rows_of
from desk.store.queries.ticket import followed
from desk.store.ticket_state import OPEN, VOID
from desk.store.visibility import hidden_among, visible_events, without_hidden
from desk.text.folding import begun, search_key, search_keys
from desk.text.keyboard import other_layout
from desk.text.phones import AS_WRITTEN, FEWEST, without_trunk

LOOKED_AT = 200  # only the newest matches and as many of the newest open ones are ranked
SHOWN = 60
FEW = 10  # with fewer hits, every word may be a prefix
PEOPLE = 5
NAMESAKES = 3
LONGEST = 200  # characters that are searched for; pasted text may be longer

NUMBER, WHO, ABOUT, SAID = "number", "who", "about", "said"

_NUMBER = re.compile(r"[#№]?\s*(\d{1,9})")

_WHO_FIELDS = frozenset({"name", "phone", "email", "subject", "candidate"})  # the row shows them

# One word in all its spellings.
Spellings = tuple[str, ...]


class Hit(NamedTuple):
    """A search result. where: NUMBER, WHO, ABOUT or SAID."""

    row: QueueRow
    where: str


class Person(NamedTuple):
    """A person found, with their number of tickets and of open ones."""

    id: int
    name: str
    phone: str
    email: str
    tickets: int
    open: int


class Found(NamedTuple):
    """The result of a search, best first. more: whether there are more than shown."""

    people: tuple[Person, ...]
    hits: tuple[Hit, ...]
    more: bool


NOTHING = Found((), (), False)


@requires(Right.LOOK)
def search(store: Store, wanted: str) -> Found:
    """Finds tickets by these words: a ticket's number, a person, a phone number in any format or its last four digits, the subject,
    the conversation. `#43` and `№43` mean the number alone.

    The last word may be a prefix; with few hits every word may. Words in Latin and Cyrillic script are equivalent, and if nothing
    is found, the same keys on the other keyboard layout are tried. A complaint hidden from the current user is found by its number
    alone.
    """
    wanted = wanted[:LONGEST]
    numbered = _by_number(store, wanted)
    ranked, more = ([], False) if _is_reference(wanted) else _ranked(store, wanted)
    if not ranked and not numbered and not _is_reference(wanted):
        ranked, more = _ranked(store, other_layout(wanted))
    first = [(numbered, NUMBER)] if numbered else []
    best = first + [(number, where) for number, where in ranked if number != numbered]
    rows = rows_of(store, [number for number, _ in best[:SHOWN]])
    hits = tuple(
        Hit(rows[number], where)
        for number, where in best[:SHOWN]
        if number in rows and (where == NUMBER or not rows[number].sealed) and _is_told(store, rows[number], where, wanted)
    )
    return Found(_people(store, [hit.row.id for hit in hits if hit.where == WHO]), hits, more or len(best) > SHOWN)


def _is_told(store: Store, row: QueueRow, where: str, wanted: str) -> bool:
    """Whether the current user may read what was found: of a complaint that they recorded, what its handlers wrote is hidden."""
    if where != SAID or row.kind not in store.charter.sealed_kinds or Right.HANDLE in rights(store):
        return True
    return excerpt(store, row.id, wanted) is not None


@requires(Right.LOOK)
def people(store: Store, name: str) -> tuple[Person, ...]:
    """Customers whose name begins with these words, as heard on the phone or typed on the other layout; the newest customers first,
    at most a few."""
    for typed in (name[:LONGEST], other_layout(name[:LONGEST])):
        if words := _words(typed):
            match = store.dialect.match([_beginning(word) for word in words], [WHO])
            if numbers := without_hidden(store, [number for (number,) in _matching_numbers.rows(store, match=match)]):
                return _people(store, numbers)
    return ()


@requires(Right.LOOK)
def known_as(store: Store, name: str, phone: str, email: str) -> tuple[KnownPerson, ...]:
    """Candidates for who somebody may be, with their tickets, a few of them: those with this number or address, matches of the name
    first; else those whose name begins so. A single word that many are called by, as a first name, tells nobody."""
    if phone or email:
        return all_known_by(store, phone, email, name)
    found = people(store, name)
    if len(found) > NAMESAKES and len(name.split()) == 1:
        return ()
    met = (known(store, person.id) for person in found[:NAMESAKES])
    return tuple(person for person in met if person)


def _is_reference(wanted: str) -> bool:
    """Whether this is a ticket's number with its sign: nothing else is meant then."""
    return wanted.strip()[:1] in ("#", "№") and _NUMBER.fullmatch(wanted.strip()) is not None


def _by_number(store: Store, wanted: str) -> int:
    """The ticket with this number, or the one that it was merged into; 0 if there is none."""
    found = _NUMBER.fullmatch(wanted.strip())
    row = followed(store, int(found[1])) if found else None
    return row.id if row is not None and row.state != VOID else 0


def _ranked(store: Store, wanted: str) -> tuple[list[tuple[int, str]], bool]:
    """Ticket numbers with where the words match, best first; whether there were more than were ranked."""
    words = _words(wanted)
    if not words:
        return [], False
    prefixes = [_beginning(word) for word in words]
    exact = [Word(word, begins=False) for word in words[:-1]] + prefixes[-1:]
    found = _look(store, exact)
    if len(found) < FEW and exact != prefixes:
        found |= _look(store, prefixes)
    ranked = sorted((_rank(words, number, *columns), number) for number, columns in found.items())
    return [(number, (WHO, ABOUT, SAID)[rank[0]]) for rank, number in ranked], len(found) >= LOOKED_AT


def _words(wanted: str) -> list[Spellings]:
    """The folded words; a phone number is one word, written as people write it."""
    digits = "".join(sign for sign in wanted if sign.isdigit())
    if len(digits) >= FEWEST and re.fullmatch(AS_WRITTEN, wanted.strip()):
        return [(digits, *without_trunk(wanted))]
    words: list[Spellings] = []
    for typed in wanted.split():
        keys = search_keys(typed)
        words += [keys] if not any(" " in key for key in keys) else [(word,) for word in keys[0].split()]
    return [word for word in words if word[0]]


def _beginning(word: Spellings) -> Word:
    """A word of which only the beginning was typed."""
    return Word(tuple(key for spelling in word for key in begun(spelling)), begins=True)


def _look(store: Store, words: Sequence[Word]) -> dict[int, tuple[str, str, str]]:
    """The newest open tickets and the newest of all that match these words, with their columns."""
    columns = (WHO, ABOUT, SAID)
    newest = _matching.rows(store, match=store.dialect.match(words, columns))
    if len(newest) == LOOKED_AT:
        newest += _matching.rows(store, match=store.dialect.match(words, columns, only_open=True))
    return {number: (state, who, about) for number, state, who, about in newest}


@Statement
def _matching(dialect: Dialect) -> Any:
    return _newest_matching(dialect, Search.rowid, Search.state, Search.who, Search.about)


@Statement
def _matching_numbers(dialect: Dialect) -> Any:
    return _newest_matching(dialect, Search.rowid)


def _newest_matching(dialect: Dialect, *columns: Any) -> Any:
    return Search.select(*columns).where(dialect.matches(Param("match"))).order_by(Search.rowid.desc()).limit(LOOKED_AT)


def _rank(words: list[Spellings], number: int, state: str, who: str, about: str) -> tuple[int, bool, int, int]:
    """The rank, lower is better: where the words match, then open ones, then whole words, then the newest."""
    who, about = f" {who} ", f" {about} "
    if _holds(words, who):
        where = 0
    elif _holds(words, who + about):
        where = 1
    else:
        where = 2
    whole = sum(any(f" {spelling} " in who + about for spelling in word) for word in words)
    return where, not state, -whole, -number


def _holds(words: list[Spellings], column: str) -> bool:
    return all(any(f" {spelling}" in column for spelling in word) for word in words)


def _people(store: Store, numbers: list[int]) -> tuple[Person, ...]:
    """The people of these tickets, in that order."""
    customers: dict[int, None] = {}
    for start in range(0, len(numbers), _PIECE):
        of: dict[int, int] = dict(_CUSTOMERS.rows(store, among=numbers[start : start + _PIECE]))
        customers |= dict.fromkeys(of[number] for number in numbers[start : start + _PIECE] if number in of)
        if len(customers) >= PEOPLE:
            break
    found = {row[0]: row for row in _people_with_counts.rows(store, among=list(customers)[:PEOPLE])}
    return tuple(_as_seen(store, Person(*found[customer])) for customer in customers if customer in found)


_PIECE = 20  # tickets, most of them of different people
_CUSTOMERS = Statement(lambda dialect: Ticket.select(Ticket.id, Ticket.customer).where(dialect.among(Ticket.id, Param("among"))))


@Statement
def _people_with_counts(dialect: Dialect) -> Any:
    are_open = fn.SUM(Case(None, ((Ticket.state == OPEN, 1),), 0))
    query = Customer.select(Customer.id, Customer.name, Customer.phone, Customer.email, fn.COUNT(SQL("*")), are_open).join(Ticket)
    return query.where(dialect.among(Customer.id, Param("among")), Ticket.state != VOID).group_by(Customer.id)


def _as_seen(store: Store, person: Person) -> Person:
    """The person without their complaints hidden from the current user."""
    hidden = hidden_complaints(store, person.id)
    if not hidden:
        return person
    name, phone, email = called(store, person.id, hidden) or ("", "", "")
    ((gone, was_open),) = _hidden_counts.rows(store, among=hidden)
    return Person(person.id, name, phone, email, person.tickets - gone, person.open - was_open)


@Statement
def _hidden_counts(dialect: Dialect) -> Any:
    are_open = fn.COUNT(Case(None, ((Ticket.state == OPEN, 1),)))
    return Ticket.select(fn.COUNT(SQL("*")), are_open).where(Ticket.state != VOID, dialect.among(Ticket.id, Param("among")))


@requires(Right.LOOK)
def excerpt(store: Store, number: int, wanted: str, most: int = 160) -> tuple[str, str] | None:
    """Where the words match in the texts of a ticket: the field, and the words around the first match.

    None if they match who it is about, or no text.
    """
    if hidden_among(store, [number]):
        return None
    wanted = wanted[:LONGEST]
    texts = [event.texts for event in visible_events(store, events_of(store, number))]
    written = [(field, body) for text in texts for field, body in text.items() if field not in _WHO_FIELDS]
    for words in (_words(wanted), _words(other_layout(wanted))):
        for field, body in reversed(written):
            if (place := _place(body, words)) is not None:
                start = max(0, place - most // 4)
                return field, ("…" if start else "") + body[start : start + most]
    return None


def _place(body: str, words: list[Spellings]) -> int | None:
    """The position of the first match in a text."""
    beginnings = tuple(spelling for word in words for spelling in word)
    if not beginnings:
        return None
    for found in re.finditer(r"\S+", body[:4_000]):
        if any(part.startswith(beginnings) for part in search_key(found[0]).split()):
            return found.start()
    return None
