"""The data types that describe a user action.

Named tuples: Python creates the class of one in a tenth of the time of a dataclass, and the first frame waits for these.
"""

from collections.abc import Container
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from desk.actions.choices import Choices
from desk.actions.rights import Right

if TYPE_CHECKING:
    from desk.charter.standards import Kind

ANYWHERE, BOARD, TICKET, TRIAGE, GROUP, CUSTOMER, ORGANISATION, TOLD, ROWS, OVERVIEW = (
    "anywhere", "board", "ticket", "triage", "group", "customer", "organisation", "told", "rows", "overview",
)  # fmt: skip

FORM, RECORD, REPLY, ANSWER, DRAFTED, READING, EXPLAIN, SHIFT, TODAY, DRAFT, SEARCH, FACTS = (
    "form", "record", "reply", "answer", "drafted", "reading", "explain", "shift", "today", "draft", "search", "facts",
)  # fmt: skip

# The scopes of the actions available in each place.
PLACES: dict[str, tuple[str, ...]] = {
    BOARD: (BOARD, ROWS, TICKET, ANYWHERE),
    TICKET: (TICKET, ANYWHERE),
    TRIAGE: (TRIAGE, TICKET, ANYWHERE),
    GROUP: (GROUP, ROWS, TICKET, ANYWHERE),
    CUSTOMER: (CUSTOMER, ROWS, TICKET, ANYWHERE),
    ORGANISATION: (ORGANISATION, ROWS, TICKET, ANYWHERE),
    TOLD: (TOLD, ROWS, TICKET, ANYWHERE),
    OVERVIEW: (READING, ANYWHERE),
    FORM: (FORM, DRAFTED),
    ANSWER: (ANSWER, FORM, DRAFTED),
    RECORD: (RECORD, ANSWER, FORM, DRAFTED),
    REPLY: (REPLY, ANSWER, FORM, DRAFTED),
    EXPLAIN: (EXPLAIN, READING),
    SHIFT: (SHIFT, READING),
    TODAY: (TODAY, READING),
    DRAFT: (READING, DRAFTED),
    SEARCH: (SEARCH,),
    FACTS: (FACTS,),
}


# Places where letters are text input.
TYPED = (FORM, RECORD, REPLY, ANSWER, DRAFTED, SEARCH, FACTS)


class Type(Enum):
    """The type of a field, which decides its widget and how its text is parsed."""

    LINE = auto()
    CHOICE = auto()
    MOMENT = auto()  # a past time: epoch seconds
    LATER = auto()  # a future time: epoch seconds
    DAY = auto()  # a future day
    TICKET = auto()  # another ticket's number
    KIND = auto()  # a kind into which the ticket can be changed, with a topic of it: `kind` or `kind/topic`
    NEW_KIND = auto()  # any kind that can be recorded by hand, in the same form
    COLLEAGUE = auto()  # a colleague; an unknown one must be confirmed
    OTHER_COLLEAGUE = auto()  # a colleague who is on the staff, not oneself
    STAFF = auto()  # entries of the staff list whom a complaint is about and is hidden from
    CAUSE = auto()  # an entry of the causes in the charter's list for the kind
    MEMBER = auto()  # one member of the staff list, oneself too
    PARCEL = auto()  # the number of a posted item: the address is shown beside it


class Default(Enum):
    """The initial value of a field, taken from the ticket."""

    NOTHING = auto()
    NAME = auto()
    PHONE = auto()
    WAY = auto()  # the likely contact method of the customer


class Field(NamedTuple):
    """A field of an action's form, and an option of `desk do`.

    name: of the argument passed to the store's function.
    label: the displayed name.
    type: the type of its value.
    choices: of a Type.CHOICE.
    none: the label of an empty choice; "" if one must be chosen.
    hint: shown in the empty field.
    default: its initial value.
    help: a sentence for `desk do --help`.
    required: whether it must not be empty, for an action that only states a fact.
    option: its name on the command line, if different.
    """

    name: str
    label: str
    type: Type = Type.LINE
    choices: Choices | None = None
    none: str = ""
    hint: str = ""
    default: Default = Default.NOTHING
    help: str = ""
    required: bool = False
    option: str = ""

    @property
    def empty(self) -> str | None:
        """The value of an empty field."""
        return None if self.type in (Type.MOMENT, Type.LATER, Type.DAY, Type.TICKET) else ""


class Action(NamedTuple):
    """A user action.

    id: also the action of `desk do`.
    keys: as on a Latin keyboard.
    title: the displayed name.
    scope: where the keys work.
    right: the required permission.
    needs: the capabilities of which the ticket's kind must have one; empty if any kind will do.
    unless: the capabilities of which it must have none.
    fields: of its form; empty if it runs at once.
    open: whether the ticket must be open, or must not be; None for either.
    short: its name in the key bar, if the title is long.
    bar: its position in the key bar, counted from 1; 0 for none.
    together: whether it can be done to all marked tickets at once.
    marks: its key works only while tickets are marked.
    looks: it only shows something, for a ticket of suitable kinds.
    fact: the fact of the charter that it states.
    event: the event it appends, if that is not a fact.
    says: the text of the event in the history.
    asks_why: whether it asks for the reason of the delay on an overdue ticket.
    tells_facts: whether its form offers facts to answer from.
    question: the confirmation asked first, with {ticket}.
    performs: the store's function that performs it, as `package.module:function`; "" if it only states a fact.
    binds: the screen's method `action_...` that performs it, in a form or a dialog.
    opens: the coroutine function that opens something instead of the form, as `package.module:function`; called with the screen.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    scope: str
    right: Right
    fields: tuple[Field, ...] = ()
    open: bool | None = True
    short: str = ""
    bar: int = 0
    together: bool = False
    marks: bool = False
    looks: bool = False
    fact: str = ""
    event: str = ""
    says: str = ""
    asks_why: bool = False
    tells_facts: bool = False
    question: str = ""
    performs: str = ""
    opens: str = ""
    binds: str = ""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether it acts on the current ticket."""
        return self.scope == TICKET and bool(self.fact or self.performs)

    @property
    def appends(self) -> str:
        """The event it appends; "" for none."""
        return self.fact or self.event

    def asks(self, name: str) -> bool:
        """Whether its form has this field."""
        return any(field.name == name for field in self.fields)

    def suits(self, kind: "Kind") -> bool:
        """Whether it applies to tickets of a kind."""
        return kind.has(self.needs, self.unless) and (not self.fact or self.fact in kind.facts)

    def fits(self, kind: "Kind", is_open: bool, facts: Container[str]) -> bool:
        """Whether it applies to such a ticket. facts: those the charter defines for the ticket."""
        return self.suits(kind) and (self.looks or self.open in (None, is_open)) and (not self.fact or self.fact in facts)
