"""The words shared by charter files, tickets and keys. Nothing is imported here: the first frame needs them."""

KINDS = ("enquiry", "complaint", "certificate", "registration")
KINDS_WITH_EXAM = ("registration",)
LANGUAGES = ("ru", "en")
CHANNELS = ("phone", "voicemail", "email", "letter", "in-person")

# The facts that may start or stop a clock; `docs/charter-file.md` says what each one means.
RECEIVED = "received"
FACTS_OF = {
    "enquiry": (RECEIVED, "called-back", "tried", "answered"),
    "complaint": (RECEIVED, "called-back", "tried", "acknowledged", "updated", "completed", "answered"),
    "certificate": (RECEIVED, "informed", "posted", "handed-out"),
    "registration": (RECEIVED, "confirmed", "fee-known", "fee-told"),
}
FACTS = tuple(dict.fromkeys(fact for facts in FACTS_OF.values() for fact in facts))

# The facts after which nothing is left to do, once no clock runs; the last one is the desk's suggestion then.
FINAL = {
    "enquiry": ("answered",),
    "complaint": ("answered",),
    "certificate": ("posted", "handed-out"),
    "registration": ("confirmed",),
}

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
