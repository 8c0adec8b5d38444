"""Progress bar of a form, for saving that takes more than a moment."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen
from textual.widgets import ProgressBar


class SaveProgress:
    """The progress bar of a form that saves many items at once. total: their number; saving: whether the form is saving."""

    def __init__(self, form: Screen[Any], total: Callable[[], int], saving: Callable[[], bool]) -> None:
        self._form = form
        self._total = total
        self._saving = saving
        self._done = 0

    def say_done(self, done: int) -> None:
        """Sets the number saved so far. Called in the database thread, which passes on only a number."""
        self._done = done

    def show(self) -> None:
        """Shows the bar."""
        if not self._form.query(ProgressBar):
            self._form.mount(ProgressBar(total=self._total(), show_eta=False), after="#wrong")
            self._form.set_interval(0.1, self.update)

    def update(self) -> None:
        """Updates the bar; it disappears when saving is over."""
        for bar in self._form.query(ProgressBar):
            bar.update(progress=self._done)
            bar.display = self._saving()
