"""The widths of a queue's columns: sized by content, and the subject is the last to be cut."""

from typing import NamedTuple

WHO = 18  # cells: a telephone number as people write it, `+7 (921) 123-45-67`
OWNER = 14
CHANNEL = 8
DUE = 15  # cells: `yesterday 18:00`, `12 сент. 18:00`
SUBJECT = 60  # cells: a longer subject is read in the preview
SMALLEST = 80  # cells: the narrowest terminal for which the columns are laid out


class Needs(NamedTuple):
    """The cells that the texts of each column take.

    number: the longest ticket number with its sign.
    who: the longest name, or what else identifies the person.
    subject: what most subjects take; a single long one must not cost the others their owner.
    longest: the longest subject.
    owner: the longest owner's name; 0 if nobody has any of the tickets.
    due: whether there is a due time to be shown.
    """

    number: int
    who: int
    subject: int
    longest: int
    owner: int
    due: bool = True


class Widths(NamedTuple):
    """The width of each column in cells; 0: not shown."""

    due: int
    number: int
    channel: int
    who: int
    subject: int
    owner: int


def column_widths(room: int, needs: Needs, smallest: int, *, capped: bool) -> Widths:
    """Shares the room between the columns.

    In the smallest pane, the owner is always shown, since two people would take the same ticket; due time and channel if most
    subjects do not have to be cut for them; then the subject gets the rest. A wider pane shows no less of it: first the missing
    columns are added, then the subject grows.

    room: cells right of the timer; smallest: the room in a pane of `SMALLEST` cells; capped: the subject does not grow, because a
    still wider terminal shows several panes and must not show less of it.
    """
    who = min(needs.who, WHO)
    optional = {"owner": min(needs.owner, OWNER), "due": DUE if needs.due else 0, "channel": CHANNEL}
    first = min(room, smallest) - (needs.number + 1 + who + 1)
    longest = min(needs.longest, SUBJECT)
    shown = _added({}, {"owner": optional["owner"]}, first)
    subject = max(0, min(needs.subject, SUBJECT, first - _taken(shown)))
    shown = _added(shown, optional, first - subject - _taken(shown))
    subject = max(0, min(longest, first - _taken(shown)))
    left = room - min(room, smallest)
    shown = _added(shown, optional, first + left - subject - _taken(shown))
    if not capped and len(shown) == sum(width > 0 for width in optional.values()):
        subject = max(subject, min(longest, first + left - _taken(shown)))
    widths = {name: shown.get(name, 0) for name in optional}
    return Widths(number=needs.number, who=who, subject=subject, **widths)


def _added(shown: dict[str, int], optional: dict[str, int], left: int) -> dict[str, int]:
    """The columns with those added that fit into the room that is left, each with a blank before it."""
    found = dict(shown)
    for name, width in optional.items():
        if name not in found and 0 < width < left:
            found[name] = width
            left -= width + 1
    return found


def _taken(shown: dict[str, int]) -> int:
    return sum(width + 1 for width in shown.values())
