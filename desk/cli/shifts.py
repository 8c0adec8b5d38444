"""`desk duties`, `desk shift`, `desk away`: duties, shift overviews and absences."""

from typing import Any

import click

from desk.cli.login import opened
from desk.cli.options import common, given, show, show_json
from desk.cli.people import record_absence, show_back
from desk.i18n import Translator
from desk.presentation.duties import duty_line
from desk.presentation.shift import shift_lines
from desk.presentation.tickets import due_lines
from desk.store.commands import duties
from desk.store.commands.duties import DutyStatus
from desk.store.database import Store
from desk.store.queries.shifts import shift
from desk.text.dates import parse_moment


def add_shifts(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.command(name="duties")
    @click.option("--done", metavar="ID", help=_("Mark the duty as done."))
    @click.option("--note", default="", help=_("What was checked."))
    @click.option("--venue", default="", help=_("The venue that was checked, if there are several."))
    @click.option("--at", metavar="T", help=_("When it happened; default: now."))
    @click.option("--from", "since", metavar="DATE", help=_("Count from this day."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
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
                show_json([_standing_json(store, standing) for standing in found])
            else:
                for standing in found:
                    show(duty_line(given().translator, store.charter, standing, store.now()))
        return 0

    @group.command(name="shift")
    @common(_)
    def shift_() -> int:
        with opened() as store:
            who = given().settings.staff
            said, found = given().translator, shift(store, who)
            due, mine = (due_lines(said, store.charter, rows, store.now()) for rows in (found.due, found.mine))
            for line in shift_lines(said, store.charter, found, who, due=due, mine=mine):
                show(line)
        return 0

    @group.command(name="away")
    @click.argument("name", metavar="NAME")
    @click.option("--until", metavar="T", help=_("When they return; tickets due before then return to the queue."))
    @common(_)
    def away_(name: str, until: str | None) -> int:
        with opened() as store:
            show_back(record_absence(store, name, until))
        return 0


def _standing_json(store: Store, standing: DutyStatus) -> dict[str, Any]:
    def iso(moment: int | None) -> str | None:
        return None if moment is None else store.charter.at(moment).isoformat()

    last, who = standing.last or (None, None)
    due = standing.slot.due if standing.slot else None
    counts = {"kept": standing.kept, "entered_late": standing.entered_late, "missed": standing.missed}
    return {"duty": standing.duty, "due": iso(due), **counts, "last": iso(last), "who": who}
