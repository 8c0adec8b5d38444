"""Finding any ticket, open or closed, by what somebody knows of it: number, name, phone, words of what it is about or was said.

A look takes the same time at any size: the newest matches and the newest open ones are looked at, and ranked among themselves.
"""

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from desk.actions.rights import Right
from desk.store.customers import KnownPerson, all_known_by, called, kept_of, known
from desk.store.database import Store
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.queries.board import QueueRow, rows_of
from desk.store.queries.ticket import followed
from desk.store.ticket_state import VOID
from desk.store.visibility import as_read, kept, without_kept
from desk.text.folding import begun, search_key, search_keys
from desk.text.keyboard import other_layout
from desk.text.phones import AS_WRITTEN, FEWEST, without_trunk

LOOKED_AT = 200  # the newest matches, and as many of the newest open ones: only these are ranked
SHOWN = 60
FEW = 10  # with fewer hits, every word may be the beginning of one
PEOPLE = 5
NAMESAKES = 3
LONGEST = 200  # signs that are looked for; what somebody pastes may be longer

NUMBER, WHO, ABOUT, SAID = "number", "who", "about", "said"

_NUMBER = re.compile(r"[#№]?\s*(\d{1,9})")

_WHO_FIELDS = frozenset({"name", "phone", "email", "subject", "candidate"})  # the row shows them

# One word, written in one of these ways.
Word = tuple[str, ...]


class Hit(NamedTuple):
    """A ticket that was found. where: NUMBER, WHO, ABOUT or SAID."""

    row: QueueRow
    where: str


class Person(NamedTuple):
    """Somebody who was found, with how many tickets they have, and how many of them are open."""

    id: int
    name: str
    phone: str
    email: str
    tickets: int
    open: int


class Found(NamedTuple):
    """What a search came to, the best first. more: there are more than are shown."""

    people: tuple[Person, ...]
    hits: tuple[Hit, ...]
    more: bool


NOTHING = Found((), (), False)


@requires(Right.LOOK)
def search(store: Store, wanted: str) -> Found:
    """What fits these words: a ticket's number, who, a phone number in any format, about what, what was said.

    The last word may be the beginning of one; with few hits every word may. Words of both scripts are one, and where nothing is
    found, what the same keys are on the other keyboard layout is looked for. A complaint that is kept from the current user is
    found by
    its number alone.
    """
    wanted = wanted[:LONGEST]
    numbered = _by_number(store, wanted)
    ranked, more = _ranked(store, wanted)
    if not ranked and not numbered:
        ranked, more = _ranked(store, other_layout(wanted))
    first = [(numbered, NUMBER)] if numbered else []
    best = first + [(number, where) for number, where in ranked if number != numbered]
    rows = rows_of(store, [number for number, _ in best[:SHOWN]])
    hits = tuple(
        Hit(rows[number], where)
        for number, where in best[:SHOWN]
        if number in rows and (where == NUMBER or not rows[number].sealed)
    )
    return Found(_people(store, [hit.row.id for hit in hits if hit.where == WHO]), hits, more or len(best) > SHOWN)


@requires(Right.LOOK)
def tickets_of(store: Store, person: int) -> Found:
    """Every ticket of a person: the open ones, then the closed, each the newest first."""
    sql = "SELECT id FROM ticket WHERE customer_id = ? AND state <> 'void' ORDER BY state <> 'open', id DESC LIMIT ?"
    numbers = without_kept(store, [number for (number,) in store.rows(sql, person, SHOWN + 1)])
    rows = rows_of(store, numbers[:SHOWN])
    return Found((), tuple(Hit(rows[number], WHO) for number in numbers[:SHOWN]), len(numbers) > SHOWN)


@requires(Right.LOOK)
def people(store: Store, name: str) -> tuple[Person, ...]:
    """Whose name begins with these words, as somebody says it on the phone, or whatever the same keys are on the other layout; the
    newest customers first, at most a few."""
    for typed in (name[:LONGEST], other_layout(name[:LONGEST])):
        if words := _words(typed):
            match = "who : (" + " AND ".join(_any(word, begins=True) for word in words) + ")"
            if numbers := without_kept(store, _matching(store, match, LOOKED_AT)):
                return _people(store, numbers)
    return ()


@requires(Right.LOOK)
def known_as(store: Store, name: str, phone: str, email: str) -> tuple[KnownPerson, ...]:
    """Who somebody may be, with their tickets, a few of them: whose number or address this is, those of that name first; else whose
    name begins so."""
    if phone or email:
        return all_known_by(store, phone, email, name)
    met = (known(store, person.id) for person in people(store, name)[:NAMESAKES])
    return tuple(person for person in met if person)


def _by_number(store: Store, wanted: str) -> int:
    """The ticket of this number, or the one that it was merged into; 0 where there is none."""
    found = _NUMBER.fullmatch(wanted.strip())
    row = followed(store, int(found[1])) if found else None
    return row.id if row is not None and row.state != VOID else 0


def _ranked(store: Store, wanted: str) -> tuple[list[tuple[int, str]], bool]:
    """Numbers with where the words stand, the best first; whether there were more than were looked at."""
    words = _words(wanted)
    if not words:
        return [], False
    exact = [_any(word, begins=word is words[-1]) for word in words]
    begun = [_any(word, begins=True) for word in words]
    found = _look(store, exact)
    if len(found) < FEW and exact != begun:
        found |= _look(store, begun)
    ranked = sorted((_rank(words, number, *columns), number) for number, columns in found.items())
    return [(number, (WHO, ABOUT, SAID)[rank[0]]) for rank, number in ranked], len(found) >= LOOKED_AT


def _words(wanted: str) -> list[Word]:
    """The folded words; a phone number is one word, written as people write it."""
    digits = "".join(sign for sign in wanted if sign.isdigit())
    if len(digits) >= FEWEST and AS_WRITTEN.fullmatch(wanted.strip()):
        return [(digits, *without_trunk(wanted))]
    words: list[Word] = []
    for typed in wanted.split():
        keys = search_keys(typed)
        words += [keys] if not any(" " in key for key in keys) else [(word,) for word in keys[0].split()]
    return [word for word in words if word[0]]


def _any(word: Word, *, begins: bool) -> str:
    """A word for MATCH. A folded word holds letters and digits alone, but for signs of rare scripts: it is quoted all the same."""
    keys = [key for spelling in word for key in begun(spelling)] if begins else word
    quoted = ['"' + key.replace('"', '""') + '"' + ("*" if begins else "") for key in keys]
    return "(" + " OR ".join(quoted) + ")"


def _look(store: Store, words: Iterable[str]) -> dict[int, tuple[str, str, str]]:
    """The newest open tickets and the newest of all that hold these words, with their columns."""
    match = "{who about said} : (" + " AND ".join(words) + ")"
    sql = "SELECT rowid, state, who, about FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    newest = store.rows(sql, match, LOOKED_AT)
    if len(newest) == LOOKED_AT:
        newest += store.rows(sql, f"({match}) AND (state : open)", LOOKED_AT)
    return {number: (state, who, about) for number, state, who, about in newest}


def _matching(store: Store, match: str, most: int) -> list[int]:
    return [
        number for (number,) in store.rows("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", match, most)
    ]


def _rank(words: list[Word], number: int, state: str, who: str, about: str) -> tuple[int, bool, int, int]:
    """The less, the better: where the words stand, then the open ones, then whole words, then the newest."""
    who, about = f" {who} ", f" {about} "
    if _holds(words, who):
        where = 0
    elif _holds(words, who + about):
        where = 1
    else:
        where = 2
    whole = sum(any(f" {spelling} " in who + about for spelling in word) for word in words)
    return where, not state, -whole, -number


def _holds(words: list[Word], column: str) -> bool:
    return all(any(f" {spelling}" in column for spelling in word) for word in words)


def _people(store: Store, numbers: list[int]) -> tuple[Person, ...]:
    """Whose tickets these are, in that order."""
    sql = """SELECT c.id, c.name, c.phone, c.email, COUNT(*), SUM(t.state = 'open')
             FROM (SELECT customer_id, MIN(CAST(wanted.key AS INTEGER)) AS place
                   FROM ticket JOIN json_each(?) AS wanted ON wanted.value = ticket.id
                   GROUP BY customer_id ORDER BY place LIMIT ?) AS theirs
             JOIN customer AS c ON c.id = theirs.customer_id
             JOIN ticket AS t ON t.customer_id = c.id AND t.state <> 'void'
             GROUP BY c.id ORDER BY theirs.place"""
    return tuple(_as_seen(store, Person(*row)) for row in store.rows(sql, json.dumps(numbers), PEOPLE))


def _as_seen(store: Store, person: Person) -> Person:
    """The person as if those of their complaints that are kept from the current user were not there."""
    hidden = kept_of(store, person.id)
    if not hidden:
        return person
    name, phone, email = called(store, person.id, hidden) or ("", "", "")
    ((gone, was_open),) = store.rows(_HIDDEN, json.dumps(list(hidden)))
    return Person(person.id, name, phone, email, person.tickets - gone, person.open - was_open)


_HIDDEN = """SELECT COUNT(*), COALESCE(SUM(state = 'open'), 0) FROM ticket WHERE state <> 'void'
             AND id IN (SELECT value FROM json_each(?))"""


@requires(Right.LOOK)
def excerpt(store: Store, number: int, wanted: str, most: int = 160) -> tuple[str, str] | None:
    """Where in what was written on a ticket the words stand: the field, and the words around the first of them.

    None where they stand in who it is about, or in nothing that was written down.
    """
    if kept(store, [number]):
        return None
    wanted = wanted[:LONGEST]
    texts = [event.texts for event in as_read(store, events_of(store, number))]
    written = [(field, body) for text in texts for field, body in text.items() if field not in _WHO_FIELDS]
    for words in (_words(wanted), _words(other_layout(wanted))):
        for field, body in reversed(written):
            if (place := _place(body, words)) is not None:
                start = max(0, place - most // 4)
                return field, ("…" if start else "") + body[start : start + most]
    return None


def _place(body: str, words: list[Word]) -> int | None:
    """Where the first of the words begins in a text."""
    beginnings = tuple(spelling for word in words for spelling in word)
    if not beginnings:
        return None
    for found in re.finditer(r"\S+", body[:4_000]):
        if any(part.startswith(beginnings) for part in search_key(found[0]).split()):
            return found.start()
    return None
