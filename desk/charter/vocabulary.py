"""The words that charter files, tickets and keys have in common. Nothing is imported here: the first frame needs them."""

KINDS = ("enquiry", "complaint", "certificate", "registration")
KINDS_WITH_EXAM = ("registration",)
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
    "informed",
    "posted",
    "handed-out",
    "confirmed",
    "fee-known",
    "fee-told",
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
