"""Forms for a new user and for a new PIN. A PIN is never shown and never saved in a draft."""

import asyncio

from textual.widget import Widget

from desk.actions.rights import SUPERVISOR, Acting
from desk.auth.passwords import hashed, log_in
from desk.presentation.terms import ROLES
from desk.screens.forms.base import FormScreen
from desk.store.commands.people import add_person, role_of, set_role, set_secret
from desk.store.errors.people import PinsDiffer
from desk.widgets.fields import Choice, Line, Secret


async def _hashed(form: "FormScreen[Acting] | FormScreen[str]", role: str) -> str:
    """The hash of the PIN that was typed twice, for a user with this role; takes a twentieth of a second. Raises BadInput."""
    pin, again = (form.query_one(f"#{name}", Secret).value for name in ("pin", "again"))
    if pin.strip() != again.strip():
        raise PinsDiffer
    return await asyncio.to_thread(hashed, pin, role)


class PersonForm(FormScreen[Acting]):
    """Asks for a new user who will log in; returns the user. first: nobody logs in yet."""

    command_id = "people"

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self._is_first = first

    @property
    def heading(self) -> str:
        _ = self.desk.translator
        if self._is_first:
            return _("The first person is the supervisor. After that, everybody logs in with a PIN.")
        return _("New staff member")

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        roles = [] if self._is_first else [(_("Role"), Choice([(role, _(words)) for role, words in ROLES.items()], id="role"))]
        return [
            (_("Name"), Line(self.desk.staff if self._is_first else "", placeholder=_("as shown on tickets"), id="name")),
            *roles,
            (_("Passphrase"), Secret(id="pin"))
            if self._is_first
            else (_("PIN"), Secret(placeholder=_("a passphrase for a supervisor"), id="pin")),
            (_("Once more"), Secret(id="again")),
        ]

    async def save(self) -> Acting:
        role = SUPERVISOR if self._is_first else self.value("role")
        secret = await _hashed(self, role)
        return await self.desk.ask(add_person, self.staff, self.value("name"), role, secret)


class PinForm(FormScreen[str]):
    """Asks for a new PIN; returns the user's name. For one's own PIN, the present one is asked first.

    role: the role given to the user with it, "" to keep theirs.
    """

    command_id = "own-pin"

    def __init__(self, name: str, role: str = "") -> None:
        super().__init__()
        self.person, self._role = name, role

    @property
    def heading(self) -> str:
        return self.desk.gettext("Change PIN: {name}", name=self.person)

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        present: list[tuple[str, Widget]] = [(_("Current PIN"), Secret(id="present"))] if self._is_own else []
        return [*present, (_("New PIN"), Secret(id="pin")), (_("Once more"), Secret(id="again"))]

    @property
    def _is_own(self) -> bool:
        return self.person == self.desk.staff

    async def save(self) -> str:
        role = self._role or await self.desk.ask(role_of, self.person)
        secret = await _hashed(self, role)
        if self._role:
            await self.desk.ask(set_role, self.staff, self.person, role, secret)
            return self.person
        if self._is_own:
            await self.desk.ask(log_in, self.person, self.query_one("#present", Secret).value)
        await self.desk.ask(set_secret, self.staff, self.person, secret)
        return self.person
