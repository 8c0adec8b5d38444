"""`desk people`: lists and manages who logs in and their permissions."""

from typing import Any

import click

from desk.actions.rights import RECEPTION, ROLES, SUPERVISOR
from desk.auth.passwords import hashed
from desk.cli.login import new_pin, opened
from desk.cli.options import common, given, json_option, show, show_json
from desk.i18n import Translator
from desk.presentation.people import happened_line, person_line, returned_words
from desk.presentation.terms import ticket_refs
from desk.store.commands.assignment import return_tickets
from desk.store.commands.people import (
    Person,
    add_person,
    close_to_others,
    history,
    leave,
    open_to_all,
    people_here,
    rescue,
    role_of,
    set_away,
    set_role,
    set_secret,
)
from desk.store.database import Store
from desk.text.dates import parse_moment


def add_people(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""
    role = click.Choice(ROLES)

    @group.group(name="people", invoke_without_command=True)
    @json_option(_)
    @common(_)
    @click.pass_context
    def people_(context: click.Context, as_json: bool) -> int:
        if context.invoked_subcommand is None:
            _list(as_json)
        return 0

    @people_.command(help=_("Add a person who logs in; the first one is the supervisor."), name="add")
    @click.argument("name", metavar="NAME")
    @click.option("--role", type=role, default=RECEPTION, help=_("Role of the person."))
    @common(_)
    def add(name: str, role: str) -> int:
        with opened(make=True) as store:
            secret = hashed(new_pin(name), role_of(store, "") or role)
            made = add_person(store, given().settings.staff, name, role, secret)
            show(given().gettext("{name} can now log in.", name=made.name))
        return 0

    @people_.command(help=_("Change a PIN: your own, or anybody's as supervisor."), name="pin")
    @click.argument("name", metavar="NAME")
    @common(_)
    def pin(name: str) -> int:
        with opened() as store:
            set_secret(store, given().settings.staff, name, hashed(new_pin(name), role_of(store, name)))
            show(given().gettext("{name}: PIN changed.", name=name))
        return 0

    @people_.command(help=_("Change a role; takes effect at once."), name="role")
    @click.argument("name", metavar="NAME")
    @click.argument("role", type=role, metavar="ROLE")
    @common(_)
    def role_(name: str, role: str) -> int:
        with opened() as store:
            secret = hashed(new_pin(name), role) if role == SUPERVISOR else ""
            set_role(store, given().settings.staff, name, role, secret)
            show(given().gettext("{name}: role changed.", name=name))
        return 0

    @people_.command(help=_("Remove a person; their tickets return to the queue."), name="leave")
    @click.argument("name", metavar="NAME")
    @common(_)
    def leave_(name: str) -> int:
        with opened() as store:
            numbers = leave(store, given().settings.staff, name)
        show(given().gettext("{name} was removed.", name=name))
        show_back(numbers)
        return 0

    @people_.command(help=_("Turn logins off: everybody can do everything."), name="open")
    @common(_)
    def open_() -> int:
        with opened() as store:
            open_to_all(store, given().settings.staff)
            show(given().gettext("Logins are off: nobody has to log in."))
        return 0

    @people_.command(help=_("Turn logins on"), name="close")
    @common(_)
    def close() -> int:
        with opened() as store:
            close_to_others(store, given().settings.staff)
            show(given().gettext("Logins are on: everybody has to log in."))
        return 0

    @people_.command(help=_("Show the login history, newest first."), name="log")
    @json_option(_)
    @common(_)
    def log(as_json: bool) -> int:
        with opened() as store:
            if as_json:
                show_json([entry._asdict() | {"at": store.charter.at(entry.at).isoformat()} for entry in history(store)])
                return 0
            for entry in history(store):
                show(happened_line(given().translator, store.charter, entry))
        return 0

    @people_.command(
        help=_(
            "Reset a PIN and make the person a supervisor, if no supervisor can log in; for the owner of the machine, recorded."
        ),
        name="rescue",
    )
    @click.argument("name", metavar="NAME")
    @common(_)
    def rescue_(name: str) -> int:
        with opened() as store:
            rescue(store, name, hashed(new_pin(name), SUPERVISOR))
            show(given().gettext("{name} can log in again, as supervisor. The login history shows it.", name=name))
        return 0


def show_back(numbers: list[int]) -> None:
    """Prints the tickets that returned to their queues."""
    _ = given().translator
    if numbers:
        show(_("Returned to the queue: {tickets}", tickets=ticket_refs(_, numbers)))
    else:
        show(returned_words(_, 0))


def record_absence(store: Store, name: str, until: str | None) -> list[int]:
    """Marks somebody as away, until a moment if given. Returns the tickets that returned to their queues."""
    who = given().settings.staff
    if until is None:
        return return_tickets(store, who, name)
    present = store.charter.at(store.now())
    return set_away(store, who, name, int(parse_moment(until, store.charter.zone, present, ahead=True).timestamp()))


def _list(as_json: bool) -> None:
    with opened() as store:
        found = people_here(store)
        if as_json:
            show_json([_json(store, person) for person in found])
            return
        for person in found:
            show(person_line(given().translator, store.charter, person))
        if not found:
            show(
                given().gettext(
                    "Logins are not set up: everything is open to everybody. Add the first person with `desk people add NAME`."
                )
            )


def _json(store: Store, person: Person) -> dict[str, Any]:
    until = None if person.away_until is None else store.charter.at(person.away_until).isoformat()
    return {"name": person.name, "role": person.role, "away_until": until}
