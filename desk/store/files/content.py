"""The bytes of messages and files, each stored once."""

import hashlib
from typing import Any, NamedTuple

from desk.models import Content
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.statements import insert

LARGEST = 25 * 2**20  # bytes of one file, and of all files of an email: a scan of twenty pages has some 10 MiB


class Loaded(NamedTuple):
    """A file as read. name: without its folder; type: a media type."""

    name: str
    type: str
    raw: bytes


def stored(store: Store, raw: bytes) -> str:
    """Stores bytes, once. Returns their digest. Must run inside a transaction."""
    digest = hashlib.sha256(raw).hexdigest()
    if not _content.rows(store, digest=digest):
        insert(store, Content, {"digest": digest, "size": len(raw), "body": raw})
    return digest


@Statement
def _content(_: Dialect) -> Any:
    return Content.select(Content.id).where(Content.digest == Param("digest"))
