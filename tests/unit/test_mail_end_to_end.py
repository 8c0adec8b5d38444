"""Mail from end to end: the desk sends through Postfix, which delivers into the mailbox that Dovecot shows to the desk."""

import os
import smtplib
from collections.abc import Callable
from time import monotonic

import pytest

from desk.intake.mail.fetching import fetch
from desk.intake.mail.login import PASSWORD, tls_context
from desk.outgoing.mail.sending import Became, copy_to_sent, send_due
from desk.settings import RECALL, MailAccount, MailSettings
from desk.store.commands.perform import reply
from desk.store.event_log import events_of
from desk.store.mail.filing import How
from desk.store.ticket_state import fold_events
from tests import dovecot, postfix
from tests.postfix import Mta
from tests.unit.conftest import Desk

PATIENCE = 30.0  # seconds
QUESTION = b"From: Ann <%s>\r\nTo: %s\r\nSubject: When?\r\nMessage-ID: <q@lt-pro.example>\r\n\r\nWhen is the exam?\r\n"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="Postfix starts as root only")
def test_a_question_its_answer_and_what_did_not_arrive(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The customer writes, the desk answers to an address that is not there; the report of the mail server undoes the promise."""
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    with dovecot.running() as imap, postfix.running(imap.inbox.parent.parent) as mta:
        account = MailAccount("localhost", dovecot.USER, imap.tls, authority=imap.ca)
        mail = MailSettings(account, sender=mta.sender)

        def fetched() -> list[How]:
            return [imported.filed.how for imported in fetch(desk.store, "Boris", account, ())]

        fetched()
        writes(mta, "gone@lt-pro.example")
        assert until(fetched) == [How.OPENED]
        reply(desk.store, "Anna", 1, "answered", {"note": "In May.", "way": "email", "at": None}, title="Re: When?")
        desk.clock[0] += RECALL
        assert [tried.became for tried in send_due(desk.store, mta.sender)] == [Became.SENT]
        assert copy_to_sent(desk.store, mail) == 1
        assert desk.row(1).state == "closed"
        assert until(fetched) == [How.BOUNCED]
        assert desk.row(1).state == "open"
        assert desk.clocks(1)[0][2] == "running"
        assert fold_events(events_of(desk.store, 1)).unreachable
        assert "gone@lt-pro.example" in events_of(desk.store, 1)[-2].texts["note"]


def writes(mta: Mta, sender: str) -> None:
    """A customer's mail program writes to the centre."""
    with smtplib.SMTP_SSL("localhost", mta.port, context=tls_context(mta.ca)) as server:
        server.sendmail(sender, [dovecot.USER], QUESTION % (sender.encode(), dovecot.USER.encode()))


def until(fetched: Callable[[], list[How]]) -> list[How]:
    """What is filed by the first fetch that files something."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if found := fetched():
            return found
    raise AssertionError("nothing came")
