"""Phone numbers: what somebody typed -> one form to know a person by. The raw text is kept beside it."""

import re
from functools import lru_cache

AS_WRITTEN = re.compile(r"\+?[\d\s()\-–.]+")  # the signs of a number, however somebody writes it
FEWEST = 4  # digits: fewer are no beginning of a phone number
TRUNKS = ("7", "8")  # Russia's country code, and what is dialled before a code at home
LOCAL = 7  # digits that are told as the number itself: `333-44-55` of a mobile phone as well


@lru_cache(256)
def phone_keys(raw: str, region: str, area_code: str) -> tuple[str, ...]:
    """The numbers as `+78122445488`, in their order; () where the text is none. What stands beside a number, an extension or whose
    it is, is no part of it.

    region: the country that numbers without one belong to (`RU`); area_code: for numbers as short as a neighbour dials them.
    """
    digits = re.sub(r"\D", "", raw)
    if not digits:
        return ()
    if whole := _valid(raw, region, area_code):
        return (whole,)
    pieces = _BETWEEN.split(_EXTENSION.sub(" ", raw))
    found = [key for piece in pieces if (key := _valid(piece, region, area_code))] or _numbers_in(raw, region)
    # An extension, a foreign number without its plus: still the same digits the next time.
    return tuple(dict.fromkeys(found)) or ((digits,) if len(digits) >= 3 else ())


# Whatever parts one number from the next: signs, words, and the plus that the next one begins with.
_BETWEEN = re.compile(r"[,;/\\|\n]|[^\W\d_]+|(?<=\d)\s*(?=\+)")
_EXTENSION = re.compile(r"(?:доб|вн|внутр|ext|extension|x|#)[.:\s]*\d{1,6}\b", re.IGNORECASE)


def phone_key(raw: str, region: str, area_code: str) -> str:
    """The first number of a text, as `phone_keys` has it; "" where there is none."""
    return next(iter(phone_keys(raw, region, area_code)), "")


def _valid(raw: str, region: str, area_code: str) -> str:
    """A number that somebody can have, else ""."""
    import phonenumbers  # 60 ms: only where a number was typed

    digits = re.sub(r"\D", "", raw)
    for text in (raw, f"{area_code}{digits}" if area_code and digits else raw):
        try:
            number = phonenumbers.parse(text, region or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def _numbers_in(raw: str, region: str) -> list[str]:
    """Whole numbers with nothing but blanks between them."""
    found, begun = list[str](), ""
    for word in raw.split():
        begun = f"{begun} {word}"
        if key := _valid(begun, region, ""):
            found.append(key)
            begun = ""
    return found


def phone_words(raw: str, region: str, area_code: str) -> list[str]:
    """The digits that somebody may begin to look a number up by, of each number of the text; [] for none.

    From abroad, with the trunk's digit and without, as a neighbour dials it, without any code as it is told on the phone, and
    as typed.
    """
    keys = phone_keys(raw, region, area_code) if raw else ()
    words = [word for key in keys for word in _ways_to_dial(key, area_code)]
    return list(dict.fromkeys((*words, _digits(raw)))) if len(keys) == 1 else list(dict.fromkeys(words))


def _ways_to_dial(key: str, area_code: str) -> tuple[str, ...]:
    if not key.startswith("+"):
        return (key,)
    import phonenumbers  # as above

    number = phonenumbers.parse(key, None)
    national = phonenumbers.national_significant_number(number)
    trunk = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    shorter = national.removeprefix(area_code) if area_code else national
    return key[1:], _digits(trunk), national, shorter, national[-LOCAL:]


def without_trunk(typed: str) -> list[str]:
    """The digits of what may be the beginning of a number, without the 8 or 7 that some write before the code; [] for no number."""
    digits = _digits(typed)
    return [digits[1:]] if digits[:1] in TRUNKS and len(digits) > FEWEST and AS_WRITTEN.fullmatch(typed.strip()) else []


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
