"""`desk print`: documents as PDF, to the printer or into a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from desk.cli.login import opened
from desk.cli.options import common, given, show
from desk.cli.results import morning_lines
from desk.i18n import Translator
from desk.outgoing.paper.gathering import Document, about_tickets, day_page, name_badge, posting_list
from desk.outgoing.paper.kinds import Kind
from desk.outgoing.paper.printing import print_pdf
from desk.presentation.outbox import printed_line
from desk.system.secure_files import write_whole

_NUMBER = click.IntRange(1, 2**31 - 1)


def add_print(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.group(name="print")
    @common(_)
    def print_() -> None: ...

    _add(print_, _, Kind.SLIP, _("A visitor's slip with the number, the date and a code for a scanner."))
    _add(print_, _, Kind.LETTER, _("The last letter of a ticket, with the address where the window of an envelope shows it."))
    _add(print_, _, Kind.RECEIPT, _("A receipt to sign for whoever collects a certificate."))
    _add(print_, _, Kind.CASE, _("A whole case: deadlines with their ledgers, and the history."))

    @print_.command(name="labels", help=_("Address labels, 24 on a sheet of A4 (70 x 37 mm)."))
    @click.argument("numbers", nargs=-1, required=True, type=_NUMBER, metavar="NUMBER")
    @click.option("--first", type=click.IntRange(1, 24), default=1, metavar="N", help=_("The first free label of a used sheet."))
    @_where(_)
    @common(_)
    def labels(numbers: tuple[int, ...], first: int, **where: Any) -> int:
        with opened() as store:
            found = about_tickets(store, given().translator, given().settings, given().settings.staff, Kind.LABELS, numbers, first)
        return _put(found, **where)

    @print_.command(name="posting", help=_("What of a batch is to be posted; `desk export boxes` lists the numbers."))
    @click.argument("batch", type=_NUMBER, metavar="NUMBER")
    @_where(_)
    @common(_)
    def posting(batch: int, **where: Any) -> int:
        with opened() as store:
            found = posting_list(store, given().translator, given().settings.staff, batch)
        return _put(found, **where)

    @print_.command(name="badge", help=_("A name badge, 90 x 55 mm; without a name, your own."))
    @click.argument("name", required=False, metavar="NAME")
    @_where(_)
    @common(_)
    def badge(name: str | None, **where: Any) -> int:
        with opened() as store:
            found = name_badge(store, given().translator, name or given().settings.staff)
        return _put(found, **where)

    @print_.command(name="today", help=_("Today's page, as `desk morning` prints it."))
    @_where(_)
    @common(_)
    def today_(**where: Any) -> int:
        with opened() as store:
            found = day_page(store, given().translator, given().settings.staff, morning_lines(store))
        return _put(found, **where)


def _add(group: click.Group, _: Translator, kind: Kind, words: str) -> None:
    """Adds the document about one ticket."""

    @group.command(name=kind.value, help=words)
    @click.argument("number", type=_NUMBER, metavar="NUMBER")
    @_where(_)
    @common(_)
    def one(number: int, **where: Any) -> int:
        with opened() as store:
            found = about_tickets(store, given().translator, given().settings, given().settings.staff, kind, [number])
        return _put(found, **where)


def _where(_: Translator) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options that say where a document goes."""

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        words = _("The printer; default: that of desk.toml, then the system's.")
        function = click.option("--printer", metavar="NAME", help=words)(function)
        return click.option("--out", metavar="FILE", help=_("Write the PDF into a file instead of printing it."))(function)

    return decorate


def _put(document: Document, out: str | None, printer: str | None) -> int:
    """Writes or prints a document."""
    if out:
        write_whole(Path(out), document.raw)
        show(out)
        return 0
    done = print_pdf(document.raw, document.name, printer or given().settings.printer)
    show(printed_line(given().translator, done, document.name))
    return 0
