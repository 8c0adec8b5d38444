"""Which rows hold what was typed."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.text import folding
from desk.text.filtering import Named, holding, matching


class Row(NamedTuple):
    """As little of a row as a filter sees."""

    key: str
    owner: str
    kind: str = ""
    id: int = 0


ROWS = [
    Row(folding.search_key("1 Ёлкина Анна FCE 555-12-34"), "Анна Белова"),
    Row(folding.search_key("2 Пётр Щербаков CAE"), ""),
    Row(folding.search_key("3 John Smith FCE"), "Boris"),
    Row(folding.search_key("4 Дмитриев"), "Boris"),
]


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("", [1, 2, 3, 4]),
        ("  ", [1, 2, 3, 4]),
        ("#", [1, 2, 3, 4]),
        ("fce", [1, 3]),
        ("ащ", []),
        ("ащ @", []),
        ("афсе", []),
        ("дмитри", [4]),
        ("дмитрие", [4]),
        ("dmitri", [4]),
        ("ашв", []),
        ("елкина fce", [1]),
        ("@", [2]),
        ('"', [2]),
        ("@bor", [3, 4]),
        ("@бор", [3, 4]),
        ('"бел', []),
        ("@анна", [1]),
        ("@anna fce", [1]),
        ("@anna cae", []),
        ("@ fce", []),
        ("@ cae", [2]),
        ("аcу", []),
        ("псу", []),
        ("сфу", [2]),
    ],
)
def test_words_and_owners_narrow(typed: str, held: list[int]) -> None:
    """All words, the owner by the beginning of the name, `@` alone for nobody's; the other layout where nothing holds it."""
    assert [ROWS.index(row) + 1 for row in matching(ROWS, typed)] == held


@given(st.text(max_size=30), st.lists(st.builds(Row, st.text(max_size=20).map(folding.search_key), st.text(max_size=10))))
def test_what_is_held_is_of_the_rows_in_their_order(typed: str, rows: list[Row]) -> None:
    """Whatever is typed, rows come out as they went in, and none twice."""
    held = iter(rows)
    assert all(any(row is item for item in held) for row in matching(rows, typed))


@pytest.mark.parametrize(("either", "found"), [(True, ["Анна"]), (False, [])])
def test_the_other_layout_is_tried_where_it_may_be(either: bool, found: list[str]) -> None:
    """Only where nothing was found as it was typed."""
    names = ["Анна", "Fyyf"]
    assert holding(["Анна"], "fyyf", str, either_layout=either) == found
    assert holding(names, "fyyf", str, either_layout=either) == ["Fyyf"]


def test_a_row_is_found_by_the_name_of_its_kind() -> None:
    """Where kinds share a pane: with other words of the row, and on the other layout."""
    rows = [*ROWS, Row("4 orlov", "", "refund"), Row("5 orlov", "", "results")]
    kinds = {"refund": folding.search_key("возврат денег refund"), "results": folding.search_key("пересмотр результата")}
    for wanted, found in (
        ("возврат", ["4 orlov"]),
        ("orlov refund", ["4 orlov"]),
        ("djpdhfn", ["4 orlov"]),
        ("peresmotr", ["5 orlov"]),
    ):
        assert [row.key for row in matching(rows, wanted, Named(kinds))] == found


def test_a_row_is_found_by_what_it_belongs_to() -> None:
    """An organisation, in any of its words, with others of the row."""
    rows = [*ROWS, Row("4 orlov", "", id=4), Row("5 orlov", "", id=5)]
    named = Named(tickets={4: folding.search_key("Глобус preparation centre"), 5: folding.search_key("Школа 7")})
    for wanted, found in (("глобус", [4]), ("centre orlov", [4]), ("ukj,ec", [4]), ("shkola", [5]), ("globus anna", [])):
        assert [row.id for row in matching(rows, wanted, named)] == found
