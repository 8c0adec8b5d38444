"""The thread that has the database: what takes long in it is told, with its seconds."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.actions.rights import Acting
from desk.store.connection.opening import open_database
from desk.store.database import Store
from desk.store.errors import NotNow
from desk.store.worker import SLOW, DatabaseThread


@pytest.mark.parametrize(("seconds", "is_told"), [(SLOW, False), (SLOW + 0.5, True)])
def test_work_that_takes_long_is_told(database: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, is_told: bool) -> None:
    """What it was and how long it took, whatever the clock read when it began; no less where it fails."""
    passed, told = [1.0], list[tuple[object, float]]()
    monkeypatch.setattr(time, "monotonic", lambda: passed[0])

    def work(store: Store) -> str:
        passed[0] += seconds
        return store.acting.name

    def fails(_: Store) -> None:
        passed[0] += seconds
        raise NotNow

    thread = DatabaseThread(
        lambda: open_database(str(database), lambda: 0), lambda *slow: told.append(slow), lambda: Acting("Вера")
    )
    try:
        assert thread.submit(work).result() == "Вера"
        with pytest.raises(NotNow):
            thread.submit(fails).result()
    finally:
        thread.close()
    tried: list[Callable[[Store], object]] = [work, fails]
    assert told == ([(item, seconds) for item in tried] if is_told else [])
