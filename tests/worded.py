"""What the desk says of a thing, in the desk's own words: a test names the thing, and better wording breaks none.

What is said still has to be what is meant: each of these is given the facts by the test, not by the screen.
"""

from datetime import date, datetime
from functools import cache

from desk.actions.registry import find
from desk.charter import Charter, Deadline
from desk.i18n import Translator, translator
from desk.presentation import deadlines, error_line, formats, terms
from desk.presentation.terms import EVENTS, FIELDS, TICKET_STATES


@cache
def charter() -> Charter:
    """LT-Pro's."""
    return Charter.load()


def moscow(moment: str) -> datetime:
    """`2026-11-03 10:14` in the centre."""
    return datetime.fromisoformat(moment).replace(tzinfo=charter().zone)


class Worded:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.translator: Translator = translator(language)

    def ref(self, number: int) -> str:
        """A ticket's number with its sign."""
        return terms.ticket_ref(self.translator, number)

    def span(self, seconds: int) -> str:
        """The time left, as a timer shows it."""
        return formats.span(self.translator, seconds)

    def title(self, action: str) -> str:
        """What an action of the registry is called."""
        return self.translator(find(action).title)

    def event(self, what: str) -> str:
        """What happened, as a history says it."""
        return self.translator(EVENTS[what])

    def field(self, name: str) -> str:
        """What a ticket's field is called in its history."""
        return self.translator(FIELDS[name])

    def ticket_state(self, state: str) -> str:
        """open, closed or void."""
        return self.translator(TICKET_STATES[state])

    def kind(self, name: str) -> str:
        """A ticket's kind."""
        return terms.kind_title(self.translator, charter(), name)

    def channel(self, name: str) -> str:
        """A ticket's channel."""
        return self.translator(terms.CHANNELS[name])

    def standard(self, name: str) -> str:
        """What a standard promises."""
        return charter().standard(name).title.in_language(self.translator.language)

    def duty(self, name: str) -> str:
        """What a duty asks."""
        (title,) = (duty.title for duty in charter().file.duty if duty.id == name)
        return title.in_language(self.translator.language)

    def clock(self, standard: str, state: str) -> str:
        """How the line of a clock begins."""
        return f"{self.translator(terms.CLOCK_STATES[state])}: {self.standard(standard)}"

    def day(self, day: str) -> str:
        """A day with its weekday."""
        return formats.on(self.translator, date.fromisoformat(day))

    def moment(self, moment: str) -> str:
        """A day and a time."""
        return formats.at(self.translator, moscow(moment))

    def due(self, standard: str, moment: str, now: str = "2026-11-03 10:14") -> str:
        """A promise with its due time, as the preview shows it."""
        return f"{self.standard(standard)}: {formats.due_short(self.translator, moscow(moment), moscow(now).date())}"

    def today(self, time: str) -> str:
        """A moment of today."""
        now = moscow(f"2026-11-03 {time}")
        return formats.lately(self.translator, now, now)

    def state_of_centre(self, moment: str) -> str:
        """Whether the centre is open, and until when."""
        return deadlines.state_of(self.translator, charter().calendar, int(moscow(moment).timestamp()))

    def spoken(self, standard: str, start: str, exam: str = "") -> str:
        """The sentence to read out."""
        return deadlines.spoken(self.translator, charter(), deadline(standard, start, exam))


def deadline(standard: str, start: str, exam: str = "") -> Deadline:
    """What a standard comes to from a moment on."""
    return charter().deadline(standard, moscow(start), event=date.fromisoformat(exam) if exam else None)


def refusal(error: BaseException, language: str = "en") -> str:
    """What a command says on standard error that is refused with this error."""
    return f"desk: {error_line.line(translator(language), error)}\n"
