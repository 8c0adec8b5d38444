"""`desk add`, `desk list`, `desk show`, `desk do`, `desk import`: the tickets without a screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from desk.actions.action import Field, Type
from desk.actions.registry import ACTS, fields_of, find
from desk.charter.errors import DeskError
from desk.charter.vocabulary import CHANNELS, KINDS, LANGUAGES
from desk.cli.help import Command
from desk.cli.login import take_seat
from desk.cli.options import common, given, show, show_json, table
from desk.i18n import Translator
from desk.presentation import formats, terms, tickets
from desk.settings import clock, practice_clock
from desk.text import sanitize
from desk.text.dates import MOSTLY_AHEAD, parse_date, parse_moment

if TYPE_CHECKING:
    from desk.charter.clocks import Clock
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView


def add_recording(group: click.Group, _: Translator) -> None:
    """Adds `add` to the group."""
    channels = click.Choice([*CHANNELS, "in person", "in_person"])

    @group.command(help=_("Record a ticket."), name="add")
    @click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
    @click.option("--channel", type=channels, required=True, help=_("Channel."))
    @click.option("--name", default="", help=_("Name; a name, phone number or address is required."))
    @click.option("--phone", default="")
    @click.option("--email", default="")
    @click.option("--subject", required=True, help=_("Subject."))
    @click.option("--body", default="", help=_("Full text."))
    @click.option("--exam", metavar="DATE", help=_("Exam date, for a promise that counts back from it."))
    @click.option("--late", is_flag=True, help=_("Registered after the session's registration closed."))
    @click.option("--fee", default="", help=_("Description of an extra fee, if already known."))
    @click.option("--about", default="", help=_("The staff member the complaint is about."))
    @click.option("--lang-of", "language", type=click.Choice(LANGUAGES), help=_("Customer's language."))
    @click.option("--at", metavar="T", help=_("When it was received; default: now."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
    @common(_)
    def add(kind: str, channel: str, exam: str | None, at: str | None, as_json: bool, **words: Any) -> int:
        from desk.store.commands.recording import Recording, record

        with opened(make=True) as store:
            recording = Recording(
                kind,
                channel.replace(" ", "-").replace("_", "-"),
                received=_epoch(store, at),
                exam=_day(store, exam) if exam else None,
                **words,
            )
            _show_done(store, record(store, given().settings.staff, recording), as_json)
        return 0


def add_list(group: click.Group, _: Translator) -> None:
    """Adds `list` to the group."""

    @group.command(help=_("List tickets, nearest deadline first."), name="list")
    @click.argument("kind", type=click.Choice(KINDS), required=False, metavar="[KIND]")
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
    @click.option("--due", is_flag=True, help=_("Only tickets due by closing of the next working day, for printing."))
    @click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("At most N tickets."))
    @common(_)
    def list_(kind: str | None, as_json: bool, due: bool, limit: int | None) -> int:
        from desk.store.queries import board, ticket

        with opened() as store:
            rows = _due(store, kind)[:limit] if due else board.listed(store, kind, limit)
            if due and not as_json:
                _show_due(store, rows)
            elif as_json:
                clocks = ticket.clocks_of(store, [row.id for row in rows] if limit else None)
                show_json([row_json(store, row, clocks.get(row.id, [])) for row in rows])
            else:
                _show_list(store, rows)
        return 0


def add_show(group: click.Group, _: Translator) -> None:
    """Adds `show` to the group."""

    @group.command(help=_("Show a ticket with its clocks and history."), name="show")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
    @common(_)
    def show_(number: int, as_json: bool) -> int:
        with opened() as store:
            _show_ticket(store, number, as_json)
        return 0


_FIELD = "field_"  # before the name of a field, in the name of its option's value
_ACTION = "desk.action"  # in what click keeps of a command line


class DoCommand(Command):
    """`desk do`; `desk do ACTION --help` tells of that action alone."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Notes which action is meant, for the help."""
        ctx.meta[_ACTION] = next((word for word in args if word in ACTS), "")
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the action does."""
        if not ctx.meta.get(_ACTION):
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(given().gettext(find(ctx.meta[_ACTION]).title))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of the action's fields, and those of every action."""
        if not ctx.meta.get(_ACTION):
            super().format_options(ctx, formatter)
            return
        asked = {f"{_FIELD}{field.name}" for field in fields_of(find(ctx.meta[_ACTION]), late=True)}
        shown = [one for one in self.get_params(ctx) if not str(one.name).startswith(_FIELD) or one.name in asked]
        with formatter.section("Options"):
            formatter.write_dl([row for one in shown if isinstance(one, click.Option) and (row := one.get_help_record(ctx))])


def add_do(group: click.Group, _: Translator) -> None:
    """Adds `do` to the group."""

    @group.command(cls=DoCommand, help=_("Perform an action on a ticket. Actions: {acts}.", acts=", ".join(ACTS)), name="do")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("action", type=click.Choice(ACTS), metavar="ACTION")
    @_field_options(_)
    @click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
    @common(_)
    def do(number: int, action: str, as_json: bool, **words: Any) -> int:
        from desk.store.commands.perform import perform

        with opened() as store:
            perform(store, given().settings.staff, number, action, _values(store, action, words))
            _show_done(store, number, as_json)
        return 0


@contextmanager
def opened(*, make: bool = False) -> "Iterator[Store]":
    """The desk that was asked for, open for one command, which is refused to the person who may not give it. make: whether a new
    one may
    be made.

    Raises DatabaseUnusable: a mistyped name must not look like a desk without tickets.
    """
    from desk.store.database import path_of
    from desk.store.errors import MISREAD
    from desk.store.errors.database import DatabaseMisread, DatabaseMissing
    from desk.store.opening import open_desk

    settings, present = given().settings, clock()
    if not make and not path_of(settings.database).exists():
        raise DatabaseMissing(settings.database)
    store = open_desk(settings.database, settings.charter, lambda: int(present()), make=make, practice=practice_clock())
    try:
        take_seat(store, click.get_current_context().command_path.partition(" ")[2])
        yield store
    except MISREAD as error:
        if isinstance(error, DeskError):
            raise
        from desk.system.logging import Log

        Log().failed(error)
        raise DatabaseMisread(store.where) from error
    finally:
        store.close()


def _field_options(_: Translator) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options of `desk do`: one for each field that an action asks, whatever actions ask it."""
    fields = {field.name: field for name in reversed(ACTS) for field in fields_of(find(name), late=True)}

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        for name, field in fields.items():
            kind = click.Choice(list(field.choices)) if field.choices else _OPTION_TYPES.get(field.type)
            shown = _METAVARS.get(field.type)
            option = click.option(f"--{field.option or name}", f"{_FIELD}{name}", type=kind, metavar=shown, help=_(field.help))
            function = option(function)
        return function

    return decorate


_OPTION_TYPES = {Type.TICKET: click.IntRange(1, 2**31 - 1)}
_METAVARS = {Type.MOMENT: "T", Type.LATER: "T", Type.DAY: "DATE"}


def _values(store: "Store", action: str, given_options: dict[str, Any]) -> dict[str, Any]:
    """The values of the action's fields, as the store takes them. Raises InvalidDateTime."""
    options = {name.removeprefix(_FIELD): value for name, value in given_options.items()}
    if action == "correct":
        return _correction(store, options)
    return {field.name: _value(store, field, options[field.name]) for field in fields_of(find(action), late=True)}


def _value(store: "Store", field: Field, typed: Any) -> Any:
    match field.type:
        case Type.MOMENT | Type.LATER:
            return _epoch(store, typed, ahead=field.type is Type.LATER)
        case Type.DAY:
            return _day(store, typed) if typed else None
        case Type.TICKET:
            return typed
        case _:
            return typed or ""


def _correction(store: "Store", options: dict[str, Any]) -> dict[str, Any]:
    field, value, of = options["field"] or "", options["value"] or "", options["of"]
    if field in ("received", "at"):
        return {"field": field, "value": _epoch(store, value or None), "of": of}
    if field == "customer":
        return {"field": field, "of": int(value) if value.isdecimal() else of}
    return {"field": field, "value": value}


def _epoch(store: "Store", text: str | None, *, ahead: bool = False) -> int | None:
    if text is None:
        return None
    return int(parse_moment(text, store.charter.zone, datetime.fromtimestamp(store.now(), UTC), ahead=ahead).timestamp())


def _day(store: "Store", text: str) -> date:
    """An exam's date, which is to come."""
    return parse_date(text, store.charter.at(store.now()).date(), MOSTLY_AHEAD)


def _show_done(store: "Store", number: int, as_json: bool) -> None:
    """The ticket after an act, as far as it is still for the person who did it."""
    from desk.store.errors import NotAllowed, NotFound

    try:
        _show_ticket(store, number, as_json)
    except (NotAllowed, NotFound):
        show(given().gettext("#{number}: done. You no longer have access to this ticket.", number=number))


def _show_ticket(store: "Store", number: int, as_json: bool) -> None:
    from desk.store.queries import ticket

    view = ticket.ticket(store, number)
    if as_json:
        show_json(_ticket_json(store, view))
    else:
        _show_view(store, view)


def _iso(store: "Store", moment: int | None) -> str | None:
    return None if moment is None else store.charter.at(moment).isoformat()


def row_json(store: "Store", row: "QueueRow", clocks: "list[Clock] | tuple[Clock, ...]") -> dict[str, Any]:
    """A ticket as `desk list --json` has it."""
    now = store.now()
    return {
        "number": row.id,
        "kind": row.kind,
        "channel": row.channel,
        "state": row.state,
        "name": row.name,
        "phone": row.phone,
        "email": row.email,
        "subject": row.subject,
        "owner": row.owner or None,
        "sealed": bool(row.sealed),
        "damaged": bool(row.damaged),
        "received": _iso(store, row.received),
        "next_due": _iso(store, row.due),
        "overdue": row.due is not None and now > row.due,
        "clocks": [
            {
                "standard": clock.standard,
                "start": _iso(store, clock.start),
                "due": _iso(store, clock.due),
                "state": clock.state_at(now),
                "stopped": _iso(store, clock.stopped),
                "entered_late": clock.entered_late,
                "reason": clock.reason,
            }
            for clock in clocks
        ],
    }


def _ticket_json(store: "Store", view: "TicketView") -> dict[str, Any]:
    events = [
        {
            "id": event.id,
            "what": event.what,
            "at": _iso(store, event.at),
            "recorded": _iso(store, event.recorded),
            "who": view.staff[event.staff],
            "data": {name: value for name, value in event.data.items() if name != "texts"},
            "texts": dict(event.texts),
        }
        for event in view.events
    ]
    return {
        **row_json(store, view.row, view.clocks),
        "language": view.story.language,
        "answered_at_once": view.story.at_once,
        "waiting": [
            {"standard": wait.standard, "since": _iso(store, wait.since), "beyond_calendar": wait.beyond} for wait in view.waits
        ],
        "events": events,
    }


def _due(store: "Store", kind: str | None) -> "list[QueueRow]":
    from desk.store.queries.shifts import due_by_next_closing

    return [row for row in due_by_next_closing(store) if kind in (None, row.kind)]


def _show_due(store: "Store", rows: "list[QueueRow]") -> None:
    for line in tickets.due_lines(given().translator, store.charter, rows, store.now()):
        show(line)


def _show_list(store: "Store", rows: "list[QueueRow]") -> None:
    if not rows:
        show(given().gettext("No tickets."))
        return
    table([row_cells(store, row) for row in rows])


def row_cells(store: "Store", row: "QueueRow") -> tuple[str, ...]:
    """A ticket as a line of a list: number, time left, state, kind, who, about what, owner."""
    _ = given().translator
    face = formats.time_left(_, store.charter, row.standard, row.due, store.now())
    state = _(formats.STATES[face.state]) if row.state == "open" else _(terms.TICKET_STATES[row.state])
    who, about = formats.who(row), tickets.about_words(_, row)
    return f"#{row.id}", face.text, state, _(terms.KINDS[row.kind]), who, about, row.owner


def _show_view(store: "Store", view: "TicketView") -> None:
    _, row = given().translator, view.row
    kind, channel, state = terms.KINDS[row.kind], terms.CHANNELS[row.channel], terms.TICKET_STATES[row.state]
    show(f"#{row.id}  {_(kind)}, {_(channel)}, {_(state)}")
    show("  ".join(filter(None, (row.name, row.phone, row.email))))
    if address := view.story.words["address"]:
        show(sanitize.one_line(address))
    show("  ".join(filter(None, (tickets.exam_words(_, row), tickets.about_words(_, row)))))
    show()
    for one in view.clocks:
        show(tickets.clock_line(_, store.charter, one, store.now()))
    for wait in view.waits:
        show(tickets.waiting_line(_, store.charter, wait, view.story.missing))
    show()
    for line in tickets.event_lines(_, store.charter, view.events, view.staff):
        show(line)
