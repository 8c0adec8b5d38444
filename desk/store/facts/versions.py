"""The versions of facts: written by the supervisor, one after another, none ever changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, NamedTuple

from peewee import fn

from desk.actions.rights import Right
from desk.facts.fact import Content, Key, Version, checked, overlaps, valid_on
from desk.facts.matching import FactIndex
from desk.models import ExamSession, FactVersion
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import FactTwice, FactUnchanged
from desk.store.errors.tickets import FactChanged, FactUnknown
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert, update
from desk.text.folding import search_key

_BEGINNING = 20  # characters of an answer by which it is recognised
_DAYS = ("day", "opens", "closes", "since", "until")
_CONTENT = tuple(field.name for field in fields(Content))


class FactRow(NamedTuple):
    """A fact as listed. version: the one that counts today, else the first to come; coming: the next one, if it differs from it;
    newest: the id of the last written version, by which a change based on an older one is recognised."""

    version: Version
    coming: Version | None
    newest: int


@requires(Right.LOOK)
def facts(store: Store, *, withdrawn: bool = False) -> list[FactRow]:
    """All facts by their names and days. withdrawn: those that are no longer told as well."""
    today, found = today_of(store), []
    for versions in _by_fact(store).values():
        now = valid_on(versions, today)
        coming = next((version for version in versions if version.content.since > today and version is versions[-1]), None)
        shown = now or versions[0]
        if withdrawn or not shown.is_withdrawn or coming:
            found.append(FactRow(shown, coming if coming is not shown else None, versions[-1].id))
    return sorted(
        found, key=lambda row: (row.version.content.name.casefold(), row.version.content.day or date.min, row.version.fact)
    )


@requires(Right.LOOK)
def fact_versions(store: Store, fact: int) -> list[Version]:
    """The versions of a fact in the order in which they were written. Raises FactUnknown."""
    versions = _by_fact(store).get(fact)
    if not versions:
        raise FactUnknown(fact)
    return versions


@requires(Right.LOOK)
def fact_version(store: Store, number: int) -> Version:
    """A version by its id. Raises FactUnknown."""
    found = next((version for version in _versions(store) if version.id == number), None)
    if found is None:
        raise FactUnknown(number)
    return found


@requires(Right.LOOK)
def best_facts(store: Store, typed: str, most: int = 3) -> list[Version]:
    """The facts that fit what is typed, the best first, as they count today; a stale one never before one that is valid."""
    today = today_of(store)
    index = store.indexed(("facts", today), _last(store), lambda: FactIndex(counting_on(store, today)))
    return index.best(typed, today, most)


@requires(Right.LOOK)
def told_today(store: Store) -> list[Version]:
    """The version of each fact that customers are told today: neither withdrawn nor stale."""
    today = today_of(store)
    return [version for version in counting_on(store, today) if not version.content.is_stale(today)]


@requires(Right.LOOK)
def find_facts(store: Store, typed: str, most: int) -> tuple[list[FactRow], int]:
    """The facts that fit what is typed, the best first, or all of them by name and day; at most so many, and how many there are."""
    rows = facts(store)
    if not typed.strip():
        return rows[:most], len(rows)
    by_fact = {row.version.fact: row for row in rows}
    found = [by_fact[version.fact] for version in best_facts(store, typed, len(rows)) if version.fact in by_fact]
    return found[:most], len(found)


@requires(Right.LOOK)
def facts_in(store: Store, text: str) -> list[Version]:
    """The facts that a text may say: it has the name of one, or the beginning of its answer."""
    told = told_today(store)
    return [version for version in told if any(words and words in text for words in _beginnings(version.content))]


def _beginnings(content: Content) -> tuple[str, ...]:
    if content.day or not content.answer:
        return (content.name,)
    return content.ru[:_BEGINNING], content.en[:_BEGINNING]


@requires(Right.LOOK)
def exam_fact(store: Store, exam: str, day: date) -> Version | None:
    """The fact about an exam on a day, as it counts today; None if there is none or several, at different places."""
    told = counting_on(store, today_of(store))
    found = [version for version in told if version.content.day == day and version.content.is_about(exam)]
    return found[0] if len(found) == 1 else None


def counting_on(store: Store, day: date) -> list[Version]:
    """The version of each fact that counts on a day, without withdrawn ones."""
    counting = (valid_on(versions, day) for versions in _by_fact(store).values())
    return [version for version in counting if version is not None and not version.is_withdrawn]


@requires(Right.LEAD)
def save_fact(store: Store, who: str, content: Content, fact: int | None = None, seen: int = 0) -> int:
    """Writes a fact, or a new version of it, which counts from its first day on. Returns the version's id.

    content: valid from today if it names no first day; fact: the one that is changed, None for a new one; seen: the newest version
    that the user was looking at, 0 for a script. The end of registration is taken over by the exam's session, if that has none or
    the former one. Raises WrongFact, BadInput, FactChanged, FactUnknown.
    """
    with store.transaction():
        return _save(store, who, content, fact, seen, _Known(_by_fact(store)))


@requires(Right.LEAD)
def save_facts(store: Store, who: str, contents: Sequence[Content]) -> list[int]:
    """Writes several facts, all or none: each as a new version of the fact with its key, or as a new fact; what is known already is
    left out. Returns the versions' ids. Raises as `save_fact` does."""
    with store.transaction():
        known, written = _Known(_by_fact(store)), []
        for content in contents:
            same = known.before(content, today_of(store))
            if same is None or not same.repeats(content):
                written.append(_save(store, who, content, same.fact if same else None, 0, known))
        return written


@requires(Right.LOOK)
def same_facts(store: Store, contents: Sequence[Content]) -> list[Version | None]:
    """The version of the fact with the key of each that it would follow; None where it would be a new fact."""
    known, today = _Known(_by_fact(store)), today_of(store)
    return [known.before(content, today) for content in contents]


class _Known:
    """The facts while some are written: their versions by fact, and the facts by their key."""

    def __init__(self, by_fact: Mapping[int, Sequence[Version]]) -> None:
        self.versions = {fact: list(versions) for fact, versions in by_fact.items()}
        self._facts: dict[Key, set[int]] = {}
        for fact, versions in self.versions.items():
            self._facts.setdefault(versions[-1].content.key, set()).add(fact)

    def add(self, version: Version) -> None:
        """Adds the newest version of a fact."""
        versions = self.versions.setdefault(version.fact, [])
        if versions:
            self._facts[versions[-1].content.key].discard(version.fact)
        versions.append(version)
        self._facts.setdefault(version.content.key, set()).add(version.fact)

    def before(self, content: Content, today: date) -> Version | None:
        """The version that counts when the content begins to, of the fact with its key; of several, the one written last."""
        facts = self._facts.get(content.key, ())
        found = max((self.versions[fact] for fact in facts), key=lambda versions: versions[-1].id, default=None)
        begins = content.since if content.since != date.min else today
        return (valid_on(found, begins) or found[0]) if found else None

    def twice(self, content: Content, fact: int | None) -> int:
        """The fact that would be told beside this content of another one; 0 for none."""
        others = self._facts.get(content.key, set()) - {fact}
        return next((other for other in sorted(others) if overlaps(self.versions[other], content)), 0)


def _save(store: Store, who: str, content: Content, fact: int | None, seen: int, known: _Known) -> int:
    content = checked(content if content.since != date.min else replace(content, since=today_of(store)))
    before = None
    if fact is not None:
        if fact not in known.versions:
            raise FactUnknown(fact)
        before = known.versions[fact][-1]
        if seen not in (0, before.id):
            raise FactChanged(fact)
        if before.content == content and not before.is_withdrawn:
            raise FactUnchanged
    if other := known.twice(content, fact):
        raise FactTwice(content.name, other)
    version = _write(store, who, content, fact, is_withdrawn=False)
    known.add(version)
    _set_registration_end(store, who, before.content if before else None, content)
    return version.id


@requires(Right.LEAD)
def withdraw_fact(store: Store, who: str, fact: int, seen: int = 0) -> int:
    """Stops telling a fact from today on; its versions stay. Returns the new version's id. Raises FactChanged, FactUnknown."""
    with store.transaction():
        last = fact_versions(store, fact)[-1]
        if seen and last.id != seen:
            raise FactChanged(fact)
        if last.is_withdrawn:
            raise FactUnchanged
        return _write(store, who, replace(last.content, since=today_of(store)), fact, is_withdrawn=True).id


def _write(store: Store, who: str, content: Content, fact: int | None, *, is_withdrawn: bool) -> Version:
    staff = staff_id(store, who)
    values = asdict(content) | {name: _iso(getattr(content, name)) for name in _DAYS}
    row = {**values, "fact": fact or 0, "withdrawn": is_withdrawn, "staff": staff, "recorded": store.now()}
    number = insert(store, FactVersion, row)
    if fact is None:
        update(store, FactVersion, {"fact": number}, number)
    log_row(store, "fact_version", number, staff)
    return Version(number, fact or number, content, is_withdrawn, staff, store.now())


def _set_registration_end(store: Store, who: str, before: Content | None, content: Content) -> None:
    """Takes over the last day of registration into the session of the exam, unless somebody gave that another one."""
    if not (content.day and content.closes):
        return
    former = {"", _iso(before.closes) if before else ""}
    for number, exam, place, ends in _sessions.rows(store, day=content.day.isoformat()):
        is_same = content.is_about(exam) and search_key(place) in ("", search_key(content.place))
        if is_same and ends in former and ends != content.closes.isoformat():
            update(store, ExamSession, {"ends": content.closes.isoformat()}, number)
            log_row(store, "exam_session", number, staff_id(store, who), "ends")


def _by_fact(store: Store) -> Mapping[int, list[Version]]:
    """The versions of each fact, in the order in which they were written."""
    return store.indexed("facts by number", _last(store), lambda: _grouped(_versions(store)))


def _grouped(versions: Sequence[Version]) -> dict[int, list[Version]]:
    found: dict[int, list[Version]] = {}
    for version in versions:
        found.setdefault(version.fact, []).append(version)
    return found


def _versions(store: Store) -> Sequence[Version]:
    return store.indexed("fact versions", _last(store), lambda: [_version(row) for row in _all.rows(store)])


def _last(store: Store) -> int:
    """The id of the newest version; 0 for none."""
    ((last,),) = _LAST.rows(store)
    return int(last or 0)


def _version(row: Sequence[Any]) -> Version:
    number, fact, is_withdrawn, staff, recorded, *values = row
    said = dict(zip(_CONTENT, values, strict=True))
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in _DAYS}
    return Version(number, fact, Content(**said | days), bool(is_withdrawn), staff, recorded)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def today_of(store: Store) -> date:
    """The day at the centre."""
    return store.charter.at(store.now()).date()


_LAST = Statement(lambda _: FactVersion.select(fn.MAX(FactVersion.id)))


@Statement
def _all(_: Dialect) -> Any:
    columns = [FactVersion._meta.fields[name] for name in _CONTENT]
    first = (FactVersion.id, FactVersion.fact, FactVersion.withdrawn, FactVersion.staff, FactVersion.recorded)
    return FactVersion.select(*first, *columns).where(FactVersion.fact != 0).order_by(FactVersion.id)


@Statement
def _sessions(_: Dialect) -> Any:
    columns = (ExamSession.id, ExamSession.exam, ExamSession.place, ExamSession.ends)
    return ExamSession.select(*columns).where(ExamSession.day == Param("day"), ExamSession.removed.is_null())
