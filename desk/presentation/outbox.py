"""Text for mailings and the outbox: what was written, exported and sent, and what waits."""

from typing import TYPE_CHECKING

from desk.i18n import N_, Translator
from desk.presentation import formats, terms
from desk.text import sanitize
from desk.text.addresses import is_address

if TYPE_CHECKING:
    from pathlib import Path

    from desk.charter import Charter
    from desk.outgoing.mail.sending import Tried
    from desk.outgoing.mailbox_files import Exported
    from desk.outgoing.mass_letters import Written
    from desk.outgoing.paper.printing import Printed
    from desk.store.mail.delivery import Standing, Trouble
    from desk.store.mail.settling import Decision, Unsent

_ADDRESS, _TITLE, _REASON = 40, 50, 160  # signs shown of each

# By what became of an email that was tried.
_TRIED = {
    "sent": N_("{ticket} sent"),
    "held": N_("{ticket} held back: the ticket has changed since it was written"),
    "postponed": N_("{ticket} not taken for now"),
    "refused": N_("{ticket} refused"),
    "doubtful": N_("{ticket} in doubt: nobody can tell whether it was sent"),
}
# By the state of an email that was tried.
STATES = {
    "": N_("to be sent"),
    "waiting": N_("not sent yet, will be tried again"),
    "held": N_("held back: the ticket has changed since it was written"),
    "refused": N_("refused"),
    "handed": N_("being sent"),
    "doubtful": N_("in doubt: it may have been sent"),
}
# What somebody can decide about an email.
DECISIONS = {
    "again": N_("Send it now"),
    "sent": N_("It was sent: count it from when it was handed over"),
    "withdrawn": N_("Withdraw it: do not send it"),
}
_DECIDED = {
    "again": N_("{ticket}: will be sent."),
    "sent": N_("{ticket}: counted as sent when it was handed over."),
    "withdrawn": N_("{ticket}: withdrawn, it will not be sent."),
}


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


def tried_line(_: Translator, tried: "Tried") -> str:
    """What became of an email."""
    said = _(_TRIED[tried.became], ticket=terms.ticket_ref(_, tried.email.ticket))
    if tried.email.is_sealed:  # whoever sends need not be allowed to see to whom
        return said
    reason = sanitize.one_line(tried.reason, _REASON) if tried.became != "sent" else ""
    return "  ".join(filter(None, (said, sanitize.one_line(tried.email.email, _ADDRESS), reason)))


def unsent_line(_: Translator, charter: "Charter", row: "Unsent") -> str:
    """An email or a letter that waits, its number first, when it was written last."""
    return "  ".join(filter(None, (str(row.event), *unsent_words(_, row), formats.at(_, charter.at(row.at)))))


def unsent_words(_: Translator, row: "Unsent") -> tuple[str, ...]:
    """An email or a letter that waits: its ticket, its state, the reason, to whom, its subject."""
    state, reason = _(STATES[row.state]), row.reason if row.state else ""
    if row.way != "email":
        state = _("on paper, to be exported")
    elif not is_address(row.email):
        reason = _("no address to write to: correct the ticket")
    return (
        terms.ticket_ref(_, row.ticket),
        state,
        sanitize.one_line(reason, _REASON),
        sanitize.one_line(row.email if row.way == "email" else row.name, _ADDRESS),
        sanitize.one_line(row.title, _TITLE),
    )


def printed_line(_: Translator, done: "Printed", name: str) -> str:
    """A document in the queue of a printer, and what keeps it waiting there."""
    said = _("{file}: sent to the printer {printer}", file=name, printer=sanitize.one_line(done.printer, 60))
    if done.no_paper:
        return said + "; " + _("it is out of paper, or the paper is jammed: it prints as soon as that is mended")
    if done.trouble:
        return said + "; " + _("the printer says: {words}", words=sanitize.one_line(done.trouble, 80))
    return said


def settled_line(_: Translator, number: int, decision: "Decision") -> str:
    """What was decided about an email."""
    return _(_DECIDED[decision], ticket=terms.ticket_ref(_, number))


def trouble_line(_: Translator, charter: "Charter", trouble: "Trouble") -> str:
    """That mail is not read or not sent, since when and why."""
    values = {name: sanitize.one_line(value, _REASON) for name, value in trouble.values.items()}
    moment = formats.at(_, charter.at(trouble.since))
    said = {"reading": N_("Mail has not been read since {moment}."), "sending": N_("Mail has not been sent since {moment}.")}
    return _(said[trouble.part], moment=moment) + " " + _(trouble.message, **values)


def standing_words(_: Translator, charter: "Charter", mail: "Standing", now: int) -> list[str]:
    """How the mail stands, for the first line of the board: what does not move, and since when; none if everything does."""
    parts = []
    failing = {trouble.part: trouble.since for trouble in mail.troubles}
    if mail.emails and mail.emails_since is not None and ("sending" in failing or mail.failed):
        moment = since_words(_, charter, mail.emails_since, now)
        parts.append(_("! emails not sent {n}, since {moment}", n=mail.emails, moment=moment))
    if stuck := sum(mail.stuck.values()):
        parts.append(_("! emails to look at {n}", n=stuck))
    if "reading" in failing:
        parts.append(_("! mail not read since {moment}", moment=since_words(_, charter, failing["reading"], now)))
    return parts


def since_words(_: Translator, charter: "Charter", moment: int, now: int) -> str:
    """A moment after `since`: its time alone if it was today."""
    there = charter.at(moment).replace(second=0)
    return formats.clock_time(there) if there.date() == charter.at(now).date() else formats.at(_, there)
