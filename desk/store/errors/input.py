"""What was given and cannot be kept, or was not given and is needed. `field` names the field of a form where it is one's."""

from collections.abc import Sequence
from datetime import date

from desk.charter.errors import N_
from desk.store.errors import Amount, BadInput, Period


class BadText(BadInput):
    """text: what was given."""

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class BadDate(BadInput):
    """day: what was given."""

    def __init__(self, day: date) -> None:
        super().__init__(text=day)


class BadChoice(BadInput):
    """text: what was given; choices: what there is."""

    def __init__(self, text: str, choices: Sequence[str]) -> None:
        super().__init__(text=text, field=tuple(choices))


class FieldTooLong(BadInput):
    """limit: in characters."""

    message = N_("{field}: longer than {text} characters; shorten it.")

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(field=field, text=Amount(limit))
        self.field = field


class FieldUnknown(BadInput):
    message = N_("{field}: no such field, or {text} is no value of it.")

    def __init__(self, name: str, value: str) -> None:
        super().__init__(field=name, text=value)


# -- recording -------------------------------------------------------------------------------------------------------------


class CustomerMissing(BadInput):
    message = N_("A name, a phone number or an address is needed; any of them will do.")
    field = "who"


class KindUnknown(BadText):
    message = N_("{text}: no such kind of ticket.")
    field = "kind"


class ChannelUnknown(BadText):
    message = N_("{text}: no such channel.")
    field = "channel"


class ExamDayMissing(BadInput):
    message = N_("Which day is the exam? Write 14.11 or 14.11.2026.")
    field = "exam"


class ExamOver(BadDate):
    message = N_("{text}: the exam was over before the registration came; check the date.")
    field = "exam"


class PracticeClockRefused(BadInput):
    """A desk that was not made for practice is opened with another clock than the machine's."""

    message = N_("DESK_NOW is for the demo and for tests; this desk keeps real time. Unset it.")


# -- acts ------------------------------------------------------------------------------------------------------------------


class NoteMissing(BadInput):
    message = N_("A note needs words.")
    field = "note"


class ReplyMissing(BadInput):
    message = N_("The reply says nothing yet: write it first.")
    field = "text"


class MomentMissing(BadInput):
    message = N_("When? Write 16:30, tomorrow 10:00 or 06.11 10:00.")
    field = "moment"


class DateMissing(BadInput):
    message = N_("On which day? Write 12.11 or 12.11.2026.")
    field = "day"


class NameMissing(BadInput):
    message = N_("To whom? Write a name.")
    field = "to"


class CloseReasonUnknown(BadChoice):
    message = N_("{text}: no such reason; one of: {field}")
    field = "reason"


class OriginalMissing(BadInput):
    message = N_("Which ticket does it repeat? Write its number.")
    field = "of"


class TargetMissing(BadInput):
    message = N_("Which ticket is it? Write its number.")
    field = "of"


class TicketItself(BadInput):
    message = N_("A ticket does not repeat itself: write the other one's number.")
    field = "of"


class ScoreMissing(BadInput):
    message = N_("How satisfied are they? From 1 to 5.")
    field = "score"


class FilterMissing(BadInput):
    message = N_("Type a filter first: / and the words that its tickets hold.")


class ViewExists(BadText):
    message = N_("{text}: there is such a view already; choose another name.")


class FileMissing(BadInput):
    message = N_("Which file? Write its name.")
    field = "file"


class AnchorInvalid(BadText):
    message = N_("{text}: is no anchor; `desk check` prints one, such as 123:0a1b2c3d4e5f6071.")


# -- certificates ----------------------------------------------------------------------------------------------------------


class RelationUnknown(BadChoice):
    message = N_("{text}: no such relation; one of: {field}")
    field = "relation"


class DocumentMissing(BadChoice):
    message = N_("Which document was checked? One of: {field}")
    field = "document"


class DocumentUnknown(BadChoice):
    message = N_("{text}: no such document; one of: {field}")
    field = "document"


class SignsMissing(BadInput):
    message = N_("Which document was it? Write its last four signs.")
    field = "signs"


class TooManySigns(BadInput):
    message = N_("Only the last {text} signs of a document are kept: write no more of them.")

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(text=limit)
        self.field = field


class AuthorityMissing(BadInput):
    message = N_("By which authority? Only the candidate or a parent comes without one: write its number and date.")
    field = "authority"


class TakerMissing(BadInput):
    message = N_("Who took it? Write the name.")
    field = "to"


# -- exam sessions and days ------------------------------------------------------------------------------------------------


class ExamNameMissing(BadInput):
    message = N_("Which exam is it? Write its name.")
    field = "exam"


class SessionDayPast(BadDate):
    message = N_("{text}: is past already; a session is on a day to come.")
    field = "day"


class RegistrationEndsLate(BadDate):
    message = N_("{text}: registration cannot end after the exam.")
    field = "ends"


class HoursInvalid(BadText):
    message = N_("{text}: no hours; write 10:00-14:00, or 10:00-13:00 14:00-18:00.")
    field = "hours"


# -- duties ----------------------------------------------------------------------------------------------------------------


class DutyUnknown(BadText):
    message = N_("{text}: no such duty; `desk duties` lists them.")


class CheckNoteMissing(BadInput):
    message = N_("What was checked? Write it down: dates, prices, venues.")
    field = "note"


class NoAnswersRecorded(BadInput):
    message = N_("No answer was recorded this month: R on a closed ticket takes one.")


class PageMissing(BadInput):
    message = N_("Published results are a page: `desk publish FILE` writes it, and that is the evidence.")


class VenueMissing(BadInput):
    message = N_("Which venue was checked? One of: {text}")
    field = "venue"

    def __init__(self, venues: Sequence[str]) -> None:
        super().__init__(text=tuple(venues))


class NoVenueLeft(BadInput):
    message = N_("No venue is left to check: no exam is ahead, or all of them were checked.")


# -- reports ---------------------------------------------------------------------------------------------------------------


class PeriodEndsBeforeItBegins(BadDate):
    message = N_("The period ends on {text}, before it begins.")
    field = "last"


class PeriodNotWhole(BadInput):
    message = N_("{text}: a page is published of a whole month or a whole quarter.")

    def __init__(self, first: date, last: date) -> None:
        super().__init__(text=Period(first, last))


class PeriodNotOver(BadDate):
    message = N_("The period ends on {text}: its results are published once it is over.")


class PeriodBeforeDesk(BadDate):
    message = N_("The period ends on {text}, before this desk began.")


class NotOurPage(BadText):
    """text: the name of the file."""

    message = N_("{text}: is there already and is no page of results; nothing was overwritten.")
