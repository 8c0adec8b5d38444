"""What is refused of people: rights, complaints that are not for everybody, logging in, PINs, names."""

from collections.abc import Sequence

from desk.actions.rights import ROLES, Right
from desk.charter.errors import N_
from desk.store.errors import BadInput, NotAllowed, NotNow

# -- rights ----------------------------------------------------------------------------------------------------------------


class RightMissing(NotAllowed):
    message = N_("That is open to {right} alone.")

    def __init__(self, right: Right) -> None:
        super().__init__(right=right)


class ActorChanged(NotAllowed):
    """Something is asked for in the name of another person than the one who is logged in."""

    message = N_("Somebody else logged in meanwhile: look again.")


# -- complaints ------------------------------------------------------------------------------------------------------------


class ComplaintSealed(NotAllowed):
    message = N_("#{number}: the words of a complaint are for those who handle complaints; its number and time stand in its queue.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class ComplaintNotHandled(NotAllowed):
    """Somebody acts on a complaint who handles none."""

    message = N_("#{number}: a complaint is handled by those who may: hand over what you know of it.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class OwnerRefused(NotAllowed):
    """A ticket is handed to somebody who may not have it."""

    def __init__(self, number: int, owner: str) -> None:
        super().__init__(number=number, text=owner)


class OwnerUnknown(OwnerRefused):
    message = N_("Nobody called {text} logs in here.")


class OwnerReadsOnly(OwnerRefused):
    message = N_("#{number}: {text} can have no tickets here.")


class OwnerHandlesNoComplaints(OwnerRefused):
    message = N_("#{number}: {text} does not handle complaints.")


class OwnerComplainedAbout(NotNow):
    message = N_("#{number}: that complaint is about {text}: hand it to somebody else.")

    def __init__(self, number: int, owner: str) -> None:
        super().__init__(number=number, text=owner)


# -- logging in ------------------------------------------------------------------------------------------------------------


class PinNotAsked(NotAllowed):
    """There is no terminal to ask for a PIN at."""

    message = N_("People log in here: set DESK_PIN, or run it in a terminal; --as names who you are.")


class WrongPin(NotNow):
    message = N_("That is not the PIN of {text}.")

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class MustWait(NotNow):
    """seconds: until another PIN may be tried; n: the same in minutes, begun ones too."""

    message = N_("Too many wrong PINs: wait {n} minute more.")

    def __init__(self, seconds: int) -> None:
        self.minutes = -(-seconds // 60)
        super().__init__(n=self.minutes)
        self.seconds = seconds


class NobodyLogsIn(NotNow):
    message = N_("Nobody logs in here yet: everything is open to all.")


class PinLength(BadInput):
    """limit: how many characters it has at least, or at most."""

    field = "pin"

    def __init__(self, limit: int) -> None:
        super().__init__(text=limit)


class PinTooShort(PinLength):
    message = N_("A PIN has at least {text} signs.")


class PinTooLong(PinLength):
    message = N_("A PIN has at most {text} signs.")


class PassphraseMissing(PinLength):
    message = N_("A supervisor's is a passphrase: at least {text} signs, not digits alone.")


class PinGuessable(BadInput):
    message = N_("That PIN is guessed first: choose one that is no date, no row and no repetition.")
    field = "pin"


class PinsDiffer(BadInput):
    message = N_("The two PINs are not the same: type both again.")
    field = "again"


class PinUnreadable(BadInput):
    """A variable of the environment names a file or a descriptor that no PIN can be read from."""

    message = N_("{field}: no PIN can be read from {text}.")

    def __init__(self, variable: str, source: str) -> None:
        super().__init__(field=variable, text=source)


# -- names and roles -------------------------------------------------------------------------------------------------------


class PersonNameMissing(BadInput):
    message = N_("Who is it? Write the name as it is to stand on tickets.")
    field = "name"


class PersonExists(BadInput):
    message = N_("{text}: somebody of that name logs in here already; add a surname or a patronymic to tell them apart.")
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class PersonUnknown(BadInput):
    message = N_("Nobody called {text} logs in here.")
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class ColleagueUnknown(BadInput):
    message = N_("Nobody called {text} has been at the desk.")

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class NameAmbiguous(BadInput):
    message = N_("Whom of them: {text}? Write more of the name.")
    field = "to"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(text=tuple(names))


class StaffUnknown(BadInput):
    """Somebody whom a complaint is about is not on the staff list."""

    message = N_("Nobody called {text} works here: people from outside are written beside it.")
    field = "staff"

    def __init__(self, name: str) -> None:
        super().__init__(text=name)


class StaffAmbiguous(BadInput):
    message = N_("Whom of them: {text}? Write more of the name.")
    field = "staff"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(text=tuple(names))


class RoleUnknown(BadInput):
    message = N_("{text}: no such role; one of: {field}")
    field = "role"

    def __init__(self, role: str) -> None:
        super().__init__(text=role, field=ROLES)


class LastSupervisor(NotNow):
    message = N_("Nobody else is a supervisor here: make another one first.")


class ReturnInPast(BadInput):
    message = N_("That is past already: when are they back?")
    field = "moment"
