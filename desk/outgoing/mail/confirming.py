"""Confirming automatically that a message has arrived, with its number and what is promised (RFC 3834).

Only a message that opened a ticket is confirmed, and an address once a day: no exchange with another program goes on.
"""

from desk.i18n import translator
from desk.outgoing.replies import filled
from desk.outgoing.texts import available_texts, find
from desk.outgoing.titles import reply_title
from desk.settings import Settings
from desk.store.addresses import EMAIL
from desk.store.commands.outbox import CONFIRMATION, is_to_confirm, write
from desk.store.database import Store
from desk.store.mail.filing import Filed, How
from desk.store.queries.ticket import ticket

_TEXT = "arrived"
_DAY = 86_400  # seconds


def confirm(store: Store, who: str, settings: Settings, filed: Filed) -> bool:
    """Puts a confirmation into the outbox, if the centre wants them and the message is to get one. Returns whether it did.

    A complaint is acknowledged by a person instead. Raises WrongText, TextUnknown, DatabaseUnusable.
    """
    sender = settings.mail.sender
    if not settings.mail.confirms or sender is None or filed.how is not How.OPENED or filed.ticket is None:
        return False
    own = (sender.address.casefold(), sender.user.casefold())
    with store.transaction():
        if not is_to_confirm(store, filed.ticket, own, store.now() - _DAY):
            return False
        view = ticket(store, filed.ticket)
        body = find(available_texts(settings.texts, store.charter.kinds), _TEXT)
        if not body.suits(store.charter.kind(view.row.kind)):
            return False
        _ = translator(view.story.language)
        words = filled(_, store.charter, view, body, "", store.now()).text
        texts = {"title": reply_title(_, filed.ticket, view.row.subject), "note": words}
        write(store, who, filed.ticket, EMAIL, None, texts, automatic=CONFIRMATION)
    return True
