"""`desk charter`: the charter in force; a changed charter and the deadlines that it would move."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from desk.charter import Charter
from desk.charter.production import subdivisions
from desk.charter.standards import Words
from desk.charter.vocabulary import LANGUAGES
from desk.cli.deadlines import charter_that_applies
from desk.cli.login import opened
from desk.cli.options import common, files, given, json_option, show, show_json
from desk.i18n import Translator
from desk.presentation import alerts, formats, tickets
from desk.settings import clock
from desk.store.commands.recounting import Preview, preview, put_into_force
from desk.store.database import Store


def add_charter(desk: click.Group, _: Translator) -> None:
    """Adds the charter commands to the group."""

    @desk.group(name="charter")
    @common(_)
    def group() -> None: ...

    previews = _("Preview which deadlines a changed charter moves; default FILE: the built-in charter.")
    applies = _("Apply a changed charter from now on; each ticket that moves gets an event.")

    @group.command(help=_("Show every promise in words."), name="show")
    @json_option(_)
    @common(_)
    def charter_show(as_json: bool) -> int:
        charter = charter_that_applies()
        if as_json:
            show_json(_charter_json(charter))
        else:
            _show_charter(given().translator, charter)
        return 0

    @group.command(help=_("Check a charter file and list its problems."), name="check")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @json_option(_)
    @common(_)
    def charter_check(file: str, as_json: bool) -> int:
        charter = Charter.load(Path(file))
        _ = given().translator
        if as_json:
            counts = {"standards": len(charter.file.standard), "duties": len(charter.file.duty)}
            show_json({"file": file, "version": charter.version, **counts, "warnings": list(_warnings(_, charter))})
            return 0
        show(
            _(
                "{file}: OK. {standards}, {duties}; version {version}.",
                file=Path(file).name,
                standards=_.ngettext("{n} standard", "{n} standards", len(charter.file.standard)),
                duties=_.ngettext("{n} duty", "{n} duties", len(charter.file.duty)),
                version=charter.version,
            )
        )
        for warning in _warnings(_, charter):
            show(f"! {warning}")
        return 0

    @group.command(help=previews, name="preview")
    @click.argument("file", required=False, metavar="[FILE]", shell_complete=files)
    @json_option(_)
    @common(_)
    def preview_(file: str | None, as_json: bool) -> int:
        with opened() as store:
            seen = preview(store, _changed(store, file))
            _show_moves(store, seen, as_json)
            if not as_json:
                words = " ".join(["desk charter apply", *([file] if file else []), "--seen", seen.mark])
                show(given().gettext("To apply exactly this: {command}", command=words))
        return 0

    @group.command(help=applies, name="apply")
    @click.argument("file", required=False, metavar="[FILE]", shell_complete=files)
    @click.option("--seen", metavar="MARK", help=_("Apply only if the result matches the preview with this mark."))
    @json_option(_)
    @common(_)
    def apply_(file: str | None, seen: str | None, as_json: bool) -> int:
        with opened() as store:
            done = put_into_force(store, given().settings.staff, _changed(store, file), seen)
            _show_moves(store, done, as_json, applied=True)
        return 0


def _changed(store: Store, file: str | None) -> Charter:
    """The charter of a file, with the exceptions that were added at this desk."""
    return Charter.load(Path(file) if file else None).with_own(store.charter.own)


def _show_moves(store: Store, seen: Preview, as_json: bool, *, applied: bool = False) -> None:
    _, now = given().translator, store.now()
    if not as_json:
        show(tickets.preview_line(_, seen, now, applied=applied))
        for line in (*tickets.concerned_lines(_, seen.concerned), *tickets.move_lines(_, seen.charter, seen.moves, now)):
            show(line)
        return
    moves = [
        {
            "number": move.number,
            "standard": move.standard,
            "old": None if move.old is None else store.charter.at(move.old).isoformat(),
            "new": None if move.new is None else store.charter.at(move.new).isoformat(),
            "missed": move.missed(now),
        }
        for move in seen.moves
    ]
    show_json({"mark": seen.mark, "running": seen.running, "moves": moves})


def _warnings(_: Translator, charter: Charter) -> Iterable[str]:
    """Warnings about valid but probably unintended parts of a charter file."""
    source = charter.file.calendar
    parts = subdivisions(source.country) if source.country and not source.subdivision else ()
    if parts:
        yield _(
            "calendar.subdivision: not set, so only the national holidays of {country} count; choose from: {parts}",
            country=source.country,
            parts=", ".join(parts),
        )
    if ends := alerts.calendar_ends_line(_, charter, int(clock()())):
        yield f"calendar.last_year: {ends}"


def _show_charter(_: Translator, charter: Charter) -> None:
    language = _.language
    show(f"{charter.file.centre.name.in_language(language)}  {charter.version}")
    show()
    for standard in charter.standards:
        house = "  (" + _("house rule") + ")" if standard.house else ""
        show(f"{standard.id}  ({charter.clause(standard.clause).in_language(language)}){house}")
        show(f"  {standard.title.in_language(language)}: {formats.limit(_, charter.limit(standard.id))}")
        show(f"  {standard.promise.in_language(language)}")
        extra = [standard.reading, *standard.notes, standard.late.says if standard.late else None]
        extra += [rule.house for rule in standard.applies]
        for words in extra:
            if words:
                show(f"  {words.in_language(language)}")
    show()
    show(_("Kinds of tickets"))
    for kind in charter.kinds.values():
        topics = ", ".join(f"{topic.id} ({topic.title.in_language(language)})" for topic in kind.topics)
        show("  " + "  ".join(filter(None, (kind.id, kind.title.in_language(language), topics))))
    show()
    show(_("Duties"))
    for duty in charter.file.duty:
        clause = charter.clause(duty.clause).in_language(language)
        show(f"  {duty.id}  ({clause})  {duty.title.in_language(language)}: {formats.limit(_, charter.limit(duty.id))}")
    show()
    show(_("Guarantees"))
    for guarantee in charter.file.guarantee:
        show(
            f"  {guarantee.id}  ({charter.clause(guarantee.clause).in_language(language)})  {guarantee.title.in_language(language)}"
        )
        if guarantee.house:
            show(f"    {guarantee.house.in_language(language)}")
    show()
    show(_("Promises without a clock"))
    for said in charter.file.said:
        show(f"  ({charter.clause(said.clause).in_language(language)})  {said.title.in_language(language)}")


def _charter_json(charter: Charter) -> dict[str, Any]:
    def both(words: Words) -> dict[str, str]:
        return {language: words.in_language(language) for language in LANGUAGES}

    return {
        "centre": both(charter.file.centre.name),
        "version": charter.version,
        "standards": [
            {
                "standard": standard.id,
                "clause": standard.clause,
                "limit": standard.limit,
                "title": both(standard.title),
                "promise": both(standard.promise),
                "house": standard.house,
                "best_effort": standard.best_effort,
            }
            for standard in charter.standards
        ],
        "kinds": [
            {
                "kind": kind.id,
                "title": both(kind.title),
                "facts": list(kind.facts),
                "final": list(kind.final),
                "channels": list(kind.channels),
                "becomes": list(kind.becomes),
                "topics": [{"topic": topic.id, "title": both(topic.title)} for topic in kind.topics],
                "categories": [{"category": entry.id, "title": both(entry.title)} for entry in kind.categories],
                "asks": kind.asks or None,
                "causes": [{"cause": entry.id, "title": both(entry.title)} for entry in kind.causes],
            }
            for kind in charter.kinds.values()
        ],
        "duties": [
            {"duty": duty.id, "clause": duty.clause, "limit": duty.limit, "title": both(duty.title)} for duty in charter.file.duty
        ],
        "guarantees": [
            {"guarantee": guarantee.id, "clause": guarantee.clause, "title": both(guarantee.title)}
            for guarantee in charter.file.guarantee
        ],
        "without_clock": [{"clause": said.clause, "title": both(said.title)} for said in charter.file.said],
    }
