"""The desktop's notification, in the sequence that each terminal knows."""

import pytest

from desk.system.desktop import notification

WORDS = "2 deadlines near. Desk: overdue 3, due today 0"
ITERM, URXVT, KITTY = f"\x1b]9;{WORDS}\x07", f"\x1b]777;notify;Desk;{WORDS}\x1b\\", f"\x1b]99;;{WORDS}\x1b\\"


@pytest.mark.parametrize(
    ("environment", "sequence"),
    [
        ({"TERM": "xterm-256color"}, ITERM),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, URXVT),
        ({"TERM": "rxvt-unicode-256color"}, URXVT),
        ({"TERM": "foot"}, URXVT),
        ({"TERM": "xterm-kitty"}, KITTY),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, KITTY),
        ({"TERM": "linux"}, ""),
        ({"TERM": "dumb"}, ""),
        ({}, ""),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux"}, f"\x1bPtmux;\x1b{ITERM}\x1b\\"),
        (
            {"TERM": "tmux", "TMUX": "/tmp/tmux", "KITTY_WINDOW_ID": "1"},
            "\x1bPtmux;" + KITTY.replace("\x1b", "\x1b\x1b") + "\x1b\\",
        ),
    ],
)
def test_each_terminal_gets_its_own_sequence(environment: dict[str, str], sequence: str) -> None:
    """And one that would print it gets none; tmux hands it on with its escapes doubled."""
    assert notification(WORDS, environment) == sequence
