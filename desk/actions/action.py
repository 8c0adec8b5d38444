"""What an action is: one thing that a person can do, as data."""

from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto

from desk.actions.choices import Choices
from desk.actions.rights import Right

ANYWHERE, BOARD, TICKET, TRIAGE, GROUP, ROWS, OVERVIEW = (
    "anywhere", "board", "ticket", "triage", "group", "rows", "overview",
)  # fmt: skip

FORM, RECORD, REPLY, DRAFTED, READING, EXPLAIN, SHIFT, DRAFT = (
    "form", "record", "reply", "drafted", "reading", "explain", "shift", "draft",
)  # fmt: skip

# The scopes of the actions that work in each place.
PLACES: dict[str, tuple[str, ...]] = {
    BOARD: (BOARD, ROWS, TICKET, ANYWHERE),
    TICKET: (TICKET, ANYWHERE),
    TRIAGE: (TRIAGE, TICKET, ANYWHERE),
    GROUP: (GROUP, ROWS, TICKET, ANYWHERE),
    OVERVIEW: (READING, ANYWHERE),
    FORM: (FORM, DRAFTED),
    RECORD: (RECORD, FORM, DRAFTED),
    REPLY: (REPLY, FORM, DRAFTED),
    EXPLAIN: (EXPLAIN, READING),
    SHIFT: (READING,),
    DRAFT: (READING, DRAFTED),
}


# Where letters are text.
TYPED = (FORM, RECORD, REPLY, DRAFTED)


class Type(Enum):
    """What a field holds, and so which widget it is and how its text is read."""

    LINE = auto()
    CHOICE = auto()
    MOMENT = auto()  # that is past: epoch seconds
    LATER = auto()  # a moment to come: epoch seconds
    DAY = auto()  # that is to come
    TICKET = auto()  # another ticket's number
    COLLEAGUE = auto()  # somebody of the centre, who is asked about where nobody knows them
    STAFF = auto()  # those of the staff list whom a complaint is about: it is hidden from them
    PARCEL = auto()  # the number of what is posted: the address is shown beside it


class Default(Enum):
    """The initial value of a field, taken from the ticket."""

    NOTHING = auto()
    NAME = auto()
    PHONE = auto()
    WAY = auto()  # by which the customer is likely to be reached


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an action's form, and an option of `desk do`.

    name: of the value that the store's function is given.
    label: for the eye.
    type: what it holds.
    choices: of a Type.CHOICE.
    none: the words of the choice of none; "" where one must be chosen.
    hint: shown in the empty field.
    default: its initial value.
    help: a sentence for `desk do --help`.
    option: its name on the command line, where that is another one.
    """

    name: str
    label: str
    type: Type = Type.LINE
    choices: Choices | None = None
    none: str = ""
    hint: str = ""
    default: Default = Default.NOTHING
    help: str = ""
    option: str = ""

    @property
    def empty(self) -> str | None:
        """The value of a field that nothing was typed into."""
        return None if self.type in (Type.MOMENT, Type.LATER, Type.DAY, Type.TICKET) else ""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    id: also the action of `desk do`.
    keys: as on a Latin keyboard.
    title: for the eye.
    scope: where the keys work.
    right: what the person who does it needs.
    kinds: of the tickets it is for; none where no ticket is needed.
    fields: of its form; none where it is done at once.
    open: whether the ticket must be open.
    short: its name in the key bar, where the title is long.
    bar: its place in the key bar, counted from 1; 0 for none.
    together: whether it can be done to all marked tickets at once.
    marks: its key works only while some are marked (True), or only while none is (False).
    looks: it only opens something, for a ticket of its kinds.
    fact: of the charter, that it states.
    event: that it appends, where that is no fact.
    says: the event as the history says it.
    asks_why: whether it asks why it is late, on a ticket that is overdue.
    question: what is asked before it is done, with {ticket}.
    performs: the store's function that does it, as `package.module:function`; "" where it states a fact and no more.
    binds: the method `action_...` of the screen that does it, in a form or a dialog.
    opens: the coroutine function that shows something instead of the form, as `package.module:function`; it is given the screen.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    scope: str
    right: Right
    kinds: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    open: bool = True
    short: str = ""
    bar: int = 0
    together: bool = False
    marks: bool | None = None
    looks: bool = False
    fact: str = ""
    event: str = ""
    says: str = ""
    asks_why: bool = False
    question: str = ""
    performs: str = ""
    opens: str = ""
    binds: str = ""

    @property
    def acts(self) -> bool:
        """Whether it acts on the ticket at hand."""
        return bool(self.kinds and (self.fact or self.performs))

    @property
    def appends(self) -> str:
        """The event that it appends; "" where it appends none."""
        return self.fact or self.event

    def asks(self, name: str) -> bool:
        """Whether its form has this field."""
        return any(field.name == name for field in self.fields)

    def fits(self, kind: str, is_open: bool, facts: Container[str]) -> bool:
        """Whether it means something for such a ticket. facts: those that the charter knows for it."""
        return kind in self.kinds and (self.looks or is_open == self.open) and (not self.fact or self.fact in facts)
