"""`desk search`."""

from tests.unit.conftest import Command
from tests.unit.test_ticket_commands import KEYS, added, desk, document, error, said

__all__ = ["desk"]


def test_search_gives_what_f8_finds(desk: Command) -> None:
    """Tickets with where the words stand, people with how many tickets they have; in words and as JSON."""
    for _ in range(2):
        added(desk, "--phone", "244-54-88", "--body", "про сертификат", name="O'Brien Ann")
    found = document(desk("search", "O", "Brien", "--json"))
    assert [(entry["number"], entry["found_by"]) for entry in found["tickets"]] == [(2, "who"), (1, "who")]
    assert set(found["tickets"][0]) >= KEYS
    assert (found["people"], found["more"]) == (
        [{"name": "O'Brien Ann", "phone": "+78122445488", "email": "", "tickets": 2, "open": 2}],
        False,
    )
    assert [item["found_by"] for item in document(desk("search", "сертификат", "--json"))["tickets"]] == ["about", "about"]
    shown = said(desk("search", "2445488", "--lang", "en"))
    assert [line.split()[0] for line in shown.splitlines()] == ["O'Brien", "#2", "#1"]
    assert document(desk("search", "nobody", "--json")) == {"people": [], "tickets": [], "more": False}
    assert said(desk("search", "nobody")).count("\n") == 1
    error(desk("search"), 2)
