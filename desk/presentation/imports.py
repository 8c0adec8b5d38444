"""What a list came to, in words: for the screen and for the command line."""

from typing import TYPE_CHECKING

from desk.i18n import Tongue, later
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.intake.import_job import Arrival, Doubt

_DOUBTS = {
    "same-number": later("line {line}: {name} has number {candidate}, which is that of #{number} {other}"),
    "same-name": later("line {line}: {name} is registered as #{number}, with another number or address"),
    "near-name": later("line {line}: {name} is nearly {other}, registered as #{number}"),
    "hidden": later("line {line}: {name}: the row is hidden in the file"),
    "struck-out": later("line {line}: {name}: struck out in the file"),
    "odd-word": later("line {line}: {name}: “{other}” has letters of two alphabets, or signs in the place of letters"),
}
_LINES = {
    "no-value": later("line {line}: a formula or an error without a value: open the list, save it and try again"),
    "lost-digits": later("line {line}: a number that lost its digits: {detail}; make its column text"),
    "bad-day": later("line {line}: no date: {detail}; write it as 14.11.2026"),
    "month-first": later("line {line}: {detail}: the month stands first in this column; write days as 14.11.2026"),
    "no-name": later("line {line}: nobody is named"),
    "no-letters": later("line {line}: {detail} is no name"),
    "no-number": later("line {line}: {detail} is no candidate's number"),
    "stray-byte": later("line {line}: a byte that is no text: {detail}; save the list as UTF-8 again"),
    "hidden": later("line {line}: the row is hidden in the file"),
    "struck-out": later("line {line}: struck out in the file"),
    "no-day": later("line {line}: {detail}: no exam's date"),
    "no-exam": later("line {line}: {detail}: no exam"),
    "no-ticket": later("line {line}: there is no ticket of this number: {detail}"),
    "no-score": later("line {line}: no score from 1 to 5: {detail}"),
    "exam-over": later("line {line}: the exam is over: {detail}"),
    "beyond": later("line {line}: lies beyond the calendar: {detail}"),
    "future-exam": later("line {line}: the exam is still to come: {detail}"),
    "no-candidate": later("line {line}: needs both a name and a candidate number, has: {detail}"),
    "twice": later("line {line}: is in line {detail} already"),
    "cells": later("line {line}: {detail} cells, more or fewer than the first line has"),
    "long-cell": later("line {line}: a cell is longer than 1,000 characters"),
    "bad-email": later("line {line}: {detail} is no email address"),
}


def arrival_lines(say: Tongue, arrival: "Arrival") -> list[str]:
    """What an import did or would do, then each line that is not taken, with its reason: the wrong ones first."""
    lines = [
        say(
            "{file}: {new}, {known} here already, {wrong} left out",
            file=_read_as(say, arrival),
            new=_new(say, arrival.kind, len(arrival.new)),
            known=len(arrival.known),
            wrong=len(arrival.wrong),
        )
    ]
    if arrival.doubtful:
        lines[0] += ", " + say("doubtful {n}", n=len(arrival.doubtful))
    lines += [doubt_line(say, one) for one in arrival.doubtful]
    lines += [wrong_line(say, wrong.line, wrong.reason, wrong.detail) for wrong in sorted(arrival.wrong, key=lambda one: one.line)]
    lines += [say("line {line}: here already as #{number}", line=one.line, number=number) for one, number in arrival.known]
    if arrival.unused:
        lines.append(say("not read: {columns}", columns=sanitize.one_line(", ".join(arrival.unused), 200)))
    return lines


def _read_as(say: Tongue, arrival: "Arrival") -> str:
    """The file, with the encoding in which a text was read: whoever knows better sees it."""
    name = sanitize.one_line(arrival.file, 200) or say("what was typed")
    return f"{name} ({arrival.encoding})" if arrival.encoding else name


def _new(say: Tongue, kind: str, count: int) -> str:
    if kind == "registration":
        return say.n("{n} new registration", "{n} new registrations", count)
    return say.n("{n} new certificate", "{n} new certificates", count)


def doubt_line(say: Tongue, doubt: "Doubt") -> str:
    """What speaks against a line that may be right all the same."""
    one, other = doubt.one, sanitize.one_line(doubt.name, 60)
    name, number = sanitize.one_line(one.name, 60), sanitize.one_line(one.candidate, 40)
    return say(_DOUBTS[doubt.reason], line=one.line, name=name, candidate=number, number=doubt.number, other=other)


def wrong_line(say: Tongue, number: int, reason: str, detail: str) -> str:
    """Why a line of a list was not taken."""
    message = _LINES[reason]
    return say(message, line=number, detail=sanitize.one_line(detail, 120)).strip()
