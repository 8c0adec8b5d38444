"""Terminal input: keys, pastes, which are always text, and reports, which are not keys."""

import os
import re
import select
import signal
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import KITTY_REPORT_ALTERNATE_KEYS, LinuxDriver
from textual.message import Message

from desk.text import sanitize

if TYPE_CHECKING:
    from textual.app import App

PASTE, PASTED = "\x1b[200~", "\x1b[201~"  # the markers around a paste: xterm's bracketed paste
ESCAPE = "\x1b"
_LISTENS = 0.1  # seconds between checks for the end of input, or for a lone Escape
_AT_ONCE = 4096  # bytes
_FALLS_ASLEEP = 0.05  # seconds: the kernel stops the process at once, but not within the requesting call
_ANSWERS = 0.5  # seconds after which an incomplete sequence is abandoned


class PasteFilter:
    """Replaces escapes within a paste by visible characters: Textual takes them for keys, and what follows for commands."""

    def __init__(self) -> None:
        self._within = False
        self._seen = ""  # a possible beginning of PASTE, passed on already: an Escape must not wait
        self._kept = ""  # a possible beginning of PASTED

    def escape_paste(self, sent: str) -> str:
        """Filters the input piece by piece, removing escapes inside pastes."""
        tamed = ""
        while sent:
            part, sent = self._pasted(sent) if self._within else self._typed(sent)
            tamed += part
        return tamed

    def _typed(self, sent: str) -> tuple[str, str]:
        """Splits the input at the beginning of a paste."""
        seen = self._seen + sent
        place = seen.find(PASTE)
        if place < 0:
            self._seen = seen[1 - len(PASTE) :]
            return sent, ""
        cut = place + len(PASTE) - len(self._seen)
        self._within, self._seen = True, ""
        return sent[:cut], sent[cut:]

    def _pasted(self, sent: str) -> tuple[str, str]:
        """Splits the input at the end of the paste."""
        pasted = self._kept + sent
        within, end, left = pasted.partition(PASTED)
        if end:
            self._within, self._kept = False, ""
            return within.replace(ESCAPE, sanitize.safe(ESCAPE)) + end, left
        begun = next((size for size in range(len(PASTED) - 1, 0, -1) if pasted.endswith(PASTED[:size])), 0)
        whole = len(pasted) - begun
        self._kept = pasted[whole:]
        return pasted[:whole].replace(ESCAPE, sanitize.safe(ESCAPE)), ""


# A complete control sequence (ECMA-48, 5.4); the Linux console's F1 to F5 have an extra bracket.
_SEQUENCE = re.compile(r"\x1b\[(?:\[.|[0-?]*[ -/]*[@-Z\\-~])", re.DOTALL)
_BEGUN = re.compile(r"\x1b\[(?:\[|[0-?]*[ -/]*)\Z")
# Reports that Textual handles: the mouse, the focus, pastes, two modes, the size, the cursor position.
_READ_BY_TEXTUAL = re.compile(r"\x1b\[(?:<[\d;-]+[Mm]|\d+;\d+;\d+M|M|[IO]|20[01]~|\?(?:2026|2048);\d\$y|48;[\d;:]+t|\d+;\d+R)")
# A key report of the kitty protocol, and xterm's modifyOtherKeys: code:shifted:base ; modifiers:event ; text
_KEY_REPORT = re.compile(r"\x1b\[(\d*)(?::(\d*))?(?::(\d*))?(?:;(\d*)(?::(\d*))?)?(?:;([\d:]*))?([u~A-FHP-S])")
_OTHER_KEY = re.compile(r"\x1b\[27;(\d+);(\d+)~")
_RELEASED = 3  # the event of a key report
_SHIFT, _CAPS, _NUM = 1, 64, 128  # modifiers with which a letter is not a command
_MODIFIERS = 255  # all of them at once
_PRIVATE = range(0xE000, 0xF900)  # codes of keys without a character
_STRINGS = "]P_^X"  # the second character of control strings after an Escape: OSC, DCS, APC, PM, SOS
_STRING_ENDS = re.compile(r"[\x00-\x1f\x9c]")
_LONGEST_SEQUENCE = 64  # characters; no key's sequence is longer


class ReportFilter:
    """Passes on keys in a form that Textual can read, and drops all other reports of the terminal.

    A late report (its attributes, its colours, its version) would be read as keys, letter by letter. Some reports of the kitty
    protocol end Textual's reader.
    """

    def __init__(self) -> None:
        self._begun = ""  # an incomplete sequence
        self._in_string = False

    @property
    def waits(self) -> bool:
        """Whether a sequence is incomplete."""
        return bool(self._begun) or self._in_string

    @property
    def is_escape(self) -> bool:
        """Whether the incomplete sequence is just an Escape, which may have been the key."""
        return self._begun == ESCAPE

    def give_up(self) -> None:
        """Drops an incomplete sequence after a timeout."""
        self._begun, self._in_string = "", False

    def keys(self, sent: str) -> list[str]:
        """Splits the input into pieces to be read one by one."""
        sent = self._begun + sent
        self._begun = ""
        pieces: list[str] = []
        while sent:
            if self._in_string:
                sent = self._after_string(sent)
                continue
            typed, escape, after = sent.partition(ESCAPE)
            if typed:
                pieces.append(typed)
            sent = escape + after
            if not after[:1]:
                self._begun, sent = sent, ""
            elif after[0] == "[":
                sent = self._sequence(sent, pieces)
            elif after[0] in _STRINGS:
                self._in_string, sent = True, after[1:]
            else:  # Alt with a key, or an Escape before another key
                cut = 1 if after[0] == ESCAPE else 2
                pieces.append(sent[:cut])
                sent = sent[cut:]
        return pieces

    def _sequence(self, sent: str, pieces: list[str]) -> str:
        """Reads the control sequence at the beginning. Returns the rest."""
        if whole := _SEQUENCE.match(sent):
            if key := readable(whole.group()):
                pieces.append(key)
            return sent[whole.end() :]
        if _BEGUN.match(sent) and len(sent) < _LONGEST_SEQUENCE:
            self._begun = sent
            return ""
        return sent[2:].lstrip("0123456789;:<=>?")  # broken off by a character that cannot be part of a sequence

    def _after_string(self, sent: str) -> str:
        """The rest after a control string. A key that cannot be part of a string ends it, and is passed on."""
        end = _STRING_ENDS.search(sent)
        if end is None:
            return ""
        if end.group() == ESCAPE and sent[end.end() :] == "":
            self._begun = ESCAPE  # the first half of its terminator, or the Escape key
            return ""
        self._in_string = False
        if end.group() in "\x07\x9c":
            return sent[end.end() :]
        return sent[end.start() :].removeprefix(ESCAPE + "\\")


def readable(sequence: str) -> str:
    """A complete control sequence in a form that Textual can read; "" if it is not a key, or cannot be read."""
    if sequence in ANSI_SEQUENCES_KEYS or _READ_BY_TEXTUAL.fullmatch(sequence):
        return sequence
    sequence = _OTHER_KEY.sub(rf"{ESCAPE}[\2;\1u", sequence)
    report = _KEY_REPORT.fullmatch(sequence)
    if report is None or len(sequence) > _LONGEST_SEQUENCE:
        return ""
    code, shifted, base, modifiers, event, texts, end = report.groups(default="")
    bits = int(modifiers or 1) - 1
    if event == str(_RELEASED) or not 0 <= bits <= _MODIFIERS:
        return ""
    is_command = bool(bits & ~(_SHIFT | _CAPS | _NUM))
    if is_command and base:
        code = base  # the physical key, whatever the layout
    number = int(code or 1)
    if f"{number}{end}" in FUNCTIONAL_KEYS:
        return f"\x1b[{number};{bits + 1}{end}"
    if end != "u" or not _is_sign(number):
        return ""
    if is_command:
        return f"\x1b[{number};{bits + 1}u"
    said = [point for point in texts.split(":") if point and _is_sign(int(point))]
    if not said and shifted and _is_sign(int(shifted)):
        said = [shifted]
    return f"\x1b[{number};{bits + 1};{':'.join(said) or number}u"


def _is_sign(code: int) -> bool:
    """Whether a code is a character that can be typed."""
    return code not in _PRIVATE and code <= 0x10FFFF and chr(code).isprintable()


class TerminalGone(Message):
    """The terminal can no longer be read."""


class _Output:
    """The terminal's output. Writing to a terminal that has gone is ignored, so that the desk still ends in order."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, words: str) -> None:
        with suppress(OSError):
            self._file.write(words)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()


class Keyboard(LinuxDriver):
    """Textual's terminal driver with its own input: pastes are sanitised, reports are not keys, no byte ends the program."""

    def __init__(self, app: "App[None]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._woke = False
        self._file = cast("Any", _Output(self._file)) if self._file else None

    def start_application_mode(self) -> None:
        """Also requests the code of a key on a Latin keyboard: Ctrl+S is the same key on every layout."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if not constants.DISABLE_KITTY_KEY and self._writer_thread is not None:
            self.write(f"\x1b[={KITTY_REPORT_ALTERNATE_KEYS};2u")
            self.flush()

    def stop_application_mode(self) -> None:
        """Restores the terminal's state, including mouse reports in pixels."""
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        super().stop_application_mode()

    def _sigtstp_application(self, *_: object) -> None:
        """Restores the terminal and suspends the process group (with `make run`, everything started together with the desk). If no
        shell could resume it, the kernel does not suspend it, and the desk continues."""
        if self._auto_restart:
            self.suspend_application_mode()
            self._must_signal_resume = True
        self._woke = False
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)
        time.sleep(_FALLS_ASLEEP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        if not self._woke:
            self._sigcont_application()

    def _sigcont_application(self, *_: object) -> None:
        self._woke = True
        if self._auto_restart and self._must_signal_resume:
            self.resume_application_mode()

    def run_input_thread(self) -> None:
        """Passes on input until the end."""
        parser, pastes, reports = XTermParser(), PasteFilter(), ReportFilter()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        began = 0.0
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno], [], [], _LISTENS)
            if ready:
                if not (sent := self._read()):
                    self._app.post_message(TerminalGone())
                    return
                for piece in reports.keys(pastes.escape_paste(decode(sent))):
                    for event in parser.feed(piece):
                        self.process_message(event)
                began = time.monotonic()
            elif reports.is_escape and time.monotonic() - began >= constants.ESCAPE_DELAY:
                reports.give_up()
                self.process_message(events.Key("escape", ESCAPE))
            elif reports.waits and time.monotonic() - began >= _ANSWERS:
                reports.give_up()
            for event in parser.tick():
                self.process_message(event)

    def _read(self) -> bytes:
        """The input; nothing if the terminal has gone."""
        try:
            return os.read(self.fileno, _AT_ONCE)
        except OSError:
            return b""
