"""Facts to answer from: what is accepted, which version counts, and which fit what is typed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.facts import errors
from desk.facts.fact import Content, Version, checked, overlaps, valid_on
from desk.facts.matching import FactIndex
from desk.facts.price import parse_price, price_words
from desk.text.keyboard import other_layout
from tests.facts import FCE, PARKING, exam

DAY = date(2026, 11, 9)


def version(number: int, content: Content, *, fact: int = 0, is_withdrawn: bool = False) -> Version:
    """A version of a fact, by default of one of its own."""
    return Version(number, fact or number, content, is_withdrawn, 1, 0)


# -- prices ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("14500", "14500 RUB"),
        (" 14 500 ₽ ", "14500 RUB"),
        ("14\N{NO-BREAK SPACE}500,50 руб.", "14500.50 RUB"),
        ("14 500.00 р", "14500 RUB"),
        ("14500.5", "14500.50 RUB"),  # as a spreadsheet keeps it
        ("120 eur", "120 EUR"),
        ("€120", "120 EUR"),
        ("", ""),
    ],
)
def test_a_price_is_read_as_people_type_it(typed: str, stored: str) -> None:
    """Roubles if nothing else is said."""
    assert parse_price(typed) == stored


@pytest.mark.parametrize(
    "typed", ["дорого", "14500/15000", "-5", "0", "0,00", "1,5,5", "14 50", "€120 $", "1234567890", "14500 15000"]
)
def test_what_is_no_price_is_refused(typed: str) -> None:
    """Two prices in one cell as well."""
    with pytest.raises(errors.PriceUnreadable):
        parse_price(typed)


def test_a_price_is_worded_in_the_customers_language() -> None:
    """Thousands and decimals apart, the amount never torn from its currency."""
    assert price_words("14500.50 RUB", "ru") == "14\N{NO-BREAK SPACE}500,50\N{NO-BREAK SPACE}₽"
    assert price_words("14500 EUR", "en") == "14,500\N{NO-BREAK SPACE}€"
    assert price_words("", "ru") == ""


@given(st.integers(1, 10**9 - 1), st.integers(0, 99), st.sampled_from(["RUB", "EUR", "USD", "CHF"]), st.sampled_from(["ru", "en"]))
def test_a_worded_price_reads_back_in_russian(whole: int, cents: int, currency: str, language: str) -> None:
    """What the desk shows can be typed; in English the comma separates thousands, which a typed price never has."""
    stored = parse_price(f"{whole}.{cents:02} {currency}")
    shown = price_words(stored, language)
    assert parse_price(shown if language == "ru" else shown.replace(",", "")) == stored


# -- what a fact may say -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "error", "field"),
    [
        (exam(name="  "), errors.FactNameMissing, "name"),
        (Content("Парковка", keywords="машина", until=DAY), errors.SaysNothing, "day"),
        (exam(price=""), errors.LatePriceAlone, "price"),
        (exam(late_price="14000 RUB"), errors.LatePriceLower, "late_price"),
        (exam(late_price="16000 EUR"), errors.LatePriceLower, "late_price"),
        (exam(documents="x" * 1001), errors.TooLong, "documents"),
        (replace(PARKING, en=""), errors.AnswerInOneLanguage, "en"),
        (replace(PARKING, ru=" "), errors.AnswerInOneLanguage, "ru"),
        (exam(opens=date(2026, 11, 21)), errors.RegistrationEndsBeforeStart, "closes"),
        (exam(closes=date(2026, 12, 13)), errors.RegistrationAfterExam, "closes"),
        (exam(until=date.min), errors.EndMissing, "until"),
        (exam(until=date(2026, 10, 31)), errors.EndsBeforeStart, "until"),
    ],
)
def test_a_fact_that_contradicts_itself_is_refused(content: Content, error: type[errors.WrongFact], field: str) -> None:
    """In one line, with the field."""
    with pytest.raises(error) as raised:
        checked(content)
    assert raised.value.field == field
    assert "\n" not in str(raised.value)


def test_spaces_around_a_value_do_not_count() -> None:
    """Nor make it another fact."""
    assert checked(exam(name=" B2 First (FCE) ", place="Невский, 1 ")) == FCE


# -- which version counts ----------------------------------------------------------------------------------------------------


def test_the_last_written_version_that_has_begun_counts() -> None:
    """A later one from its first day on; a correction from the same day on at once."""
    first, corrected = version(1, FCE), version(2, exam(price="14600 RUB"), fact=1)
    later = version(3, exam(price="15000 RUB", since=DAY + timedelta(1)), fact=1)
    assert valid_on([first], date(2026, 10, 31)) is None
    assert valid_on([first, corrected, later], DAY) is corrected
    assert valid_on([first, corrected, later], DAY + timedelta(1)) is later
    earlier = version(4, exam(price="1 RUB", since=date(2026, 10, 1)), fact=1)
    assert valid_on([first, corrected, later, earlier], DAY + timedelta(1)) is earlier


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_two_facts_overlap_exactly_if_a_day_has_both(since: int, lasts: int, other: int, other_lasts: int) -> None:
    """Counted day by day."""
    known = exam(since=DAY + timedelta(since), until=DAY + timedelta(since + lasts))
    new = exam(since=DAY + timedelta(other), until=DAY + timedelta(other + other_lasts))
    shared = set(range(since, since + lasts + 1)) & set(range(other, other + other_lasts + 1))
    assert overlaps([version(1, known)], new) is bool(shared)


def test_a_withdrawn_fact_leaves_its_days_to_another() -> None:
    """From the day on which it was withdrawn."""
    versions = [version(1, FCE), version(2, exam(since=DAY), fact=1, is_withdrawn=True)]
    assert not overlaps(versions, exam(since=DAY))
    assert overlaps(versions, exam(since=DAY - timedelta(1)))


def test_an_exam_is_known_by_any_of_its_names() -> None:
    """Its abbreviation in brackets, its keywords, in any case; not by a word that it lacks."""
    assert FCE.is_about("fce")
    assert FCE.is_about("First B2")
    assert exam(keywords="фёрст").is_about("ферст")
    assert not FCE.is_about("FCE for Schools")
    assert not FCE.is_about(" ")


# -- what fits ---------------------------------------------------------------------------------------------------------------

MANY = [
    version(1, FCE),
    version(2, exam(name="C1 Advanced (CAE)", day=date(2026, 12, 5))),
    version(3, exam(day=date(2027, 3, 6), until=date(2027, 3, 6))),
    version(4, PARKING),
    version(5, Content("Приём", hours="пн–пт 10–18", since=DAY, until=date(2027, 1, 1))),
    version(6, exam(day=date(2026, 11, 7), until=date(2026, 11, 7))),
]


def best(typed: str, versions: list[Version] = MANY) -> list[int]:
    """The facts that fit."""
    return [found.id for found in FactIndex(versions).best(typed, DAY)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("when is FCE in December, and how much?", 1),
        ("Когда FCE в марте?", 3),
        ("сколько стоит экзамен cae", 2),
        ("rjulf cae", 2),
        ("где оставить машину", 4),
        ("парковки", 4),
        ("gfhrjdrf", 4),
        ("ПАРКОВ", 4),
        ("is there a car park", 4),
        ("до скольки вы открыты, часы работы", 5),
        ("advanced 5 декабря", 2),
    ],
)
def test_the_fact_that_is_asked_for_comes_first(typed: str, first: int) -> None:
    """In either language and layout, by the stem of a word or the beginning of one."""
    assert best(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "  ", "?!", "в", "ъъъъ", "is it so"])
def test_nothing_is_offered_for_words_that_say_nothing(typed: str) -> None:
    """Nor for words that no fact has."""
    assert best(typed) == []


def test_a_stale_fact_is_never_offered_before_a_valid_one() -> None:
    """Though it fits better; alone it is offered, marked."""
    assert best("FCE 7 ноября")[-1] == 6
    assert best("FCE", [version(6, exam(day=date(2026, 11, 7), until=date(2026, 11, 7)))]) == [6]


def test_of_equal_ones_the_nearest_exam_comes_first() -> None:
    """Three at most."""
    dates = [date(2027, month, 6) for month in (5, 2, 4, 3)]
    versions = [version(number, exam(day=day, until=day)) for number, day in enumerate(dates, start=1)]
    assert best("FCE", versions) == [2, 4, 3]


@given(st.text(max_size=60))
def test_anything_may_be_typed(typed: str) -> None:
    """At most three facts, none twice, and the other layout finds no fewer words."""
    found = best(typed)
    assert len(found) == len(set(found)) <= 3


@given(st.sampled_from(["парковка", "машина", "стоянка", "advanced", "документы", "passport"]))
def test_a_word_in_the_wrong_layout_finds_the_same(word: str) -> None:
    """As if it had been typed in the right one."""
    assert best(other_layout(word)) == best(word)
