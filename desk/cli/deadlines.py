"""`desk due`, `desk calendar`: calculating deadlines without a ticket."""

import csv
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TextIO

import click

from desk.charter import Charter, Deadline
from desk.charter.errors import DeskError, NeedsEvent
from desk.charter.standards import Standard
from desk.cli.options import common, files, given, json_option, show, show_json, show_json_line, table
from desk.i18n import Translator
from desk.presentation import deadlines, error_line, formats
from desk.settings import clock
from desk.text import sanitize
from desk.text.dates import MOSTLY_AHEAD, parse_date, parse_moment


def add_counting(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.command(name="due")
    @click.argument("standard", required=False, metavar="STANDARD")
    @click.option("--from", "start", metavar="T", help=_("Start of the count: 03.11.2026 10:14, 10:14 or ISO 8601."))
    @click.option("--exam", metavar="DATE", help=_("Exam date, for a promise that counts back from it."))
    @click.option("--short", is_flag=True, help=_("Print one or two sentences to read out or paste into a letter."))
    @click.option(
        "--batch", metavar="FILE", shell_complete=files, help=_("CSV file with `standard,from` lines, or - for standard input.")
    )
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document; with --batch, one per line."))
    @common(_)
    def due(standard: str | None, start: str | None, exam: str | None, short: bool, batch: str | None, as_json: bool) -> int:
        if batch is not None:
            return _batch(batch)
        if standard is None:
            raise click.UsageError(given().gettext("give a standard, or --batch FILE"))
        charter = charter_that_applies()
        deadline = _deadline(charter, standard, start, exam)
        if as_json:
            show_json(_as_json(charter, deadline))
        elif short:
            show(deadlines.spoken(given().translator, charter, deadline))
        else:
            _show_deadline(given().translator, charter, deadline)
        return 0

    @group.command(name="calendar")
    @click.argument("year", type=int, metavar="YEAR")
    @json_option(_)
    @common(_)
    def calendar(year: int, as_json: bool) -> int:
        charter = charter_that_applies()
        if as_json:
            show_json(_calendar_json(charter, year))
        else:
            _show_calendar(given().translator, charter, year)
        return 0


def charter_that_applies() -> Charter:
    """The given charter file; else the charter in force in the database, if there is one; else LT-Pro's."""
    now = given()
    if now.settings.charter or not now.has_database:
        return Charter.load(now.settings.charter)
    from desk.store.charter_versions import read_applied  # without a desk no database module is loaded

    return read_applied(now.settings.database) or Charter.load()


def _deadline(charter: Charter, standard: str, start: str | None, exam: str | None) -> Deadline:
    present = datetime.fromtimestamp(clock()(), UTC)
    event = parse_date(exam, present.astimezone(charter.zone).date(), MOSTLY_AHEAD) if exam else None
    if charter.limit(standard).event is None and start is None:
        raise NeedsEvent
    begin = parse_moment(start, charter.zone, present) if start else None
    return charter.deadline(standard, begin, event=event)


def _batch(source: str) -> int:
    """Writes one JSON line for each input line; an invalid one yields an error line, and the exit code is 2."""
    _, charter, bad = given().translator, charter_that_applies(), 0
    present = datetime.fromtimestamp(clock()(), UTC)
    today = present.astimezone(charter.zone).date()
    for number, row in _rows(source):
        try:
            if len(row) != 2:
                raise click.UsageError(_("expected `standard,from`"))
            name, start = row[0].strip(), row[1].strip()
            backward = charter.limit(name).event is not None
            deadline = (
                charter.deadline(name, None, event=parse_date(start, today, MOSTLY_AHEAD))
                if backward
                else charter.deadline(name, parse_moment(start, charter.zone, present))
            )
            show_json_line(_as_json(charter, deadline))
        except (DeskError, click.UsageError) as error:
            bad += 1
            show_json_line({"line": number, "error": error_line.line(_, error)})
    return 2 if bad else 0


def _rows(source: str) -> Iterable[tuple[int, list[str]]]:
    if source == "-":
        yield from _numbered(sys.stdin)
        return
    try:
        with open(source, encoding="utf-8-sig", newline="") as file:
            yield from _numbered(file)
    except UnicodeDecodeError:
        raise click.UsageError(given().gettext("{file}: not UTF-8 text", file=sanitize.one_line(source, 120))) from None


def _numbered(file: TextIO) -> Iterable[tuple[int, list[str]]]:
    for number, line in enumerate(file, start=1):
        try:
            row = next(csv.reader([line.removeprefix("\ufeff") if number == 1 else line]), [])
        except csv.Error:  # longer than any valid line
            row = [line]
        if row:
            yield number, row


def _as_json(charter: Charter, deadline: Deadline) -> dict[str, Any]:
    _, promise = given().translator, charter.promise(deadline.standard)
    rows = [
        {
            "date": row.day.date.isoformat(),
            "kind": row.day.kind,
            "short": row.day.short,
            "counted": row.counted,
            "note": deadlines.day_note(_, row.day),
        }
        for row in deadline.ledger
    ]
    return {
        "standard": deadline.standard,
        "clause": promise.clause,
        "limit": deadline.limit.text,
        "unit": deadline.limit.unit.value,
        "start": deadline.start.astimezone(charter.zone).isoformat() if deadline.start else None,
        "event": deadline.event.isoformat() if deadline.event else None,
        "due": deadline.due.isoformat(),
        "provisional": deadline.provisional,
        "house": deadline.house or promise.house,
        "reading": deadlines.reading(_, promise, deadline) if isinstance(promise, Standard) else None,
        "readings": [
            {"limit": other.limit, "says": other.says.in_language(_.language), "due": meant.due.isoformat() if meant else None}
            for other, meant in charter.other_readings(deadline)
        ],
        "charter_version": charter.version,
        "calendar_version": deadline.calendar_version,
        "ledger": rows,
    }


def _show_deadline(_: Translator, charter: Charter, deadline: Deadline) -> None:
    promise = charter.promise(deadline.standard)
    show(f"{deadline.standard}: {promise.title.in_language(_.language)} ({charter.clause(promise.clause).in_language(_.language)})")
    show(deadlines.spoken(_, charter, deadline))
    show()
    table(deadlines.deadline_facts(_, charter, deadline))
    show()
    for row in deadlines.ledger_rows(_, deadline):
        show("  " + row)


def _calendar_json(charter: Charter, year: int) -> dict[str, Any]:
    _, found = given().translator, charter.calendar.year(year)
    seconds = sum(closing - opening for day in found if day.working for opening, closing in day.open) * 60
    return {
        "year": year,
        "working_days": sum(day.working for day in found),
        "hours": seconds / 3600 if seconds % 3600 else seconds // 3600,
        "provisional": year > charter.calendar.decreed_until or any(day.estimated for day in found),
        "calendar_version": charter.calendar.year_version(year),
        "days": [
            {
                "date": day.date.isoformat(),
                "kind": day.kind,
                "open": [list(part.split("-")) for part in deadlines.hours(day).split()],
                "short": day.short,
                "counts": day.counts,
                "note": deadlines.day_note(_, day),
            }
            for day in found
        ],
    }


def _show_calendar(_: Translator, charter: Charter, year: int) -> None:
    found = charter.calendar.year(year)
    rows: list[tuple[str, ...]] = [(_("month"), _("working days"), _("working hours"), _("short days"))]
    for month in range(1, 13):
        of_month = [day for day in found if day.date.month == month and day.working]
        minutes = sum(closing - opening for day in of_month for opening, closing in day.open)
        rows.append((f"{month:02}", str(len(of_month)), f"{minutes / 60:g}", str(sum(day.short for day in of_month))))
    rows.append((_("year"), *(f"{sum(float(row[n]) for row in rows[1:]):g}" for n in (1, 2, 3))))
    table(rows)
    if year > charter.calendar.decreed_until:
        show(_("Provisional: the decree on days off for {year} has not been published yet.", year=year))
    if any(day.estimated for day in found):
        show(_("Provisional: holidays marked as estimated may move by a day."))
    show()
    named = [day for day in found if deadlines.is_unusual(day)]
    table(
        [(formats.on(_, day.date), deadlines.day_kind(_, day), deadlines.hours(day), deadlines.day_note(_, day)) for day in named]
    )
