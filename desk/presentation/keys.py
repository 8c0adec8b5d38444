"""The table of keys, for `desk keys` and the page of the docs."""

from collections.abc import Sequence

from desk.actions.registry import ANYWHERE, BOARD, COMMANDS, GROUP, ROWS, TICKET, TRIAGE, Command, keys_shown
from desk.charter.vocabulary import KINDS
from desk.i18n import Translator
from desk.presentation import deadlines


def key_rows(_: Translator, commands: Sequence[Command] = COMMANDS) -> list[tuple[str, str, str, str]]:
    """Every command with its keys on both layouts, what it does, where or to which kinds of tickets, and its id."""
    places = {
        ANYWHERE: _("anywhere"),
        BOARD: _("on the board"),
        TICKET: _("on a ticket"),
        TRIAGE: _("in triage"),
        GROUP: _("in a box or a session"),
        ROWS: _("on the board, in a box or a session"),
    }
    rows = []
    for one in commands:
        kinds = one.kinds if one.kinds != KINDS else ()
        where = [*(_(deadlines.KINDS[kind]) for kind in kinds), *([] if kinds else [places[one.scope]]), *marks_words(_, one)]
        rows.append((keys_shown(one, _), _(one.title), ", ".join(where), one.id))
    return rows


def help_rows(_: Translator, commands: Sequence[Command]) -> list[tuple[str, str]]:
    """The commands of one place with their keys, and for which tickets where a key has several meanings."""
    keys = [one.keys for one in commands]
    rows = []
    for one in commands:
        shared = bool(one.keys) and keys.count(one.keys) > 1
        which = [*(_(deadlines.KINDS[kind]) for kind in one.kinds), *marks_words(_, one)] if shared else []
        rows.append((keys_shown(one, _), _(one.title) + (f" ({', '.join(which)})" if which else "")))
    return rows


def marks_words(_: Translator, command: Command) -> list[str]:
    """Whether a command's key works only with marks, or only without."""
    return [] if command.marks is None else [_("with marks") if command.marks else _("without marks")]
