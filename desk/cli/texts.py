"""`desk texts`: the texts that replies begin with, what is wrong with the centre's own, and how one reads on a ticket."""

from pathlib import Path

import click

from desk.cli.options import common, given, show, table
from desk.cli.tickets import opened
from desk.i18n import LANGUAGE_NAMES, LANGUAGES, Tongue, tongue


def add_texts(group: click.Group, say: Tongue) -> None:
    """Adds the commands."""

    @group.group(help=say("The texts that replies begin with."), name="texts", invoke_without_command=True)
    @common(say)
    @click.pass_context
    def texts_(context: click.Context) -> int:
        return _list() if context.invoked_subcommand is None else 0

    @texts_.command(
        help=say("Reads the centre's own texts, or FILE, and says what is wrong with them, if anything is."), name="check"
    )
    @click.argument("file", metavar="[FILE]", required=False)
    @common(say)
    def check(file: str | None) -> int:
        from desk.outgoing.texts import own_files, read, shelf

        if file:
            count, where = len(read(Path(file))), Path(file)
        else:
            where = given().settings.texts
            count = sum(one.own for one in shelf(where)) if own_files(where) else 0
        show(given().say("{file}: in order. {texts}.", file=where, texts=given().say.n("{n} text", "{n} texts", count)))
        return 0

    @texts_.command(help=say("One text: as it is written, or filled in for a ticket in its customer's language."), name="show")
    @click.argument("name", metavar="ID")
    @click.option("--ticket", "number", type=click.IntRange(1, 2**31 - 1), metavar="N", help=say("The ticket."))
    @common(say)
    def show_(name: str, number: int | None) -> int:
        from desk.outgoing.texts import find, shelf

        body = find(shelf(given().settings.texts), name)
        if number is None:
            for language in LANGUAGES:
                show(f"[{LANGUAGE_NAMES[language]}]")
                show(body.source.say(language))
            return 0
        from desk.outgoing.replies import filled
        from desk.store.queries.ticket import ticket

        with opened() as store:
            view = ticket(store, number)
            missing = (view.story.missing or ("",))[0]
            customer = tongue(view.story.language)
            show(filled(customer, store.charter, view, body, given().settings.staff, store.now(), missing=missing).text)
        return 0


def _list() -> int:
    from desk.outgoing.texts import own_files, shelf

    say, own = given().say, given().settings.texts
    languages = " ".join(LANGUAGES)
    table([
        (one.id, one.title.say(say.language), languages, str(one.file) if one.own else say("comes with the desk"))
        for one in shelf(own)
    ])  # fmt: skip
    if not own_files(own):
        show(say("The centre's own would stand in {folder}.", folder=own))
    return 0
