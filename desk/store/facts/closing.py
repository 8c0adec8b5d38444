"""Until when people can register, as the facts say it (commitments.11)."""

from collections.abc import Sequence
from datetime import date

from desk.actions.rights import Right
from desk.facts.fact import Content
from desk.facts.registration import Registration, registrations
from desk.store.database import Store
from desk.store.facts.versions import counting_on, fact_versions, today_of
from desk.store.permissions import requires


@requires(Right.LOOK)
def registrations_until(store: Store, first: date, last: date) -> list[Registration]:
    """The registrations that end in a period, first and last day included, as the facts say it now."""
    found = registrations(version.content for version in counting_on(store, today_of(store)))
    return [entry for entry in found if entry.content.closes and first <= entry.content.closes <= last]


@requires(Right.LOOK)
def closes_early(store: Store, fact: int) -> int:
    """How many days earlier registration closes in the newest version of a fact than for its sister sessions; 0 if it does not.
    Raises FactUnknown."""
    return closing_early(store, [fact_versions(store, fact)[-1].content])[0]


@requires(Right.LOOK)
def closing_early(store: Store, contents: Sequence[Content]) -> list[int]:
    """How many days earlier registration closes by each content than for its sister sessions, which are among the contents and the
    other facts; 0 if it does not."""
    keys = {content.key for content in contents}
    others = [version.content for version in counting_on(store, today_of(store)) if version.content.key not in keys]
    found = {id(entry.content): entry.earlier for entry in registrations([*contents, *others])}
    return [found.get(id(content), 0) for content in contents]
