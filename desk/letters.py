"""What people are given to read, in their own language: a visitor's slip, the acknowledgement of a complaint."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from desk import text, wording
from desk.charter import Charter
from desk.charter.clocks import RUNNING, Clock
from desk.tongue import Tongue

if TYPE_CHECKING:
    from desk.store.queues import QueueRow


def slip(say: Tongue, charter: Charter, number: int, clocks: Sequence[Clock]) -> str:
    """A slip for a visitor: the number to say, and what we do by when. clocks: the ticket's."""
    words = [say("{centre}. Your number is {number}.", centre=charter.file.centre.name.say(say.language), number=number)]
    for clock in sorted(clocks, key=lambda clock: clock.due):
        if clock.state == RUNNING:
            there = charter.at(clock.due)
            words.append(wording.told(say, charter, clock.standard, there.date(), wording.clock_time(there)))
    return " ".join(words)


def acknowledgement(say: Tongue, charter: Charter, row: "QueueRow", missing: str, now: int) -> str:
    """What whoever complains is told: that it came, what is missing, when news comes, and the answer's date if all were complete.

    letters.2, `always-told`: the dates come from the same engine as the clocks.
    """
    centre = charter.file.centre.name.say(say.language)
    words = [say("{centre}: we have received your complaint, number {number}.", centre=centre, number=row.id)]
    if missing:
        words.append(say("Still missing: {what}.", what=text.one_line(missing, 400)))
    if news := charter.promised(row.kind, row.channel, "acknowledged", now):
        words.append(say("You will hear from us again by {day}.", day=_in_full(say, news.due.date())))
    if answer := charter.promised(row.kind, row.channel, "completed", now):
        day = _in_full(say, answer.due.date())
        words.append(say("If all the facts were complete today, the full answer would come by {day}.", day=day))
    return " ".join(words)


def _in_full(say: Tongue, day: date) -> str:
    return f"{wording.on_until(say, day)} {day.year}"
