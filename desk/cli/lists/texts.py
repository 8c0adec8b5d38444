"""`desk texts`: lists the reply texts, checks the centre's own, and shows one filled in for a ticket."""

from pathlib import Path
from typing import Any

import click

from desk.charter import Charter
from desk.charter.vocabulary import LANGUAGES
from desk.cli.deadlines import charter_that_applies
from desk.cli.login import opened
from desk.cli.options import common, given, json_option, show, show_json, table
from desk.i18n import LANGUAGE_NAMES, Translator, translator
from desk.outgoing.fact_words import dates_words
from desk.outgoing.replies import filled
from desk.outgoing.texts import ReplyText, available_texts, find, own_files, read
from desk.store.commands.ratings import is_to_ask
from desk.store.facts.versions import told_today
from desk.store.queries.ticket import ticket


def add_texts(group: click.Group, _: Translator) -> None:
    """Adds the commands."""

    @group.group(name="texts", invoke_without_command=True)
    @json_option(_)
    @common(_)
    @click.pass_context
    def texts_(context: click.Context, as_json: bool) -> int:
        return _list(as_json) if context.invoked_subcommand is None else 0

    @texts_.command(help=_("Check the centre's texts, or FILE, and list their problems."), name="check")
    @click.argument("file", metavar="[FILE]", required=False)
    @common(_)
    def check(file: str | None) -> int:
        if file:
            count, where = len(read(Path(file), charter_that_applies().kinds)), Path(file)
        else:
            where = given().settings.texts
            count = sum(text.own for text in available_texts(where, charter_that_applies().kinds)) if own_files(where) else 0
        show(given().gettext("{file}: OK. {texts}.", file=where, texts=given().ngettext("{n} text", "{n} texts", count)))
        return 0

    @texts_.command(help=_("Show a text as written, or filled in for a ticket in the customer's language."), name="show")
    @click.argument("name", metavar="ID")
    @click.option("--ticket", "number", type=click.IntRange(1, 2**31 - 1), metavar="N", help=_("The ticket."))
    @common(_)
    def show_(name: str, number: int | None) -> int:
        body = find(available_texts(given().settings.texts), name)
        if number is None:
            for language in LANGUAGES:
                show(f"[{LANGUAGE_NAMES[language]}]")
                show(body.source.in_language(language))
            return 0
        with opened() as store:
            view = ticket(store, number)
            missing = (view.story.missing or ("",))[0]
            customer = translator(view.story.language)
            dates = dates_words(customer, (version.content for version in told_today(store)))
            who, now = given().settings.staff, store.now()
            asks = is_to_ask(store, number)
            show(filled(customer, store.charter, view, body, who, now, missing=missing, dates=dates, asks=asks).text)
        return 0


def _list(as_json: bool) -> int:
    _, own = given().translator, given().settings.texts
    if as_json:
        charter = charter_that_applies()
        show_json([_json(text, charter) for text in available_texts(own, charter.kinds)])
        return 0
    languages = " ".join(LANGUAGES)
    table([
        (text.id, text.title.in_language(_.language), languages, str(text.file) if text.own else _("built-in"))
        for text in available_texts(own)
    ])  # fmt: skip
    if not own_files(own):
        show(_("The centre's own texts can be put in {folder}.", folder=own))
    return 0


def _json(text: ReplyText, charter: Charter) -> dict[str, Any]:
    title = {language: text.title.in_language(language) for language in LANGUAGES}
    file = str(text.file) if text.own else None
    kinds = [kind.id for kind in charter.kinds.values() if text.suits(kind)]
    return {"id": text.id, "title": title, "states": text.states or None, "kinds": list(kinds), "file": file}
