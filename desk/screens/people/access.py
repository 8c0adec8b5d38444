"""Closes what the user may no longer see."""

from desk.screens.base import Desk, DeskScreen
from desk.store.queries.board import rows_of


async def leave_for_another_role(desk: Desk) -> None:
    """Closes all screens but the board after the current user lost permissions."""
    await _leave(desk, 1, desk.gettext("Your role was changed."))


async def close_hidden_screens(desk: Desk) -> None:
    """Closes screens with a complaint that the current user may no longer read."""
    shown = [(desk.screen_stack.index(screen), set(screen.ticket_ids)) for screen in desk.desk_screens()]
    numbers = set().union(*(tickets for _, tickets in shown))
    rows = await desk.ask(rows_of, numbers)
    gone = {number for number in numbers if number not in rows or rows[number].sealed}
    first = next((place for place, tickets in shown if tickets & gone), None)
    if first is not None:
        await _leave(desk, first, desk.gettext("That ticket can no longer be shown."))


async def _leave(desk: Desk, first: int, said: str) -> None:
    """Closes the screens from this place in the stack on. Input is saved as drafts; if that fails, the screens stay."""
    screens = desk.desk_screens(first)
    if any(screen.has_unsaved_input for screen in screens):
        said += " " + desk.gettext("Your text is kept as a draft.")
    try:
        await hide_screens(screens)
    except OSError as error:
        desk.autosave.failed(error)
        return
    while len(desk.screen_stack) > first and not desk.session.locked:  # a lock screen that appeared meanwhile stays on top
        await desk.pop_screen()
    if not desk.session.locked:
        desk.tell(said)


async def hide_screens(screens: list[DeskScreen]) -> None:
    """Saves the open forms as drafts of the users who typed them. Raises OSError."""
    for screen in screens:
        await screen.keep_whole()
    for screen in screens:
        screen.release_draft()
