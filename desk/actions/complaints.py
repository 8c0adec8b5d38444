"""What is done about a complaint."""

from dataclasses import replace

from desk.actions.action import TICKET, Action
from desk.actions.fields import NOTE, OUTCOME, SCORE, STAFF, WAY
from desk.actions.rights import Right
from desk.i18n import N_

_COMPLAINT = ("complaint",)
_STORE = "desk.store.commands.tickets:"
_SAID = replace(NOTE, label=N_("What was said"))

ACTIONS = (
    Action(
        "acknowledged",
        ("k",),
        N_("Acknowledged"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
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
        N_("News given"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        (_SAID, WAY),
        fact="updated",
        says=N_("news given"),
        asks_why=True,
    ),
    Action(
        "missing",
        ("j",),
        N_("What is still missing"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        (replace(NOTE, label=N_("What is missing")),),
        event="missing",
        says=N_("still missing"),
        performs=_STORE + "missing",
    ),
    Action(
        "completed",
        ("y",),
        N_("The facts are complete"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        (NOTE,),
        fact="completed",
        says=N_("the facts are complete"),
    ),
    Action(
        "full-answer",
        ("a",),
        N_("Full answer sent"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        (replace(NOTE, label=N_("What was answered")), WAY, OUTCOME, SCORE),
        short=N_("Full answer"),
        bar=9,
        fact="answered",
        says=N_("answered"),
        asks_why=True,
    ),
    Action(
        "passed-on",
        ("8",),
        N_("Passed on to Cambridge"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        (NOTE,),
        event="passed-on",
        says=N_("passed on to Cambridge"),
        performs=_STORE + "passed_on",
    ),
    Action(
        "about-staff",
        ("7",),
        N_("Which colleague it is about"),
        TICKET,
        Right.WORK,
        _COMPLAINT,
        (STAFF,),
        event="corrected",
        says=N_("corrected"),
        performs="desk.store.commands.corrections:correct_staff",
    ),
)
