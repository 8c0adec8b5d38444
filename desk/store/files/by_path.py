"""Attaching a file by its path, as a command does."""

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.files.attaching import attach_loaded
from desk.store.files.ocr import text_in
from desk.store.files.reading import load
from desk.store.permissions import requires


@requires(Right.WORK)
def attach(store: Store, who: str, number: int, file: str, *, seen: int | None = None) -> int:
    """Attaches a file to a ticket, open or closed. file: its path. Returns the file's number.

    Raises WrongFile, NotNow.
    """
    loaded = load(file)
    return attach_loaded(store, who, number, loaded, text_in(loaded), seen=seen)
