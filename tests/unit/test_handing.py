"""Certificates handed over: to whom, by which document, and never twice."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.certificates import SELF, hand_out
from desk.store.errors import BadInput, NotNow
from desk.store.event_log import events_of
from tests.unit.conftest import Desk


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
    ("given", "reason"),
    [
        ({"document": "", "signs": ""}, "needs-document"),
        ({"signs": ""}, "needs-signs"),
        ({"signs": " - "}, "needs-signs"),
        ({"signs": "471"}, "needs-signs"),
        ({"signs": "4014 123456"}, "too-many-signs"),
        ({"document": "library card", "signs": "1"}, "no-document"),
        ({"relation": "neighbour"}, "no-relation"),
        ({"relation": "other", "to": "Сосед"}, "needs-authority"),
        ({"relation": "school", "to": "Школа 5", "authority": " "}, "needs-authority"),
        ({"relation": "parent"}, "needs-taker"),
        ({"relation": "other", "authority": "№ 12"}, "needs-taker"),
    ],
)
def test_what_is_not_known_of_the_taker_is_asked(desk: Desk, certificate: int, given: dict[str, str], reason: str) -> None:
    """Nothing is handed to the wrong person, and no more than four signs of a document are kept."""
    before = desk.everything()
    with pytest.raises(BadInput) as error:
        hand(desk, certificate, **given)
    assert (error.value.reason, desk.everything()) == (reason, before)


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
    with pytest.raises(NotNow, match="gone-already"):
        hand(desk, certificate)
    with pytest.raises(NotNow, match="gone-already"):
        tickets.fact(desk.store, "Вера", certificate, "posted")
    twin = desk.new("certificate", "letter", name="Карпова Ольга", candidate="0001", exam_name="FCE", exam_day="2026-10-17")
    with pytest.raises(NotNow, match="gone-already") as error:
        hand(desk, twin)
    assert error.value.text == str(certificate)
    for _ in range(2):
        tickets.undo(desk.store, "Вера", certificate)
    hand(desk, certificate)
    assert desk.state(certificate) == "closed"


def test_only_a_certificate_is_handed_over(desk: Desk) -> None:
    """An enquiry is not."""
    with pytest.raises(NotNow, match="not-for-this"):
        hand(desk, desk.new("enquiry", "phone"))
