"""Text for boxes of certificates and exam sessions."""

from datetime import date, time
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.i18n import Translator
from desk.presentation import formats
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.sessions import Session
    from desk.store.queries.groups import Box, Group


def group_head(_: Translator, charter: Charter, group: "Group", now: int) -> str:
    """The heading of a box or a session, with its progress."""
    rows = group.rows
    told, here = sum(row.due is None for row in rows), sum(row.state == "open" for row in rows)
    if group.kind == "session":
        return "\n".join((_session_words(_, charter, group, now), _confirmed_words(_, group, now)))
    if group.kind == "box":
        parts = [
            _("Batch {number}, {moment}", number=group.number, moment=_came(_, charter, group.received)),
            group.exam,
            _day(_, group.day),
            group.opened_by,
        ]
        first = "  ".join(sanitize.one_line(part, 80) for part in parts if part)
    else:
        first = _("Informed, not collected yet: longest waiting first")
    counts = [
        _.ngettext("{n} certificate", "{n} certificates", len(rows)),
        _("to inform {n}", n=len(rows) - told),
        _("informed {n}", n=told),
        _("not collected {n}", n=here),
    ]
    return f"{first}\n{'  ·  '.join(counts)}"


def _session_words(_: Translator, charter: Charter, group: "Group", now: int) -> str:
    left = (date.fromisoformat(group.day) - charter.at(now).date()).days
    days = _.ngettext("in {n} day", "in {n} days", left) if left > 0 else _("today") if left == 0 else _("past")
    ends = _("registration until {day}", day=_day(_, group.ends)) if group.ends else ""
    parts = (sanitize.one_line(group.exam, 80), _day(_, group.day), days, sanitize.one_line(group.place, 60), ends)
    return "  ".join(part for part in parts if part)


def _confirmed_words(_: Translator, group: "Group", now: int) -> str:
    counts = [
        _.ngettext("{n} candidate", "{n} candidates", group.candidates),
        _("to confirm {n}", n=group.candidates - group.confirmed),
        _("confirmed {n}", n=group.confirmed),
    ]
    overdue = sum(row.due is not None and row.due < now for row in group.rows)
    return "  ·  ".join(counts) + (f"  ! {_('overdue {n}', n=overdue)}" if overdue else "")


def _came(_: Translator, charter: Charter, received: int) -> str:
    """When a box arrived; only the day if the time is unknown."""
    moment = charter.at(received)
    return formats.at(_, moment) if moment.time() != time.min else formats.on(_, moment.date())


def box_line(_: Translator, charter: Charter, box: "Box", now: int) -> str:  # noqa: ARG001 - same signature as session_line
    """A box as one line of a list."""
    parts = (
        _("Batch {number}, {moment}", number=box.number, moment=_came(_, charter, box.received)),
        sanitize.one_line(box.exam, 40),
        _day(_, box.day),
        _.ngettext("{n} certificate", "{n} certificates", box.certificates),
        _("not collected {n}", n=box.here),
    )
    return "  ".join(part for part in parts if part)


def session_line(_: Translator, charter: Charter, session: "Session", now: int) -> str:
    """A session as one line of a list."""
    over = date.fromisoformat(session.day) < charter.at(now).date()
    parts = (
        _day(_, session.day),
        sanitize.one_line(session.exam, 40),
        sanitize.one_line(session.place, 30),
        _.ngettext("{n} candidate", "{n} candidates", session.candidates),
        _("to confirm {n}", n=session.to_confirm) if session.to_confirm else "",
        f"! {_('overdue {n}', n=session.overdue)}" if session.overdue else "",
        _("past") if over else "",
    )
    return "  ".join(part for part in parts if part)


def _day(_: Translator, iso: str) -> str:
    return formats.on(_, date.fromisoformat(iso)) if iso else ""
