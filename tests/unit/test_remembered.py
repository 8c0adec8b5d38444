"""What the store remembers of the rows beside the tickets: it is never older than what anybody has written."""

from contextlib import closing

import pytest

from desk.actions.rights import Acting, Right
from desk.store.commands import people
from desk.store.commands.saved_views import save_view, views
from desk.store.database import Store
from desk.store.opening import open_for_search
from desk.store.permissions import rights
from desk.store.staff import staff_id
from tests.unit.conftest import Desk

pytestmark = pytest.mark.server


def asked(store: Store) -> list[str]:
    """What is asked of the database from now on, as a list that grows."""
    found: list[str] = []
    store.database.connection().set_trace_callback(found.append)
    return found


@pytest.mark.in_file
def test_nothing_is_read_twice_within_a_look(desk: Desk) -> None:
    """Whether another process wrote is asked once, at its beginning."""
    views(desk.store)
    found = asked(desk.store)
    with desk.store.look():
        views(desk.store), rights(desk.store), views(desk.store), rights(desk.store)
    assert [entry for entry in found if "view" in entry.lower()] == []
    assert found.count("PRAGMA data_version") == 1


def test_what_another_process_wrote_is_read(desk: Desk) -> None:
    """By the next look, without an event of a ticket."""
    with closing(open_for_search(str(desk.where), desk.store.now)) as other:
        assert views(other) == []
        save_view(desk.store, "Boris", "mine", "@boris")
        assert [view.name for view in views(other)] == ["mine"]


def test_what_this_process_wrote_is_read(desk: Desk) -> None:
    """A role that was taken away counts at once."""
    store = desk.store
    store.acting = people.add_person(store, "Olga", "Olga", "supervisor", "secret")
    people.add_person(store, "Olga", "Anna", "complaints", "secret")
    olga, anna = store.acting, Acting("Anna", dict(desk.rows("SELECT name, id FROM staff"))["Anna"])
    assert Right.HANDLE in rights(desk.by(*anna))
    people.set_role(desk.by(*olga), "Olga", "Anna", "reception")
    assert Right.HANDLE not in rights(desk.by(*anna))


def test_what_was_taken_back_is_not_remembered(desk: Desk) -> None:
    """A colleague whose act failed was never there: the same name is written down by the next act."""
    store = desk.store

    def fails() -> None:
        with store.transaction():
            assert staff_id(store, "Nobody") == staff_id(store, "Nobody")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with store.transaction():
        staff_id(store, "Nobody")
    assert desk.rows("SELECT COUNT(*) FROM staff WHERE name = 'Nobody'") == [(1,)]
