"""A whole case in one file, for Cambridge or a court: what happened, every letter, every clock with its ledger.

The same ticket gives the same bytes whenever it is exported: nothing in the file depends on the present.
"""

import hashlib
from typing import Any, NamedTuple

from desk.charter import Charter, Deadline
from desk.charter.clocks import Clock
from desk.charter.errors import OutsideCalendar
from desk.i18n import LANGUAGE_NAMES, Translator
from desk.outgoing.saved_files import content_of, own_name
from desk.presentation import deadlines, formats, terms, tickets
from desk.reports.html import render
from desk.store.database import Store
from desk.store.event_log import ANCHOR_SIGNS, hashes_of
from desk.store.files.attaching import TicketFile, files_of
from desk.store.opening import is_practice
from desk.store.queries.ticket import TicketView, ticket
from desk.store.ticket_state import EventRow
from desk.text import sanitize


class CaseFile(NamedTuple):
    """A whole case. html: its page; files: those of the ticket, by the names under which they are written beside it."""

    html: str
    files: dict[str, bytes]


def case_file(store: Store, _: Translator, number: int) -> CaseFile:
    """The case as far as the current user may read it. _: the translator into the language of the page. Raises NotFound, NotAllowed
    for a sealed complaint, and FileNotReadable."""
    content, files = case_content(store, _, number)
    return CaseFile(render("case.html", [content]), files)


def case_content(store: Store, _: Translator, number: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What a whole case says, by the names of the page's template, and its files by their names. Raises as `case_file` does."""
    kept = [(file, content_of(store, number, file.id)) for file in files_of(store, number)]
    named = {own_name(number, file.id, raw): (file, raw) for file, raw in kept}
    view = ticket(store, number)
    centre = store.charter.file.centre.name.in_language(_.language)
    hashes = hashes_of(store, number)
    content = {
        "code": _.language,
        "name": LANGUAGE_NAMES[_.language],
        "language_word": _("Language"),
        "title": _("{centre}: case {number}", centre=centre, number=number),
        "about": _about(_, store.charter, view),
        "practice": _("Practice desk: its figures are not evidence.") if is_practice(store) else "",
        "clocks_title": _("Deadlines"),
        "clocks": [_clock(_, store, view, clock) for clock in view.clocks],
        "nothing": _("No deadlines."),
        "events_title": _("History"),
        "events": [_event(_, store, view, event, hashes.get(event.id, "")) for event in view.events],
        "files_title": _("Files"),
        "files": [_file(_, name, file, raw) for name, (file, raw) in named.items()],
        "explains": _(
            "Each entry ends with its number in the log and the beginning of its hash, which covers all entries before it: "
            "`desk check --head NUMBER:HASH` shows whether anything was changed since."
        ),
    }
    return content, {name: raw for name, (_unused, raw) in named.items()}


def _file(_: Translator, name: str, file: TicketFile, raw: bytes) -> str:
    """A file in one line, with the digest by which it is compared."""
    words = (name, sanitize.one_line(file.name, 120), formats.size(_, file.size), f"SHA-256 {hashlib.sha256(raw).hexdigest()}")
    return "  ".join(filter(None, words))


def _about(_: Translator, charter: Charter, view: TicketView) -> list[str]:
    row, words = view.row, view.story.words
    named = {"name": row.name, "phone": row.phone, "email": row.email, "address": words["address"], "subject": row.subject}
    received = _("received {moment}", moment=formats.at(_, charter.at(row.received)))
    kind = f"{tickets.kind_words(_, charter, view)}, {_(terms.CHANNELS[row.channel])}, {received}"
    return [kind, *(f"{_(terms.FIELDS[name])}: {sanitize.safe(said)}" for name, said in named.items() if said)]


def _clock(_: Translator, store: Store, view: TicketView, clock: Clock) -> dict[str, Any]:
    charter = store.charter
    standard = charter.find(clock.standard)
    words = [_(terms.CLOCK_STATES[clock.state]), _("due {moment}", moment=formats.at(_, charter.at(clock.due)))]
    if clock.stopped is not None:
        words.append(_("done {moment}", moment=formats.at(_, charter.at(clock.stopped))))
    if clock.reason:
        words.append(_(terms.REASONS.get(clock.reason, clock.reason)))
    if clock.entered_late:
        words.append(_("entered late"))
    if clock.house or (standard and standard.house):
        words.append(_("house rule"))
    title = standard.title.in_language(_.language) if standard else clock.standard
    return {"title": title, "line": ", ".join(words), "ledger": _ledger(_, store, view, clock)}


def _ledger(_: Translator, store: Store, view: TicketView, clock: Clock) -> str:
    """How a clock was counted, by the charter that gives its due moment; "" if none of the ticket's time does, since the exam has
    moved since."""
    versions = {event.applied: store.version(event.applied) for event in view.events}
    for charter in (*versions.values(), store.charter):
        deadline = _deadline(charter, view, clock)
        if deadline is not None and deadline.due_at == clock.due:
            facts = [f"{name}: {said}" for name, said in deadlines.deadline_facts(_, charter, deadline)]
            return "\n".join([*facts, *deadlines.ledger_rows(_, deadline)])
    return ""


def _deadline(charter: Charter, view: TicketView, clock: Clock) -> Deadline | None:
    if charter.find(clock.standard) is None:
        return None
    try:
        return charter.deadline(clock.standard, charter.at(clock.start), event=view.story.exam, late=view.story.late)
    except OutsideCalendar:
        return None


def _event(_: Translator, store: Store, view: TicketView, event: EventRow, hashed: str) -> dict[str, Any]:
    charter = store.charter
    who = view.staff.get(event.staff, "")
    line = "  ".join(filter(None, (formats.at(_, charter.at(event.at)), who, _(terms.EVENTS[event.what]))))
    entered = tickets.recorded_at(_, charter, event)
    return {
        "line": sanitize.one_line(f"{line}  ({entered})" if entered else line, 300),
        "words": [sanitize.safe(words) for words in tickets.event_details(_, charter, event, view.staff)],
        "proof": f"{event.id}:{hashed[:ANCHOR_SIGNS]}",
    }
