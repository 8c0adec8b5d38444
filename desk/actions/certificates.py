"""Actions on certificates that have arrived."""

from desk.actions.action import TICKET, Action, Default, Field, Type
from desk.actions.choices import DOCUMENTS, RELATIONS
from desk.actions.fields import NOTE, NUMBER, WAY
from desk.actions.rights import Right
from desk.i18n import N_

ACTIONS = (
    Action(
        "informed",
        ("i",),
        N_("Mark informed"),
        TICKET,
        Right.WORK,
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
        N_("Mark posted"),
        TICKET,
        Right.WORK,
        (NUMBER._replace(type=Type.PARCEL, default=Default.NOTHING), NOTE),
        together=True,
        fact="posted",
        says=N_("posted"),
    ),
    Action(
        "handed-out",
        ("7",),
        N_("Hand over the certificate"),
        TICKET,
        Right.WORK,
        (
            Field("to", N_("Recipient"), default=Default.NAME, help=N_("The person who receives it.")),
            Field(
                "relation",
                N_("Relation"),
                Type.CHOICE,
                RELATIONS,
                help=N_("Who collects the certificate: self, parent, school, other."),
            ),
            Field(
                "document",
                N_("Document checked"),
                Type.CHOICE,
                DOCUMENTS,
                help=N_("Document checked: passport, foreign-passport, birth-certificate ..."),
            ),
            Field("signs", N_("Last 4 characters"), help=N_("The last four characters of the document number, no more.")),
            Field(
                "authority",
                N_("Letter of authority"),
                hint=N_("number and date; not needed for a parent"),
                help=N_("For anybody else: number and date of the letter of authority."),
            ),
            NOTE,
        ),
        fact="handed-out",
        says=N_("certificate handed over"),
        performs="desk.store.commands.certificates:hand_out",
    ),
)
