"""Actions on several marked tickets in one step."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from desk.actions.registry import find
from desk.outgoing.mass_letters import Written, fitting
from desk.outgoing.texts import IN_TIME, MOVED, OVERDUE
from desk.presentation.outbox import written_line
from desk.presentation.terms import EVENTS
from desk.screens.action_screen import ActionScreen
from desk.screens.forms.action_form import ActForm
from desk.screens.forms.letters_form import LettersForm
from desk.screens.ticket.actions import read_texts
from desk.store.queries.concerned import moved_since_letter

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow


async def act_on_marked(screen: ActionScreen, name: str) -> None:
    """Opens the form of an action on the marked tickets. name: the command's id."""
    if screen.marks is not None:
        await act_on_several(screen, name, screen.marks.rows)


async def act_on_several(screen: ActionScreen, name: str, rows: "Sequence[QueueRow]") -> None:
    """Opens the form of an action on several tickets. name: the command's id."""
    desk = screen.desk

    def done(acted: tuple[int, str] | None) -> None:
        if acted is not None:
            count, _name = acted
            _told(screen, f"{desk.ngettext('{n} ticket', '{n} tickets', count)}: {desk.gettext(EVENTS[find(name).appends])}")

    if not find(name).together:
        desk.tell(desk.gettext("This works on one ticket at a time. Esc clears the marks."))
    elif name == "reply":
        await _write_to(screen, list(rows))
    else:
        screen.app.push_screen(ActForm(name, *rows), done)


async def _write_to(screen: ActionScreen, rows: "list[QueueRow]") -> None:
    """Opens the form for sending one of the centre's texts to all of them."""
    desk = screen.desk
    texts, wrong = await read_texts(screen)
    moved = await desk.ask(moved_since_letter, [row.id for row in rows])
    late = [row.due is not None and row.due < desk.now for row in rows]
    due = [OVERDUE] if all(late) else [] if any(late) else [IN_TIME]
    cases = [*([MOVED] if moved else []), *due]
    found = fitting(texts, rows, desk.charter, cases) if desk.charter else []

    def done(written: Written | None) -> None:
        if written is not None:
            told_all(screen, written)

    if found:
        screen.app.push_screen(LettersForm(rows, found), done)
    else:
        desk.tell(desk.gettext("No text fits all of them: mark tickets of one kind."))
    if wrong:
        desk.show_error(wrong)


def told_all(screen: ActionScreen, written: "Written") -> None:
    """Says how many letters were written; those without an address stay marked."""
    _told(screen, written_line(screen.desk.translator, written), still_marked=written.left)


def _told(screen: ActionScreen, words: str, still_marked: Collection[int] = ()) -> None:
    """Says what was done. still_marked: the tickets on which nothing was done, to go on with."""
    if screen.marks is not None:
        screen.marks.keep(still_marked)
    screen.desk.tell(words)
    screen.desk.reload_soon()
