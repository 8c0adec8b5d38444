"""The documents that the reception hands over or works with, each as the bytes of a PDF."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from desk.charter import Charter
from desk.i18n import Translator
from desk.outgoing.paper.sheet import A6, LANDSCAPE, Sheet
from desk.presentation import formats
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.ticket import TicketView

# A usual sheet of labels: A4, three columns and eight rows, without a margin.
LABEL_COLUMNS, LABEL_ROWS = 3, 8
_LABEL_WIDTH, _LABEL_HEIGHT = 70.0, 37.0
_BADGE = (90.0, 55.0)


class Addressee(NamedTuple):
    """To whom something is posted. address: lines of a postal address."""

    name: str
    address: str


def slip(_: Translator, charter: Charter, number: int, words: str, received: int, made: datetime) -> bytes:
    """A visitor's slip with the number, the date and what is promised. The code holds `#number`: a scanner that types it after `/`
    finds the ticket. words: the text of the slip; received: epoch seconds."""
    sheet = Sheet(made, A6, margin=10)
    sheet.say(charter.file.centre.name.in_language(_.language), 12, bold=True, centred=True)
    sheet.say(f"№ {number}", 34, bold=True, centred=True, gap=1)
    sheet.say(formats.at(_, charter.at(received)), 10, centred=True)
    sheet.code(f"#{number}", 35, sheet.pdf.get_y() + 2, 35)
    sheet.pdf.set_y(sheet.pdf.get_y() + 41)
    sheet.say(words, 10, centred=True)
    return sheet.bytes()


def letter(_: Translator, charter: Charter, to: Addressee, title: str, body: str, made: datetime) -> bytes:
    """A letter with the address where the window of an envelope shows it (DIN 5008, form B)."""
    sheet, centre = Sheet(made, margin=25), charter.file.centre
    sender = ", ".join(filter(None, (centre.name.in_language(_.language), *_address(_, charter))))
    sheet.say_at(sender, 25, 45, 85, 7)
    sheet.say_at(f"{sanitize.one_line(to.name, 100)}\n{to.address.strip()}", 25, 52, 85)
    sheet.pdf.set_y(98)
    sheet.say(formats.on_letter(_, made.date()), gap=6)
    if title.strip():
        sheet.say(sanitize.one_line(title, 200), bold=True, gap=4)
    sheet.say(body.rstrip())
    return sheet.bytes()


def _address(_: Translator, charter: Charter) -> tuple[str, ...]:
    centre = charter.file.centre
    return (centre.address.in_language(_.language) if centre.address else "", centre.phone)


def receipt(_: Translator, charter: Charter, view: "TicketView", made: datetime) -> bytes:
    """What somebody signs who collects a certificate."""
    sheet, words = Sheet(made), view.story.words
    sheet.say(charter.file.centre.name.in_language(_.language), 12, gap=8)
    sheet.say(_("Certificate received"), 16, bold=True, gap=6)
    fields = (
        (_("Ticket number"), str(view.row.id)),
        (_("Name"), view.row.name),
        (_("Name as in the document"), words["document"]),
        (_("Candidate number"), words["candidate"]),
        (_("Exam"), words["exam-name"]),
        (_("Exam date"), words["exam-day"]),
    )
    for label, said in fields:
        if said.strip():
            sheet.say(f"{label}: {sanitize.one_line(said, 200)}")
    sheet.say(_("I have received the certificate."), gap=4)
    for label in (_("Name of the person who collects it"), _("Document shown"), _("Date"), _("Signature")):
        sheet.to_fill_in(label)
    sheet.code(f"#{view.row.id}", sheet.pdf.w - 45, 20, 25)
    return sheet.bytes()


def labels(addressees: Sequence[Addressee], made: datetime, first: int = 1) -> bytes:
    """Address labels. first: the place on the sheet of the first one, as the others are used already; from 1, row by row."""
    sheet = Sheet(made, margin=0)
    sheet.pdf.set_auto_page_break(False)
    for place, to in enumerate(addressees, start=first - 1):
        place %= LABEL_COLUMNS * LABEL_ROWS
        if place == 0 and to is not addressees[0]:
            sheet.page()
        x, y = place % LABEL_COLUMNS * _LABEL_WIDTH, place // LABEL_COLUMNS * _LABEL_HEIGHT
        lines_ = [line.strip() for line in to.address.strip().splitlines()[:4]]
        sheet.say_at("\n".join((sanitize.one_line(to.name, 80), *lines_)), x + 5, y + 6, _LABEL_WIDTH - 10, 9)
    return sheet.bytes()


def badge(_: Translator, charter: Charter, name: str, made: datetime) -> bytes:
    """A name badge in the format of usual holders."""
    sheet = Sheet(made, _BADGE, margin=6)
    sheet.say(charter.file.centre.name.in_language(_.language), 12, centred=True, gap=8)
    sheet.say(sanitize.one_line(name, 60), 20, bold=True, centred=True)
    return sheet.bytes()


def listed(title: str, table: Sequence[Sequence[str]], widths: Sequence[float], made: datetime, footer: str) -> bytes:
    """A list with headings, as of what is posted together."""
    sheet = Sheet(made, LANDSCAPE, margin=12, footer=footer)
    sheet.say(title, 13, bold=True)
    sheet.rows(table, widths)
    return sheet.bytes()


def lines(title: str, said: Sequence[str], made: datetime, footer: str) -> bytes:
    """Lines of text below a title, as today's page."""
    sheet = Sheet(made, margin=15, footer=footer)
    sheet.say(title, 13, bold=True)
    for line in said:
        sheet.say(line, 9, gap=0.5)
    return sheet.bytes()
