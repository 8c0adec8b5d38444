"""Text for mailings: what was written and what was exported."""

from typing import TYPE_CHECKING

from desk.i18n import Translator
from desk.presentation import terms
from desk.text import sanitize

if TYPE_CHECKING:
    from pathlib import Path

    from desk.outgoing.mailbox_files import Exported
    from desk.outgoing.mass_letters import Written


def written_line(_: Translator, done: "Written") -> str:
    """The result of writing to several people."""
    words = _mail_words(_, done.emails, done.letters)
    left = _("; without an email address: {n}", n=len(done.left)) if done.left else ""
    waiting = _("; already waiting: {n}", n=done.waiting) if done.waiting else ""
    asked = _("; asked within a month, or not answered yet: {n}", n=done.asked) if done.asked else ""
    return _("In the outbox: {what}", what=", ".join(words)) + left + waiting + asked


def _mail_words(_: Translator, emails: int, letters: int) -> list[str]:
    counted = ((emails, _.ngettext("{n} email", "{n} emails", emails)), (letters, _.ngettext("{n} letter", "{n} letters", letters)))
    return [words for count, words in counted if count] or [_("none")]


def mail_line(_: Translator, done: "Exported", folder: "Path") -> str:
    """What was exported for the mail program, and to which folder."""
    waits = terms.ticket_refs(_, done.unaddressed)
    still = _("waiting, without an address: {tickets}", tickets=waits) if waits else ""
    if not done.emails and not done.letters:
        return still or _("Nothing to send.")
    words = _mail_words(_, done.emails, done.letters)
    line = _("{what} in {folder}", what=", ".join(words), folder=sanitize.one_line(str(folder), 200))
    return f"{line}; {still}" if still else line
