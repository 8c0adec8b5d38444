"""A mark of the widgets that take text."""


class TakesText:
    """Whatever is typed while it has the focus is text, and no command."""

    @property
    def copyable(self) -> str:
        """What of it is selected and may be copied."""
        return ""
