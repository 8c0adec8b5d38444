"""Who was told which version of a fact, so that they can be written to when it changes."""

from collections.abc import Iterable
from typing import Any

from desk.actions.rights import Right
from desk.facts.fact import Told
from desk.models import Event
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import New, stands
from desk.store.facts.versions import fact_version, fact_versions
from desk.store.permissions import requires
from desk.store.ticket_state import Act
from desk.store.visibility import without_hidden


def told_events(store: Store, number: int, told: Iterable[Told], at: int | None = None) -> list[New]:
    """The events that say what a customer was told. at: when, epoch seconds, None for now. Raises FactUnknown."""
    return [New(number, Act.TOLD, {"version": fact_version(store, version).id}, {"note": words}, at) for version, words in told]


@requires(Right.LOOK)
def told_outdated(store: Store, fact: int) -> list[int]:
    """The tickets whose customers were told something else than the fact says in its newest version, and were not told that since;
    the latest first. Empty once its exam is over. Raises FactUnknown."""
    versions = fact_versions(store, fact)
    newest, today = versions[-1], store.charter.at(store.now()).date()
    if newest.content.day and newest.content.day < today and not newest.is_withdrawn:
        return []
    same = [version.id for version in versions if version.content.says_as(newest.content) and not newest.is_withdrawn]
    last: dict[int, int] = {}
    for ticket, version in _told.rows(store, versions=[version.id for version in versions]):
        last.pop(ticket, None)
        last[ticket] = version
    outdated = [ticket for ticket, version in last.items() if version not in same and version != newest.id]
    return without_hidden(store, list(reversed(outdated)))


@Statement
def _told(dialect: Dialect) -> Any:
    version = dialect.json_number(Event.data, "version")
    query = Event.select(Event.ticket, version).where(Event.what == "told", dialect.among(version, Param("versions")))
    return query.where(stands(dialect, Event)).order_by(Event.id)
