"""Text of a damaged database: what can be read of it, marked as such."""


class Undecodable(str):
    """Text whose bytes are not UTF-8: U+FFFD replaces what could not be read."""

    __slots__ = ()


def decode(raw: bytes) -> str:
    """The text of a column (`sqlite3.Connection.text_factory`). Python's own reading raises on the first wrong byte, and the whole
    query is lost."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Undecodable(raw.decode(errors="replace"))
