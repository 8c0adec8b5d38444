"""`desk search`: what F8 finds."""

from typing import TYPE_CHECKING

import click

from desk.cli.options import common, given, show, show_json, table
from desk.cli.tickets import opened, row_cells, row_json
from desk.i18n import Tongue, later
from desk.text.sanitize import one_line

if TYPE_CHECKING:
    from desk.store.database import Store
    from desk.store.queries.search import Found

_PLACES = {"number": later("number"), "who": later("who"), "about": later("about what"), "said": later("what was said")}


def add_search(group: click.Group, say: Tongue) -> None:
    """Adds the command to the group."""

    @group.command(
        help=say("Any ticket, open or closed, and any person: by number, name, phone, words of what it is about or was said."),
        name="search",
    )
    @click.argument("words", nargs=-1, required=True, metavar="WORDS")
    @click.option("--json", "as_json", is_flag=True, help=say("One JSON document."))
    @common(say)
    def search_(words: tuple[str, ...], as_json: bool) -> int:
        from desk.store.queries.search import search

        with opened() as store:
            found = search(store, " ".join(words))
            if as_json:
                _show_json(store, found)
            else:
                _show(store, found)
        return 0


def _show_json(store: "Store", found: "Found") -> None:
    from desk.store.queries.ticket import clocks_of

    clocks = clocks_of(store)
    show_json(
        {
            "people": [
                {"name": one.name, "phone": one.phone, "email": one.email, "tickets": one.tickets, "open": one.open}
                for one in found.people
            ],
            "tickets": [{**row_json(store, hit.row, clocks.get(hit.row.id, [])), "found_by": hit.where} for hit in found.hits],
            "more": found.more,
        }
    )


def _show(store: "Store", found: "Found") -> None:
    say = given().say
    for one in found.people:
        if one.tickets > 1:
            who = one_line("  ".join(filter(None, (one.name, one.phone, one.email))), 200)
            tickets = say.n("{n} ticket", "{n} tickets", one.tickets)
            show(say("{who}: {tickets}, {open} of them open", who=who, tickets=tickets, open=one.open))
    if found.hits:
        table([(*row_cells(store, hit.row), say(_PLACES[hit.where])) for hit in found.hits])
    else:
        show(say("Nothing was found."))
    if found.more:
        show(say("More was found than is shown: add a word."))
