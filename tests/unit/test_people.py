"""Who is calling, out of one field; and phone numbers in the one form that people are known by."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.text.contacts import parse_contact
from desk.text.phones import phone_key, phone_words, without_trunk
from tests.hostile import HOSTILE

KEY = "+78122445488"


# -- one field -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name", "phone", "email"),
    [
        ("Иванова Мария", "Иванова Мария", "", ""),
        ("8 812 244-54-88", "", "8 812 244-54-88", ""),
        ("+7 (812) 244-54-88", "", "+7 (812) 244-54-88", ""),
        ("2445488", "", "2445488", ""),
        ("(812) 2445488", "", "(812) 2445488", ""),
        ("Иванова Мария 8 812 244-54-88", "Иванова Мария", "8 812 244-54-88", ""),
        ("Иванова Мария, 244-54-88", "Иванова Мария", "244-54-88", ""),
        ("244-54-88 Иванова Мария", "Иванова Мария", "244-54-88", ""),
        ("maria@example.org", "", "", "maria@example.org"),
        ("Мария Иванова <maria@example.org>", "Мария Иванова <>", "", "maria@example.org"),
        ("Иванова; maria@example.org; 244-54-88", "Иванова", "244-54-88", "maria@example.org"),
        ("maria.1990@example.org", "", "", "maria.1990@example.org"),
        ("Иванова  \t Мария\n", "Иванова Мария", "", ""),
        ("Школа 239", "Школа 239", "", ""),
        ("Гимназия № 1505", "Гимназия № 1505", "", ""),
        ("Школа 239, 244-54-88", "Школа 239", "244-54-88", ""),
        ("244–54–88", "", "244–54–88", ""),
        ("Школа № 57 8 495 123-45-67 доб. 12", "Школа № 57", "8 495 123-45-67 доб. 12", ""),
        ("Школа №57 244-54-88", "Школа №57", "244-54-88", ""),
        ("Гимназия 1520 8 903 111 22 33", "Гимназия 1520", "8 903 111 22 33", ""),
        ("Лицей 1535 (495) 123-45-67", "Лицей 1535", "(495) 123-45-67", ""),
        ("Петров Иван 12.05.2010", "Петров Иван 12.05.2010", "", ""),
        ("Петров 12.05.2010, 244-54-88", "Петров 12.05.2010", "244-54-88", ""),
        ("Иванова 89161112233 89031112233", "Иванова 89031112233", "89161112233", ""),
        ("+375 29 123 45 67 Янка", "Янка", "+375 29 123 45 67", ""),
        ("812.244.54.88", "", "812.244.54.88", ""),
        ("ООО «Лингва», 190000 СПб, Невский 1", "ООО «Лингва», 190000 СПб, Невский 1", "", ""),
        ("190000, СПб, Иванова 244-54-88", "190000, СПб, Иванова", "244-54-88", ""),
        ("Иванова, 244548", "Иванова", "244548", ""),
        ("Иванова 244548", "Иванова", "244548", ""),
        ("", "", "", ""),
        (" , ; ", "", "", ""),
    ],
)
def test_a_name_a_number_and_an_address_are_read_out_of_one_field(typed: str, name: str, phone: str, email: str) -> None:
    """Whatever the caller says first goes into the one field that has the focus."""
    found = parse_contact(typed)
    if name.endswith("<>"):
        assert found[0].startswith(name.removesuffix(" <>"))
        assert found[1:] == (phone, email)
    else:
        assert found == (name, phone, email)


@pytest.mark.parametrize(("typed", "is_number"), [("1234", False), ("12345", True), ("12 34", False), ("1-23-45", True)])
def test_five_digits_make_a_number(typed: str, is_number: bool) -> None:
    """Shorter ones belong to names: a school's."""
    name, phone, _ = parse_contact(typed)
    assert (name, phone) == (("", typed) if is_number else (typed, ""))


def test_a_plus_belongs_to_the_number() -> None:
    """Without it a foreign number would be another one."""
    assert parse_contact("Lena +49 30 901820")[:2] == ("Lena", "+49 30 901820")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_gives_three_texts_and_loses_nobody(words: str) -> None:
    """Design, section 6: at its worst; somebody is still somebody."""
    words = words[:2_000]
    found = parse_contact(words)
    letters = "".join(filter(str.isalnum, words))
    assert bool(letters) <= any(found)


@pytest.mark.parametrize("sign", ["w", "1", "(", "1------"])
def test_a_paste_of_a_whole_letter_takes_no_time(sign: str) -> None:
    """Design, section 5: the form answers at once; a text is read in linear time (text.py), not in its square: 100,000
    characters would take a minute. CPU seconds, and a fifth of that length, so that a slow machine passes."""
    before = process_time()
    parse_contact((sign * 20_000)[:20_000])
    assert process_time() - before < 0.3


@given(st.text())
def test_no_letter_or_digit_is_lost(typed: str) -> None:
    """Nothing typed is ever lost: each one stands in one of the three."""
    assert sorted(filter(str.isalnum, "".join(parse_contact(typed)))) == sorted(filter(str.isalnum, typed))


@given(st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.(org|ru)", fullmatch=True), st.sampled_from(["Иванова Мария", "Ann O'Brien"]))
def test_an_address_behind_a_name_is_found(email: str, name: str) -> None:
    """In either order."""
    assert parse_contact(f"{name}, {email}") == parse_contact(f"{email} {name}") == (name, "", email)


# -- phone numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "8 812 244-54-88",
        "88122445488",
        "+7 812 244 54 88",
        "7 812 244-54-88",
        "+7(812)2445488",
        "(812) 244-54-88",
        "812 2445488",
        "244-54-88",
        "2445488",
        " 244 54 88 ",
        "тел. 244-54-88",
        "244–54–88",
    ],
)
def test_a_number_has_one_form_however_it_is_typed(typed: str) -> None:
    """phonenumbers with the centre's area code."""
    assert phone_key(typed, "RU", "812") == KEY


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("8 921 555-01-77", "+79215550177"),
        ("+49 30 901820", "+4930901820"),
        ("8 495 123-45-67", "+74951234567"),
        ("123", "123"),
        ("12", ""),
        ("", ""),
        ("нет", ""),
        ("---", ""),
        ("99999999999999999", "99999999999999999"),
    ],
)
def test_other_numbers_keep_their_digits_and_no_number_is_empty(typed: str, key: str) -> None:
    """An extension, a foreign number: still the same the next time."""
    assert phone_key(typed, "RU", "812") == key


def test_without_an_area_code_a_short_number_is_its_digits() -> None:
    """A centre that gives none."""
    assert phone_key("244-54-88", "RU", "") == "2445488"


@given(st.text(max_size=60))
def test_a_key_is_a_number_or_digits_or_nothing(typed: str) -> None:
    """Whatever was typed; and the key of a key is itself."""
    key = phone_key(typed, "RU", "812")
    assert key == "" or key.removeprefix("+").isdigit()
    if key.startswith("+"):
        assert phone_key(key, "RU", "812") == key


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_no_hindrance(words: str) -> None:
    """As long as a letter, or of signs alone; the key has room in its column (32)."""
    assert len(phone_key(words, "RU", "812")) <= 32


@pytest.mark.parametrize(
    ("typed", "name", "phone"),
    [
        ("Анна, Садовая 5 89215551234", "Анна, Садовая 5", "89215551234"),
        ("Анна 5 9215551234", "Анна", "5 9215551234"),
        ("Анна 89215551234 2445488", "Анна 2445488", "89215551234"),
        ("Анна +79215551234 12", "Анна", "+79215551234 12"),
    ],
)
def test_a_number_that_is_whole_stands_without_the_digits_beside_it(typed: str, name: str, phone: str) -> None:
    """A house before it, a second number behind it; up to eleven digits, or after a plus, all of them are one number."""
    assert parse_contact(typed) == (name, phone, "")


def test_what_a_number_is_looked_up_by() -> None:
    """Every way to dial it, and as it was typed where it is the only one."""
    assert phone_words("244-54-88 доб. 12", "RU", "812") == [
        "78122445488",
        "88122445488",
        "8122445488",
        "2445488",
        "5488",
        "244548812",
    ]
    assert phone_words("244-54-88, 244-54-89", "RU", "812") == [
        "78122445488", "88122445488", "8122445488", "2445488", "5488",
        "78122445489", "88122445489", "8122445489", "2445489", "5489",
    ]  # fmt: skip
    assert phone_words("", "RU", "812") == []


@pytest.mark.parametrize(
    ("typed", "digits"), [("8921", []), ("89215", ["9215"]), ("7 921 5", ["9215"]), ("92155", []), ("8921 Анна", []), ("", [])]
)
def test_a_beginning_without_the_trunks_digit(typed: str, digits: list[str]) -> None:
    """From five digits on, where nothing but a number was typed."""
    assert without_trunk(typed) == digits
