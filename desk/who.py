"""Who is calling, out of one field: a name, a number, an address, or a name with a number behind it."""

import re

_EMAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}")
_PHONE = re.compile(r"\+?[\d(][\d\s()\-–.]{3,30}\d")


def read_who(text: str) -> tuple[str, str, str]:
    """The name, the phone as typed and the address in a text; "" for what is not there.

    A number is taken for one from five digits on: shorter ones belong to names (a school's).
    """
    email = phone = ""
    if found := _EMAIL.search(text):
        email = found[0]
        text = text.replace(email, " ", 1)
    if (found := _PHONE.search(text)) and sum(sign.isdigit() for sign in found[0]) >= 5:
        phone = found[0].strip()
        text = text.replace(found[0], " ", 1)
    return " ".join(text.split()).strip(" ,;"), phone, email
