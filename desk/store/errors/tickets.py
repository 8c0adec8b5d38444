"""What a ticket is not in a state for; boxes, exam sessions, feedback and the charter in force with it."""

from desk.charter.errors import N_
from desk.store.errors import NotNow


class TicketNotNow(NotNow):
    """number: of the ticket."""

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
        self.number = number


# -- its state -------------------------------------------------------------------------------------------------------------


class TicketClosed(TicketNotNow):
    message = N_("#{number} is closed; reopen it first.")


class TicketNotClosed(TicketNotNow):
    message = N_("#{number} is not closed.")


class TicketVoid(TicketNotNow):
    message = N_("#{number} was undone when it was recorded; its number is not used again.")


class TicketMerged(NotNow):
    message = N_("#{number} was merged into #{field}: work on that one, or undo the merge.")

    def __init__(self, number: int, into: int) -> None:
        super().__init__(number=number, field=into)
        self.number = number
        self.into = into


class CloseReasonMissing(TicketNotNow):
    message = N_("#{number}: a clock is running; close it with a reason.")
    field = "reason"


class ActNotApplicable(TicketNotNow):
    message = N_("#{number}: that means nothing for a ticket of this kind and channel.")


class NothingChanged(TicketNotNow):
    """number: of a ticket or an exam session."""

    message = N_("#{number}: it says that already; nothing was changed.")


class KindUnchanged(TicketNotNow):
    message = N_("#{number}: cannot be made that kind.")


class KindsDiffer(TicketNotNow):
    message = N_("#{number}: only tickets of one kind are merged; make it that kind first.")


class ExamDateMissing(TicketNotNow):
    message = N_("#{number}: has no exam's date.")


class AddressMissing(TicketNotNow):
    """Somebody is told by email who has no address."""

    message = N_("#{number}: there is no address to write to; correct the ticket first (f).")


class BeforeReceipt(TicketNotNow):
    message = N_("#{number}: the time would lie before the ticket came, or the receipt after what followed it.")


class BeforeStart(NotNow):
    """fact: what stops a clock, and would lie before the clock's start."""

    message = N_("#{number}: {field} would lie before what it answers; nothing was changed.")

    def __init__(self, number: int, fact: str) -> None:
        super().__init__(number=number, field=fact)
        self.fact = fact


class CertificateHandedOver(NotNow):
    """by: the ticket that it left with."""

    message = N_("#{number}: was handed over already (#{text}); nobody gets a certificate twice.")

    def __init__(self, number: int, by: int) -> None:
        super().__init__(number=number, text=by)
        self.by = by


# -- taking and undoing ----------------------------------------------------------------------------------------------------


class NoTicketLeft(NotNow):
    message = N_("Nothing is left to take: every ticket here has somebody.")


class NothingToUndo(NotNow):
    message = N_("There is nothing of yours to undo.")


class OthersActed(TicketNotNow):
    message = N_("#{number}: something was done since; undo is refused.")


class LettersSent(TicketNotNow):
    message = N_("#{number}: its letters have left for the mail program; undo is refused.")


# -- boxes, sessions, feedback ---------------------------------------------------------------------------------------------


class TicketInNoGroup(TicketNotNow):
    message = N_("#{number}: came by itself, in no box and to no exam session.")


class BoxUnknown(NotNow):
    message = N_("There is no box of number {number}.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class SessionUnknown(NotNow):
    message = N_("There is no exam session of number {number}.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class SessionExists(NotNow):
    message = N_("{text}: there is a session of this exam on that day already.")

    def __init__(self, exam: str) -> None:
        super().__init__(text=exam)


class SessionHasCandidates(NotNow):
    message = N_("Somebody is registered for this session: move them to another exam or close them first.")


class FeedbackUnknown(NotNow):
    message = N_("There is no feedback of number {number}.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


# -- the charter in force --------------------------------------------------------------------------------------------------


class CharterInForceAlready(NotNow):
    message = N_("Nothing would change: it is so already.")


class PreviewOutdated(NotNow):
    message = N_("Something changed since that preview: look again before applying it.")


class OtherCharterInForce(NotNow):
    message = N_("This desk counts by another charter; `desk charter preview FILE` says what it would move.")
