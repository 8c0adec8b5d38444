"""The morning's mail, from a real mailbox and through a real mail server: what it becomes, and an acknowledgement in two keys."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desk.intake.mail.fetching import fetch
from desk.intake.mail.login import PASSWORD
from desk.outgoing.mail.sending import send_due
from desk.settings import RECALL, MailAccount, MailSettings
from desk.store.commands.perform import reply
from desk.store.database import Store
from desk.store.mail.delivery import hand_over, take
from desk.store.mail.messages import own_message_ids
from tests import dovecot, smtp
from tests.dovecot import Imap
from tests.pilot.conftest import seconds, ticket
from tests.scenarios.conftest import OpenReception
from tests.scenarios.reception import Reception
from tests.smtp import Smtp

MONDAY = "2026-11-09 10:00"
QUESTION = "From: Ann <ann{n}@example.org>\r\nSubject: Question {n}\r\nMessage-ID: <{n}@example.org>\r\n\r\nWhen is exam {n}?\r\n"
COMPLAINT = "From: Eva <eva@example.org>\r\nSubject: Жалоба\r\nMessage-ID: <eva@example.org>\r\n\r\nВ зале было холодно.\r\n"
AWAY = "From: Bob <bob{n}@example.org>\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nBack soon\r\n"
BOUNCE = """From: MAILER-DAEMON@example.org\r
Subject: Undelivered\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.org\r
\r
Final-Recipient: rfc822; zoe@example.org\r
Action: failed\r
Status: 5.1.1\r
\r
--b\r
Content-Type: message/rfc822\r
\r
Message-ID: {own}\r
Subject: Re\r
\r
--b--\r
"""


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Imap]:
    with dovecot.running() as found:
        yield found


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Smtp]:
    with smtp.running() as found:
        yield found


@pytest.fixture
def mail(mailbox: Imap, mail_server: Smtp, monkeypatch: pytest.MonkeyPatch) -> MailSettings:
    """The centre's settings, its mailbox empty."""
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    mailbox.empty()
    mail_server.taken.clear()
    account = MailAccount("localhost", dovecot.USER, mailbox.tls, authority=mailbox.ca)
    return MailSettings(account, sender=mail_server.sender)


def an_answer_on_friday(store: Store) -> None:
    """To a question by email: the server took it, and its promise is kept."""
    number = ticket(store, channel="email", received="2026-11-06 12:00", name="Zoe", email="zoe@example.org", subject="Place")
    reply(store, "Anna", number, "answered", {"note": "Room 5", "way": "email", "at": None}, title="Re: Place")
    ((event,),) = store.rows("SELECT id FROM event WHERE what = 'written'")
    assert hand_over(store, event)
    take(store, event, "250 OK", to_copy=False)


def by_the_test(desk: Reception, mail: MailSettings) -> None:
    """The desk knows the settings; its mail is moved by the test, at the test's clock."""
    desk.desk.app.mail.close()
    desk.desk.app.settings = replace(desk.desk.app.settings, mail=mail)
    desk.desk.app.mail.keep = lambda acting: None  # type: ignore[method-assign]  # noqa: ARG005


async def test_the_mail_of_a_night_becomes_tickets(reception: OpenReception, mailbox: Imap, mail: MailSettings) -> None:
    """Fourteen messages, two automatic replies and a bounce among them."""
    async with reception(an_answer_on_friday, at=MONDAY) as desk:
        by_the_test(desk, mail)
        assert desk.clocks(1)["written-reply"][0] == "kept"
        with desk.elsewhere() as store:
            ((event,),) = store.rows("SELECT id FROM event WHERE what = 'written'")
            (own,) = own_message_ids(store, [(1, event)])
        raw = [COMPLAINT, *(QUESTION.format(n=n) for n in range(10)), *(AWAY.format(n=n) for n in range(2)), BOUNCE.format(own=own)]
        for place, text in enumerate(raw):
            mailbox.deliver(text.encode(), f"m{place:02}", seconds("2026-11-07 22:10") + place)
        desk.meanwhile(lambda store: fetch(store, "Anna", mail.account, ()) if mail.account else None)
        await desk.a_second_passes()
        assert len(desk.queue("enquiries")) == 11  # ten, and the one that was not answered after all
        assert desk.queue("complaints") == [2]
        proposed = desk.rows("SELECT COUNT(*) FROM ticket WHERE proposed")
        assert proposed == [(11,)]
        assert desk.rows("SELECT COUNT(*) FROM mail_message WHERE ticket_id IS NULL") == [(2,)]
        assert desk.clocks(1)["written-reply"][0] == "running"


async def test_a_complaint_by_email_is_acknowledged_by_two_keys(
    reception: OpenReception, mailbox: Imap, mail_server: Smtp, mail: MailSettings
) -> None:
    """Kept at the moment at which the mail server took it; before that the clock runs."""
    async with reception(at="2026-11-09 10:02") as desk:
        by_the_test(desk, mail)
        mailbox.deliver(COMPLAINT.encode(), "m", seconds("2026-11-07 22:10"))
        desk.meanwhile(lambda store: fetch(store, "Anna", mail.account, ()) if mail.account else None)
        await desk.a_second_passes()
        assert desk.clocks(1) == {
            "complaint-acknowledge": ("running", "09.11 18:00:00"),
            "complaint-informed": ("running", "16.11 18:00:00"),
        }
        await desk.select(1)
        await desk.at("2026-11-09 10:04")
        await desk.press("k", "f10")
        assert desk.clocks(1)["complaint-acknowledge"][0] == "running"
        sends(desk, mail)
        assert mail_server.taken == []
        await desk.at(f"2026-11-09 10:04:{RECALL + 1}")
        sends(desk, mail)
        await desk.a_second_passes()
        assert len(mail_server.taken) == 1
        assert desk.clocks(1)["complaint-acknowledge"][0] == "kept"
        assert desk.rows("SELECT at FROM event WHERE what = 'acknowledged'") == [(seconds("2026-11-09 10:04") + RECALL + 1,)]


def sends(desk: Reception, mail: MailSettings) -> None:
    assert mail.sender is not None
    desk.meanwhile(send_due, mail.sender)
