"""Commands for the current ticket on any screen: explain, write to the customer, correct, undo."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from desk.actions.registry import find as find_action
from desk.charter.errors import DeskError
from desk.charter.vocabulary import RECEIVED
from desk.i18n import translator
from desk.outgoing.mass_letters import write_to
from desk.outgoing.replies import filled
from desk.outgoing.texts import available_texts, built_in, find
from desk.presentation.outbox import written_line
from desk.presentation.terms import EVENTS, ticket_ref
from desk.presentation.tickets import undo_question
from desk.screens.action_screen import ActionScreen
from desk.screens.base import Desk, DeskScreen
from desk.screens.dialogs.dialog import Dialog, Question
from desk.screens.forms.action_form import ActForm
from desk.screens.forms.correct_form import CorrectForm
from desk.screens.forms.exam_form import ExamForm
from desk.screens.forms.merge_form import MergeForm
from desk.screens.forms.reply_form import ReplyForm
from desk.screens.ticket.explain import Explain
from desk.screens.ticket.screen import TicketScreen
from desk.store.commands.perform import perform
from desk.store.commands.ratings import is_to_ask
from desk.store.commands.tickets import to_undo, undo
from desk.store.errors.tickets import NothingToUndo
from desk.store.facts.versions import told_today
from desk.store.queries.ticket import last_written, ticket
from desk.store.ticket_state import Act

if TYPE_CHECKING:
    from desk.facts.fact import Content
    from desk.outgoing.texts import ReplyText
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView

FRESH = 600  # seconds during which users remember what they did


async def show_ticket(screen: DeskScreen, number: int) -> None:
    """Opens the screen of a ticket."""
    screen.app.push_screen(TicketScreen(number))


async def act_on_one(screen: ActionScreen, name: str, row: "QueueRow") -> None:
    """Runs an action on a ticket: at once if it has no fields, else in its form. name: the command's id."""
    if find_action(name).fields:
        screen.app.push_screen(ActForm(name, row), screen.acted)
        return
    desk = screen.desk
    try:
        await desk.ask(perform, desk.staff, row.id, name, {}, row.version)
    except Exception:
        await desk.reload()
        raise
    screen.acted((row.id, name))


async def next_step(screen: ActionScreen) -> None:
    """Runs the action that the nearest clock requires."""
    screen.next_step()


async def explain(screen: ActionScreen) -> None:
    """Explains the deadline: a sentence to read out, and the ledger."""
    if screen.ticket_row is not None:
        screen.app.push_screen(Explain(screen.ticket_row.id))


async def correct(screen: ActionScreen) -> None:
    """Opens the form to correct the ticket's current values."""
    if screen.ticket_row is not None:
        view = await screen.desk.ask(ticket, screen.ticket_row.id)
        screen.app.push_screen(CorrectForm(view), screen.acted)


async def merge(screen: ActionScreen) -> None:
    """Opens the form to merge the ticket into another."""
    row = screen.ticket_row

    def done(other: int | None) -> None:
        if row is not None and other is not None:
            screen.merged(row.id, other)

    if row is not None:
        screen.app.push_screen(MergeForm(row), done)


async def move_exam(screen: ActionScreen) -> None:
    """Opens the form to move the exam to another day."""
    if screen.ticket_row is not None:
        screen.app.push_screen(ExamForm(screen.ticket_row), screen.acted)


async def reply(screen: ActionScreen) -> None:
    """Opens the form for a reply."""
    await _write(screen, "reply")


async def reply_saying(screen: ActionScreen, words: str) -> None:
    """Opens the form for a reply with words in it already."""
    await _write(screen, "reply", words)


async def acknowledge(screen: ActionScreen) -> None:
    """Opens the form for an acknowledgement."""
    await _write(screen, "acknowledged")


async def _write(screen: ActionScreen, name: str, words: str = "") -> None:
    """Opens the form for a text to the customer. name: the command's id; words: to begin with."""
    charter, row = screen.desk.charter, screen.ticket_row
    if charter is None or row is None:
        return
    view, written, announced, is_to_ask = await screen.desk.ask(_read, row.id)
    texts, wrong = await read_texts(screen)
    form = ReplyForm(name, charter, view, texts, written, screen.desk.now, words, announced, is_to_ask=is_to_ask)
    form.taken_back = _taken_back(view, screen.desk.staff, screen.desk.now)
    screen.app.push_screen(form, lambda done: screen.acted(done, form.result))
    if wrong:
        screen.desk.show_error(wrong)


def _taken_back(view: "TicketView", staff: str, now: int) -> str:
    """The text of an email that the user has just taken back, to be mended; "" for none."""
    last = view.events[-1]
    if last.what != Act.UNDONE or view.staff.get(last.staff) != staff or now - last.recorded > FRESH:
        return ""
    taken = (event for event in view.events if event.step == last.data["step"] and event.what == Act.WRITTEN)
    return next((event.texts.get("note", "") for event in taken), "")


async def ask_rating(screen: ActionScreen) -> None:
    """Puts the text that asks how satisfied the customer of a closed ticket is into the outbox."""
    desk, row = screen.desk, screen.ticket_row
    if row is None:
        return
    texts, wrong = await read_texts(screen)
    done = await desk.ask(partial(write_to, on_paper=True), desk.staff, [(row.id, row.version)], find(texts, "satisfied"))
    desk.tell(written_line(desk.translator, done))
    desk.reload_soon()
    if wrong:
        desk.show_error(wrong)


async def slip(screen: ActionScreen) -> None:
    """Shows a visitor's slip with the number and the promised date, to print or copy, in the customer's language."""
    row, charter, desk = screen.ticket_row, screen.desk.charter, screen.desk
    if row is None or charter is None:
        return
    view = await desk.ask(ticket, row.id)
    texts, wrong = await read_texts(screen)
    words = filled(translator(view.story.language), charter, view, find(texts, "slip"), desk.staff, desk.now).text
    screen.app.push_screen(Dialog(words, copy=words))
    if wrong:
        desk.show_error(wrong)


async def read_texts(screen: ActionScreen) -> "tuple[tuple[ReplyText, ...], DeskError | None]":
    """Reads the texts from their files; if one of the centre's is invalid, returns only the built-in texts and the error."""
    try:
        charter = screen.desk.charter
        kinds = charter.kinds if charter else None
        return await asyncio.to_thread(available_texts, screen.desk.settings.texts, kinds), None
    except DeskError as error:
        return built_in(), error


def _read(store: "Store", number: int) -> "tuple[TicketView, str, list[Content], bool]":
    view = ticket(store, number)
    announced = [version.content for version in told_today(store) if version.content.day]
    return view, last_written(store, view), announced, is_to_ask(store, number)


async def undo_last(screen: ActionScreen) -> None:
    """Undoes the last step of the current user. Asks first if a ticket or a box would be removed or the step is not recent."""
    if screen.undo_here():
        return
    desk = screen.desk
    try:
        found = await desk.ask(to_undo, desk.staff)
    except NothingToUndo as error:
        if not _said_not_undoable(desk):
            desk.tell(desk.error_line(error))
        return
    if _said_not_undoable(desk, found.entered):
        return
    if found.what != RECEIVED and desk.now - found.entered < FRESH:
        await _undo(screen, found.tickets)
        return

    def decided(yes: bool | None) -> None:
        if yes:
            screen.start(_undo, screen, found.tickets)

    if desk.charter is not None:
        screen.app.push_screen(Question(undo_question(desk.translator, desk.charter, found)), decided)


def _said_not_undoable(desk: Desk, entered: int = 0) -> bool:
    """Says why the user's last step cannot be undone, if that was not on a ticket.

    entered: when their last step on a ticket was, in epoch seconds.
    """
    if desk.not_undoable is None or desk.not_undoable[1] < entered:
        return False
    desk.tell(desk.not_undoable[0])
    desk.not_undoable = None  # pressed again, it means the last step on a ticket
    return True


async def _undo(screen: ActionScreen, tickets: int) -> None:
    desk = screen.desk
    number, what = await desk.ask(undo, desk.staff)
    _ = desk.translator
    where = ticket_ref(_, number) + (f" ({_.ngettext('{n} ticket', '{n} tickets', tickets)})" if tickets > 1 else "")
    desk.tell(_("{where}: undone: {what}", where=where, what=_(EVENTS.get(what, what))))
    await desk.reload()
    screen.go_to_ticket(number)
