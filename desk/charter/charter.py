"""Charter: a charter file, read and validated, with the calendar for its deadlines."""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import msgspec

from desk.charter.calendar import Calendar, Day, OwnDay, WeeklyHours, build_days, with_exceptions
from desk.charter.deadlines import Deadline, count
from desk.charter.errors import CharterError, MistypedStandard, NaiveMoment, NeedsEvent, OutsideCalendar, UnknownStandard
from desk.charter.hours import read_hours, read_zone
from desk.charter.kinds import DEFAULT, kinds_of
from desk.charter.limits import Limit, parse_limit
from desk.charter.standards import Applies, CharterFile, Duty, Kind, OwnException, Reading, Standard, Words
from desk.charter.toml_reader import decode_fields, located, nearest, read_toml
from desk.charter.vocabulary import OTHER, RECEIVED, SEALING, WEEKDAYS

DATA = DEFAULT.parent


@dataclass(frozen=True)
class Charter:
    """A centre's promises, and the calendar for their deadlines.

    version: a hash of everything that affects deadlines, not of wording; own: the centre's exceptions added at the desk, beside
    those of the file; national: the days without any exception; kinds: of tickets, by id, in the file's order.
    """

    file: CharterFile
    calendar: Calendar
    version: str
    own: tuple[OwnException, ...]
    national: tuple[Day, ...] = field(repr=False)
    kinds: Mapping[str, Kind]
    _limits: dict[str, Limit] = field(repr=False)
    _late: dict[str, Limit] = field(repr=False)
    _facts: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path | str | None = None) -> "Charter":
        """Reads a charter file; without one, LT-Pro's charter, which is built in. For unchanged files the cached charter is
        returned, so that its calendar is not rebuilt.

        Raises CharterError with all problems: file, line, the key's path, what is wrong, what was probably meant.
        """
        path = Path(path) if path is not None else DEFAULT
        known = _LOADED.get(path)
        if known and known[0] == _said(path, known[1].file):
            return known[1]
        file = read_charter_file(path)
        said = _said(path, file)
        loaded = cls.of(file, *national_days(file, path.parent))
        _LOADED[path] = (said, loaded)
        return loaded

    @classmethod
    def of(cls, file: CharterFile, national: tuple[Day, ...], decreed_until: int, own: tuple[OwnException, ...] = ()) -> Self:
        """Builds a charter from validated parts, as stored in the database.

        own: overrides an exception of the file on the same date; dates outside the calendar have no effect. Raises WrongValue for
        invalid hours.
        """
        rows: list[Standard | Duty] = [*file.standard, *file.duty]
        limits = {row.id: parse_limit(row.limit) for row in rows}
        late = {row.id: parse_limit(row.late.limit) for row in file.standard if row.late}
        days = with_exceptions(national, _own_days(file, own))
        calendar = Calendar(days, read_zone(file.centre.zone), decreed_until)
        return cls(file, calendar, _version(file), own, national, kinds_of(file), limits, late)

    def with_own(self, own: tuple[OwnException, ...]) -> Self:
        """The same charter with these exceptions of the desk instead of its present ones. Raises as `of` does."""
        return self.of(self.file, self.national, self.calendar.decreed_until, own)

    @property
    def zone(self) -> ZoneInfo:
        """The centre's time zone."""
        return self.calendar.zone

    @property
    def standards(self) -> list[Standard]:
        """The clauses with a limit, in the file's order."""
        return self.file.standard

    def kind(self, name: str) -> Kind:
        """The kind with this id. An unknown one, of a damaged ticket, is sealed and has no facts."""
        return self.kinds.get(name) or Kind(name, Words(name, name), (), (), uses=(SEALING,))

    @cached_property
    def sealed_kinds(self) -> frozenset[str]:
        """The kinds that only those who handle complaints read."""
        return frozenset(kind.id for kind in self.kinds.values() if kind.is_sealed)

    @cached_property
    def queues(self) -> dict[str, tuple[str, ...]]:
        """The kinds of each queue in the order of the board: a kind with a pane is one by itself, the rest share OTHER."""
        found = {kind.id: (kind.id,) for kind in self.kinds.values() if kind.pane}
        others = tuple(kind.id for kind in self.kinds.values() if not kind.pane)
        return found | ({OTHER: others} if others else {})

    def queue_of(self, kind: str) -> str:
        """The queue in which tickets of a kind stand."""
        return kind if kind in self.queues else OTHER

    def using(self, capability: str) -> list[str]:
        """The ids of the kinds with a capability."""
        return [kind.id for kind in self.kinds.values() if capability in kind.uses]

    @cached_property
    def exam_kinds(self) -> list[str]:
        """The ids of the kinds with an exam's date."""
        return [kind.id for kind in self.kinds.values() if kind.has_exam]

    def recorded_by(self, form: str) -> Kind | None:
        """The kind that a form of the desk records, if any."""
        return next((kind for kind in self.kinds.values() if form in kind.forms), None)

    def find(self, name: str) -> Standard | None:
        """The standard with this id, or None: another charter version may not have it."""
        return next((row for row in self.file.standard if row.id == name), None)

    def standard(self, name: str) -> Standard:
        """The standard with this id. Raises UnknownStandard."""
        if row := self.find(name):
            return row
        raise self._unknown(name)

    def promise(self, name: str) -> Standard | Duty:
        """The standard or duty with this id. Raises UnknownStandard."""
        rows: list[Standard | Duty] = [*self.file.standard, *self.file.duty]
        for row in rows:
            if row.id == name:
                return row
        raise self._unknown(name)

    def limit(self, name: str) -> Limit:
        """The parsed limit of a standard or duty. Raises UnknownStandard."""
        if name not in self._limits:
            raise self._unknown(name)
        return self._limits[name]

    def nudge(self, name: str, since: int) -> int | None:
        """When the desk reminds about the fact that starts this standard, awaited since then; None if the charter specifies no
        reminder, or if it lies beyond the calendar."""
        nudge = self.standard(name).nudge
        try:
            return count(parse_limit(nudge), self.calendar, since)[0] if nudge else None
        except OutsideCalendar:
            return None

    @cached_property
    def counted_until(self) -> date:
        """The last local day on which the deadlines of all promises can be calculated: the longest limit before the calendar's end.

        If there is none, the day before the calendar begins.
        """
        calendar = self.calendar
        limits = [self._limits[row.id] for row in self.standards if self._limits[row.id].event is None]
        first = date(calendar.first_year, 1, 1).toordinal()

        def fails(ordinal: int) -> bool:
            try:
                for limit in limits:
                    count(limit, calendar, calendar.midnight(ordinal + 1) - 1)
            except OutsideCalendar:
                return True
            return False

        days = range(first, first + len(calendar.days))
        return date.fromordinal(first - 1 + bisect_left(days, True, key=fails))

    def facts(self, kind: str, channel: str) -> tuple[str, ...]:
        """The facts that can be recorded on such a ticket: those named by its promises, those that end it, and those that no
        promise names for its kind."""
        if (kind, channel) not in self._facts:
            rules = filter(None, (standard.applies_to(kind, channel) for standard in self.standards))
            names = [fact for rule in rules for fact in (*rule.stops, *rule.starts, *rule.voids) if fact != RECEIVED]
            rows = [rule for standard in self.standards for rule in standard.applies if kind in rule.kinds]
            elsewhere = {fact for rule in rows for fact in (*rule.stops, *rule.starts, *rule.voids)}
            of = self.kind(kind)
            free = [fact for fact in of.facts if fact not in elsewhere]
            self._facts[kind, channel] = tuple(dict.fromkeys((*names, *of.final, *free)))
        return self._facts[kind, channel]

    def awaited(self, kind: str, channel: str) -> list[str]:
        """The facts for which a promise on such a ticket waits before it can start."""
        rules = (standard.applies_to(kind, channel) for standard in self.standards if standard.waits_for)
        return list(dict.fromkeys(rule.starts[0] for rule in rules if rule))

    def is_only_of(self, name: str, kinds: Collection[str]) -> bool:
        """Whether a standard applies to none but these kinds of tickets; False for one that the charter does not have."""
        standard = self.find(name)
        return standard is not None and all(kind in kinds for rule in standard.applies for kind in rule.kinds)

    def clause(self, name: str) -> Words:
        """A clause's place in the document, in words: `calls.2` is "Calls, 2"."""
        section, _, number = name.partition(".")
        words = self.file.sections[section]
        return Words(*(f"{text}, {number}" if number else text for text in (words.ru, words.en)))

    def deadline(self, name: str, start: datetime | None, *, event: date | None = None, late: bool = False) -> Deadline:
        """When a standard or duty that starts at `start` is due.

        start: an aware datetime; for a standard that counts back from an event, the receipt of the ticket (or None): a receipt
        after the limit falls under the house rule for late ones; event: that event's local date; late: received after the session's
        registration end, which is late too.

        Raises UnknownStandard, NaiveMoment, NeedsEvent, OutsideCalendar.
        """
        limit = self._limits.get(name)
        if limit is None:
            raise self._unknown(name)
        if start is None:
            if limit.event is None:
                raise NeedsEvent
            moment = 0
        elif start.tzinfo is None:
            raise NaiveMoment(name, start)
        else:
            moment = int(start.timestamp())
        if limit.event is not None and event is None:
            raise NeedsEvent
        due, closes = count(limit, self.calendar, moment, event)
        if limit.event is None:
            return Deadline(name, limit, start, None, due, closes, False, self.calendar)
        rule = self._late.get(name) if start is not None and (late or moment > due) else None
        if rule:
            due, closes = max((due, closes), count(rule, self.calendar, moment, event), key=lambda found: found[0])
        return Deadline(name, limit, start, event, due, closes, rule is not None, self.calendar)

    def other_readings(self, deadline: Deadline) -> list[tuple[Reading, Deadline | None]]:
        """The other readings of an ambiguous promise, each with the resulting deadline; None beyond the calendar."""
        standard = self.find(deadline.standard)
        moment = int(deadline.start.timestamp()) if deadline.start else 0
        found: list[tuple[Reading, Deadline | None]] = []
        for reading in standard.readings if standard else []:
            limit = parse_limit(reading.limit)
            try:
                due, closes = count(limit, self.calendar, moment, deadline.event)
            except OutsideCalendar:
                found.append((reading, None))
                continue
            found.append((reading, deadline._replace(limit=limit, due_at=due, closes=closes, house=False)))
        return found

    def promised(self, kind: str, channel: str, topic: str, fact: str, moment: int) -> Deadline | None:
        """The deadline of the first promise that this fact would start on such a ticket at this moment; None if there is none, or
        if it lies beyond the calendar."""
        for standard in self.standards:
            rule = standard.applies_to(kind, channel, topic)
            if rule and fact in rule.starts and not rule.since:
                with suppress(OutsideCalendar):
                    return self.deadline(standard.id, self.at(moment))
                return None
        return None

    def at(self, moment: int) -> datetime:
        """Converts epoch seconds to the centre's local time."""
        return datetime.fromtimestamp(moment, UTC).astimezone(self.zone)

    def _unknown(self, name: str) -> UnknownStandard:
        near = nearest(name, list(self._limits))
        return MistypedStandard(name, near) if near else UnknownStandard(name)


# Cache by path: the contents of the files, and the resulting charter.
_LOADED: dict[Path, tuple[tuple[bytes, ...], Charter]] = {}


def _said(path: Path, file: CharterFile) -> tuple[bytes, ...]:
    """The current contents of a charter file and its production calendar, without unreadable ones."""
    calendar = _beside(path.parent, file.calendar.file)
    return tuple(source.read_bytes() for source in (path, calendar) if source and source.is_file())


def read_charter_file(path: Path) -> CharterFile:
    """Reads and validates a charter file without calculating anything. Raises CharterError with all problems."""
    # Not at the top: the holidays library takes 0.1 s to load, and a charter from the database needs neither.
    from desk.charter.check import problems_of

    raw = read_toml(path)
    fields, problems = decode_fields(raw, CharterFile)
    if problems := [*problems, *problems_of(fields)]:
        raise CharterError(path.name, located(raw, problems))
    return CharterFile(**fields)


def national_days(file: CharterFile, folder: Path) -> tuple[tuple[Day, ...], int]:
    """The days for a charter file without its exceptions, and the last year with a known decree.

    folder: of the file, for the production calendar beside it. Raises CharterError from that calendar.
    """
    from desk.charter.production import load_production, no_production  # as above

    source = file.calendar
    weekly = [read_hours(getattr(file.hours, day)) for day in WEEKDAYS]
    production = (
        load_production(source, _beside(folder, source.file))
        if source.country
        else no_production(source.first_year, source.last_year)
    )
    days = build_days(WeeklyHours(weekly, source.short_day_minutes, read_hours(file.hours.eve)), production)
    return days, production.decreed_until


def _own_days(file: CharterFile, own: tuple[OwnException, ...]) -> dict[date, OwnDay]:
    found, source = {}, file.calendar
    for exception in (*file.exception, *own):
        if not source.first_year <= exception.date.year <= source.last_year:
            continue  # an exception for years of an earlier calendar
        found[exception.date] = OwnDay(
            exception.date, read_hours(exception.open), exception.counts, {"ru": exception.note.ru, "en": exception.note.en}
        )
    return found


def pack(charter: Charter) -> tuple[bytes, bytes]:
    """Serialises the charter file and the calendar's days as JSON, the form in which the database stores an applied version."""
    days = {"decreed_until": charter.calendar.decreed_until, "days": charter.national, "own": charter.own}
    return msgspec.json.encode(charter.file), msgspec.json.encode(days)


class _PackedDays(msgspec.Struct):
    decreed_until: int
    days: tuple[Day, ...]
    own: tuple[OwnException, ...] = ()


def unpack(file: bytes, days: bytes) -> Charter:
    """Restores a charter from that form; needs neither the holidays library nor a file."""
    packed = msgspec.json.decode(days, type=_PackedDays)
    return Charter.of(msgspec.json.decode(file, type=CharterFile), packed.days, packed.decreed_until, packed.own)


def _beside(folder: Path, name: str) -> Path | None:
    if not name:
        return None
    return folder / name if (folder / name).exists() else DATA / name


def _version(file: CharterFile) -> str:
    """The hash of everything that affects deadlines: limits, starts, stops, the kinds of tickets. Titles, promises and other
    wording do not change it."""
    counted: list[list[object]] = [
        [row.id, row.limit, row.repeats, row.late.limit if row.late else None,
         row.nudge,
         [_counted(rule) for rule in row.applies],
         *([row.topics] if row.topics else [])]
        for row in file.standard
    ]  # fmt: skip
    counted += [[row.id, row.limit] for row in file.duty]
    counted += [
        [kind.id, kind.facts, kind.final, kind.uses, kind.channels, kind.fields, kind.forms, kind.becomes, bool(kind.pane),
         [[topic.id, topic.after] for topic in kind.topics],
         *([[entry.id for entry in entries] for entries in (kind.categories, kind.causes) if entries])]
        for kind in file.kind
    ]  # fmt: skip
    return hashlib.sha256(msgspec.json.encode([file.centre.zone, counted])).hexdigest()[:12]


def _counted(rule: Applies) -> list[object]:
    further = [rule.since, rule.voids] if rule.since or rule.voids else []
    further += [rule.after] if rule.after else []
    return [rule.kinds, rule.channels, rule.starts, rule.stops, *further]
