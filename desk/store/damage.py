"""Text from a damaged database: the readable part, marked as damaged."""


class Undecodable(str):
    """Text whose bytes are not UTF-8: U+FFFD replaces what could not be read."""

    __slots__ = ()


def decode(raw: bytes) -> str:
    """Decodes the text of a column (`sqlite3.Connection.text_factory`). Python's default raises on the first wrong byte, and the
    whole query is lost."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Undecodable(raw.decode(errors="replace"))
