"""Certificates handed over: to whom, by which document, and never twice."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.certificates import SELF, hand_out
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

pytestmark = pytest.mark.server


def hand(
    desk: Desk,
    number: int,
    *,
    document: str = "passport",
    signs: str = "4711",
    relation: str = SELF,
    to: str = "",
    authority: str = "",
    note: str = "",
) -> int:
    """Vera hands a certificate over, to the candidate with a passport where nothing else is said."""
    return hand_out(
        desk.store, "Вера", number, document=document, signs=signs, relation=relation, to=to, authority=authority, note=note
    )


@pytest.fixture
def certificate(desk: Desk) -> int:
    """A certificate that is here."""
    return desk.new("certificate", "letter", name="Карпова Ольга", candidate="0001", exam_name="FCE", exam_day="2026-10-17")


def test_it_keeps_its_clock_and_says_who_took_it(desk: Desk, certificate: int) -> None:
    """registration.2; the candidate where nobody else is named."""
    hand(desk, certificate, note="с сестрой")
    assert desk.clocks(certificate) == [("certificate-notify", "2026-11-11 18:00", "kept")]
    event = events_of(desk.store, certificate)[-1]
    assert event.data["relation"] == "self"
    assert dict(event.texts) == {"taker": "Карпова Ольга", "signs": "4711", "note": "с сестрой"}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"document": "", "signs": ""}, DocumentMissing),
        ({"signs": ""}, SignsMissing),
        ({"signs": " - "}, SignsMissing),
        ({"signs": "471"}, SignsMissing),
        ({"signs": "4014 123456"}, TooManySigns),
        ({"document": "library card", "signs": "1"}, DocumentUnknown),
        ({"relation": "neighbour"}, RelationUnknown),
        ({"relation": "other", "to": "Сосед"}, AuthorityMissing),
        ({"relation": "school", "to": "Школа 5", "authority": " "}, AuthorityMissing),
        ({"relation": "parent"}, TakerMissing),
        ({"relation": "other", "authority": "№ 12"}, TakerMissing),
    ],
)
def test_what_is_not_known_of_the_taker_is_asked(
    desk: Desk, certificate: int, given: dict[str, str], error: type[BadInput]
) -> None:
    """Nothing is handed to the wrong person, and no more than four signs of a document are kept."""
    before = desk.everything()
    with pytest.raises(error):
        hand(desk, certificate, **given)
    assert desk.everything() == before


def test_a_parent_needs_no_authority_and_anybody_else_shows_one(desk: Desk) -> None:
    """It is kept with what was checked."""
    for relation, authority in (("parent", ""), ("other", "№ 12 от 01.11.2026"), ("school", "письмо № 5")):
        number = desk.new("certificate", "letter", name="Ученик", candidate=relation)
        hand(desk, number, relation=relation, to="Взрослый", authority=authority)
        assert events_of(desk.store, number)[-1].texts.get("authority", "") == authority


def test_never_the_same_certificate_twice(desk: Desk, certificate: int) -> None:
    """Opened again it is still gone; a second ticket for it, too; undone, it never left."""
    hand(desk, certificate)
    tickets.reopen(desk.store, "Вера", certificate)
    with pytest.raises(CertificateHandedOver):
        hand(desk, certificate)
    with pytest.raises(CertificateHandedOver):
        tickets.fact(desk.store, "Вера", certificate, "posted")
    twin = desk.new("certificate", "letter", name="Карпова Ольга", candidate="0001", exam_name="FCE", exam_day="2026-10-17")
    with pytest.raises(CertificateHandedOver) as error:
        hand(desk, twin)
    assert error.value.by == certificate
    for _ in range(2):
        tickets.undo(desk.store, "Вера", certificate)
    hand(desk, certificate)
    assert desk.state(certificate) == "closed"


def test_only_a_certificate_is_handed_over(desk: Desk) -> None:
    """An enquiry is not."""
    with pytest.raises(ActNotApplicable):
        hand(desk, desk.new("enquiry", "phone"))
