"""What people are given to read, in their own language: a visitor's slip, the acknowledgement of a complaint."""

from datetime import date
from typing import TYPE_CHECKING

from desk import text, wording
from desk.charter import Charter
from desk.tongue import Tongue, later

if TYPE_CHECKING:
    from desk.store.queues import QueueRow

_SLIPS = {
    "enquiry": later("{centre}. Your question is number {number}. We answer by {day}, {time}."),
    "complaint": later("{centre}. Your complaint is number {number}. You hear from us by {day}, {time}."),
    "certificate": later("{centre}. Your certificate is number {number}. You hear from us by {day}, {time}."),
    "registration": later("{centre}. Your registration is number {number}. You have its confirmation by {day}, {time}."),
}


def slip(say: Tongue, charter: Charter, row: "QueueRow") -> str:
    """A slip for a visitor: the number to say, and the date that is promised where one is."""
    centre = charter.file.centre.name.say(say.language)
    if row.due is None:
        return say("{centre}. Your number is {number}.", centre=centre, number=row.id)
    there = charter.at(row.due)
    words = _SLIPS[row.kind]
    return say(words, centre=centre, number=row.id, day=wording.on_long(say, there.date()), time=wording.clock_time(there))


def acknowledgement(say: Tongue, charter: Charter, row: "QueueRow", missing: str, now: int) -> str:
    """What whoever complains is told: that it came, what is missing, when news comes, and the answer's date if all were complete.

    letters.2, `always-told`: the dates come from the same engine as the clocks.
    """
    centre = charter.file.centre.name.say(say.language)
    words = [say("{centre}: your complaint, number {number}, has come.", centre=centre, number=row.id)]
    if missing:
        words.append(say("Still missing: {what}.", what=text.one_line(missing, 400)))
    if news := charter.promised(row.kind, row.channel, "acknowledged", now):
        words.append(say("You hear from us again by {day}.", day=_in_full(say, news.due.date())))
    if answer := charter.promised(row.kind, row.channel, "completed", now):
        day = _in_full(say, answer.due.date())
        words.append(say("If all the facts were complete today, the full answer would come by {day}.", day=day))
    return " ".join(words)


def _in_full(say: Tongue, day: date) -> str:
    return f"{wording.on_long(say, day)} {day.year}"
