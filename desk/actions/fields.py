"""The fields that several actions ask for."""

from desk.actions.action import Default, Field, Type
from desk.actions.choices import OUTCOMES, SCORES, WAYS
from desk.i18n import N_

NOTE = Field("note", N_("Note"), help=N_("What was said, answered or found."))
WAY = Field("way", N_("By which way"), Type.CHOICE, WAYS, default=Default.WAY, help=N_("By which way."))
NUMBER = Field("number", N_("Number"), default=Default.PHONE, help=N_("The number that was tried, or of the parcel."))
TOPIC = Field("topic", N_("Topic"), help=N_("The topic of an answer."))
OUTCOME = Field("outcome", N_("Outcome"), Type.CHOICE, OUTCOMES, none=N_("not said"), help=N_("How a complaint ended."))
SCORE = Field("score", N_("Satisfied"), Type.CHOICE, SCORES, none=N_("not asked"), help=N_("How satisfied they are, from 1 to 5."))
STAFF = Field(
    "staff",
    N_("About which colleague"),
    Type.STAFF,
    hint=N_("the first letters of a name; several with commas"),
    help=N_("Which of the staff a complaint is about; several with commas. It is hidden from them."),
    option="about-staff",
)
ABOUT = Field("about", N_("About whom else"), help=N_("Whom else a complaint is about: somebody from outside, in words."))
OF = Field("of", N_("The other number"), Type.TICKET, help=N_("The other ticket; the event whose time is corrected."))

# Asked by every action that states a fact.
AT = Field("at", N_("At"), Type.MOMENT, hint=N_("empty: now"), help=N_("When it happened; now where nothing is said."))
# Asked where a promise of the ticket is past its due moment.
WHY = Field(
    "why",
    N_("Why it is late"),
    hint=N_("what kept us; it stands in the history"),
    help=N_("Why it is late, of what is past its due moment."),
)
