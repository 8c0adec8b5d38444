"""What the terminal sends: keys, and pastes, which are text whatever stands in them."""

import os
import select
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from desk import text

PASTE, PASTED = "\x1b[200~", "\x1b[201~"  # what a terminal sends before a paste and after it: xterm's bracketed paste
ESCAPE = "\x1b"
_LISTENS = 0.1  # seconds until it is looked whether the end has come, or an Escape was one
_AT_ONCE = 4096  # bytes


class Pastes:
    """Makes the escapes within a paste visible signs: Textual takes them for keys, and what follows for commands."""

    def __init__(self) -> None:
        self._within = False
        self._seen = ""  # what may go on as PASTE, passed on already: an Escape must not wait
        self._kept = ""  # what may go on as PASTED

    def tame(self, sent: str) -> str:
        """What the terminal sent, piece by piece, without an escape inside of a paste."""
        tamed = ""
        while sent:
            part, sent = self._pasted(sent) if self._within else self._typed(sent)
            tamed += part
        return tamed

    def _typed(self, sent: str) -> tuple[str, str]:
        """Up to the beginning of a paste, and what is left."""
        seen = self._seen + sent
        place = seen.find(PASTE)
        if place < 0:
            self._seen = seen[1 - len(PASTE) :]
            return sent, ""
        cut = place + len(PASTE) - len(self._seen)
        self._within, self._seen = True, ""
        return sent[:cut], sent[cut:]

    def _pasted(self, sent: str) -> tuple[str, str]:
        """Up to the end of the paste, and what is left."""
        pasted = self._kept + sent
        within, end, left = pasted.partition(PASTED)
        if end:
            self._within, self._kept = False, ""
            return within.replace(ESCAPE, text.safe(ESCAPE)) + end, left
        begun = next((size for size in range(len(PASTED) - 1, 0, -1) if pasted.endswith(PASTED[:size])), 0)
        whole = len(pasted) - begun
        self._kept = pasted[whole:]
        return pasted[:whole].replace(ESCAPE, text.safe(ESCAPE)), ""


class Keyboard(LinuxDriver):
    """Textual's terminal, but for what it reads: pastes are tamed, and bytes that are no UTF-8 do not end the program."""

    def run_input_thread(self) -> None:
        """Hands on what is typed until the end."""
        parser, pastes = XTermParser(), Pastes()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno], [], [], _LISTENS)
            if ready:
                if not (sent := os.read(self.fileno, _AT_ONCE)):
                    return  # the terminal is gone
                if words := pastes.tame(decode(sent)):
                    for event in parser.feed(words):
                        self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
