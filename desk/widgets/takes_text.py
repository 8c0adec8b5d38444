"""Marker for widgets that take text."""


class TakesText:
    """A widget for which everything typed while it has the focus is text, not a command."""

    @property
    def copyable(self) -> str:
        """The selected text that may be copied."""
        return ""
