"""Errors about people: permissions, visibility of complaints, login, PINs, names."""

from collections.abc import Sequence

from desk.actions.rights import ROLES, Right
from desk.charter.errors import N_
from desk.store.errors import BadInput, NotAllowed, NotNow

# -- rights ----------------------------------------------------------------------------------------------------------------


class RightMissing(NotAllowed):
    message = N_("Only {right} can do that.")

    def __init__(self, right: Right) -> None:
        super().__init__(right=right)


class ActorChanged(NotAllowed):
    """A command names another person than the one who is logged in."""

    message = N_("Somebody else has logged in: look again.")


# -- customers -------------------------------------------------------------------------------------------------------------


class CustomerUnknown(NotNow):
    message = N_("There is no such customer.")


class CardChanged(NotNow):
    message = N_("Somebody changed this card meanwhile: it stands below. Nothing was saved; save again to replace it.")


# -- complaints ------------------------------------------------------------------------------------------------------------


class ComplaintSealed(NotAllowed):
    message = N_("#{number}: only staff who handle complaints can read it; its number and time are in the queue.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class ComplaintNotHandled(NotAllowed):
    """Somebody acts on a complaint without the permission to handle complaints."""

    message = N_("#{number}: only staff who handle complaints can do this; pass on what you know.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class OwnerRefused(NotAllowed):
    """A ticket is handed to somebody who may not own it."""

    def __init__(self, number: int, owner: str) -> None:
        super().__init__(number=number, text=owner)


class OwnerUnknown(OwnerRefused):
    message = N_("{text} has no login here.")


class OwnerReadsOnly(OwnerRefused):
    message = N_("#{number}: {text} cannot own tickets here.")


class OwnerHandlesNoComplaints(OwnerRefused):
    message = N_("#{number}: {text} does not handle complaints.")


class AnsweredBefore(NotNow):
    """who: answered the complaint before the customer objected."""

    message = N_("#{number}: {text} answered it before; somebody else handles the second stage.")

    def __init__(self, number: int, who: str) -> None:
        super().__init__(number=number, text=who)


class OwnerComplainedAbout(NotNow):
    message = N_("#{number}: the complaint is about {text}: assign it to somebody else.")

    def __init__(self, number: int, owner: str) -> None:
        super().__init__(number=number, text=owner)


# -- logging in ------------------------------------------------------------------------------------------------------------


class PinNotAsked(NotAllowed):
    """There is no terminal to prompt for a PIN."""

    message = N_("Logins are on: set DESK_PIN, or run it in a terminal; --as gives your name.")


class NewPinNotAsked(NotAllowed):
    """There is no terminal to prompt for a new PIN."""

    message = N_("A new PIN is needed: set DESK_NEW_PIN, or run it in a terminal.")


class WrongPin(NotNow):
    message = N_("Wrong PIN for {text}.")

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class MustWait(NotNow):
    """seconds: until another PIN may be tried; n: the same in minutes, rounded up."""

    message = N_("Too many wrong PINs: wait {n} more minute.")

    def __init__(self, seconds: int) -> None:
        self.minutes = -(-seconds // 60)
        super().__init__(n=self.minutes)
        self.seconds = seconds


class NobodyLogsIn(NotNow):
    message = N_("Logins are not set up: everything is open to everybody.")


class PinLength(BadInput):
    """limit: the minimum or maximum number of characters."""

    field = "pin"

    def __init__(self, limit: int) -> None:
        super().__init__(text=limit)


class PinTooShort(PinLength):
    message = N_("A PIN needs at least {text} characters.")


class PinTooLong(PinLength):
    message = N_("A PIN can have at most {text} characters.")


class PassphraseMissing(PinLength):
    message = N_("A supervisor needs a passphrase: at least {text} characters, not digits only.")


class PinGuessable(BadInput):
    message = N_("That PIN is easy to guess: avoid dates, keyboard rows and repetitions.")
    field = "pin"


class PinsDiffer(BadInput):
    message = N_("The two PINs do not match: type both again.")
    field = "again"


class PinUnreadable(BadInput):
    """An environment variable names a file or a descriptor from which no PIN can be read."""

    message = N_("{field}: cannot read a PIN from {text}.")

    def __init__(self, variable: str, source: str) -> None:
        super().__init__(field=variable, text=source)


# -- names and roles -------------------------------------------------------------------------------------------------------


class PersonNameMissing(BadInput):
    message = N_("Enter the name as it should appear on tickets.")
    field = "name"


class PersonExists(BadInput):
    message = N_("{text}: this name already has a login; add a surname or a patronymic.")
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class PersonUnknown(BadInput):
    message = N_("{text} has no login here.")
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class ColleagueUnknown(BadInput):
    message = N_("Nobody called {text} has worked at this desk.")

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class OneselfAsked(BadInput):
    message = N_("That is yourself: choose a colleague.")
    field = "to"


class NameAmbiguous(BadInput):
    message = N_("Several people match: {text}. Enter more of the name.")
    field = "to"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(text=tuple(names))


class StaffUnknown(BadInput):
    """Somebody whom a complaint is about is not on the staff list."""

    message = N_("There is no staff member called {text}. Anybody else belongs under “About someone else”.")
    field = "staff"

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class StaffAmbiguous(BadInput):
    message = N_("Several people match: {text}. Enter more of the name.")
    field = "staff"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(text=tuple(names))


class RoleUnknown(BadInput):
    message = N_("{text}: no such role; one of: {field}")
    field = "role"

    def __init__(self, role: str) -> None:
        super().__init__(text=role, field=ROLES)


class LastSupervisor(NotNow):
    message = N_("This is the only supervisor: make somebody else a supervisor first.")


class ReturnInPast(BadInput):
    message = N_("That time has passed: enter when they return.")
    field = "moment"
