"""The table of keys, for `desk keys` and the page of the docs."""

from desk import wording
from desk.charter.vocabulary import KINDS
from desk.commands import ANYWHERE, BOARD, COMMANDS, TICKET, TRIAGE, keys_shown
from desk.tongue import Tongue


def key_rows(say: Tongue) -> list[tuple[str, str, str, str]]:
    """Every key of the registry: the keys on both layouts, what they do, where or to which kinds of tickets, the command's id."""
    places = {ANYWHERE: say("anywhere"), BOARD: say("on the board"), TICKET: say("on a ticket"), TRIAGE: say("in triage")}
    marked = {True: say("with marks"), False: say("without marks"), None: ""}
    rows = []
    for one in COMMANDS:
        kinds = ", ".join(say(wording.KINDS[kind]) for kind in one.kinds) if one.kinds != KINDS else ""
        where = ", ".join(filter(None, (kinds or places[one.scope], marked[one.marks])))
        rows.append((keys_shown(one), say(one.title), where, one.id))
    return rows
