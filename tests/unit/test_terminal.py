"""What the terminal sends: a paste is text, and all else goes on as it came."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from desk.system.terminal import ESCAPE, PASTE, PASTED, PasteFilter, ReportFilter

PIECES = st.sampled_from([ESCAPE, "[", "2", "0", "1", "~", "ё", ESCAPE + "[A", ESCAPE + "[20", "Anna"])


def tamed(pieces: Iterable[str]) -> str:
    """What goes on of what came in these pieces."""
    pastes = PasteFilter()
    return "".join(pastes.escape_paste(piece) for piece in pieces)


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
    pastes = PasteFilter()
    for piece in cut(typed, places):
        assert pastes.escape_paste(piece) == piece


@given(st.lists(PIECES).map("".join), st.lists(PIECES).map("".join), st.lists(st.integers(0, 99)))
def test_it_is_the_same_in_whatever_pieces_it_comes(pasted: str, after: str, places: list[int]) -> None:
    """Of a paste nothing is lost, and after it keys are keys."""
    assume(PASTED not in pasted and PASTE not in after)
    assert tamed(cut(f"Anna{PASTE}{pasted}{PASTED}{after}", places)) == f"Anna{PASTE}{pasted.replace(ESCAPE, '␛')}{PASTED}{after}"


# -- keys and reports ------------------------------------------------------------------------------


def keys(*sent: str) -> list[str]:
    """The names of the keys that come of what was sent in these pieces."""
    reports, parser = ReportFilter(), XTermParser()
    return [
        event.key
        for letter in sent
        for piece in reports.keys(letter)
        for event in parser.feed(piece)
        if isinstance(event, events.Key)
    ]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\x1b[1079::112;5u", "ctrl+p"),  # Ctrl and a letter on the Russian layout, with the code of the Latin one
        ("\x1b[1079;5u", "ctrl+з"),
        ("\x1b[1079::112;133u", "ctrl+p"),  # with Num Lock on
        ("\x1b[1079;;1079u", "з"),
        ("\x1b[1079:1047:112;2;1047u", "З"),
        ("\x1b[97;1:1u", "a"),
        ("\x1b[97;1:2u", "a"),  # held down
        ("\x1b[97;;229u", "å"),
        ("\x1b[97;;1114112:97u", "a"),  # of its text what can be read
        ("\x1b[97:1114112;;u", "a"),  # nor is that a sign which it would be with Shift
        ("\x1b[97:99999999999999999999;;u", "a"),
        ("\x1b[1;1:1A", "up"),
        ("\x1b[1;5A", "ctrl+up"),
        ("\x1b[9;2u", "shift+tab"),
        ("\x1b[13u", "enter"),
        ("\x1b[27;5;112~", "ctrl+p"),  # xterm's modifyOtherKeys
        ("\x1b[15~", "f5"),
        ("\x1b[[A", "f1"),  # the Linux console
        ("\x1bOP", "f1"),
    ],
)
def test_a_key_report_with_sub_fields_is_its_key(sent: str, key: str) -> None:
    """https://sw.kovidgoyal.net/kitty/keyboard-protocol/: code:shifted:base ; modifiers:event ; text."""
    assert keys(sent) == [key]
    assert keys(*sent) == [key]


@pytest.mark.parametrize(
    "sent",
    [
        "\x1b[97;1:3u", "\x1b[1;1:3A",  # let go
        "\x1b[9999999u", "\x1b[1114112u", "\x1b[55296u", "\x1b[0u", "\x1b[;u", "\x1b[1;;;;u", "\x1b[1:2:3:4:5u", "\x1b[97;99999u",
        "\x1b[?62;22;52c", "\x1b[>41;370;0c", "\x1b[=0;0c",  # attributes: DA1, DA2, DA3
        "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", "\x1b]10;rgb:ff/ff/ff\x07", "\x1b]52;c;0L/RgNC4\x1b\\",
        "\x1bP>|XTerm(370)\x1b\\", "\x1bP1+r544e=787465726d\x1b\\", "\x1b_Gi=31;OK\x1b\\",  # XTVERSION, XTGETTCAP, graphics
        "\x1b[?1u", "\x1b[?997;1n", "\x1b[8;24;80t", "\x1b[?7;1$y", "\x1b[3;1;1;128;128;1;0x",
    ],
)  # fmt: skip
def test_what_is_no_key_or_cannot_be_read_is_swallowed(sent: str) -> None:
    """Whole or cut anywhere; and what is typed after it is typed."""
    for place in range(len(sent)):
        assert keys(sent[:place], sent[place:], "x") == ["x"]


@pytest.mark.parametrize("begun", ["\x1b]11;rgb", "\x1bP>|XTerm", "\x1b[1;"])
@pytest.mark.parametrize(("way_out", "key"), [("\x11", "ctrl+q"), ("\r", "enter"), ("\x1b[A", "up")])
def test_an_answer_that_never_ends_swallows_no_key_that_leads_out(begun: str, way_out: str, key: str) -> None:
    """A terminal that breaks off does not make the keyboard dead."""
    assert keys(begun, way_out, "x") == [key, "x"]


def test_what_has_begun_can_be_given_up() -> None:
    """After a while without more of it."""
    reports = ReportFilter()
    for begun in ("\x1b]11;rgb", "\x1b[1;", "\x1b"):
        assert reports.keys(begun) == []
        assert (reports.waits, reports.is_escape) == (True, begun == ESCAPE)
        reports.give_up()
        assert reports.keys("x") == ["x"]


# A key report, field by field: codes that are none or too large among them, fields left out, any end.
CODES = st.sampled_from(["", "0", "97", "1079", "55296", "1114112", "9" * 20])
FIELDS = (
    st.lists(CODES, max_size=3).map(":".join),
    st.sampled_from(["", "1", "2", "5", "133", "0", "257", "5:1", "5:3", ":", "9" * 20]),
    st.lists(CODES, max_size=3).map(":".join),
)
REPORTS = st.builds("\x1b[{};{};{}{}".format, *FIELDS, st.sampled_from("uuuu~AFHPSMRcty")) | st.builds("\x1b[{}u".format, FIELDS[0])
SIGNS = st.text(st.sampled_from("\x1b[]OP_\\;:?<>=$~uAMmIRcty0123456789 az\x07\x9c\r"), max_size=20)


@given(st.lists(REPORTS | SIGNS, max_size=6).map("".join), st.lists(st.integers(0, 99)))
def test_nothing_that_a_terminal_sends_raises(sent: str, places: list[int]) -> None:
    """Whatever stands in it, in whatever pieces it comes."""
    keys(*cut(sent, places))


def test_a_mouse_and_the_focus_are_reported_as_they_are() -> None:
    """What Textual reads goes on unchanged."""
    for sent in (
        "\x1b[<0;12;3M",
        "\x1b[<35;1;1m",
        "\x1b[I",
        "\x1b[O",
        "\x1b[200~",
        "\x1b[48;24;80;480;800t",
        "\x1b[?2026;2$y",
        "\x1b[M",
    ):
        assert ReportFilter().keys(sent) == [sent]
