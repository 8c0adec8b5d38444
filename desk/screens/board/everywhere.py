"""What can be done from every keyed screen, whatever ticket is at hand."""

from desk.actions.registry import PALETTE_KEY, Command, fixed_rows, keys_shown
from desk.screens.board.handover import Handover


class Everywhere(Handover):
    """Under the keyed screens: the palette, colours, search, help."""

    moving_keys: tuple[tuple[str, str], ...] = ()

    @property
    def commands(self) -> list[Command]:
        """The commands that work here."""
        raise NotImplementedError

    def available(self) -> list[Command]:
        """What can be done now."""
        raise NotImplementedError

    async def action_command(self, name: str) -> None:
        """Does a command."""
        raise NotImplementedError

    async def do_actions(self) -> None:
        """All that can be done to the ticket at hand."""
        self._choose([one for one in self.available() if one.scope == "ticket" and one.id != "actions"])

    def run_palette(self) -> None:
        """Every command that works here, by its name."""
        self._choose(self.available())

    def _choose(self, commands: list[Command]) -> None:
        from desk.screens.dialogs.chooser import Chooser, Option

        _ = self.desk.translator
        options = [Option(command.id, _(command.title), keys_shown(command, _) if command.keys else "") for command in commands]

        async def chosen(name: str | None) -> None:
            if name:
                await self.action_command(name)

        self.app.push_screen(Chooser(_("What to do"), options), chosen)

    async def do_theme(self) -> None:
        """Other colours, until the desk is left: what is meant to stay stands in `desk.toml`, which is never written."""
        from desk.screens.dialogs.chooser import Chooser, Option
        from desk.screens.themes import TITLES

        _ = self.desk.translator
        options = [Option(name, _(title), "") for name, title in TITLES.items()]

        def chosen(name: str | None) -> None:
            if name:
                self.desk.use_theme(name)
                self.desk.tell(_('To keep it: theme = "{name}" in desk.toml.', name=name))

        self.app.push_screen(Chooser(_("Colours of the screen"), options), chosen)

    async def do_drafts(self) -> None:
        """What was typed and not saved."""
        from desk.screens.dialogs.drafts import show_drafts

        await show_drafts(self.desk)

    async def do_people(self) -> None:
        """Who logs in here, and what they may do."""
        from desk.screens.people.screen import show_people

        await show_people(self.desk)

    async def do_own_pin(self) -> None:
        """Another PIN of one's own."""
        from desk.screens.people.forms import PinForm
        from desk.screens.people.screen import told_pin

        desk = self.desk
        if not desk.session.acting.login:
            desk.tell(desk.gettext("Nobody logs in here, so there is no PIN: {way}.", way=desk.way_to("people")))
            return
        self.app.push_screen(PinForm(desk.staff), lambda name: told_pin(desk, name))

    async def do_lock(self) -> None:
        """Nothing is seen any more until somebody logs in."""
        self.desk.action_lock()

    async def do_search(self) -> None:
        """Any ticket, from anywhere."""
        self.desk.action_search()

    @property
    def helped(self) -> list[Command]:
        """The commands that the help of this place names."""
        return self.commands

    async def do_help(self) -> None:
        """The keys of this place."""
        from desk.presentation.keys import help_rows
        from desk.screens.dialogs.help import Help

        _ = self.desk.translator
        rows = [(keys, _(words)) for keys, words in self.moving_keys]
        rows += [(PALETTE_KEY.upper(), _("every command by its name")), *fixed_rows(_)]
        self.app.push_screen(Help([*rows, *help_rows(_, self.helped)]))
