"""The contents of a charter file: standards, duties, guarantees. The format is explained in `docs/charter-file.md`."""

from collections.abc import Collection
from datetime import date

import msgspec

from desk.charter.vocabulary import BATCHES, CHANNELS, EXAM, INTERNAL, SEALING, SESSIONS


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in the languages of the desk."""

    ru: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in this language (`ru` or `en`)."""
        return self.ru if language == "ru" else self.en


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A subject of a kind of ticket, to which a standard may be limited. after: the topic of which the customer must have an
    answered ticket first; "" for none."""

    id: str
    title: Words
    after: str = ""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of one of the centre's lists: its id, and its title as it is read."""

    id: str
    title: Words


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of ticket.

    title: as it is named in lists and sentences; facts: what can be stated of it besides its receipt; final: those of them after
    which nothing is left to do once no clock runs, the last of which the desk suggests then; pane: the heading of its pane on the
    board, None to share one with other kinds; channels: the ways by which it arrives; fields: what its form asks beyond who, when
    and what; forms: those of the desk with a key of their own that record it; becomes: the kinds that it can be changed into;
    uses: its capabilities; topics: those it may be about; categories: what it is about, for the figures, which decides no limit;
    causes: what may have led to it; asks: after every so many closings a customer is asked how satisfied they are, 0 for never.
    """

    id: str
    title: Words
    facts: tuple[str, ...]
    final: tuple[str, ...]
    pane: Words | None = None
    channels: tuple[str, ...] = CHANNELS
    fields: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    becomes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    topics: list[Topic] = []
    categories: list[Entry] = []
    causes: list[Entry] = []
    asks: int = 0

    def has(self, needs: Collection[str], unless: Collection[str] = ()) -> bool:
        """Whether it has one of the needed capabilities, if any are needed, and none of the others."""
        return (not needs or any(name in self.uses for name in needs)) and not any(name in self.uses for name in unless)

    @property
    def is_sealed(self) -> bool:
        """Whether only those who handle complaints read it, and never the person it is about (commitments.9)."""
        return SEALING in self.uses

    @property
    def in_batches(self) -> bool:
        """Whether its tickets arrive in boxes of documents to hand over."""
        return BATCHES in self.uses

    @property
    def in_sessions(self) -> bool:
        """Whether its tickets are the candidates of exam sessions."""
        return SESSIONS in self.uses

    @property
    def is_internal(self) -> bool:
        """Whether there is no customer to answer: no reply, no slip."""
        return INTERNAL in self.uses

    @property
    def has_exam(self) -> bool:
        """Whether it has an exam's date, from which a standard may count back."""
        return self.in_sessions or EXAM in self.uses


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another reading of a promise, with the resulting limit."""

    limit: str
    says: Words


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tickets to which a standard applies, and the facts that move its clock.

    starts, stops: the facts that start it and those that stop it, of which the desk suggests the first; voids: those after which it
    no longer runs, without having been kept; since: the earlier fact from which it is counted, "" for the starting one itself;
    after: the fact from which on the starting one is awaited, "" for the receipt; house: why this part is a rule of ours and not
    the charter's; clause: if it differs.
    """

    kinds: tuple[str, ...]
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    channels: tuple[str, ...] = CHANNELS
    voids: tuple[str, ...] = ()
    since: str = ""
    after: str = ""
    house: Words | None = None
    clause: str | None = None


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The house rule for a receipt that is too late for a backward limit: due at the later of the two."""

    limit: str
    says: Words


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause with a limit.

    topics: those that it is limited to, none for all; house: the limit itself is ours; repeats: each starting fact starts it again;
    best_effort: the charter promises to try; told: the sentence for customers, with the fields {day} and {time}; reading: how an
    ambiguous promise is read here; readings: the other ways; nudge: after how much waiting for the starting fact the desk reminds
    about it; waits_for: a description of that fact.
    """

    id: str
    clause: str
    limit: str
    title: Words
    promise: Words
    applies: list[Applies]
    topics: tuple[str, ...] = ()
    house: bool = False
    repeats: bool = False
    best_effort: bool = False
    told: Words | None = None
    reading: Words | None = None
    readings: list[Reading] = []
    notes: list[Words] = []
    late: Late | None = None
    nudge: str | None = None
    waits_for: Words | None = None

    def applies_to(self, kind: str, channel: str, topic: str | None = None) -> Applies | None:
        """The row with the starting and stopping facts for such a ticket, or None. topic: None where the standard is known to be
        for the ticket's."""
        if topic is not None and self.topics and topic not in self.topics:
            return None
        for rule in self.applies:
            if kind in rule.kinds and channel in rule.channels:
                return rule
        return None


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recurring promise of the centre, kept by evidence."""

    id: str
    clause: str
    limit: str
    title: Words
    evidence: Words
    house: bool = True


class Guarantee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A promise without a clock that always holds."""

    id: str
    clause: str
    title: Words
    house: Words | None = None


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A promise without anything to measure."""

    clause: str
    title: Words


class OwnException(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A date on which the centre has other hours; none at all if closed."""

    date: date
    note: Words
    open: list[str] = []
    counts: bool = True


class Centre(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The centre: names, place and contacts; greeting with the fields {centre} and {staff}; number: the centre's own, as in the
    examination board's lists; address, phone: as letters give them, phone as it is to be dialled."""

    name: Words
    zone: str
    greeting: Words
    phone_region: str = ""
    area_code: str = ""
    language: str = "en"
    number: str = ""
    address: Words | None = None
    phone: str = ""


class CalendarSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The source of the days off, and the years. subdivision: of the country, if it has holidays of its own."""

    first_year: int
    last_year: int
    country: str = ""
    subdivision: str = ""
    file: str = ""
    short_day_minutes: int = 0


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weekly hours: `10:00-18:00`, several for a lunch break, none for a day off; eve: those of a working day before a public
    holiday, if it has hours of its own."""

    monday: list[str] = []
    tuesday: list[str] = []
    wednesday: list[str] = []
    thursday: list[str] = []
    friday: list[str] = []
    saturday: list[str] = []
    sunday: list[str] = []
    eve: list[str] = []


class CharterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parsed file."""

    format: int
    centre: Centre
    calendar: CalendarSource
    hours: Hours
    sections: dict[str, Words]
    standard: list[Standard]
    kind: list[Kind] = []
    duty: list[Duty] = []
    guarantee: list[Guarantee] = []
    said: list[Said] = []
    exception: list[OwnException] = []
