"""Phone numbers: normalises typed text into a form that identifies a person. The raw text is stored beside it."""

import re
from functools import lru_cache

AS_WRITTEN = r"\+?[\d\s()\-–.]+"  # the characters of a number in any notation; compiled when first used, after the first frame
FEWEST = 4  # digits: fewer do not start a phone number search
TRUNKS = ("7", "8")  # Russia's country code and its national trunk prefix
LOCAL = 7  # digits people give as the whole number: `333-44-55`, even for a mobile phone
ENDING = 4  # digits by which people tell a number from others: `the one that ends in 44-88`


@lru_cache(256)
def phone_keys(raw: str, region: str, area_code: str) -> tuple[str, ...]:
    """The numbers as `+78122445488`, in order; () if the text contains none. Text beside a number, such as an extension or a name,
    is ignored.

    region: the country of numbers without a country code (`RU`); area_code: for numbers as short as for a local call.
    """
    digits = re.sub(r"\D", "", raw)
    if not digits:
        return ()
    if whole := _valid(raw, region, area_code):
        return (whole,)
    pieces = re.split(_BETWEEN, re.sub(_EXTENSION, " ", raw, flags=re.IGNORECASE))
    found = [key for piece in pieces if (key := _valid(piece, region, area_code))] or _numbers_in(raw, region)
    # An extension, or a foreign number without its plus: still the same digits the next time.
    return tuple(dict.fromkeys(found)) or ((digits,) if len(digits) >= 3 else ())


# Anything that separates two numbers: punctuation, words, and the plus of the next number.
_BETWEEN = r"[,;/\\|\n]|[^\W\d_]+|(?<=\d)\s*(?=\+)"
_EXTENSION = r"(?:доб|вн|внутр|ext|extension|x|#)[.:\s]*\d{1,6}\b"


def phone_key(raw: str, region: str, area_code: str) -> str:
    """The first number of a text in the form of `phone_keys`; "" if there is none."""
    return next(iter(phone_keys(raw, region, area_code)), "")


def _valid(raw: str, region: str, area_code: str) -> str:
    """The number if it is valid and can be assigned, else ""."""
    import phonenumbers  # 60 ms: only when a number was typed

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
    """Complete numbers separated only by blanks."""
    found, begun = list[str](), ""
    for word in raw.split():
        begun = f"{begun} {word}"
        if key := _valid(begun, region, ""):
            found.append(key)
            begun = ""
    return found


def phone_words(raw: str, region: str, area_code: str) -> list[str]:
    """The digit sequences by which a user may search for each number of the text; [] for none.

    As dialled from abroad, with and without the trunk prefix, as a local call, without any code as told on the phone, by
    the last four digits, and as typed.
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
    return key[1:], _digits(trunk), national, shorter, national[-LOCAL:], national[-ENDING:]


def without_trunk(typed: str) -> list[str]:
    """The digits of a possible start of a number, without the 8 or 7 that some write before the code; [] if it is no number."""
    digits = _digits(typed)
    return [digits[1:]] if digits[:1] in TRUNKS and len(digits) > FEWEST and re.fullmatch(AS_WRITTEN, typed.strip()) else []


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
