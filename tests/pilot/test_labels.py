"""What stands before the fields of the forms."""

import pytest
from rich.cells import cell_len

from tests.pilot.conftest import SMALL, OpenDesk


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_label_of_a_form_is_read_whole(open_a_desk: OpenDesk, language: str) -> None:
    """None is cut, in either language, on a small terminal."""
    forms = {
        "1": ("c", "v", "e", "l", "w", "p", "f3", "f5", "g", "a", "n", "f", "r", "z", "h"),
        "2": "iaj8",
        "3": "i67",
        "4": "iyk",
    }
    async with open_a_desk(full=True, language=language, size=SMALL) as desk:
        seen = set()
        for pane, keys in forms.items():
            for key in keys:
                await desk.press(pane, key)
                for label in desk.screen.query(".field > Label"):
                    words = str(label.render())
                    seen.add(words)
                    assert cell_len(words) <= label.content_size.width, words
                await desk.press("escape")
                assert desk.kind == "Board"
        assert len(seen) > 20
