"""What differs between the databases: lists as one value, values inside JSON, full-text search."""

from urllib.parse import urlsplit, urlunsplit

_SERVER = ("postgresql://", "postgres://")


def is_server(url: str) -> bool:
    """Whether an address is that of a PostgreSQL server."""
    return url.startswith(_SERVER)


def shown(url: str) -> str:
    """An address as it may be shown: without the password."""
    parts = urlsplit(url)
    if not is_server(url) or parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@", 1)))
