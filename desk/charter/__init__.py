"""What was promised, and until when: pure, with no database and no terminal."""

from desk.charter.calendar import Calendar
from desk.charter.charter import Charter
from desk.charter.deadlines import Deadline

__all__ = ["Calendar", "Charter", "Deadline"]
