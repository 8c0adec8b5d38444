"""From raw messages to tickets: each is read in the child process, gets a proposed kind, and is filed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from desk.i18n import N_, Translator, translator
from desk.intake.mail.message import Automatic, Flaw, Mail
from desk.intake.mail.reader import Reader
from desk.intake.mail.rules import checked_rules, default_kind, proposed
from desk.intake.mail.sources import RawMessage
from desk.settings import MailRule
from desk.store.database import Store
from desk.store.errors.input import TopicTooEarly
from desk.store.mail.filing import Arrived, Filed, file_message
from desk.store.mail.folders import Place
from desk.store.validation import NAME_LIMIT, TEXT_LIMIT

STORED_MOST = 50 * 2**20  # bytes of a message that are stored; of a larger one, its beginning with all of its headers
_LONGEST_TEXT = TEXT_LIMIT - 2_000  # signs of a text that fit beside what the desk says of it
_FILES_NAMED = 200  # files of one message that are listed

# What the ticket says of a message that could not be read as it was meant.
_SAYS = {
    Flaw.CHARSET: N_("The encoding of this message was wrong or missing; it was guessed."),
    Flaw.DAMAGED: N_("Parts of this message are damaged."),
    Flaw.CUT: N_("This message is longer than what is shown here."),
    Flaw.PARTS: N_("This message has too many parts to be read; only its headers were."),
    Flaw.LARGE: N_("This message is too large to be read; only its headers were."),
    Flaw.FAILED: N_("This message could not be read; only its headers were."),
    Flaw.UNREADABLE: N_("This message could not be read at all."),
}


class Imported(NamedTuple):
    """What became of one message. source: the file that it came from."""

    source: str
    mail: Mail
    filed: Filed


def import_messages(
    store: Store,
    who: str,
    messages: Iterable[RawMessage],
    rules: Sequence[MailRule],
    on_progress: Callable[[Imported], None] = lambda _: None,
) -> list[Imported]:
    """Files messages one after the other, each in a transaction of its own: what was filed stays filed, whatever happens then.

    rules: of the centre; on_progress: called after each. Raises MailKindUnfit and MailTopicUnfit before anything is filed,
    DatabaseUnusable.
    """
    kinds = checked_rules(store.charter, rules)
    found = []
    with Reader() as reader:
        for message in messages:
            mail = reader.read(message.raw)
            filed = file_arrived(store, who, arrived(store, message, mail, kinds))
            found.append(Imported(message.source, mail, filed))
            on_progress(found[-1])
    return found


def arrived(
    store: Store,
    message: RawMessage,
    mail: Mail,
    rules: Sequence[MailRule],
    received: int | None = None,
    place: Place | None = None,
) -> Arrived:
    """A message as it is filed. rules: checked; received: by the mailbox, epoch seconds; None if only the message says it; place:
    where it lies in a mailbox."""
    language = language_of(mail, store.charter.file.centre.language)
    _ = translator(language)
    kind, topic = proposed(store.charter, rules, mail)
    bounce = mail.bounce
    moment = received or mail.arrived or mail.sent or store.now()
    return Arrived(
        raw=message.raw[:STORED_MOST],
        received=moment if moment <= store.now() else store.now(),
        source=message.source[:NAME_LIMIT],
        message_id=mail.message_id,
        answers=mail.answers,
        name=(mail.name or ("" if mail.address else _("Unknown sender")))[:NAME_LIMIT],
        address=mail.address[:NAME_LIMIT],
        subject=mail.subject[:NAME_LIMIT],
        text=_text(_, mail),
        quoted=mail.quoted[:TEXT_LIMIT],
        files=_files(mail),
        automatic=mail.automatic,
        undelivered=bounce.about if bounce else "",
        failed=bounce.failed if bounce else False,
        reason=" ".join(filter(None, (bounce.recipient, bounce.status))) if bounce else "",
        kind=kind,
        topic=topic,
        language=language,
        place=place,
    )


def language_of(mail: Mail, default: str) -> str:
    """The language to answer in: that of the text, `ru` or `en`; the centre's if there is hardly any text."""
    letters = [sign for sign in f"{mail.subject} {mail.text}"[:5_000] if sign.isalpha()]
    if len(letters) < 4:  # signs
        return default
    cyrillic = sum("а" <= sign.lower() <= "я" or sign in "ёЁ" for sign in letters)
    return "ru" if cyrillic * 2 > len(letters) else "en"


def file_arrived(store: Store, who: str, what: Arrived) -> Filed:
    """Files a message; one that cannot be of the proposed kind yet, as a second stage before the first, gets the usual one."""
    try:
        return file_message(store, who, what)
    except TopicTooEarly:
        return file_message(store, who, replace(what, kind=default_kind(store.charter), topic=""))


def _text(_: Translator, mail: Mail) -> str:
    """What the sender wrote, below what could not be read."""
    flaws = dict.fromkeys((*mail.flaws, *((Flaw.CUT,) if len(mail.text) > _LONGEST_TEXT else ())))
    says = [f"[{_(_SAYS[flaw])}]" for flaw in flaws if mail.automatic is Automatic.NO]
    return "\n".join((*says, mail.text))[:TEXT_LIMIT]


def _files(mail: Mail) -> str:
    """The files of a message, one in a line: size in bytes, type, name."""
    listed = (f"{file.size} {file.type} {' '.join(file.name.split())}" for file in mail.attachments[:_FILES_NAMED])
    return "\n".join(listed)[:TEXT_LIMIT]
