"""`desk search`: the same search as F8."""

import click

from desk.cli.login import opened
from desk.cli.options import common, given, json_option, show, show_json, table
from desk.cli.tickets import row_cells, row_json
from desk.i18n import N_, Translator
from desk.presentation.terms import NOTHING_FOUND
from desk.store.database import Store
from desk.store.queries.search import Found, search
from desk.store.queries.ticket import clocks_of
from desk.text.sanitize import one_line

_PLACES = {"number": N_("number"), "who": N_("contact"), "about": N_("subject"), "said": N_("conversation")}


def add_search(group: click.Group, _: Translator) -> None:
    """Adds the command to the group."""

    @group.command(name="search")
    @click.argument("words", nargs=-1, required=True, metavar="WORDS")
    @json_option(_)
    @common(_)
    def search_(words: tuple[str, ...], as_json: bool) -> int:
        with opened() as store:
            found = search(store, " ".join(words))
            if as_json:
                _show_json(store, found)
            else:
                _show(store, found)
        return 0


def _show_json(store: Store, found: Found) -> None:
    clocks = clocks_of(store)
    show_json(
        {
            "people": [
                {"name": person.name, "phone": person.phone, "email": person.email, "tickets": person.tickets, "open": person.open}
                for person in found.people
            ],
            "tickets": [{**row_json(store, hit.row, clocks.get(hit.row.id, [])), "found_by": hit.where} for hit in found.hits],
            "more": found.more,
        }
    )


def _show(store: Store, found: Found) -> None:
    _ = given().translator
    for person in found.people:
        if person.tickets > 1:
            who = one_line("  ".join(filter(None, (person.name, person.phone, person.email))), 200)
            tickets = _.ngettext("{n} ticket", "{n} tickets", person.tickets)
            show(_("{who}: {tickets}, {open} open", who=who, tickets=tickets, open=person.open))
    if found.hits:
        table([(*row_cells(store, hit.row), _(_PLACES[hit.where])) for hit in found.hits])
    else:
        show(_(NOTHING_FOUND))
    if found.more:
        show(_("More results than shown: add a word."))
