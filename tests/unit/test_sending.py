"""Sending emails to a real mail server: aiosmtpd on a loopback port."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from desk.intake.mail.errors import MailboxFailed, MailLoginRefused, MailServerNotTrusted, MailServerUnreachable
from desk.intake.mail.login import PASSWORD
from desk.outgoing.mail import smtp as smtp_module
from desk.outgoing.mail.composing import composed
from desk.outgoing.mail.errors import SendingFailed
from desk.outgoing.mail.sending import Became, send_due
from desk.settings import RECALL, MailSender
from desk.store.commands import tickets
from desk.store.commands.corrections import correct
from desk.store.commands.letters import waiting
from desk.store.commands.merging import merge
from desk.store.commands.outbox import CONFIRMATION, write
from desk.store.commands.perform import reply
from desk.store.errors import NotFound
from desk.store.errors.files import FilesTooLarge
from desk.store.errors.tickets import AddressMissing, EmailBeingSent, EmailNotInDoubt, LettersSent, LetterWaits
from desk.store.event_log import events_of
from desk.store.files.attaching import files_of
from desk.store.files.content import LARGEST, Loaded
from desk.store.mail.delivery import SENDING, Email, State, hand_over, standing
from desk.store.mail.filing import Arrived, How, file_message
from desk.store.mail.settling import Decision, outbox, settle
from desk.store.maintenance.check import check
from desk.store.staff import staff_id
from desk.store.ticket_state import fold_events
from tests import dovecot
from tests.hostile import STORABLE
from tests.smtp import DROP, Smtp, running
from tests.unit.conftest import Desk

pytestmark = pytest.mark.server
ANN = "ann@example.org"


@pytest.fixture(scope="module")
def shared() -> Iterator[Smtp]:
    with running() as found:
        yield found


@pytest.fixture
def smtp(shared: Smtp, monkeypatch: pytest.MonkeyPatch) -> Smtp:
    """The server as new, and the password in the environment."""
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    for kept in (shared.logins, shared.taken, shared.recipients, shared.answers, shared.at_end, shared.to_sender):
        kept.clear()
    return shared


@pytest.fixture
def complaint(desk: Desk) -> int:
    return desk.new("complaint", "email", name="Ann Smith", email=ANN, subject="Cold room", language="en")


def acknowledge(desk: Desk, number: int, words: str = "We have it.") -> int:
    """Puts an acknowledgement into the outbox. Returns its event."""
    values = {"note": words, "way": "email", "at": None}
    assert reply(desk.store, "Вера", number, "acknowledged", values, "dates", title="Re: Cold room")
    return next(event.id for event in events_of(desk.store, number) if event.what == "written")


def sends(desk: Desk, smtp: Smtp, *, later: int = RECALL) -> list[Became]:
    """What became of what is due after some seconds."""
    desk.clock[0] += later
    return [tried.became for tried in send_due(desk.store, smtp.sender)]


def state_of(desk: Desk) -> list[str]:
    return [row.state for row in outbox(desk.store)]


def is_kept(desk: Desk, number: int) -> bool:
    return next(clock for clock in desk.clocks(number) if clock[0] == "complaint-acknowledge")[2] != "running"


def test_the_clock_stops_when_the_server_takes_the_email(desk: Desk, smtp: Smtp, complaint: int) -> None:
    """Not before, however long it waits; the fact has the moment of the server's answer and its writer."""
    written = acknowledge(desk, complaint)
    assert (is_kept(desk, complaint), sends(desk, smtp, later=RECALL - 1), smtp.taken) == (False, [], [])
    assert sends(desk, smtp, later=300) == [Became.SENT]
    assert is_kept(desk, complaint)
    event = events_of(desk.store, complaint)[-1]
    assert (event.what, event.at, event.data["letter"]) == ("acknowledged", desk.clock[0], written)
    assert event.staff == events_of(desk.store, complaint)[1].staff
    assert (smtp.recipients, smtp.logins) == ([[ANN]], [dovecot.PASSWORD])
    assert (outbox(desk.store), waiting(desk.store), sends(desk, smtp)) == ([], [], [])
    with pytest.raises(LettersSent):
        tickets.undo(desk.store, "Вера")
    assert check(desk.store).findings == ()


def test_what_a_reply_says_of_itself_belongs_to_the_fact(desk: Desk, smtp: Smtp, complaint: int) -> None:
    values = {"note": "We are sorry.", "way": "email", "at": None, "outcome": "upheld", "why": "ill", "given": "A new date."}
    reply(desk.store, "Вера", complaint, "full-answer", values, title="Re: Cold room")
    assert fold_events(events_of(desk.store, complaint)).outcome == ""
    sends(desk, smtp)
    event = events_of(desk.store, complaint)[-1]
    assert (event.what, event.data["outcome"], event.texts) == ("answered", "upheld", {"why": "ill", "given": "A new date."})


def test_an_email_is_taken_back_within_fifteen_seconds(desk: Desk, smtp: Smtp, complaint: int) -> None:
    acknowledge(desk, complaint)
    tickets.undo(desk.store, "Вера")
    assert (sends(desk, smtp), smtp.taken) == ([], [])
    assert fold_events(events_of(desk.store, complaint)).missing is None


def test_what_is_being_handed_over_is_not_taken_back(desk: Desk, complaint: int) -> None:
    written = acknowledge(desk, complaint)
    assert hand_over(desk.store, written)
    assert not hand_over(desk.store, written)
    with pytest.raises(LettersSent):
        tickets.undo(desk.store, "Вера")
    with pytest.raises(EmailBeingSent):
        settle(desk.store, "Вера", written, Decision.WITHDRAWN)
    assert waiting(desk.store) == []  # an export leaves it out


def test_the_same_thing_is_not_said_twice(desk: Desk, complaint: int) -> None:
    acknowledge(desk, complaint)
    with pytest.raises(LetterWaits):
        acknowledge(desk, complaint)


def test_a_message_is_in_its_thread_signed_and_without_injected_headers(desk: Desk, smtp: Smtp) -> None:
    raw = b"From: Ann <ann@example.org>\r\nMessage-ID: <q1@example.org>\r\nSubject: When?\r\n\r\nWhen?\r\n"
    arrived = Arrived(raw, desk.clock[0], "test", "<q1@example.org>", address=ANN, text="When?", kind="enquiry", language="en")
    filed = file_message(desk.store, "Boris", replace(arrived, name="Ann\r\nBcc: all@example.org", subject="When?\nX: y"))
    assert filed.ticket is not None
    values = {"note": "In <b>May</b>.\n.\nUntil then", "way": "email", "at": None}
    assert reply(desk.store, "Вера", filed.ticket, "answered", values, title="Re: When?\r\nBcc: all@example.org")
    sends(desk, smtp)
    found = smtp.message()
    assert (found["To"].addresses[0].addr_spec, found["From"].addresses[0].addr_spec) == (ANN, dovecot.USER)
    assert (found["Bcc"], found["X"], len(smtp.recipients[0])) == (None, None, 1)
    assert (found["In-Reply-To"], found["References"]) == ("<q1@example.org>", "<q1@example.org>")
    assert found["Subject"].endswith(f"[#{filed.ticket}]")
    assert found["Auto-Submitted"] is None
    plain, html = found.get_body(("plain",)), found.get_body(("html",))
    assert plain is not None
    assert html is not None
    lines = plain.get_content().splitlines()
    centre = desk.store.charter.file.centre
    assert lines[:3] == ["In <b>May</b>.", ".", "Until then"]
    assert lines[lines.index("-- ") + 1] == "Vera"
    assert {centre.name.en, centre.phone} <= set(lines)
    assert "In &lt;b&gt;May&lt;/b&gt;.<br>" in html.get_content()


def test_an_answer_finds_its_ticket_and_a_bounce_undoes_the_promise(desk: Desk, smtp: Smtp, complaint: int) -> None:
    acknowledge(desk, complaint)
    sends(desk, smtp)
    sent = str(smtp.message()["Message-ID"])
    desk.clock[0] += 600
    arrived = Arrived(b"back", desk.clock[0], "test", "<b@x>", kind="enquiry", automatic="bounce", undelivered=sent, failed=True)
    assert file_message(desk.store, "Boris", arrived).how is How.BOUNCED
    assert not is_kept(desk, complaint)
    assert fold_events(events_of(desk.store, complaint)).unreachable
    answer = Arrived(b"Re", desk.clock[0], "test", "<a@x>", (sent,), address="other@example.org", text="Thanks", kind="enquiry")
    assert file_message(desk.store, "Boris", answer).ticket == complaint


def test_nothing_is_sent_past_a_message_that_came_in(desk: Desk, smtp: Smtp, complaint: int) -> None:
    """It is held until somebody has decided; what a program wrote holds nothing."""
    written = acknowledge(desk, complaint)

    def comes(name: str, automatic: str = "") -> None:
        what = Arrived(name.encode(), desk.clock[0], "test", f"<{name}@x>", address=ANN, subject=f"Re #{complaint}", kind="enquiry",
                       automatic=automatic)  # fmt: skip
        assert file_message(desk.store, "Boris", what).ticket == complaint

    comes("auto", "reply")
    comes("more")
    assert (sends(desk, smtp), state_of(desk)) == ([Became.HELD], [State.HELD])
    assert (sends(desk, smtp, later=3_600), standing(desk.store).stuck) == ([], {"held": 1})
    assert settle(desk.store, "Вера", written, Decision.AGAIN) == complaint
    assert (sends(desk, smtp), is_kept(desk, complaint)) == ([Became.SENT], True)


def test_an_email_refused_for_now_is_tried_again_later_and_later(desk: Desk, smtp: Smtp, complaint: int) -> None:
    acknowledge(desk, complaint)
    smtp.answers[ANN] = "452 4.2.2 mailbox full"
    since = desk.clock[0] + RECALL
    assert sends(desk, smtp) == [Became.POSTPONED]
    assert (sends(desk, smtp, later=59), sends(desk, smtp, later=1)) == ([], [Became.POSTPONED])
    assert (sends(desk, smtp, later=299), sends(desk, smtp, later=1)) == ([], [Became.POSTPONED])
    (row,) = outbox(desk.store)
    assert (row.tries, row.since, row.reason) == (3, since, "452 4.2.2 mailbox full")
    mail = standing(desk.store)
    assert (mail.emails, mail.failed, mail.stuck) == (1, 1, {})
    smtp.answers.clear()
    assert (sends(desk, smtp, later=900), is_kept(desk, complaint)) == ([Became.SENT], True)


def test_an_email_refused_for_good_keeps_no_promise_and_says_so(desk: Desk, smtp: Smtp, complaint: int) -> None:
    """The others are sent; with a corrected address it can be sent again."""
    other = desk.new("complaint", "email", name="Bob", email="bob@example.org", subject="Noise", language="en")
    written = acknowledge(desk, complaint)
    acknowledge(desk, other)
    smtp.answers[ANN] = "550 5.1.1 no such user"
    assert sends(desk, smtp) == [Became.REFUSED, Became.SENT]
    assert (is_kept(desk, complaint), is_kept(desk, other), state_of(desk)) == (False, True, [State.REFUSED])
    event = events_of(desk.store, complaint)[-1]
    assert (event.what, event.data["of"], event.texts["note"]) == ("unsent", written, "550 5.1.1 no such user")
    assert fold_events(events_of(desk.store, complaint)).unreachable
    assert sends(desk, smtp, later=86_400) == []
    with pytest.raises(EmailNotInDoubt):
        settle(desk.store, "Вера", written, Decision.SENT)
    smtp.answers.clear()
    settle(desk.store, "Вера", written, Decision.AGAIN)
    assert (sends(desk, smtp), is_kept(desk, complaint)) == ([Became.SENT], True)


@pytest.mark.parametrize(("answer", "became"), [("552 too large", Became.REFUSED), ("451 later", Became.POSTPONED)])
def test_the_answer_to_the_message_itself_counts(desk: Desk, smtp: Smtp, complaint: int, answer: str, became: Became) -> None:
    acknowledge(desk, complaint)
    smtp.at_end.append(answer)
    assert (sends(desk, smtp), is_kept(desk, complaint)) == ([became], False)


def test_a_connection_that_breaks_before_the_answer_leaves_a_doubt(desk: Desk, smtp: Smtp, complaint: int) -> None:
    """It is not tried again by itself. Somebody says what happened: it counts from when it was handed over."""
    written = acknowledge(desk, complaint)
    smtp.at_end.append(DROP)
    assert (sends(desk, smtp), state_of(desk)) == ([Became.DOUBTFUL], [State.DOUBTFUL])
    handed = desk.clock[0]
    assert (sends(desk, smtp, later=86_400), len(smtp.taken), is_kept(desk, complaint)) == ([], 1, False)
    settle(desk.store, "Anna", written, Decision.SENT)
    event = events_of(desk.store, complaint)[-1]
    assert (event.what, event.at, event.staff) == ("acknowledged", handed, staff_id(desk.store, "Anna"))
    assert (outbox(desk.store), check(desk.store).findings) == ([], ())
    with pytest.raises(NotFound):
        settle(desk.store, "Anna", written, Decision.SENT)


def test_what_a_killed_process_had_handed_over_is_in_doubt(desk: Desk, smtp: Smtp, complaint: int) -> None:
    written = acknowledge(desk, complaint)
    hand_over(desk.store, written)
    assert (sends(desk, smtp), state_of(desk), smtp.taken) == ([], [State.DOUBTFUL], [])
    settle(desk.store, "Вера", written, Decision.WITHDRAWN)
    assert (outbox(desk.store), is_kept(desk, complaint)) == ([], False)


def test_a_server_that_is_not_there_makes_everything_wait(desk: Desk, smtp: Smtp, complaint: int) -> None:
    acknowledge(desk, complaint)
    gone = replace_port(smtp.sender, dovecot.free_port())
    desk.clock[0] += RECALL
    since = desk.clock[0]
    for _ in range(2):
        with pytest.raises(MailServerUnreachable):
            send_due(desk.store, gone)
        desk.clock[0] += 60
    mail = standing(desk.store)
    assert [(trouble.part, trouble.since) for trouble in mail.troubles] == [(SENDING, since)]
    assert (mail.emails, mail.emails_since) == (1, since - RECALL)
    assert (sends(desk, smtp), standing(desk.store).troubles) == ([Became.SENT], ())


def replace_port(sender: MailSender, port: int) -> MailSender:
    return sender._replace(port=port)


def test_a_server_that_hangs_is_given_up(desk: Desk, smtp: Smtp, complaint: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_module, "TIMEOUT", 0.2)
    acknowledge(desk, complaint)
    desk.clock[0] += RECALL
    with dovecot.silent() as port, pytest.raises(MailboxFailed):
        send_due(desk.store, replace_port(smtp.sender, port))


def test_a_wrong_password_is_said(desk: Desk, smtp: Smtp, complaint: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "wrong")
    acknowledge(desk, complaint)
    with pytest.raises(MailLoginRefused):
        sends(desk, smtp)
    assert (state_of(desk), smtp.taken) == ([""], [])


@pytest.mark.parametrize("bad", ["self-signed", "expired", "wrong host", "stripped"])
def test_no_password_is_sent_over_a_connection_that_is_not_safe(
    desk: Desk, complaint: int, monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    acknowledge(desk, complaint)
    names = ("mail.example.org",) if bad == "wrong host" else ("localhost",)
    with running(names=names, expired=bad == "expired", tls=bad != "stripped") as smtp:
        sender = smtp.sender
        if bad == "self-signed":
            sender = sender._replace(authority=None)
        if bad == "stripped":
            sender = sender._replace(starttls=True)
        desk.clock[0] += RECALL
        with pytest.raises(MailServerNotTrusted):
            send_due(desk.store, sender)
        assert (smtp.logins, smtp.taken) == ([], [])


def test_encryption_can_begin_in_an_open_connection_and_a_relay_needs_no_login(
    desk: Desk, complaint: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    acknowledge(desk, complaint)
    with running(starttls=True, logs_in=False) as smtp:
        assert (sends(desk, smtp), smtp.logins) == ([Became.SENT], [])


@pytest.mark.parametrize("turn", ["converted", "closed", "merged"])
def test_an_email_is_held_if_its_ticket_takes_another_turn(desk: Desk, smtp: Smtp, turn: str) -> None:
    """An answer to a question is none to a complaint: sent all the same, it is a note."""
    number = desk.new("enquiry", "email", name="Ann", email=ANN, subject="When?", language="en")
    other = desk.new("enquiry", "email", name="Ann", email=ANN, subject="Where?", language="en")
    reply(desk.store, "Вера", number, "answered", {"note": "In May.", "way": "email", "at": None}, title="Re: When?")
    if turn == "converted":
        tickets.to_complaint(desk.store, "Вера", number)
    elif turn == "closed":
        tickets.close(desk.store, "Вера", number, "withdrawn")
    else:
        merge(desk.store, "Вера", number, other)
    assert sends(desk, smtp) == [Became.HELD]
    (row,) = outbox(desk.store)
    settle(desk.store, "Вера", row.event, Decision.AGAIN)
    assert (sends(desk, smtp), events_of(desk.store, number)[-1].what) == ([Became.SENT], "noted")
    assert check(desk.store).findings == ()


def test_an_address_that_was_removed_is_said(desk: Desk, smtp: Smtp, complaint: int) -> None:
    written = acknowledge(desk, complaint)
    correct(desk.store, "Вера", complaint, "email", "")
    assert sends(desk, smtp) == []
    with pytest.raises(AddressMissing):
        settle(desk.store, "Вера", written, Decision.AGAIN)
    correct(desk.store, "Вера", complaint, "email", "ann@почта.рф")
    assert (sends(desk, smtp), smtp.recipients) == ([Became.SENT], [["ann@xn--80a1acny.xn--p1ai"]])


def test_a_confirmation_is_dropped_if_the_customer_writes_again(desk: Desk, smtp: Smtp) -> None:
    number = desk.new("enquiry", "email", name="Ann", email=ANN, subject="When?", language="en")
    write(desk.store, "Boris", number, "email", None, {"title": "Re", "note": "Arrived"}, automatic=CONFIRMATION)
    what = Arrived(b"more", desk.clock[0], "test", "<more@x>", address=ANN, subject=f"Re #{number}", kind="enquiry")
    file_message(desk.store, "Boris", what)
    assert (sends(desk, smtp), outbox(desk.store), smtp.taken) == ([], [], [])


def test_many_go_in_one_connection_in_their_order(desk: Desk, smtp: Smtp) -> None:
    people = [f"ann{place}@example.org" for place in range(5)]
    numbers = [desk.new("enquiry", "email", name="Ann", email=email, subject="When?", language="ru") for email in people]
    for number in numbers:
        reply(desk.store, "Вера", number, "answered", {"note": "В мае.", "way": "email", "at": None}, title="Re: When?")
    assert sends(desk, smtp) == [Became.SENT] * 5
    assert [found for (found,) in smtp.recipients] == people
    assert len(smtp.logins) == 1
    assert all(desk.row(number).state == "closed" for number in numbers)


def test_files_go_along_and_stay_on_the_ticket(desk: Desk, smtp: Smtp, complaint: int) -> None:
    """One undo takes back the email with its files; together they are no larger than mailboxes take."""
    files = [Loaded("Ответ\r\nBcc: x.pdf", "application/pdf", b"%PDF-1.4"), Loaded("room.png", "image/png", b"\x89PNG")]
    values = {"note": "See the plan.", "way": "email", "at": None}
    reply(desk.store, "Вера", complaint, "updated", values, title="Re: Cold room", files=files)
    assert [file.name for file in files_of(desk.store, complaint)] == ["Ответ\r\nBcc: x.pdf", "room.png"]
    sends(desk, smtp)
    message = smtp.message()
    found = [(part.get_filename(), part.get_content_type(), part.get_content()) for part in message.iter_attachments()]
    assert found == [("Ответ ⏎ Bcc: x.pdf", "application/pdf", b"%PDF-1.4"), ("room.png", "image/png", b"\x89PNG")]
    assert message["Bcc"] is None
    reply(desk.store, "Вера", complaint, "updated", values, title="Re: Cold room", files=files[:1])
    assert len(files_of(desk.store, complaint)) == 3
    tickets.undo(desk.store, "Вера")
    assert (len(files_of(desk.store, complaint)), sends(desk, smtp)) == (2, [])
    half = Loaded("a", "text/plain", bytes(LARGEST // 2 + 1))
    with pytest.raises(FilesTooLarge):
        reply(desk.store, "Вера", complaint, "updated", values, title="Re: Cold room", files=[half, half])
    assert check(desk.store).findings == ()


@pytest.mark.parametrize(
    ("answer", "became"), [("252 maybe", Became.SENT), ("354 more?", Became.DOUBTFUL), ("hello", Became.DOUBTFUL)]
)
def test_an_unusual_answer_to_the_end_sends_nothing_twice(
    desk: Desk, smtp: Smtp, complaint: int, answer: str, became: Became
) -> None:
    """Any answer of its class is a yes; one that means nothing leaves a doubt, as the server has the message."""
    acknowledge(desk, complaint)
    smtp.at_end.append(answer)
    assert (sends(desk, smtp), sends(desk, smtp, later=86_400), len(smtp.taken)) == ([became], [], 1)


@pytest.mark.parametrize("answer", ["550 5.7.1 not yours", "530 login first", "451 later"])
def test_a_server_that_refuses_the_sender_refuses_no_recipient(desk: Desk, smtp: Smtp, complaint: int, answer: str) -> None:
    """Nothing of the centre's goes out then: no address is marked, everything waits."""
    acknowledge(desk, complaint)
    smtp.to_sender.append(answer)
    with pytest.raises(SendingFailed):
        sends(desk, smtp)
    assert not fold_events(events_of(desk.store, complaint)).unreachable
    assert [trouble.part for trouble in standing(desk.store).troubles] == [SENDING]
    assert (sends(desk, smtp, later=3_600), is_kept(desk, complaint)) == ([Became.SENT], True)


@pytest.mark.parametrize("text", STORABLE)
def test_whatever_somebody_is_called_the_email_can_be_sent(desk: Desk, text: str) -> None:
    """One that cannot be composed would keep all others from leaving."""
    values = ("en", text[:100], ANN, text[:150], text, text[:150], text[:60], text[:200])
    raw = composed(desk.store.charter, Email(7, 3, 0, *values, False, "", False), ANN, "<own@x>", 0).as_bytes()
    found = message_from_bytes(raw, policy=default)
    assert [address.addr_spec for address in found["To"].addresses] == [ANN]
    assert (found["Message-ID"], found["Bcc"], raw.isascii()) == ("<own@x>", None, True)
