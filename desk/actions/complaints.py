"""Actions on complaints."""

from dataclasses import replace

from desk.actions.action import TICKET, Action
from desk.actions.fields import NOTE, OUTCOME, SCORE, STAFF, WAY
from desk.actions.rights import Right
from desk.charter.vocabulary import SEALING
from desk.i18n import N_

_STORE = "desk.store.commands.tickets:"
_SAID = replace(NOTE, label=N_("Message"))

ACTIONS = (
    Action(
        "acknowledged",
        ("k",),
        N_("Mark acknowledged"),
        TICKET,
        Right.WORK,
        (_SAID, WAY),
        short=N_("Acknowledge"),
        fact="acknowledged",
        says=N_("receipt acknowledged"),
        asks_why=True,
        opens="desk.screens.ticket.actions:acknowledge",
    ),
    Action(
        "updated",
        ("i",),
        N_("Log a progress update"),
        TICKET,
        Right.WORK,
        (_SAID, WAY),
        fact="updated",
        says=N_("update given"),
        asks_why=True,
    ),
    Action(
        "missing",
        ("j",),
        N_("Record missing information"),
        TICKET,
        Right.HANDLE,
        (replace(NOTE, label=N_("Missing information")),),
        event="missing",
        says=N_("information missing"),
        performs=_STORE + "missing",
        needs=(SEALING,),
    ),
    Action(
        "completed",
        ("6",),
        N_("Mark information complete"),
        TICKET,
        Right.WORK,
        (NOTE,),
        fact="completed",
        says=N_("information complete"),
    ),
    Action(
        "full-answer",
        ("a",),
        N_("Mark full answer sent"),
        TICKET,
        Right.HANDLE,
        (replace(NOTE, label=N_("Answer")), WAY, OUTCOME, SCORE),
        short=N_("Full answer"),
        bar=9,
        fact="answered",
        says=N_("answered"),
        asks_why=True,
        needs=(SEALING,),
    ),
    Action(
        "objected",
        ("j",),
        N_("Start the second stage: the customer objects to the answer"),
        TICKET,
        Right.HANDLE,
        (replace(NOTE, label=N_("Objection")),),
        open=False,
        short=N_("Second stage"),
        bar=12,
        fact="objected",
        says=N_("objected to the answer, second stage"),
        performs=_STORE + "object_to_answer",
        needs=(SEALING,),
    ),
    Action(
        "about-staff",
        ("7",),
        N_("Set who it is about"),
        TICKET,
        Right.WORK,
        (STAFF,),
        event="corrected",
        says=N_("corrected"),
        performs="desk.store.commands.corrections:correct_staff",
        needs=(SEALING,),
    ),
)
