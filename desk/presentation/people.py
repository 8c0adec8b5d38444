"""The people of the desk in words: for screens and commands alike."""

from collections.abc import Mapping

from desk.actions.rights import COMPLAINTS, READ_ONLY, RECEPTION, SUPERVISOR
from desk.charter import Charter
from desk.i18n import Tongue, later
from desk.presentation import deadlines
from desk.store.commands import people
from desk.text import sanitize

ROLES: Mapping[str, str] = {
    RECEPTION: later("reception"),
    COMPLAINTS: later("handles complaints"),
    SUPERVISOR: later("supervisor"),
    READ_ONLY: later("reads only"),
}
_HAPPENED: Mapping[str, str] = {
    people.MADE: later("{about} logs in from now on, as: {detail}"),
    people.SECRET_SET: later("{about}: another PIN"),
    people.ROLE_SET: later("{about}: another role: {detail}"),
    people.AWAY: later("{about} is away until {detail}"),
    people.BACK: later("{about} is back"),
    people.GONE: later("{about} works here no longer"),
    people.OPENED: later("the desk was opened to all"),
    people.CLOSED: later("one has to log in again"),
    people.RESCUED: later("{about}: another PIN, as supervisor, set by whoever owns the machine"),
    people.LOGGED_IN: later("{about} logged in"),
    people.WAITS: later("{about}: a wrong PIN, {detail} times in a row"),
}


def person_line(say: Tongue, charter: Charter, one: people.Person) -> str:
    """Somebody with their role, and until when they are away."""
    words = f"{sanitize.one_line(one.name, 60)}: {say(ROLES[one.role])}"
    if one.away_until is None:
        return words
    return words + ", " + say("away until {moment}", moment=deadlines.at(say, charter.at(one.away_until)))


def happened_line(say: Tongue, charter: Charter, one: people.Happening) -> str:
    """What was done to a login, when and by whom."""
    detail = one.detail
    if one.what == people.AWAY:
        detail = deadlines.at(say, charter.at(int(detail)))
    elif detail in ROLES:
        detail = say(ROLES[detail])
    words = say(_HAPPENED[one.what], about=one.about, detail=detail)
    by = f" ({one.by})" if one.by and one.by != one.about else ""
    return sanitize.one_line(f"{deadlines.at(say, charter.at(one.at))}  {words}{by}", 300)
