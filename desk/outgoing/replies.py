"""Filling in reply texts with a ticket's fields, in the customer's language. Pure: values in, words out."""

from datetime import date
from typing import TYPE_CHECKING

from desk.actions.choices import ORGANISATIONS
from desk.charter import Charter
from desk.charter.clocks import EXAM_MOVED, RUNNING
from desk.i18n import Translator
from desk.outgoing.template import Filled, fill
from desk.outgoing.texts import CENTRE, IN_TIME, MOVED, NOTE, OVERDUE, ReplyText
from desk.presentation import deadlines, formats
from desk.text import sanitize
from desk.text.transliteration import in_cyrillic, in_latin

if TYPE_CHECKING:
    from desk.store.queries.ticket import TicketView


def filled(
    _: Translator,
    charter: Charter,
    view: "TicketView",
    body: ReplyText,
    staff: str,
    now: int,
    *,
    states: str = "",
    missing: str = "",
    fact: str = "",
    dates: str = "",
    asks: bool = False,
) -> Filled:
    """A text filled in for a ticket. _: the translator into the customer's language; staff: the person who answers; states: the
    fact that the reply states, if different from the text's; missing: what a complaint still waits for; fact: what the customer is
    told of the facts, in words; dates: all exams that are announced, in words; asks: whether they are to be asked how
    satisfied they are, as they always are in a text that states nothing and has a place for that."""
    asking = ask_words(_) if asks or body.states == NOTE else ""
    values = fields(_, charter, view, staff, now, states=states or body.states, missing=missing)
    return fill(body.bodies[_.language], values | {"fact": fact, "dates": dates, "ask": asking})


def ask_words(_: Translator) -> str:
    """The question how satisfied a customer is (aim.2), in their language."""
    return _(
        "Please rate how we answered from 1 (not satisfied at all) to 5 (very satisfied): one number is enough; "
        "a word about why is welcome."
    )


def fields(
    _: Translator, charter: Charter, view: "TicketView", staff: str, now: int, *, states: str, missing: str
) -> dict[str, str]:
    """The values of the fields of texts, "" for those that the ticket lacks. Dates come from the same calculation as the clocks.

    letters.2, `always-told`: a complaint is told what is missing, when news comes, and the answer's date if all were complete
    today.
    """
    row, centre = view.row, charter.file.centre
    running = sorted((clock for clock in view.clocks if clock.state_at(now) == RUNNING), key=lambda clock: clock.due)
    promises = [(clock.standard, *formats.day_and_time(charter.at(clock.due))) for clock in running]
    ends = states in charter.kind(row.kind).final
    news = None if ends else charter.promised(row.kind, row.channel, view.story.topic, states, now)
    complete = None if _is_complete(view) else charter.promised(row.kind, row.channel, view.story.topic, "completed", now)
    return {
        "number": str(row.id),
        "staff": signature(_, sanitize.one_line(staff, 60)),
        "centre": centre.name.in_language(_.language),
        "name": sanitize.one_line(row.name, 100),
        "subject": sanitize.one_line(row.subject, 200),
        "exam": _exam(_, view),
        "promised": formats.on_by(_, *promises[0][1:]) if promises else "",
        "promises": " ".join(deadlines.promise_words(_, charter, *promise) for promise in promises),
        "missing": sanitize.one_line(missing, 400),
        "news": deadlines.until_in(_, news) if news else "",
        "complete": deadlines.until_in(_, complete) if complete else "",
        "missed": _missed(_, charter, view, now),
        "old_exam": _day(_, exam_before(view)),
        "new_exam": _day(_, view.story.exam),
        "fee": _fee(view),
        "fact": "",
        "dates": "",
        "ask": "",
        "address": centre.address.in_language(_.language) if centre.address else "",
        "hours": formats.weekly_hours(_, charter.file.hours),
        "phone": centre.phone,
    }


def signature(_: Translator, staff: str) -> str:
    """A name in the alphabet of the letter's language."""
    return in_cyrillic(staff) if _.language == "ru" else in_latin(staff)


def cases(view: "TicketView", now: int) -> list[str]:
    """The cases of texts that apply to this ticket."""
    overdue = any(clock.state == RUNNING and clock.due < now for clock in view.clocks)
    centre = [CENTRE] if view.customer_kind in ORGANISATIONS else []
    return [*([MOVED] if exam_before(view) else []), *centre, OVERDUE if overdue else IN_TIME]


def exam_before(view: "TicketView") -> date | None:
    """The exam's day before its move, as long as the customer was not written to since; None if it was not moved, or moved back to
    that day.

    Undone acts and withdrawn letters told nobody anything.
    """
    undone = {event.data["step"] for event in view.events if event.what == "undone"}
    events = [event for event in view.events if event.step not in undone]
    withdrawn = {event.data["letter"] for event in events if event.what == "recalled"}
    before: date | None = None
    for event in events:
        if event.what == EXAM_MOVED:
            before = before or date.fromisoformat(event.data["old"])
        elif event.what == "confirmed" or (event.what == "written" and event.id not in withdrawn):
            before = None
    return before if before != view.story.exam else None


def _day(_: Translator, day: date | None) -> str:
    return formats.on_letter(_, day) if day else ""


def _missed(_: Translator, charter: Charter, view: "TicketView", now: int) -> str:
    """The due moment of the nearest overdue promise, in the form used after `by` or `до`."""
    due = min((clock.due for clock in view.clocks if clock.state == RUNNING and clock.due < now), default=None)
    return "" if due is None else formats.on_until_in(_, formats.day_and_time(charter.at(due))[0])


def _fee(view: "TicketView") -> str:
    """The last recorded fee."""
    return next(
        (sanitize.one_line(event.texts.get("note", ""), 200) for event in reversed(view.events) if event.what == "fee-known"), ""
    )


def _is_complete(view: "TicketView") -> bool:
    return any(fact.what == "completed" for fact in view.story.facts)


def _exam(_: Translator, view: "TicketView") -> str:
    """A registration's exam by its date, a certificate's by its name."""
    if view.story.exam:
        return _("{day} {year}", day=formats.on_long(_, view.story.exam), year=view.story.exam.year)
    return sanitize.one_line(view.story.words["exam-name"], 100)
