"""What is done about a certificate that has arrived."""

from dataclasses import replace

from desk.actions.action import TICKET, Action, Default, Field, Type
from desk.actions.choices import DOCUMENTS, RELATIONS
from desk.actions.fields import NOTE, NUMBER, WAY
from desk.actions.rights import Right
from desk.i18n import N_

_CERTIFICATE = ("certificate",)

ACTIONS = (
    Action(
        "informed",
        ("i",),
        N_("Informed"),
        TICKET,
        Right.WORK,
        _CERTIFICATE,
        (NOTE, WAY),
        together=True,
        bar=10,
        fact="informed",
        says=N_("informed"),
        asks_why=True,
    ),
    Action(
        "posted",
        ("6",),
        N_("Posted"),
        TICKET,
        Right.WORK,
        _CERTIFICATE,
        (replace(NUMBER, type=Type.PARCEL, default=Default.NOTHING), NOTE),
        together=True,
        fact="posted",
        says=N_("posted"),
    ),
    Action(
        "handed-out",
        ("7",),
        N_("Handed over"),
        TICKET,
        Right.WORK,
        _CERTIFICATE,
        (
            Field("to", N_("Who takes it"), default=Default.NAME, help=N_("Who is to have it.")),
            Field(
                "relation",
                N_("Who that is"),
                Type.CHOICE,
                RELATIONS,
                help=N_("Who takes a certificate: self, parent, school, other."),
            ),
            Field(
                "document",
                N_("Document checked"),
                Type.CHOICE,
                DOCUMENTS,
                help=N_("What was checked: passport, foreign-passport, birth-certificate ..."),
            ),
            Field("signs", N_("Its last four"), help=N_("The last four signs of that document, no more.")),
            Field(
                "authority",
                N_("Authority"),
                hint=N_("its number and date; a parent needs none"),
                help=N_("By which somebody else may take it: its number and date."),
            ),
            NOTE,
        ),
        fact="handed-out",
        says=N_("certificate handed over"),
        performs="desk.store.commands.certificates:hand_out",
    ),
)
