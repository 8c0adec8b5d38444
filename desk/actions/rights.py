"""Permissions, roles and their permissions, and the permission that each command requires.

Functions of the store declare their permission themselves, with `@requires` (store/permissions.py).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Right(StrEnum):
    """A permission."""

    LOOK = "look"  # queues, tickets, boxes, sessions, duties, the calendar; for a complaint its number, its time and its state
    WORK = "work"  # record tickets, act on tickets that are not complaints
    HANDLE = "handle"  # read complaints and act on them
    REVIEW = "review"  # figures of the desk and of its staff
    LEAD = "lead"  # people, the charter, the calendar, publication
    ANYBODY = ""  # requires no permission: reveals nothing about a ticket, or is the login


RIGHTS = frozenset(Right) - {Right.ANYBODY}

RECEPTION, COMPLAINTS, SUPERVISOR, READ_ONLY = ROLES = ("reception", "complaints", "supervisor", "read-only")

MAY: Mapping[str, frozenset[Right]] = {
    RECEPTION: frozenset({Right.LOOK, Right.WORK}),
    COMPLAINTS: frozenset({Right.LOOK, Right.WORK, Right.HANDLE}),
    SUPERVISOR: RIGHTS,
    READ_ONLY: frozenset({Right.LOOK, Right.REVIEW}),
}


class Acting(NamedTuple):
    """The current user of the store. login: their id in `staff` after a successful login; 0 without one."""

    name: str = ""
    login: int = 0


class Access(NamedTuple):
    """The permissions of the current user. is_open: nobody has to log in."""

    is_open: bool
    rights: frozenset[Right]


# What the user who recorded a complaint may still do to it until it is acknowledged: correct what they wrote, call back.
TAKER_MAY = frozenset({"noted", "corrected", "reminded", "called-back", "tried"})

TAKER_KEYS = frozenset({"note", "correct", "about-staff", "remind", "called-back", "tried"})  # the same, as commands

# The commands of the command line. The machine's owner owns the file, so maintenance commands require no permission.
SHELL: Mapping[str, Right] = {
    "add": Right.WORK,
    "attach": Right.WORK,
    "away": Right.WORK,
    "backup": Right.ANYBODY,
    "calendar": Right.ANYBODY,
    "charter apply": Right.LEAD,
    "charter check": Right.ANYBODY,
    "charter preview": Right.LOOK,
    "charter show": Right.ANYBODY,
    "check": Right.ANYBODY,
    "completion": Right.ANYBODY,
    "corrective": Right.LOOK,
    "corrective done": Right.WORK,
    "corrective move": Right.HANDLE,
    "demo": Right.ANYBODY,
    "do": Right.WORK,
    "doctor": Right.ANYBODY,
    "due": Right.ANYBODY,
    "duties": Right.LOOK,
    "evening": Right.REVIEW,
    "export batch": Right.LOOK,
    "export boxes": Right.LOOK,
    "export case": Right.LOOK,
    "export mail": Right.WORK,
    "export session": Right.LOOK,
    "export sessions": Right.LOOK,
    "facts": Right.LOOK,
    "facts compare": Right.LEAD,
    "facts find": Right.LOOK,
    "facts show": Right.LOOK,
    "facts told": Right.LOOK,
    "facts withdraw": Right.LEAD,
    "feedback": Right.LOOK,
    "feedback add": Right.WORK,
    "feedback done": Right.WORK,
    "files": Right.LOOK,
    "help": Right.ANYBODY,
    "import certificates": Right.WORK,
    "import facts": Right.LEAD,
    "import ratings": Right.WORK,
    "import registrations": Right.WORK,
    "keys": Right.ANYBODY,
    "list": Right.LOOK,
    "mail": Right.LOOK,
    "mail fetch": Right.WORK,
    "mail import": Right.WORK,
    "mail outbox": Right.LOOK,
    "mail save": Right.LOOK,
    "mail send": Right.WORK,
    "mail settle": Right.WORK,
    "mail watch": Right.WORK,
    "morning": Right.LOOK,
    "move": Right.ANYBODY,
    "people": Right.LOOK,
    "people add": Right.LEAD,
    "people close": Right.LEAD,
    "people leave": Right.LEAD,
    "people log": Right.LEAD,
    "people open": Right.LEAD,
    "people pin": Right.LOOK,
    "people rescue": Right.ANYBODY,
    "people role": Right.LEAD,
    "print badge": Right.LOOK,
    "print case": Right.LOOK,
    "print labels": Right.LOOK,
    "print letter": Right.LOOK,
    "print posting": Right.LOOK,
    "print receipt": Right.LOOK,
    "print slip": Right.LOOK,
    "print today": Right.LOOK,
    "publish": Right.LEAD,
    "report": Right.REVIEW,
    "restore": Right.ANYBODY,
    "search": Right.LOOK,
    "shift": Right.LOOK,
    "show": Right.LOOK,
    "texts": Right.ANYBODY,
    "texts check": Right.ANYBODY,
    "texts show": Right.LOOK,
}
