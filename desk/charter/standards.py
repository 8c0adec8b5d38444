"""The charter file and what it says: standards, duties, guarantees. The format is explained in `docs/charter-file.md`."""

from datetime import date

import msgspec

from desk.charter.limits import Limit, Unit, parse_limit
from desk.charter.strict import nearest
from desk.charter.vocabulary import CHANNELS, FACTS, FACTS_OF, KINDS, KINDS_WITH_EXAM, LANGUAGES, RECEIVED


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing said in the languages of the desk."""

    ru: str
    en: str

    def say(self, language: str) -> str:
        """The words in this language (`ru` or `en`)."""
        return self.ru if language == "ru" else self.en


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another way to read a promise, with the limit that it would mean."""

    limit: str
    says: Words


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which tickets a standard runs, which facts start it and which stop it (the first of these is what the desk
    proposes to do). house: why this part is a rule of ours and not the charter's; clause: where it differs."""

    kinds: tuple[str, ...]
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    channels: tuple[str, ...] = CHANNELS
    house: Words | None = None
    clause: str | None = None


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The house rule for whoever comes too late for a backward limit: due the later of the two."""

    limit: str
    says: Words


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause with a limit.

    house: the limit itself is ours; repeats: each starting fact starts it again; best_effort: the charter promises to try;
    told: what a customer is told, with {day} and {time} to fill in; reading: how an ambiguous promise is read here; readings: the
    other ways; nudge: after how much waiting for the starting fact the desk speaks up; waits_for: what that fact is, in words.
    """

    id: str
    clause: str
    limit: str
    title: Words
    promise: Words
    applies: list[Applies]
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

    def applies_to(self, kind: str, channel: str) -> Applies | None:
        """What starts and stops it on such a ticket, or None."""
        for one in self.applies:
            if kind in one.kinds and channel in one.channels:
                return one
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
    """A promise that holds everywhere and has no clock."""

    id: str
    clause: str
    title: Words
    house: Words | None = None


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something promised with nothing to count."""

    clause: str
    title: Words


class OwnException(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A date on which the centre keeps other hours; none at all when closed."""

    date: date
    note: Words
    open: list[str] = []
    counts: bool = True


class Centre(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who promises: names, place and how to be reached; greeting with {centre} and {staff} to fill in; number: the centre's own, as
    the examination board's lists name it."""

    name: Words
    zone: str
    greeting: Words
    phone_region: str = ""
    area_code: str = ""
    language: str = "en"
    number: str = ""


class CalendarSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the days off come from, and for which years. subdivision: of the country, where it has holidays of its own."""

    first_year: int
    last_year: int
    country: str = ""
    subdivision: str = ""
    file: str = ""
    short_day_minutes: int = 0


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weekly hours: `10:00-18:00`, several for a lunch break, none for a day off; eve: those of a working day before a public
    holiday, where it has hours of its own."""

    monday: list[str] = []
    tuesday: list[str] = []
    wednesday: list[str] = []
    thursday: list[str] = []
    friday: list[str] = []
    saturday: list[str] = []
    sunday: list[str] = []
    eve: list[str] = []


class CharterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it stands."""

    format: int
    centre: Centre
    calendar: CalendarSource
    hours: Hours
    sections: dict[str, Words]
    standard: list[Standard]
    duty: list[Duty] = []
    guarantee: list[Guarantee] = []
    said: list[Said] = []
    exception: list[OwnException] = []


def check(file: CharterFile) -> None:
    """What the types cannot say. Raises ValueError with the path and what to write instead."""
    if file.format != 1:
        raise ValueError(f"format: this desk reads format 1, not {file.format}")
    seen: set[str] = set()
    for section, rows in (("standard", file.standard), ("duty", file.duty), ("guarantee", file.guarantee)):
        for row in rows:
            if row.id in seen:
                raise ValueError(f"{section}[{row.id}].id: this id stands twice")
            seen.add(row.id)
            _check_clause(file, row.clause, f"{section}[{row.id}].clause")
    for number, said in enumerate(file.said, start=1):
        _check_clause(file, said.clause, f"said[{number}].clause")
    if file.centre.language not in LANGUAGES:
        raise ValueError(f"centre.language: {file.centre.language!r} is unknown; known here: {', '.join(LANGUAGES)}")
    for standard in file.standard:
        _check_standard(file, standard)
    for duty in file.duty:
        if not _limit(duty.limit, f"duty[{duty.id}].limit").recurring:
            raise ValueError(f"duty[{duty.id}].limit: {duty.limit!r} does not recur: begin it with 'every'")
    dates = [one.date for one in file.exception]
    if doubled := next((one for one in dates if dates.count(one) > 1), None):
        raise ValueError(f"exception: {doubled} stands twice: one date has one set of hours")


def _check_standard(file: CharterFile, standard: Standard) -> None:
    path = f"standard[{standard.id}]"
    limit = _limit(standard.limit, f"{path}.limit")
    if limit.recurring:
        raise ValueError(f"{path}.limit: {standard.limit!r} recurs: that is a duty, not a standard")
    if standard.late:
        _limit(standard.late.limit, f"{path}.late.limit")
    if standard.nudge and _limit(standard.nudge, f"{path}.nudge").event:
        raise ValueError(f"{path}.nudge: {standard.nudge!r} counts back: a nudge waits, so write for example '5 working days'")
    if standard.told and not all("{day}" in words for words in (standard.told.ru, standard.told.en)):
        raise ValueError(f"{path}.told: leaves no place for the date: write {{day}}, and {{time}} where it matters")
    for index, reading in enumerate(standard.readings, start=1):
        _limit(reading.limit, f"{path}.readings[{index}].limit")
    if standard.late and limit.unit is not Unit.WORKING_DAYS_BEFORE:
        raise ValueError(f"{path}.late: only a limit that counts back from an event can be too late")
    if not standard.applies:
        raise ValueError(f"{path}.applies: says for no ticket when it starts")
    pairs: set[tuple[str, str]] = set()
    for index, one in enumerate(standard.applies, start=1):
        where = f"{path}.applies[{index}]"
        for key, words, known in (
            ("kinds", one.kinds, KINDS),
            ("channels", one.channels, CHANNELS),
            ("starts", one.starts, FACTS),
            ("stops", one.stops, FACTS),
        ):
            _check_words(words, known, f"{where}.{key}")
        if limit.event and (without := next((kind for kind in one.kinds if kind not in KINDS_WITH_EXAM), None)):
            raise ValueError(f"{where}.kinds: {without!r} has no {limit.event} to count back from")
        here = {(kind, channel) for kind in one.kinds for channel in one.channels}
        if both := here & pairs:
            kind, channel = sorted(both)[0]
            raise ValueError(f"{where}: {kind} by {channel} stands in another row already")
        pairs |= here
        if RECEIVED in one.stops:
            raise ValueError(f"{where}.stops: 'received' opens a ticket and stops nothing")
        if both_ways := [fact for fact in one.starts if fact in one.stops and not standard.repeats]:
            raise ValueError(f"{where}: {both_ways[0]!r} both starts and stops it; say repeats = true if that is meant")
        for key, facts in (("starts", one.starts), ("stops", one.stops)):
            _check_facts(one.kinds, facts, f"{where}.{key}")
        if set(one.starts) <= set(one.stops):
            raise ValueError(f"{where}.starts: each of them stops it as well, so that nothing ever starts it")
        if one.clause:
            _check_clause(file, one.clause, f"{where}.clause")


def _limit(text: str, path: str) -> Limit:
    try:
        return parse_limit(text)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def _check_words(words: tuple[str, ...], known: tuple[str, ...], path: str) -> None:
    if not words:
        raise ValueError(f"{path}: is empty; known here: {', '.join(known)}")
    for word in words:
        if word not in known:
            near = nearest(word, list(known))
            hint = f"did you mean {near!r}?" if near else f"known here: {', '.join(known)}"
            raise ValueError(f"{path}: {word!r} is unknown; {hint}")


def _check_facts(kinds: tuple[str, ...], facts: tuple[str, ...], path: str) -> None:
    """A promise that waits for what never happens would run, or wait, for ever."""
    for kind in kinds:
        for fact in facts:
            if fact not in FACTS_OF[kind]:
                raise ValueError(f"{path}: {fact!r} never happens to a ticket of kind {kind!r}; known: {', '.join(FACTS_OF[kind])}")


def _check_clause(file: CharterFile, clause: str, path: str) -> None:
    section = clause.partition(".")[0]
    if section not in file.sections:
        near = nearest(section, list(file.sections))
        hint = f"did you mean {near!r}?" if near else f"known here: {', '.join(file.sections)}"
        raise ValueError(f"{path}: no section {section!r}; {hint}")
