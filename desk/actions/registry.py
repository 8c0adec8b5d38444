"""The registry: everything that a person can do, one entry each.

Key bindings, key bar, palette, help, forms, `desk do`, permission checks, the history's words and docs/keys.md are made from it.
Nothing heavy is imported here: the first frame needs the keys before the database is there.
"""

from desk.actions import calls, certificates, complaints, dialogs, lifecycle, navigation, ownership, recording, registrations
from desk.actions.action import Action, Field
from desk.actions.fields import AT, WHY

_FAMILIES = (recording, calls, complaints, certificates, registrations, ownership, lifecycle, navigation, dialogs)
ACTIONS: tuple[Action, ...] = tuple(action for family in _FAMILIES for action in family.ACTIONS)

_BY_ID = {action.id: action for action in ACTIONS}

# What the key bar names, as far as there is room.
KEY_BAR = tuple(action.id for action in sorted(ACTIONS, key=lambda action: action.bar) if action.bar)

# The actions of `desk do`, in the registry's order.
ACTS = tuple(action.id for action in ACTIONS if action.fact or action.performs)

# How the history says the events that actions append.
EVENT_WORDS = {action.appends: action.says for action in ACTIONS if action.says}

# What an act on marked tickets opens; it is given the screen and the action's id.
ON_MARKED = "desk.screens.ticket.together:act_on_marked"

# The same of an act on one ticket that opens nothing of its own; it is given the ticket's row too.
ON_ONE = "desk.screens.ticket.actions:act_on_one"

# What shows a ticket whole; it is given the screen and the ticket's number.
SHOW_TICKET = "desk.screens.ticket.actions:show_ticket"


def find(name: str) -> Action:
    """The action of this id. Raises KeyError."""
    return _BY_ID[name]


def states(fact: str, kind: str) -> Action | None:
    """The action that states a fact of the charter on a ticket of this kind."""
    return next((action for action in ACTIONS if action.fact == fact and kind in action.kinds), None)


def fields_of(action: Action, *, late: bool) -> tuple[Field, ...]:
    """What the form of an action asks. late: whether a promise of the ticket is past its due moment."""
    return (*action.fields, *((WHY,) if late and action.asks_why else ()), *((AT,) if action.fact else ()))
