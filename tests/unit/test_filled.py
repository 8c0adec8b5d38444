"""The desks that `make bench` measures hold together like any other: a figure of a broken one would say nothing."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench import filled
from desk.store.database import Store
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from desk.store.queries.board import queues
from desk.store.queries.search import search


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two hundred tickets, eighty of them open, of few patterns."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filled, "_PATTERNS", 4)
        patch.setattr(filled, "_KEPT", folder / "kept")
        path: Path = filled.filled(folder, 200, 80)
    with closing(open_desk(str(path), None, lambda: filled.MOMENT)) as opened:
        yield opened


def test_a_filled_desk_is_found_whole(store: Store) -> None:
    """Chain, words, clocks, rows and the search's table."""
    found = check(store)
    assert (found.tickets, found.findings) == (200, ())


def test_a_filled_desk_has_its_open_tickets_in_three_queues_some_in_their_last_hour(store: Store) -> None:
    """As many whatever its size: what a second costs must not depend on it."""
    rows = queues(store)
    assert sum(map(len, rows.values())) == 80
    for kind in filled.KINDS:
        due = [row.due - filled.MOMENT for row in rows[kind] if row.due is not None]
        assert due[0] > 0
        assert sum(left <= 3600 for left in due) == filled.IN_SECONDS


def test_the_common_word_is_found(store: Store) -> None:
    """About a fifth of the tickets hold it."""
    assert search(store, filled.COMMON).hits
