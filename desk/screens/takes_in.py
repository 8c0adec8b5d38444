"""What comes in, from the board: one key a form, and afterwards the cursor on what was recorded."""

from textual.screen import Screen

from desk.screens.at_desk import AtDesk


class TakesIn(AtDesk, Screen[None]):
    """Mixed into the board: the commands that open tickets."""

    def go_to_ticket(self, number: int) -> None:
        """Puts the cursor on a ticket."""
        raise NotImplementedError

    def _record(self, form: str) -> None:
        from desk.screens.record_form import RecordForm

        screen = RecordForm(form)

        def recorded(number: int | None) -> None:
            if number is not None:
                self.desk.tell(self.desk.say("Recorded: #{number}", number=number))
                self.run_worker(self._recorded(number, slip=screen.wants_slip), group="reload", exclusive=True)

        self.app.push_screen(screen, recorded)

    async def _recorded(self, number: int, *, slip: bool) -> None:
        await self.desk.reload()
        self.go_to_ticket(number)
        if slip:
            await self._show_slip(number)

    async def _show_slip(self, number: int) -> None:
        """What a visitor is given: the number and the promised date, to print or to copy."""
        from desk.screens.dialog import Dialog
        from desk.store.tickets import ticket
        from desk.telling import slip
        from desk.tongue import tongue

        view = await self.desk.ask(ticket, number)
        charter = self.desk.charter
        if view.row.due is not None and charter is not None:
            words = slip(tongue(view.story.language), charter, number, view.row.due)
            self.app.push_screen(Dialog(words, copy=words))

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

    async def do_import_certificates(self) -> None:
        from desk.screens.import_form import ImportForm

        self.app.push_screen(ImportForm(), self._imported)

    def _imported(self, done: bool | None) -> None:
        if done:
            self.run_worker(self.desk.reload(), group="reload", exclusive=True)
