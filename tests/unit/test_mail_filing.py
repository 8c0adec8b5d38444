"""Filing messages: to the ticket that they answer, to a new one, or apart; once, whatever comes twice."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from desk.charter import Charter
from desk.intake.mail.errors import MailKindUnfit, MailSenderUnfit, MailTopicMissing, MailTopicUnfit
from desk.intake.mail.importing import Imported, import_messages
from desk.intake.mail.rules import checked_rules
from desk.intake.mail.sources import RawMessage
from desk.outgoing.mailbox_files import export_mail
from desk.settings import MailRule
from desk.store.commands import tickets
from desk.store.commands.merging import merge
from desk.store.commands.outbox import write
from desk.store.errors import NotAllowed
from desk.store.errors.people import ComplaintSealed
from desk.store.errors.tickets import KindNotProposed
from desk.store.mail.filing import Filed, How
from desk.store.mail.messages import apart, own_message_ids, raw_messages, ticket_answered
from desk.store.maintenance.check import check
from desk.store.queries import ticket
from tests.unit.conftest import Desk, broken_links, wrong_rows
from tests.unit.people import seat

pytestmark = pytest.mark.server

ANNA = "Anna Ivanova <anna@example.org>"


def message(subject: str = "Question", text: str = "When is the exam?", sender: str = ANNA, **headers: str) -> RawMessage:
    """A message as it comes. headers: further ones, with `_` for `-`."""
    given = {"From": sender, "Subject": subject, "Received": "from a by b; Tue, 03 Nov 2026 09:00:00 +0300"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return RawMessage(f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode(), "test.eml")


def come(desk: Desk, *messages: RawMessage, rules: tuple[MailRule, ...] = ()) -> list[Imported]:
    """What becomes of messages that Boris fetches."""
    return import_messages(desk.store, "Boris", messages, rules)


def filed(desk: Desk, *messages: RawMessage, rules: tuple[MailRule, ...] = ()) -> list[tuple[str, int | None]]:
    return [(found.filed.how, found.filed.ticket) for found in come(desk, *messages, rules=rules)]


def in_order(desk: Desk) -> bool:
    """Whether the log, the rows and the stored messages fit each other."""
    return (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def sent(desk: Desk, number: int, folder: Path, states: str | None = "answered") -> str:
    """Has an email written and exported. Returns its Message-ID."""
    event = write(desk.store, "Boris", number, "email", states, {"title": "Your question", "note": "On 5 December."})
    export_mail(desk.store, "Boris", folder)
    return own_message_ids(desk.store, [(number, event)])[0]


def test_a_question_opens_an_enquiry_whose_clock_runs_from_the_receipt(desk: Desk) -> None:
    assert filed(desk, message(Message_ID="<1@example.org>")) == [(How.OPENED, 1)]
    row = desk.row(1)
    assert (row.kind, row.channel, row.name, row.email, row.subject) == (
        "enquiry", "email", "Anna Ivanova", "anna@example.org", "Question",
    )  # fmt: skip
    assert bool(row.proposed)
    assert desk.clocks(1) == [("written-reply", "2026-11-06 18:00", "running")]
    assert ticket.ticket(desk.store, 1).events[0].texts["body"] == "When is the exam?"
    assert in_order(desk)


def test_a_message_that_comes_twice_is_one_ticket(desk: Desk) -> None:
    """With a Message-ID even if it took another way; without one if its bytes are the same."""
    first, other_way = (message(Message_ID="<1@example.org>", X_Way=way) for way in "ab")
    assert filed(desk, first, other_way, message(), message()) == [
        (How.OPENED, 1), (How.KNOWN, None), (How.OPENED, 2), (How.KNOWN, None),
    ]  # fmt: skip


def test_messages_of_a_mailer_that_gives_all_one_id_are_all_filed(desk: Desk) -> None:
    texts = ("When is the exam?", "And where?", "How much is it?")
    assert filed(desk, *(message(text=text, Message_ID="<same@form.example>") for text in texts)) == [
        (How.OPENED, number) for number in (1, 2, 3)
    ]


def test_messages_that_differ_in_their_files_alone_are_both_filed(desk: Desk) -> None:
    head = "From: Anna <anna@example.org>\r\nSubject: scan\r\nMessage-ID: <same@form.example>\r\n"
    head += "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee file\r\n--b\r\n"
    file = "Content-Type: application/pdf; name={name}\r\n\r\nx\r\n--b--\r\n"
    both = [RawMessage((head + file.format(name=name)).encode(), name) for name in ("a.pdf", "b.pdf")]
    assert filed(desk, *both) == [(How.OPENED, 1), (How.OPENED, 2)]


def test_a_text_that_is_cut_says_so(desk: Desk) -> None:
    come(desk, message(text="слово " * 25_000, Message_ID="<1@example.org>"), message(text="слово " * 10_000))
    bodies = [ticket.ticket(desk.store, number).events[0].texts["body"] for number in (1, 2)]
    assert [body.startswith("[") for body in bodies] == [True, False]


def test_the_raw_message_is_kept_as_it_came(desk: Desk) -> None:
    came = message()
    come(desk, came)
    assert [raw for _, raw in raw_messages(desk.store, 1)] == [came.raw]
    assert desk.rows("SELECT digest, size FROM content") == [(hashlib.sha256(came.raw).hexdigest(), len(came.raw))]


# -- the proposed kind ---------------------------------------------------------------------------------------------------


def test_a_complaint_is_proposed_by_its_words_and_confirmed_by_acknowledging(desk: Desk) -> None:
    """No key more than the acknowledgement itself."""
    come(desk, message("Жалоба на обслуживание", "Прошу разобраться."))
    assert (desk.row(1).kind, bool(desk.row(1).proposed)) == ("complaint", True)
    assert [clock[0] for clock in desk.clocks(1)] == ["complaint-acknowledge", "complaint-informed"]
    desk.fact(1, "acknowledged")
    assert not desk.row(1).proposed


def test_a_proposed_kind_is_confirmed_once_or_changed(desk: Desk) -> None:
    come(desk, message(), message(text="Another question"))
    tickets.confirm_kind(desk.store, "Boris", 1)
    with pytest.raises(KindNotProposed):
        tickets.confirm_kind(desk.store, "Boris", 1)
    tickets.to_complaint(desk.store, "Boris", 2)
    assert [bool(desk.row(number).proposed) for number in (1, 2)] == [False, False]
    tickets.undo(desk.store, "Boris")
    assert bool(desk.row(2).proposed)


@pytest.mark.parametrize(
    ("subject", "text", "sender", "kind"),
    [
        ("Refund", "please", ANNA, "refund"),
        ("Question", "I want my money refunded", ANNA, "refund"),
        ("Question", "Prefund", ANNA, "enquiry"),
        ("Question", "Прошу ВЕРНУТЬ  ДЕНЬГИ", ANNA, "refund"),
        ("Question", "вернуть книгу и деньги", ANNA, "enquiry"),
        ("Question", "hello", "School <office@school.example>", "consideration"),
        ("Refund", "hello", "School <office@school.example>", "consideration"),
        ("Question", "hello", "School <office@school.example.org>", "enquiry"),
    ],
)
def test_the_first_rule_that_fits_proposes(desk: Desk, subject: str, text: str, sender: str, kind: str) -> None:
    rules = (MailRule("consideration", senders=("@school.example",)), MailRule("refund", words=("REFUND", "вернуть деньги")))
    come(desk, message(subject, text, sender), rules=rules)
    assert desk.row(1).kind == kind


def test_a_rule_for_a_second_stage_proposes_the_usual_kind_before_the_first(desk: Desk) -> None:
    come(desk, message(), rules=(MailRule("results", "stage-2"),))
    assert desk.row(1).kind == "enquiry"


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        (MailRule("gossip"), MailKindUnfit),
        (MailRule("registration"), MailKindUnfit),  # it needs the date of an exam
        (MailRule("results"), MailTopicMissing),
        (MailRule("results", "stage-9"), MailTopicUnfit),
        (MailRule("enquiry", "stage-1"), MailTopicUnfit),
        (MailRule("enquiry", senders=("school",)), MailSenderUnfit),
    ],
)
def test_a_rule_that_no_message_could_follow_is_refused_before_any_is_filed(
    desk: Desk, rule: MailRule, error: type[Exception]
) -> None:
    with pytest.raises(error):
        come(desk, message(), rules=(rule,))
    assert desk.rows("SELECT COUNT(*) FROM ticket") == [(0,)]


def test_without_rules_only_complaints_are_told_apart(charter: Charter) -> None:
    (rule,) = checked_rules(charter, ())
    assert rule.kind == "complaint"


# -- answers -------------------------------------------------------------------------------------------------------------


def test_an_answer_to_our_message_reopens_its_ticket_whoever_sends_it(desk: Desk, tmp_path: Path) -> None:
    """Our Message-ID is proof: nobody else can make one. The question counts anew from the answer's receipt."""
    come(desk, message())
    ours = sent(desk, 1, tmp_path)
    assert desk.state(1) == "closed"
    desk.at("2026-11-05 11:00")
    came = "by x; Thu, 05 Nov 2026 10:30:00 +0300"
    answer = message("Re: Your question", "And where?", "Papa <papa@example.org>", In_Reply_To=ours, Received=came)
    assert filed(desk, answer) == [(How.REOPENED, 1)]
    assert (desk.state(1), desk.events(1)[-2:]) == ("open", ["reopened", "mailed"])
    assert desk.clocks(1)[-1] == ("written-reply", "2026-11-09 18:00", "running")
    assert in_order(desk)


def test_the_clock_of_an_answer_runs_from_its_receipt_however_late_it_is_fetched(desk: Desk, tmp_path: Path) -> None:
    come(desk, message())
    ours = sent(desk, 1, tmp_path)
    desk.at("2026-11-09 10:00")
    came = "by x; Thu, 05 Nov 2026 11:00:00 +0300"
    come(desk, message("Re: Your question", "And where?", In_Reply_To=ours, Received=came))
    assert desk.clocks(1)[-1] == ("written-reply", "2026-11-09 18:00", "running")
    assert in_order(desk)


@pytest.mark.parametrize("change", [("1", "2"), ("0", "1"), ("@desk", "@other")])
def test_an_id_that_we_did_not_make_proves_nothing(desk: Desk, tmp_path: Path, change: tuple[str, str]) -> None:
    come(desk, message(), message(text="Another question"))
    ours = sent(desk, 1, tmp_path)
    ticket_part, rest = ours[:7], ours[7:]
    forged = ticket_part.replace(*change) + rest if change[0] == "1" else ticket_part + rest.replace(*change)
    assert (ticket_answered(desk.store, ours), ticket_answered(desk.store, forged)) == (
        (1, ticket.ticket(desk.store, 1).events[1].id),
        (1, ticket.ticket(desk.store, 1).events[1].id) if change[0] == "@desk" or forged == ours else None,
    )


def test_a_number_in_the_subject_counts_only_for_who_belongs_to_the_ticket(desk: Desk) -> None:
    """Anybody can write a number: a stranger gets a ticket of their own."""
    come(desk, message())
    by_stranger = message("Re: [#1] Your question", "Who is this?", "Other <other@example.net>")
    by_customer = message("Re: № 1 Your question", "Thank you, and where?")
    assert filed(desk, by_stranger, by_customer) == [(How.OPENED, 2), (How.ADDED, 1)]
    assert desk.events(1)[-1] == "mailed"


def test_a_thread_of_the_customers_own_messages_stays_one_ticket(desk: Desk) -> None:
    come(desk, message(Message_ID="<1@example.org>"))
    more = message("Re: Question", "I forgot: FCE.", References="<1@example.org>")
    by_stranger = message("Re: Question", "Me too.", "Other <other@example.net>", References="<1@example.org>")
    assert filed(desk, more, by_stranger) == [(How.ADDED, 1), (How.OPENED, 2)]


def test_an_answer_to_a_merged_ticket_goes_to_the_other_one(desk: Desk) -> None:
    come(desk, message(Message_ID="<1@example.org>"), message(text="Again", Message_ID="<2@example.org>"))
    merge(desk.store, "Boris", 2, 1)
    assert filed(desk, message("Re: Question", "Well?", References="<2@example.org>")) == [(How.ADDED, 1)]


def test_an_answer_to_a_ticket_that_was_undone_opens_a_new_one(desk: Desk) -> None:
    come(desk, message(Message_ID="<1@example.org>"))
    tickets.undo(desk.store, "Boris")
    assert filed(desk, message("Re: Question", "Well?", References="<1@example.org>")) == [(How.OPENED, 2)]


def test_a_question_in_answer_to_a_notice_has_a_clock_of_its_own(desk: Desk, tmp_path: Path) -> None:
    """A certificate counts no receipt of emails: what is asked there would have no promise."""
    number = desk.new("certificate", "email", email="anna@example.org", subject="B2 First")
    ours = sent(desk, number, tmp_path, "informed")
    assert filed(desk, message("Re: certificate", "When may I come?", In_Reply_To=ours)) == [(How.OPENED, 2)]
    assert desk.clocks(2) == [("written-reply", "2026-11-06 18:00", "running")]
    assert (dict(desk.story(2).links), dict(desk.story(1).links)) == ({1: "follows"}, {2: "followed"})


def test_the_owner_is_told_of_a_further_message_until_they_do_something(desk: Desk) -> None:
    come(desk, message(Message_ID="<1@example.org>"))
    tickets.take(desk.store, "Vera", 1)
    come(desk, message("Re: Question", "Well?", References="<1@example.org>"))
    assert [who for _, who, _ in desk.story(1).reminders] == [desk.story(1).owner]
    tickets.note(desk.store, "Vera", 1, "seen")
    assert desk.story(1).reminders == ()


def test_an_answer_belongs_to_a_complaint_that_its_reader_may_not_see(people: Desk) -> None:
    """Who fetches the mail need not be allowed to read the complaint."""
    number = people.new("complaint", "email", who=seat(people, "complaints"), email="anna@example.org")
    ours = own_message_ids(people.store, [(number, 1)])[0]
    who = seat(people, "reception")
    (found,) = import_messages(people.store, who, [message("Re: complaint", "Well?", In_Reply_To=ours)], ())
    assert found.filed == Filed(How.ADDED, number)
    with pytest.raises(ComplaintSealed):
        raw_messages(people.store, number)


# -- what no person sent -------------------------------------------------------------------------------------------------

AUTOMATIC: dict[str, dict[str, Any]] = {
    "reply": {"Auto_Submitted": "auto-replied"},
    "list": {"List_Id": "<teachers.example.org>"},
    "robot": {"sender": "Shop <noreply@example.org>"},
}


@pytest.mark.parametrize("automatic", AUTOMATIC)
def test_what_a_program_sent_is_kept_apart_and_starts_no_clock(desk: Desk, automatic: str) -> None:
    assert filed(desk, message(**AUTOMATIC[automatic])) == [(How.APART, None)]
    assert [found.automatic for found in apart(desk.store)] == [automatic]
    assert desk.rows("SELECT COUNT(*) FROM ticket") == [(0,)]
    assert in_order(desk)


def test_an_automatic_reply_is_noted_on_its_ticket_and_reopens_nothing(desk: Desk, tmp_path: Path) -> None:
    come(desk, message())
    ours = sent(desk, 1, tmp_path)
    assert filed(desk, message("Out of office", "Back on Monday", In_Reply_To=ours, Auto_Submitted="auto-replied")) == [
        (How.ADDED, 1)
    ]
    assert (desk.state(1), desk.events(1)[-1], desk.clocks(1)[0][2]) == ("closed", "mailed", "kept")


def bounce(about: str, action: str = "failed") -> RawMessage:
    parts = (
        "Content-Type: text/plain\r\n\r\nSorry.",
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; anna@example.org\r\nAction: {action}\r\nStatus: 5.1.1",
        f"Content-Type: message/rfc822\r\n\r\nMessage-ID: {about}\r\nSubject: Your question\r\n\r\nx",
    )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    head = "From: MAILER-DAEMON@mx.example.org\r\nSubject: Undelivered\r\nDate: Tue, 03 Nov 2026 10:00:00 +0300\r\n"
    kind = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    return RawMessage(f"{head}{kind}{body}".encode(), "bounce.eml")


def test_a_bounce_reopens_the_promise_that_its_message_kept(desk: Desk, tmp_path: Path) -> None:
    come(desk, message())
    ours = sent(desk, 1, tmp_path)
    assert (desk.state(1), desk.clocks(1)[0][2]) == ("closed", "kept")
    assert filed(desk, bounce(ours)) == [(How.BOUNCED, 1)]
    assert (desk.state(1), desk.clocks(1)) == ("open", [("written-reply", "2026-11-06 18:00", "running")])
    event = next(event for event in ticket.ticket(desk.store, 1).events if event.what == "bounced")
    assert event.texts["note"] == "anna@example.org 5.1.1"
    assert filed(desk, bounce(ours)) == [(How.KNOWN, None)]
    assert in_order(desk)


def test_a_delay_is_news_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    come(desk, message())
    ours = sent(desk, 1, tmp_path)
    assert filed(desk, bounce(ours, "delayed")) == [(How.BOUNCED, 1)]
    assert (desk.state(1), desk.clocks(1)[0][2]) == ("closed", "kept")


def test_a_bounce_of_a_message_that_is_not_ours_is_kept_apart(desk: Desk) -> None:
    assert filed(desk, bounce("<x@elsewhere.example>")) == [(How.APART, None)]


# -- bad input -----------------------------------------------------------------------------------------------------------


def test_a_message_that_cannot_be_understood_becomes_a_ticket_that_says_so(desk: Desk) -> None:
    raw = b"From: Anna <anna@example.org>\r\nSubject: deep\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 1000
    assert filed(desk, RawMessage(raw, "deep.eml"), RawMessage(b"\x00\xff" * 40, "noise.eml")) == [
        (How.OPENED, 1), (How.OPENED, 2),
    ]  # fmt: skip
    assert "[" in ticket.ticket(desk.store, 1).events[0].texts["body"]
    assert [raw for _, raw in raw_messages(desk.store, 1)] == [raw]
    assert desk.row(2).name


def test_a_message_of_long_ago_or_of_tomorrow_is_filed_all_the_same(desk: Desk) -> None:
    """A clock set wrong must not lose a message; one over a year old starts none."""
    old = message(text="old", Received="by x; Mon, 03 Nov 2014 10:00:00 +0300")
    early = message(text="early", Received="by x; Mon, 03 Nov 2036 10:00:00 +0300")
    assert filed(desk, old, early) == [(How.APART, None), (How.OPENED, 1)]
    assert desk.row(1).received == desk.clock[0]


def test_the_longest_names_and_texts_are_cut_not_refused(desk: Desk) -> None:
    long = message("s" * 5_000, "t" * 150_000, f"{'n' * 5_000} <{'a' * 60}@example.org>")
    assert filed(desk, long) == [(How.OPENED, 1)]


def test_changed_bytes_of_a_message_are_found(desk: Desk) -> None:
    come(desk, message())
    assert check(desk.store).findings == ()
    desk.store.rows("DELETE FROM content")
    assert [finding.what for finding in check(desk.store).findings] == ["message"]


def test_who_only_reads_files_nothing(people: Desk) -> None:
    who = seat(people, "read-only")
    with pytest.raises(NotAllowed):
        import_messages(people.store, who, [message()], ())
