"""What differs between the databases: lists as one value, values inside JSON, full-text search."""

from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

_SERVER = ("postgresql://", "postgres://")
_SECRET = ("password", "sslpassword")  # options of libpq


def is_server(url: str) -> bool:
    """Whether an address is that of a PostgreSQL server."""
    return url.startswith(_SERVER)


def shown(url: str) -> str:
    """An address as it may be shown: without passwords, which may stand before the host or among the options."""
    if not is_server(url):
        return url
    parts = urlsplit(url)
    options = "&".join(option for option in parts.query.split("&") if option.partition("=")[0] not in _SECRET)
    _before, _, host = parts.netloc.rpartition("@")
    netloc = f"{parts.username}@{host}" if parts.username else host
    return urlunsplit(parts._replace(netloc=netloc, query=options))


def password_of(url: str) -> str:
    """The password in an address; "" for none."""
    parts = urlsplit(url)
    return unquote(parts.password or "") or next(iter(parse_qs(parts.query).get("password", [])), "")
