"""What comes in, from the board: one key a form, and afterwards the cursor on what was recorded."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual import work

from desk.screens.keyed import ActionScreen
from desk.widgets.queue_pane import Pane

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.i18n import Translator
    from desk.store.database import Store

Among = TypeVar("Among")


class TakesIn(ActionScreen):
    """The board's other half: the commands that open tickets."""

    def go(self, kind: str) -> None:
        """Another pane is worked in."""
        raise NotImplementedError

    @property
    def pane(self) -> Pane:
        """The pane that is worked in."""
        raise NotImplementedError

    def _record(self, form: str) -> None:
        from desk.screens.forms.record_form import RecordForm

        screen = RecordForm(form)

        def recorded(number: int | None) -> None:
            if number is not None:
                _ = self.desk.translator
                said = _("Recorded: #{number}", number=number)
                self.desk.tell(f"{said}, {_('answered at once')}" if screen.was_at_once else said)
                self._recorded(number, slip=screen.wants_slip)

        self.app.push_screen(screen, recorded)

    @work(group="reload", exclusive=True)
    async def _recorded(self, number: int, *, slip: bool) -> None:
        await self.desk.reload()
        self.go_to_ticket(number)
        if (
            slip and self.ticket_row and self.ticket_row.id == number
        ):  # a complaint about the person who wrote it down is not theirs to see
            await self.do_slip()

    async def do_take_next(self) -> None:
        """The most urgent ticket of this queue that nobody has becomes one's own, and the cursor stands on it."""
        from desk.store.commands.assignment import take_next

        await self._take(take_next, self.pane.kind)

    async def _take(self, claim: "Callable[[Store, str, Among], int]", among: "Among") -> None:
        try:
            number = await self.desk.ask(claim, self.desk.staff, among)
        except Exception as error:
            self.desk.show_error(error)
            return
        self.desk.tell(self.desk.gettext("#{number}: yours now", number=number))
        await self.desk.reload()
        self.go_to_ticket(number)

    async def do_triage(self) -> None:
        """What is new and nobody's, one at a time."""
        from desk.screens.ticket.triage import TriageScreen

        self.app.push_screen(TriageScreen())

    async def do_new_call(self) -> None:
        self._record("call")

    async def do_new_voicemail(self) -> None:
        self._record("voicemail")

    async def do_new_email(self) -> None:
        self._record("email")

    async def do_new_letter(self) -> None:
        self._record("letter")

    async def do_new_walk_in(self) -> None:
        self._record("walk-in")

    async def do_new_complaint(self) -> None:
        self._record("complaint")

    async def do_new_registration(self) -> None:
        self._record("registration")

    async def do_calendar(self) -> None:
        from desk.screens.reports.calendar import Year

        if self.desk.charter:
            self.app.push_screen(Year(self.desk.charter.at(self.desk.now).date()))

    async def do_duties(self) -> None:
        from desk.screens.reports.duties import Duties

        def done(ticked: bool | None) -> None:
            if ticked:
                self.desk.reload_soon()

        self.app.push_screen(Duties(), done)

    async def do_new_feedback(self) -> None:
        from desk.screens.forms.feedback_form import FeedbackForm

        def done(number: int | None) -> None:
            if number:
                self.desk.tell(self.desk.gettext("Feedback {number} is written down.", number=number))

        self.app.push_screen(FeedbackForm(), done)

    async def do_feedback(self) -> None:
        """One of it, to say what was done about it."""
        from desk.presentation.shift import feedback_line
        from desk.screens.dialogs.chooser import Chooser, Option
        from desk.screens.forms.feedback_form import UseFeedbackForm
        from desk.store.commands.feedback import feedback

        charter, _ = self.desk.charter, self.desk.translator
        try:
            found = await self.desk.ask(feedback)
        except Exception as error:
            self.desk.show_error(error)
            return
        if not found or charter is None:
            self.desk.tell(_("There is none yet."))
            return
        by_number = {str(one.id): one for one in found}

        def done(number: int | None) -> None:
            if number:
                self.desk.tell(_("Feedback {number}: what was done about it is written down.", number=number))

        def chosen(number: str | None) -> None:
            if number:
                self.app.push_screen(UseFeedbackForm(by_number[number]), done)

        options = [Option(number, feedback_line(_, charter, one), "") for number, one in by_number.items()]
        self.app.push_screen(Chooser(_("Feedback, and what was done about it"), options), chosen)

    async def do_results(self) -> None:
        from desk.screens.forms.results_form import ResultsForm

        self.app.push_screen(ResultsForm())

    async def do_overview(self) -> None:
        from desk.screens.reports.overview import OverviewScreen

        await self.app.push_screen(OverviewScreen())

    async def do_change_charter(self) -> None:
        from desk.screens.forms.change_form import CharterFileForm

        def done(changed: bool | None) -> None:
            if changed:
                self.desk.reload_soon()

        self.app.push_screen(CharterFileForm(), done)

    async def do_import_certificates(self) -> None:
        from desk.screens.forms.import_form import CertificatesForm

        self.app.push_screen(CertificatesForm(), self._imported)

    def _imported(self, done: bool | None) -> None:
        if done:
            self.desk.reload_soon()
            self.go("certificate")

    async def do_boxes(self) -> None:
        """One of the boxes."""
        from desk.presentation.shift import box_line
        from desk.store.queries.groups import BOX, boxes

        await self._choose_group(BOX, boxes, box_line, self.desk.gettext("Boxes of certificates"))

    async def do_sessions(self) -> None:
        """One of the exam sessions."""
        from desk.presentation.shift import session_line
        from desk.store.commands.sessions import sessions
        from desk.store.queries.groups import SESSION

        await self._choose_group(SESSION, sessions, session_line, self.desk.gettext("Exam sessions"))

    async def do_uncollected(self) -> None:
        """Who was told and has not come, those that wait the longest first."""
        from desk.screens.groups.screen import GroupScreen
        from desk.store.queries.groups import UNCOLLECTED

        await self.app.push_screen(GroupScreen(UNCOLLECTED))

    async def _choose_group(
        self, kind: str, read: "Callable[[Store], list[Any]]", words: "Callable[[Translator, Charter, Any, int], str]", title: str
    ) -> None:
        from desk.screens.dialogs.chooser import Chooser, Option
        from desk.screens.groups.screen import GroupScreen

        charter = self.desk.charter
        try:
            found = await self.desk.ask(read)
        except Exception as error:
            self.desk.show_error(error)
            return
        if not found or charter is None:
            self.desk.tell(self.desk.gettext("There is none yet."))
            return
        lines = [words(self.desk.translator, charter, one, self.desk.now) for one in found]
        options = [Option(str(one[0]), line, "") for one, line in zip(found, lines, strict=True)]

        def chosen(number: str | None) -> None:
            if number:
                self.app.push_screen(GroupScreen(kind, int(number)))

        self.app.push_screen(Chooser(title, options), chosen)

    async def do_new_session(self) -> None:
        from desk.screens.forms.session_form import SessionForm
        from desk.screens.groups.screen import GroupScreen
        from desk.store.queries.groups import SESSION

        def done(number: int | None) -> None:
            if number:
                self.app.push_screen(GroupScreen(SESSION, number))

        self.app.push_screen(SessionForm(), done)

    async def do_export_mail(self) -> None:
        from desk.screens.forms.export_form import MailForm

        def done(told: str | None) -> None:
            if told:
                self.desk.tell(told)

        self.app.push_screen(MailForm(), done)

    async def do_import_registrations(self) -> None:
        from desk.screens.forms.import_form import RegistrationsForm

        def done(taken: bool | None) -> None:
            if taken:
                self.run_worker(self._show_registrations(), group="reload", exclusive=True)

        self.app.push_screen(RegistrationsForm(), done)

    async def _show_registrations(self) -> None:
        """Their pane is there when the queues were read."""
        await self.desk.reload()
        self.go("registration")
