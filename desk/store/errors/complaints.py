"""Errors about complaints: their categories, stages and causes, and corrective actions."""

from collections.abc import Sequence
from datetime import date

from desk.charter.errors import N_
from desk.store.errors import BadInput, NotAllowed, NotNow
from desk.store.errors.input import BadChoice, BadDate, BadText
from desk.store.errors.tickets import TicketNotNow


class CategoryUnknown(BadChoice):
    message = N_("{text}: not a category of this kind of ticket; one of: {field}")
    field = "category"


class SeverityUnknown(BadChoice):
    message = N_("{text}: not a severity; one of: {field}")
    field = "severity"


class NotAnswered(TicketNotNow):
    message = N_("#{number}: the complaint has no answer yet; record the full answer first.")


class AnswerPending(TicketNotNow):
    """The customer has objected or the complaint is with Cambridge, and nobody has answered since."""

    message = N_("#{number}: there is no answer yet at this stage; record it first.")


class NotPassedOn(TicketNotNow):
    message = N_("#{number}: nothing was passed on that an answer could have come to.")


class ExtensionTooEarly(TicketNotNow):
    message = N_("#{number}: this deadline has not begun; mark the information as complete first.")


class StagesUsedUp(TicketNotNow):
    message = N_("#{number}: both stages are used up; pass the complaint on to Cambridge, or close it as used up.")


# -- causes and corrective actions -----------------------------------------------------------------------------------------


class CauseMissing(BadInput):
    """causes: the entries of the centre's list."""

    message = N_("Choose the cause; one of: {field}")
    field = "cause"

    def __init__(self, causes: Sequence[str]) -> None:
        super().__init__(field=tuple(causes))


class CauseUnknown(BadChoice):
    message = N_("{text}: not a cause in the centre's list; one of: {field}")
    field = "cause"


class MeasureMissing(BadInput):
    message = N_("Write what is to be done.")
    field = "measure"


class OwnerMissing(BadInput):
    message = N_("A corrective action needs an owner: a name of the staff list.")
    field = "owner"


class OwnerNotOnStaff(BadText):
    message = N_("{text}: nobody of that name is on the staff list.")
    field = "owner"


class OwnerAmbiguous(BadInput):
    """names: all that match."""

    message = N_("One owner only; this could be: {text}. Enter more of the name.")
    field = "owner"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(text=tuple(names))


class OwnerOnlyReads(BadText):
    message = N_("{text} only reads; choose somebody who works on tickets.")
    field = "owner"


class OwnerConcerned(BadText):
    message = N_("The complaint is about {text}; choose another owner.")
    field = "owner"


class NothingToMove(BadInput):
    message = N_("Give another owner or another day.")
    field = "owner"


class DueDayMissing(BadInput):
    message = N_("By which day is it to be done?")
    field = "due"


class DueDayPast(BadDate):
    message = N_("{text} is over; choose a day ahead.")
    field = "due"


class DueDayOff(BadInput):
    """day: the input; following: the next working day."""

    message = N_("{text} is a day off; the next working day is {field}.")
    field = "due"

    def __init__(self, day: date, following: date) -> None:
        super().__init__(text=day, field=following)


class DoneMissing(BadInput):
    message = N_("Write what was done.")
    field = "done"


class CorrectiveActionUnknown(NotNow):
    message = N_("Corrective action {number} does not exist.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class CorrectiveActionDone(NotNow):
    message = N_("Corrective action {number} is done already.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class CorrectiveActionNotYours(NotAllowed):
    message = N_("Corrective action {number} is not yours: its owner or somebody who handles complaints records what was done.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
