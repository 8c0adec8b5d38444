"""The same board made of Textual's own tables, as one would write it without `QueueView`: the peer of the tick."""

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import DataTable

from desk.store.queues import QueueRow


class TableBoard(App[None]):
    """Three tables; a tick updates the timers of the rows in view.

    queues: the rows of each pane; face: the text of a row's timer at a moment.
    """

    def __init__(self, queues: Sequence[Sequence[QueueRow]], face: object) -> None:
        super().__init__()
        self.queues = queues
        self.face = face
        self.shown: dict[tuple[int, int], str] = {}

    def compose(self) -> ComposeResult:
        with Horizontal():
            for _ in self.queues:
                yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        for table, rows in zip(self.query(DataTable), self.queues, strict=True):
            for key, width in (("left", 11), ("number", 7), ("name", 20), ("subject", 30)):
                table.add_column(key, key=key, width=width)
            for row in rows:
                table.add_row("", f"#{row.id}", row.name, row.subject, key=str(row.id))

    def tick(self, now: float) -> None:
        """Tells the time to the rows in view."""
        for pane, (table, rows) in enumerate(zip(self.query(DataTable), self.queues, strict=True)):
            top = int(table.scroll_offset.y)
            for row in rows[top : top + table.size.height - 1]:
                said = self.face(row, now)  # type: ignore[operator]
                if self.shown.get((pane, row.id)) != said:
                    self.shown[pane, row.id] = said
                    table.update_cell(str(row.id), "left", said)
