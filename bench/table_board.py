"""The same board made of Textual's own tables, as one would write it without `QueueView`: the peer of the tick.

`python -m bench.table_board DATABASE`.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import DataTable, Static

from bench.filled import KINDS
from desk.charter import Charter
from desk.i18n import translator
from desk.presentation.formats import time_left
from desk.settings import clock
from desk.store.opening import open_for_search
from desk.store.queries.board import QueueRow, queue


class TableBoard(App[None]):
    """Three tables; a tick updates the timers of the rows in view.

    queues: the rows of each pane; now: the present, UTC epoch seconds.
    """

    def __init__(self, charter: Charter, queues: Sequence[Sequence[QueueRow]], now: Callable[[], float]) -> None:
        super().__init__()
        self.charter = charter
        self.queues = queues
        self.now = now
        self.shown: dict[tuple[int, int], str] = {}

    def compose(self) -> ComposeResult:
        with Horizontal():
            for _ in self.queues:
                yield DataTable(cursor_type="row")
        yield Static("all is there")

    def on_mount(self) -> None:
        for table, rows in zip(self.query(DataTable), self.queues, strict=True):
            for key, width in (("left", 11), ("number", 7), ("name", 20), ("subject", 30)):
                table.add_column(key, key=key, width=width)
            for row in rows:
                table.add_row("", f"#{row.id}", row.name, row.subject, key=str(row.id))
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Tells the time to the rows in view."""
        now = self.now()
        for pane, (table, rows) in enumerate(zip(self.query(DataTable), self.queues, strict=True)):
            top = int(table.scroll_offset.y)
            for row in rows[top : top + table.size.height - 1]:
                said = time_left(translator("en"), self.charter, row.standard, row.due, now).text
                if self.shown.get((pane, row.id)) != said:
                    self.shown[pane, row.id] = said
                    table.update_cell(str(row.id), "left", said)


def main(database: Path) -> None:
    """Reads the queues and shows them."""
    now = clock()
    store = open_for_search(str(database), lambda: int(now()))
    TableBoard(store.charter, [queue(store, kind) for kind in KINDS], now).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
