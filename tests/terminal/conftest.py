"""A desk on a database of its own, opened in a terminal as often as a test wants, at whatever moment."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.terminal.terminal import Terminal

MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass
class Day:
    """One desk through a day. language: of the screens; layout: of the keyboard."""

    database: Path
    language: str
    layout: str

    def at(self, moment: str, staff: str = "Anna") -> Terminal:
        """The desk opened at a moment of Moscow's: `2026-11-03 10:14`."""
        return Terminal(self.database, f"{moment.replace(' ', 'T')}+03:00", language=self.language, layout=self.layout, staff=staff)

    def word(self, en: str, ru: str) -> str:
        """A word in the language of the screens."""
        return ru if self.language == "ru" else en

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """A look into the database; nothing is in it before the desk has made it."""
        if not self.database.exists():
            return []
        with closing(sqlite3.connect(self.database)) as connection:
            made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'ticket'").fetchall()
            return connection.execute(sql, values).fetchall() if made else []

    def clocks(self, number: int) -> dict[str, tuple[str, str]]:
        """A ticket's clocks: standard -> state and due moment in Moscow, of the last one where there are several."""
        found = self.rows("SELECT standard, state, due FROM clock WHERE ticket_id = ? ORDER BY id", number)
        return {standard: (state, f"{datetime.fromtimestamp(due, MOSCOW):%d.%m %H:%M:%S}") for standard, state, due in found}

    def state(self, number: int) -> str:
        """open, closed or void."""
        return str(self.rows("SELECT state FROM ticket WHERE id = ?", number)[0][0])

    def events(self, number: int) -> list[str]:
        """What happened to a ticket, in the order of entry."""
        return [what for (what,) in self.rows("SELECT what FROM event WHERE ticket_id = ? ORDER BY id", number)]

    def texts(self, number: int, field: str) -> list[str]:
        """Every text of a field that a ticket's events brought."""
        sql = "SELECT body FROM text AS t JOIN event AS e ON e.id = t.event_id WHERE e.ticket_id = ? AND field = ? ORDER BY t.id"
        return [body for (body,) in self.rows(sql, number, field)]


@pytest.fixture
def new_day(tmp_path: Path) -> Callable[[str, str], Day]:
    """Makes a day: language, layout."""
    return lambda language, layout: Day(tmp_path / f"{language}-{layout}.db", language, layout)


@pytest.fixture(params=["en", "ru"])
def day(request: pytest.FixtureRequest, new_day: Callable[[str, str], Day]) -> Day:
    """A day in English on a Latin keyboard, and one in Russian on ЙЦУКЕН."""
    return new_day(request.param, request.param)
