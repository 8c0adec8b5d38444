"""Errors about the state of a ticket, and of boxes, exam sessions, feedback and the charter in force."""

from datetime import date

from desk.charter.errors import N_
from desk.store.errors import Amount, NotNow


class TicketNotNow(NotNow):
    """number: the ticket's number."""

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
        self.number = number


# -- its state -------------------------------------------------------------------------------------------------------------


class TicketClosed(TicketNotNow):
    message = N_("#{number} is closed; reopen it first.")


class TicketNotClosed(TicketNotNow):
    message = N_("#{number} is not closed.")


class TicketVoid(TicketNotNow):
    message = N_("#{number}: its recording was undone; the number is not used again.")


class TicketMerged(NotNow):
    message = N_("#{number} was merged into #{field}: work on that ticket, or undo the merge.")

    def __init__(self, number: int, into: int) -> None:
        super().__init__(number=number, field=into)
        self.number = number
        self.into = into


class CloseReasonMissing(TicketNotNow):
    message = N_("#{number}: a clock is running; close it with a reason.")
    field = "reason"


class ActNotApplicable(TicketNotNow):
    message = N_("#{number}: not possible for this kind and channel.")


class LinkReveals(NotNow):
    message = N_("A complaint can be linked to complaints only: nothing on other tickets may reveal it.")


class LinksInCircle(NotNow):
    message = N_("#{other} follows from #{number} already: they cannot follow from each other.")

    def __init__(self, number: int, other: int) -> None:
        super().__init__(number=number, other=other)


class NothingChanged(TicketNotNow):
    """number: of a ticket or an exam session."""

    message = N_("#{number}: already has this value; nothing was changed.")


class KindNotProposed(TicketNotNow):
    message = N_("#{number}: nobody has to confirm its kind.")


class KindUnchanged(TicketNotNow):
    message = N_("#{number}: cannot be converted to that kind.")


class AskedAlready(NotNow):
    """day: when the customer was asked last."""

    message = N_("#{number}: this customer was asked how satisfied they are on {text}; once a month is enough.")

    def __init__(self, number: int, day: date) -> None:
        super().__init__(number=number, text=day)


class NotAnsweredYet(TicketNotNow):
    message = N_("#{number}: has not been answered; ask how satisfied the customer is with the answer, or after it.")


class ExtensionTooLate(TicketNotNow):
    message = N_("#{number}: a deadline is extended once, and before it has passed.")


class KindInUse(NotNow):
    """kind: that has tickets; count: how many."""

    message = N_("{kind}: {n} tickets are of this kind: keep it with its final facts and its uses, and add another kind.")

    def __init__(self, kind: str, count: int) -> None:
        super().__init__(kind=kind, n=Amount(count))


class KindMissing(NotNow):
    """capability: what no kind of the charter in force has."""

    message = N_("No kind of ticket in the charter uses '{field}': add it to one, then apply the charter.")

    def __init__(self, capability: str) -> None:
        super().__init__(field=capability)


class KindsDiffer(TicketNotNow):
    message = N_("#{number}: only tickets of the same kind can be merged; convert it first.")


class ExamDateMissing(TicketNotNow):
    message = N_("#{number}: has no exam date.")


class AddressMissing(TicketNotNow):
    """An email is recorded for somebody without an address."""

    message = N_("#{number}: has no address to write to; correct the ticket first.")


class BeforeReceipt(TicketNotNow):
    message = N_("#{number}: the time would be before the receipt, or the receipt after what followed it.")


class BeforeStart(NotNow):
    """fact: the fact that stops a clock and would lie before the clock's start."""

    message = N_("#{number}: {field} would be before what it answers; nothing was changed.")

    def __init__(self, number: int, fact: str) -> None:
        super().__init__(number=number, field=fact)
        self.fact = fact


class CertificateHandedOver(NotNow):
    """by: the ticket on which it was handed over."""

    message = N_("#{number}: already handed over (#{text}); a certificate is handed over only once.")

    def __init__(self, number: int, by: int) -> None:
        super().__init__(number=number, text=by)
        self.by = by


# -- taking and undoing ----------------------------------------------------------------------------------------------------


class NobodyHasIt(TicketNotNow):
    message = N_("#{number}: nobody has taken it, so there is nothing to return.")


class NoTicketLeft(NotNow):
    message = N_("Every ticket here already has an owner.")


class NothingToUndo(NotNow):
    message = N_("You have nothing to undo.")


class OthersActed(TicketNotNow):
    message = N_("#{number}: changed since then; it cannot be undone.")


class LettersSent(TicketNotNow):
    message = N_("#{number}: its letters have been sent or exported already; it cannot be undone.")


class LetterWaits(TicketNotNow):
    message = N_("#{number}: a message that says this is already waiting to be sent.")


class EmailBeingSent(TicketNotNow):
    message = N_("#{number}: the mail server has this email and has not answered yet; try again in a minute.")


class EmailNotInDoubt(TicketNotNow):
    message = N_("#{number}: this email is certainly not sent yet.")


# -- boxes, sessions, feedback ---------------------------------------------------------------------------------------------


class TicketInNoGroup(TicketNotNow):
    message = N_("#{number}: not in a batch or an exam session.")


class BoxUnknown(NotNow):
    message = N_("Batch {number} does not exist.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class OrganisationGone(NotNow):
    message = N_("Organisation {number} does not exist.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class SessionUnknown(NotNow):
    message = N_("Exam session {number} does not exist.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class SessionExists(NotNow):
    message = N_("{text}: this exam already has a session on that day.")

    def __init__(self, exam: str) -> None:
        super().__init__(text=exam)


class SessionHasCandidates(NotNow):
    message = N_("The session has registrations: move them to another exam or close them first.")


class FeedbackUnknown(NotNow):
    message = N_("Feedback {number} does not exist.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


# -- the charter in force --------------------------------------------------------------------------------------------------


class CharterInForceAlready(NotNow):
    message = N_("Nothing to change.")


class PreviewOutdated(NotNow):
    message = N_("Something changed since the preview: preview again before applying.")


class OtherCharterInForce(NotNow):
    message = N_("This desk uses another charter; run `desk charter preview FILE` to see what would move.")


# -- facts -----------------------------------------------------------------------------------------------------------------


class FactUnknown(NotNow):
    message = N_("Fact {number} does not exist.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class FactChanged(NotNow):
    """Somebody wrote another version since the one that the user was looking at."""

    message = N_("Fact {number} has changed. Nothing was saved; look again.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
