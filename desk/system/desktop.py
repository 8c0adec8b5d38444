"""Notifications of the desktop, sent through the terminal: for a window that is not in front."""

from collections.abc import Mapping

_BELL, _END, _ESCAPE = "\x07", "\x1b\\", "\x1b"

# Terminals that know the notification of urxvt (OSC 777), by the beginning of TERM.
_LIKE_URXVT = ("rxvt", "foot")

# Terminals that would print a sequence that they do not know.
_WITHOUT = ("linux", "dumb")


def notification(words: str, environment: Mapping[str, str]) -> str:
    """The sequence that shows a notification; "" for a terminal that has none.

    kitty has its own (OSC 99), urxvt, foot and those built on VTE another (OSC 777), the others that of iTerm2 (OSC 9), which
    terminals without notifications ignore. tmux hands it on if `allow-passthrough` is set.

    words: without control characters; anybody may see them, so they must name nobody.
    """
    term = environment.get("TERM", "")
    if not term or term.startswith(_WITHOUT):
        return ""
    if "KITTY_WINDOW_ID" in environment or "kitty" in term:
        sequence = f"{_ESCAPE}]99;;{words}{_END}"
    elif "VTE_VERSION" in environment or term.startswith(_LIKE_URXVT):
        sequence = f"{_ESCAPE}]777;notify;Desk;{words}{_END}"
    else:
        sequence = f"{_ESCAPE}]9;{words}{_BELL}"
    if "TMUX" in environment:
        return f"{_ESCAPE}Ptmux;{sequence.replace(_ESCAPE, _ESCAPE * 2)}{_END}"
    return sequence
