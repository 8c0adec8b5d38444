"""A mark of the widgets that take text."""


class TakesText:
    """Whatever is typed while it has the focus is text, and no command."""
