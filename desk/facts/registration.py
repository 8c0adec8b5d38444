"""How long registration for each exam session is open, against its sister sessions (commitments.11)."""

from collections.abc import Iterable
from statistics import median_low
from typing import NamedTuple

from desk.facts.fact import Content
from desk.text.folding import search_key


class Registration(NamedTuple):
    """The registration for an exam session.

    content: the fact about it.
    open_days: how many days it is open, first and last day included; None if its first day is unknown.
    before: how many days before the exam it closes.
    usual: how many days before the exam it closes for its sister sessions, their median; None without any.
    """

    content: Content
    open_days: int | None
    before: int
    usual: int | None

    @property
    def earlier(self) -> int:
        """How many days earlier it closes than for its sister sessions; 0 if it does not."""
        return max(0, self.before - self.usual) if self.usual is not None else 0


def registrations(contents: Iterable[Content]) -> list[Registration]:
    """The registrations of the facts that know the exam's day and the end of registration, by that day. Sister sessions are those
    of the same exam on other days or at other places."""
    known = [(content, search_key(content.name)) for content in contents if content.day and content.closes]
    before: dict[str, list[int]] = {}
    for content, key in known:
        before.setdefault(key, []).append(_before(content))
    found = []
    for content, key in known:
        others = before[key].copy()
        others.remove(_before(content))
        open_days = (content.closes - content.opens).days + 1 if content.opens and content.closes else None
        found.append(Registration(content, open_days, _before(content), median_low(others) if others else None))
    return sorted(found, key=lambda registration: (registration.content.closes, registration.content.name))


def _before(content: Content) -> int:
    return (content.day - content.closes).days if content.day and content.closes else 0
