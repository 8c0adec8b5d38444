"""Lists of certificates against what is here: doubtful lines, and what somebody said of the columns."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desk.intake.certificates import import_list, preview_list, read_list
from desk.intake.errors import ColumnFieldUnknown, ColumnSaidTwice, ColumnsMissing, ColumnUnknown, ListTooBig, OtherCentre
from desk.intake.import_job import Arrival, Asked
from desk.store.commands.bulk_recording import AT_ONCE
from desk.store.maintenance.check import check
from tests.unit.conftest import Desk, at, broken_links, wrong_rows
from tests.unit.test_certificate_lists import RECEIVED, numbered, put
from tests.unit.workers import Worker

WITH_DAY = "name,exam,exam date,candidate number\n"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Where a list is put."""
    return tmp_path / "box.csv"


def doubts(arrival: Arrival) -> list[tuple[int, str, int]]:
    """The doubtful lines, why, and the ticket that speaks against them."""
    return [(doubt.one.line, doubt.reason, doubt.number) for doubt in arrival.doubtful]


def test_the_number_of_another_name_is_doubtful_and_taken_only_if_somebody_says_so(desk: Desk, box: Path) -> None:
    """In whatever order and script the name stands it is the same; another one may be the next season's, or a slip."""
    import_list(desk.store, "Вера", put(box, "name,exam,number\nЩербаков Пётр,FCE,0001\n"), at(RECEIVED))
    assert preview_list(desk.store, put(box, "name,exam,number\nPetr Shcherbakov,FCE,1\n")).known[0][1] == 1
    put(box, "name,exam,number\nАнна Ёлкина,FCE,0001\nОлег Иванов,FCE,0002\n")
    arrival = import_list(desk.store, "Вера", box, at(RECEIVED))
    assert (doubts(arrival), len(arrival.new)) == ([(2, "same-number", 1)], 1)
    arrival = import_list(desk.store, "Вера", box, at(RECEIVED), Asked(doubtful=True))
    assert ([person.name for person in arrival.new], doubts(arrival)) == (["Анна Ёлкина"], [])


def test_the_same_number_on_another_day_is_another_certificate(desk: Desk, box: Path) -> None:
    """Numbers are used again in each session; a day that nobody names may be any."""
    import_list(desk.store, "Вера", put(box, f"{WITH_DAY}Пётр,FCE,13.06.2026,0001\n"), at(RECEIVED))
    arrival = preview_list(desk.store, put(box, f"{WITH_DAY}Анна Ёлкина,FCE,17.10.2026,0001\nПётр,FCE,13.06.2026,0001\n"))
    assert ([person.name for person in arrival.new], [number for _, number in arrival.known], doubts(arrival)) == (
        ["Анна Ёлкина"],
        [1],
        [],
    )
    put(box, "name,exam,number\nАнна Ёлкина,FCE,0001\n")
    assert doubts(preview_list(desk.store, box)) == [(2, "same-number", 1)]
    assert len(preview_list(desk.store, box, Asked(day="2026-10-17")).new) == 1


def test_a_name_that_is_nearly_a_registered_one_is_doubtful(desk: Desk, box: Path) -> None:
    """A slip of one letter; registered under exactly that name, in either script, it is not."""
    for name in ("Щербакова Анна", "Иванов Иван", "Щербаков Антон"):
        desk.new("registration", "email", name=name, exam=date(2026, 11, 14))
    put(box, "name,number\nЩербокова Анна,1\nAnna Shcherbakova,2\nИванов Олег,3\nАнна Щербакова,4\n")
    arrival = preview_list(desk.store, box)
    assert (doubts(arrival), [person.line for person in arrival.new]) == ([(2, "near-name", 1)], [3, 4, 5])


def test_a_certificate_does_not_come_before_its_exam(desk: Desk, box: Path) -> None:
    """Nor from another centre than the lists before; the first one says which is ours."""
    path = put(box, "name,number,exam date,centre number\nАнна,1,04.11.2026,RU123\nПётр,2,02.11.2026,RU123\n")
    arrival = import_list(desk.store, "Вера", path, at(RECEIVED))
    assert [(line.line, line.reason) for line in arrival.wrong] == [(2, "future-exam")]
    assert desk.rows("SELECT exam, day, centre FROM batch") == [("", "2026-11-02", "RU123")]
    with pytest.raises(OtherCentre):
        preview_list(desk.store, put(box, "name,number,centre number\nАнна,1,RU999\n"))


def test_which_column_is_what_is_said_once(desk: Desk, box: Path) -> None:
    """It is kept with the import, for lists with the same headings; others are asked about."""
    put(box, "Экзаменуемый,Код,Прочее\nАнна,0001,x\n")
    with pytest.raises(ColumnsMissing):
        preview_list(desk.store, box)
    said = Asked(columns={"name": "экзаменуемый", "candidate": "Код"})
    assert len(preview_list(desk.store, box, said).new) == 1
    import_list(desk.store, "Вера", box, at(RECEIVED), said)
    put(box, "ЭКЗАМЕНУЕМЫЙ,код,Прочее\nПётр,0002,x\n")
    arrival = import_list(desk.store, "Boris", box, at(RECEIVED))
    assert ([person.name for person in arrival.new], arrival.unused) == (["Пётр"], ("Прочее",))
    with pytest.raises(ColumnsMissing):
        preview_list(desk.store, put(box, "Экзаменуемый,Код\nПётр,0002\n"))
    for columns, error in (
        ({"name": "Кто", "candidate": "Код"}, ColumnUnknown),
        ({"fullname": "Экзаменуемый", "candidate": "Код"}, ColumnFieldUnknown),
        ({"name": "Код", "candidate": "код"}, ColumnSaidTwice),
    ):
        with pytest.raises(error):
            preview_list(desk.store, box, Asked(columns=columns))


def test_what_a_list_says_of_a_person_is_on_their_ticket(desk: Desk, box: Path) -> None:
    """The name as in the travel document beside the other, the language, the exam's day."""
    put(box, "ФИО;Имя в загранпаспорте;Номер;Язык;Дата экзамена\nЩербаков Пётр;SHCHERBAKOV PETR;0001;английский;17.10.2026\n")
    import_list(desk.store, "Вера", box, at(RECEIVED))
    words = desk.story(1).words
    assert (words["document"], words["exam-day"], desk.story(1).language) == ("SHCHERBAKOV PETR", "2026-10-17", "en")
    assert desk.rows("SELECT document, day FROM ticket") == [("SHCHERBAKOV PETR", "2026-10-17")]


def test_somebody_twice_in_a_list_is_one_person(desk: Desk, box: Path) -> None:
    """By number or address, as the one who was known before; another name is another person's."""
    desk.new(name="Анна", phone="+7 921 111-22-33")
    put(
        box,
        "name,number,phone,email\nАнна,1,89211112233,\nПётр,2,,p@example.org\nПётр,3,600-10-20,p@example.org\nОлег,4,600-10-20,\n",
    )
    import_list(desk.store, "Вера", box, at(RECEIVED))
    assert desk.rows("SELECT id, customer_id FROM ticket ORDER BY id") == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)]


def test_many_written_together_are_what_each_would_be_alone(desk: Desk, box: Path) -> None:
    """Rows, clocks, search and chain are what the events come to, however many pieces they were written in."""
    told: list[int] = []
    import_list(desk.store, "Вера", put(box, numbered(AT_ONCE * 2 + 7)), at(RECEIVED), progress=told.append)
    assert told == [AT_ONCE, AT_ONCE * 2, AT_ONCE * 2 + 7]
    assert (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_two_desks_with_the_same_list_take_it_in_once(desk: Desk, box: Path, worker: Callable[..., Worker]) -> None:
    """The process that comes second finds all of it there."""
    put(box, numbered(300))
    desks = [worker("box", desk.path, box) for _ in range(2)]
    for item in desks:
        item.go()
    assert [each.end() for each in desks] == [["done"], ["done"]]
    assert desk.rows("SELECT count(*), count(DISTINCT candidate), count(DISTINCT batch_id) FROM ticket") == [(300, 300, 1)]
    assert (broken_links(desk.where), wrong_rows(desk.store)) == ([], [])


def test_a_file_of_a_gigabyte_is_refused_at_once(box: Path) -> None:
    """No more of it is read than a list may have."""
    with box.open("wb") as file:
        file.write(b"name,number\n")
        file.truncate(1 << 30)
    with pytest.raises(ListTooBig):
        read_list(box)


@pytest.mark.parametrize(
    ("cells", "field"),
    [(("Невский пр., 1", ""), "address"), (("anna@example.org", "Невский пр., 1"), "email"), (("", ""), "email")],
)
def test_what_stands_below_says_what_an_address_is(desk: Desk, box: Path, cells: tuple[str, str], field: str) -> None:
    """`Адрес` is an email address in one list and a postal one in the next."""
    put(box, "ФИО;Номер;Адрес\n" + "".join(f"Кандидат {n};{n};{cell}\n" for n, cell in enumerate(cells, start=1)))
    found = preview_list(desk.store, box)
    assert [getattr(person, field) for person in found.new] == [
        cell for cell in cells if field == "address" or "@" in cell or not cell
    ]
