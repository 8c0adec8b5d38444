"""Signatures in Latin letters: as in Russian passports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.text.transliteration import in_latin

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
