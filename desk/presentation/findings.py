"""Text for the findings of `desk check`."""

from typing import TYPE_CHECKING

from desk.i18n import N_, Translator
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.maintenance.findings import Finding

_FINDINGS = {
    "file": N_("the file is damaged: {detail}"),
    "keys": N_("a row refers to a missing row: {detail}"),
    "chain": N_("#{number}: event {event} was changed"),
    "head": N_("the chain does not end where its record says"),
    "words": N_("#{number}: the text of event {event} was changed: {detail}"),
    "no-events": N_("#{number}: has no events"),
    "unreadable": N_("#{number}: cannot be read: event {event} is damaged"),
    "misread": N_("#{number}: part of it cannot be read: {detail}"),
    "part": N_("part of the file cannot be read: {detail}"),
    "shape": N_("#{number}: event {event} lacks required data: {detail}"),
    "charter": N_("the stored charter or calendar {detail} is damaged or was changed"),
    "clocks": N_("#{number}: its clocks do not match its events"),
    "row": N_("#{number}: its row does not match its events"),
    "order": N_("#{number}: a clock stops before its start: {detail}"),
    "schema": N_("unexpected table, index or trigger: {detail}"),
    "recorded": N_("#{number}: event {event} is recorded earlier than the previous one"),
    "anchor": N_("the log no longer contains event {event} as it was anchored: it was rewritten"),
    "logged-row": N_("a row does not match the log: {detail}"),
    "foreign": N_("#{number}: row of a missing ticket: {detail}"),
    "customer": N_("a person's name or contact does not match their tickets: {detail}"),
    "letter": N_("#{number}: the letter of event {event} is not waiting, or not sent, as its events say"),
    "attachment": N_("#{number}: file {detail}: its bytes are missing, or were changed"),
    "message": N_("message {detail}: its bytes are missing, or were changed"),
    "index": N_("the search index does not match its table: {detail}"),
}


def finding_line(_: Translator, found: "Finding") -> str:
    """A violated invariant of a database in one line."""
    message = _FINDINGS[found.what]
    return _(message, number=found.number, event=found.event, detail=sanitize.one_line(found.detail, 200))
