"""`desk import` and `desk demo`: filling a desk from a list, or with a believable day."""

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desk import telling
from desk.cli.shape import common, given, show, show_json
from desk.cli.tickets import opened
from desk.moments import parse_moment
from desk.tongue import Tongue

if TYPE_CHECKING:
    from desk.intake.certificates import Arrival


def add_lists(group: click.Group, say: Tongue) -> None:
    """Adds the commands to the group."""

    @group.group(help=say("Takes in a list."), name="import")
    @common(say)
    def import_() -> None: ...

    @import_.command(help=say("A box of certificates, from a CSV file."), name="certificates")
    @click.argument("file", metavar="FILE")
    @click.option("--received", metavar="DATE", required=True, help=say("When the box came."))
    @click.option("--json", "as_json", is_flag=True, help=say("One JSON document."))
    @common(say)
    def certificates(file: str, received: str, as_json: bool) -> int:
        from desk.intake.certificates import take_in

        with opened(make=True) as store:
            present = store.charter.at(store.now())
            moment = parse_moment(received, store.charter.zone, present)
            arrival = take_in(store, given().settings.staff, Path(file), int(moment.timestamp()))
        _show_arrival(arrival, as_json)
        return 0 if arrival.new or arrival.known else 2

    @group.command(help=say("A throw-away desk, filled with a believable day; its clock starts at --now and runs on."), name="demo")
    @click.option("--seed", type=int, default=1, metavar="N", help=say("The same day for the same number."))
    @click.option("--now", "start", metavar="T", help=say("When its day stands; a working Tuesday 11:20 where nothing is said."))
    @common(say)
    def demo(seed: int, start: str | None) -> int:
        return _demo(seed, start)


def _show_arrival(arrival: "Arrival", as_json: bool) -> None:
    say = given().say
    if not as_json:
        for line in telling.arrival_lines(say, arrival):
            show(line)
        return
    show_json(
        {
            "file": arrival.file,
            "new": len(arrival.new),
            "known": [{"line": one.line, "number": number} for one, number in arrival.known],
            "wrong": [
                {"line": one.line, "reason": one.reason, "error": telling.wrong_line(say, one.line, one.reason, one.detail)}
                for one in arrival.wrong
            ],
        }
    )


def _demo(seed: int, start: str | None) -> int:
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
        app = DeskApp(settings, clock_from(begin))
        app.run()
        return app.return_code or 0
