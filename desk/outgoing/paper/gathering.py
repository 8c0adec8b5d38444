"""What a document says, read from the desk: by its kind and the tickets that it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from desk.i18n import Translator, translator
from desk.outgoing.case_file import case_content
from desk.outgoing.errors import NothingToPrint
from desk.outgoing.lists import POSTING, table
from desk.outgoing.paper import documents
from desk.outgoing.paper.documents import Addressee
from desk.outgoing.paper.kinds import Kind, last_letter
from desk.outgoing.replies import filled
from desk.outgoing.texts import available_texts, find
from desk.presentation import formats
from desk.presentation.terms import ticket_ref
from desk.settings import Settings
from desk.store.database import Store
from desk.store.queries.board import BOX
from desk.store.queries.exports import lines as exported_lines
from desk.store.queries.groups import group
from desk.store.queries.ticket import TicketView, ticket
from desk.text import sanitize

_POSTING_WIDTHS = (8, 10, 20, 18, 36, 14, 14, 16, 8)  # of the columns of POSTING, relative to each other


class Document(NamedTuple):
    """A document to print. name: of its file and in the printer's queue; raw: a PDF."""

    name: str
    raw: bytes


def about_tickets(
    store: Store, _: Translator, settings: Settings, staff: str, kind: Kind, numbers: Sequence[int], first: int = 1
) -> Document:
    """A document about tickets; all but labels are about the first alone. _: the translator of the screens; staff: who prints it;
    first: the place of the first label on its sheet. Raises NothingToPrint, NotFound, NotAllowed, WrongText."""
    made, number = _made(store), numbers[0]
    if kind is Kind.LABELS:
        return Document(f"labels-{number:05}.pdf", documents.labels(_addressees(store, _, numbers), made, first))
    if kind is Kind.CASE:
        return Document(f"case-{number:05}.pdf", _case(store, _, staff, number, made))
    view = ticket(store, number)
    theirs = translator(view.story.language)
    match kind:
        case Kind.SLIP:
            body = find(available_texts(settings.texts, store.charter.kinds), "slip")
            words = filled(theirs, store.charter, view, body, staff, store.now()).text
            raw = documents.slip(theirs, store.charter, number, words, view.row.received, made)
        case Kind.RECEIPT:
            raw = documents.receipt(theirs, store.charter, view, made)
        case Kind.LETTER:
            raw = _letter(store, _, theirs, view, made)
    return Document(f"{kind.value}-{number:05}.pdf", raw)


def posting_list(store: Store, _: Translator, staff: str, batch: int) -> Document:
    """The certificates of a batch that are to be posted. Raises BoxUnknown."""
    found = group(store, BOX, batch)
    rows = table(_, store.charter, exported_lines(store, found), POSTING)
    title = _("Posting list, batch {number}", number=batch)
    raw = documents.listed(title, rows, _POSTING_WIDTHS, _made(store), _footer(store, _, staff))
    return Document(f"posting-{batch}.pdf", raw)


def name_badge(store: Store, _: Translator, name: str) -> Document:
    """A badge for somebody at the reception."""
    return Document("badge.pdf", documents.badge(_, store.charter, name, _made(store)))


def day_page(store: Store, _: Translator, staff: str, said: Sequence[str]) -> Document:
    """Today's page. said: its lines."""
    title = _("Today, {day}", day=formats.on(_, _made(store).date()))
    return Document("today.pdf", documents.lines(title, said, _made(store), _footer(store, _, staff)))


def _made(store: Store) -> datetime:
    return store.charter.at(store.now())


def _footer(store: Store, _: Translator, staff: str) -> str:
    """Who printed it and when."""
    who = sanitize.one_line(staff, 60)
    return _("Printed by {name}, {moment}", name=who, moment=formats.at(_, _made(store)))


def _addressees(store: Store, _: Translator, numbers: Sequence[int]) -> list[Addressee]:
    found = []
    for number in numbers:
        view = ticket(store, number)
        address = view.story.words["address"].strip()
        if not address:
            raise NothingToPrint(number, _("no postal address"))
        found.append(Addressee(view.row.name, address))
    return found


def _letter(store: Store, _: Translator, theirs: Translator, view: TicketView, made: datetime) -> bytes:
    found = last_letter(view)
    if found is None:
        raise NothingToPrint(view.row.id, _("no letter was written"))
    to = Addressee(view.row.name, view.story.words["address"])
    return documents.letter(theirs, store.charter, to, *found, made)


def _case(store: Store, _: Translator, staff: str, number: int, made: datetime) -> bytes:
    """The whole case: what it is about, its deadlines with their ledgers, its history."""
    content, _files = case_content(store, _, number)
    said = [*content["about"], *filter(None, (content["practice"],)), "", content["clocks_title"]]
    for clock in content["clocks"]:
        said += [f"{clock['title']}: {clock['line']}", *clock["ledger"].splitlines(), ""]
    said += [content["events_title"]]
    for event in content["events"]:
        said += [event["line"], *event["words"], event["proof"], ""]
    if content["files"]:
        said += [content["files_title"], *content["files"], ""]
    title = _("Case {ticket}", ticket=ticket_ref(_, number))
    return documents.lines(title, said, made, _footer(store, _, staff))
