"""Errors of facts. Each names the form field concerned."""

from datetime import date

from desk.charter.errors import N_, DeskError


class WrongFact(DeskError):
    """A fact that cannot be accepted."""


class FactNameMissing(WrongFact):
    message = N_("Enter the exam, or what the answer is about.")
    field = "name"


class SaysNothing(WrongFact):
    message = N_("Enter a date, a price, documents, opening hours or an answer: this fact says nothing.")
    field = "day"


class AnswerInOneLanguage(WrongFact):
    """language: the one without an answer."""

    message = N_("Write the answer in both languages.")

    def __init__(self, language: str) -> None:
        super().__init__()
        self.field = language


class EndMissing(WrongFact):
    message = N_("Enter the last day on which the fact is valid: every fact has one.")
    field = "until"


class EndsBeforeStart(WrongFact):
    message = N_("{since} – {until}: the fact ends before it begins; correct one of the dates.")
    field = "until"

    def __init__(self, since: date, until: date) -> None:
        super().__init__(since=since, until=until)


class RegistrationEndsBeforeStart(WrongFact):
    message = N_("{opens} – {closes}: registration closes before it opens; correct one of the dates.")
    field = "closes"

    def __init__(self, opens: date, closes: date) -> None:
        super().__init__(opens=opens, closes=closes)


class RegistrationAfterExam(WrongFact):
    message = N_("{closes}: registration closes after the exam day {day}; correct one of the dates.")
    field = "closes"

    def __init__(self, closes: date, day: date) -> None:
        super().__init__(closes=closes, day=day)


class PriceUnreadable(WrongFact):
    """text: as typed."""

    message = N_("{text}: not a price; write 14500, 14 500,50 or 120 EUR.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class TooLong(WrongFact):
    """name: of the field; most: characters."""

    message = N_("{text}: longer than {most} characters; shorten it.")

    def __init__(self, name: str, words: str, most: int) -> None:
        super().__init__(text=words[:20] + "…", most=most)
        self.field = name


class LatePriceLower(WrongFact):
    message = N_("The late price is lower than the price, or in another currency; correct one of them.")
    field = "late_price"


class LatePriceAlone(WrongFact):
    message = N_("Enter the price as well: a late price alone says nothing.")
    field = "price"
