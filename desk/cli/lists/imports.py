"""`desk import`: imports lists."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from desk.charter.toml_reader import read_toml
from desk.cli.login import opened
from desk.cli.options import common, files, given, json_option, show, show_json
from desk.i18n import Translator
from desk.intake import certificates, facts, ratings, registrations
from desk.intake.columns import HEADINGS
from desk.intake.errors import ColumnFieldUnknown, HeadingNoText
from desk.intake.import_job import Arrival, Asked
from desk.outgoing.fact_words import early_words, fact_title, fact_words
from desk.presentation import error_line, imports
from desk.store.database import Store
from desk.store.validation import check_moment
from desk.text import sanitize
from desk.text.dates import MOSTLY_AHEAD, PAST_ONLY, TimeMissing, parse_date, parse_moment


def add_imports(group: click.Group, _: Translator) -> None:
    """Adds the command to the group."""

    @group.group(name="import")
    @common(_)
    def import_() -> None: ...

    @import_.command(help=_("Import a batch of certificates from a CSV or XLSX file."), name="certificates")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @click.option("--received", metavar="DATE", required=True, help=_("When the batch was received."))
    @_said_of_a_list(_)
    @common(_)
    def certificates_(file: str, received: str, dry_run: bool, as_json: bool, **said: Any) -> int:
        with opened(make=not dry_run) as store:
            moment = _received(store, received)
            check_moment(store, moment)
            asked, path, who = _asked(store, said), Path(file), given().settings.staff
            arrival = (
                certificates.preview_list(store, path, asked)
                if dry_run
                else certificates.import_list(store, who, path, moment, asked)
            )
        return _shown(arrival, as_json, dry_run=dry_run)

    @import_.command(help=_("Import candidates of exam sessions from a CSV or XLSX file."), name="registrations")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @click.option("--place", default="", metavar="NAME", help=_("Place for lines without one."))
    @click.option("--ends", metavar="DATE", help=_("Last day of registration, for new sessions."))
    @_said_of_a_list(_)
    @common(_)
    def registrations_(file: str, dry_run: bool, as_json: bool, **said: Any) -> int:
        with opened(make=not dry_run) as store:
            asked, path, who = _asked(store, said), Path(file), given().settings.staff
            arrival = (
                registrations.preview_list(store, path, asked) if dry_run else registrations.import_list(store, who, path, asked)
            )
        return _shown(arrival, as_json, dry_run=dry_run)

    @import_.command(help=_("Import satisfaction scores: a ticket number and a score from 1 to 5 on each line."), name="ratings")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @click.option("--dry-run", is_flag=True, help=_("Show the result without saving it."))
    @common(_)
    def ratings_(file: str, dry_run: bool) -> int:
        with opened() as store:
            path, who = Path(file), given().settings.staff
            found = ratings.preview_list(store, path) if dry_run else ratings.import_list(store, who, path)
        encoding = f" ({found.encoding})" if found.encoding else ""
        show(given().ngettext("{n} answer", "{n} answers", len(found.answers)) + encoding)
        for wrong in found.wrong:
            show(imports.wrong_line(given().translator, wrong.line, wrong.reason, wrong.detail))
        return 0 if found.answers else 2

    @import_.command(
        help=_("Import facts to answer from: exams, dates, prices, answers; from a CSV, XLSX or TOML file."), name="facts"
    )
    @click.argument("file", metavar="FILE", shell_complete=files)
    @click.option("--dry-run", is_flag=True, help=_("Show the result without saving it."))
    @json_option(_)
    @common(_)
    def facts_(file: str, dry_run: bool, as_json: bool) -> int:
        with opened(make=not dry_run) as store:
            path, who = Path(file), given().settings.staff
            found = facts.preview_list(store, path) if dry_run else facts.import_list(store, who, path)
        _show_facts(found, as_json)
        return 0 if found.new or found.changed or found.known else 2


def _show_facts(found: facts.FactList, as_json: bool) -> None:
    _ = given().translator
    if as_json:
        wrong = [{"line": line, "error": error_line.line(_, error)} for line, error in found.wrong]
        counts = {"new": len(found.new), "changed": len(found.changed), "known": found.known}
        show_json(
            {"file": found.file, **counts, "wrong": wrong, "not_read": list(found.unread), "encoding": found.encoding or None}
        )
        return
    counted = _(
        "{file}: new {new}, changed {changed}, known {known}",
        file=found.file, new=len(found.new), changed=len(found.changed), known=found.known,
    )  # fmt: skip
    show(f"{counted} ({found.encoding})" if found.encoding else counted)
    for content, _before in found.changed:
        show("  " + fact_words(_, content))
    for content, days in found.early:
        show(f"  {fact_title(_, content)}  {early_words(_, days)}")
    for line, error in found.wrong:
        words = error_line.line(_, error)
        is_table = found.file.lower().endswith(facts.TOML)
        show(_("table {n}: {error}", n=line, error=words) if is_table else _("line {line}: {error}", line=line, error=words))
    if found.unread:
        show(_("ignored columns: {columns}", columns=sanitize.one_line(", ".join(found.unread), 200)))


def _said_of_a_list(_: Translator) -> Callable[[Any], Any]:
    """The options common to all lists."""
    options = (
        click.option("--exam", default="", metavar="NAME", help=_("Exam for lines without one.")),
        click.option("--exam-date", metavar="DATE", help=_("Exam date for lines without one.")),
        click.option("--mapping", metavar="FILE", shell_complete=files, help=_("TOML file that maps column headings to fields.")),
        click.option("--doubtful", is_flag=True, help=_("Import doubtful lines as they are.")),
        click.option("--dry-run", is_flag=True, help=_("Show what would be done, without saving it.")),
        click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document.")),
    )

    def add(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _asked(store: Store, said: Mapping[str, Any]) -> Asked:
    """The values of these options. Raises InvalidDateTime, CharterError, BadList."""
    today = store.charter.at(store.now()).date()
    back = MOSTLY_AHEAD if "ends" in said else PAST_ONLY  # registrations are for a future exam, certificates of a past one
    days = {name: parse_date(said[name], today, back).isoformat() if said.get(name) else "" for name in ("exam_date", "ends")}
    columns = read_mapping(Path(said["mapping"])) if said["mapping"] else {}
    return Asked(said["exam"], days["exam_date"], said.get("place", ""), days["ends"], columns, doubtful=said["doubtful"])


def _shown(arrival: Arrival, as_json: bool, *, dry_run: bool) -> int:
    show_arrival(arrival, as_json, dry_run=dry_run)
    return 0 if arrival.new or arrival.known else 2


def read_mapping(path: Path) -> dict[str, str]:
    """Reads the mapping of headings to fields from a TOML file. Raises CharterError, BadList for values that are not text."""
    found = read_toml(path)
    if strange := [name for name in found if name not in HEADINGS]:
        raise ColumnFieldUnknown(path.name, ", ".join(strange))
    if wrong := next((name for name, heading in found.items() if not isinstance(heading, str)), ""):
        raise HeadingNoText(path.name, wrong)
    return {name: str(heading) for name, heading in found.items()}


def show_arrival(arrival: Arrival, as_json: bool, *, dry_run: bool) -> None:
    """Prints the result of an import."""
    _ = given().translator
    if not as_json:
        first, *rest = imports.arrival_lines(_, arrival)
        for line in (first if dry_run else imports.imported_line(_, arrival), *rest):
            show(line)
        return
    show_json(
        {
            "file": arrival.file,
            "dry_run": dry_run,
            "new": len(arrival.new),
            "known": [{"line": candidate.line, "number": number} for candidate, number in arrival.known],
            "doubtful": [
                {
                    "line": doubt.one.line,
                    "reason": doubt.reason,
                    "number": doubt.number or None,
                    "error": imports.doubt_line(_, doubt),
                }
                for doubt in arrival.doubtful
            ],
            "wrong": [
                {"line": wrong.line, "reason": wrong.reason, "error": imports.wrong_line(_, wrong.line, wrong.reason, wrong.detail)}
                for wrong in arrival.wrong
            ],
            "not_read": list(arrival.unused),
            "encoding": arrival.encoding or None,
        }
    )


def _received(store: Store, text: str) -> int:
    """When a batch was received, in epoch seconds; its day is enough. Raises InvalidDateTime."""
    now = store.charter.at(store.now())
    try:
        return int(parse_moment(text, store.charter.zone, now).timestamp())
    except TimeMissing:
        return int(parse_moment(parse_date(text, now.date()).isoformat(), store.charter.zone, now).timestamp())
