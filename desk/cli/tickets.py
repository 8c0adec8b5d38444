"""`desk add`, `desk list`, `desk show`: tickets without a screen."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import click

from desk.actions.fields import ABOUT, STAFF
from desk.charter import Charter
from desk.charter.clocks import Clock
from desk.charter.vocabulary import CHANNELS, LANGUAGES
from desk.cli.login import opened
from desk.cli.options import common, given, json_option, show, show_json, table
from desk.i18n import Translator
from desk.presentation import formats, terms, tickets
from desk.presentation.feedback import corrective_line
from desk.presentation.terms import kind_title
from desk.store.commands.recording import Recording, record
from desk.store.database import Store
from desk.store.errors import NotAllowed, NotFound
from desk.store.errors.input import KindUnknown
from desk.store.errors.people import ColleagueUnknown
from desk.store.queries import board, ticket
from desk.store.queries.board import QueueRow
from desk.store.queries.shifts import due_by_next_closing
from desk.store.queries.ticket import TicketView
from desk.store.staff import staff_list
from desk.text import sanitize
from desk.text.dates import MOSTLY_AHEAD, parse_date, parse_moment
from desk.text.filtering import matching
from desk.text.folding import matching_names


def _kinds(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Completes a kind of ticket: those of the built-in charter, since no desk is opened while somebody types."""
    return [kind for kind in Charter.load().kinds if kind.startswith(incomplete)]


def add_recording(group: click.Group, _: Translator) -> None:
    """Adds `add` to the group."""
    channels = click.Choice([*CHANNELS, "in person", "in_person"])

    @group.command(name="add")
    @click.argument("kind", metavar="KIND", shell_complete=_kinds)
    @click.option("--channel", type=channels, required=True, help=_("Channel."))
    @click.option("--name", default="", help=_("Name; a name, phone number or address is required."))
    @click.option("--phone", default="", help=_("Phone number, as it was told."))
    @click.option("--email", default="", help=_("Email address."))
    @click.option("--subject", required=True, help=_("Subject."))
    @click.option("--body", default="", help=_("Full text."))
    @click.option("--answer", default="", help=_("The answer, if it was given at once: no clock starts."))
    @click.option("--exam", metavar="DATE", help=_("Exam date, for a promise that counts back from it."))
    @click.option("--topic", default="", help=_("Topic, for a kind of ticket that has topics."))
    @click.option("--category", default="", help=_("Category, for a complaint: an entry of the charter's list."))
    @click.option("--severity", default="", help=_("Severity, for a complaint: minor, serious or critical."))
    @click.option("--remedy", default="", help=_("What the complainant asks for."))
    @click.option("--late", is_flag=True, help=_("Registered after the session's registration closed."))
    @click.option("--fee", default="", help=_("Description of an extra fee, if already known."))
    @click.option("--about-staff", "staff", default="", help=_(STAFF.help))
    @click.option("--about", default="", help=_(ABOUT.help))
    @click.option("--lang-of", "language", type=click.Choice(LANGUAGES), help=_("Customer's language."))
    @click.option("--at", metavar="T", help=_("When it was received; default: now."))
    @json_option(_)
    @common(_)
    def add(kind: str, channel: str, exam: str | None, at: str | None, as_json: bool, **words: Any) -> int:
        with opened(make=True) as store:
            recording = Recording(
                kind,
                channel.replace(" ", "-").replace("_", "-"),
                received=epoch(store, at),
                exam=day(store, exam) if exam else None,
                at_once=bool(words["answer"].strip()),
                **words,
            )
            show_done(store, record(store, given().settings.staff, recording), as_json)
        return 0


def add_list(group: click.Group, _: Translator) -> None:
    """Adds `list` to the group."""

    @group.command(name="list")
    @click.argument("kind", required=False, metavar="[KIND]", shell_complete=_kinds)
    @json_option(_)
    @click.option("--due", is_flag=True, help=_("Only tickets due by closing of the next working day, for printing."))
    @click.option("--overdue", is_flag=True, help=_("Only tickets whose nearest deadline has passed."))
    @click.option("--owner", metavar="NAME", help=_("Only tickets of this owner; '-' for unassigned ones."))
    @click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("At most N tickets."))
    @common(_)
    def list_(kind: str | None, as_json: bool, due: bool, overdue: bool, owner: str | None, limit: int | None) -> int:
        with opened() as store:
            if kind and kind not in store.charter.kinds:
                raise KindUnknown(kind, tuple(store.charter.kinds))
            rows: Sequence[QueueRow] = _due(store, kind) if due else board.listed(store, kind, None if overdue or owner else limit)
            if overdue:
                rows = [row for row in rows if row.due is not None and row.due < store.now()]
            if owner:
                rows = matching(rows, "@" if owner == "-" else f"@{owner}")
                if owner != "-" and not rows and not matching_names(list(staff_list(store)), owner):
                    raise ColleagueUnknown(owner)  # an empty list would say that they have nothing to do
            rows = rows[:limit]
            if due and not as_json:
                _show_due(store, rows)
            elif as_json:
                show_json(rows_json(store, rows, everything=limit is None))
            else:
                _show_list(store, rows)
        return 0


def add_show(group: click.Group, _: Translator) -> None:
    """Adds `show` to the group."""

    @group.command(name="show")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @json_option(_)
    @common(_)
    def show_(number: int, as_json: bool) -> int:
        with opened() as store:
            _show_ticket(store, number, as_json)
        return 0


def epoch(store: Store, text: str | None, *, ahead: bool = False) -> int | None:
    """A typed moment in epoch seconds; None if empty. Raises InvalidDateTime."""
    if text is None:
        return None
    return int(parse_moment(text, store.charter.zone, datetime.fromtimestamp(store.now(), UTC), ahead=ahead).timestamp())


def day(store: Store, text: str) -> date:
    """The date of an exam; one without a year is normally in the future."""
    return parse_date(text, store.charter.at(store.now()).date(), MOSTLY_AHEAD)


def show_done(store: Store, number: int, as_json: bool) -> None:
    """Prints the ticket after an act, as far as the actor may still see it."""
    try:
        _show_ticket(store, number, as_json)
    except (NotAllowed, NotFound):
        show(given().gettext("#{number}: done. You no longer have access to this ticket.", number=number))


def _show_ticket(store: Store, number: int, as_json: bool) -> None:
    view = ticket.ticket(store, number)
    if as_json:
        show_json(_ticket_json(store, view))
    else:
        _show_view(store, view)


def iso(store: Store, moment: int | None) -> str | None:
    """A moment as ISO 8601 in the centre's time; None for none."""
    return None if moment is None else store.charter.at(moment).isoformat()


def rows_json(store: Store, rows: Sequence[QueueRow], *, everything: bool = False) -> list[dict[str, Any]]:
    """Tickets as JSON. everything: reads the clocks of all tickets at once, which is quicker for most of them."""
    clocks = ticket.clocks_of(store, None if everything else [row.id for row in rows])
    return [row_json(store, row, clocks.get(row.id, [])) for row in rows]


def row_json(store: Store, row: QueueRow, clocks: list[Clock] | tuple[Clock, ...]) -> dict[str, Any]:
    """A ticket as JSON for `desk list --json`."""
    now = store.now()
    sealed = store.charter.sealed_kinds
    if row.kind not in sealed:  # the promises of a ticket that was a complaint before
        clocks = [clock for clock in clocks if not store.charter.is_only_of(clock.standard, sealed)]
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
        "received": iso(store, row.received),
        "next_due": iso(store, row.due),
        "overdue": row.due is not None and now > row.due,
        "clocks": [
            {
                "standard": clock.standard,
                "start": iso(store, clock.start),
                "due": iso(store, clock.due),
                "state": clock.state_at(now),
                "stopped": iso(store, clock.stopped),
                "entered_late": clock.entered_late,
                "reason": clock.reason,
            }
            for clock in clocks
        ],
    }


def _ticket_json(store: Store, view: TicketView) -> dict[str, Any]:
    events = [
        {
            "id": event.id,
            "what": event.what,
            "at": iso(store, event.at),
            "recorded": iso(store, event.recorded),
            "who": view.staff[event.staff] or None,
            "data": {name: value for name, value in event.data.items() if name != "texts"},
            "texts": dict(event.texts),
        }
        for event in view.events
    ]
    return {
        **row_json(store, view.row, view.clocks),
        "language": view.story.language,
        "topic": view.story.topic or None,
        "about_staff": [view.staff[person] for person in view.story.about],
        "mentioned_staff": [view.staff[person] for person in view.story.mentioned],
        "answered_at_once": view.story.at_once,
        "waiting": [
            {"standard": wait.standard, "since": iso(store, wait.since), "beyond_calendar": wait.beyond} for wait in view.waits
        ],
        "events": events,
    }


def _due(store: Store, kind: str | None) -> list[QueueRow]:
    return [row for row in due_by_next_closing(store) if kind in (None, row.kind)]


def _show_due(store: Store, rows: Sequence[QueueRow]) -> None:
    for line in tickets.due_lines(given().translator, store.charter, rows, store.now()):
        show(line)


def _show_list(store: Store, rows: Sequence[QueueRow]) -> None:
    if not rows:
        show(given().gettext("No tickets."))
        return
    table([row_cells(store, row) for row in rows])


def row_cells(store: Store, row: QueueRow) -> tuple[str, ...]:
    """A ticket as a line of a list: number, time left, state, kind, who, about what, owner."""
    _ = given().translator
    face = formats.time_left(_, store.charter, row.standard, row.due, store.now())
    state = _(formats.STATES[face.state]) if row.state == "open" else _(terms.TICKET_STATES[row.state])
    who, about = formats.who(row), tickets.about_words(_, row)
    return terms.ticket_ref(_, row.id), face.text, state, kind_title(_, store.charter, row.kind), who, about, row.owner


def _show_view(store: Store, view: TicketView) -> None:
    _, row = given().translator, view.row
    kind = tickets.kind_words(_, store.charter, view)
    channel, state = terms.CHANNELS[row.channel], terms.TICKET_STATES[row.state]
    show(f"{terms.ticket_ref(_, row.id)}  {kind}, {_(channel)}, {_(state)}")
    show("  ".join(filter(None, (row.name, row.phone, row.email))))
    if address := view.story.words["address"]:
        show(sanitize.one_line(address))
    show("  ".join(filter(None, (tickets.exam_words(_, row), tickets.about_words(_, row)))))
    if store.charter.kind(row.kind).is_sealed:
        for line in tickets.complained_about(_, view.story, view.staff, "about-staff"):
            show(sanitize.one_line(line))
    for action in view.corrective:
        show(corrective_line(_, store.charter, action, store.now()))
    show()
    for clock in view.clocks:
        show(tickets.clock_line(_, store.charter, clock, store.now()))
    for wait in view.waits:
        show(tickets.waiting_line(_, store.charter, wait, view.story.missing))
    show()
    for line in tickets.event_lines(_, store.charter, view.events, view.staff, view.merged):
        show(line)
