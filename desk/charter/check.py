"""Validation of a charter file beyond the types of its values: all problems are found, not just the first one."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from string import Formatter
from typing import Any

from desk.charter.errors import N_, Problem, WrongValue
from desk.charter.hours import read_hours, read_zone
from desk.charter.kinds import usual_kinds
from desk.charter.limits import Limit, Unit, parse_limit
from desk.charter.production import check_country
from desk.charter.standards import Applies, CalendarSource, Centre, Duty, Entry, Hours, Kind, OwnException, Standard, Words
from desk.charter.toml_reader import BROKEN, is_read, unknown_word
from desk.charter.vocabulary import (
    CAPABILITIES,
    CHANNELS,
    FACTS,
    FORM_FIELDS,
    FORMS,
    LANGUAGES,
    NO_KEY_IF_SEALED,
    OTHER,
    RECEIVED,
    SAME_KEY,
    WEEKDAYS,
)

YEARS = (1990, 2100)
LONGEST_TITLE = 60  # characters
LONGEST_KIND = 16  # characters of the id of a kind, as the database stores it
_KIND_ID = re.compile(r"[a-z][a-z0-9-]*")
MOST_ASKED = 1000  # closings
FORMAT = 1


def problems_of(file: Mapping[str, Any]) -> list[Problem]:
    """All problems in the fields of a charter file. file: the readable fields by name."""
    check = _Check(file)
    check.all()
    return check.problems


class _Check:
    """Validates the file in one pass; unreadable parts are skipped."""

    def __init__(self, file: Mapping[str, Any]) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.kinds: dict[str, Kind] = {}

    def all(self) -> None:
        """Validates every table of the file."""
        if self._has("format") and self.file["format"] != FORMAT:
            self._wrong(
                "format",
                N_("format {given} is not supported; this version reads format {known}"),
                known=FORMAT,
                given=self.file["format"],
            )
        if self._has("centre"):
            self._centre(self.file["centre"])
        if self._has("calendar"):
            self._calendar(self.file["calendar"])
        if self._has("hours"):
            self._hours(self.file["hours"])
        self._ids_and_clauses()
        self._kinds()
        for number, standard in self._numbered("standard"):
            self._standard(standard, f"standard[{standard.id if is_read(standard.id) else number}]")
        for number, duty in self._numbered("duty"):
            self._duty(duty, f"duty[{duty.id if is_read(duty.id) else number}].limit")
        self._exceptions(list(self._rows("exception")))

    # -- tables

    def _centre(self, centre: Centre) -> None:
        if is_read(centre.zone):
            with self._at("centre.zone"):
                read_zone(centre.zone)
        if centre.language not in LANGUAGES:
            self._add("centre.language", unknown_word(centre.language, LANGUAGES))
        self._placeholders("centre.greeting", centre.greeting, ("centre", "staff"))

    def _calendar(self, source: CalendarSource) -> None:
        has_years = is_read(source.first_year, source.last_year)
        if has_years and not YEARS[0] <= source.first_year <= source.last_year <= YEARS[1]:
            message = N_("first_year and last_year must be from {first} to {last}, in ascending order")
            self._wrong("calendar", message, first=YEARS[0], last=YEARS[1])
            has_years = False
        if source.country:
            self.problems += check_country(source, has_years=has_years)
        if not 0 <= source.short_day_minutes < 24 * 60:
            self._wrong("calendar.short_day_minutes", N_("must be from {first} to {last}"), first=0, last=24 * 60 - 1)

    def _hours(self, hours: Hours) -> None:
        before = len(self.problems)
        for name in (*WEEKDAYS, "eve"):
            with self._at(f"hours.{name}"):
                read_hours(getattr(hours, name))
        if len(self.problems) == before and not any(getattr(hours, day) for day in WEEKDAYS):
            self._wrong("hours", N_("the centre is never open, so no promise could ever be due"))
        if hours.eve and self._has("calendar") and self.file["calendar"].short_day_minutes:
            self._wrong("hours.eve", N_("conflicts with calendar.short_day_minutes: keep one of them"))

    def _ids_and_clauses(self) -> None:
        seen: set[str] = set()
        for table in ("standard", "duty", "guarantee"):
            for number, row in self._numbered(table):
                path = f"{table}[{row.id if is_read(row.id) else number}]"
                if row.id in seen:
                    self._wrong(f"{path}.id", N_("duplicate id"))
                if is_read(row.id):
                    seen.add(row.id)
                self._clause(row.clause, f"{path}.clause")
        for number, said in self._numbered("said"):
            self._clause(said.clause, f"said[{number}].clause")

    def _exceptions(self, rows: Sequence[OwnException]) -> None:
        source = self.file.get("calendar", BROKEN)
        rows = [row for row in rows if is_read(row.date)]
        counts = Counter(row.date for row in rows)
        has_years = is_read(source) and is_read(source.first_year, source.last_year)
        for row in rows:
            path = f"exception[{row.date}]"
            if has_years and source.first_year <= source.last_year and not source.first_year <= row.date.year <= source.last_year:
                message = N_("outside the calendar of {first}-{last}")
                self._wrong(f"{path}.date", message, first=source.first_year, last=source.last_year)
            with self._at(f"{path}.open"):
                read_hours(row.open)
        for doubled in (date for date, count in counts.items() if count > 1):
            self._wrong("exception", N_("duplicate date {date}: give each date one set of hours"), date=doubled)

    # -- kinds

    def _kinds(self) -> None:
        rows = [row for row in self._rows("kind") if is_read(row.id)]
        self.kinds = {row.id: row for row in rows or usual_kinds()}
        recorded = Counter(form for row in rows if is_read(row.forms) for form in row.forms)
        for row in rows:
            path = f"kind[{row.id}]"
            if not _KIND_ID.fullmatch(row.id) or len(row.id) > LONGEST_KIND or row.id == OTHER:
                message = N_("'{word}' is no id: up to {most} small letters, digits and hyphens, other than '{other}'")
                self._wrong(f"{path}.id", message, word=row.id, most=LONGEST_KIND, other=OTHER)
            if is_read(row.topics):
                self._topics(row, path)
            if is_read(row.asks) and not 0 <= row.asks <= MOST_ASKED:
                self._wrong(f"{path}.asks", N_("must be from {first} to {last}"), first=0, last=MOST_ASKED)
            if is_read(row.asks, row.uses) and row.asks and row.is_internal:
                self._wrong(f"{path}.asks", N_("nobody can be asked: the kind has no customer"))
            for key, field, entries in (("categories", "category", row.categories), ("causes", "", row.causes)):
                if is_read(entries):
                    self._entries(entries, f"{path}.{key}")
                if field and is_read(entries, row.fields) and (field in row.fields) != bool(entries):
                    message = N_("the field '{field}' and the list of its values belong together: give both or neither")
                    self._wrong(f"{path}.{key}", message, field=field)
            for key, words in (("title", row.title), ("pane", row.pane)):
                if words:
                    self._title(words, f"{path}.{key}")
            if is_read(row.facts, row.final, row.channels, row.fields, row.forms, row.becomes, row.uses):
                self._kind(row, path, recorded)
        for doubled in (name for name, count in Counter(row.id for row in rows).items() if count > 1):
            self._wrong(f"kind[{doubled}].id", N_("duplicate id"))

    def _kind(self, kind: Kind, path: str, recorded: Counter[str]) -> None:
        stated = tuple(fact for fact in FACTS if fact != RECEIVED)
        self._words(kind.facts, stated, f"{path}.facts")
        self._words(kind.final, kind.facts, f"{path}.final")
        self._words(kind.channels, CHANNELS, f"{path}.channels")
        for key, words, known in (
            ("fields", kind.fields, FORM_FIELDS),
            ("forms", kind.forms, FORMS),
            ("becomes", kind.becomes, [name for name in self.kinds if name != kind.id]),
            ("uses", kind.uses, CAPABILITIES),
        ):
            if words:
                self._words(words, known, f"{path}.{key}")
        others = [self.kinds[name] for name in kind.becomes if name in self.kinds and name != kind.id]
        for other in (other for other in others if is_read(other.uses) and (other.has_exam or other.in_batches)):
            message = N_("'{kind}' needs an exam or a box of its own: a ticket cannot be changed into it")
            self._wrong(f"{path}.becomes", message, kind=other.id)
        for form in (form for form in kind.forms if recorded[form] > 1):
            self._wrong(f"{path}.forms", N_("'{form}' records another kind already"), form=form)
        without = NO_KEY_IF_SEALED if kind.is_sealed else ()
        for group in SAME_KEY:
            if len(both := [word for word in (*kind.facts, *kind.uses) if word in group and word not in without]) > 1:
                message = N_("'{one}' and '{other}' have the same key on the desk: keep one of them")
                self._wrong(f"{path}.facts", message, one=both[0], other=both[1])

    def _topics(self, kind: Kind, path: str) -> None:
        rows = [topic for _, topic in _read(kind.topics) if is_read(topic.id, topic.after)]
        after = {topic.id: topic.after for topic in rows}
        for topic in rows:
            where = f"{path}.topics[{topic.id}]"
            self._title(topic.title, f"{where}.title")
            self._id(topic.id, f"{where}.id")
            if topic.after and topic.after not in after:
                self._add(f"{where}.after", unknown_word(topic.after, after))
            elif topic.id in _chain(after, topic.after):
                self._wrong(f"{where}.after", N_("comes after itself, so it could never be recorded"))
        self._once([topic.id for topic in rows], f"{path}.topics")

    def _entries(self, entries: Sequence[Entry], path: str) -> None:
        rows = [entry for _, entry in _read(entries) if is_read(entry.id)]
        for entry in rows:
            self._title(entry.title, f"{path}[{entry.id}].title")
            self._id(entry.id, f"{path}[{entry.id}].id")
        self._once([entry.id for entry in rows], path)

    def _id(self, name: str, path: str) -> None:
        if not _KIND_ID.fullmatch(name):
            self._wrong(path, N_("must be of small letters, digits and hyphens"))

    def _once(self, names: Sequence[str], path: str) -> None:
        for doubled in (name for name, count in Counter(names).items() if count > 1):
            self._wrong(f"{path}[{doubled}].id", N_("duplicate id"))

    # -- standards and duties

    def _standard(self, standard: Standard, path: str) -> None:
        limit = self._limit(standard.limit, f"{path}.limit")
        if limit and limit.recurring:
            self._wrong(f"{path}.limit", N_("'{limit}' recurs: that is a duty, not a standard"), limit=limit.text)
        if limit:
            self._other_limits(standard, limit, path)
        self._nudge(standard, path)
        self._limited_to(standard, path)
        if standard.told:
            self._placeholders(f"{path}.told", standard.told, ("day", "time"))
            if not all("{day}" in words for words in (standard.told.ru, standard.told.en) if is_read(words)):
                message = N_("has no place for the date: add {{day}}, and {{time}} if it matters")
                self._wrong(f"{path}.told", message)
        if is_read(standard.applies) and not standard.applies:
            self._wrong(f"{path}.applies", N_("does not say which tickets start it"))
        pairs: set[tuple[str, str]] = set()
        for index, applies in _read(standard.applies):
            where = f"{path}.applies[{index}]"
            if not is_read(applies.kinds, applies.starts, applies.stops):
                continue
            self._applies(standard, applies, limit, where)
            here = {(kind, channel) for kind in applies.kinds for channel in applies.channels}
            if both := here & pairs:
                kind, channel = sorted(both)[0]
                self._wrong(where, N_("{kind} by {channel} is already in another row"), kind=kind, channel=channel)
            pairs |= here

    def _other_limits(self, standard: Standard, limit: Limit, path: str) -> None:
        """Checks that another reading, or the rule for late ones, has a limit that is possible for this promise."""
        for index, reading in _read(standard.readings):
            where = f"{path}.readings[{index}].limit"
            other = self._limit(reading.limit, where)
            if other and other.recurring:
                self._wrong(where, N_("'{limit}' recurs, but the promise does not"), limit=other.text)
            elif other and other.event and not limit.event:
                self._wrong(where, N_("'{limit}' counts back from an exam, but the promise does not"), limit=other.text)
            elif other and limit.event and not other.event:
                self._wrong(where, N_("'{limit}' does not count back from an exam, but the promise does"), limit=other.text)
        if standard.late is None:
            return
        late = self._limit(standard.late.limit, f"{path}.late.limit")
        if late and late.recurring:
            self._wrong(f"{path}.late.limit", N_("'{limit}' recurs, but the promise does not"), limit=late.text)
        if limit.unit is not Unit.WORKING_DAYS_BEFORE:
            self._wrong(f"{path}.late", N_("only a limit that counts back from an event can be too late"))

    def _limited_to(self, standard: Standard, path: str) -> None:
        """Checks that each topic is one of a kind to which the standard applies."""
        rows = [applies for _, applies in _read(standard.applies) if is_read(applies.kinds)]
        kinds = [self.kinds[kind] for applies in rows for kind in applies.kinds if kind in self.kinds]
        listed = [topic.id for kind in kinds for _, topic in _read(kind.topics)]
        for topic in standard.topics if is_read(standard.topics) else ():
            if topic not in listed:
                self._add(f"{path}.topics", unknown_word(topic, listed))

    def _nudge(self, standard: Standard, path: str) -> None:
        nudge = self._limit(standard.nudge, f"{path}.nudge") if standard.nudge else None
        if nudge and (nudge.event or nudge.recurring):
            message = N_("'{limit}' counts back or recurs: a nudge needs a plain limit, for example '5 working days'")
            self._wrong(f"{path}.nudge", message, limit=nudge.text)
        if standard.nudge and not standard.waits_for:
            self._wrong(f"{path}.nudge", N_("waits_for is missing: say what the promise waits for"))
        rows = [applies for _, applies in _read(standard.applies) if is_read(applies.starts)]
        if standard.waits_for and rows and all(RECEIVED in row.starts for row in rows):
            self._wrong(f"{path}.waits_for", N_("the promise starts on receipt and waits for nothing: remove this"))

    def _applies(self, standard: Standard, applies: Applies, limit: Limit | None, where: str) -> None:
        for kind in (self.kinds[kind] for kind in applies.kinds if kind in self.kinds and is_read(self.kinds[kind].channels)):
            if is_read(applies.channels) and not {*applies.channels} & {*kind.channels}:
                message = N_("'{kind}' never arrives so; its channels: {known}")
                self._wrong(f"{where}.channels", message, kind=kind.id, known=", ".join(kind.channels))
        known: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
            ("kinds", applies.kinds, tuple(self.kinds)),
            ("channels", applies.channels, CHANNELS),
            ("starts", applies.starts, FACTS),
            ("stops", applies.stops, FACTS),
        )
        for key, words, all_words in known:
            self._words(words, all_words, f"{where}.{key}")
        kinds = [self.kinds[kind] for kind in applies.kinds if kind in self.kinds]
        without = next((kind.id for kind in kinds if is_read(kind.uses) and not kind.has_exam), None)
        if limit and limit.event and without:
            message = N_("'{kind}' has no {event} to count back from")
            self._wrong(f"{where}.kinds", message, kind=without, event=limit.event)
        if RECEIVED in applies.stops:
            self._wrong(f"{where}.stops", N_("'received' opens a ticket and cannot stop a clock"))
        elif (both_ways := [fact for fact in applies.starts if fact in applies.stops]) and not standard.repeats:
            message = N_("'{fact}' both starts and stops it; set repeats = true if that is intended")
            self._wrong(where, message, fact=both_ways[0])
        if applies.voids:
            self._words(applies.voids, FACTS, f"{where}.voids")
        if applies.after and applies.after in (*applies.starts, *applies.stops):
            self._wrong(
                f"{where}.after", N_("'{fact}' starts or stops it, so nothing would be awaited after it"), fact=applies.after
            )
        for key, earlier in (("since", applies.since), ("after", applies.after)):
            if earlier:
                self._words((earlier,), FACTS, f"{where}.{key}")
        for key, facts in (
            ("starts", applies.starts),
            ("stops", applies.stops),
            ("voids", applies.voids),
            ("since", (applies.since,)),
            ("after", (applies.after,)),
        ):
            self._facts(applies.kinds, facts, f"{where}.{key}")
        if applies.starts and RECEIVED not in applies.stops and set(applies.starts) <= set(applies.stops):
            self._wrong(f"{where}.starts", N_("each of these also stops it, so it would never start"))
        if applies.clause:
            self._clause(applies.clause, f"{where}.clause")

    def _duty(self, duty: Duty, path: str) -> None:
        limit = self._limit(duty.limit, path)
        if limit and not limit.recurring:
            message = N_("'{limit}' does not recur: begin it with 'every'")
            self._wrong(path, message, limit=limit.text)

    # -- values

    def _limit(self, text: str, path: str) -> Limit | None:
        if not is_read(text):
            return None
        try:
            return parse_limit(text)
        except WrongValue as error:
            self._add(path, error)
            return None

    def _words(self, words: Sequence[str], known: Collection[str], path: str) -> None:
        if not words:
            self._wrong(path, N_("is empty; choose from: {known}"), known=", ".join(known))
        for word in words:
            if word not in known:
                self._add(path, unknown_word(word, known))

    def _facts(self, kinds: Sequence[str], facts: Sequence[str], path: str) -> None:
        """Checks that each fact can happen: a promise waiting for an impossible one would run, or wait, for ever."""
        for kind in (self.kinds[kind] for kind in kinds if kind in self.kinds and is_read(self.kinds[kind].facts)):
            known = (RECEIVED, *kind.facts)
            for fact in facts:
                if fact in FACTS and fact not in known:
                    message = N_("'{fact}' never happens to a ticket of kind '{kind}'; known: {known}")
                    self._wrong(path, message, fact=fact, kind=kind.id, known=", ".join(known))

    def _title(self, words: Words, path: str) -> None:
        """Checks a title, which stands in lists and panes."""
        for said in (words.ru, words.en) if is_read(words) else ():
            if is_read(said) and not (said.strip() and said.isprintable() and len(said) <= LONGEST_TITLE):
                self._wrong(path, N_("must be one line of up to {most} characters in each language"), most=LONGEST_TITLE)
                return

    def _clause(self, clause: str, path: str) -> None:
        if not is_read(clause) or not self._has("sections"):
            return
        section = clause.partition(".")[0]
        if section not in self.file["sections"]:
            self._add(path, unknown_word(section, self.file["sections"]))

    def _placeholders(self, path: str, words: Words, known: tuple[str, ...]) -> None:
        for said in (words.ru, words.en) if is_read(words) else ():
            if not is_read(said):
                continue
            try:
                names = [name for _, name, _, _ in Formatter().parse(said) if name is not None]
            except ValueError:
                self._wrong(path, N_("unmatched brace: {{ and }} must enclose a name"))
                return
            for name in names:
                if name not in known:
                    braced = ", ".join(f"{{{field}}}" for field in known)
                    self._wrong(path, N_("{name} is not a known field; choose from: {known}"), name=f"{{{name}}}", known=braced)

    # -- how problems are gathered

    def _has(self, table: str) -> bool:
        return is_read(self.file.get(table, BROKEN))

    def _numbered(self, table: str) -> Iterator[tuple[int, Any]]:
        return _read(self.file[table]) if self._has(table) else iter(())

    def _rows(self, table: str) -> Iterator[Any]:
        return (row for _, row in self._numbered(table))

    def _wrong(self, path: str, message: str, **values: object) -> None:
        self.problems.append(Problem(path, message, values))

    def _add(self, path: str, error: WrongValue) -> None:
        self.problems.append(error.at(path))

    @contextmanager
    def _at(self, path: str) -> Iterator[None]:
        try:
            yield
        except WrongValue as error:
            self._add(path, error)


def _chain(after: Mapping[str, str], topic: str) -> set[str]:
    """A topic with those that have to come before it."""
    found = set[str]()
    while topic in after and topic not in found:
        found.add(topic)
        topic = after[topic]
    return found


def _read(rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """The readable rows, numbered from 1."""
    return ((number, row) for number, row in enumerate(rows if is_read(rows) else (), start=1) if is_read(row))
