"""A whole case in one file: complete, proven by the log, the same bytes whenever it is exported."""

from pathlib import Path

import pytest

from desk.i18n import translator
from desk.outgoing.case_file import case_file
from desk.store.commands import tickets
from desk.store.commands.perform import reply
from desk.store.errors import NotAllowed, NotFound
from desk.store.event_log import ANCHOR_SIGNS
from desk.store.queries.ticket import ticket
from tests.hostile import STORABLE
from tests.unit.conftest import Command, Desk
from tests.unit.people import seat

pytestmark = pytest.mark.server

RU, EN = translator("ru"), translator("en")


def complaint(desk: Desk) -> int:
    """A complaint with a letter of several lines, a correction and an answer."""
    number = desk.new("complaint", "email", name="Ann", email="ann@example.org", subject="Noise", body="First line\nsecond line")
    reply(desk.store, "Boris", number, "acknowledged", {"note": "Dear Ann,\n\nwe look into it.", "way": "email"}, "the room")
    desk.at("2026-11-04 12:00")
    tickets.fact(desk.store, "Boris", number, "completed")
    return number


def test_it_is_the_same_whenever_it_is_exported(desk: Desk) -> None:
    """Years later too, though clocks are overdue by then; it changes with the ticket alone."""
    number = complaint(desk)
    made = case_file(desk.store, EN, number).html
    desk.new()
    desk.at("2027-02-01 12:00")
    assert case_file(desk.store, EN, number).html == made
    tickets.fact(desk.store, "Boris", number, "answered")
    assert case_file(desk.store, EN, number).html != made


def test_everything_stands_in_it(desk: Desk) -> None:
    """Letters whole, every clock with its days, and the proof of each entry."""
    number = complaint(desk)
    made = case_file(desk.store, EN, number).html
    for words in ("Dear Ann,\n\nwe look into it.", "First line\nsecond line", "the room", "ann@example.org"):
        assert words in made
    view = ticket(desk.store, number)
    for clock in view.clocks:
        assert desk.store.charter.standard(clock.standard).title.en in made.replace("&#39;", "'")
    assert made.count("Wed 4 Nov 2026") >= 2  # the holiday, in the ledgers
    for event, hashed in desk.rows("SELECT id, hash FROM event WHERE ticket_id = ?", number):
        assert f"{event}:{hashed[:ANCHOR_SIGNS]}" in made
    assert "Подтвердить получение" in case_file(desk.store, RU, number).html


@pytest.mark.parametrize("words", STORABLE)
def test_what_a_stranger_wrote_is_text(desk: Desk, words: str) -> None:
    """Never markup of the file."""
    number = desk.new(subject=f"<script>{words[:900]}", body="<img src=x onerror=alert(1)>")
    made = case_file(desk.store, EN, number).html
    assert "<script>" not in made
    assert "<img" not in made
    assert "\x1b" not in made


def test_a_complaint_is_exported_to_whoever_may_read_it(people: Desk) -> None:
    """To nobody else; an unknown number is said."""
    who = seat(people, "complaints")
    number = people.new("complaint", "email", who=who, name="Ann", email="ann@example.org")
    assert "ann@example.org" in case_file(people.store, EN, number).html
    seat(people, "reception")
    with pytest.raises(NotAllowed):
        case_file(people.store, EN, number)
    with pytest.raises(NotFound):
        case_file(people.store, EN, 99)


@pytest.mark.in_file
def test_the_command_writes_one_file(command: Command, desk: Desk, tmp_path: Path) -> None:
    """In the language that is asked for; a file that is no page is not overwritten."""
    number, file = complaint(desk), tmp_path / "case.html"
    assert command("export", "case", str(number), file, "--lang", "en", db=desk.path).returncode == 0
    first = file.read_bytes()
    later = command("export", "case", str(number), file, "--lang", "en", db=desk.path, now="2027-05-01T10:00:00+03:00")
    assert later.returncode == 0
    assert file.read_bytes() == first
    other = tmp_path / "notes.txt"
    other.write_text("mine", encoding="utf-8")
    assert command("export", "case", str(number), other, db=desk.path).returncode == 2
    assert other.read_text(encoding="utf-8") == "mine"
