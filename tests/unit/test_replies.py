"""Replies: what a text says of a ticket, what a reply is kept as, which clocks it stops."""

import json
from datetime import date, datetime
from typing import Unpack

import pytest

from desk.charter import Charter
from desk.charter.vocabulary import CHANNELS, LANGUAGES
from desk.i18n import translator
from desk.outgoing.replies import ask_words, fields, filled
from desk.outgoing.texts import built_in, find
from desk.presentation.formats import day_and_time
from desk.store.commands import tickets
from desk.store.commands.merging import merge
from desk.store.commands.perform import perform, replies_to, reply
from desk.store.errors.input import ReplyMissing
from desk.store.errors.tickets import ActNotApplicable
from desk.store.event_log import events_of
from desk.store.queries import ticket
from desk.text.sanitize import one_line
from tests.hostile import STORABLE
from tests.recordings import Fields
from tests.unit.conftest import MOSCOW, Command, Desk

pytestmark = pytest.mark.server


def said(desk: Desk, number: int, text: str, language: str = "en", *, missing: str = "", asks: bool = False) -> str:
    """A built-in text, filled in for a ticket by Anna."""
    view = ticket.ticket(desk.store, number)
    body = find(built_in(), text)
    now, charter = desk.clock[0], desk.store.charter
    return filled(translator(language), charter, view, body, "Anna", now, missing=missing, asks=asks).text


def values(desk: Desk, number: int, language: str, **given: str) -> dict[str, str]:
    """What a text may have filled in."""
    view = ticket.ticket(desk.store, number)
    words = {"states": "", "missing": ""} | given
    return fields(translator(language), desk.store.charter, view, "Анна", desk.clock[0], **words)


def of_kind(desk: Desk, kind: str, channel: str, **given: Unpack[Fields]) -> int:
    """A ticket; one whose kind has an exam has its date, one with topics the first of them."""
    of = desk.store.charter.kind(kind)
    exam = date(2026, 11, 14) if of.has_exam else None
    return desk.new(kind, channel, **(Fields(exam=exam, topic=of.topics[0].id if of.topics else "") | given))


# -- what is filled in -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "channel", ["email", *(pytest.param(name, marks=pytest.mark.slow) for name in CHANNELS if name != "email")]
)
@pytest.mark.parametrize("kind", Charter.load().kinds)
def test_every_text_can_be_filled_in_for_every_ticket_that_it_is_for(desk: Desk, kind: str, channel: str) -> None:
    """In both languages, with a name and without, and nothing of a template is left."""
    for given in (Fields(), Fields(name="", phone="244-54-88", subject="")):
        number = of_kind(desk, kind, channel, **given)
        for text in built_in():
            for language in LANGUAGES:
                if text.suits(desk.store.charter.kind(kind)):
                    assert not set("{}[]") & set(said(desk, number, text.id, language))


@pytest.mark.parametrize("name", STORABLE[:40])
def test_a_hostile_name_is_shown_as_it_is_drawn_everywhere(desk: Desk, name: str) -> None:
    """Made safe on one line, and nothing more is done to it."""
    number = desk.new(name=name, phone="244-54-88")
    drawn = one_line(name, 100)
    assert said(desk, number, "answer", "en").startswith(f"Hello {drawn}," if drawn else "Hello,")


@pytest.mark.parametrize(
    ("staff", "language", "signed"), [("Юля", "en", "Iulia"), ("Юля", "ru", "Юля"), ("Ann", "ru", "Ann"), ("Anna", "ru", "Анна")]
)
def test_a_letter_is_signed_in_letters_that_the_customer_reads(desk: Desk, staff: str, language: str, signed: str) -> None:
    """In the alphabet of the letter, unless that would be a guess."""
    view = ticket.ticket(desk.store, desk.new())
    letter = filled(translator(language), desk.store.charter, view, find(built_in(), "answer"), staff, desk.clock[0]).text
    assert f"\n{signed}, " in letter


def test_the_promised_day_is_said_in_the_customers_language(desk: Desk) -> None:
    """Of the nearest clock that runs; the exam by its date, a certificate's by its name."""
    call, exam = desk.new(), of_kind(desk, "registration", "email")
    assert values(desk, call, "ru")["promised"] == "пятница, 6 ноября, до 18:00"
    assert values(desk, call, "en")["promised"] == "Friday 6 November, by 18:00"
    assert values(desk, call, "ru")["promises"] == "Ответим не позднее пятницы, 6 ноября, 18:00."
    assert values(desk, exam, "ru")["exam"] == "суббота, 14 ноября 2026 года"
    box = desk.new("certificate", "letter", exam_name="B2 First", candidate="0001")
    assert values(desk, box, "en")["exam"] == "B2 First"


def test_what_is_overdue_is_promised_no_more(desk: Desk) -> None:
    """A day that is past would be no promise."""
    number = desk.new()
    desk.at("2026-11-06 18:00:01")
    assert values(desk, number, "en")["promised"] == values(desk, number, "en")["promises"] == ""
    assert said(desk, number, "slip") == "LT-Pro. Your number is 1."


def test_midnight_is_the_end_of_the_day_before() -> None:
    """Who hears "Saturday, 00:00" comes a day late."""
    midnight = datetime(2026, 11, 7, tzinfo=MOSCOW)
    assert day_and_time(midnight) == (date(2026, 11, 6), "24:00")
    assert day_and_time(midnight.replace(hour=18)) == (date(2026, 11, 7), "18:00")


def test_a_complaint_is_always_told(desk: Desk) -> None:
    """always-told, letters.2; row 18: what is missing, the next news, the date if everything were complete today."""
    number = desk.new("complaint", "email", "2026-11-01 20:00", name="", email="a@example.org")
    assert said(desk, number, "acknowledgement", "ru", missing="номер билета") == (
        "Здравствуйте!\n\nМы получили вашу жалобу, её номер — 1. Пока не хватает сведений: номер билета. "
        "О ходе рассмотрения сообщим не позднее вторника, 10 ноября 2026 года. "
        "Если все сведения поступят сегодня, полный ответ вы получите не позднее четверга, 3 декабря 2026 года.\n\n"
        "С уважением,\nАнна, LT-Pro\n8 (812) 244-54-88"
    )


def test_once_the_facts_are_complete_nothing_is_said_of_what_would_be(desk: Desk) -> None:
    """The answer's date stands then; it is promised, not supposed."""
    number = desk.new("complaint", "email")
    desk.fact(number, "completed")
    found = values(desk, number, "en", states="acknowledged")
    assert (found["complete"], found["news"]) == ("", "Tuesday 10 November 2026")
    assert "by Thursday 3 December, 18:00" in found["promises"]


def test_a_reply_that_renews_no_promise_names_no_news(desk: Desk) -> None:
    """A note moves no clock, and so no date."""
    number = desk.new("complaint", "email")
    assert values(desk, number, "en", states="note")["news"] == values(desk, number, "en", states="answered")["news"] == ""


# -- what it is kept as ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "channel", "acts"),
    [
        ("enquiry", "phone", ["answered", "note"]),
        ("enquiry", "email", ["answered", "note"]),
        ("enquiry", "voicemail", ["answered", "note"]),
        ("complaint", "letter", ["acknowledged", "updated", "full-answer", "complaint-extended", "note"]),
        ("complaint", "voicemail", ["acknowledged", "updated", "full-answer", "complaint-extended", "note"]),
        ("certificate", "letter", ["informed", "note"]),
        ("registration", "email", ["confirmed", "fee-told", "note"]),
    ],
)
def test_a_reply_is_first_what_the_nearest_clock_asks(desk: Desk, kind: str, channel: str, acts: list[str]) -> None:
    """As far as that is done in writing; a note comes last."""
    view = ticket.ticket(desk.store, of_kind(desk, kind, channel))
    assert list(replies_to(desk.store.charter, kind, channel, view.clocks)) == acts


def test_after_the_acknowledgement_it_is_news_and_after_the_fee_the_fee(desk: Desk) -> None:
    """The nearest clock that runs then."""
    complaint = desk.new("complaint", "email")
    desk.fact(complaint, "acknowledged")
    registration = desk.new("registration", "email", exam=date(2026, 11, 28), fee="500")
    for number, act in ((complaint, "updated"), (registration, "fee-told")):
        view = ticket.ticket(desk.store, number)
        assert replies_to(desk.store.charter, view.row.kind, view.row.channel, view.clocks)[0] == act


def test_a_ticket_without_a_clock_gets_its_answer(charter: Charter) -> None:
    """Nothing asks for anything then; a reply to a question is its answer."""
    assert replies_to(charter, "enquiry", "phone", ())[0] == "answered"
    assert replies_to(charter, "certificate", "letter", ())[-1] == "note"


def test_a_reply_is_kept_with_its_words_and_what_is_missing_in_one_step(desk: Desk) -> None:
    """One undo takes both back."""
    number = desk.new("complaint", "email", email="a@example.org")
    reply(desk.store, "Anna", number, "acknowledged", {"note": "We have it.", "way": "email"}, "a photo")
    assert desk.events(number) == ["received", "acknowledged", "missing"]
    assert (desk.story(number).missing or ("", 0))[0] == "a photo"
    assert ("complaint-acknowledge", "2026-11-05 18:00", "kept") in desk.clocks(number)
    tickets.undo(desk.store, "Anna")
    assert desk.story(number).missing is None
    assert ("complaint-acknowledge", "2026-11-05 18:00", "running") in desk.clocks(number)


def test_what_was_known_to_be_missing_is_not_said_twice(desk: Desk) -> None:
    """The same words are no news to the history."""
    number = desk.new("complaint", "email")
    tickets.missing(desk.store, "Anna", number, "a photo")
    reply(desk.store, "Anna", number, "updated", {"note": "Still looking."}, "a photo")
    assert desk.events(number) == ["received", "missing", "updated"]


def test_a_reply_that_only_asks_stops_no_clock(desk: Desk) -> None:
    """No standard pauses: it is a note, with the way that it went."""
    number = desk.new("enquiry", "email", email="a@example.org")
    before = desk.clocks(number)
    reply(desk.store, "Anna", number, "note", {"note": "Which exam do you mean?", "way": "email"})
    assert (desk.clocks(number), desk.events(number)) == (before, ["received", "noted"])
    assert [event.data["way"] for event in events_of(desk.store, number) if event.what == "noted"] == ["email"]


def test_a_reply_without_words_and_one_that_means_nothing_are_refused(desk: Desk) -> None:
    """Nothing is written then."""
    number = desk.new("enquiry", "email")
    for act, words, refusal in (("answered", " \n", ReplyMissing), ("acknowledged", "x", ActNotApplicable)):
        with pytest.raises(refusal):
            reply(desk.store, "Anna", number, act, {"note": words})
    assert desk.events(number) == ["received"]


@pytest.mark.in_file
def test_without_a_screen_a_reply_is_what_the_nearest_clock_asks(desk: Desk, command: Command) -> None:
    """`desk do N reply`: acknowledged first, news from then on."""
    number = desk.new("complaint", "email", email="a@example.org")
    perform(desk.store, "Anna", number, "reply", {"note": "We have it.", "way": "email"})
    desk.store.close()
    done = command("do", "1", "reply", "--note", "We asked Cambridge.", "--way", "email", "--json", "--as", "Anna")
    events = [(event["what"], event["texts"].get("note")) for event in json.loads(done.stdout)["events"]]
    assert events[1:] == [("acknowledged", "We have it."), ("updated", "We asked Cambridge.")]


def test_the_newest_text_of_the_customers_is_found_in_what_was_merged(desk: Desk) -> None:
    """Two emails about one thing: the second one is what they wrote last, whichever number is kept."""
    first = desk.new("enquiry", "email", "2026-11-02 12:00", body="the first")
    second = desk.new("enquiry", "email", "2026-11-03 10:00", body="the second")
    merge(desk.store, "Anna", second, first)
    assert ticket.last_written(desk.store, ticket.ticket(desk.store, first)) == "the second"
    assert ticket.last_written(desk.store, ticket.ticket(desk.store, desk.new())) == ""


# -- how satisfied they are ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_question_how_satisfied_they_are_stands_in_the_answer_if_it_is_to_be_asked(desk: Desk, language: str) -> None:
    """aim.2: by the rule in an answer, always in the text that is for nothing else."""
    number, question = desk.new(), ask_words(translator(language))
    assert question in said(desk, number, "answer", language, asks=True)
    assert question not in said(desk, number, "answer", language)
    assert question in said(desk, number, "satisfied", language)
