"""Which documents there are about a ticket. Apart from making them, which loads what draws a page."""

from enum import StrEnum
from typing import TYPE_CHECKING

from desk.i18n import N_
from desk.store.ticket_state import Act

if TYPE_CHECKING:
    from desk.store.queries.ticket import TicketView


class Kind(StrEnum):
    """The kinds of documents about tickets."""

    SLIP = "slip"
    LETTER = "letter"
    LABELS = "labels"
    RECEIPT = "receipt"
    CASE = "case"


TITLES = {
    Kind.SLIP: N_("Slip with the number and the date"),
    Kind.LETTER: N_("Letter as last written"),
    Kind.LABELS: N_("Address label"),
    Kind.RECEIPT: N_("Receipt to sign"),
    Kind.CASE: N_("The whole case"),
}


def kinds_for(view: "TicketView", *, is_in_batch: bool) -> list[Kind]:
    """The documents that there are about a ticket. is_in_batch: whether its kind comes in batches, as certificates do."""
    fitting = {
        Kind.SLIP: True,
        Kind.LETTER: last_letter(view) is not None,
        Kind.LABELS: bool(view.story.words["address"].strip()),
        Kind.RECEIPT: is_in_batch,
        Kind.CASE: True,
    }
    return [kind for kind, fits in fitting.items() if fits]


def last_letter(view: "TicketView") -> tuple[str, str] | None:
    """The subject and the text of the last letter that was written or sent on paper."""
    undone = {event.data["step"] for event in view.events if event.what == Act.UNDONE}
    for event in reversed(view.events):
        on_paper = event.data.get("way") == "letter" or event.what == Act.WRITTEN
        if on_paper and event.texts.get("note") and event.step not in undone:
            return event.texts.get("title", ""), event.texts["note"]
    return None
