"""Certificates handed over: to whom, by which document, and never twice."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.certificates import hand_out
from desk.store.errors import BadInput
from desk.store.errors.input import (
    AuthorityMissing,
    DocumentMissing,
    DocumentUnknown,
    RelationUnknown,
    SignsMissing,
    TakerMissing,
    TooManySigns,
)
from desk.store.errors.tickets import ActNotApplicable, CertificateHandedOver
from desk.store.event_log import events_of
from tests.unit.conftest import Desk

PASSPORT = {"document": "passport", "signs": "4711"}


@pytest.fixture
def certificate(desk: Desk) -> int:
    """A certificate that is here."""
    return desk.new("certificate", "letter", name="Карпова Ольга", candidate="0001", exam_name="FCE", exam_day="2026-10-17")


def test_it_keeps_its_clock_and_says_who_took_it(desk: Desk, certificate: int) -> None:
    """registration.2; the candidate where nobody else is named."""
    hand_out(desk.store, "Вера", certificate, **PASSPORT, note="с сестрой")
    assert desk.clocks(certificate) == [("certificate-notify", "2026-11-11 18:00", "kept")]
    event = events_of(desk.store, certificate)[-1]
    assert event.data["relation"] == "self"
    assert dict(event.texts) == {"taker": "Карпова Ольга", "signs": "4711", "note": "с сестрой"}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, DocumentMissing),
        ({"document": "passport"}, SignsMissing),
        ({"document": "passport", "signs": " - "}, SignsMissing),
        ({"document": "passport", "signs": "471"}, SignsMissing),
        ({"document": "passport", "signs": "4014 123456"}, TooManySigns),
        ({"document": "library card", "signs": "1"}, DocumentUnknown),
        ({**PASSPORT, "relation": "neighbour"}, RelationUnknown),
        ({**PASSPORT, "relation": "other", "taker": "Сосед"}, AuthorityMissing),
        ({**PASSPORT, "relation": "school", "taker": "Школа 5", "authority": " "}, AuthorityMissing),
        ({**PASSPORT, "relation": "parent"}, TakerMissing),
        ({**PASSPORT, "relation": "other", "authority": "№ 12"}, TakerMissing),
    ],
)
def test_what_is_not_known_of_the_taker_is_asked(
    desk: Desk, certificate: int, given: dict[str, str], error: type[BadInput]
) -> None:
    """Nothing is handed to the wrong person, and no more than four signs of a document are kept."""
    before = desk.everything()
    with pytest.raises(error):
        hand_out(desk.store, "Вера", certificate, **given)
    assert desk.everything() == before


def test_a_parent_needs_no_authority_and_anybody_else_shows_one(desk: Desk) -> None:
    """It is kept with what was checked."""
    for relation, authority in (("parent", ""), ("other", "№ 12 от 01.11.2026"), ("school", "письмо № 5")):
        number = desk.new("certificate", "letter", name="Ученик", candidate=relation)
        hand_out(desk.store, "Вера", number, **PASSPORT, relation=relation, taker="Взрослый", authority=authority)
        assert events_of(desk.store, number)[-1].texts.get("authority", "") == authority


def test_never_the_same_certificate_twice(desk: Desk, certificate: int) -> None:
    """Opened again it is still gone; a second ticket for it, too; undone, it never left."""
    hand_out(desk.store, "Вера", certificate, **PASSPORT)
    tickets.reopen(desk.store, "Вера", certificate)
    with pytest.raises(CertificateHandedOver):
        hand_out(desk.store, "Вера", certificate, **PASSPORT)
    with pytest.raises(CertificateHandedOver):
        tickets.fact(desk.store, "Вера", certificate, "posted")
    twin = desk.new("certificate", "letter", name="Карпова Ольга", candidate="0001", exam_name="FCE", exam_day="2026-10-17")
    with pytest.raises(CertificateHandedOver) as error:
        hand_out(desk.store, "Вера", twin, **PASSPORT)
    assert error.value.by == certificate
    for _ in range(2):
        tickets.undo(desk.store, "Вера", certificate)
    hand_out(desk.store, "Вера", certificate, **PASSPORT)
    assert desk.state(certificate) == "closed"


def test_only_a_certificate_is_handed_over(desk: Desk) -> None:
    """An enquiry is not."""
    with pytest.raises(ActNotApplicable):
        hand_out(desk.store, "Вера", desk.new("enquiry", "phone"), **PASSPORT)
