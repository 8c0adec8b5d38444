"""Actions on cases that go to the examination board, to an authority or to the cashier."""

from dataclasses import replace

from desk.actions.action import TICKET, Action
from desk.actions.fields import NOTE, WAY
from desk.actions.rights import Right
from desk.charter.vocabulary import SEALING
from desk.i18n import N_

ACTIONS = (
    Action(
        "authorised",
        ("6",),
        N_("Mark consent and fee received"),
        TICKET,
        Right.WORK,
        (NOTE,),
        short=N_("Consent, fee"),
        bar=11,
        fact="authorised",
        says=N_("consent and fee received"),
    ),
    Action(
        "passed-on",
        ("8",),
        N_("Mark passed on to Cambridge"),
        TICKET,
        Right.WORK,
        (NOTE,),
        fact="passed-on",
        says=N_("passed on to Cambridge"),
        asks_why=True,
    ),
    Action(
        "arrived",
        ("k",),
        N_("Mark received from Cambridge"),
        TICKET,
        Right.WORK,
        (NOTE,),
        fact="arrived",
        says=N_("received from Cambridge"),
        unless=(SEALING,),
    ),
    Action(
        "extended",
        ("k",),
        N_("Extend the deadline and give the reason"),
        TICKET,
        Right.WORK,
        (replace(NOTE, label=N_("Reason given"), required=True), WAY),
        short=N_("Extend"),
        fact="extended",
        says=N_("deadline extended, reason given"),
        unless=(SEALING,),
    ),
    Action(
        "paid",
        ("7",),
        N_("Mark money returned"),
        TICKET,
        Right.WORK,
        (NOTE,),
        short=N_("Money returned"),
        bar=11,
        fact="paid",
        says=N_("money returned"),
        asks_why=True,
    ),
    Action(
        "reported",
        ("6",),
        N_("Mark reported to the authority"),
        TICKET,
        Right.WORK,
        (NOTE,),
        fact="reported",
        says=N_("reported to the authority"),
        asks_why=True,
    ),
    Action(
        "investigated",
        ("i",),
        N_("Mark investigated, findings reported"),
        TICKET,
        Right.WORK,
        (replace(NOTE, label=N_("Findings")),),
        fact="investigated",
        says=N_("investigated, findings reported"),
        asks_why=True,
    ),
)
