"""Errors for invalid or missing input. `field` names the form field, if there is one."""

from collections.abc import Sequence
from datetime import date

from desk.charter.errors import N_
from desk.charter.standards import Words
from desk.store.errors import Amount, BadInput, Period


class BadText(BadInput):
    """text: the input."""

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class BadDate(BadInput):
    """day: the input."""

    def __init__(self, day: date) -> None:
        super().__init__(text=day)


class BadChoice(BadInput):
    """text: the input; choices: the valid values."""

    def __init__(self, text: str, choices: Sequence[str]) -> None:
        super().__init__(text=text, field=tuple(choices))


class FieldTooLong(BadInput):
    """limit: in characters."""

    message = N_("{field}: longer than {text} characters; shorten it.")

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(field=field, text=Amount(limit))
        self.field = field


class FieldUnknown(BadInput):
    message = N_("{field}: no such field, or {text} is not valid for it.")

    def __init__(self, name: str, value: str) -> None:
        super().__init__(field=name, text=value)


# -- recording -------------------------------------------------------------------------------------------------------------


class CustomerMissing(BadInput):
    message = N_("Enter a name, a phone number or an email address.")
    field = "who"


class ContactMissing(BadInput):
    """Raised once by a form that would record a name alone, so that the person could not be answered."""

    message = N_("Neither a phone nor an address: how will you answer? Enter again saves without.")
    field = "who"


class KindUnknown(BadChoice):
    message = N_("{text}: no such kind of ticket; one of: {field}")
    field = "kind"


class ChannelUnknown(BadText):
    message = N_("{text}: no such channel.")
    field = "channel"


class FieldNotOfKind(BadInput):
    """field: that was given."""

    message = N_("{field}: not for this kind of ticket; leave it out.")

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class KindNotChosen(BadInput):
    message = N_("Choose the kind.")
    field = "kind"


class ReasonNotGiven(BadInput):
    message = N_("Enter the reason.")
    field = "note"


class ChannelNotOfKind(BadChoice):
    message = N_("{text}: not a channel of this kind of ticket; one of: {field}")
    field = "channel"


class TopicMissing(BadInput):
    message = N_("Choose a topic.")
    field = "topic"


class TopicUnknown(BadChoice):
    message = N_("{text}: not a topic of this kind of ticket; one of: {field}")
    field = "topic"


class TopicTooEarly(BadInput):
    """topic: that was given; after: the one that has to be answered first; both by their titles."""

    message = N_(
        "“{text}” comes after “{field}”: this customer has no answered ticket of it. If they are known under another number, join "
        "the two customers first."
    )
    field = "topic"

    def __init__(self, topic: Words, after: Words) -> None:
        super().__init__(text=topic, field=after)


class ExamDayMissing(BadInput):
    message = N_("Enter the exam date: 14.11 or 14.11.2026.")
    field = "exam"


class ExamOver(BadDate):
    message = N_("{text}: the exam is before the registration; check the date.")
    field = "exam"


class PracticeClockRefused(BadInput):
    """A desk that was not made for practice is opened with a clock other than the machine's."""

    message = N_("DESK_NOW is for the demo and for tests only; unset it.")


# -- acts ------------------------------------------------------------------------------------------------------------------


class CustomerKindUnknown(BadInput):
    message = N_("{text}: not a kind of customer.")
    field = "kind"

    def __init__(self, kind: str) -> None:
        super().__init__(text=kind)


class OrganisationUnknown(BadText):
    message = N_("{text}: no such organisation; first record it on the card of somebody who speaks for it.")
    field = "organisation"


class OrganisationKindMissing(BadInput):
    message = N_("Choose the kind of customer: a school or a preparation centre makes its organisation known.")
    field = "kind"


class NoteMissing(BadInput):
    message = N_("Enter a note.")
    field = "note"


class QuestionMissing(BadInput):
    message = N_("Write what you ask.")
    field = "note"


class ReplyMissing(BadInput):
    message = N_("Your own words are missing: write them where the cursor was placed.")
    field = "text"


class MomentMissing(BadInput):
    message = N_("Enter a time: 16:30, tomorrow 10:00 or 06.11 10:00.")
    field = "moment"


class DateMissing(BadInput):
    message = N_("Enter a day: 12.11 or 12.11.2026.")
    field = "day"


class NameMissing(BadInput):
    message = N_("Enter the new owner's name.")
    field = "to"


class CloseReasonUnknown(BadChoice):
    message = N_("{text}: no such reason; one of: {field}")
    field = "reason"


class OriginalMissing(BadInput):
    message = N_("Enter the number of the ticket that this one duplicates.")
    field = "of"


class SubjectMissing(BadInput):
    message = N_("Enter what the second case is about.")
    field = "subject"


class TargetMissing(BadInput):
    message = N_("Enter the ticket number.")
    field = "of"


class LinkUnknown(BadInput):
    message = N_("{text}: no such link; one of: {field}")
    field = "how"

    def __init__(self, how: str, known: Sequence[str]) -> None:
        super().__init__(text=how, field=tuple(known))


class TicketItself(BadInput):
    message = N_("That is this ticket itself: enter the other ticket's number.")
    field = "of"


class ScoreMissing(BadInput):
    message = N_("Enter a satisfaction score from 1 to 5.")
    field = "score"


class FilterMissing(BadInput):
    message = N_("Filter the queue first.")


class ViewExists(BadText):
    message = N_("{text}: a view with this name exists; choose another name.")


class FileMissing(BadInput):
    message = N_("Enter a file name.")
    field = "file"


class AnchorInvalid(BadText):
    message = N_("{text}: not an anchor; `desk check` prints one, such as 123:0a1b2c3d4e5f6071.")


# -- certificates ----------------------------------------------------------------------------------------------------------


class RelationUnknown(BadChoice):
    message = N_("{text}: no such relation; one of: {field}")
    field = "relation"


class DocumentMissing(BadChoice):
    message = N_("Choose the document that was checked: {field}")
    field = "document"


class DocumentUnknown(BadChoice):
    message = N_("{text}: no such document; one of: {field}")
    field = "document"


class SignsMissing(BadInput):
    message = N_("Enter the last four characters of the document number.")
    field = "signs"


class TooManySigns(BadInput):
    message = N_("Enter only the last {text} characters of the document number.")

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(text=limit)
        self.field = field


class AuthorityMissing(BadInput):
    message = N_("Enter the number and date of the letter of authority. Only the candidate and a parent need none.")
    field = "authority"


class TakerMissing(BadInput):
    message = N_("Enter the recipient's name.")
    field = "to"


# -- exam sessions and days ------------------------------------------------------------------------------------------------


class ExamNameMissing(BadInput):
    message = N_("Enter the name of the exam.")
    field = "exam"


class SessionDayPast(BadDate):
    message = N_("{text} is in the past; an exam session must be in the future.")
    field = "day"


class RegistrationEndsLate(BadDate):
    message = N_("{text}: registration cannot end after the exam.")
    field = "ends"


class HoursInvalid(BadText):
    message = N_("{text}: not opening hours; write 10:00-14:00, or 10:00-13:00 14:00-18:00.")
    field = "hours"


class DayReasonMissing(BadInput):
    message = N_("This day has already begun: a reason is needed, as the change moves deadlines that people were told.")
    field = "note"


# -- duties ----------------------------------------------------------------------------------------------------------------


class DutyMissing(BadInput):
    """Raised by the form: a duty that was marked as done by mistake cannot be undone."""

    message = N_("Choose the duty that was done.")
    field = "duty"


class DutyUnknown(BadText):
    message = N_("{text}: no such duty; `desk duties` lists them.")


class CheckNoteMissing(BadInput):
    message = N_("Enter what was checked: dates, prices, venues.")
    field = "note"


class NoAnswersRecorded(BadInput):
    message = N_("No satisfaction score was recorded this month: record one on a closed ticket.")


class PageMissing(BadInput):
    message = N_("Publish the results with `desk publish FILE`: the page is the evidence.")


class VenueMissing(BadInput):
    message = N_("Choose the venue that was checked: {text}")
    field = "venue"

    def __init__(self, venues: Sequence[str]) -> None:
        super().__init__(text=tuple(venues))


class NoVenueLeft(BadInput):
    message = N_("No venue to check: no exam is ahead, or all venues were checked.")


# -- reports ---------------------------------------------------------------------------------------------------------------


class PeriodEndsBeforeItBegins(BadDate):
    message = N_("The period ends on {text}, before it begins.")
    field = "last"


class PeriodNotWhole(BadInput):
    message = N_("{text}: only a whole month or a whole quarter can be published.")

    def __init__(self, first: date, last: date) -> None:
        super().__init__(text=Period(first, last))


class PeriodNotOver(BadDate):
    message = N_("The period ends on {text}: publish its results after that day.")


class PeriodBeforeDesk(BadDate):
    message = N_("The period ends on {text}, before this desk was set up.")


class NotOurPage(BadText):
    """text: the name of the file."""

    message = N_("{text}: already exists and is not a results page; nothing was overwritten.")


# -- facts -----------------------------------------------------------------------------------------------------------------


class FactTwice(BadInput):
    """name: of the fact; fact: the one that is valid at the same time."""

    message = N_("{text}: fact {field} says this already for the same days; change that one, or correct the dates.")
    field = "name"

    def __init__(self, name: str, fact: int) -> None:
        super().__init__(text=name, field=fact)


class FactUnchanged(BadInput):
    message = N_("Nothing was changed.")
    field = "name"


class PeriodIncomplete(BadInput):
    message = N_("Give both --from and --to for the results, or neither for the page of dates and prices.")


class SiteUnreadable(BadInput):
    """where: the address or the file; detail: the message of the system."""

    message = N_("{text}: the page cannot be read: {field}")

    def __init__(self, where: str, detail: str) -> None:
        super().__init__(text=where, field=detail)


class SiteTooBig(BadText):
    message = N_("{text}: the page is too big to compare.")
