"""The table of keys, for `desk keys` and the documentation."""

from collections.abc import Collection, Sequence

from desk.actions.action import (
    ANSWER,
    ANYWHERE,
    BOARD,
    CUSTOMER,
    DRAFTED,
    EXPLAIN,
    FACTS,
    FORM,
    GROUP,
    ORGANISATION,
    READING,
    RECORD,
    REPLY,
    ROWS,
    SEARCH,
    SHIFT,
    TICKET,
    TODAY,
    TOLD,
    TRIAGE,
    Action,
)
from desk.actions.keys import keys_in_layout, keys_shown
from desk.actions.registry import ACTIONS
from desk.charter.standards import Kind
from desk.i18n import Translator


def key_rows(_: Translator, kinds: Collection[Kind], commands: Sequence[Action] = ACTIONS) -> list[tuple[str, str, str, str]]:
    """All commands with their keys in both layouts, what they do, where or for which kinds of tickets, and their ids.

    kinds: those of the charter.
    """
    places = {
        ANYWHERE: _("anywhere"),
        BOARD: _("on the board"),
        TICKET: _("on a ticket"),
        TRIAGE: _("in triage"),
        GROUP: _("in a batch or a session"),
        CUSTOMER: _("on a customer"),
        ORGANISATION: _("on an organisation"),
        ROWS: _("in a list of tickets"),
        FORM: _("in a form"),
        RECORD: _("in a new-ticket form"),
        ANSWER: _("in an answer"),
        REPLY: _("in a reply"),
        DRAFTED: _("in a form, in a draft"),
        READING: _("in a text to read"),
        SHIFT: _("in the shift report"),
        TODAY: _("on the page of the day"),
        EXPLAIN: _("in the explanation of a deadline"),
        SEARCH: _("in the search"),
        FACTS: _("in the facts"),
        TOLD: _("in the list of who was told"),
    }
    rows = []
    for command in commands:
        titles = _titles(_, command, kinds)
        where = [
            *(titles or [places[command.scope]]),
            *([_("with marks")] if command.marks else []),
        ]
        rows.append((keys_shown(command, _), _(command.title), ", ".join(where), command.id))
    return rows


def _titles(_: Translator, command: Action, kinds: Collection[Kind]) -> list[str]:
    """The kinds of tickets that a command is for, those without a pane of their own as one; empty if it suits all of them."""
    suiting = [kind for kind in kinds if command.suits(kind)]
    if len(suiting) == len(kinds):
        return []
    others = [_("other cases")] if any(kind.pane is None for kind in suiting) else []
    return [*(kind.title.in_language(_.language) for kind in suiting if kind.pane), *others]


def help_rows(_: Translator, commands: Sequence[Action], kinds: Collection[Kind], *, russian: bool) -> list[tuple[str, str]]:
    """The commands of one place with their keys; for a key with several meanings, also the kinds of tickets.

    kinds: those of the charter; russian: whether to show the keys of the Russian layout.
    """
    keys = [command.keys for command in commands]
    rows = []
    for command in commands:
        shared = bool(command.keys) and keys.count(command.keys) > 1
        which = _titles(_, command, kinds) if shared else []
        rows.append((keys_in_layout(command, _, russian=russian), _(command.title) + (f" ({', '.join(which)})" if which else "")))
    return rows
