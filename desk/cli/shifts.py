"""`desk import` and `desk demo`: filling a desk from a list, or with a believable day."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk.cli.fullscreen import run_desk
from desk.cli.options import common, given, show, show_json
from desk.cli.people import put_away, show_back
from desk.cli.tickets import opened
from desk.i18n import Translator
from desk.presentation.duties import duty_line
from desk.presentation.shift import shift_lines
from desk.presentation.tickets import due_lines
from desk.text.dates import parse_moment

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.store.commands.duties import DutyStatus
    from desk.store.database import Store


def add_lists(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.command(help=_("Show the centre's duties: due, kept, missed."), name="duties")
    @click.option("--done", metavar="ID", help=_("Mark the duty as done."))
    @click.option("--note", default="", help=_("What was checked."))
    @click.option("--venue", default="", help=_("The venue that was checked, if there are several."))
    @click.option("--at", metavar="T", help=_("When it happened; default: now."))
    @click.option("--from", "since", metavar="DATE", help=_("Count from this day."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
    @common(_)
    def duties_(done: str | None, note: str, venue: str, at: str | None, since: str | None, as_json: bool) -> int:
        from desk.store.commands import duties

        with opened() as store:
            present = store.charter.at(store.now())
            zone = store.charter.zone
            if done:
                moment = int(parse_moment(at, zone, present).timestamp()) if at else None
                duties.tick(store, given().settings.staff, done, note, moment, venue)
            first = int(parse_moment(since, zone, present).timestamp()) if since else None
            found = duties.duty_statuses(store, first)
            if as_json:
                show_json([_standing_json(store, one) for one in found])
            else:
                for one in found:
                    show(duty_line(given().translator, store.charter, one, store.now()))
        return 0

    @group.command(help=_("Print what happened since --as NAME was last here, what is due and what is promised."), name="shift")
    @common(_)
    def shift_() -> int:
        from desk.store.queries.shifts import shift

        with opened() as store:
            who = given().settings.staff
            said, found = given().translator, shift(store, who)
            due, mine = (due_lines(said, store.charter, rows, store.now()) for rows in (found.due, found.mine))
            for line in shift_lines(said, store.charter, found, who, due=due, mine=mine):
                show(line)
        return 0

    @group.command(help=_("Mark a colleague as away: their due tickets return to the queue."), name="away")
    @click.argument("name", metavar="NAME")
    @click.option("--until", metavar="T", help=_("When they return; tickets due before then return to the queue."))
    @common(_)
    def away_(name: str, until: str | None) -> int:
        with opened() as store:
            show_back(put_away(store, name, until))
        return 0

    @group.command(help=_("Open a temporary desk with a realistic day; its clock starts at --now."), name="demo")
    @click.option("--seed", type=int, default=1, metavar="N", help=_("The same number gives the same day."))
    @click.option("--now", "start", metavar="T", help=_("Start of the day; default: a working Tuesday, 11:20."))
    @common(_)
    def demo(seed: int, start: str | None) -> int:
        return _demo(seed, start)


def _standing_json(store: "Store", one: "DutyStatus") -> dict[str, Any]:
    def iso(moment: int | None) -> str | None:
        return None if moment is None else store.charter.at(moment).isoformat()

    last, who = one.last or (None, None)
    due = one.slot.due if one.slot else None
    counts = {"kept": one.kept, "entered_late": one.entered_late, "missed": one.missed}
    return {"duty": one.duty, "due": iso(due), **counts, "last": iso(last), "who": who}


def _demo(seed: int, start: str | None) -> int:
    return run_desk(_demo_desk(seed, start))


@contextmanager
def _demo_desk(seed: int, start: str | None) -> "Iterator[DeskApp]":
    """A desk in a folder that goes with it."""
    from desk.app import DeskApp
    from desk.charter import Charter
    from desk.demo import DEMO_DAY, FIRST_AT_DESK, fill
    from desk.settings import clock_from

    charter = Charter.load(given().settings.charter)
    begin = parse_moment(start, charter.zone, datetime.now(charter.zone)) if start else DEMO_DAY.replace(tzinfo=charter.zone)
    with tempfile.TemporaryDirectory(prefix="desk-demo-") as folder:
        database = str(Path(folder) / "demo.db")
        fill(database, charter, begin, seed)
        settings = replace(given().settings, database=database, charter=None, staff=FIRST_AT_DESK)
        yield DeskApp(settings, clock_from(begin), practice=True)
