"""Saved filters: each is a list of its own beside the queues, over the open tickets of every kind."""

from collections.abc import Mapping, Sequence
from heapq import merge
from typing import NamedTuple

from desk.actions.rights import Right
from desk.charter import Charter
from desk.models import View as Row
from desk.store.database import Store
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import FilterMissing, NameMissing, ViewExists
from desk.store.permissions import requires
from desk.store.queries.board import QueueRow, place
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import delete, insert, is_there
from desk.store.validation import check_length
from desk.text.filtering import Named, matching
from desk.text.folding import search_key


class View(NamedTuple):
    """A saved filter. words: the filter as typed."""

    id: int
    name: str
    words: str


_NAMED = Statement(lambda _: Row.select(Row.id).where(Row.name == Param("name")))
_VIEWS = Statement(lambda _: Row.select(Row.id, Row.name, Row.words).order_by(Row.id))


@requires(Right.LOOK)
def views(store: Store) -> list[View]:
    """The saved filters of the desk, the oldest first."""
    return store.remembered("views", lambda: [View(*row) for row in _VIEWS.rows(store)])


def named(charter: Charter, tickets: Mapping[int, str]) -> Named:
    """What a filter finds besides the keys of rows: the kinds that share a pane, by their names in all languages. tickets: by the
    names of what they belong to."""
    shared = [kind for kind in charter.kinds.values() if kind.pane is None]
    return Named({kind.id: search_key(f"{kind.title.ru} {kind.title.en}") for kind in shared}, tickets)


def filled(store: Store, queues: Mapping[str, Sequence[QueueRow]], tickets: Mapping[int, str]) -> list[tuple[View, list[QueueRow]]]:
    """Each saved filter with the open tickets that match it, nearest deadline first. queues: as read, each in its order; tickets:
    as for `named`."""
    found, names = [], named(store.charter, tickets)
    for view in views(store):
        held = [matching(rows, view.words, names) for rows in queues.values()]
        found.append((view, list(merge(*held, key=place))))
    return found


@requires(Right.WORK)
def save_view(store: Store, who: str, name: str, words: str) -> int:
    """Saves a filter under a name. Returns its id. Raises BadInput: no name, no words, a name that is taken."""
    name = name.strip()
    if not name:
        raise NameMissing
    if not words.strip():
        raise FilterMissing
    check_length("name", name)
    check_length("name", words)
    with store.transaction():
        if _NAMED.rows(store, name=name):
            raise ViewExists(name)
        staff = staff_id(store, who)
        view = insert(store, Row, {"name": name, "words": words, "staff": staff})
        log_row(store, "view", view, staff)
        return view


@requires(Right.WORK)
def drop_view(store: Store, who: str, view: int) -> None:
    """Deletes a saved filter; its tickets are unchanged."""
    with store.transaction():
        if is_there(store, Row, view):
            delete(store, Row, "id", view)
            log_row(store, "view", view, staff_id(store, who))
