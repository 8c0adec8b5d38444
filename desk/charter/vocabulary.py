"""The words shared by charter files, tickets and keys. Nothing is imported here: the first frame needs them."""

LANGUAGES = ("ru", "en")
CHANNELS = ("phone", "voicemail", "email", "letter", "in-person")

# The facts that may start or stop a clock; `docs/charter-file.md` says what each one means.
RECEIVED = "received"
FACTS = (
    RECEIVED,
    "called-back",
    "tried",
    "answered",
    "acknowledged",
    "updated",
    "completed",
    "accepted",
    "objected",
    "used-up",
    "passed-on",
    "arrived",
    "authorised",
    "extended",
    "paid",
    "reported",
    "investigated",
    "informed",
    "posted",
    "handed-out",
    "confirmed",
    "fee-known",
    "fee-told",
)

# What a kind of ticket may need beyond its facts. A kind with sessions has exam dates too; the last three follow from `becomes`.
SEALING, BATCHES, SESSIONS, EXAM, INTERNAL = CAPABILITIES = ("sealing", "batches", "sessions", "exam", "internal")
BECOMES_SEALED, BECOMES_OPEN, BECOMES_OTHER = "becomes-sealed", "becomes-open", "becomes-other"

# The kinds of a charter file that names none.
USUAL_KINDS = ("enquiry", "complaint", "certificate", "registration")

# The queue of the kinds without a pane of their own.
OTHER = "other"

# The forms of the desk with a key of their own, and the channel that each stands for; "" if it is chosen in the form.
FORMS = {
    "call": "phone",
    "voicemail": "voicemail",
    "email": "email",
    "letter": "letter",
    "walk-in": "in-person",
    "complaint": "",
    "registration": "",
}

# What a form may ask beyond who, when and what.
FORM_FIELDS = (
    "staff",
    "about",
    "category",
    "severity",
    "remedy",
    "exam",
    "late",
    "fee",
    "document",
    "exam-name",
    "candidate",
    "address",
    "authorised",
    "body",
    "answer",
)

# Facts and capabilities whose actions share a key, so that no kind can have two of them. A test compares them with the keys.
SAME_KEY = (
    ("informed", "updated", "confirmed", "investigated"),
    ("posted", "completed", "fee-known", "authorised", "reported"),
    ("handed-out", "paid", "sealing"),
    ("answered", "fee-told"),
    ("acknowledged", "arrived", "extended", "sessions", "exam"),
    ("called-back", "batches", "sessions"),
)

# Facts that have no key on a sealed kind, and so share none there.
NO_KEY_IF_SEALED = ("arrived", "extended")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
