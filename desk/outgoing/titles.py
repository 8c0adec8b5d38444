"""The subjects of replies."""

from desk.i18n import Translator
from desk.presentation.terms import ticket_ref
from desk.text import sanitize


def reply_title(_: Translator, number: int, subject: str) -> str:
    """The subject of a reply. subject: of the ticket, "" for none."""
    said = sanitize.one_line(subject, 150)
    if not said:
        return _("Your message {ticket}", ticket=ticket_ref(_, number))
    return said if said.casefold().startswith("re:") else f"Re: {said}"
