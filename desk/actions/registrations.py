"""Actions on exam registrations."""

from desk.actions.action import TICKET, Action, Field, Type
from desk.actions.fields import NOTE, WAY
from desk.actions.rights import Right
from desk.charter.vocabulary import EXAM, SESSIONS
from desk.i18n import N_

ACTIONS = (
    Action(
        "confirmed",
        ("i",),
        N_("Mark confirmation sent"),
        TICKET,
        Right.WORK,
        (NOTE, WAY),
        together=True,
        bar=11,
        fact="confirmed",
        says=N_("confirmation sent"),
        asks_why=True,
    ),
    Action(
        "fee-known",
        ("6",),
        N_("Record an extra fee"),
        TICKET,
        Right.WORK,
        (NOTE,),
        fact="fee-known",
        says=N_("extra fee recorded"),
    ),
    Action(
        "fee-told",
        ("a",),
        N_("Mark fee notice given"),
        TICKET,
        Right.WORK,
        (NOTE, WAY),
        fact="fee-told",
        says=N_("fee notice given"),
        asks_why=True,
    ),
    Action(
        "move-exam",
        ("k",),
        N_("Move the exam date"),
        TICKET,
        Right.WORK,
        (Field("exam", N_("New exam date"), Type.DAY, help=N_("New date of the exam.")),),
        event="exam-moved",
        says=N_("exam moved"),
        performs="desk.store.commands.exams:move_exam",
        opens="desk.screens.ticket.actions:move_exam",
        needs=(SESSIONS, EXAM),
    ),
)
