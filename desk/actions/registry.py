"""The one registry of what a key can do. Footer, help, palette, `desk do` and both keyboard layouts are made from it.

A command that acts on a ticket is performed by `acts.py`, for a key and for `desk do` alike; the others by a screen.
Nothing heavy is imported here: the first frame needs the keys before the database is there.
"""

from collections.abc import Container
from dataclasses import dataclass

from desk.actions.rights import Right
from desk.charter.vocabulary import KINDS
from desk.i18n import Tongue, later

ANYWHERE, BOARD, TICKET, TRIAGE, GROUP, ROWS, OVERVIEW = (
    "anywhere", "board", "ticket", "triage", "group", "rows", "overview",
)  # fmt: skip

# The scopes of the commands that work in each place.
PLACES: dict[str, tuple[str, ...]] = {
    BOARD: (BOARD, ROWS, TICKET, ANYWHERE),
    TICKET: (TICKET, ANYWHERE),
    TRIAGE: (TRIAGE, TICKET, ANYWHERE),
    GROUP: (GROUP, ROWS, TICKET, ANYWHERE),
    OVERVIEW: (ANYWHERE,),
}

# The keys that are no command's and mean the same wherever one is: quit, palette, save, suspend, copy.
LEAVE_KEY, PALETTE_KEY, SAVE_KEY, SUSPEND_KEY, COPY_KEY = FIXED_KEYS = ("ctrl+q", "ctrl+p", "ctrl+s", "ctrl+z", "ctrl+c")

# The commands whose keys work in a form too, but for signs, which are text there.
IN_FORMS = ("search", "lock")

# What the same key gives on the Russian layout; `/` and `?` stand on the key of `.` and `,` there.
_TWINS = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm/?", "йцукенгшщзхъфывапролджэячсмить.,", strict=True))

_LATIN = {russian: key for key, russian in _TWINS.items() if russian.isalpha()}

# What stands on a key that has a name of its own in each language.
_KEY_TITLES = {"space": later("space")}

# What Textual calls the keys that are no letters.
_KEY_NAMES = {"/": "slash", "?": "question_mark", ".": "full_stop", ",": "comma"}


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done.

    id: also the action of `desk do`.
    keys: as on a Latin keyboard.
    title: for the eye.
    scope: where the keys work.
    right: what whoever does it needs.
    kinds: of the tickets it is for; none where no ticket is needed.
    asks: the fields of its form.
    open: whether the ticket must be open.
    short: its name in the key bar, where the title is long.
    together: whether it can be done to all marked tickets at once.
    marks: its key works only while some are marked (True), or only while none is (False).
    looks: it only opens something, for a ticket of its kinds.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    scope: str
    right: Right
    kinds: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    open: bool = True
    short: str = ""
    together: bool = False
    marks: bool | None = None
    looks: bool = False

    @property
    def acts(self) -> bool:
        """Whether it acts on a ticket, and so is an action of `desk do`."""
        return bool(self.kinds) and not self.looks

    def fits(self, kind: str, is_open: bool, facts: Container[str]) -> bool:
        """Whether it means something for such a ticket. facts: those that the charter knows for it."""
        fact = FACT_OF.get(self.id)
        return kind in self.kinds and (self.looks or is_open == self.open) and (fact is None or fact in facts)


_ENQUIRY, _COMPLAINT, _CERTIFICATE = ("enquiry",), ("complaint",), ("certificate",)
_SPEAKING = ("enquiry", "complaint")

COMMANDS: tuple[Command, ...] = (
    # -- writing down what comes in
    Command("new-call", ("c",), later("Call"), BOARD, Right.WORK),
    Command("new-voicemail", ("v",), later("Voicemail"), BOARD, Right.WORK, marks=False),
    Command("new-email", ("e",), later("Email"), BOARD, Right.WORK),
    Command("new-letter", ("l",), later("Letter"), BOARD, Right.WORK),
    Command("new-walk-in", ("w",), later("Walk-in"), BOARD, Right.WORK),
    Command("new-complaint", ("p",), later("Complaint"), BOARD, Right.WORK),
    Command("import-certificates", ("f3",), later("Certificates from a list"), BOARD, Right.WORK),
    Command("import-registrations", (), later("Candidates of an exam session from a list"), BOARD, Right.WORK),
    Command("export-mail", (), later("Letters and emails that wait, for the mail program"), BOARD, Right.WORK),
    Command("new-registration", ("f5",), later("Registration"), BOARD, Right.WORK),
    Command("take-next", ("f4",), later("Take the most urgent one that nobody has"), BOARD, Right.WORK, short=later("Take next")),
    Command("triage", ("f6",), later("Triage: what is new and nobody's, one by one"), BOARD, Right.WORK, short=later("Triage")),
    Command("leave-it", ("space",), later("Leave it for later, go on to the next"), TRIAGE, Right.LOOK, short=later("Later")),
    # -- the ticket under the cursor, or the one on the screen
    Command("next-step", ("d",), later("Do what is due"), TICKET, Right.WORK, short=later("Do")),
    Command("explain", ("x",), later("By when, and why"), TICKET, Right.LOOK, short=later("Why")),
    Command("slip", ("9",), later("Slip with the number and the date"), TICKET, Right.LOOK),
    Command("called-back", ("g",), later("Called back, the question is still open"), TICKET, Right.WORK, _SPEAKING, ("note",)),
    Command(
        "tried",
        ("m",),
        later("Tried, nobody picked up"),
        TICKET,
        Right.WORK,
        _SPEAKING,
        ("number", "note"),
        short=later("No reply"),
    ),
    Command("answered", ("a",), later("Answered"), TICKET, Right.WORK, _ENQUIRY, asks=("note", "way", "topic", "score")),
    Command(
        "acknowledged",
        ("k",),
        later("Acknowledged"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        asks=("note", "way"),
        short=later("Acknowledge"),
    ),
    Command("updated", ("i",), later("News given"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note", "way")),
    Command("missing", ("j",), later("What is still missing"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command("completed", ("y",), later("The facts are complete"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command(
        "full-answer",
        ("a",),
        later("Full answer sent"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        asks=("note", "way", "outcome", "score"),
        short=later("Full answer"),
    ),
    Command("passed-on", ("8",), later("Passed on to Cambridge"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command("informed", ("i",), later("Informed"), TICKET, Right.WORK, _CERTIFICATE, asks=("note", "way"), together=True),
    Command("posted", ("6",), later("Posted"), TICKET, Right.WORK, _CERTIFICATE, asks=("number", "note"), together=True),
    Command(
        "handed-out",
        ("7",),
        later("Handed over"),
        TICKET,
        Right.WORK,
        _CERTIFICATE,
        asks=("to", "relation", "document", "signs", "authority", "note"),
    ),
    Command(
        "confirmed", ("i",), later("Confirmation sent"), TICKET, Right.WORK, ("registration",), asks=("note", "way"), together=True
    ),
    Command("fee-known", ("y",), later("An extra fee is known"), TICKET, Right.WORK, ("registration",), asks=("note",)),
    Command("fee-told", ("a",), later("Told of the fee"), TICKET, Right.WORK, ("registration",), asks=("note", "way")),
    Command("move-exam", ("k",), later("The exam is on another day"), TICKET, Right.WORK, ("registration",), asks=("exam",)),
    Command("to-complaint", ("5",), later("Make it a complaint"), TICKET, Right.WORK, _ENQUIRY, asks=("about", "note")),
    Command("to-enquiry", ("5",), later("Make it an enquiry"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command("take", ("t",), later("Take"), TICKET, Right.WORK, KINDS, together=True),
    Command("hand-over", ("h",), later("Hand over"), TICKET, Right.WORK, KINDS, asks=("to",), together=True),
    Command("hand-back", ("b",), later("Hand back"), TICKET, Right.WORK, KINDS),
    Command("note", ("n",), later("Note"), TICKET, Right.WORK, KINDS, asks=("note",), together=True),
    Command("correct", ("f",), later("Correct"), TICKET, Right.WORK, KINDS, asks=("field", "value")),
    Command("merge", ("0",), later("Merge into another one"), TICKET, Right.WORK, KINDS, asks=("of",), short=later("Merge")),
    Command("remind", ("r",), later("Remind me"), TICKET, Right.WORK, KINDS, asks=("moment", "note")),
    Command(
        "close",
        ("z",),
        later("Close with a reason"),
        TICKET,
        Right.WORK,
        KINDS,
        asks=("reason", "of", "note"),
        together=True,
        short=later("Close"),
    ),
    Command("reopen", ("o",), later("Reopen"), TICKET, Right.WORK, KINDS, asks=("note",), open=False),
    Command(
        "rated",
        ("r",),
        later("How satisfied they are, from 1 to 5"),
        TICKET,
        Right.WORK,
        KINDS,
        ("score", "note"),
        open=False,
        short=later("Satisfied"),
    ),
    Command(
        "reply", ("o",), later("Write a reply"), TICKET, Right.WORK, KINDS, ("note", "way"), short=later("Reply"), together=True
    ),
    Command("undo", ("u",), later("Undo"), ANYWHERE, Right.WORK),
    # -- several at once
    Command("mark", ("space",), later("Mark"), ROWS, Right.LOOK),
    Command(
        "mark-through",
        ("v",),
        later("Mark all from the last mark to here"),
        ROWS,
        Right.LOOK,
        short=later("Mark to here"),
        marks=True,
    ),
    Command("mark-all", ("f9",), later("Mark all that is shown, or none"), ROWS, Right.LOOK, short=later("Mark all")),
    # -- getting about
    Command(
        "group",
        ("g",),
        later("Its box, or its exam session"),
        TICKET,
        Right.LOOK,
        ("certificate", "registration"),
        short=later("Box, session"),
        looks=True,
    ),
    Command("boxes", (), later("Boxes of certificates"), BOARD, Right.LOOK),
    Command("uncollected", (), later("Certificates that nobody has collected"), BOARD, Right.LOOK),
    Command("sessions", (), later("Exam sessions"), BOARD, Right.LOOK),
    Command("new-session", (), later("A new exam session"), BOARD, Right.WORK),
    Command("show-all", ("1",), later("All"), GROUP, Right.LOOK),
    Command("show-to-tell", ("2",), later("To tell"), GROUP, Right.LOOK),
    Command("show-by-phone", ("3",), later("To tell by phone: no email"), GROUP, Right.LOOK, short=later("By phone")),
    Command("show-rest", ("4",), later("Told and still here, or confirmed"), GROUP, Right.LOOK, short=later("Told")),
    Command(
        "export-list", ("p",), later("Save this list: CSV or XLSX, to work by or to print"), GROUP, Right.LOOK, short=later("Save")
    ),
    Command("move-session", ("e",), later("The session is on another day"), GROUP, Right.WORK, short=later("Another day")),
    Command("remove-session", (), later("This session was a mistake: remove it"), GROUP, Right.WORK),
    Command("actions", ("f2",), later("All that can be done here"), TICKET, Right.LOOK),
    Command("search", ("f8",), later("Search everywhere"), ANYWHERE, Right.LOOK, short=later("Search")),
    Command("filter", ("/",), later("Filter"), ROWS, Right.LOOK),
    Command("keep-view", (), later("Keep this filter as a view beside the queues"), BOARD, Right.WORK),
    Command("drop-view", (), later("Forget this view"), BOARD, Right.WORK),
    Command("pane-1", ("1",), later("Enquiries"), BOARD, Right.LOOK),
    Command("pane-2", ("2",), later("Complaints"), BOARD, Right.LOOK),
    Command("pane-3", ("3",), later("Certificates"), BOARD, Right.LOOK),
    Command("pane-4", ("4",), later("Registrations"), BOARD, Right.LOOK),
    Command("calendar", ("f12",), later("The working calendar"), BOARD, Right.LOOK),
    Command("new-feedback", (), later("Feedback: what somebody says of the centre"), BOARD, Right.WORK),
    Command("feedback", (), later("Feedback, and what was done about it"), BOARD, Right.LOOK),
    Command("results", (), later("The results of a period"), BOARD, Right.REVIEW),
    Command(
        "overview",
        ("f10",),
        later("Where the desk stands, and how the last weeks went"),
        BOARD,
        Right.REVIEW,
        short=later("Overview"),
    ),
    Command("duties", ("f7",), later("Duties"), BOARD, Right.LOOK),
    Command("change-charter", ("f11",), later("A changed charter"), BOARD, Right.LEAD),
    Command("at-the-desk", ("s",), later("Who is at the desk, and what happened meanwhile"), ANYWHERE, Right.LOOK),
    Command("away", (), later("A colleague is away: what is due goes back to the queue"), ANYWHERE, Right.WORK),
    Command("drafts", (), later("Drafts: what was typed and not saved"), ANYWHERE, Right.LOOK),
    Command("people", (), later("People: who logs in here, and what they may do"), BOARD, Right.LEAD),
    Command("own-pin", (), later("Another PIN of one's own"), ANYWHERE, Right.LOOK),
    Command("lock", ("ctrl+l",), later("Lock the desk"), ANYWHERE, Right.ANYBODY, short=later("Lock")),
    Command("theme", (), later("Colours of the screen"), ANYWHERE, Right.ANYBODY),
    Command("help", ("f1", "?"), later("Help"), ANYWHERE, Right.ANYBODY),
    Command("quit", ("q",), later("Quit"), BOARD, Right.ANYBODY),
)

# What the key bar names, as far as there is room.
KEY_BAR = (
    "help", "mark-through", "new-call", "new-voicemail", "next-step", "explain", "tried", "answered", "full-answer", "informed",
    "confirmed", "reply", "reopen", "rated", "group", "take", "undo", "search", "filter", "take-next", "triage", "new-email",
    "new-complaint", "quit",
)  # fmt: skip

# The fact of the charter that an act states; a complaint's answer is the same fact as an enquiry's.
FACT_OF = {
    "called-back": "called-back",
    "tried": "tried",
    "answered": "answered",
    "acknowledged": "acknowledged",
    "updated": "updated",
    "completed": "completed",
    "full-answer": "answered",
    "informed": "informed",
    "posted": "posted",
    "handed-out": "handed-out",
    "confirmed": "confirmed",
    "fee-known": "fee-known",
    "fee-told": "fee-told",
}

# What has happened when an act is done, as the history says it.
EVENT_OF = FACT_OF | {
    "missing": "missing",
    "passed-on": "passed-on",
    "to-complaint": "converted",
    "to-enquiry": "converted",
    "take": "taken",
    "hand-over": "given",
    "hand-back": "returned",
    "note": "noted",
    "reply": "noted",
    "correct": "corrected",
    "remind": "reminded",
    "close": "closed",
    "reopen": "reopened",
    "rated": "rated",
    "merge": "merged",
    "move-exam": "exam-moved",
}


def command(name: str) -> Command:
    """The command of this id. Raises KeyError."""
    return _BY_ID[name]


def act_for_fact(fact: str, kind: str) -> Command | None:
    """The action that states a fact of the charter on a ticket of this kind."""
    return next((one for one in COMMANDS if FACT_OF.get(one.id) == fact and kind in one.kinds), None)


def key_names(keys: tuple[str, ...]) -> list[str]:
    """The keys as Textual calls them, each with its twin on the Russian layout; letters with Caps Lock on as well."""
    both = [name for key in keys for name in (key, twin(key)) if name]
    both += [name.upper() for name in both if len(name) == 1 and name.isalpha()]
    return [_KEY_NAMES.get(key, key) for key in both]


def keys_shown(command: Command, say: Tongue) -> str:
    """A command's keys with their Russian twins: `C С`, `F1 ? ,`; the palette's where it has none."""
    names = [key_title(key, say).upper() for key in command.keys]
    names += [twin(key).upper() for key in command.keys if twin(key)]
    return " ".join(names) or key_shown(command, say)


def key_shown(command: Command, say: Tongue) -> str:
    """The first of a command's keys; the palette's where it has none."""
    return key_title(command.keys[0] if command.keys else PALETTE_KEY, say).upper()


def fixed_rows(say: Tongue) -> list[tuple[str, str]]:
    """The keys that lead out of every place, and what they do."""
    return [
        (LEAVE_KEY.upper(), say("quit from anywhere")),
        (SUSPEND_KEY.upper(), say("suspend; `fg` in the shell comes back")),
    ]


def key_title(key: str, say: Tongue) -> str:
    """What stands on the key."""
    return say(_KEY_TITLES[key]) if key in _KEY_TITLES else key


def latin(key: str) -> str:
    """The key as it stands on a Latin keyboard in small letters, whichever layout and case it was written in."""
    modifier, plus, letter = key.strip().lower().rpartition("+")
    return modifier + plus + _LATIN.get(letter, letter)


def twin(key: str) -> str:
    """What the same key gives on the Russian layout, with Ctrl too; "" for a key that is the same on both."""
    if key.startswith("ctrl+"):
        letter = _TWINS.get(key.removeprefix("ctrl+"), "")
        return f"ctrl+{letter}" if letter else ""
    return _TWINS.get(key, "")


_BY_ID = {one.id: one for one in COMMANDS}

# The actions of `desk do`, in the registry's order.
ACTS = tuple(one.id for one in COMMANDS if one.acts or one.id == "undo")
