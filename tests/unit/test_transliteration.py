"""Signatures in the other alphabet: in Latin letters as in Russian passports, in Russian ones where nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.text.transliteration import in_cyrillic, in_latin

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Анна Смирнова", "Anna Smirnova"),
        ("Юлия Щукина", "Iuliia Shchukina"),
        ("Фёдор Подъячев-Ельцын", "Fedor Podieiachev-Eltsyn"),
        ("ХАРИТОН ЩЕГЛОВ", "KHARITON SHCHEGLOV"),
        ("Ян Ю", "Ian Iu"),
        ("Anna O'Brien", "Anna O'Brien"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_in_a_passport(name: str, latin: str) -> None:
    """ICAO Doc 9303; a Latin name stays."""
    assert in_latin(name) == latin


@given(st.text(st.sampled_from(RUSSIAN + RUSSIAN.upper() + " -'.")))
def test_no_cyrillic_letter_is_left(name: str) -> None:
    """Whatever the name; its words stay words."""
    latin = in_latin(name)
    assert latin.isascii()
    assert latin.count(" ") == name.count(" ")


@pytest.mark.parametrize(
    ("latin", "name"),
    [
        ("Anna", "Анна"),
        ("Yulia Orlova", "Юлия Орлова"),
        ("Iuliia Shchukina", "Юлия Щукина"),
        ("Sergei Popov", "Сергей Попов"),
        ("Sergey Zaytsev", "Сергей Зайцев"),
        ("Natalia Rimskaya", "Наталья Римская"),
        ("Zoia", "Зоя"),
        ("Grigorii Belsky", "Grigorii Belsky"),
        ("Olga Petrova-Kim", "Ольга Петрова-Ким"),
        ("Eduard Brodsky", "Эдуард Бродский"),
        ("ANNA", "АННА"),
        ("Анна Li", "Анна Li"),
        ("Анна Smirnova", "Анна Смирнова"),
        ("", ""),
    ],
)
def test_a_latin_name_is_written_in_russian(latin: str, name: str) -> None:
    """First names as Russians spell them, soft signs included."""
    assert in_cyrillic(latin) == name


@pytest.mark.parametrize(
    "name",
    [
        "Irina Volkova",
        "Kuzmina",
        "Vasilieva",
        "John Smith",
        "Lucy",
        "Ann",
        "Mary",
        "Kate",
        "Chris",
        "Michael",
        "Boris B.",
        "root",
        "Zoë",
    ],
)
def test_a_name_that_leaves_a_doubt_stays_latin(name: str) -> None:
    """A soft sign may have been lost, it is not Russian, or it is no name."""
    assert in_cyrillic(name) == name


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -'.")))
def test_a_latin_name_is_translated_whole_or_not_at_all(name: str) -> None:
    """Never half of it; its words stay words."""
    said = in_cyrillic(name)
    assert said == name or not any(letter.isascii() and letter.isalpha() for letter in said)
    assert said.count(" ") == name.count(" ")
