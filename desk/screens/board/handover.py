"""Who is at the desk, who leaves it, and what of theirs cannot wait."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from desk.actions.rights import Acting, Right
from desk.screens.base import DeskScreen

if TYPE_CHECKING:
    from desk.store.database import Store


class Handover(DeskScreen, Screen[None]):
    """Under the keyed screens: a change at the desk, and somebody who is away."""

    async def do_at_the_desk(self) -> None:
        """Who is at the desk: the person who sits there already, to read what happened; a known name, who logs in where one must;
        or a new
        one typed, where nobody must."""
        names = await self._names()
        if names is None:
            return
        from desk.screens.dialogs.chooser import Chooser, Option

        door, staff = self.desk.session, self.desk.staff
        options = [Option(name, name, "") for name in (staff, *(name for name in names if name != staff))]

        def chosen(name: str | None) -> None:
            if name == staff:
                self.run_worker(self._read_shift(), group="act")
            elif name and door.access.is_open:
                door.acting = Acting(name)
                self.refresh_staff()
                self.run_worker(self._sat_down(staff), group="act")
            elif name:
                door.lock(name)

        _ = self.desk.translator
        words = _("Who is at the desk: choose, or type a new name") if door.access.is_open else _("Who is at the desk")
        self.app.push_screen(Chooser(words, options, new=door.access.is_open), chosen)

    async def _read_shift(self) -> None:
        """What the one who sits there must know, however much of it they know already."""
        from desk.screens.reports.shift import ShiftScreen
        from desk.store.queries.shifts import shift

        try:
            found = await self.desk.ask(shift, self.desk.staff)
        except Exception as error:
            self.desk.show_error(error)
            return
        await self.desk.start_session()
        await self.desk.reload()
        self.app.push_screen(ShiftScreen(found))

    async def _sat_down(self, before: str) -> None:
        """Somebody else has come."""
        await self.desk.start_session()
        await self.desk.reload()  # a complaint about the person who sits down is kept from them
        await self.take_over(before)

    async def take_over(self, before: str) -> None:
        """What the one who comes must know; first, whether the one before leaves altogether."""
        from desk.screens.dialogs.dialog import Question
        from desk.screens.reports.shift import ShiftScreen
        from desk.store.queries.shifts import cannot_wait, shift

        may_act = Right.WORK in self.desk.session.access.rights
        try:
            found = await self.desk.ask(shift, self.desk.staff)
            left = await self.desk.ask(cannot_wait, before) if may_act else []
        except Exception as error:
            self.desk.show_error(error)
            return
        if found.happened:
            self.app.push_screen(ShiftScreen(found))
        if left:
            self.app.push_screen(Question(self._leaving_words(before, left)), lambda yes: self._give_back(before, yes))

    async def do_away(self) -> None:
        """A colleague is away: what of theirs cannot wait goes back to its queue."""
        names = await self._names()
        if names is None:
            return
        from desk.screens.dialogs.chooser import Chooser, Option

        def chosen(name: str | None) -> None:
            if name and self.desk.session.access.is_open:
                self.run_worker(self._ask_back(name), group="act")
            elif name:
                self._ask_until(name)

        self.app.push_screen(Chooser(self.desk.gettext("Who is away?"), [Option(name, name, "") for name in names]), chosen)

    def _ask_until(self, name: str) -> None:
        from desk.screens.forms.away_form import AwayForm

        def done(numbers: list[int] | None) -> None:
            if numbers is not None:
                self.run_worker(self._told_back(numbers), group="act")

        self.app.push_screen(AwayForm(name), done)

    async def _ask_back(self, owner: str) -> None:
        from desk.screens.dialogs.dialog import Question
        from desk.store.queries.shifts import cannot_wait

        try:
            left = await self.desk.ask(cannot_wait, owner)
        except Exception as error:
            self.desk.show_error(error)
            return
        if not left:
            self.desk.tell(self.desk.gettext("{name} has nothing that cannot wait.", name=owner))
            return
        self.app.push_screen(Question(self._leaving_words(owner, left)), lambda yes: self._give_back(owner, yes))

    def _leaving_words(self, owner: str, left: list[int]) -> str:
        _ = self.desk.translator
        tickets = _.ngettext("{n} ticket", "{n} tickets", len(left))
        shown = " ".join(f"#{number}" for number in left[:8]) + (" …" if len(left) > 8 else "")
        return _(
            "Is {name} away until the next working day ends? What is due by then goes back to the queue: {tickets} ({shown}).",
            name=owner, tickets=tickets, shown=shown,
        )  # fmt: skip

    def _give_back(self, owner: str, yes: bool | None) -> None:
        if yes:
            self.run_worker(self._given_back(owner), group="act")

    async def _given_back(self, owner: str) -> None:
        from desk.store.queries.shifts import give_back

        try:
            numbers = await self.desk.ask(give_back, self.desk.staff, owner)
        except Exception as error:
            self.desk.show_error(error)
            return
        await self._told_back(numbers)

    async def _told_back(self, numbers: list[int]) -> None:
        _ = self.desk.translator
        self.desk.tell(_("Back in the queue: {tickets}", tickets=_.ngettext("{n} ticket", "{n} tickets", len(numbers))))
        await self.desk.reload()

    async def _names(self) -> list[str] | None:
        """Who can be at the desk: everybody who logs in; on an open desk everybody who ever was. None where that cannot be read."""
        try:
            return await self.desk.ask(_everybody)
        except Exception as error:
            self.desk.show_error(error)
            return None

    def refresh_staff(self) -> None:
        """Somebody else sits at the desk now."""


def _everybody(store: "Store") -> list[str]:
    from desk.store.commands.people import login_info
    from desk.store.queries.board import names

    found = login_info(store)
    return sorted(names(store).values()) if found.is_open else list(found.names)
