"""The people who log in: a list with the actions for each, a form for a new one, and whether login is required at all."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.actions.rights import SUPERVISOR
from desk.i18n import N_
from desk.presentation.people import happened_line, person_line, returned_words
from desk.presentation.terms import ROLES
from desk.screens.action_screen import ActionScreen
from desk.screens.base import Desk
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.dialogs.dialog import Dialog, Question
from desk.screens.forms.away_form import AwayForm
from desk.screens.people.forms import PersonForm, PinForm
from desk.store.commands.people import close_to_others, history, leave, login_info, open_to_all, people_here, set_role

if TYPE_CHECKING:
    from desk.actions.rights import Acting
    from desk.store.commands.people import LoginInfo, Person
    from desk.store.database import Store

NEW, OPEN, CLOSE, HISTORY = "+new", "+open", "+close", "+history"
PIN, AWAY, GONE = "pin", "away", "gone"

_TO_DO = {PIN: N_("Change PIN"), AWAY: N_("Away until …"), GONE: N_("Remove")}


async def show_people(screen: ActionScreen) -> None:
    """Shows the list; if nobody logs in yet, the form for the first user."""
    desk = screen.desk
    login_info, people = await desk.ask(_read)
    _, charter = desk.translator, desk.charter
    if charter is None:
        return
    if not people:
        screen.app.push_screen(PersonForm(first=True), lambda acting: _made(desk, acting))
        return
    options = [Option(person.name, person_line(_, charter, person), "") for person in people]
    turn = Option(CLOSE, _("Turn logins on"), "") if login_info.is_open else Option(OPEN, _("Turn logins off"), "")
    options += [Option(NEW, _("Add a person"), ""), turn, Option(HISTORY, _("Login history"), "")]

    def chosen(value: str | None) -> None:
        match value:
            case None:
                return
            case "+new":
                screen.app.push_screen(PersonForm(first=False), lambda acting: _made(desk, acting))
            case "+open" | "+close":
                _turn(screen, value)
            case "+history":
                screen.start(_show_history, screen)
            case name:
                _choose_deed(screen, next(person for person in people if person.name == name))

    screen.app.push_screen(Chooser(_("People"), options), chosen)


def _choose_deed(screen: ActionScreen, person: "Person") -> None:
    desk = screen.desk
    _ = desk.translator
    options = [Option(name, _(words), "") for name, words in _TO_DO.items()]
    options += [Option(role, _("Role: {role}", role=_(words)), "") for role, words in ROLES.items() if role != person.role]

    def chosen(deed: str | None) -> None:
        match deed:
            case None:
                screen.start(show_people, screen)  # back to the list
            case "pin":
                screen.app.push_screen(PinForm(person.name), lambda name: told_pin(desk, name))
            case "away":
                screen.app.push_screen(AwayForm(person.name), lambda numbers: _back_in_queue(desk, numbers))
            case "gone":
                _confirm_removal(screen, person.name)
            case role if role == SUPERVISOR:
                screen.app.push_screen(PinForm(person.name, role), lambda name: told_pin(desk, name))
            case role:
                _do(
                    screen,
                    lambda store: _set_role(store, desk.staff, person.name, role),
                    _("{name}: role changed.", name=person.name),
                )

    screen.app.push_screen(Chooser(person.name, options), chosen)


def told_pin(desk: Desk, name: str | None) -> None:
    """Confirms that a user's PIN was changed."""
    if name:
        desk.tell(desk.gettext("{name}: PIN changed.", name=name))


def _made(desk: Desk, acting: "Acting | None") -> None:
    if acting is None:
        return
    if desk.session.access.is_open and not desk.session.acting.login:
        desk.session.acting = acting  # whoever creates the first user is that user
    desk.tell(desk.gettext("{name} can now log in.", name=acting.name))
    desk.reload_soon()


def _confirm_removal(screen: ActionScreen, name: str) -> None:
    desk = screen.desk

    def decided(yes: bool | None) -> None:
        if yes:
            screen.start(_leave, desk, name)

    words = desk.gettext("Remove {name}? Their tickets return to the queue, and they can no longer log in.", name=name)
    screen.app.push_screen(Question(words), decided)


async def _leave(desk: Desk, name: str) -> None:
    _back_in_queue(desk, await desk.ask(leave, desk.staff, name))


def _back_in_queue(desk: Desk, numbers: list[int] | None) -> None:
    if numbers is None:
        return
    desk.tell(returned_words(desk.translator, len(numbers)))
    desk.reload_soon()


def _turn(screen: ActionScreen, value: str) -> None:
    desk = screen.desk
    _, staff = desk.translator, desk.staff
    if value == CLOSE:
        _do(screen, lambda store: close_to_others(store, staff), _("Logins are on: everybody has to log in."))
        return

    def decided(yes: bool | None) -> None:
        if yes:
            _do(screen, lambda store: open_to_all(store, staff), _("Logins are off: nobody has to log in."))

    screen.app.push_screen(
        Question(_("Turn logins off? Everybody can then do everything, including complaints, until they are turned on again.")),
        decided,
    )


def _do(screen: ActionScreen, work: "Callable[[Store], object]", done: str) -> None:
    async def doing() -> None:
        await screen.desk.ask(work)
        screen.desk.tell(done)
        await screen.desk.reload()

    screen.start(doing)


async def _show_history(screen: ActionScreen) -> None:
    desk = screen.desk
    found = await desk.ask(history)
    if desk.charter is not None:
        options = [Option(str(place), happened_line(desk.translator, desk.charter, entry), "") for place, entry in enumerate(found)]

        def chosen(place: str | None) -> None:
            if place:
                screen.app.push_screen(Dialog(options[int(place)].title))

        screen.app.push_screen(Chooser(desk.gettext("Login history"), options), chosen)


def _read(store: "Store") -> "tuple[LoginInfo, list[Person]]":
    return login_info(store), people_here(store)


def _set_role(store: "Store", who: str, name: str, role: str) -> None:
    set_role(store, who, name, role)
