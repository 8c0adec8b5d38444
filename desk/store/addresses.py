"""Where somebody can be written to: by email, or on paper."""

from email.errors import HeaderParseError
from functools import lru_cache

EMAIL, LETTER = ("email", "letter")


@lru_cache(20_000)  # called for every row of a batch at each key of a filter
def is_address(email: str) -> bool:
    """Whether an email can go there (RFC 5322): what people write into that field may be anything."""
    from email.headerregistry import Address  # 5 ms that the first page does without

    try:
        Address(addr_spec=email)
    except (ValueError, IndexError, HeaderParseError):
        return False
    return email.isascii() and "@" in email


def way_to(email: str, address: str) -> str:
    """How somebody can be written to: by EMAIL, else by LETTER, "" where nothing is known."""
    return EMAIL if is_address(email) else LETTER if address.strip() else ""
