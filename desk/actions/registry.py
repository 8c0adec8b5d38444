"""The one registry of what a key can do. Footer, help, palette, `desk do` and both keyboard layouts are made from it.

A command that acts on a ticket is performed by `acts.py`, for a key and for `desk do` alike; the others by a screen.
Nothing heavy is imported here: the first frame needs the keys before the database is there.
"""

from collections.abc import Callable, Container, Coroutine
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from desk.actions.rights import Right
from desk.charter.vocabulary import KINDS
from desk.i18n import N_, Translator

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
_KEY_TITLES = {"space": N_("space")}

# What Textual calls the keys that are no letters.
_KEY_NAMES = {"/": "slash", "?": "question_mark", ".": "full_stop", ",": "comma"}


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done.

    id: also the action of `desk do`.
    keys: as on a Latin keyboard.
    title: for the eye.
    scope: where the keys work.
    right: what the person who does it needs.
    kinds: of the tickets it is for; none where no ticket is needed.
    asks: the fields of its form.
    open: whether the ticket must be open.
    short: its name in the key bar, where the title is long.
    together: whether it can be done to all marked tickets at once.
    marks: its key works only while some are marked (True), or only while none is (False).
    looks: it only opens something, for a ticket of its kinds.
    opens: the coroutine function that does it, as `package.module:function`; it is given the screen. "" for an act that is done at
        once, or whose form asks nothing special.
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
    opens: str = ""

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
    Command("new-call", ("c",), N_("Call"), BOARD, Right.WORK, opens="desk.screens.forms.openers:new_call"),
    Command(
        "new-voicemail", ("v",), N_("Voicemail"), BOARD, Right.WORK, marks=False, opens="desk.screens.forms.openers:new_voicemail"
    ),
    Command("new-email", ("e",), N_("Email"), BOARD, Right.WORK, opens="desk.screens.forms.openers:new_email"),
    Command("new-letter", ("l",), N_("Letter"), BOARD, Right.WORK, opens="desk.screens.forms.openers:new_letter"),
    Command("new-walk-in", ("w",), N_("Walk-in"), BOARD, Right.WORK, opens="desk.screens.forms.openers:new_walk_in"),
    Command("new-complaint", ("p",), N_("Complaint"), BOARD, Right.WORK, opens="desk.screens.forms.openers:new_complaint"),
    Command(
        "import-certificates",
        ("f3",),
        N_("Certificates from a list"),
        BOARD,
        Right.WORK,
        opens="desk.screens.forms.openers:import_certificates",
    ),
    Command(
        "import-registrations",
        (),
        N_("Candidates of an exam session from a list"),
        BOARD,
        Right.WORK,
        opens="desk.screens.forms.openers:import_registrations",
    ),
    Command(
        "export-mail",
        (),
        N_("Letters and emails that wait, for the mail program"),
        BOARD,
        Right.WORK,
        opens="desk.screens.forms.openers:export_mail",
    ),
    Command(
        "new-registration", ("f5",), N_("Registration"), BOARD, Right.WORK, opens="desk.screens.forms.openers:new_registration"
    ),
    Command(
        "take-next",
        ("f4",),
        N_("Take the most urgent one that nobody has"),
        BOARD,
        Right.WORK,
        short=N_("Take next"),
        opens="desk.screens.board.commands:take_next",
    ),
    Command(
        "triage",
        ("f6",),
        N_("Triage: what is new and nobody's, one by one"),
        BOARD,
        Right.WORK,
        short=N_("Triage"),
        opens="desk.screens.board.commands:triage",
    ),
    Command(
        "leave-it",
        ("space",),
        N_("Leave it for later, go on to the next"),
        TRIAGE,
        Right.LOOK,
        short=N_("Later"),
        opens="desk.screens.ticket.triage:leave_it",
    ),
    # -- the ticket under the cursor, or the one on the screen
    Command(
        "next-step",
        ("d",),
        N_("Do what is due"),
        TICKET,
        Right.WORK,
        short=N_("Do"),
        opens="desk.screens.ticket.commands:next_step",
    ),
    Command(
        "explain", ("x",), N_("By when, and why"), TICKET, Right.LOOK, short=N_("Why"), opens="desk.screens.ticket.commands:explain"
    ),
    Command("slip", ("9",), N_("Slip with the number and the date"), TICKET, Right.LOOK, opens="desk.screens.ticket.commands:slip"),
    Command("called-back", ("g",), N_("Called back, the question is still open"), TICKET, Right.WORK, _SPEAKING, ("note",)),
    Command(
        "tried",
        ("m",),
        N_("Tried, nobody picked up"),
        TICKET,
        Right.WORK,
        _SPEAKING,
        ("number", "note"),
        short=N_("No reply"),
    ),
    Command("answered", ("a",), N_("Answered"), TICKET, Right.WORK, _ENQUIRY, asks=("note", "way", "topic", "score")),
    Command(
        "acknowledged",
        ("k",),
        N_("Acknowledged"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        asks=("note", "way"),
        short=N_("Acknowledge"),
        opens="desk.screens.ticket.commands:acknowledge",
    ),
    Command("updated", ("i",), N_("News given"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note", "way")),
    Command("missing", ("j",), N_("What is still missing"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command("completed", ("y",), N_("The facts are complete"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command(
        "full-answer",
        ("a",),
        N_("Full answer sent"),
        TICKET,
        Right.HANDLE,
        _COMPLAINT,
        asks=("note", "way", "outcome", "score"),
        short=N_("Full answer"),
    ),
    Command("passed-on", ("8",), N_("Passed on to Cambridge"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command("informed", ("i",), N_("Informed"), TICKET, Right.WORK, _CERTIFICATE, asks=("note", "way"), together=True),
    Command("posted", ("6",), N_("Posted"), TICKET, Right.WORK, _CERTIFICATE, asks=("number", "note"), together=True),
    Command(
        "handed-out",
        ("7",),
        N_("Handed over"),
        TICKET,
        Right.WORK,
        _CERTIFICATE,
        asks=("to", "relation", "document", "signs", "authority", "note"),
    ),
    Command(
        "confirmed", ("i",), N_("Confirmation sent"), TICKET, Right.WORK, ("registration",), asks=("note", "way"), together=True
    ),
    Command("fee-known", ("y",), N_("An extra fee is known"), TICKET, Right.WORK, ("registration",), asks=("note",)),
    Command("fee-told", ("a",), N_("Told of the fee"), TICKET, Right.WORK, ("registration",), asks=("note", "way")),
    Command(
        "move-exam",
        ("k",),
        N_("The exam is on another day"),
        TICKET,
        Right.WORK,
        ("registration",),
        asks=("exam",),
        opens="desk.screens.ticket.commands:move_exam",
    ),
    Command("to-complaint", ("5",), N_("Make it a complaint"), TICKET, Right.WORK, _ENQUIRY, asks=("about", "note")),
    Command("to-enquiry", ("5",), N_("Make it an enquiry"), TICKET, Right.HANDLE, _COMPLAINT, asks=("note",)),
    Command("take", ("t",), N_("Take"), TICKET, Right.WORK, KINDS, together=True),
    Command("hand-over", ("h",), N_("Hand over"), TICKET, Right.WORK, KINDS, asks=("to",), together=True),
    Command("hand-back", ("b",), N_("Hand back"), TICKET, Right.WORK, KINDS),
    Command("note", ("n",), N_("Note"), TICKET, Right.WORK, KINDS, asks=("note",), together=True),
    Command(
        "correct",
        ("f",),
        N_("Correct"),
        TICKET,
        Right.WORK,
        KINDS,
        asks=("field", "value"),
        opens="desk.screens.ticket.commands:correct",
    ),
    Command(
        "merge",
        ("0",),
        N_("Merge into another one"),
        TICKET,
        Right.WORK,
        KINDS,
        asks=("of",),
        short=N_("Merge"),
        opens="desk.screens.ticket.commands:merge",
    ),
    Command("remind", ("r",), N_("Remind me"), TICKET, Right.WORK, KINDS, asks=("moment", "note")),
    Command(
        "close",
        ("z",),
        N_("Close with a reason"),
        TICKET,
        Right.WORK,
        KINDS,
        asks=("reason", "of", "note"),
        together=True,
        short=N_("Close"),
    ),
    Command("reopen", ("o",), N_("Reopen"), TICKET, Right.WORK, KINDS, asks=("note",), open=False),
    Command(
        "rated",
        ("r",),
        N_("How satisfied they are, from 1 to 5"),
        TICKET,
        Right.WORK,
        KINDS,
        ("score", "note"),
        open=False,
        short=N_("Satisfied"),
    ),
    Command(
        "reply",
        ("o",),
        N_("Write a reply"),
        TICKET,
        Right.WORK,
        KINDS,
        ("note", "way"),
        short=N_("Reply"),
        together=True,
        opens="desk.screens.ticket.commands:reply",
    ),
    Command("undo", ("u",), N_("Undo"), ANYWHERE, Right.WORK, opens="desk.screens.ticket.commands:undo_last"),
    # -- several at once
    Command("mark", ("space",), N_("Mark"), ROWS, Right.LOOK, opens="desk.screens.board.commands:mark"),
    Command(
        "mark-through",
        ("v",),
        N_("Mark all from the last mark to here"),
        ROWS,
        Right.LOOK,
        short=N_("Mark to here"),
        marks=True,
        opens="desk.screens.board.commands:mark_through",
    ),
    Command(
        "mark-all",
        ("f9",),
        N_("Mark all that is shown, or none"),
        ROWS,
        Right.LOOK,
        short=N_("Mark all"),
        opens="desk.screens.board.commands:mark_all",
    ),
    # -- getting about
    Command(
        "group",
        ("g",),
        N_("Its box, or its exam session"),
        TICKET,
        Right.LOOK,
        ("certificate", "registration"),
        short=N_("Box, session"),
        looks=True,
        opens="desk.screens.groups.commands:group",
    ),
    Command("boxes", (), N_("Boxes of certificates"), BOARD, Right.LOOK, opens="desk.screens.groups.commands:boxes"),
    Command(
        "uncollected",
        (),
        N_("Certificates that nobody has collected"),
        BOARD,
        Right.LOOK,
        opens="desk.screens.groups.commands:uncollected",
    ),
    Command("sessions", (), N_("Exam sessions"), BOARD, Right.LOOK, opens="desk.screens.groups.commands:sessions"),
    Command("new-session", (), N_("A new exam session"), BOARD, Right.WORK, opens="desk.screens.groups.commands:new_session"),
    Command("show-all", ("1",), N_("All"), GROUP, Right.LOOK, opens="desk.screens.groups.commands:show_all"),
    Command("show-to-tell", ("2",), N_("To tell"), GROUP, Right.LOOK, opens="desk.screens.groups.commands:show_to_tell"),
    Command(
        "show-by-phone",
        ("3",),
        N_("To tell by phone: no email"),
        GROUP,
        Right.LOOK,
        short=N_("By phone"),
        opens="desk.screens.groups.commands:show_by_phone",
    ),
    Command(
        "show-rest",
        ("4",),
        N_("Told and still here, or confirmed"),
        GROUP,
        Right.LOOK,
        short=N_("Told"),
        opens="desk.screens.groups.commands:show_rest",
    ),
    Command(
        "export-list",
        ("p",),
        N_("Save this list: CSV or XLSX, to work by or to print"),
        GROUP,
        Right.LOOK,
        short=N_("Save"),
        opens="desk.screens.groups.commands:export_list",
    ),
    Command(
        "move-session",
        ("e",),
        N_("The session is on another day"),
        GROUP,
        Right.WORK,
        short=N_("Another day"),
        opens="desk.screens.groups.commands:move_session",
    ),
    Command(
        "remove-session",
        (),
        N_("This session was a mistake: remove it"),
        GROUP,
        Right.WORK,
        opens="desk.screens.groups.commands:remove_session",
    ),
    Command("actions", ("f2",), N_("All that can be done here"), TICKET, Right.LOOK, opens="desk.screens.dialogs.commands:actions"),
    Command(
        "search",
        ("f8",),
        N_("Search everywhere"),
        ANYWHERE,
        Right.LOOK,
        short=N_("Search"),
        opens="desk.screens.dialogs.commands:search",
    ),
    Command("filter", ("/",), N_("Filter"), ROWS, Right.LOOK, opens="desk.screens.board.commands:filter_pane"),
    Command(
        "keep-view",
        (),
        N_("Keep this filter as a view beside the queues"),
        BOARD,
        Right.WORK,
        opens="desk.screens.board.commands:keep_view",
    ),
    Command("drop-view", (), N_("Forget this view"), BOARD, Right.WORK, opens="desk.screens.board.commands:drop_view"),
    Command("pane-1", ("1",), N_("Enquiries"), BOARD, Right.LOOK, opens="desk.screens.board.commands:pane_1"),
    Command("pane-2", ("2",), N_("Complaints"), BOARD, Right.LOOK, opens="desk.screens.board.commands:pane_2"),
    Command("pane-3", ("3",), N_("Certificates"), BOARD, Right.LOOK, opens="desk.screens.board.commands:pane_3"),
    Command("pane-4", ("4",), N_("Registrations"), BOARD, Right.LOOK, opens="desk.screens.board.commands:pane_4"),
    Command("calendar", ("f12",), N_("The working calendar"), BOARD, Right.LOOK, opens="desk.screens.reports.commands:calendar"),
    Command(
        "new-feedback",
        (),
        N_("Feedback: what somebody says of the centre"),
        BOARD,
        Right.WORK,
        opens="desk.screens.forms.openers:new_feedback",
    ),
    Command(
        "feedback",
        (),
        N_("Feedback, and what was done about it"),
        BOARD,
        Right.LOOK,
        opens="desk.screens.forms.openers:use_feedback",
    ),
    Command("results", (), N_("The results of a period"), BOARD, Right.REVIEW, opens="desk.screens.forms.openers:results"),
    Command(
        "overview",
        ("f10",),
        N_("Where the desk stands, and how the last weeks went"),
        BOARD,
        Right.REVIEW,
        short=N_("Overview"),
        opens="desk.screens.reports.commands:overview",
    ),
    Command("duties", ("f7",), N_("Duties"), BOARD, Right.LOOK, opens="desk.screens.forms.openers:duties"),
    Command(
        "change-charter", ("f11",), N_("A changed charter"), BOARD, Right.LEAD, opens="desk.screens.forms.openers:change_charter"
    ),
    Command(
        "at-the-desk",
        ("s",),
        N_("Who is at the desk, and what happened meanwhile"),
        ANYWHERE,
        Right.LOOK,
        opens="desk.screens.people.handover:at_the_desk",
    ),
    Command(
        "away",
        (),
        N_("A colleague is away: what is due goes back to the queue"),
        ANYWHERE,
        Right.WORK,
        opens="desk.screens.people.handover:away",
    ),
    Command(
        "drafts",
        (),
        N_("Drafts: what was typed and not saved"),
        ANYWHERE,
        Right.LOOK,
        opens="desk.screens.dialogs.drafts:show_drafts",
    ),
    Command(
        "people",
        (),
        N_("People: who logs in here, and what they may do"),
        BOARD,
        Right.LEAD,
        opens="desk.screens.people.screen:show_people",
    ),
    Command("own-pin", (), N_("Another PIN of one's own"), ANYWHERE, Right.LOOK, opens="desk.screens.people.handover:own_pin"),
    Command(
        "lock",
        ("ctrl+l",),
        N_("Lock the desk"),
        ANYWHERE,
        Right.ANYBODY,
        short=N_("Lock"),
        opens="desk.screens.people.handover:lock",
    ),
    Command("theme", (), N_("Colours of the screen"), ANYWHERE, Right.ANYBODY, opens="desk.screens.dialogs.commands:theme"),
    Command("help", ("f1", "?"), N_("Help"), ANYWHERE, Right.ANYBODY, opens="desk.screens.dialogs.commands:show_help"),
    Command("quit", ("q",), N_("Quit"), BOARD, Right.ANYBODY, opens="desk.screens.board.commands:leave"),
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


# What an act on marked tickets opens; it is given the screen and the command's id.
ON_MARKED = "desk.screens.ticket.together:act_on_marked"


def resolve(path: str) -> Callable[..., Coroutine[Any, Any, None]]:
    """The function that a command opens, imported when it is used first. path: as `Command.opens`."""
    module, _, name = path.partition(":")
    function: Callable[..., Coroutine[Any, Any, None]] = getattr(import_module(module), name)
    return function


def act_for_fact(fact: str, kind: str) -> Command | None:
    """The action that states a fact of the charter on a ticket of this kind."""
    return next((one for one in COMMANDS if FACT_OF.get(one.id) == fact and kind in one.kinds), None)


def key_names(keys: tuple[str, ...]) -> list[str]:
    """The keys as Textual calls them, each with its twin on the Russian layout; letters with Caps Lock on as well."""
    both = [name for key in keys for name in (key, twin(key)) if name]
    both += [name.upper() for name in both if len(name) == 1 and name.isalpha()]
    return [_KEY_NAMES.get(key, key) for key in both]


def keys_shown(command: Command, _: Translator) -> str:
    """A command's keys with their Russian twins: `C С`, `F1 ? ,`; the palette's where it has none."""
    names = [key_title(key, _).upper() for key in command.keys]
    names += [twin(key).upper() for key in command.keys if twin(key)]
    return " ".join(names) or key_shown(command, _)


def key_shown(command: Command, _: Translator) -> str:
    """The first of a command's keys; the palette's where it has none."""
    return key_title(command.keys[0] if command.keys else PALETTE_KEY, _).upper()


def fixed_rows(_: Translator) -> list[tuple[str, str]]:
    """The keys that lead out of every place, and what they do."""
    return [
        (LEAVE_KEY.upper(), _("quit from anywhere")),
        (SUSPEND_KEY.upper(), _("suspend; `fg` in the shell comes back")),
    ]


def key_title(key: str, _: Translator) -> str:
    """What stands on the key."""
    return _(_KEY_TITLES[key]) if key in _KEY_TITLES else key


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
