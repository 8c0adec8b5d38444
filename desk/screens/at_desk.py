"""The application as every screen sees it."""

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from desk.app import DeskApp


class AtDesk:
    """Mixed into a screen: `desk` is the application, as what it is."""

    app: Any

    @property
    def desk(self) -> "DeskApp":
        """The application."""
        return cast("DeskApp", self.app)
