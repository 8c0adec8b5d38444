"""Who the people of a list are, and lists of our own that come back. Everybody in them is invented."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk.i18n import translator
from desk.intake import certificates, registrations
from desk.intake.columns import HEADINGS as COLUMNS
from desk.intake.errors import ColumnsAmbiguous
from desk.intake.import_job import Asked
from desk.outgoing.lists import ALL, table, write_table
from desk.outgoing.lists import HEADINGS as OURS
from desk.store.commands import corrections
from desk.store.customers.identity import known_by
from desk.store.maintenance.check import check, repair
from desk.store.maintenance.findings import ROW
from desk.store.opening import open_desk
from desk.store.queries.board import SESSION
from desk.store.queries.exports import lines
from desk.store.queries.groups import group
from desk.store.queries.search import known_as, search
from desk.text.folding import search_key
from desk.text.names import is_one_name
from tests.unit.conftest import Desk
from tests.unit.test_found_lists import ASKED, FOUND, doubtful, look, written

# -- who it is -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "ticket"),
    [
        ("+7 921 111-22-33", 1), ("8 (812) 333-44-55", 1), ("333-44-55", 1), ("8 921 111-22-34", 2), ("89211112235", 3),
        ("8-921-111-22-36", 4), ("+79211112237", 4),
    ],
)  # fmt: skip
def test_each_number_of_a_cell_leads_to_the_person(desk: Desk, told: str, ticket: int) -> None:
    """With an extension, with whose it is, with two numbers: the person who calls is known, and found."""
    registrations.import_list(desk.store, "Вера", FOUND / "two-phones.csv")
    found = known_by(desk.store, told, "")
    assert found is not None
    assert found.id == desk.story(ticket).customer
    assert [hit.row.id for hit in search(desk.store, told).hits] == [ticket]
    assert desk.story(desk.new(name="", phone=told)).customer == found.id
    assert check(desk.store).findings == ()


def test_a_second_number_that_is_corrected_away_leads_to_nobody(desk: Desk) -> None:
    """And an index that lies is found and put right."""
    number = desk.new(phone="+7 921 111-22-33, 8 812 333-44-55")
    desk.store.many("INSERT INTO further_phone (ticket_id, key) VALUES (?, '+79999999999')", [(number,)])
    findings = check(desk.store)
    assert [(finding.what, finding.number) for finding in findings.findings] == [(ROW, number)]
    repair(desk.store, "Boris", findings)
    corrections.correct(desk.store, "Boris", number, "phone", "+7 921 111-22-33")
    assert known_by(desk.store, "333-44-55", "") is None
    assert check(desk.store).findings == ()


def test_a_school_has_one_address_and_many_candidates(desk: Desk) -> None:
    """Each of them is a person of their own, in one list as in the next, and so is the person who is written down by hand."""
    path = FOUND / "school-address.csv"
    registrations.import_list(desk.store, "Вера", path)
    people = [desk.story(number).customer for number in (1, 2, 3, 4)]
    assert len(set(people)) == 4
    box = Asked(exam="CAE", day="2026-12-13", doubtful=True)
    registrations.import_list(desk.store, "Вера", path, box)
    again = desk.new(name="Волкова В.", email="school5@example.org")
    other = desk.new(name="Дроздов Денис", phone="8 812 555-11-22")
    assert desk.story(again).customer == people[2]
    assert desk.story(other).customer not in people
    assert desk.story(desk.new(name="", phone="8 812 555-11-22")).customer not in people  # it may be any of them


def test_everybody_at_a_number_is_offered_those_of_that_name_first(desk: Desk) -> None:
    """A call from a school."""
    registrations.import_list(desk.store, "Вера", FOUND / "school-address.csv")
    offered = known_as(desk.store, "Абрамова", "8 812 555-11-22", "")
    assert [name.name for name in offered] == ["Абрамова Анна", "Громов Глеб", "Волкова Вера"]
    assert known_as(desk.store, "", "", "school5@example.org")[0].name == "Громов Глеб"


def test_a_caller_who_gave_no_name_is_who_gives_one_next(desk: Desk) -> None:
    """As long as nobody else is known at that address."""
    first, second = desk.new(name="", email="anna@example.org"), desk.new(name="Анна Ёлкина", email="anna@example.org")
    assert desk.story(first).customer == desk.story(second).customer
    assert desk.story(desk.new(name="Олег", email="anna@example.org")).customer != desk.story(first).customer


def test_who_rings_for_somebody_else_rings_about_their_case(desk: Desk) -> None:
    """A daughter, from her mother's phone; of a list another name is another candidate."""
    first, second = desk.new(name="Ёлкина Ольга", phone="244-54-88"), desk.new(name="Вера", phone="244-54-88")
    assert desk.story(first).customer == desk.story(second).customer


def test_certificates_without_patronymics_are_those_of_the_registered(desk: Desk) -> None:
    """The same number and no contradicting name, in another script, spelling or order."""
    registrations.import_list(desk.store, "Вера", FOUND / "reg-patronymics.csv")
    desk.at("2026-12-20 12:00")
    arrival = certificates.preview_list(desk.store, FOUND / "cert-no-patronymics.csv")
    assert (len(arrival.new), arrival.doubtful, arrival.wrong) == (4, (), ())


def test_a_certificate_of_a_contradicting_name_is_doubtful(desk: Desk, tmp_path: Path) -> None:
    """With a number that is somebody else's."""
    registrations.import_list(desk.store, "Вера", FOUND / "reg-patronymics.csv")
    desk.at("2026-12-20 12:00")
    path = written(tmp_path / "box.csv", "ФИО;Номер;Экзамен;Дата экзамена", "Иванова Мария;0101;FCE;05.12.2026")
    assert doubtful(certificates.preview_list(desk.store, path)) == [(2, "same-number")]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Łukaszewicz Łukasz", "Лукашевич"), ("Łukaszewicz Łukasz", "lukaszewicz"), ("Søren Kierkegård", "soren kierkegard"),
        ("Đorđe", "Dorde"), ("Groß Jürgen", "gross jurgen"), ("Groß Jürgen", "Juergen"), ("O'Brien Ann", "O Brien"),
        ("O'Brien Ann", "OBrien"), ("O'Brien Ann", "Brien"), ("O Brien Ann", "O'Brien"), ("O Brien Ann", "OBrien"),
        ("d'Artagnan", "Артаньян"), ("Д’Артаньян", "Артаньян"), ("д'Артаньян", "Artagnan"), ("д'Артаньян", "d'Artagnan"),
        ("Қайрат Әлімов", "Кайрат Алимов"), ("Şule Yıldız", "sule yildiz"), ("Þórður", "Tordur"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_people_type_it(desk: Desk, name: str, asked: str) -> None:
    """Without the letters that their keyboard has not got."""
    desk.new(name="Иванов Пётр")
    number = desk.new(name=name)
    assert [hit.row.id for hit in search(desk.store, asked).hits] == [number]


def test_a_database_from_before_is_folded_anew_when_it_is_opened(desk: Desk) -> None:
    """What its tickets are found by was written by other rules: names, and two numbers as one."""
    number = desk.new(name="Łukasz O'Brien", phone="+7 921 111-22-33, 8 812 333-44-55")
    desk.store.close()
    with closing(sqlite3.connect(desk.path)) as older, older:
        older.execute("UPDATE ticket SET phone_key = '7921111223388123334455', key = 'łukasz obrien'")
        older.execute("DELETE FROM further_phone")
        older.execute("UPDATE head SET projections = 0")
    store = open_desk(str(desk.path), None, desk.store.now)
    try:
        assert check(store).findings == ()
        assert [hit.row.id for hit in search(store, "Лукаш Brien").hits] == [number]
        assert known_by(store, "333-44-55", "") == known_by(store, "+79211112233", "") is not None
    finally:
        store.close()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Иванова Анна", "Иванова Анна Петровна", True), ("IVANOVA ANNA", "Анна Иванова", True),
        ("Иванова А. П.", "Анна Иванова", True),
        ("Иванова", "Иванова Анна", True), ("O Brien Ann", "O'Brien", True), ("Иванов Александр", "Иванова Александра", False),
        ("Иванова Анна", "Иванова Мария", False), ("Анна", "Мария", False), ("А. И.", "Анна Иванова", False), ("", "Анна", False),
    ],
)  # fmt: skip
def test_which_names_can_be_one_persons(one: str, other: str, same: bool) -> None:
    """Whichever of them comes first."""
    assert (is_one_name(one, other), is_one_name(other, one)) == (same, same)


# -- the desk's own lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_exported_session_is_read_back_as_what_it_is(desk: Desk, tmp_path: Path, suffix: str, language: str) -> None:
    """Everybody is here already, under the number that is theirs."""
    source = written(
        tmp_path / "source.csv",
        "ФИО;Номер кандидата;Почта;Телефон;Имя в паспорте;Почтовый адрес;Язык",
        'Анна Ёлкина;0007;anna@example.org;+7 921 111-22-33;ELKINA ANNA;"191186, Невский пр., 1";английский',
        "=Вера;;;244-54-88;;;",
        "Пётр;А-12;;;;;",
    )
    registrations.import_list(desk.store, "Вера", source, ASKED)
    path = tmp_path / f"session{suffix}"
    write_table(path, table(translator(language), desk.store.charter, lines(desk.store, group(desk.store, SESSION, 1)), ALL))
    arrival = look(desk, path, Asked())
    assert (arrival.new, arrival.wrong, arrival.doubtful) == ((), (), ())
    assert sorted(number for _, number in arrival.known) == [1, 2, 3]
    fields = ("candidate", "name", "document", "exam", "day", "phone", "email", "address")
    (anna,) = [one for one, number in arrival.known if number == 1]
    assert [getattr(anna, field) for field in fields] == [
        "0007", "Анна Ёлкина", "ELKINA ANNA", "FCE", "2026-12-05", "+7 921 111-22-33", "anna@example.org", "191186, Невский пр., 1",
    ]  # fmt: skip
    assert anna.language == "en"
    assert {one.candidate for one, _ in arrival.known} == {"0007", "", "А-12"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_heading_of_our_own_is_read_as_what_it_is(language: str) -> None:
    """Those of fields as these, the others as none."""
    said, fields = translator(language), {field: {search_key(word) for word in words} for field, words in COLUMNS.items()}
    for name, heading in OURS.items():
        read = [field for field, keys in fields.items() if search_key(said(heading)) in keys]
        assert read == ([name] if name in fields else []), heading


@pytest.mark.parametrize(
    ("headings", "field"),
    [
        ("ФИО;Номер;Номер кандидата", "candidate"), ("ФИО;Номер кандидата;Телефон;Мобильный", "phone"),
        ("ФИО;Имя кандидата;Номер", "name"), ("ФИО;Номер;Дата экзамена;Сессия", "day"),
    ],
)  # fmt: skip
def test_several_columns_for_one_field_are_asked_about(desk: Desk, tmp_path: Path, headings: str, field: str) -> None:
    """And once said they are known."""
    cells = ["x"] * len(headings.split(";"))
    path = written(tmp_path / "list.csv", headings, ";".join(cells))
    with pytest.raises(ColumnsAmbiguous) as error:
        certificates.preview_list(desk.store, path)
    assert error.value.detail.startswith(f"{field}: ")
    chosen = {field: error.value.detail.partition(": ")[2].split(", ")[1]}
    assert [line.line for line in certificates.preview_list(desk.store, path, Asked(columns=chosen)).wrong] == (
        [2] if field == "day" else []
    )


@pytest.mark.parametrize(
    ("headings", "line", "fields"),
    [
        ("Фамилия;Имя;ФИО;Номер", "Ёлкина;Анна;Ёлкина Анна;1", {"name": "Ёлкина Анна"}),
        ("Name;Candidate", "Ann;1", {"name": "Ann", "candidate": "1"}),
        ("ФИО;Номер;Почта;Адрес", "Анна;1;a@example.org;Невский, 1", {"email": "a@example.org", "address": "Невский, 1"}),
    ],
)
def test_headings_that_tell_each_other_apart_are_not_asked_about(
    desk: Desk, tmp_path: Path, headings: str, line: str, fields: dict[str, str]
) -> None:
    """A first name beside a surname, a postal address beside an email one."""
    (one,) = certificates.preview_list(desk.store, written(tmp_path / "list.csv", headings, line)).new
    assert {field: getattr(one, field) for field in fields} == fields
