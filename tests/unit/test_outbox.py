"""Writing to many: a text of the centre's in each person's language, kept with the clock it stops, and out to the mail program."""

import os
import stat
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from desk.charter.vocabulary import LANGUAGES
from desk.outgoing.mailbox_files import export_mail
from desk.outgoing.mass_letters import Written, fitting, write_to
from desk.outgoing.template import parse
from desk.outgoing.texts import ReplyText, built_in, find
from desk.store.commands import tickets
from desk.store.commands.corrections import correct
from desk.store.commands.letters import waiting
from desk.store.errors import Stale
from desk.store.errors.tickets import AddressMissing, LettersSent
from desk.store.event_log import events_of
from desk.store.mail.delivery import standing
from desk.store.maintenance.check import check
from desk.store.queries.board import rows_of
from tests.hostile import STORABLE
from tests.unit.conftest import Desk, broken_links, wrong_rows

pytestmark = pytest.mark.server


@pytest.fixture
def body() -> ReplyText:
    """That the certificate is here."""
    return find(built_in(), "certificate")


@pytest.fixture
def three(desk: Desk) -> list[tuple[int, int]]:
    """A Russian and an English candidate with an email, and one who can only be written to on paper."""
    people = (
        ("Анна Ёлкина", "anna@example.org", "ru", ""),
        ("Ann Smith", "ann@example.org", "en", "Невский 2"),
        ("Пётр", "", "ru", "Невский 1"),
    )
    numbers = [
        desk.new("certificate", "letter", name=name, email=email, language=translator, address=address)
        for name, email, translator, address in people
    ]
    return [(number, desk.row(number).version) for number in numbers]


def parsed(path: Path) -> EmailMessage:
    """An exported email as a mail program reads it."""
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_each_is_written_to_in_their_language_in_one_step(desk: Desk, three: list[tuple[int, int]], body: ReplyText) -> None:
    """Written with its words as evidence; who has no address is left; nothing is kept by writing; one undo takes all out again."""
    told: list[int] = []
    assert write_to(desk.store, "Вера", three, body, progress=told.append) == Written(2, 0, (3,))
    assert told == [1, 2, 3]
    assert [desk.clocks(number)[0][2] for number, _ in three] == ["running"] * 3
    assert standing(desk.store).waiting == (2, desk.clock[0])
    event = events_of(desk.store, 2)[-1]
    assert (event.what, event.data["way"], event.texts["title"]) == ("written", "email", body.title.en)
    assert event.data["states"] == "informed"
    assert event.texts["note"].startswith("Hello Ann Smith")
    assert "Vera" in event.texts["note"]
    assert [(letter.ticket, letter.way, letter.email) for letter in waiting(desk.store)] == [
        (1, "email", "anna@example.org"),
        (2, "email", "ann@example.org"),
    ]
    tickets.undo(desk.store, "Вера")
    assert waiting(desk.store) == []
    assert [desk.clocks(number)[0][2] for number, _ in three] == ["running"] * 3
    assert (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_a_promise_is_kept_when_the_letter_leaves(
    desk: Desk, three: list[tuple[int, int]], body: ReplyText, tmp_path: Path
) -> None:
    """At that moment, by that person; written again meanwhile, nobody gets two of them."""
    write_to(desk.store, "Вера", three, body)
    again = [(number, desk.row(number).version) for number, _ in three]
    assert write_to(desk.store, "Вера", again, body) == Written(0, 0, (3,), 2)
    desk.at("2026-11-05 12:00")
    export_mail(desk.store, "Олег", tmp_path)
    assert [desk.clocks(number)[0][2] for number, _ in three] == ["kept", "kept", "running"]
    event = events_of(desk.store, 1)[-1]
    assert (event.what, event.at, event.data["way"]) == ("informed", desk.clock[0], "email")
    assert standing(desk.store).waiting == (0, None)
    assert check(desk.store).findings == ()


def test_a_letter_that_leaves_too_late_keeps_nothing(
    desk: Desk, three: list[tuple[int, int]], body: ReplyText, tmp_path: Path
) -> None:
    """Written in time, sent a day after the due moment: missed."""
    write_to(desk.store, "Вера", three, body)
    desk.at("2026-11-12 12:00")
    export_mail(desk.store, "Вера", tmp_path)
    assert desk.clocks(1)[0][2] == "missed"


def test_a_letter_of_a_ticket_that_was_closed_leaves_without_a_fact(
    desk: Desk, three: list[tuple[int, int]], body: ReplyText, tmp_path: Path
) -> None:
    """The others keep their promises all the same."""
    write_to(desk.store, "Вера", three, body)
    tickets.close(desk.store, "Вера", 1, "withdrawn")
    assert export_mail(desk.store, "Вера", tmp_path).emails == 2
    assert [desk.clocks(number)[0][2] for number in (1, 2)] == ["void", "kept"]
    assert [events_of(desk.store, number)[-1].what for number in (1, 2)] == ["noted", "informed"]


@pytest.mark.parametrize("email", ["", "ann(at)example.org", "a b", "a@example.org, b@example.org"])
def test_an_email_whose_address_is_none_any_more_waits(
    desk: Desk, three: list[tuple[int, int]], body: ReplyText, tmp_path: Path, email: str
) -> None:
    """Nothing left, so nothing is kept; with an address again it leaves."""
    write_to(desk.store, "Вера", three, body)
    correct(desk.store, "Вера", 2, "email", email)
    done = export_mail(desk.store, "Вера", tmp_path)
    assert (done.emails, done.unaddressed) == (1, (2,))
    assert [desk.clocks(number)[0][2] for number in (1, 2)] == ["kept", "running"]
    assert standing(desk.store).waiting[0] == 1
    correct(desk.store, "Вера", 2, "email", "ann@example.org")
    assert export_mail(desk.store, "Вера", tmp_path).emails == 1
    assert desk.clocks(2)[0][2] == "kept"


def test_by_email_without_an_address_is_refused(desk: Desk) -> None:
    """A promise is kept by what was done: nobody is written to without an address."""
    number = desk.new("complaint", "email", email="Олег")
    with pytest.raises(AddressMissing):
        tickets.fact(desk.store, "Вера", number, "acknowledged", data={"way": "email"})
    tickets.fact(desk.store, "Вера", number, "acknowledged", data={"way": "phone"})


def test_what_has_left_is_not_taken_back(desk: Desk, three: list[tuple[int, int]], body: ReplyText, tmp_path: Path) -> None:
    """They would be written to twice."""
    write_to(desk.store, "Вера", three, body)
    export_mail(desk.store, "Вера", tmp_path)
    for _ in range(2):
        with pytest.raises(LettersSent):
            tickets.undo(desk.store, "Вера")
    with pytest.raises(LettersSent):
        tickets.undo(desk.store, "Вера", 1)


def test_whoever_has_no_address_gets_a_letter_if_that_is_wanted(desk: Desk, three: list[tuple[int, int]], body: ReplyText) -> None:
    """On paper, by the same text."""
    assert write_to(desk.store, "Вера", three, body, on_paper=True) == Written(2, 1, ())
    assert events_of(desk.store, 3)[-1].data["way"] == "letter"


def test_nobody_is_told_by_a_letter_that_goes_nowhere(desk: Desk, body: ReplyText) -> None:
    """Without any address they are left, and their clock runs on."""
    number = desk.new("certificate", "letter", name="Олег")
    assert write_to(desk.store, "Вера", [(number, desk.row(number).version)], body, on_paper=True) == Written(0, 0, (number,))
    assert desk.clocks(number)[0][2] == "running"
    assert waiting(desk.store) == []


def test_one_that_somebody_changed_meanwhile_stops_all_of_them(desk: Desk, three: list[tuple[int, int]], body: ReplyText) -> None:
    """All of them, or none."""
    tickets.note(desk.store, "Boris", 2, "has moved")
    before = desk.everything()
    with pytest.raises(Stale):
        write_to(desk.store, "Вера", three, body)
    assert desk.everything() == before


def test_texts_for_many_are_those_that_need_no_words_of_ones_own(desk: Desk, three: list[tuple[int, int]]) -> None:
    """For the kind of all of them; none where they are of two."""
    rows = list(rows_of(desk.store, [number for number, _ in three]).values())
    asks_not = replace(find(built_in(), "certificate"), id="asks-not")
    asks = replace(asks_not, id="asks", bodies={language: parse("{here}\n{staff}") for language in LANGUAGES})
    fit = fitting([*built_in(), asks, asks_not], rows, desk.store.charter)
    assert [item.id for item in fit] == ["certificate", "asks-not", "certificate-waits", "satisfied"]
    told = [row._replace(due=None) for row in rows]
    assert fitting(built_in(), told, desk.store.charter)[0].id == "certificate-waits"
    other = rows_of(desk.store, [desk.new("complaint", "email")])
    assert [each.id for each in fitting(built_in(), [*rows, *other.values()], desk.store.charter)] == ["satisfied"]


def test_what_waits_goes_to_the_mail_program_once(
    desk: Desk, three: list[tuple[int, int]], body: ReplyText, tmp_path: Path
) -> None:
    """Drafts that it opens, with the name, the subject and the words; letters as pages; no file names a person."""
    write_to(desk.store, "Вера", three, body, on_paper=True)
    done = export_mail(desk.store, "Вера", tmp_path / "mail")
    assert (done.emails, done.letters) == (2, 1)
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml", ".txt"]
    message = parsed(files[0])
    assert (message["To"], message["Subject"], message["X-Unsent"]) == ("Анна Ёлкина <anna@example.org>", body.title.ru, "1")
    assert "Ваш сертификат" in message.get_content()
    assert done.pages is not None
    assert done.pages.read_text(encoding="utf-8").startswith("Пётр\nНевский 1\n3 ноября 2026\n\nЗдравствуйте, Пётр!")
    assert export_mail(desk.store, "Вера", tmp_path / "again").emails == 0
    assert not (tmp_path / "again").exists()


def test_mail_that_leaves_is_for_the_account_that_writes_it(
    desk: Desk, three: list[tuple[int, int]], body: ReplyText, tmp_path: Path
) -> None:
    """0600 in a folder 0700, also where a run that broke off, or an older desk, left the same names to be read by all."""
    folder = tmp_path / "mail"
    write_to(desk.store, "Вера", three, body, on_paper=True)
    umask = os.umask(0)
    try:
        export_mail(desk.store, "Вера", folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for file in folder.iterdir():
            file.chmod(0o644)
        desk.store.database.execute_sql("UPDATE outbox SET exported = NULL")
        export_mail(desk.store, "Вера", folder)
    finally:
        os.umask(umask)
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600] * 3


def test_a_letter_says_where_it_goes(desk: Desk, body: ReplyText, tmp_path: Path) -> None:
    """The address as it was corrected last, its lines as they were written."""
    number = desk.new("certificate", "letter", name="Ann", language="en", address="Невский 1")
    correct(desk.store, "Вера", number, "address", "191186, Невский пр., 1,\nкв. 2")
    write_to(desk.store, "Вера", [(number, desk.row(number).version)], body, on_paper=True)
    pages = export_mail(desk.store, "Вера", tmp_path).pages
    assert pages is not None
    assert pages.read_text(encoding="utf-8").splitlines()[:4] == ["Ann", "191186, Невский пр., 1,", "кв. 2", "3 November 2026"]


@pytest.mark.parametrize("email", ["nobody", "a b@example.org", "почта@example.org", "a@example.org, b@example.org", "@", " "])
def test_what_is_no_address_is_written_to_on_paper(desk: Desk, body: ReplyText, email: str) -> None:
    """Or left for the phone."""
    number = desk.new("certificate", "letter", name="Пётр", email=email)
    assert write_to(desk.store, "Вера", [(number, desk.row(number).version)], body) == Written(0, 0, (number,))


@pytest.mark.parametrize("name", STORABLE, ids=range(len(STORABLE)))
def test_whatever_somebody_is_called_an_email_has_one_head(desk: Desk, body: ReplyText, tmp_path: Path, name: str) -> None:
    """No name begins a header of its own."""
    number = desk.new("certificate", "letter", name=name[:900] or "-", email="a@example.org")
    write_to(desk.store, "Вера", [(number, desk.row(number).version)], body)
    export_mail(desk.store, "Вера", tmp_path)
    message = parsed(next(tmp_path.glob("*.eml")))
    of_content = {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
    assert set(message.keys()) == {"To", "Subject", "Message-ID", "X-Unsent"} | of_content
    assert [addresse.addr_spec for addresse in message["To"].addresses] == ["a@example.org"]
