"""Python's collector of cycles: how often it looks through what was made."""

import gc

SELDOM = 200_000  # new objects
_USUAL = gc.get_threshold()


def look_seldom() -> None:
    """For a command, which loads much and is soon done: what it loads stays, and to look through it again and again would be a
    tenth of its time."""
    gc.set_threshold(SELDOM)


def look_as_usual() -> None:
    """For the screen: a long look would be felt at a key."""
    gc.set_threshold(*_USUAL)


def end() -> None:
    """Nothing is looked through any more: at its end the interpreter would do it once again, a fifth of a short command's time."""
    gc.freeze()
