"""Handover: who is at the desk, who leaves it, and which of their tickets cannot wait."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from desk.actions.keys import LEAVE_KEY
from desk.actions.rights import Acting, Right
from desk.i18n import LANGUAGE_NAMES, LANGUAGES
from desk.presentation.people import returned_words
from desk.presentation.terms import ticket_refs
from desk.screens.action_screen import ActionScreen
from desk.screens.base import DeskScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.dialogs.dialog import Question
from desk.screens.forms.away_form import AwayForm
from desk.screens.people.forms import PinForm
from desk.screens.people.note_form import ShiftNoteForm
from desk.screens.people.screen import told_pin
from desk.screens.reports.shift import ShiftScreen
from desk.settings import settings_path
from desk.settings_file import keep_language
from desk.store.commands.assignment import return_tickets
from desk.store.commands.people import login_info
from desk.store.queries.board import names
from desk.store.queries.shifts import cannot_wait, shift

if TYPE_CHECKING:
    from desk.store.database import Store

Next = Callable[[ActionScreen], Awaitable[None]]


async def at_the_desk(screen: ActionScreen) -> None:
    """Lets the user choose who is at the desk: the current user, to read what happened; a known user, who logs in if required; or a
    new name, on a desk without logins."""
    desk, session, staff = screen.desk, screen.desk.session, screen.desk.staff
    known = await desk.ask(_everybody)
    options = [Option(name, name, "") for name in (staff, *(name for name in known if name != staff))]

    def chosen(name: str | None) -> None:
        if name == staff:
            screen.start(_read_shift, screen)
        elif name and not session.access.is_open:
            desk.lock(name)
        elif name and name in known:
            sit_down(name)
        elif name:
            words = _("Nobody called {name} has worked at this desk yet. Is it somebody new?", name=name)
            screen.app.push_screen(Question(words), lambda yes: sit_down(name) if yes else None)

    def sit_down(name: str) -> None:
        session.acting = Acting(name)
        screen.start(_reload_for_user, screen, staff)

    _ = desk.translator
    words = _("At the desk: choose, or type a new name") if session.access.is_open else _("At the desk")
    screen.app.push_screen(Chooser(words, options, new=session.access.is_open), chosen)


async def leave_note(screen: DeskScreen) -> None:
    """Lets the user leave a note for whoever comes next."""

    def done(saved: bool | None) -> None:
        if saved:
            _ = screen.desk.translator
            screen.desk.tell(_("The next shift will read it in the shift report."))
            said = _(
                "A note stays: leave another one. {key} again undoes your last step on a ticket.", key=screen.desk.keys["undo"]
            )
            screen.desk.not_undoable = said, screen.desk.now

    screen.app.push_screen(ShiftNoteForm(), done)


async def first_start(screen: ActionScreen) -> bool:
    """Asks for the language, if nothing sets it, and who is at the desk, instead of using the login name.

    Returns False for somebody who has worked here, who is not asked; else the session starts with the answer.
    """
    desk, session = screen.desk, screen.desk.session
    if not session.access.is_open or desk.staff in await desk.ask(_everybody):
        return False
    if desk.asks_language:
        _ask_language(screen)
    else:
        await _ask_name(screen)
    return True


def _ask_language(screen: ActionScreen) -> None:
    """Asks once, in both languages, and keeps the answer in `desk.toml`; another language restarts the desk."""
    desk = screen.desk
    current = desk.translator.language
    languages = sorted(LANGUAGES, key=lambda language: language != current)

    def chosen(language: str | None) -> None:
        if language:
            screen.start(_use_language, screen, language)
        else:
            screen.start(_ask_name, screen)

    options = [Option(language, LANGUAGE_NAMES[language], "") for language in languages]
    screen.app.push_screen(Chooser("Язык · Language", options), chosen)


async def _use_language(screen: ActionScreen, language: str) -> None:
    await asyncio.to_thread(keep_language, settings_path(), language)
    if language == screen.desk.translator.language:
        await _ask_name(screen)
    else:
        screen.desk.restart_in(language)


async def _ask_name(screen: ActionScreen) -> None:
    desk, session = screen.desk, screen.desk.session
    _ = desk.translator
    words = _(
        "Who is at the desk? Type your name and press Enter.\nTo try everything first: Esc, {key}, then `desk demo`.",
        key=LEAVE_KEY.upper(),
    )

    def chosen(name: str | None) -> None:
        if name:
            session.acting = Acting(name)
        screen.start(_begin, screen)

    known = await desk.ask(_everybody)
    screen.app.push_screen(Chooser(words, [Option(name, name, "") for name in known], new=True), chosen)


async def _begin(screen: ActionScreen) -> None:
    await screen.desk.start_session()
    await screen.desk.reload()  # a complaint about the user is hidden from them


async def _read_shift(screen: ActionScreen) -> None:
    """Shows the shift report to the current user, even if they already know most of it."""
    found = await screen.desk.ask(shift, screen.desk.staff)
    await screen.desk.start_session()
    await screen.desk.reload()
    screen.app.push_screen(ShiftScreen(found))


async def _reload_for_user(screen: ActionScreen, before: str) -> None:
    """Reloads the desk for the user who sat down."""
    await screen.desk.start_session()
    await screen.desk.reload()  # a complaint about the new user is hidden from them
    await take_over(screen, before, greets_new=True)


async def take_over(screen: ActionScreen, before: str, *, greets_new: bool = False) -> None:
    """Asks whether the previous user leaves for longer, then shows the shift report to the new one.

    greets_new: shows what is due and promised to somebody without any activity as well; a user who only unlocks the desk to look at
    it would see that each time.
    """
    desk = screen.desk
    left = await desk.ask(cannot_wait, before) if Right.WORK in desk.session.access.rights else []
    show = partial(_show_shift, greets_new=greets_new)
    if left:
        _ask_to_return(screen, before, left, then=show)
    else:
        await show(screen)


async def _show_shift(screen: ActionScreen, *, greets_new: bool) -> None:
    """Shows the shift report if something happened since the user left."""
    found = await screen.desk.ask(shift, screen.desk.staff)
    if found.happened or (greets_new and found.since is None and (found.due or found.reminders)):
        screen.app.push_screen(ShiftScreen(found))


async def away(screen: ActionScreen) -> None:
    """Records an absence: the colleague's urgent tickets go back to the queue."""
    desk = screen.desk
    known = await desk.ask(_everybody)

    def chosen(name: str | None) -> None:
        if name and desk.session.access.is_open:
            screen.start(_ask_what_is_left, screen, name)
        elif name:
            screen.app.push_screen(AwayForm(name), done)

    def done(numbers: list[int] | None) -> None:
        if numbers is not None:
            screen.start(_show_returned, screen, numbers)

    screen.app.push_screen(Chooser(desk.gettext("Who is away?"), [Option(name, name, "") for name in known]), chosen)


async def _ask_what_is_left(screen: ActionScreen, owner: str) -> None:
    left = await screen.desk.ask(cannot_wait, owner)
    if left:
        _ask_to_return(screen, owner, left)
    else:
        screen.desk.tell(screen.desk.gettext("{name} has no urgent tickets.", name=owner))


def _ask_to_return(screen: ActionScreen, owner: str, left: list[int], then: Next | None = None) -> None:
    """Asks about the urgent tickets of somebody who leaves. then: what follows the answer."""
    _ = screen.desk.translator
    tickets = _.ngettext("{n} ticket", "{n} tickets", len(left))
    shown = ticket_refs(_, left[:8]) + (" …" if len(left) > 8 else "")
    words = _(
        "Is {name} away until the end of the next working day? Tickets due by then return to the queue: {tickets} ({shown}).",
        name=owner, tickets=tickets, shown=shown,
    )  # fmt: skip

    def decided(yes: bool | None) -> None:
        screen.start(_answered, screen, owner, yes, then)

    screen.app.push_screen(Question(words), decided)


async def _answered(screen: ActionScreen, owner: str, gives_back: bool | None, then: Next | None) -> None:
    if gives_back:
        await _show_returned(screen, await screen.desk.ask(return_tickets, screen.desk.staff, owner))
    if then is not None:
        await then(screen)


async def _show_returned(screen: ActionScreen, numbers: list[int]) -> None:
    screen.desk.tell(returned_words(screen.desk.translator, len(numbers)))
    await screen.desk.reload()


def _everybody(store: "Store") -> list[str]:
    """The possible users: everybody who logs in; on a desk without logins, everybody who ever used it."""
    found = login_info(store)
    return sorted(filter(None, names(store).values())) if found.is_open else list(found.names)


async def own_pin(screen: ActionScreen) -> None:
    """Changes the current user's own PIN."""
    desk = screen.desk
    if not desk.session.acting.login:
        desk.tell(desk.gettext("Logins are not set up, so there is no PIN. To set them up: {way}.", way=desk.way_to("people")))
        return
    screen.app.push_screen(PinForm(desk.staff), lambda name: told_pin(desk, name))


async def lock(screen: ActionScreen) -> None:
    """Hides everything until somebody logs in."""
    screen.desk.action_lock()
