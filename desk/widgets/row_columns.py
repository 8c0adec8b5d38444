"""The widths of a queue's columns: sized by content, and the subject is the last to be cut."""

from typing import NamedTuple

WHO = 18  # cells: a telephone number as people write it, `+7 (921) 123-45-67`
OWNER = 14
CHANNEL = 7
DUE = 15  # cells: `yesterday 18:00`, `12 сент. 18:00`
SUBJECT = 60  # cells: a longer subject is read in the preview
SMALLEST = 80  # cells: the narrowest terminal for which the columns are laid out


class Needs(NamedTuple):
    """The cells that the longest text of each column takes.

    number: the ticket's number with its sign.
    who: the name, or what else identifies the person.
    subject: what it is about.
    owner: who has it.
    """

    number: int
    who: int
    subject: int
    owner: int


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

    Due time, owner and channel are shown only if the subject does not have to be cut for them.

    room: cells right of the timer; smallest: the room in a pane of `SMALLEST` cells; capped: the subject gets no more than it would
    there, because a wider terminal shows several panes and must not show less of it.
    """
    who, taken = min(needs.who, WHO), needs.number + 1 + min(needs.who, WHO) + 1
    subject = min(needs.subject, SUBJECT, max(0, (min(room, smallest) if capped else room) - taken))
    left = room - taken - subject
    shown = dict.fromkeys(("due", "owner", "channel"), 0)
    for name, width in (("due", DUE), ("owner", min(needs.owner, OWNER)), ("channel", CHANNEL)):
        if 0 < width < left:
            shown[name] = width
            left -= width + 1
    return Widths(number=needs.number, who=who, subject=subject, **shown)
