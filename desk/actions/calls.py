"""What is done about an enquiry, and what every ticket is asked: what is due, and why."""

from dataclasses import replace

from desk.actions.action import TICKET, Action
from desk.actions.fields import NOTE, NUMBER, SCORE, TOPIC, WAY
from desk.actions.rights import Right
from desk.i18n import N_

_TICKET = "desk.screens.ticket.actions:"
_SPEAKING = ("enquiry", "complaint")

ACTIONS = (
    Action("next-step", ("d",), N_("Do what is due"), TICKET, Right.WORK, short=N_("Do"), bar=5, opens=_TICKET + "next_step"),
    Action("explain", ("x",), N_("By when, and why"), TICKET, Right.LOOK, short=N_("Why"), bar=6, opens=_TICKET + "explain"),
    Action("slip", ("9",), N_("Slip with the number and the date"), TICKET, Right.LOOK, opens=_TICKET + "slip"),
    Action(
        "called-back",
        ("g",),
        N_("Called back, the question is still open"),
        TICKET,
        Right.WORK,
        _SPEAKING,
        (NOTE,),
        fact="called-back",
        says=N_("called back, not answered yet"),
        asks_why=True,
    ),
    Action(
        "tried",
        ("m",),
        N_("Tried, nobody picked up"),
        TICKET,
        Right.WORK,
        _SPEAKING,
        (NUMBER, NOTE),
        short=N_("No reply"),
        bar=7,
        fact="tried",
        says=N_("tried, nobody picked up"),
    ),
    Action(
        "answered",
        ("a",),
        N_("Answered"),
        TICKET,
        Right.WORK,
        ("enquiry",),
        (replace(NOTE, label=N_("What was answered")), WAY, TOPIC, SCORE),
        bar=8,
        fact="answered",
        says=N_("answered"),
        asks_why=True,
    ),
)
