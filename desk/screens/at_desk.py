"""The application as every screen sees it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.app import DeskApp


class AtDesk:
    """Mixed into a screen: `desk` is the application, as what it is."""

    app: Any

    @property
    def desk(self) -> "DeskApp":
        """The application."""
        return cast("DeskApp", self.app)


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
