"""The bytes of messages and files, each stored once."""

import hashlib
from typing import Any

from desk.models import Content
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.statements import insert


def stored(store: Store, raw: bytes) -> str:
    """Stores bytes, once. Returns their digest. Must run inside a transaction."""
    digest = hashlib.sha256(raw).hexdigest()
    if not _content.rows(store, digest=digest):
        insert(store, Content, {"digest": digest, "size": len(raw), "body": raw})
    return digest


@Statement
def _content(_: Dialect) -> Any:
    return Content.select(Content.id).where(Content.digest == Param("digest"))
