"""Automatic confirmations: which messages get one, and that no exchange with a program goes on."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk.intake.mail.importing import import_messages
from desk.intake.mail.sources import RawMessage
from desk.outgoing.mail.composing import composed
from desk.outgoing.mail.confirming import confirm
from desk.settings import RECALL, MailSender, MailSettings, Settings
from desk.store.mail.delivery import Email, due, hand_over, take
from desk.store.mail.messages import own_message_ids
from tests.unit.conftest import Desk

OFFICE = "office@lt-pro.example"
SENDER = MailSender("localhost", OFFICE, OFFICE)
QUESTION = b"From: Ann <ann@example.org>\r\nSubject: When?\r\nMessage-ID: <1@example.org>\r\n\r\nWhen is the exam?\r\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a centre that confirms, without texts of its own."""
    return Settings("", None, "en", "Boris", texts=tmp_path / "texts", mail=MailSettings(sender=SENDER, confirms=True))


def comes(desk: Desk, settings: Settings, raw: bytes) -> bool:
    """Whether a message that comes in is confirmed."""
    (imported,) = import_messages(desk.store, "Boris", [RawMessage(raw, "test")], ())
    return confirm(desk.store, "Boris", settings, imported.filed)


def sent(desk: Desk) -> list[bytes]:
    """The messages that are due, as if the server took them."""
    desk.clock[0] += RECALL
    emails = due(desk.store)
    ids = own_message_ids(desk.store, [(email.ticket, email.event) for email in emails])
    raw = [
        composed(desk.store.charter, email, OFFICE, own, desk.clock[0]).as_bytes() for email, own in zip(emails, ids, strict=True)
    ]
    for email in emails:
        assert hand_over(desk.store, email.event)
        take(desk.store, email.event, "250 OK", to_copy=False)
    return raw


def test_a_message_of_a_person_is_confirmed_with_its_number_and_the_promise(desk: Desk, settings: Settings) -> None:
    """The clock runs on: a confirmation answers nothing, and names nobody as its writer."""
    assert comes(desk, settings, QUESTION)
    (email,) = due_later(desk)
    assert (email.email, email.automatic, email.answers) == ("ann@example.org", "confirmation", "<1@example.org>")
    assert " 1." in email.body
    (raw,) = sent(desk)
    assert b"Auto-Submitted: auto-replied" in raw
    assert b"Boris" not in raw
    assert (desk.events(1), desk.row(1).state) == (["received", "written", "noted"], "open")


def due_later(desk: Desk) -> list[Email]:
    desk.clock[0] += RECALL
    return due(desk.store)


@pytest.mark.parametrize(
    "raw",
    [
        QUESTION.replace(b"When", b"I complain"),
        QUESTION.replace(b"Subject", b"Auto-Submitted: auto-replied\r\nSubject"),
        QUESTION.replace(b"Subject", b"List-Id: <news.example.org>\r\nSubject"),
        QUESTION.replace(b"Subject", b"Precedence: bulk\r\nSubject"),
        QUESTION.replace(b"ann@example.org", OFFICE.encode()),
        QUESTION.replace(b"<ann@example.org>", b""),
    ],
    ids=["complaint", "automatic", "list", "bulk", "from ourselves", "no address"],
)
def test_what_gets_no_confirmation(desk: Desk, settings: Settings, raw: bytes) -> None:
    assert not comes(desk, settings, raw)


def test_only_if_the_centre_wants_it_and_can_send(desk: Desk, settings: Settings) -> None:
    assert not comes(desk, replace(settings, mail=settings.mail._replace(confirms=False)), QUESTION)
    other = QUESTION.replace(b"1@", b"2@")
    assert not comes(desk, replace(settings, mail=settings.mail._replace(sender=None)), other)


def test_an_address_gets_one_a_day(desk: Desk, settings: Settings) -> None:
    """In whatever case it is written, on whatever ticket."""
    assert comes(desk, settings, QUESTION)
    assert not comes(desk, settings, QUESTION.replace(b"1@", b"2@").replace(b"ann@", b"Ann@"))
    assert comes(desk, settings, QUESTION.replace(b"1@", b"3@").replace(b"ann@", b"eva@"))
    desk.clock[0] += 86_400
    assert comes(desk, settings, QUESTION.replace(b"1@", b"4@"))


@pytest.mark.parametrize("keeps_thread", [True, False])
def test_no_loop_with_a_program_survives(desk: Desk, settings: Settings, keeps_thread: bool) -> None:
    """A program that answers every message, without a word that it is one: ten rounds end with the first."""
    comes(desk, settings, QUESTION)
    answers = 0
    for round_ in range(10):
        for raw in sent(desk):
            answers += 1
            thread = raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0] if keeps_thread else b"<else@example.org>"
            answer = b"From: ann@example.org\r\nSubject: Re\r\nMessage-ID: <r%d@example.org>\r\nIn-Reply-To: %s\r\n\r\nThanks!\r\n"
            comes(desk, settings, answer % (round_, thread))
    assert answers == 1
