"""`desk duties`, `desk shift`, `desk away`: duties, shift overviews and absences."""

from typing import Any

import click

from desk.cli.login import opened
from desk.cli.options import common, given, json_option, show, show_json
from desk.cli.people import record_absence, show_back
from desk.cli.tickets import iso, rows_json
from desk.i18n import Translator
from desk.presentation.duties import duty_line
from desk.presentation.shift import shift_lines
from desk.presentation.tickets import due_lines
from desk.store.commands import duties
from desk.store.commands.duties import DutyStatus
from desk.store.database import Store
from desk.store.queries.shifts import Shift, shift
from desk.text.dates import parse_moment


def add_shifts(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.command(name="duties")
    @click.option("--done", metavar="ID", help=_("Mark the duty as done."))
    @click.option("--note", default="", help=_("What was checked."))
    @click.option("--venue", default="", help=_("The venue that was checked, if there are several."))
    @click.option("--at", metavar="T", help=_("When it happened; default: now."))
    @click.option("--from", "since", metavar="DATE", help=_("Count from this day."))
    @json_option(_)
    @common(_)
    def duties_(done: str | None, note: str, venue: str, at: str | None, since: str | None, as_json: bool) -> int:
        with opened() as store:
            present = store.charter.at(store.now())
            zone = store.charter.zone
            if done:
                moment = int(parse_moment(at, zone, present).timestamp()) if at else None
                duties.tick(store, given().settings.staff, done, note, moment, venue)
            first = int(parse_moment(since, zone, present).timestamp()) if since else None
            found = duties.duty_statuses(store, first)
            if as_json:
                show_json([duty_json(store, standing) for standing in found])
            else:
                for standing in found:
                    show(duty_line(given().translator, store.charter, standing, store.now()))
        return 0

    @group.command(name="shift")
    @json_option(_)
    @common(_)
    def shift_(as_json: bool) -> int:
        with opened() as store:
            who = given().settings.staff
            said, found = given().translator, shift(store, who)
            if as_json:
                show_json(_shift_json(store, found))
                return 0
            due, mine = (due_lines(said, store.charter, rows, store.now()) for rows in (found.due, found.mine))
            for line in shift_lines(said, store.charter, found, who, due=due, mine=mine):
                show(line)
        return 0

    @group.command(name="away")
    @click.argument("name", metavar="NAME")
    @click.option("--until", metavar="T", help=_("When they return; tickets due before then return to the queue."))
    @json_option(_)
    @common(_)
    def away_(name: str, until: str | None, as_json: bool) -> int:
        with opened() as store:
            numbers = record_absence(store, name, until)
        if as_json:
            show_json({"returned": numbers})
        else:
            show_back(numbers)
        return 0


def duty_json(store: Store, standing: DutyStatus) -> dict[str, Any]:
    """A duty as JSON: when it is due, how often it was kept, its last evidence."""
    last, who = standing.last or (None, None)
    due = standing.slot.due if standing.slot else None
    counts = {"kept": standing.kept, "entered_late": standing.entered_late, "missed": standing.missed}
    return {"duty": standing.duty, "due": iso(store, due), **counts, "last": iso(store, last), "who": who}


def _shift_json(store: Store, found: Shift) -> dict[str, Any]:
    return {
        "notes": [note._asdict() | {"at": iso(store, note.at)} for note in found.notes],
        "since": iso(store, found.since),
        "until": iso(store, found.until),
        "happened": [done._asdict() | {"at": iso(store, done.at)} for done in found.happened],
        "due": rows_json(store, found.due),
        "mine": rows_json(store, found.mine),
        "reminders": [
            reminder._asdict() | {"at": iso(store, reminder.at), "absent": bool(reminder.absent)} for reminder in found.reminders
        ],
    }
