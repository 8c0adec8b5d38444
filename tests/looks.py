"""A look into a desk's database beside the person who has it open: what was stored, said in the words of a story."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")


def look(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a database, by a connection of its own."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


class Looks:
    """Mixed into whatever knows a database."""

    database: Path

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """A look into the database; nothing is in it before the desk has made it."""
        if not self.database.exists() or not look(self.database, "SELECT 1 FROM sqlite_master WHERE name = 'ticket'"):
            return []
        return look(self.database, sql, *values)

    def clocks(self, number: int) -> dict[str, tuple[str, str]]:
        """A ticket's clocks: standard -> state and due moment in Moscow, of the last one where there are several."""
        found = self.rows("SELECT standard, state, due FROM clock WHERE ticket_id = ? ORDER BY id", number)
        return {standard: (state, f"{datetime.fromtimestamp(due, MOSCOW):%d.%m %H:%M:%S}") for standard, state, due in found}

    def verdicts(self, number: int) -> list[tuple[str, str | None, str]]:
        """Every clock of a ticket, from the first: state, reason and due moment in Moscow."""
        found = self.rows("SELECT state, reason, due FROM clock WHERE ticket_id = ? ORDER BY start, due", number)
        return [(state, reason, f"{datetime.fromtimestamp(due, MOSCOW):%d.%m %H:%M:%S}") for state, reason, due in found]

    def state(self, number: int) -> str:
        """open, closed or void."""
        return str(self.rows("SELECT state FROM ticket WHERE id = ?", number)[0][0])

    def owner(self, number: int) -> str:
        """Whose ticket it is; "" for nobody's."""
        found = self.rows("SELECT s.name FROM ticket AS t JOIN staff AS s ON s.id = t.owner_id WHERE t.id = ?", number)
        return str(found[0][0]) if found else ""

    def events(self, number: int) -> list[str]:
        """What happened to a ticket, in the order of entry."""
        return [what for (what,) in self.rows("SELECT what FROM event WHERE ticket_id = ? ORDER BY id", number)]

    def texts(self, number: int, field: str) -> list[str]:
        """Every text of a field that a ticket's events brought."""
        sql = "SELECT body FROM text AS t JOIN event AS e ON e.id = t.event_id WHERE e.ticket_id = ? AND field = ? ORDER BY t.id"
        return [body for (body,) in self.rows(sql, number, field)]
