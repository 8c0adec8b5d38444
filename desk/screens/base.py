"""The application as every screen sees it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.await_complete import AwaitComplete
from textual.screen import Screen

if TYPE_CHECKING:
    from desk.app import DeskApp


class DeskScreen:
    """Mixed into a screen: `desk` is the application, as what it is; leaving the screen takes no other one with it."""

    app: Any
    is_dialog = False  # says or asks something that has to be answered before all else
    _result: tuple[Any] | None = None  # what it was dismissed with while another screen lay over it

    @property
    def desk(self) -> "DeskApp":
        """The application."""
        return cast("DeskApp", self.app)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leaves the screen and gives the result to the person who opened it; where another screen lies over it, as soon as that
        has gone.

        Textual would take away the one on top, and end the program where a screen is dismissed twice: a form that is saved while
        its own question, a search or the help is open does both.
        """
        screen = cast("Screen[Any]", self)
        result = self._result[0] if self._result else result
        if screen not in self.desk.screen_stack:
            return AwaitComplete()
        if screen is not self.desk.screen_stack[-1]:
            self._result = (result,)
            return AwaitComplete()
        return Screen.dismiss(screen, result)

    def on_screen_resume(self) -> None:
        """On top again: goes, if it was dismissed meanwhile."""
        if self._result:
            self.dismiss()


def in_sight(stack: "Sequence[Screen[Any]]") -> "list[Screen[Any]]":
    """The screen on top, and what is seen behind the dialogs that lie over it."""
    lowest = len(stack) - 1
    while lowest > 0 and stack[lowest].is_modal:
        lowest -= 1
    return list(stack[lowest:])


def tick_in_sight(stack: "Sequence[Screen[Any]]", now: float) -> None:
    """Tells each of them that a second has passed."""
    screen: Any
    for screen in in_sight(stack):
        if hasattr(screen, "tick"):
            screen.tick(now)
