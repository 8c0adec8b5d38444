"""The desk as a whole in Russian and English: what comes near, what happened while somebody was away, what is due on paper."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk import text, wording
from desk.charter import Charter
from desk.tongue import Tongue, later

if TYPE_CHECKING:
    from desk.store.watch import Notice

_NOTICES = {
    "hour-left": later("An hour is left: {what}, by {due}"),
    "last-day": later("Due today: {what}, by {due}"),
    "before-closing": later("Two hours are left: {what}, by {due}"),
}


def notice_lines(say: Tongue, charter: Charter, notices: "Sequence[Notice]", most: int) -> list[str]:
    """What comes near, a line for each clock, the nearest first; past `most` lines the rest is counted."""
    lines = []
    for one in sorted(notices, key=lambda notice: notice.due):
        title = charter.standard(one.standard).title.say(say.language)
        due = charter.at(one.due)
        when = wording.clock_time(due) if due.date() == charter.at(one.at).date() else wording.at(say, due)
        what = f"#{one.ticket} {text.one_line(one.name, 30)}: {title}"
        lines.append(say(_NOTICES[one.what], what=what, due=when))
    if len(lines) > most:
        rest = len(lines) - most + 1
        lines = [*lines[: most - 1], say.n("and {n} more is due", "and {n} more are due", rest)]
    return lines
