"""What the terminal sends: a paste is text, and all else goes on as it came."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from desk.terminal import ESCAPE, PASTE, PASTED, Pastes

PIECES = st.sampled_from([ESCAPE, "[", "2", "0", "1", "~", "ё", ESCAPE + "[A", ESCAPE + "[20", "Anna"])


def tamed(pieces: Iterable[str]) -> str:
    """What goes on of what came in these pieces."""
    pastes = Pastes()
    return "".join(pastes.tame(one) for one in pieces)


def cut(sent: str, places: list[int]) -> list[str]:
    """The text in pieces, as a terminal may send it."""
    bounds = [0, *sorted(place % (len(sent) + 1) for place in places), len(sent)]
    return [sent[start:end] for start, end in pairwise(bounds)]


def test_an_escape_within_a_paste_is_a_sign() -> None:
    """And outside of one it is a key."""
    assert tamed([f"\x1b{PASTE}a\x1b[Bb{PASTED}\x1b[C"]) == f"\x1b{PASTE}a␛[Bb{PASTED}\x1b[C"
    assert tamed([f"{PASTE}\x1b{PASTED}{PASTE}\x1b[201{PASTED}x"]) == f"{PASTE}␛{PASTED}{PASTE}␛[201{PASTED}x"


@given(st.lists(PIECES).map("".join), st.lists(st.integers(0, 99)))
def test_what_is_typed_goes_on_at_once(typed: str, places: list[int]) -> None:
    """An Escape does not wait for what may follow it."""
    assume(PASTE not in typed)
    pastes = Pastes()
    for piece in cut(typed, places):
        assert pastes.tame(piece) == piece


@given(st.lists(PIECES).map("".join), st.lists(PIECES).map("".join), st.lists(st.integers(0, 99)))
def test_it_is_the_same_in_whatever_pieces_it_comes(pasted: str, after: str, places: list[int]) -> None:
    """Of a paste nothing is lost, and after it keys are keys."""
    assume(PASTED not in pasted and PASTE not in after)
    assert tamed(cut(f"Anna{PASTE}{pasted}{PASTED}{after}", places)) == f"Anna{PASTE}{pasted.replace(ESCAPE, '␛')}{PASTED}{after}"
