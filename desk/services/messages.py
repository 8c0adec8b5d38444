"""Messages for the user: the latest short one, and the warning that stays behind it. Shown on the message line of the screens."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

SHORT = 4.0  # seconds
WARNING = 20.0  # seconds


class Message(NamedTuple):
    """A message and when it is shown.

    lines: its sentences; as many as fit are shown.
    is_warning: whether it warns of something.
    tickets: the tickets of a warning, which can be opened.
    begins, ends: epoch seconds.
    """

    lines: tuple[str, ...]
    is_warning: bool
    tickets: tuple[int, ...]
    begins: float
    ends: float

    def is_shown(self, now: float) -> bool:
        """Whether it is to be shown at this moment; not before its beginning either, after the clock was set back."""
        return self.begins <= now < self.ends


class Messages:
    """The current message and the current warning. clock: the current time in epoch seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._message: Message | None = None
        self._warning: Message | None = None
        self.last_warning: Message | None = None

    def say(self, text: str, seconds: float = SHORT) -> None:
        """Replaces the message. seconds: how long it is shown."""
        now = self._clock()
        self._message = Message((text,), False, (), now, now + seconds)

    def warn(self, lines: Sequence[str], tickets: Sequence[int] = ()) -> None:
        """Shows a warning before the one that is still shown, and instead of the message. tickets: those it is about."""
        now = self._clock()
        before = self._warning if self._warning and self._warning.is_shown(now) else None
        said, about = (*lines, *(before.lines if before else ())), (*tickets, *(before.tickets if before else ()))
        self._message = None
        self._warning = self.last_warning = Message(said, True, about, now, now + WARNING)

    def clear(self) -> None:
        """Removes everything: another user must not read it."""
        self._message = self._warning = self.last_warning = None

    def shown(self) -> list[Message]:
        """What is to be shown now, the most important first: the message, then the warning."""
        now = self._clock()
        return [message for message in (self._message, self._warning) if message is not None and message.is_shown(now)]
