"""A ticket's fields, worded in the customer's language, and a text filled in with them. Pure: values in, words out."""

from typing import TYPE_CHECKING

from desk import text, wording
from desk.charter import Charter
from desk.charter.clocks import RUNNING
from desk.outgoing.template import Filled, fill
from desk.outgoing.texts import ReplyText
from desk.tongue import Tongue

if TYPE_CHECKING:
    from desk.store.tickets import TicketView


def filled(
    say: Tongue, charter: Charter, view: "TicketView", body: ReplyText, staff: str, now: int, *, states: str = "", missing: str = ""
) -> Filled:
    """A text filled in for a ticket. say: the customer's language; staff: who answers; states: the fact that the reply states,
    where that is not what the text says; missing: what a complaint still waits for.
    """
    values = fields(say, charter, view, staff, now, states=states or body.states, missing=missing)
    return fill(body.bodies[say.language], values)


def fields(say: Tongue, charter: Charter, view: "TicketView", staff: str, now: int, *, states: str, missing: str) -> dict[str, str]:
    """What a text may have filled in, "" for what this ticket has not got. The dates come from the same engine as the clocks.

    letters.2, `always-told`: a complaint hears what is missing, when news comes, and the answer's date if all were complete today.
    """
    row = view.row
    running = sorted((clock for clock in view.clocks if clock.state_at(now) == RUNNING), key=lambda clock: clock.due)
    promises = [(clock.standard, *wording.day_and_time(charter.at(clock.due))) for clock in running]
    news = charter.promised(row.kind, row.channel, states, now)
    complete = None if _is_complete(view) else charter.promised(row.kind, row.channel, "completed", now)
    return {
        "number": str(row.id),
        "staff": text.one_line(staff, 60),
        "centre": charter.file.centre.name.say(say.language),
        "name": text.one_line(row.name, 100),
        "subject": text.one_line(row.subject, 200),
        "exam": _exam(say, view),
        "promised": wording.on_by(say, *promises[0][1:]) if promises else "",
        "promises": " ".join(wording.told(say, charter, *one) for one in promises),
        "missing": text.one_line(missing, 400),
        "news": wording.until_in(say, news) if news else "",
        "complete": wording.until_in(say, complete) if complete else "",
    }


def _is_complete(view: "TicketView") -> bool:
    return any(fact.what == "completed" for fact in view.story.facts)


def _exam(say: Tongue, view: "TicketView") -> str:
    """A registration's exam by its date, a certificate's by its name."""
    if view.story.exam:
        return f"{wording.on_long(say, view.story.exam)} {view.story.exam.year}"
    return text.one_line(view.story.words["exam-name"], 100)
