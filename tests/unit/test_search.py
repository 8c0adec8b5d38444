"""Search: any ticket found by what a caller knows of it, the nearest to what was meant first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.store.commands import corrections, tickets
from desk.store.commands.merging import merge
from desk.store.database import Store
from desk.store.errors import DatabaseUnusable
from desk.store.maintenance import check
from desk.store.maintenance.findings import ROW
from desk.store.opening import open_for_search
from desk.store.queries.board import listed
from desk.store.queries.customer import customer
from desk.store.queries.search import ABOUT, NUMBER, PEOPLE, SAID, SHOWN, WHO, excerpt, people, search
from desk.text.filtering import matching
from desk.text.folding import search_key
from tests.hostile import HOSTILE
from tests.unit.conftest import Desk
from tests.unit.surnames import SURNAMES, WAYS, in_latin

pytestmark = pytest.mark.server


def found(desk: Desk, wanted: str) -> list[int]:
    """The numbers of what is found, in its order."""
    return [hit.row.id for hit in search(desk.store, wanted).hits]


def test_two_hundred_surnames_in_four_ways_of_writing(desk: Desk) -> None:
    """Recall of at least 0.99: written in Cyrillic, looked for in Latin letters, and the other way round."""
    assert len(set(SURNAMES)) == 200
    cyrillic = {surname: desk.new(name=surname, subject="") for surname in SURNAMES}
    missed = [(one, way) for one, number in cyrillic.items() for way in WAYS if number not in found(desk, in_latin(one, way))]
    assert len(missed) <= 0.01 * len(SURNAMES) * len(WAYS), missed


def test_one_key_for_nearly_every_way_of_writing() -> None:
    """What the filter of a pane compares with: it looks for one spelling only."""
    missed = [(item, way) for item in SURNAMES for way in WAYS if search_key(in_latin(item, way)) != search_key(item)]
    assert len(missed) <= 0.015 * len(SURNAMES) * len(WAYS), missed


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("Карпова", WHO), ("карп", WHO), ("karpova", WHO), ("rfhgjdf", WHO), ("Ольга Карпова", WHO), ("карп оль", WHO),
        ("244-54-88", WHO), ("8 812 244-54-88", WHO), ("+7 (812) 2445488", WHO), ("88122445488", WHO), ("7812244", WHO),
        ("8122445488", WHO), ("8 812 24", WHO), ("2445488", WHO), ("olga@example.org", WHO), ("olga", WHO),
        ("сертификат", ABOUT), ("certificate ёлка", ABOUT), ("елка", ABOUT), ("tkrf", ABOUT), ("Карпова сертификат", ABOUT),
        ("перезвонить", SAID), ("вечером перезвонить", SAID), ("Карпова вечером", SAID),
    ],
)  # fmt: skip
def test_a_ticket_is_found_by_whatever_is_known_of_it(desk: Desk, wanted: str, where: str) -> None:
    """Either script, a wrong layout, any format of a number, beginnings of words; and it says where the words stand."""
    desk.new(name="Other", phone="600-10-20", subject="other", email="x@example.org")
    number = desk.new(
        name="Ольга Карпова", phone="8 (812) 244-54-88", email="olga@example.org", subject="Сертификат", body="Certificate, Ёлка"
    )
    tickets.note(desk.store, "Boris", number, "просила перезвонить вечером")
    hits = search(desk.store, wanted).hits
    assert [(hit.row.id, hit.where) for hit in hits] == [(number, where)]


@pytest.mark.parametrize("wanted", ["333-44-55", "3334455", "333 44", "8 (921) 333-44-55", "+7921333", "9213334455"])
@pytest.mark.parametrize("typed", ["+79213334455", "8 921 333-44-55", "(921) 333 44 55"])
def test_a_phone_is_found_as_it_is_told(desk: Desk, typed: str, wanted: str) -> None:
    """Without its code too, and in the filter of a pane as well."""
    desk.new(name="Other", phone="600-10-20")
    number = desk.new(name="Карпова", phone=typed)
    assert found(desk, wanted) == [number]
    assert [row.id for row in matching(listed(desk.store, None), wanted)] == [number]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Семёнова", "semionova"), ("Хайкин", "Khaikin"), ("Александр", "Alexander"), ("Мюллер", "Mueller"), ("Родион", "rodion")],
)
def test_a_name_is_found_by_a_spelling_that_leaves_it_open(desk: Desk, name: str, typed: str) -> None:
    """As people write it themselves."""
    number = desk.new(name=name, subject="")
    assert found(desk, typed) == [number]


@pytest.mark.parametrize("wanted", ["7", "#7", "№7", " № 7 "])
def test_a_number_comes_first(desk: Desk, wanted: str) -> None:
    """Before those whose phone begins with it; a closed one as well."""
    for _ in range(8):
        desk.new(phone="7-812-2445488", name="")
    tickets.close(desk.store, "Boris", 7, "mistake")
    hits = search(desk.store, wanted).hits
    assert (hits[0].row.id, hits[0].where, hits[0].row.state) == (7, NUMBER, "closed")


def test_a_merged_number_finds_what_it_went_into(desk: Desk) -> None:
    """The slip in somebody's hand is still good."""
    first, second = desk.new(), desk.new()
    merge(desk.store, "Boris", second, first)
    assert found(desk, str(second))[0] == first


def test_open_ones_come_first_then_the_newest(desk: Desk) -> None:
    """Among those whose words stand in the same place; who it is about before what was said."""
    numbers = [desk.new(name="Карпов") for _ in range(4)]
    tickets.close(desk.store, "Boris", numbers[3], "mistake")
    said = desk.new(name="Other")
    tickets.note(desk.store, "Boris", said, "знает Карпова")
    assert found(desk, "карпов") == [numbers[2], numbers[1], numbers[0], numbers[3], said]


def test_a_whole_word_comes_before_one_that_only_begins_so(desk: Desk) -> None:
    """Карп before Карпов, though that one is newer."""
    whole, begun = desk.new(name="Карп"), desk.new(name="Карпов")
    assert found(desk, "карп") == [whole, begun]


def test_with_many_newer_matches_an_old_open_ticket_is_found(desk: Desk) -> None:
    """The newest are looked at, and the open ones among all."""
    old = desk.new(name="Иванов", subject="common")
    for number in [desk.new(name="Иванов", subject="common") for _ in range(205)]:
        tickets.close(desk.store, "Boris", number, "mistake")
    hits = search(desk.store, "common")
    assert hits.hits[0].row.id == old
    assert (len(hits.hits), hits.more) == (SHOWN, True)


def test_what_was_written_while_it_was_a_complaint_is_not_found(desk: Desk) -> None:
    """As an enquiry anybody may open it; its receipt is found as before."""
    number = desk.new("complaint", "email", name="Карпова")
    tickets.note(desk.store, "Boris", number, "преподаватель кричал")
    assert [hit.row.id for hit in search(desk.store, "кричал").hits] == [number]
    tickets.to_enquiry(desk.store, "Boris", number)
    assert search(desk.store, "кричал").hits == ()
    assert [hit.row.id for hit in search(desk.store, "карпова").hits] == [number]


@pytest.mark.parametrize("typed", ["4567", "45-67", "45 67"])
def test_a_number_is_found_by_its_last_four_digits(desk: Desk, typed: str) -> None:
    """As people tell it from others; with or without a hyphen."""
    number, _ = desk.new(phone="+7 911 123-45-67"), desk.new(phone="+7 911 123-45-68")
    assert [hit.row.id for hit in search(desk.store, typed).hits] == [number]


@pytest.mark.parametrize("typed", ["#2", "№2", " № 2 "])
def test_a_number_with_its_sign_is_that_ticket_alone(desk: Desk, typed: str) -> None:
    """A digit alone may also be part of a phone number or of a subject."""
    for _ in range(2):
        desk.new(subject="2 экзамена")
    assert [(hit.row.id, hit.where) for hit in search(desk.store, typed).hits] == [(2, NUMBER)]
    assert len(search(desk.store, "2").hits) == 2
    assert search(desk.store, "#9").hits == ()


def test_a_few_matches_are_all_that_there_are(desk: Desk) -> None:
    """Only a cut list says that there is more."""
    number = desk.new(name="Карпова")
    found = search(desk.store, "карпова")
    assert ([hit.row.id for hit in found.hits], found.more) == ([number], False)


def test_what_was_undone_is_not_found_and_what_was_corrected_is(desk: Desk) -> None:
    """By its words; a surname heard wrongly no longer finds it."""
    number = desk.new(name="Карпова")
    corrections.correct(desk.store, "Boris", number, "name", "Карпенко")
    assert (found(desk, "карпова"), found(desk, "карпенко")) == ([], [number])
    tickets.undo(desk.store, "Boris", number)
    tickets.undo(desk.store, "Boris", number)
    assert (found(desk, "карпенко"), found(desk, str(number))) == ([], [])


def test_people_are_found_with_their_tickets(desk: Desk) -> None:
    """The person who has a ticket that was found by who it is about; each once."""
    first = desk.new(name="Карпова Ольга", phone="244-54-88")
    second = desk.new(name="Карпова Ольга", phone="244-54-88")
    tickets.close(desk.store, "Boris", first, "mistake")
    desk.new(name="Карпов", phone="600-10-20")
    met = search(desk.store, "карпов").people
    assert [(item.name, item.tickets, item.open) for item in met] == [("Карпов", 1, 1), ("Карпова Ольга", 2, 1)]
    assert [row.id for row in customer(desk.store, met[1].id).rows] == [second, first]
    assert [person.name for person in people(desk.store, "Ольга")] == ["Карпова Ольга"]
    assert people(desk.store, " .") == ()


def test_a_few_people_are_named_at_most(desk: Desk) -> None:
    """The newest of those who are found, as many as there is room for."""
    for number in range(7):
        desk.new(name=f"Карпова {'АБВГДЕЖ'[number]}.", phone=f"600-10-2{number}")
    assert len(search(desk.store, "карпова").people) == PEOPLE == 5


def test_an_excerpt_says_where_the_words_stand(desk: Desk) -> None:
    """The field, and the words around; nothing for what stands in the row already."""
    number = desk.new(name="Карпова", body="a" * 300 + " про ёлку и снег")
    tickets.note(desk.store, "Boris", number, "просила перезвонить вечером")
    assert excerpt(desk.store, number, "перезвон") == ("note", "просила перезвонить вечером")
    field, words = excerpt(desk.store, number, "tkre") or ("", "")
    assert (field, words.startswith("…"), "ёлку и снег" in words) == ("body", True, True)
    assert excerpt(desk.store, number, "карпова") is None


def test_nothing_is_found_by_nothing(desk: Desk) -> None:
    """An empty search, blanks, signs."""
    desk.new()
    assert [search(desk.store, wanted).hits for wanted in ("", "  ", "…", '"', "*")] == [()] * 5


def test_no_text_makes_a_search_fail(desk: Desk) -> None:
    """Quotes, stars, brackets, NEAR, columns: all of it is words. A search changes nothing: one desk will do for all of them."""
    number = desk.new()

    @given(st.text(max_size=40) | st.sampled_from([item for item in HOSTILE if len(item) < 1_000]))
    def check(wanted: str) -> None:
        assert found(desk, wanted) in ([], [number])

    check()


@pytest.mark.parametrize("wanted", ["a" * 100_000, "a " * 50_000, "1" * 100_000])
def test_a_paste_without_end_is_looked_for_by_its_beginning(desk: Desk, wanted: str) -> None:
    """A query of fifty thousand words would be refused by the database."""
    number = desk.new(subject="a")
    assert found(desk, wanted) in ([], [number])


@pytest.mark.parametrize("words", ["AND", "OR", "NOT", "NEAR(a b)", "who : x", "open", "a* OR b", "-y", "^y"])
def test_words_of_the_query_language_are_words(desk: Desk, words: str) -> None:
    """An open ticket is not found by `open`."""
    desk.new(name="Карпова", subject="x")
    other = desk.new(name="Other", subject=f"{words} said")
    assert found(desk, words) == [other]


def test_the_second_connection_reads_and_writes_nothing(desk: Desk) -> None:
    """It sees what the first one wrote, by the charter in force."""
    number = desk.new(name="Карпова")
    with_search = open_for_search(str(desk.where), desk.store.now)
    try:
        assert [hit.row.id for hit in search(with_search, "карпова").hits] == [number]
        with pytest.raises(DatabaseUnusable):
            with_search.rows("DELETE FROM search")
    finally:
        with_search.close()


def test_a_search_that_was_emptied_is_filled_by_a_repair(desk: Desk) -> None:
    """Undone recordings stay out."""
    number = desk.new(name="Карпова")
    desk.new(name="Карпов")
    tickets.undo(desk.store, "Boris")
    before = desk.store.rows("SELECT rowid, * FROM search")
    desk.store.many("DELETE FROM search", [()])
    assert found(desk, "карпова") == []
    check.repair(desk.store, "Boris", check.check(desk.store))
    assert found(desk, "карпова") == [number]
    assert desk.store.rows("SELECT rowid, * FROM search") == before


@pytest.mark.in_file
def test_the_check_finds_and_repairs_an_index_that_lies(desk: Desk) -> None:
    """It is derived like every other row."""
    number = desk.new(name="Карпова")
    desk.store.many("UPDATE search SET who = 'somebody' WHERE rowid = ?", [(number,)])
    findings = check.check(desk.store)
    assert [(finding.what, finding.number) for finding in findings.findings] == [(ROW, number)]
    check.repair(desk.store, "Boris", findings)
    assert check.check(desk.store).findings == ()
    assert found(desk, "карпова") == [number]


@pytest.mark.in_file
def test_a_text_without_end_is_indexed_by_its_beginning(desk: Desk, reopened: Callable[[Path], Store]) -> None:
    """Folding all of it would be felt at every act."""
    number = desk.new(body="начало " + "слово " * 10_000 + "конец")
    assert (found(desk, "начало"), found(desk, "конец")) == ([number], [])
    assert [hit.row.id for hit in search(reopened(desk.path), "начало").hits] == [number]
