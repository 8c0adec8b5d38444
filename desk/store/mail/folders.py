"""How far the folders of a mailbox have been read."""

from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.models import MailFolder
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.permissions import requires
from desk.store.statements import insert, update


class Place(NamedTuple):
    """Where a message lies. account: server and user; validity: the folder's UIDVALIDITY; uid: the message's."""

    account: str
    folder: str
    validity: int
    uid: int


class Progress(NamedTuple):
    """How far a folder has been read. validity, uid, first: as in the table."""

    id: int
    validity: int
    uid: int
    first: int


@requires(Right.WORK)
def progress_in(store: Store, account: str, folder: str) -> Progress | None:
    """How far a folder has been read; None for one that never was."""
    return next(map(Progress._make, _progress.rows(store, account=account, folder=folder)), None)


@Statement
def _progress(_: Dialect) -> Any:
    query = MailFolder.select(MailFolder.id, MailFolder.validity, MailFolder.uid, MailFolder.first)
    return query.where(MailFolder.account == Param("account"), MailFolder.folder == Param("folder"))


@requires(Right.WORK)
def begin(store: Store, place: Place, first: int) -> None:
    """Begins to read a folder, or begins anew in one that was made anew. place: of the message before the first to read; first: the
    last of which only unseen ones are read."""
    with store.transaction():
        found = progress_in(store, place.account, place.folder)
        values = {"validity": place.validity, "uid": place.uid, "first": first}
        if found is None:
            insert(store, MailFolder, {"account": place.account, "folder": place.folder, **values})
        else:
            update(store, MailFolder, values, found.id)


def advance(store: Store, place: Place) -> None:
    """Notes that a message was filed. Must run inside the transaction that files it: killed at any moment, the desk files each
    message once."""
    found = progress_in(store, place.account, place.folder)
    if found and found.validity == place.validity and found.uid < place.uid:
        update(store, MailFolder, {"uid": place.uid}, found.id)
