"""Who is at the desk, who leaves it, and what of theirs cannot wait."""

from textual.screen import Screen

from desk.screens.at_desk import AtDesk


class Handover(AtDesk, Screen[None]):
    """Under the keyed screens: a change at the desk, and somebody who is away."""

    async def do_at_the_desk(self) -> None:
        """Who is at the desk: whoever sits there already, to read what happened; a known name; or a new one typed."""
        names = await self._names()
        if names is None:
            return
        from desk.screens.chooser import Chooser, Option

        staff = self.desk.staff
        options = [Option(name, name, "") for name in (staff, *(name for name in names if name != staff))]

        def chosen(name: str | None) -> None:
            if name:
                self.desk.staff = name
                self.refresh_staff()
                self.run_worker(self._sat_down(staff, name), group="act")

        self.app.push_screen(Chooser(self.desk.say("Who is at the desk: choose, or type a new name"), options, new=True), chosen)

    async def _sat_down(self, before: str, name: str) -> None:
        """What the one who comes must know; first, whether the one before leaves altogether."""
        from desk.screens.dialog import Question
        from desk.screens.shift import ShiftScreen
        from desk.store.shifts import cannot_wait, shift

        try:
            found = await self.desk.ask(shift, name)
            left = await self.desk.ask(cannot_wait, before) if before != name else []
        except Exception as error:
            self.desk.show_error(error)
            return
        await self.desk.sit_down()
        await self.desk.reload()  # a complaint about whoever sits down is kept from them
        if before == name or found.happened:
            self.app.push_screen(ShiftScreen(found))
        if left:
            self.app.push_screen(Question(self._leaving_words(before, left)), lambda yes: self._give_back(before, yes))

    async def do_away(self) -> None:
        """A colleague is away: what of theirs cannot wait goes back to its queue."""
        names = await self._names()
        if names is None:
            return
        from desk.screens.chooser import Chooser, Option

        def chosen(name: str | None) -> None:
            if name:
                self.run_worker(self._ask_back(name), group="act")

        self.app.push_screen(Chooser(self.desk.say("Who is away?"), [Option(name, name, "") for name in names]), chosen)

    async def _ask_back(self, owner: str) -> None:
        from desk.screens.dialog import Question
        from desk.store.shifts import cannot_wait

        try:
            left = await self.desk.ask(cannot_wait, owner)
        except Exception as error:
            self.desk.show_error(error)
            return
        if not left:
            self.desk.tell(self.desk.say("{name} has nothing that cannot wait.", name=owner))
            return
        self.app.push_screen(Question(self._leaving_words(owner, left)), lambda yes: self._give_back(owner, yes))

    def _leaving_words(self, owner: str, left: list[int]) -> str:
        say = self.desk.say
        tickets = say.n("{n} ticket", "{n} tickets", len(left))
        shown = " ".join(f"#{number}" for number in left[:8]) + (" …" if len(left) > 8 else "")
        return say(
            "Is {name} away until the next working day ends? What is due by then goes back to the queue: {tickets} ({shown}).",
            name=owner, tickets=tickets, shown=shown,
        )  # fmt: skip

    def _give_back(self, owner: str, yes: bool | None) -> None:
        if yes:
            self.run_worker(self._given_back(owner), group="act")

    async def _given_back(self, owner: str) -> None:
        from desk.store.shifts import give_back

        try:
            numbers = await self.desk.ask(give_back, self.desk.staff, owner)
        except Exception as error:
            self.desk.show_error(error)
            return
        say = self.desk.say
        self.desk.tell(say("Back in the queue: {tickets}", tickets=say.n("{n} ticket", "{n} tickets", len(numbers))))
        await self.desk.reload()

    async def _names(self) -> list[str] | None:
        """Everybody who was ever at the desk; None where that cannot be read."""
        from desk.store.queues import names

        try:
            return sorted((await self.desk.ask(names)).values())
        except Exception as error:
            self.desk.show_error(error)
            return None

    def refresh_staff(self) -> None:
        """Somebody else sits at the desk now."""
