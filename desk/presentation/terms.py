"""Display names of stored ids: channels, states, reasons, events, fields, roles."""

from collections.abc import Iterable, Mapping

from desk.actions.choices import CLOSE_REASONS
from desk.actions.registry import EVENT_WORDS
from desk.actions.rights import COMPLAINTS, READ_ONLY, RECEPTION, SUPERVISOR
from desk.charter import Charter
from desk.charter import calendar as days
from desk.charter.standards import Entry, Topic
from desk.i18n import N_, Translator

CHANNELS = {
    "phone": N_("phone"),
    "voicemail": N_("voicemail"),
    "email": N_("email"),
    "letter": N_("letter"),
    "in-person": N_("in person"),
}
CLOCK_STATES = {
    "running": N_("running"),
    "kept": N_("kept"),
    "missed": N_("missed"),
    "void": N_("void"),
}
DAY_KINDS = {
    days.WORKING: N_("working day"),
    days.WORKING_WEEKEND: N_("working weekend"),
    days.WEEKEND: N_("weekend"),
    days.HOLIDAY: N_("public holiday"),
    days.DAY_OFF_MOVED: N_("moved day off"),
    days.CLOSED: N_("closed by the centre"),
}
# In the form used after `by`; in Russian the genitive.
REASONS = {
    **CLOSE_REASONS,
    "converted": N_("kind changed"),
    "undone": N_("undone"),
    "closed": N_("closed"),
    "merged": N_("merged"),
    "recounted": N_("no longer promised"),
    "exam-moved": N_("exam moved"),
    "corrected": N_("time corrected"),
    "extended": N_("deadline extended"),
}
NOTHING_FOUND = N_("Nothing found. Searched: all tickets, open and closed, their texts, and people.")
TICKET_STATES = {"open": N_("open"), "closed": N_("done"), "void": N_("undone")}
EVENTS = EVENT_WORDS | {
    "received": N_("recorded"),
    "advised": N_("answered a colleague"),
    "duplicated": N_("another ticket closed as its duplicate"),
    "written": N_("letter written, waiting to be sent"),
    "recalled": N_("waiting letter withdrawn"),
    "mentioned": N_("mentions staff; hidden from them until confirmed"),
    "absorbed": N_("another ticket merged into it"),
    "told": N_("told from the facts"),
    "recounted": N_("deadlines recounted"),
    "attached": N_("file attached"),
    "mailed": N_("wrote again"),
    "bounced": N_("message not delivered"),
    "unsent": N_("email refused by the mail server"),
    "rating-asked": N_("asked how satisfied they are"),
}
LINKS = {
    "same-cause": N_("same cause as"),
    "follows": N_("follows from"),
    "followed": N_("led to"),
    "none": N_("not linked any more"),
}
FIELDS = {
    "name": N_("name"),
    "phone": N_("phone"),
    "email": N_("email"),
    "address": N_("postal address"),
    "subject": N_("subject"),
    "body": N_("text"),
    "staff": N_("about staff member"),
    "about": N_("about someone else"),
    "category": N_("category"),
    "severity": N_("severity"),
    "remedy": N_("remedy sought"),
    "given": N_("remedy given"),
    "incoming": N_("incoming number"),
    "letter-date": N_("date of the letter"),
    "exam": N_("exam"),
    "exam-name": N_("exam"),
    "candidate": N_("candidate number"),
    "document": N_("name as in the travel document"),
    "exam-day": N_("exam date"),
    "session": N_("exam session"),
    "channel": N_("channel"),
    "language": N_("language"),
    "customer": N_("same person as on another ticket"),
    "received": N_("received"),
    "at": N_("received"),
    "answer": N_("answer"),
    "note": N_("note"),
    "number": N_("number"),
    "topic": N_("topic"),
    "late": N_("late registration"),
    "fee": N_("extra fee"),
    "authorised": N_("consent and fee"),
    "why": N_("reason for delay"),
    "title": N_("subject of the letter"),
    "taker": N_("collected by"),
    "signs": N_("ends with"),
    "quoted": N_("history"),
    "files": N_("files"),
    "file": N_("file"),
    "scanned": N_("text in the image"),
    "authority": N_("letter of authority"),
}
FACT_FIELDS = {
    "name": N_("Exam or topic"),
    "day": N_("Exam date"),
    "place": N_("Place"),
    "price": N_("Price"),
    "late_price": N_("Late price"),
    "opens": N_("Registration from"),
    "closes": N_("Registration until"),
    "documents": N_("Documents needed"),
    "hours": N_("Opening hours"),
    "ru": N_("Answer in Russian"),
    "en": N_("Answer in English"),
    "keywords": N_("Keywords"),
    "since": N_("Valid from"),
    "until": N_("Valid until"),
}
ROLES: Mapping[str, str] = {
    RECEPTION: N_("reception"),
    COMPLAINTS: N_("complaints"),
    SUPERVISOR: N_("supervisor"),
    READ_ONLY: N_("read-only"),
}


def kind_title(_: Translator, charter: Charter, kind: str) -> str:
    """The name of a kind of ticket, as the charter words it."""
    return charter.kind(kind).title.in_language(_.language)


def topic_title(_: Translator, charter: Charter, topic: str) -> str:
    """The name of a topic; its id if the charter does not list it any more."""
    return _entry(_, (entry for kind in charter.kinds.values() for entry in kind.topics), topic)


def category_title(_: Translator, charter: Charter, category: str) -> str:
    """The name of a category; its id if the charter does not list it any more."""
    return _entry(_, (entry for kind in charter.kinds.values() for entry in kind.categories), category)


def cause_title(_: Translator, charter: Charter, cause: str) -> str:
    """The name of a cause; its id if the charter does not list it any more."""
    return _entry(_, (entry for kind in charter.kinds.values() for entry in kind.causes), cause)


def _entry(_: Translator, entries: Iterable[Topic | Entry], name: str) -> str:
    return next((entry.title.in_language(_.language) for entry in entries if entry.id == name), name)


def ticket_ref(_: Translator, number: int) -> str:
    """A ticket's number with the sign of the language: `#43`, `№43`."""
    return _("#{number}", number=number)


def ticket_refs(_: Translator, numbers: Iterable[int]) -> str:
    """Several of them, separated by spaces."""
    return " ".join(ticket_ref(_, number) for number in numbers)
