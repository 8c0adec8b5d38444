"""How far a long saving is: a bar in the form, for what takes more than a moment."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen
from textual.widgets import ProgressBar


class SaveProgress:
    """A bar of a form that saves many at once. total: how many; saving: whether the form is saving."""

    def __init__(self, form: Screen[Any], total: Callable[[], int], saving: Callable[[], bool]) -> None:
        self._form = form
        self._total = total
        self._saving = saving
        self._done = 0

    def say_done(self, done: int) -> None:
        """So many are saved. Called in the database thread: a number is all that is handed over."""
        self._done = done

    def show(self) -> None:
        """Put the bar up."""
        if not self._form.query(ProgressBar):
            self._form.mount(ProgressBar(total=self._total(), show_eta=False), after="#wrong")
            self._form.set_interval(0.1, self.update)

    def update(self) -> None:
        """Bring the bar up to date; it goes when the saving is over."""
        for bar in self._form.query(ProgressBar):
            bar.update(progress=self._done)
            bar.display = self._saving()
