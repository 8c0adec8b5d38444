"""Commands of every screen: palette, colours, drafts, search, help."""

from desk.actions.action import Action
from desk.actions.keys import PALETTE_KEY, fixed_rows, keys_in_layout
from desk.presentation.keys import help_rows
from desk.screens.action_screen import ActionScreen
from desk.screens.base import Desk
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.dialogs.dialog import Question
from desk.screens.dialogs.help import Help
from desk.screens.forms.base import LOSES_TYPED
from desk.screens.themes import TITLES

RECENT = 5  # commands that the palette remembers until the desk ends


async def palette(screen: ActionScreen) -> None:
    """Opens the palette of all commands available here, those chosen last first, and of the saved views."""
    _ = screen.desk.translator
    views = [Option(name, _("View: {name}", name=title), "") for name, title in screen.views_to_go_to()]
    _choose(screen, screen.available(), views)


async def actions(screen: ActionScreen) -> None:
    """Opens the list of actions for the current ticket."""
    _choose(screen, [action for action in screen.available() if action.scope == "ticket" and action.id != "actions"], [])


def _choose(screen: ActionScreen, commands: list[Action], views: list[Option]) -> None:
    """Offers the commands and the views, those chosen last first."""
    _, recent = screen.desk.translator, screen.desk.recent
    russian = screen.desk.types_russian
    options = [
        Option(command.id, _(command.title), keys_in_layout(command, _, russian=russian) if command.keys else "")
        for command in commands
    ]

    async def chosen(name: str | None) -> None:
        if name:
            recent[:] = [name, *(other for other in recent if other != name)][:RECENT]
            await screen.choose(name)

    offered = sorted((*options, *views), key=lambda option: recent.index(option.value) if option.value in recent else RECENT)
    screen.app.push_screen(Chooser(_("Choose an action"), offered), chosen)


async def theme(screen: ActionScreen) -> None:
    """Changes the theme until the desk ends. A permanent theme is set in `desk.toml`, which the desk never writes."""
    desk, _ = screen.desk, screen.desk.translator
    options = [Option(name, _(title), "") for name, title in TITLES.items()]

    def chosen(name: str | None) -> None:
        if name:
            desk.use_theme(name)
            desk.tell(_('To keep it, set theme = "{name}" in desk.toml.', name=name))

    screen.app.push_screen(Chooser(_("Colour theme"), options), chosen)


def leave_question(desk: Desk) -> Question:
    """The question asked before quitting with unsaved input, or with emails that wait."""
    if not any(screen.has_unsaved_input for screen in desk.desk_screens()):
        words = desk.ngettext(
            "{n} email still waits to be sent. It goes out when a desk is open or `desk mail watch` runs. Quit?",
            "{n} emails still wait to be sent. They go out when a desk is open or `desk mail watch` runs. Quit?",
            desk.sends_waiting,
        )
        return Question(words)
    kept = desk.gettext("You have unsaved text. It will be kept as a draft. Quit?")
    return Question(kept if desk.keeps_typed else desk.gettext(LOSES_TYPED))


async def show_help(screen: ActionScreen) -> None:
    """Opens the help with the keys of this screen."""
    _ = screen.desk.translator
    rows = [(keys, _(words)) for keys, words in screen.moving_keys]
    rows += [(PALETTE_KEY.upper(), _("all commands by name")), *fixed_rows(_)]
    rows += help_rows(_, screen.helped, screen.desk.kinds, russian=screen.desk.types_russian)
    screen.app.push_screen(Help(rows))
