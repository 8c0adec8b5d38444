"""Exporting the outbox for the mail program: emails as .eml files that it opens as drafts, letters as pages of one text file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from desk.i18n import translator
from desk.presentation import formats
from desk.store.addresses import EMAIL
from desk.store.commands.letters import Outgoing, waiting
from desk.store.commands.outbox import exported
from desk.store.database import Store
from desk.store.mail.messages import own_message_ids
from desk.system.secure_files import make_folder, write_whole
from desk.text import sanitize
from desk.text.addresses import ascii_address, is_address

PAGE = "\f\n"


@dataclass(frozen=True)
class Exported:
    """The result of an export.

    emails, letters: counts. pages: the file of the letters, if there are any. unaddressed: the tickets of emails still waiting
    because their address was removed or is no longer valid.
    """

    emails: int
    letters: int
    pages: Path | None
    unaddressed: tuple[int, ...] = ()


def export_mail(store: Store, who: str, folder: Path, *, only_letters: bool = False) -> Exported:
    """Exports everything that waits into a folder, created if necessary. The letters then count as sent and keep the promises that
    they state; an email without an address keeps waiting. only_letters: what is to be posted, where the desk sends emails itself.
    Raises OSError.

    The files have mode 0600 and are flushed to disk before the mail counts as sent. They are named by ticket and event, so that a
    repeated run after an interruption writes the same files; no name reveals a person.
    """
    all_waiting = [letter for letter in waiting(store) if letter.way != EMAIL or not only_letters]
    unaddressed = tuple(letter.ticket for letter in all_waiting if letter.way == EMAIL and not is_address(letter.email))
    found = [letter for letter in all_waiting if letter.way != EMAIL or is_address(letter.email)]
    if not found:
        return Exported(0, 0, None, unaddressed)
    make_folder(folder)
    emails = [letter for letter in found if letter.way == EMAIL]
    letters = [letter for letter in found if letter.way != EMAIL]
    message_ids = own_message_ids(store, [(email.ticket, email.event) for email in emails]) if emails else []
    for email, message_id in zip(emails, message_ids, strict=True):
        write_whole(folder / f"{email.ticket:05}-{email.event}.eml", email_of(email, message_id))
    pages = folder / f"letters-{letters[-1].event}.txt" if letters else None
    if pages:
        write_whole(pages, PAGE.join(letter_of(letter, store.charter.at(letter.at).date()) for letter in letters).encode())
    exported(store, who, [letter.event for letter in found])
    return Exported(len(emails), len(letters), pages, unaddressed)


def write_messages(folder: Path, number: int, messages: Sequence[tuple[int, bytes]]) -> list[Path]:
    """Writes messages that arrived into a folder, created if necessary, as .eml files with names of ours. Raises OSError."""
    make_folder(folder)
    paths = [folder / f"{number:05}-received-{message}.eml" for message, _ in messages]
    for path, (_, raw) in zip(paths, messages, strict=True):
        write_whole(path, raw)
    return paths


def email_of(letter: Outgoing, message_id: str) -> bytes:
    """An email as a draft file (RFC 5322); the mail program adds the sender. message_id: by which its answer will be recognised,
    if the mail program keeps it."""
    message = EmailMessage(policy=SMTP)
    message["To"] = Address(sanitize.one_line(letter.name, 100), addr_spec=ascii_address(letter.email))
    message["Subject"] = sanitize.one_line(letter.title, 200)
    message["Message-ID"] = message_id
    message["X-Unsent"] = "1"
    message.set_content(letter.body, charset="utf-8")
    return message.as_bytes()


def letter_of(letter: Outgoing, day: date) -> str:
    """A letter as a page: the name and address, the day on which it was written, then the text."""
    above = (
        sanitize.one_line(letter.name, 100),
        sanitize.safe(letter.address).strip(),
        formats.on_letter(translator(letter.language), day),
    )
    return "\n".join(filter(None, above)) + f"\n\n{sanitize.safe(letter.body).rstrip()}\n"
