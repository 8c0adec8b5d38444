"""What can be done from every keyed screen, whatever ticket is at hand."""

from textual.screen import Screen

from desk.commands import Command
from desk.screens.at_desk import AtDesk


class Everywhere(AtDesk, Screen[None]):
    """Under the keyed screens: who is at the desk, search, help."""

    @property
    def commands(self) -> list[Command]:
        """The commands that work here."""
        raise NotImplementedError

    async def do_at_the_desk(self) -> None:
        """Who is at the desk: a known name, or a new one typed."""
        from desk.screens.chooser import Chooser, Option
        from desk.store.queues import names

        try:
            known = sorted((await self.desk.ask(names)).values())
        except Exception as error:
            self.desk.show_error(error)
            return
        options = [Option(name, name, "") for name in known]

        def chosen(name: str | None) -> None:
            if name:
                self.desk.staff = name
                self.refresh_staff()
                self.run_worker(self.desk.sit_down(), group="known", exit_on_error=False)

        self.app.push_screen(Chooser(self.desk.say("Who is at the desk: choose, or type a new name"), options, new=True), chosen)

    def refresh_staff(self) -> None:
        """Somebody else sits at the desk now."""

    async def do_search(self) -> None:
        """Any ticket, from anywhere."""
        self.desk.action_search()

    async def do_help(self) -> None:
        """The keys of this place."""
        from desk.screens.help import Help

        self.app.push_screen(Help(self.commands))
