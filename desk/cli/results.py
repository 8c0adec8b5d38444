"""`desk report`: reports how the promises of a period were kept."""

import csv
import io
from pathlib import Path
from typing import Any

import click

from desk.charter import Charter
from desk.charter.measure import in_days
from desk.cli.complaints import corrective_json
from desk.cli.login import opened
from desk.cli.options import common, given, json_option, put, show, show_json, table
from desk.cli.shifts import duty_json
from desk.cli.tickets import iso, rows_json
from desk.facts.registration import Registration
from desk.i18n import Translator
from desk.presentation import reports
from desk.presentation.duties import due_duties
from desk.presentation.feedback import corrective_line
from desk.presentation.overview import evening_lines
from desk.presentation.shift import today_lines
from desk.presentation.tickets import due_lines
from desk.reports.dates_page import dates_page
from desk.reports.disclosure import FEWEST
from desk.reports.figures import Figure
from desk.reports.html import write_whole
from desk.reports.publication import gather
from desk.reports.published_page import page
from desk.reports.report import GROUPINGS, Report, report
from desk.store.commands.duties import dates_published, page_published
from desk.store.database import Store
from desk.store.errors.input import PeriodIncomplete
from desk.store.event_log import head_of
from desk.store.facts.versions import told_today
from desk.store.opening import is_practice
from desk.store.queries.board import ReminderRow
from desk.store.queries.shifts import overdue
from desk.store.queries.today import Today, today
from desk.text import sanitize, spreadsheet
from desk.text.dates import parse_period


def add_results(group: click.Group, _: Translator) -> None:
    """Adds the command to the group."""

    @group.command(name="report")
    @click.option("--from", "first", metavar="DATE", help=_("First day; default: the first of this month."))
    @click.option("--to", "last", metavar="DATE", help=_("Last day; default: today."))
    @click.option("--by", type=click.Choice(GROUPINGS), help=_("Split the period into parts."))
    @json_option(_)
    @click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV for a spreadsheet."))
    @click.option("--html", "as_html", is_flag=True, help=_("Print a web page in both languages, as `desk publish` writes it."))
    @common(_)
    def report_(first: str | None, last: str | None, by: str | None, as_json: bool, as_csv: bool, as_html: bool) -> int:
        with opened() as store:
            day = store.charter.at(store.now()).date()
            (begin, end), charter = parse_period(first or "", last or "", day), store.charter
            if as_html:
                put(page(charter, gather(store, begin, end)))
                return 0
            found = report(store, begin, end, by or "")
        if as_json:
            show_json(_json(charter, found))
        elif as_csv:
            _csv(charter, found)
        else:
            _tables(charter, found)
        return 0

    @group.command(name="morning")
    @json_option(_)
    @common(_)
    def morning_(as_json: bool) -> int:
        with opened() as store:
            found = today(store)
            if as_json:
                show_json(_today_json(store, found))
                return 0
            for line in morning_lines(store):
                show(line)
        return 0

    @group.command(name="evening")
    @json_option(_)
    @common(_)
    def evening_(as_json: bool) -> int:
        with opened() as store:
            day = store.charter.at(store.now()).date()
            said, charter = given().translator, store.charter
            if as_json:
                whole = _json(charter, report(store, day, day))
                late_rows = rows_json(store, overdue(store))
                show_json({"report": whole, "overdue": late_rows, "head": head_of(store), "practice": is_practice(store)})
                return 0
            late = due_lines(said, charter, overdue(store), store.now())
            for line in evening_lines(said, reports.lines(said, charter, report(store, day, day)), late):
                show(line)
            show()
            show(given().gettext("head of the log: {head}", head=head_of(store)))
            if is_practice(store):
                show(given().gettext("Practice desk: its figures are not evidence."))
        return 0

    @group.command(name="publish")
    @click.argument("file", metavar="FILE")
    @click.option(
        "--from", "first", metavar="DATE", help=_("First day; without a period, the page of dates and prices is written.")
    )
    @click.option("--to", "last", metavar="DATE", help=_("Last day."))
    @common(_)
    def publish(file: str, first: str | None, last: str | None) -> int:
        with opened() as store:
            day, name = store.charter.at(store.now()).date(), Path(file).name
            if not first and not last:
                told = told_today(store)
                write_whole(Path(file), dates_page(store.charter, told, day))
                dates_published(store, given().settings.staff, f"{name}: {len(told)}")
                facts = given().ngettext("{n} fact", "{n} facts", len(told))
                show(given().gettext("{file}: {facts} written.", file=sanitize.one_line(file, 200), facts=facts))
                return 0
            if not first or not last:
                raise PeriodIncomplete
            found = gather(store, *parse_period(first, last, day))
            write_whole(Path(file), page(store.charter, found))
            page_published(store, given().settings.staff, name)
        show(given().gettext("{file}: results written.", file=sanitize.one_line(file, 200)))
        return 0


def _tables(charter: Charter, found: Report) -> None:
    _ = given().translator
    show(reports.period(_, found))
    for name, figures in found.groups.items():
        show()
        if found.by:
            show(sanitize.one_line(reports.part(_, found.by, name), 60))
        table([tuple(_(heading) for heading in reports.HEADINGS), *(reports.row(_, charter, figure) for figure in figures)])
    if not found.groups:
        show(_("No promises in this period."))
    show()
    for line in reports.beside(_, found):
        show(line)
    if duties := reports.duty_rows(_, charter, found):
        show()
        table([tuple(_(heading) for heading in reports.DUTY_HEADINGS), *duties])
    if found.registrations:
        show()
        table([tuple(_(heading) for heading in reports.REGISTRATION_HEADINGS), *reports.registration_rows(_, found)])
    if complaints := reports.complaint_lines(_, charter, found.complaints):
        show()
        for line in complaints:
            show(line)
    if found.learned:
        show()
        show(_("Learned and changed:"))
        for line in reports.learned_lines(found):
            show(line)
    if found.arrivals:
        show()
        show(_("Came in by weekday and hour (a dot: fewer than {n}):", n=FEWEST))
        table(reports.arrival_rows(_, found.arrivals))


def _csv(charter: Charter, found: Report) -> None:
    """A CSV line for each standard of each part; numbers as numbers, times in seconds or days according to the unit."""
    _, written = given().translator, io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\n")
    lines.writerow(["part", *_KEYS])
    for name, figures in found.groups.items():
        for figure in figures:
            values = _figure(charter, figure) | {
                "house": int(figure.house),
                "void": sum(figure.void.values()),
                "reasons": reports.void(_, figure),
                "missed_and_closed": sum(figure.ended.values()),
            }
            lines.writerow(
                [
                    spreadsheet.csv_cell(name),
                    *("" if values[key] is None else spreadsheet.csv_cell(str(values[key])) for key in _KEYS),
                ]
            )
    put(written.getvalue())


_KEYS = (
    "standard", "house", "opened", "kept", "tried", "missed", "running", "void", "reasons", "share", "median", "p90", "unit",
    "entered_late", "missed_and_closed",
)  # fmt: skip


def morning_lines(store: Store) -> list[str]:
    """What the day brings, as lines."""
    found, said, charter = today(store), given().translator, store.charter
    due, duties = due_lines(said, charter, found.due, found.now), due_duties(said, charter, found.duties, found.now)
    corrective = [corrective_line(said, charter, action, found.now) for action in found.corrective]
    return [*today_lines(said, charter, found, given().settings.staff, due=due, duties=duties, corrective=corrective)]


def _json(charter: Charter, found: Report) -> dict[str, Any]:
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "now": charter.at(found.now).isoformat(),
        "by": found.by or None,
        "parts": [
            {"part": name or None, "standards": [_figure(charter, figure) for figure in figures]}
            for name, figures in found.groups.items()
        ],
        "answered_at_once": found.at_once,
        "reopened": found.reopened,
        "closed": dict(found.closed),
        "ratings": {str(score): count for score, count in sorted(found.ratings.items())},
        "asked": found.response._asdict(),
        "duties": [duty._asdict() for duty in found.duties],
        "registrations": [_registration(entry) for entry in found.registrations],
        "complaints": {
            "total": found.complaints.total,
            "repeated": found.complaints.repeated,
            "groups": {name: dict(counts) for name, counts in found.complaints.groups.items()},
        },
        "arrivals": [
            {"weekday": day, "hour": hour, "arrived": count if count >= FEWEST else None}
            for (day, hour), count in sorted(found.arrivals.items())
        ],
        "first_contact": found.first_contact._asdict(),
        "learned": [{"words": action.words, "done": action.done, "published": action.said or None} for action in found.learned],
    }


def _today_json(store: Store, found: Today) -> dict[str, Any]:
    return {
        "exams": [exam._asdict() for exam in found.exams],
        "boxes_expected": [exam._asdict() for exam in found.boxes],
        "tickets": rows_json(store, found.due),
        "reminders": [_reminder_json(store, row) for row in found.reminders],
        "notes": [{"at": iso(store, note.at), "who": note.who, "words": note.words} for note in found.notes],
        "duties": [duty_json(store, standing) for standing in found.duties],
        "corrective_actions": [corrective_json(store, action) for action in found.corrective],
    }


def _reminder_json(store: Store, row: ReminderRow) -> dict[str, Any]:
    return {"ticket": row.ticket, "staff": row.staff, "at": iso(store, row.at), "what": row.what, "note": row.note}


def _registration(entry: Registration) -> dict[str, Any]:
    content = entry.content
    known = {"day": content.day, "opens": content.opens, "closes": content.closes}
    days = {name: day.isoformat() if day else None for name, day in known.items()}
    counts = {"open_days": entry.open_days, "closed_before": entry.before, "sisters_closed_before": entry.usual}
    return {"exam": content.name, "place": content.place or None, **days, **counts, "closed_earlier": entry.earlier}


def _figure(charter: Charter, figure: Figure) -> dict[str, Any]:
    limit = charter.limit(figure.standard) if charter.find(figure.standard) else None
    return {
        "standard": figure.standard,
        "house": figure.house,
        "opened": figure.opened,
        "kept": figure.kept,
        "tried": figure.tried,
        "missed": figure.missed,
        "running": figure.running,
        "void": dict(figure.void),
        "entered_late": figure.entered_late,
        "missed_and_closed": dict(figure.ended),
        "share": None if figure.share is None else round(figure.share, 6),
        "median": figure.median,
        "p90": figure.p90,
        "unit": None if limit is None else "days" if in_days(limit) else "seconds",
    }
