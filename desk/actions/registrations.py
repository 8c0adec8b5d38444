"""What is done about a registration for an exam."""

from desk.actions.action import TICKET, Action, Field, Type
from desk.actions.fields import NOTE, WAY
from desk.actions.rights import Right
from desk.i18n import N_

_REGISTRATION = ("registration",)

ACTIONS = (
    Action(
        "confirmed",
        ("i",),
        N_("Confirmation sent"),
        TICKET,
        Right.WORK,
        _REGISTRATION,
        (NOTE, WAY),
        together=True,
        bar=11,
        fact="confirmed",
        says=N_("confirmation sent"),
        asks_why=True,
    ),
    Action(
        "fee-known",
        ("y",),
        N_("An extra fee is known"),
        TICKET,
        Right.WORK,
        _REGISTRATION,
        (NOTE,),
        fact="fee-known",
        says=N_("an extra fee is known"),
    ),
    Action(
        "fee-told",
        ("a",),
        N_("Told of the fee"),
        TICKET,
        Right.WORK,
        _REGISTRATION,
        (NOTE, WAY),
        fact="fee-told",
        says=N_("told of the fee"),
        asks_why=True,
    ),
    Action(
        "move-exam",
        ("k",),
        N_("The exam is on another day"),
        TICKET,
        Right.WORK,
        _REGISTRATION,
        (Field("exam", N_("Exam's new date"), Type.DAY, help=N_("The day that an exam is moved to.")),),
        event="exam-moved",
        says=N_("exam moved"),
        performs="desk.store.commands.exams:move_exam",
        opens="desk.screens.ticket.actions:move_exam",
    ),
)
