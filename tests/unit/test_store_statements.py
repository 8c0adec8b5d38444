"""Statements that are built once: the same rows as peewee would write, whatever the order in which fields are given."""

from itertools import permutations

import pytest

from desk.models import Customer, Reminder
from desk.store.statements import delete, insert, insert_many, read, update
from tests.unit.conftest import Desk

pytestmark = pytest.mark.server

WANTED = {"name": "Ёлкина", "phone": "+79110000001", "email": "a@example.org"}


@pytest.mark.parametrize("names", permutations(WANTED))
def test_each_field_gets_its_own_value(desk: Desk, names: tuple[str, ...]) -> None:
    """In whatever order they come: the SQL is built once for them all."""
    values = {name: WANTED[name] for name in names}
    key = insert(desk.store, Customer, values)
    assert read(desk.store, Customer, names, key) == tuple(values.values())
    update(desk.store, Customer, dict(zip(names, "abc", strict=True)), key)
    assert read(desk.store, Customer, names, key) == ("a", "b", "c")


def test_fields_that_are_not_given_have_their_defaults(desk: Desk) -> None:
    """Those of the model."""
    key = insert(desk.store, Customer, {"name": "Ann"})
    assert read(desk.store, Customer, ("name", "phone", "email"), key) == ("Ann", "", "")


def test_many_rows_and_none(desk: Desk) -> None:
    """Rows of one ticket come and go without touching another's."""
    numbers = [desk.new(), desk.new()]
    with desk.store.transaction():
        for number in numbers:
            insert_many(desk.store, Reminder, [{"at": at, "event": 1, "ticket": number, "staff": 1} for at in (5, 6)])
        insert_many(desk.store, Reminder, [])
        delete(desk.store, Reminder, "ticket", numbers[0])
    assert desk.store.rows("SELECT ticket_id, at FROM reminder ORDER BY at") == [(numbers[1], 5), (numbers[1], 6)]
