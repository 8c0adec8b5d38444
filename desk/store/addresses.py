"""How somebody can be written to: by email or on paper."""

from desk.text.addresses import is_address

EMAIL, LETTER = ("email", "letter")


def way_to(email: str, address: str) -> str:
    """The channel for writing to somebody: EMAIL, else LETTER; "" if no address is known."""
    return EMAIL if is_address(email) else LETTER if address.strip() else ""
