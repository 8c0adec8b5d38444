"""Actions that change the owner of a ticket."""

from desk.actions.action import TICKET, Action, Field, Type
from desk.actions.rights import Right
from desk.i18n import N_

_STORE = "desk.store.commands.tickets:"

ACTIONS = (
    Action(
        "take",
        ("t",),
        N_("Take"),
        TICKET,
        Right.WORK,
        together=True,
        bar=16,
        event="taken",
        says=N_("taken"),
        performs=_STORE + "take",
    ),
    Action(
        "hand-over",
        ("h",),
        N_("Assign"),
        TICKET,
        Right.WORK,
        (Field("to", N_("New owner"), Type.COLLEAGUE, help=N_("The new owner.")),),
        together=True,
        event="given",
        says=N_("assigned"),
        performs=_STORE + "hand_over",
    ),
    Action(
        "ask",
        (),
        N_("Ask a colleague without handing it over"),
        TICKET,
        Right.WORK,
        (
            Field("to", N_("Colleague"), Type.OTHER_COLLEAGUE, help=N_("The colleague who is asked.")),
            Field("note", N_("Question"), help=N_("What is asked.")),
        ),
        event="asked",
        says=N_("asked a colleague"),
        performs=_STORE + "ask",
    ),
    Action(
        "hand-back",
        ("b",),
        N_("Return to queue"),
        TICKET,
        Right.WORK,
        event="returned",
        says=N_("returned to queue"),
        performs=_STORE + "hand_back",
    ),
)
