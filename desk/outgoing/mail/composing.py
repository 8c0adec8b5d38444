"""An email as it is sent: text and simple HTML, signed, in the thread of the message that it answers (RFC 5322)."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from desk.charter import Charter
from desk.i18n import Translator, translator
from desk.outgoing.replies import signature
from desk.presentation import formats
from desk.presentation.terms import ticket_ref
from desk.store.files.content import Loaded
from desk.store.mail.delivery import Email
from desk.text import sanitize
from desk.text.addresses import ascii_address

_POLICY = SMTP.clone(cte_type="7bit")  # every server takes it
_SEPARATOR = "-- "  # before a signature (RFC 3676, 4.3)


def composed(charter: Charter, email: Email, address: str, message_id: str, now: int, files: Sequence[Loaded] = ()) -> EmailMessage:
    """The message. address: of the sender; now: epoch seconds; files: that go along with it.

    One that no person wrote says so (RFC 3834).
    """
    _ = translator(email.language)
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(charter.file.centre.name.in_language(_.language), addr_spec=address)
    message["To"] = Address(sanitize.one_line(email.name, 100), addr_spec=ascii_address(email.email))
    message["Subject"] = _subject(_, email)
    message["Date"] = format_datetime(charter.at(now))
    message["Message-ID"] = message_id
    if answers := sanitize.one_line(email.answers, 500):
        message["In-Reply-To"] = answers
        message["References"] = answers
    if email.automatic:
        message["Auto-Submitted"] = "auto-replied"
    text = _signed(_, charter, email)
    message.set_content(text, charset="utf-8")
    message.add_alternative(_html(_, text), subtype="html", charset="utf-8")
    for file in files:
        kind, _unused, subtype = file.type.partition("/")
        message.add_attachment(file.raw, maintype=kind, subtype=subtype, filename=sanitize.one_line(file.name, 100))
    return message


def _subject(_: Translator, email: Email) -> str:
    """The subject with the ticket's number: by it an answer is recognised if its mailer keeps nothing else."""
    title = sanitize.one_line(email.title, 200)
    number = ticket_ref(_, email.ticket)
    return title if number in title else f"{title} [{number}]"


def _signed(_: Translator, charter: Charter, email: Email) -> str:
    """The text, below it what its signature lacks: who wrote it, the centre's address, hours and phone."""
    text = sanitize.safe(email.body).rstrip()
    centre = charter.file.centre
    lines = (
        "" if email.automatic else signature(_, email.staff),
        centre.name.in_language(_.language),
        centre.address.in_language(_.language) if centre.address else "",
        formats.weekly_hours(_, charter.file.hours),
        centre.phone,
    )
    missing = [line for line in lines if line and line not in text]
    return "\n".join([text, "", _SEPARATOR, *missing, ""]) if missing else f"{text}\n"


def _html(_: Translator, text: str) -> str:
    paragraphs = (escape(part.strip("\n")).replace("\n", "<br>\n") for part in text.split("\n\n"))
    body = "\n".join(f"<p>{part}</p>" for part in paragraphs if part)
    return f'<!DOCTYPE html>\n<html lang="{_.language}">\n<head><meta charset="utf-8"></head>\n<body>\n{body}\n</body>\n</html>\n'
