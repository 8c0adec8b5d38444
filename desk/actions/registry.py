"""The registry of all user actions, one entry each.

Key bindings, key bar, palette, help, forms, `desk do`, permission checks, the texts of the history and docs/keys.md are generated
from it. It imports nothing slow: the first frame needs the keys before the database is available.
"""

from typing import TYPE_CHECKING

from desk.actions import (
    calls,
    cases,
    certificates,
    complaints,
    dialogs,
    facts,
    lifecycle,
    navigation,
    ownership,
    recording,
    registrations,
)
from desk.actions.action import Action, Field
from desk.actions.fields import AT, WHY

if TYPE_CHECKING:
    from desk.charter.standards import Kind

_FAMILIES = (recording, calls, complaints, cases, certificates, registrations, ownership, lifecycle, navigation, facts, dialogs)
ACTIONS: tuple[Action, ...] = tuple(action for family in _FAMILIES for action in family.ACTIONS)

_BY_ID = {action.id: action for action in ACTIONS}

# The commands of the key bar, as far as they fit.
KEY_BAR = tuple(action.id for action in sorted(ACTIONS, key=lambda action: action.bar) if action.bar)

# The actions of `desk do`, in the registry's order.
ACTS = tuple(action.id for action in ACTIONS if action.fact or action.performs)

# The texts of the appended events in the history.
EVENT_WORDS = {action.appends: action.says for action in ACTIONS if action.says}

# Opens an action on marked tickets; called with the screen and the action's id.
ON_MARKED = "desk.screens.ticket.together:act_on_marked"

# Opens an action on one ticket that has no `opens` of its own; also called with the ticket's row.
ON_ONE = "desk.screens.ticket.actions:act_on_one"

# Shows a full ticket; called with the screen and the ticket's number.
SHOW_TICKET = "desk.screens.ticket.actions:show_ticket"

# Shows a customer; called with the screen and the customer's id.
SHOW_CUSTOMER = "desk.screens.groups.actions:show_customer"

# Records a case of a kind; called with the screen and the kind's id.
RECORD_CASE = "desk.screens.forms.actions:record_case"

# Edits a customer's card; called with the screen and the customer's id.
EDIT_CARD = "desk.screens.groups.actions:edit_card"


def find(name: str) -> Action:
    """The action with this id. Raises KeyError."""
    return _BY_ID[name]


def states(fact: str, kind: "Kind") -> Action | None:
    """The action that states a fact of the charter on a ticket of this kind."""
    return next((action for action in ACTIONS if action.fact == fact and action.suits(kind)), None)


def fields_of(action: Action, *, late: bool) -> tuple[Field, ...]:
    """The fields of an action's form. late: whether a promise of the ticket is overdue."""
    return (*action.fields, *((WHY,) if late and action.asks_why else ()), *((AT,) if action.fact else ()))
