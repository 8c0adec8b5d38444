"""Text for the result of an import, for the screen and the command line."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.charter.vocabulary import SESSIONS
from desk.i18n import N_, Translator
from desk.presentation import formats, terms
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.intake.import_job import Arrival, Doubt
    from desk.store.mail.filing import Filed
    from desk.store.mail.messages import Message

_DOUBTS = {
    "same-number": N_("line {line}: {name}: number {candidate} belongs to #{number} {other}"),
    "same-name": N_("line {line}: {name} is registered as #{number}, with a different number or address"),
    "near-name": N_("line {line}: {name} is similar to {other}, registered as #{number}"),
    "shared": N_("line {line}: {name}: an earlier line has this number with another name"),
    "hidden": N_("line {line}: {name}: the row is hidden in the file"),
    "struck-out": N_("line {line}: {name}: struck out in the file"),
    "odd-word": N_("line {line}: {name}: “{other}” mixes two alphabets, or has symbols in place of letters"),
}
_LINES = {
    "no-value": N_("line {line}: a formula or an error without a value: open the list, save it and try again"),
    "lost-digits": N_("line {line}: a number lost its digits: {detail}; format its column as text"),
    "bad-day": N_("line {line}: not a date: {detail}; write it as 14.11.2026"),
    "month-first": N_("line {line}: {detail}: this column has the month first; write dates as 14.11.2026"),
    "no-name": N_("line {line}: the name is missing"),
    "no-letters": N_("line {line}: {detail} is not a name"),
    "no-number": N_("line {line}: {detail} is not a candidate number"),
    "stray-byte": N_("line {line}: invalid byte: {detail}; save the list as UTF-8 again"),
    "hidden": N_("line {line}: the row is hidden in the file"),
    "struck-out": N_("line {line}: struck out in the file"),
    "no-day": N_("line {line}: {detail}: no exam date"),
    "no-exam": N_("line {line}: {detail}: no exam"),
    "no-ticket": N_("line {line}: no ticket has this number: {detail}"),
    "no-score": N_("line {line}: the score must be from 1 to 5: {detail}"),
    "exam-over": N_("line {line}: the exam has passed: {detail}"),
    "beyond": N_("line {line}: outside the calendar: {detail}"),
    "future-exam": N_("line {line}: the exam has not taken place yet: {detail}"),
    "no-candidate": N_("line {line}: needs both a name and a candidate number, but has: {detail}"),
    "twice": N_("line {line}: already in line {detail}"),
    "cells": N_("line {line}: {detail} cells, a different number than in the first line"),
    "long-cell": N_("line {line}: a cell is longer than 1,000 characters"),
    "bad-email": N_("line {line}: {detail} is not an email address"),
}


def arrival_lines(_: Translator, arrival: "Arrival") -> list[str]:
    """What an import did or would do, then each rejected line with its reason, invalid ones first."""
    lines = [
        _(
            "{file}: {new}, {known} already recorded, {wrong} skipped",
            file=_read_as(_, arrival),
            new=_new(_, arrival.uses, len(arrival.new)),
            known=len(arrival.known),
            wrong=len(arrival.wrong),
        )
    ]
    if arrival.doubtful:
        lines[0] += ", " + _("doubtful {n}", n=len(arrival.doubtful))
    lines += [doubt_line(_, doubt) for doubt in arrival.doubtful]
    lines += [wrong_line(_, wrong.line, wrong.reason, wrong.detail) for wrong in sorted(arrival.wrong, key=lambda line: line.line)]
    lines += [_("line {line}: already recorded as #{number}", line=person.line, number=number) for person, number in arrival.known]
    if arrival.unused:
        lines.append(_("ignored columns: {columns}", columns=sanitize.one_line(", ".join(arrival.unused), 200)))
    return lines


def imported_line(_: Translator, arrival: "Arrival") -> str:
    """What an import did, in one line."""
    return _("Imported: {counts}", counts=arrival_lines(_, arrival)[0])


def _read_as(_: Translator, arrival: "Arrival") -> str:
    """The file, with the encoding it was read in, so that the user can notice a wrong one."""
    name = sanitize.one_line(arrival.file, 200) or _("typed text")
    return f"{name} ({arrival.encoding})" if arrival.encoding else name


def _new(_: Translator, uses: str, count: int) -> str:
    if uses == SESSIONS:
        return _.ngettext("{n} new registration", "{n} new registrations", count)
    return _.ngettext("{n} new certificate", "{n} new certificates", count)


def doubt_line(_: Translator, doubt: "Doubt") -> str:
    """The reason to doubt a line that may still be correct."""
    person, other = doubt.one, sanitize.one_line(doubt.name, 60)
    name, number = sanitize.one_line(person.name, 60), sanitize.one_line(person.candidate, 40)
    return _(_DOUBTS[doubt.reason], line=person.line, name=name, candidate=number, number=doubt.number, other=other)


def wrong_line(_: Translator, number: int, reason: str, detail: str) -> str:
    """The reason why a line of a list was rejected."""
    message = _LINES[reason]
    return _(message, line=number, detail=sanitize.one_line(detail, 120)).strip()


# -- mail -----------------------------------------------------------------------------------------------------------------

# By what became of a message.
_RESULTS = {
    "opened": N_("{number} opened"),
    "added": N_("{number}: added"),
    "reopened": N_("{number}: added, reopened"),
    "bounced": N_("{number}: not delivered"),
    "apart": N_("kept apart"),
    "known": N_("came before"),
}
AUTOMATIC = {
    "": N_("over a year old"),
    "reply": N_("automatic reply"),
    "list": N_("mailing list"),
    "robot": N_("sent by a program"),
    "bounce": N_("delivery report"),
}
_SENDER, _SUBJECT = 40, 60  # signs shown of each


def filed_line(_: Translator, filed: "Filed", sender: str, subject: str) -> str:
    """What became of a message."""
    number = terms.ticket_ref(_, filed.ticket) if filed.ticket else ""
    result = _(_RESULTS[filed.how]).format(number=number)
    return "  ".join((result, sanitize.one_line(sender, _SENDER), sanitize.one_line(subject, _SUBJECT)))


def filed_total(_: Translator, found: Mapping[str, int]) -> str:
    """How many messages became what."""
    return _(
        "New tickets: {opened}, added to tickets: {added}, not delivered: {bounced}, kept apart: {apart}, came before: {known}",
        opened=found.get("opened", 0),
        added=found.get("added", 0) + found.get("reopened", 0),
        bounced=found.get("bounced", 0),
        apart=found.get("apart", 0),
        known=found.get("known", 0),
    )


def apart_line(_: Translator, charter: Charter, message: "Message") -> str:
    """A message that became no part of a ticket."""
    what = (message.sender, message.subject)
    shown = (sanitize.one_line(text, most) for text, most in zip(what, (_SENDER, _SUBJECT), strict=True))
    return "  ".join((formats.at(_, charter.at(message.received)), _(AUTOMATIC[message.automatic]), *shown))
