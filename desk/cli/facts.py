"""`desk facts`: what customers are told of exams, dates, prices; who was told what has changed since."""

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from desk.cli.login import opened
from desk.cli.options import common, given, json_option, show, show_json
from desk.facts.fact import Content, Version
from desk.i18n import Translator, translator
from desk.outgoing.fact_words import fact_line, fact_words
from desk.presentation.reports import difference_line
from desk.reports.dates_page import differences
from desk.reports.website import is_address, read_site
from desk.store.commands.duties import dates_published
from desk.store.database import Store
from desk.store.facts.telling import told_outdated
from desk.store.facts.versions import fact_versions, find_facts, told_today, withdraw_fact

_MOST = 2**31


def add_facts(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.group(name="facts", invoke_without_command=True)
    @json_option(_)
    @common(_)
    @click.pass_context
    def facts_(context: click.Context, as_json: bool) -> int:
        return _list("", as_json) if context.invoked_subcommand is None else 0

    @facts_.command(help=_("Find the facts that fit the words, the best first."), name="find")
    @click.argument("words", metavar="WORDS", nargs=-1, required=True)
    @json_option(_)
    @common(_)
    def find_(words: tuple[str, ...], as_json: bool) -> int:
        return _list(" ".join(words), as_json)

    @facts_.command(help=_("Show every version of a fact."), name="show")
    @_number
    @json_option(_)
    @common(_)
    def show_(number: int, as_json: bool) -> int:
        with opened() as store:
            versions = fact_versions(store, number)
            if as_json:
                show_json([_json(store, version) for version in versions])
                return 0
            for version in versions:
                for line in _version_lines(store, version):
                    show(line)
        return 0

    @facts_.command(help=_("List the tickets whose customers were told a fact before it changed."), name="told")
    @_number
    @json_option(_)
    @common(_)
    def told_(number: int, as_json: bool) -> int:
        with opened() as store:
            found = told_outdated(store, number)
        if as_json:
            show_json(found)
        else:
            show(" ".join(map(str, found)) or given().gettext("Nobody was told anything else than it says now."))
        return 0

    @facts_.command(
        help=_("Compare the website with the facts; if it shows the same, that is recorded as evidence."),
        name="compare",
    )
    @click.argument("site", metavar="URL|FILE")
    @json_option(_)
    @common(_)
    def compare_(site: str, as_json: bool) -> int:
        with opened() as store:
            told = told_today(store)
            found = differences(store.charter, told, read_site(site))
            if not found and is_address(site):  # a file is no website
                dates_published(store, given().settings.staff, f"{site}: {len(told)}")
        if as_json:
            show_json([difference._asdict() for difference in found])
        for difference in [] if as_json else found:
            show(difference_line(given().translator, difference))
        if not found and not as_json:
            show(given().gettext("{site}: shows the same.", site=site))
        return 1 if found else 0

    @facts_.command(help=_("Withdraw a fact: it is not told any more; its versions stay."), name="withdraw")
    @_number
    @common(_)
    def withdraw_(number: int) -> int:
        with opened() as store:
            withdraw_fact(store, given().settings.staff, number)
        show(given().gettext("Fact withdrawn."))
        return 0


_number = click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")


def _list(words: str, as_json: bool) -> int:
    with opened() as store:
        rows, _count = find_facts(store, words, _MOST)
        if as_json:
            show_json([_json(store, row.version) for row in rows])
            return 0
        today = store.charter.at(store.now()).date()
        for row in rows:
            recorded = store.charter.at(row.version.recorded).date()
            show(f"{row.version.fact}  {fact_line(given().translator, row.version.content, recorded, today)}")
    if not rows:
        show(given().gettext("Nothing found.") if words else given().gettext("No facts yet."))
    return 0


def _version_lines(store: Store, version: Version) -> list[str]:
    _, content = given().translator, version.content
    recorded = store.charter.at(version.recorded).isoformat(timespec="minutes")
    head = f"{version.id}  {content.since} – {content.until}  ({recorded})"
    if version.is_withdrawn:
        return [f"{head}  {_('withdrawn')}"]
    return [head, *(f"  {fact_words(translator(language), content)}" for language in ("ru", "en"))]


def _json(store: Store, version: Version) -> dict[str, Any]:
    return {
        "fact": version.fact,
        "version": version.id,
        "withdrawn": version.is_withdrawn,
        "recorded": store.charter.at(version.recorded).isoformat(),
        **_content_json(version.content),
    }


def _content_json(content: Content) -> dict[str, Any]:
    values = {name: value.isoformat() if isinstance(value, date) else value or None for name, value in asdict(content).items()}
    return {**values, "said": {language: fact_words(translator(language), content) for language in ("ru", "en")}}
