"""Doing what a command says to a ticket: the way from a filled-in form to the store, for a key and for `desk do` alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from desk.actions.registry import COMMANDS, EVENT_OF, FACT_OF
from desk.charter import Charter
from desk.charter.clocks import RUNNING, Clock
from desk.charter.vocabulary import FINAL
from desk.store.commands import corrections, tickets
from desk.store.commands.certificates import SELF, hand_out
from desk.store.commands.exams import move_exam
from desk.store.commands.merging import merge, same_person
from desk.store.commands.ratings import rate
from desk.store.database import Store
from desk.store.errors.input import MomentMissing
from desk.store.queries.ticket import ticket


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in for an act.

    at, moment: UTC epoch seconds; of: another ticket's number, or the event whose time is corrected; exam: an exam's date; to: a
    colleague, or who takes a certificate; document, signs: what was checked of theirs; why: why it is late, if it is.
    """

    note: str = ""
    at: int | None = None
    number: str = ""
    way: str = ""
    topic: str = ""
    outcome: str = ""
    about: str = ""
    to: str = ""
    field: str = ""
    value: str = ""
    moment: int | None = None
    reason: str | None = None
    of: int | None = None
    exam: date | None = None
    relation: str = ""
    document: str = ""
    signs: str = ""
    authority: str = ""
    score: str = ""
    why: str = ""


# What a reply in writing can state; the person who rings or hands something over does so without one.
_STATED = ("answered", "acknowledged", "updated", "informed", "confirmed", "fee-told")


def replies_to(charter: Charter, kind: str, channel: str, clocks: Sequence[Clock]) -> tuple[str, ...]:
    """The acts that a reply on such a ticket can be: the one first that the nearest clock asks, last a note, which moves no clock.

    clocks: the ticket's. One that asks to ring back is passed over: that is not done by writing.
    """
    known = charter.facts(kind, channel)
    acts = {
        FACT_OF[command.id]: command.id
        for command in COMMANDS
        if FACT_OF.get(command.id) in _STATED and command.fits(kind, True, known)
    }
    running = sorted((clock for clock in clocks if clock.state == RUNNING), key=lambda clock: clock.due)
    rules = [charter.standard(clock.standard).applies_to(kind, channel) for clock in running]
    asked = [acts[fact] for fact in (*(rule.stops[0] for rule in rules if rule), *reversed(FINAL[kind])) if fact in acts]
    return tuple(dict.fromkeys((*asked[:1], *acts.values(), "note")))


def perform(store: Store, who: str, number: int, name: str, form: Form, seen: int | None = None) -> int:
    """Does an act on a ticket. Returns the ticket's number.

    seen: the version that the person was looking at. Raises what the store refuses with, KeyError for an unknown act.
    """
    if name == "handed-out":
        hand_out(
            store, who, number, taker=form.to, relation=form.relation or SELF, document=form.document, signs=form.signs,
            authority=form.authority, note=form.note, at=form.at, seen=seen,
        )  # fmt: skip
        return number
    if fact := FACT_OF.get(name):
        texts = {"note": form.note, "number": form.number, "topic": form.topic, "why": form.why}
        data = {"way": form.way, "outcome": form.outcome}
        with store.transaction():
            step = tickets.fact(store, who, number, fact, at=form.at, texts=texts, data=data, seen=seen)
            if form.score:
                rate(store, who, number, form.score, step=step)
        return number
    match name:
        case "undo":
            return tickets.undo(store, who, number)[0]
        case "missing":
            tickets.missing(store, who, number, form.note, seen=seen)
        case "passed-on":
            tickets.passed_on(store, who, number, form.note, seen=seen)
        case "to-complaint":
            tickets.convert(store, who, number, "complaint", {"note": form.note, "about": form.about}, seen=seen)
        case "to-enquiry":
            tickets.convert(store, who, number, "enquiry", {"note": form.note}, seen=seen)
        case "take":
            tickets.take(store, who, number, seen=seen)
        case "hand-over":
            tickets.hand_over(store, who, number, form.to, seen=seen)
        case "hand-back":
            tickets.hand_back(store, who, number, seen=seen)
        case "reply":
            view = ticket(store, number)
            name = replies_to(store.charter, view.row.kind, view.row.channel, view.clocks)[0]
            reply(store, who, number, name, form, seen=seen)
        case "note":
            tickets.note(store, who, number, form.note, seen=seen)
        case "correct":
            _correct(store, who, number, form, seen)
        case "move-exam":
            move_exam(store, who, number, form.exam, seen=seen)
        case "merge":
            merge(store, who, number, form.of, seen=seen)
        case "remind":
            tickets.remind(store, who, number, form.moment, form.note, seen=seen)
        case "close":
            tickets.close(store, who, number, form.reason, of=form.of, text=form.note, seen=seen)
        case "rated":
            rate(store, who, number, form.score, form.note, seen=seen)
        case "reopen":
            tickets.reopen(store, who, number, form.note, seen=seen)
        case _:
            raise KeyError(name)
    return number


def reply(store: Store, who: str, number: int, name: str, form: Form, missing: str = "", seen: int | None = None) -> None:
    """Keeps the words of a reply as what it is, one of `replies_to`. Raises what the store refuses with."""
    what = EVENT_OF[name]
    texts = {"note": form.note, "topic": form.topic, "why": form.why}
    data = {"way": form.way, "outcome": form.outcome}
    tickets.reply(store, who, number, what, at=form.at, texts=texts, data=data, missing=missing, seen=seen)


def perform_together(
    store: Store, who: str, seen: Sequence[tuple[int, int]], name: str, form: Form, told: Callable[[int], None]
) -> None:
    """Does an act to several tickets in one transaction and one step: all of them, or none where one refuses.

    seen: each ticket's number with the version that the person was looking at; told: called with how many are done. Raises as
    `perform` does.
    """
    with store.together():
        for done, (number, version) in enumerate(seen, start=1):
            perform(store, who, number, name, form, version)
            told(done)


def _correct(store: Store, who: str, number: int, form: Form, seen: int | None) -> None:
    if form.field == "customer":
        same_person(store, who, number, form.of, seen=seen)
        return
    if form.field not in ("received", "at"):
        corrections.correct(store, who, number, form.field, form.value, seen=seen)
        return
    if form.moment is None:
        raise MomentMissing
    of = form.of if form.field == "at" else None
    corrections.correct_time(store, who, number, form.moment, of, seen=seen)
