"""Email addresses."""

from email.errors import HeaderParseError
from functools import lru_cache


@lru_cache(20_000)  # called for every row of a batch at each key of a filter
def is_address(email: str) -> bool:
    """Whether this is a valid email address (RFC 5322); the field accepts any text."""
    return bool(ascii_address(email))


@lru_cache(20_000)
def ascii_address(email: str) -> str:
    """The address as every mail server takes it, with a domain such as почта.рф in its ASCII form (RFC 5891); "" if it is none."""
    from email.headerregistry import Address  # 5 ms that the first page does without

    local, at, domain = email.rpartition("@")
    try:
        found = email if email.isascii() else f"{local}{at}{domain.encode('idna').decode()}"
        Address(addr_spec=found)
    except (ValueError, IndexError, HeaderParseError):
        return ""
    return found if found.isascii() and "@" in found else ""
