"""Reading the centre's website, to compare it with what customers are told."""

from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from desk.store.errors.input import SiteTooBig, SiteUnreadable

PATIENCE = 10  # seconds
MOST_BYTES = 5_000_000
_SCHEMES = ("http", "https")


def read_site(where: str) -> str:
    """The HTML of a page. where: an address with http or https, or a file. Raises SiteUnreadable, SiteTooBig."""
    try:
        raw = _fetched(where) if is_address(where) else Path(where).read_bytes()
    except (HTTPException, OSError, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise SiteUnreadable(where, (isinstance(reason, OSError) and reason.strerror) or str(reason)) from error
    if len(raw) > MOST_BYTES:
        raise SiteTooBig(where)
    return raw.decode("utf-8", "replace")


def is_address(where: str) -> bool:
    """Whether a page is on the net, not in a file. Raises ValueError for an address that is none."""
    return urlsplit(where).scheme in _SCHEMES


def _fetched(address: str) -> bytes:
    with urlopen(Request(address, headers={"User-Agent": "desk"}), timeout=PATIENCE) as answer:
        read: bytes = answer.read(MOST_BYTES + 1)
    return read
