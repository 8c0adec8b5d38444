"""A terminal that takes everything written to it and draws nothing: what an application does for a repaint, without a screen."""

from typing import Any

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver


class Paper(HeadlessDriver):
    """Counts what is written. It does not call itself headless: Textual would leave out the painting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = 0

    @property
    def is_headless(self) -> bool:
        """Painted in full."""
        return False

    def write(self, data: str) -> None:
        """Takes what would go to the terminal."""
        self.written += len(data)


def written(app: App[Any]) -> int:
    """How much was written so far."""
    driver = app._driver
    assert isinstance(driver, Paper)
    return driver.written
