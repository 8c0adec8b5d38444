"""Parses one contact field: a name, a number, an address, or a name followed by a number."""

import re

_EMAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}")
_EXTENSION = r"(?:[\s,]{0,3}(?:доб|вн|ext)\.?\s{0,3}\d{1,6})?"
_PHONE = re.compile(rf"(\+?[\d(][\d\s()\-–.]{{3,30}}\d){_EXTENSION}", re.IGNORECASE)
# A school's number, a date of birth, a postcode in an address.
_NO_PHONE = re.compile(r"№\s{0,3}\d{1,10}|\b\d{1,2}\.\d{1,2}\.\d{4}\b|(?<=, )\d{6}\b(?=[ ,])|\b\d{6}(?=,)")
_FEWEST = 5  # digits: shorter numbers belong to names


def parse_contact(text: str) -> tuple[str, str, str]:
    """The name, the phone as typed and the address in a text; "" for what is missing.

    A number counts as a phone from five digits on: shorter ones belong to names (a school's), as do digits after `№` and digits
    before a number that is complete without them.
    """
    email = phone = ""
    if found := _EMAIL.search(text):
        email = found[0]
        text = text.replace(email, " ", 1)
    masked = _NO_PHONE.sub(lambda found: "_" * len(found[0]), text)
    if (found := _PHONE.search(masked)) and len(_digits(found[1])) >= _FEWEST:
        begin, end = _whole_number(found[1])
        first = found.start() + begin
        last = found.end() if end == len(found[1]) else found.start() + end
        phone = text[first:last].strip()
        text = f"{text[:first]} {text[last:]}"
    return " ".join(text.split()).strip(" ,;"), phone, email


def _whole_number(run: str) -> tuple[int, int]:
    """The position of the number in a run of digits, without a house number before it or a second number after it."""
    if len(_digits(run)) <= 11 or run.startswith("+"):
        return 0, len(run)
    groups = [(found.start(), found.end()) for found in re.finditer(r"\S+", run)]
    for begin, end in groups:
        if _is_whole(run[begin:end]):
            return begin, end
        if _is_whole(run[begin:]):
            return begin, len(run)
    return 0, len(run)


def _is_whole(text: str) -> bool:
    digits = _digits(text)
    return len(digits) == 10 or (len(digits) == 11 and digits[0] in "78")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
