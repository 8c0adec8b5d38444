"""Everything that changes a ticket: what is kept, what is refused, what is said of it, and what it moves."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

import pytest

from desk.store.commands import corrections, tickets
from desk.store.commands.exams import move_exam
from desk.store.commands.recording import Recording, record
from desk.store.customers.identity import known_by
from desk.store.errors import BadInput, NotFound
from desk.store.errors.input import (
    ChannelUnknown,
    CustomerMissing,
    ExamOver,
    FieldTooLong,
    FieldUnknown,
    KindUnknown,
    NameMissing,
    NoteMissing,
    OriginalMissing,
    TicketItself,
)
from desk.store.errors.tickets import ActNotApplicable, BeforeReceipt, TicketClosed, TicketNotClosed
from desk.store.queries import board, ticket
from desk.text.dates import InvalidDateTime, MomentInFuture, MomentLongAgo, MomentPast
from desk.text.folding import search_key
from tests.hostile import STORABLE
from tests.recordings import Fields, Word, worded
from tests.unit.conftest import Desk, at

pytestmark = pytest.mark.server

LIMIT, NAME_LIMIT = 100_000, 1_000


# -- recording -----------------------------------------------------------------------------------------------------------


def test_a_ticket_is_recorded_as_it_came(desk: Desk) -> None:
    """Design, section 6: a stranger's text is stored as it came; the row is what lists read."""
    number = desk.new(name=" Ann\x1b[31m ", phone="(812) 244-54-88", email="Ann@Example.org", subject="[b]FCE[/b]", language="en")
    row, story = desk.row(number), desk.story(number)
    assert (row.kind, row.channel, row.state, row.owner) == ("enquiry", "phone", "open", "")
    assert (row.name, row.phone, row.email, row.subject) == (" Ann\x1b[31m ", "(812) 244-54-88", "Ann@Example.org", "[b]FCE[/b]")
    assert (row.received, story.language) == (at("2026-11-03 10:14"), "en")


@pytest.mark.parametrize("words", STORABLE, ids=range(len(STORABLE)))
def test_whatever_strangers_send_is_stored_as_it_came(desk: Desk, words: str) -> None:
    """Design, section 6."""
    number = desk.new(name="x" + words[:999], subject=words, body=words)
    assert desk.story(number).words["body"] == words
    assert desk.story(number).words["subject"] == words
    assert desk.row(number).subject == words[:200]


@pytest.mark.parametrize("who", [{}, {"name": "  ", "phone": "\t", "email": " \n"}])
def test_a_ticket_of_nobody_is_refused(desk: Desk, who: Fields) -> None:
    """A name, a number or an address is needed; nothing is written."""
    before = desk.everything()
    with pytest.raises(CustomerMissing):
        record(desk.store, "Boris", Recording("enquiry", "phone", **(Fields(subject="Когда FCE?") | who)))
    assert desk.everything() == before


@pytest.mark.parametrize("who", [{"name": "Анна"}, {"phone": "244"}, {"email": "a@example.org"}])
def test_one_of_name_number_and_address_is_enough(desk: Desk, who: Fields) -> None:
    """Reception takes what the caller gives."""
    assert record(desk.store, "Boris", Recording("enquiry", "phone", **who)) == 1


@pytest.mark.parametrize("field", ["name", "phone", "email", "incoming", "candidate", "subject", "body", "about", "remedy"])
def test_a_text_over_the_limit_is_refused_and_one_at_the_limit_kept(desk: Desk, field: Word) -> None:
    """100,000 characters, 1,000 of what stands in a column; never cut silently (design, section 5)."""
    limit = LIMIT if field in ("subject", "body", "about", "remedy") else NAME_LIMIT
    with pytest.raises(FieldTooLong) as error:
        desk.new(**worded(field, "й" * (limit + 1)))
    assert error.value.field == field
    number = desk.new(**worded(field, "й" * limit))
    assert len(desk.story(number).words[field]) == limit


@pytest.mark.parametrize(("exam", "kept"), [("2026-11-02", False), ("2026-11-03", True), ("2026-12-05", True)])
def test_an_exam_before_its_registration_is_refused(desk: Desk, exam: str, kept: bool) -> None:
    """Nobody registers for what is over; nor is an exam moved to before the registration came."""
    day = date.fromisoformat(exam)
    if kept:
        assert desk.new("registration", "in-person", exam=day)
        return
    with pytest.raises(ExamOver):
        desk.new("registration", "in-person", exam=day)
    number = desk.new("registration", "in-person", exam=date(2026, 12, 5))
    with pytest.raises(ExamOver):
        move_exam(desk.store, "Boris", number, day)
    assert desk.events(number) == ["received"]


def test_unknown_kinds_and_channels_are_refused(desk: Desk) -> None:
    """Four kinds, five channels."""
    with pytest.raises(KindUnknown):
        desk.new("praise")
    with pytest.raises(ChannelUnknown):
        desk.new("enquiry", "pigeon")
    assert desk.rows("SELECT count(*) FROM ticket") == [(0,)]


@pytest.mark.parametrize(("moment", "error"), [("2026-11-03 10:16", MomentInFuture), ("2025-11-01 10:00", MomentLongAgo)])
def test_a_receipt_in_the_future_or_long_ago_is_refused(desk: Desk, moment: str, error: type[InvalidDateTime]) -> None:
    """What has not happened cannot be recorded; a year back is a typing error."""
    with pytest.raises(error):
        desk.new(received=moment)


@pytest.mark.parametrize(("ahead", "is_refused"), [(60, False), (61, True)])
def test_a_receipt_may_be_ahead_by_as_much_as_clocks_differ(desk: Desk, ahead: int, is_refused: bool) -> None:
    """The clocks of two machines may differ by a minute."""
    with pytest.raises(MomentInFuture) if is_refused else nullcontext():
        record(desk.store, "Boris", Recording("enquiry", "phone", name="Anna", received=desk.clock[0] + ahead))
    assert desk.rows("SELECT count(*) FROM ticket") == [(int(not is_refused),)]


def test_numbers_count_on_from_one(desk: Desk) -> None:
    """Short enough to say on the phone."""
    assert [desk.new() for _ in range(3)] == [1, 2, 3]


# -- who it is -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["8 812 244-54-88", "+7 (812) 2445488", "2445488", "7 812 244 54 88"])
def test_a_number_in_any_form_is_the_same_person(desk: Desk, typed: str) -> None:
    """Known by a number: however it was typed, with the centre's area code."""
    first, second = desk.new(name="Иванова", phone="(812) 244-54-88"), desk.new(name="", phone=typed)
    assert desk.story(first).customer == desk.story(second).customer
    assert ticket.ticket(desk.store, second).customer_tickets == (first,)
    assert desk.known(typed).name == "Иванова"


def test_an_address_is_the_same_person_whatever_its_case(desk: Desk) -> None:
    """Known by an address."""
    first, second = desk.new(email="Maria@Example.org"), desk.new(name="", email=" maria@example.ORG ")
    assert desk.story(first).customer == desk.story(second).customer


def test_a_name_alone_is_nobody_known(desk: Desk) -> None:
    """Two people may have one name."""
    assert desk.story(desk.new()).customer != desk.story(desk.new()).customer
    assert known_by(desk.store, "", "") is None


def test_a_known_person_has_their_tickets_the_open_and_newest_first(desk: Desk) -> None:
    """A call begins with what we know; an undone recording is not part of it."""
    numbers = [desk.new(phone="244-54-88", subject=f"{n}") for n in range(4)]
    desk.fact(numbers[2], "answered")
    tickets.undo(desk.store, "Boris", numbers[3])
    found = desk.known("+78122445488")
    cases = [(case.number, case.kind, case.state, case.subject) for case in found.tickets]
    assert cases == [(2, "enquiry", "open", "1"), (1, "enquiry", "open", "0"), (3, "enquiry", "closed", "2")]


# -- corrections ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["name", "phone", "email", "subject", "body"])
def test_corrected_words_stand_with_both_values_and_move_no_clock(desk: Desk, field: Word) -> None:
    """Design, section 5: corrections are ordinary; each is an event, both values in the history."""
    number = desk.new(**worded(field, "старое"))
    before = desk.clocks(number)
    corrections.correct(desk.store, "Вера", number, field, "новое")
    event = ticket.ticket(desk.store, number).events[-1]
    assert (event.what, event.data["field"], event.texts) == ("corrected", field, {"old": "старое", "new": "новое"})
    assert (desk.story(number).words[field], desk.clocks(number)) == ("новое", before)


def test_a_corrected_name_is_found_and_shown(desk: Desk) -> None:
    """The row that lists read follows, with its key."""
    number = desk.new(name="Щербоков")
    corrections.correct(desk.store, "Boris", number, "name", "Щербаков")
    assert desk.row(number).name == "Щербаков"
    assert search_key("Shcherbakov") in desk.row(number).key


def test_a_corrected_channel_counts_by_the_right_promise(desk: Desk) -> None:
    """Only a corrected channel or receipt moves clocks; the old one is void, not gone."""
    number = desk.new("enquiry", "phone")
    corrections.correct(desk.store, "Boris", number, "channel", "voicemail")
    assert sorted(desk.clocks(number)) == [
        ("phone-answer", "2026-11-06 18:00", "void"),
        ("voicemail-callback", "2026-11-03 13:14", "running"),
    ]
    assert ticket.ticket(desk.store, number).events[-1].data == {"field": "channel", "old": "phone", "new": "voicemail"}
    assert desk.row(number).channel == "voicemail"


def test_a_corrected_receipt_moves_the_clock_and_keeps_both_times(desk: Desk) -> None:
    """A changed fact: an event with old and new; the event of the receipt itself is left as it was."""
    number = desk.new("enquiry", "email")
    corrections.correct_time(desk.store, "Boris", number, at("2026-11-02 17:00"))
    assert desk.clocks(number) == [("written-reply", "2026-11-05 18:00", "running")]
    first, last = ticket.ticket(desk.store, number).events
    assert (first.at, last.data["old"], last.data["at"]) == (at("2026-11-03 10:14"), at("2026-11-03 10:14"), at("2026-11-02 17:00"))
    assert desk.row(number).received == at("2026-11-02 17:00")


def test_a_receipt_after_what_followed_it_is_refused(desk: Desk) -> None:
    """A call back before the message makes no sense."""
    number = desk.new("enquiry", "voicemail", "2026-11-03 10:00")
    desk.fact(number, "tried", "2026-11-03 11:00")
    desk.at("2026-11-03 12:00")
    with pytest.raises(BeforeReceipt):
        corrections.correct_time(desk.store, "Boris", number, at("2026-11-03 11:30"))


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "", CustomerMissing),
        ("name", "й" * (NAME_LIMIT + 1), FieldTooLong),
        ("subject", "й" * (LIMIT + 1), FieldTooLong),
        ("channel", "pigeon", FieldUnknown),
        ("state", "closed", FieldUnknown),
        ("received", "", FieldUnknown),
        ("language", "yy", FieldUnknown),
    ],
    ids=["nobody", "too-long", "far-too-long", "channel", "state", "no-field", "language"],
)
def test_a_correction_that_cannot_be_kept_is_refused(desk: Desk, field: str, value: str, error: type[BadInput]) -> None:
    """Nobody left, too long, no such field, channel or language."""
    number = desk.new()
    with pytest.raises(error):
        corrections.correct(desk.store, "Boris", number, field, value)
    assert desk.events(number) == ["received"]


# -- owners, notes, reminders --------------------------------------------------------------------------------------------


def test_take_hand_over_and_hand_back_change_the_owner_and_no_clock(desk: Desk) -> None:
    """calls.2: the clock never waits for a person."""
    number = desk.new()
    before, owners = desk.clocks(number), []
    acts: tuple[Callable[[], object], ...] = (
        lambda: tickets.take(desk.store, "Boris", number),
        lambda: tickets.hand_over(desk.store, "Boris", number, " Вера "),
        lambda: tickets.hand_back(desk.store, "Вера", number),
    )
    for act in acts:
        act()
        owners.append(desk.row(number).owner)
    assert owners == ["Boris", "Вера", ""]
    assert desk.clocks(number) == before


def test_handing_over_to_nobody_and_noting_nothing_are_refused(desk: Desk) -> None:
    """A name and words are needed."""
    number = desk.new()
    with pytest.raises(NameMissing):
        tickets.hand_over(desk.store, "Boris", number, "  ")
    with pytest.raises(NoteMissing):
        tickets.note(desk.store, "Boris", number, " \n ")
    assert desk.events(number) == ["received"]


def test_a_reminder_stands_beside_the_clocks_and_moves_none(desk: Desk) -> None:
    """A personal moment is no deadline."""
    number = desk.new()
    before = desk.row(number).due
    tickets.remind(desk.store, "Boris", number, at("2026-11-03 16:30"), "обещала справку")
    customer = desk.row(number).name
    assert board.reminders(desk.store) == [
        board.ReminderRow(number, "Boris", at("2026-11-03 16:30"), "обещала справку", customer, 0, "reminded", "Boris")
    ]
    assert desk.row(number).due == before
    tickets.undo(desk.store, "Boris")
    assert board.reminders(desk.store) == []


def test_a_reminder_stands_until_its_owner_did_something_there(desk: Desk) -> None:
    """What a colleague does on the ticket, and what was done before the moment, leave it standing."""
    number = desk.new()
    tickets.remind(desk.store, "Boris", number, at("2026-11-03 16:30"))
    desk.at("2026-11-03 16:29")
    tickets.note(desk.store, "Boris", number, "занято")
    desk.at("2026-11-03 16:31")
    tickets.note(desk.store, "Anna", number, "ждёт звонка")
    tickets.take(desk.store, "Boris", number)  # whoever takes a ticket has rung nobody yet
    tickets.hand_back(desk.store, "Boris", number)
    assert len(board.reminders(desk.store)) == 1
    tickets.note(desk.store, "Boris", number, "дозвонился")
    assert board.reminders(desk.store) == []


def test_answered_at_once_is_counted_by_the_day(desk: Desk) -> None:
    """calls.2: counted apart; what was undone is not counted, nor what came yesterday."""
    desk.new(at_once=True, received="2026-11-02 12:00")
    desk.new(at_once=True)
    desk.new()
    assert board.count_beside(desk.store).at_once["enquiry"] == 1
    desk.new(at_once=True)
    tickets.undo(desk.store, "Boris")
    assert board.count_beside(desk.store).at_once["enquiry"] == 1


@pytest.mark.parametrize("moment", ["2026-11-03 10:14", "2026-11-02 12:00"])
def test_a_reminder_that_is_past_is_refused(desk: Desk, moment: str) -> None:
    """Remind at a moment to come."""
    number = desk.new()
    with pytest.raises(MomentPast):
        tickets.remind(desk.store, "Boris", number, at(moment))


def test_a_reminder_of_a_closed_ticket_is_no_longer_told(desk: Desk) -> None:
    """What is done needs no reminding."""
    number = desk.new()
    tickets.remind(desk.store, "Boris", number, at("2026-11-03 16:30"))
    desk.fact(number, "answered")
    assert board.reminders(desk.store) == []


def test_a_note_over_the_limit_is_refused(desk: Desk) -> None:
    """The same limit for every text."""
    number = desk.new()
    with pytest.raises(FieldTooLong):
        tickets.note(desk.store, "Boris", number, "й" * (LIMIT + 1))
    with pytest.raises(FieldTooLong):
        tickets.hand_over(desk.store, "Boris", number, "й" * (NAME_LIMIT + 1))


# -- closed, void, unknown ------------------------------------------------------------------------------------------------


def test_a_closed_ticket_takes_notes_and_nothing_else(desk: Desk) -> None:
    """Reopen it first."""
    number, store = desk.new(), desk.store
    desk.fact(number, "answered")
    acts: tuple[Callable[[], object], ...] = (
        lambda: tickets.fact(store, "Boris", number, "answered"),
        lambda: tickets.take(store, "Boris", number),
        lambda: tickets.hand_over(store, "Boris", number, "Вера"),
        lambda: tickets.close(store, "Boris", number, "mistake"),
        lambda: tickets.convert(store, "Boris", number, "complaint"),
    )
    for act in acts:
        with pytest.raises(TicketClosed):
            act()
    tickets.note(store, "Boris", number, "Спасибо сказали")
    assert desk.events(number) == ["received", "answered", "noted"]


def test_only_a_closed_ticket_is_reopened(desk: Desk) -> None:
    """An open one has nothing to reopen, a void one never comes back."""
    number = desk.new()
    with pytest.raises(TicketNotClosed):
        tickets.reopen(desk.store, "Boris", number)
    tickets.undo(desk.store, "Boris")
    with pytest.raises(TicketNotClosed):
        tickets.reopen(desk.store, "Boris", number)


def test_a_fact_that_means_nothing_for_a_ticket_is_refused(desk: Desk) -> None:
    """The charter's rows say which facts a kind and a channel know."""
    for number, what in ((desk.new(), "posted"), (desk.new(), "tried"), (desk.new("certificate", "letter"), "answered")):
        with pytest.raises(ActNotApplicable):
            desk.fact(number, what)


def test_a_fact_before_the_receipt_or_in_the_future_is_refused(desk: Desk) -> None:
    """An answer comes after its question."""
    number = desk.new()
    with pytest.raises(BeforeReceipt):
        tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-03 10:00"))
    with pytest.raises(MomentInFuture):
        tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-03 10:20"))


def test_a_duplicate_of_nothing_itself_or_a_void_ticket_is_refused(desk: Desk) -> None:
    """Duplicate of N: N is another ticket."""
    number, void = desk.new(), desk.new()
    tickets.undo(desk.store, "Boris", void)
    with pytest.raises(OriginalMissing):
        tickets.close(desk.store, "Boris", number, "duplicate")
    with pytest.raises(TicketItself):
        tickets.close(desk.store, "Boris", number, "duplicate", of=number)
    for of in (void, 99):
        with pytest.raises(NotFound):
            tickets.close(desk.store, "Boris", number, "duplicate", of=of)


def test_an_unknown_number_is_not_found(desk: Desk) -> None:
    """Every act says so."""
    for act in (tickets.take, tickets.hand_back, tickets.reopen):
        with pytest.raises(NotFound):
            act(desk.store, "Boris", 7)
    with pytest.raises(NotFound):
        ticket.ticket(desk.store, 7)
