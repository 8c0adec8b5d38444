"""Saved filters: each is a list of its own beside the queues, over the open tickets of every kind."""

from collections.abc import Mapping, Sequence
from heapq import merge
from typing import NamedTuple

from desk.actions.rights import Right
from desk.models import View as Row
from desk.store.database import Store
from desk.store.errors.input import FilterMissing, NameMissing, ViewExists
from desk.store.permissions import requires
from desk.store.queries.board import QueueRow, place
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.validation import check_length
from desk.text.filtering import matching


class View(NamedTuple):
    """A saved filter. words: the filter as typed."""

    id: int
    name: str
    words: str


@requires(Right.LOOK)
def views(store: Store) -> list[View]:
    """The saved filters of the desk, the oldest first."""
    return store.remembered("views", lambda: [View(*row) for row in store.rows("SELECT id, name, words FROM view ORDER BY id")])


def filled(store: Store, queues: Mapping[str, Sequence[QueueRow]]) -> list[tuple[View, list[QueueRow]]]:
    """Each saved filter with the open tickets that match it, nearest deadline first. queues: as read, each in its order."""
    found = []
    for view in views(store):
        held = [matching(rows, view.words) for rows in queues.values()]
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
        if Row.select().where(Row.name == name).exists():
            raise ViewExists(name)
        staff = staff_id(store, who)
        view = int(Row.insert(name=name, words=words, staff=staff).execute())
        log_row(store, "view", view, staff)
        return view


@requires(Right.WORK)
def drop_view(store: Store, who: str, view: int) -> None:
    """Deletes a saved filter; its tickets are unchanged."""
    with store.transaction():
        if Row.delete().where(Row.id == view).execute():
            log_row(store, "view", view, staff_id(store, who))
