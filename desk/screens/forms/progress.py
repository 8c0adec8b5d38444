"""How far a long saving is: a bar in the form, for what takes more than a moment."""

from typing import TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from desk.screens.forms.base import FormScreen

T = TypeVar("T")


class ShowsProgress(FormScreen[T]):
    """A form that saves many at once. total: how many."""

    def __init__(self) -> None:
        super().__init__()
        self._done = 0

    @property
    def total(self) -> int:
        """How many are to be saved."""
        raise NotImplementedError

    def say_done(self, done: int) -> None:
        """So many are saved. Called in the database thread: a number is all that is handed over."""
        self._done = done

    def say_saving(self) -> None:
        """What takes more than a moment shows how far it is."""
        if not self.saving or self.query(ProgressBar):
            return
        bar: Widget = ProgressBar(total=self.total, show_eta=False)
        self.query_one("#wrong", Static).update(Content(self.desk.gettext("Saving ...")))
        self.mount(bar, after="#wrong")
        self.set_interval(0.1, self._show_done)

    def _show_done(self) -> None:
        for bar in self.query(ProgressBar):
            bar.update(progress=self._done)
            bar.display = self.saving
