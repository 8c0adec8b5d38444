"""Who is at the desk in the running app: what they may do, when it locks, what the one who comes back finds."""

import pytest

from desk.actions.registry import ACTIONS, find
from desk.actions.rights import MAY, RIGHTS, TAKER_KEYS, Access, Acting, Right
from desk.charter import Charter
from desk.services.session import UserSession
from desk.store.queries.board import QueueRow

KINDS = Charter.load().kinds.values()
ENQUIRY = QueueRow(1, "enquiry", "phone", "Ann", "", "", "FCE", "", 0, None, "", "", 1, "open", "ann")
COMPLAINT = ENQUIRY._replace(id=2, kind="complaint")
SEALED = COMPLAINT._replace(sealed=1)


def at_the_desk(rights: frozenset[Right], lock_after: int = 10) -> tuple[UserSession, list[float]]:
    """Anna, who has logged in with these rights, and the clock that only the test moves."""
    clock = [1_000.0]
    session = UserSession("Anna", lambda: clock[0], lock_after)
    session.lock()
    session.unlock(Acting("Anna", 7))
    session.access = Access(False, rights)
    return session, clock


def left(session: UserSession) -> bool:
    """Whether it is to be locked now: asked anew each time, as time goes on in between."""
    return session.is_left_alone


def allowed(rights: frozenset[Right], row: QueueRow | None) -> set[str]:
    """The ids of what these rights allow on a ticket, or where there is none."""
    session, _ = at_the_desk(rights)
    session.kinds = Charter.load().kinds
    return {action.id for action in ACTIONS if session.allows(action, row)}


def test_at_the_start_everything_is_allowed() -> None:
    """In the name of the person who started it, who is not logged in: until the store says otherwise, which refuses by itself."""
    session = UserSession("Anna", lambda: 0.0, 10)
    assert (session.acting, session.access, session.locked) == (Acting("Anna", 0), Access(True, RIGHTS), False)


@pytest.mark.parametrize("role", MAY)
def test_without_a_ticket_the_right_alone_counts(role: str) -> None:
    """And what needs no right is everybody's; what is for complaints alone is for those who handle them."""
    sealed = {action.id for action in ACTIONS if action.acts and all(kind.is_sealed for kind in KINDS if action.suits(kind))}
    hidden = set() if Right.HANDLE in MAY[role] else sealed - TAKER_KEYS
    assert allowed(MAY[role], None) == {action.id for action in ACTIONS if action.right in {Right.ANYBODY, *MAY[role]}} - hidden


@pytest.mark.parametrize("role", MAY)
def test_on_an_enquiry_the_right_alone_counts_too(role: str) -> None:
    """It is sealed to nobody."""
    assert allowed(MAY[role], ENQUIRY) == allowed(MAY[role], None)


@pytest.mark.parametrize("rights", [RIGHTS, MAY["reception"]])
def test_nothing_is_done_to_a_complaint_that_is_sealed(rights: frozenset[Right]) -> None:
    """What is not about the ticket at hand stays allowed."""
    of_tickets = {action.id for action in ACTIONS if action.scope == "ticket"}
    assert allowed(rights, SEALED) == allowed(rights, None) - of_tickets


def test_who_handles_none_puts_right_what_they_took_in() -> None:
    """Of what acts on a complaint the taker's own; looking at it is no act."""
    acts = {action.id for action in ACTIONS if action.scope == "ticket" and action.acts}
    assert allowed(MAY["reception"], COMPLAINT) == allowed(MAY["reception"], None) - (acts - TAKER_KEYS)
    assert allowed(MAY["complaints"], COMPLAINT) == allowed(MAY["complaints"], None)
    assert find("note").id in allowed(MAY["reception"], COMPLAINT)


@pytest.mark.parametrize("minutes", [1, 5])
def test_it_is_left_alone_after_minutes_without_a_touch(minutes: int) -> None:
    """To the second; a touch begins them anew."""
    session, clock = at_the_desk(RIGHTS, minutes)
    clock[0] += minutes * 60 - 1
    assert not left(session)
    clock[0] += 1
    assert left(session)
    session.touched()
    assert not left(session)
    clock[0] += minutes * 60 + 1
    assert left(session)


def test_logging_in_is_a_touch() -> None:
    """The minutes behind the lock are not those of who comes."""
    session, clock = at_the_desk(RIGHTS)
    session.lock()
    clock[0] += 3_600
    session.unlock(Acting("Vera", 8))
    session.access = Access(False, RIGHTS)
    assert not left(session)


def test_neither_an_open_desk_nor_a_locked_one_is_left_alone() -> None:
    """Nobody could open the first, the second is locked already."""
    session, clock = at_the_desk(RIGHTS)
    clock[0] += 3_600
    assert left(session)
    session.access = Access(True, RIGHTS)
    assert not left(session)
    session.lock()
    assert not left(session)


def test_behind_the_lock_nobody_may_do_anything() -> None:
    """Who had logged in is remembered, for them to come back; of who had not, nothing is."""
    session, _ = at_the_desk(MAY["complaints"])
    session.lock()
    assert (session.locked, session.acting, session.access) == (True, Acting(), Access(False, frozenset()))
    assert session.left_by == "Anna"
    session.unlock(Acting("Olga"))
    session.lock()
    assert session.left_by == ""


@pytest.mark.parametrize(("name", "rights"), [("Anna", MAY["complaints"]), ("Vera", frozenset[Right]())])
def test_the_one_who_comes_back_may_do_what_they_could(name: str, rights: frozenset[Right]) -> None:
    """Anybody else waits for what the store says of them."""
    session, _ = at_the_desk(MAY["complaints"])
    session.lock()
    session.unlock(Acting(name, 7))
    assert (session.locked, session.acting.name, session.access.rights) == (False, name, rights)
