"""Settings of Python's garbage collector."""

import gc

SELDOM = 200_000  # new objects between two collections
_USUAL = gc.get_threshold()


def collect_seldom() -> None:
    """For a short command, which loads much and ends soon: its objects stay, and repeated collections would take a tenth of its
    time."""
    gc.set_threshold(SELDOM)


def collect_normally() -> None:
    """For the full screen: a long collection would delay a key."""
    gc.set_threshold(*_USUAL)


def end() -> None:
    """Disables collection: at exit the interpreter would collect once more, a fifth of a short command's time."""
    gc.freeze()
