"""Textual's option list, made to work at every terminal size."""

from textual.widgets import OptionList


class Options(OptionList):
    """Page up and page down do nothing if no line is visible: Textual looks for a line that was not laid out (KeyError)."""

    def action_page_up(self) -> None:
        """Moves up a page."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Moves down a page."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]
