"""Findings of a check; their wording is in presentation/findings.py."""

from dataclasses import dataclass

FILE, KEYS, SCHEMA, PART = "file", "keys", "schema", "part"
CHAIN, HEAD, RECORDED, ANCHOR = "chain", "head", "recorded", "anchor"
UNREADABLE, MISREAD, SHAPE, WORDS_CHANGED, NO_EVENTS = "unreadable", "misread", "shape", "words", "no-events"
CLOCKS, ROW, ORDER = "clocks", "row", "order"
MESSAGE = "message"
ATTACHED_FILE = "attachment"
CHARTER, LOGGED_ROW, FOREIGN, CUSTOMER, LETTER, INDEX = "charter", "logged-row", "foreign", "customer", "letter", "index"

DERIVED = (CLOCKS, ROW, FOREIGN, LETTER, INDEX)  # what a repair rebuilds from the events


@dataclass(frozen=True, slots=True)
class Finding:
    """An inconsistency. number: the ticket; event: the event; 0 if it concerns neither."""

    what: str
    number: int = 0
    event: int = 0
    detail: str = ""
