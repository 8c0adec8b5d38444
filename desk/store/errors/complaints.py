"""Errors about complaints: their categories, stages and causes, and corrective actions."""

from datetime import date

from desk.charter.errors import N_
from desk.store.errors import BadInput, NotAllowed, NotNow
from desk.store.errors.input import BadChoice, BadDate
from desk.store.errors.tickets import TicketNotNow


class CategoryUnknown(BadChoice):
    message = N_("{text}: not a category of this kind of ticket; one of: {field}")
    field = "category"


class SeverityUnknown(BadChoice):
    message = N_("{text}: not a severity; one of: {field}")
    field = "severity"


class NotAnswered(TicketNotNow):
    message = N_("#{number}: the complaint has no answer yet; record the full answer first.")


class StagesUsedUp(TicketNotNow):
    message = N_("#{number}: both stages are used up; pass the complaint on to Cambridge, or close it as used up.")


# -- causes and corrective actions -----------------------------------------------------------------------------------------


class CauseMissing(BadInput):
    message = N_("Choose the cause.")
    field = "cause"


class CauseUnknown(BadChoice):
    message = N_("{text}: not a cause in the centre's list; one of: {field}")
    field = "cause"


class MeasureMissing(BadInput):
    message = N_("Write what is to be done.")
    field = "measure"


class OwnerMissing(BadInput):
    message = N_("A corrective action needs an owner: a name of the staff list.")
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
