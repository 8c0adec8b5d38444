"""Actions on enquiries, and the actions on every ticket that show what is due and why."""

from desk.actions.action import TICKET, Action
from desk.actions.fields import COMMENT, NOTE, NUMBER, SCORE, TOPIC, WAY
from desk.actions.rights import Right
from desk.charter.vocabulary import INTERNAL, SEALING
from desk.i18n import N_

_TICKET = "desk.screens.ticket.actions:"

ACTIONS = (
    Action(
        "next-step", ("d",), N_("Do the next step"), TICKET, Right.WORK, short=N_("Next step"), bar=5, opens=_TICKET + "next_step"
    ),
    Action(
        "explain", ("x",), N_("Explain the deadline"), TICKET, Right.LOOK, short=N_("Explain"), bar=6, opens=_TICKET + "explain"
    ),
    Action(
        "slip",
        ("9",),
        N_("Show the ticket slip"),
        TICKET,
        Right.LOOK,
        looks=True,
        opens=_TICKET + "slip",
        unless=(INTERNAL,),
    ),
    Action(
        "called-back",
        ("g",),
        N_("Called back, question still open"),
        TICKET,
        Right.WORK,
        (NOTE,),
        fact="called-back",
        says=N_("called back, question still open"),
        asks_why=True,
    ),
    Action(
        "tried",
        ("m",),
        N_("Log an unanswered call"),
        TICKET,
        Right.WORK,
        (NUMBER, NOTE),
        short=N_("No answer"),
        bar=7,
        fact="tried",
        says=N_("called, no answer"),
    ),
    Action(
        "answered",
        ("a",),
        N_("Mark answered"),
        TICKET,
        Right.WORK,
        (NOTE._replace(label=N_("Answer")), WAY, TOPIC, SCORE, COMMENT),
        short=N_("Answered"),
        bar=8,
        together=True,
        fact="answered",
        says=N_("answered"),
        asks_why=True,
        tells_facts=True,
        unless=(SEALING,),
    ),
)
