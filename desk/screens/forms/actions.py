"""Commands that open a form for new tickets, or for changes to the whole desk."""

from desk.charter.kinds import usual_kind
from desk.charter.vocabulary import BATCHES, SESSIONS
from desk.presentation.feedback import corrective_line, feedback_line
from desk.screens.action_screen import ActionScreen
from desk.screens.base import DeskScreen
from desk.screens.board.screen import Board
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.forms.change_form import ChangeForm, FileChange
from desk.screens.forms.export_form import MailForm
from desk.screens.forms.feedback_form import CorrectiveForm, FeedbackForm, UseFeedbackForm
from desk.screens.forms.import_form import BoxList, ImportForm, RegistrationList
from desk.screens.forms.record_form import CASE, RecordForm
from desk.screens.forms.results_form import ResultsForm
from desk.screens.reports.duties import Duties
from desk.screens.ticket.actions import reply_saying, slip
from desk.store.commands.feedback import feedback
from desk.store.complaints.corrective_actions import corrective_actions


async def new_call(board: Board) -> None:
    """Opens the form for a call."""
    _record(board, "call")


async def new_voicemail(board: Board) -> None:
    """Opens the form for a voicemail."""
    _record(board, "voicemail")


async def new_email(board: Board) -> None:
    """Opens the form for an email."""
    _record(board, "email")


async def new_letter(board: Board) -> None:
    """Opens the form for a letter."""
    _record(board, "letter")


async def new_walk_in(board: Board) -> None:
    """Opens the form for a walk-in visitor."""
    _record(board, "walk-in")


async def new_complaint(board: Board) -> None:
    """Opens the form for a complaint, whatever its channel."""
    _record(board, "complaint")


async def new_registration(board: Board) -> None:
    """Opens the form for a candidate's registration."""
    _record(board, "registration")


async def new_case(board: Board) -> None:
    """Opens the form for a kind of ticket that has none with a key of its own; asks for the kind if there are several."""
    kinds = [kind for kind in board.desk.kinds if not kind.forms and not kind.in_batches]
    _ = board.desk.translator
    if not kinds:
        board.desk.tell(_("No kind of ticket in the charter is recorded by this form."))
        return

    async def chosen(name: str | None) -> None:
        if name:
            await record_case(board, name)

    options = [Option(kind.id, kind.title.in_language(_.language), "") for kind in kinds]
    board.app.push_screen(Chooser(_("New case"), options), chosen)


async def record_case(board: Board, kind: str) -> None:
    """Opens the form for a case of a kind, unless the charter no longer has it."""
    known = {entry.id: entry for entry in board.desk.kinds}
    if kind in known:
        _show(board, RecordForm(CASE, known[kind]))


def _record(board: Board, form: str) -> None:
    # A call may come before the charter was read: its form is the same in most charters.
    charter = board.desk.charter
    kind = charter.recorded_by(form) if charter else usual_kind(form)
    if kind is None:
        board.desk.tell(board.desk.gettext("No kind of ticket in the charter is recorded by this form."))
        return
    _show(board, RecordForm(form, kind))


def _show(board: Board, screen: RecordForm) -> None:
    def recorded(number: int | None) -> None:
        if number is not None:
            _ = board.desk.translator
            said = _("Recorded: #{number}", number=number)
            board.desk.tell(f"{said}, {_('answered at once')}" if screen.was_at_once else said)
            board.start(_recorded, board, number, screen.wants_slip, screen.reply_with, group="reload", exclusive=True)

    board.app.push_screen(screen, recorded)


async def _recorded(board: Board, number: int, with_slip: bool, reply_with: list[str]) -> None:
    await board.desk.reload()
    board.go_to_ticket(number)
    if not board.ticket_row or board.ticket_row.id != number:
        return  # a complaint about the user who recorded it is not visible to them
    if with_slip:
        await slip(board)
    if reply_with:
        await reply_saying(board, "\n".join(reply_with))


async def import_certificates(board: Board) -> None:
    """Opens the import of a box of certificates with its list."""
    await _import(board, BoxList(), BATCHES)


async def import_registrations(board: Board) -> None:
    """Opens the import of an exam session's candidates from a list."""
    await _import(board, RegistrationList(), SESSIONS)


async def _import(board: Board, source: BoxList | RegistrationList, capability: str) -> None:
    def done(imported: bool | None) -> None:
        if imported:
            board.start(_show_imported, board, capability, group="reload", exclusive=True)

    await board.app.push_screen(ImportForm(source), done)


async def _show_imported(board: Board, capability: str) -> None:
    """Goes to the most urgent imported ticket; the pane of its kind exists once the queues were read."""
    before = board.desk.open_numbers()
    await board.desk.reload()
    if charter := board.desk.charter:
        board.panes.go(charter.queue_of(charter.using(capability)[0]))
    imported = next((row for row in board.pane.rows if row.id not in before), None)
    if imported is not None:
        board.go_to_ticket(imported.id)


async def export_mail(screen: ActionScreen) -> None:
    """Opens the export of waiting letters and emails."""

    def done(message: str | None) -> None:
        if message:
            screen.desk.tell(message)

    screen.app.push_screen(MailForm(), done)


async def new_feedback(screen: ActionScreen) -> None:
    """Opens the form for feedback about the centre."""

    def done(number: int | None) -> None:
        if number:
            screen.desk.tell(screen.desk.gettext("Feedback {number} recorded.", number=number))

    screen.app.push_screen(FeedbackForm(), done)


async def use_feedback(screen: ActionScreen) -> None:
    """Lets the user choose feedback and record what was done about it."""
    charter, _ = screen.desk.charter, screen.desk.translator
    found = await screen.desk.ask(feedback)
    if not found or charter is None:
        screen.desk.tell(_("None yet."))
        return
    by_number = {str(entry.id): entry for entry in found}

    def done(number: int | None) -> None:
        if number:
            screen.desk.tell(_("Feedback {number}: follow-up recorded.", number=number))

    def chosen(number: str | None) -> None:
        if number:
            screen.app.push_screen(UseFeedbackForm(by_number[number]), done)

    options = [Option(number, feedback_line(_, charter, entry), "") for number, entry in by_number.items()]
    screen.app.push_screen(Chooser(_("Feedback and follow-up"), options), chosen)


async def corrective(screen: DeskScreen) -> None:
    """Lets the user choose an open corrective action and record what was done, or change its owner and day."""
    charter, _, now = screen.desk.charter, screen.desk.translator, screen.desk.now
    found = await screen.desk.ask(corrective_actions)
    if not found or charter is None:
        screen.desk.tell(_("No open corrective actions."))
        return
    by_number = {str(action.id): action for action in found}

    def done(number: int | None) -> None:
        if number:
            screen.desk.tell(_("Corrective action {number} recorded.", number=number))
            screen.desk.reload_soon()

    def chosen(number: str | None) -> None:
        if number:
            screen.app.push_screen(CorrectiveForm(by_number[number]), done)

    options = [Option(number, corrective_line(_, charter, action, now), "") for number, action in by_number.items()]
    screen.app.push_screen(Chooser(_("Corrective actions"), options), chosen)


async def results(screen: ActionScreen) -> None:
    """Opens the results of a period."""
    screen.app.push_screen(ResultsForm())


async def change_charter(screen: ActionScreen) -> None:
    """Opens the form that previews and applies a changed charter."""

    def done(changed: bool | None) -> None:
        if changed:
            screen.desk.reload_soon()

    screen.app.push_screen(ChangeForm(FileChange()), done)


async def duties(screen: ActionScreen) -> None:
    """Opens the duties, to record that one was done."""

    def done(ticked: bool | None) -> None:
        if ticked:
            screen.desk.reload_soon()

    screen.app.push_screen(Duties(), done)
