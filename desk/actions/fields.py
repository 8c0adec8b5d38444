"""Fields shared by several actions."""

from desk.actions.action import Default, Field, Type
from desk.actions.choices import ASKED_SCORES, OUTCOMES, WAYS
from desk.i18n import N_

NOTE = Field("note", N_("Note"), help=N_("What was said, answered or found."))
WAY = Field("way", N_("Contact method"), Type.CHOICE, WAYS, default=Default.WAY, help=N_("Contact method."))
FILE = Field("file", N_("File"), help=N_("The file to attach."))
NUMBER = Field(
    "number", N_("Number"), default=Default.PHONE, help=N_("The phone number called, or the tracking number of the parcel.")
)
TOPIC = Field("topic", N_("Topic"), help=N_("Topic of the answer."))
OUTCOME = Field("outcome", N_("Outcome"), Type.CHOICE, OUTCOMES, none=N_("not specified"), help=N_("Outcome of the complaint."))
SCORE = Field(
    "score",
    N_("Satisfaction (1–5)"),
    Type.CHOICE,
    ASKED_SCORES,
    none=N_("not asked"),
    help=N_("Customer satisfaction, from 1 to 5; asked: they gave no answer."),
)
COMMENT = Field(
    "comment", N_("Comment"), hint=N_("beside the score, in the customer's words"), help=N_("Comment beside the score.")
)
REMEDY_GIVEN = Field(
    "given",
    N_("Remedy given"),
    hint=N_("what the customer gets, if anything"),
    help=N_("What the customer gets."),
    option="remedy-given",
)
STAFF = Field(
    "staff",
    N_("About staff member"),
    Type.STAFF,
    hint=N_("first letters; several with commas"),
    help=N_("Staff member the complaint is about; separate several with commas. It is hidden from them."),
    option="about-staff",
)
ABOUT = Field("about", N_("About someone else"), help=N_("Anybody else the complaint is about, in words."))
OF = Field("of", N_("Other ticket"), Type.TICKET, help=N_("The other ticket, or the event whose time is corrected."))

# Part of every action that states a fact.
AT = Field("at", N_("Time"), Type.MOMENT, hint=N_("now if empty"), help=N_("When it happened; default: now."))
# Asked if a promise of the ticket is overdue.
WHY = Field(
    "why",
    N_("Reason for delay"),
    hint=N_("shown in the history"),
    help=N_("Reason for delay, if the deadline has passed."),
)
