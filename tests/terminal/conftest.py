"""A desk on a database of its own, opened in a terminal as often as a test wants, at whatever moment."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.looks import Looks
from tests.terminal.terminal import Terminal
from tests.worded import Worded


@dataclass
class Day(Looks):
    """One desk through a day. language: of the screens; layout: of the keyboard."""

    database: Path
    language: str
    layout: str

    def at(
        self, moment: str, staff: str = "Anna", *, arguments: tuple[str, ...] = (), in_shell: bool = False, **environment: str
    ) -> Terminal:
        """The desk opened at a moment of Moscow's: `2026-11-03 10:14`. arguments: further ones; in_shell: from a shell."""
        now = f"{moment.replace(' ', 'T')}+03:00"
        return Terminal(
            self.database,
            now,
            language=self.language,
            layout=self.layout,
            staff=staff,
            environment=environment,
            arguments=arguments,
            in_shell=in_shell,
        )

    @property
    def words(self) -> Worded:
        """What the desk says in the language of the screens."""
        return Worded(self.language)


@pytest.fixture
def new_day(tmp_path: Path) -> Callable[[str, str], Day]:
    """Makes a day: language, layout."""
    return lambda language, layout: Day(tmp_path / f"{language}-{layout}.db", language, layout)


@pytest.fixture(params=["en", pytest.param("ru", marks=pytest.mark.slow)])
def day(request: pytest.FixtureRequest, new_day: Callable[[str, str], Day]) -> Day:
    """A day in English on a Latin keyboard, and one in Russian on ЙЦУКЕН."""
    return new_day(request.param, request.param)
