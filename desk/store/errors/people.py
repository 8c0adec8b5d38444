"""What people may not do."""

from desk.actions.rights import Right
from desk.charter.errors import N_
from desk.store.errors import NotAllowed

# -- rights ----------------------------------------------------------------------------------------------------------------


class NotLoggedIn(NotAllowed):
    message = N_("Nobody is logged in: log in first.")


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


# -- logging in ------------------------------------------------------------------------------------------------------------


class PinNotAsked(NotAllowed):
    """There is no terminal to ask for a PIN at."""

    message = N_("People log in here: set DESK_PIN, or run it in a terminal; --as names who you are.")
