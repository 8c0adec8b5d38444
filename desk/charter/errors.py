"""What can be wrong with a charter, a calendar or a moment. Each message is one clear line."""


class DeskError(Exception):
    """The root of every error that Desk raises on purpose; its text is one line for the user."""


class CharterError(DeskError):
    """A charter, calendar or settings file is wrong. The line names the file, the key's path and what to write instead."""


class UnknownStandard(DeskError):
    """No standard or duty of the charter has this id."""

    def __init__(self, name: str, nearest: str | None) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = nearest


class OutsideCalendar(DeskError):
    """A count left the years that the calendar knows; a date there would be a guess."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"outside the calendar, which knows {first}-{last}")
        self.first = first
        self.last = last


class NeedsEvent(DeskError):
    """The standard counts back from an event and was given no date for it."""


class NaiveMoment(DeskError):
    """A datetime without an offset was given where only a definite moment will do."""
