"""A list of options, as Textual has it, at every size of the terminal."""

from textual.widgets import OptionList


class Options(OptionList):
    """Page up and down do nothing where no line of it is in view: Textual looks for a line that was not laid out (KeyError)."""

    def action_page_up(self) -> None:
        """A page back."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """A page on."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]
