"""The people of the desk in words: for screens and commands alike."""

from collections.abc import Mapping

from desk import text, wording
from desk.charter import Charter
from desk.roles import COMPLAINTS, READ_ONLY, RECEPTION, SUPERVISOR
from desk.store import staff
from desk.tongue import Tongue, later

ROLES: Mapping[str, str] = {
    RECEPTION: later("reception"),
    COMPLAINTS: later("handles complaints"),
    SUPERVISOR: later("supervisor"),
    READ_ONLY: later("reads only"),
}
_HAPPENED: Mapping[str, str] = {
    staff.MADE: later("{about} logs in from now on, as: {detail}"),
    staff.SECRET_SET: later("{about}: another PIN"),
    staff.ROLE_SET: later("{about}: another role: {detail}"),
    staff.AWAY: later("{about} is away until {detail}"),
    staff.BACK: later("{about} is back"),
    staff.GONE: later("{about} works here no longer"),
    staff.OPENED: later("the desk was opened to all"),
    staff.CLOSED: later("one has to log in again"),
    staff.RESCUED: later("{about}: another PIN, as supervisor, set by whoever owns the machine"),
    staff.LOGGED_IN: later("{about} logged in"),
    staff.WAITS: later("{about}: a wrong PIN, {detail} times in a row"),
}


def person_line(say: Tongue, charter: Charter, one: staff.Person) -> str:
    """Somebody with their role, and until when they are away."""
    words = f"{text.one_line(one.name, 60)}: {say(ROLES[one.role])}"
    if one.away_until is None:
        return words
    return words + ", " + say("away until {moment}", moment=wording.at(say, charter.at(one.away_until)))


def happened_line(say: Tongue, charter: Charter, one: staff.Happening) -> str:
    """What was done to a login, when and by whom."""
    detail = one.detail
    if one.what == staff.AWAY:
        detail = wording.at(say, charter.at(int(detail)))
    elif detail in ROLES:
        detail = say(ROLES[detail])
    words = say(_HAPPENED[one.what], about=one.about, detail=detail)
    by = f" ({one.by})" if one.by and one.by != one.about else ""
    return text.one_line(f"{wording.at(say, charter.at(one.at))}  {words}{by}", 300)
