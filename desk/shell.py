"""The application without its tickets: colours, keys, errors told and logged, the way out."""

import os
import sys
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.errors import NoWidget
from textual.worker import WorkerFailed

from desk.actions.registry import (
    COMMANDS,
    COPY_KEY,
    IN_FORMS,
    LEAVE_KEY,
    PALETTE_KEY,
    SUSPEND_KEY,
    Command,
    command,
    key_names,
    key_shown,
)
from desk.i18n import Translator, translator
from desk.screens.action_screen import ActionScreen
from desk.screens.base import DeskScreen
from desk.screens.themes import SIXTEEN, THEMES
from desk.settings import Settings

if TYPE_CHECKING:
    from textual.driver import Driver

    from desk.system.logging import Log


class Shell(App[None]):
    """What every desk has around its board. Raises WrongKeymap."""

    ENABLE_COMMAND_PALETTE = False  # ours speaks both languages: screens/dialogs/chooser.py
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(key_names((LEAVE_KEY,))), "leave", show=False, priority=True),
        Binding(",".join(key_names((SUSPEND_KEY,))), "suspend_process", show=False, priority=True),
        Binding(",".join(key_names((COPY_KEY,))), "copy_or_help", show=False, priority=True),
        (",".join(key_names((PALETTE_KEY,))), "palette", ""),
    ]

    def __init__(self, settings: Settings) -> None:
        # Without colours Textual would draw greys; as the theme of the terminal's own colours it draws no colour at all.
        theme = SIXTEEN.name if "NO_COLOR" in os.environ else settings.theme
        super().__init__(ansi_color=True if theme == SIXTEEN.name else None)
        for one in THEMES:
            self.register_theme(one)
        # Before anything is styled: to set the theme itself would have all of it styled twice before the first frame.
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.settings = settings
        self.keeps_typed = True  # what is not saved is still there after the end
        self.fault = False  # the program ended by a fault of its own
        self.commands = _commands(settings)
        self.keys = {one.id: key_shown(one, self.translator) for one in self.commands}  # as words for the eye name them
        for name in IN_FORMS:
            pressed = [key for one in self.commands if one.id == name for key in one.keys if len(key) > 1 and key != "space"]
            if pressed:
                self._bindings.bind(",".join(key_names(tuple(pressed))), name, show=False, priority=True)

    def get_driver_class(self) -> "type[Driver]":
        """Textual's own terminal, but for what it reads."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from desk.system.terminal import Keyboard

        return Keyboard

    async def on_event(self, event: events.Event) -> None:
        """Drops what the mouse does where nothing is."""
        if not isinstance(event, events.MouseEvent) or self.mouse_captured or self._is_something_at(int(event.x), int(event.y)):
            await super().on_event(event)

    def _is_something_at(self, x: int, y: int) -> bool:
        """Whether there is a widget. Terminals that are made smaller report clicks outside the screen, and Textual would take the
        focus from everything; a click on a widget that is just being removed would end the program."""
        if not self.screen_stack or not self.size.region.contains(x, y):
            return False
        try:
            widget, _ = self.screen.get_widget_at(x, y)
        except NoWidget:
            return False
        return widget is self.screen or widget.parent is not None

    def _watch_app_focus(self, focus: bool) -> None:  # noqa: ARG002 - Textual's own shape
        """The terminal lost or regained the focus: a field keeps its own. Textual would take it away, and give it to another field
        where a dialog opened meanwhile."""
        self.screen.update_node_styles()

    @property
    def translator(self) -> Translator:
        """Translates into the language of the screens."""
        return translator(self.settings.language)

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in the language of the screens, as `Translator.gettext`."""
        return self.translator.gettext(message, **values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message in the form that the number asks for, as `Translator.ngettext`."""
        return self.translator.ngettext(singular, plural, number, **values)

    def way_to(self, name: str) -> str:
        """What to press for a command, as words for the eye name it: its key, else the palette and its title there."""
        if self.keys[name] != PALETTE_KEY.upper():
            return self.keys[name]
        title = self.gettext(command(name).title).partition(":")[0]
        return self.gettext("{key}, “{title}”", key=PALETTE_KEY.upper(), title=title)

    def bell(self) -> None:
        """Rings, if a bell is wanted at all."""
        if self.settings.bell:
            super().bell()

    def use_theme(self, name: str) -> None:
        """Other colours from now on; where none are wanted, the terminal's own two."""
        self.ansi_color = True if self.no_color else None  # of itself it is what the theme says
        self.theme = name

    # -- errors -------------------------------------------------------------------------------------------------------

    @cached_property
    def journal(self) -> "Log":
        """The log, opened when there is something to write."""
        from desk.system.logging import Log

        return Log()

    def error_line(self, error: BaseException) -> str:
        """The error in one line for the user; its places stand in the log."""
        from desk.presentation import errors

        self.journal.failed(error)
        return errors.line(self.translator, error)

    def show_error(self, error: BaseException) -> None:
        """A dialog with the error's one line, over whatever is on the screen."""
        from desk.screens.dialogs.dialog import Dialog

        self.push_screen(Dialog(self.error_line(error)))

    def _handle_exception(self, error: Exception) -> None:
        self.journal.failed(error.error if isinstance(error, WorkerFailed) else error)
        if self._exit:  # what fails because the screens are going already is nobody's trouble
            self._close_messages_no_wait()
            return
        with suppress(Exception):  # the first error is the one to be told
            self.keep_typed()
        super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002 - Textual's own shape
        """Ends the program. Textual would show a traceback with all local variables, and names of customers among them; the person
        who
        started the program says one line instead."""
        self.fault, self._return_code = True, 1
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self.bell()
        self.panic()

    # -- from everywhere ----------------------------------------------------------------------------------------------

    def keep_typed(self) -> None:
        """The end is near: what stands in the forms is put away."""

    def desk_screens(self, first: int = 0) -> list[DeskScreen]:
        """The open screens that are ours, the lowest first. first: from this place in the stack on."""
        return [screen for screen in self.screen_stack[first:] if isinstance(screen, DeskScreen)]

    def end(self, code: int) -> None:
        """Ends at once, without asking: a signal says so, or the terminal has gone. code: of the exit; kept where it is ending."""
        if self.return_code is not None:
            return
        self.keep_typed()
        self.exit(return_code=code)

    def on_terminal_gone(self) -> None:
        """Nobody can read or type any more."""
        self.end(1)

    def action_copy_or_help(self) -> None:
        """Copies what is selected. Where nothing is, Ctrl+C, which ends other programs, says how this one is left."""
        from textual.widgets import Input, TextArea  # much to load before the first frame

        field = self.focused
        is_readable = isinstance(field, TextArea) or (isinstance(field, Input) and not field.password)
        selected = field.selected_text if isinstance(field, (Input, TextArea)) and is_readable else ""
        if selected := selected or self.screen.get_selected_text() or "":
            self.copy_to_clipboard(selected)
            return
        self.clear_notifications()
        self.notify(self.gettext("{key} quits, from anywhere.", key=LEAVE_KEY.upper()), markup=False)

    def action_leave(self) -> None:
        """Quits; where something is typed, that is asked about first."""
        if not any(screen.has_unsaved_input for screen in self.desk_screens()):
            self.exit()
            return
        from desk.screens.dialogs.dialog import Question
        from desk.screens.forms.base import LOSES_TYPED

        def decided(yes: bool | None) -> None:
            if yes:
                self.keep_typed()
                self.exit()

        kept = self.gettext("Something is typed and not saved. It is kept as a draft. Quit?")
        self.push_screen(Question(kept if self.keeps_typed else self.gettext(LOSES_TYPED)), decided)

    def action_palette(self) -> None:
        """Every command by its name."""
        if isinstance(self.screen, ActionScreen):
            from desk.screens.dialogs.commands import palette

            self.screen.start(palette, self.screen)

    def action_lock(self) -> None:
        """Locks the desk, from whatever is on the screen."""

    def action_search(self) -> None:
        """Any ticket, from whatever is on the screen; what is typed there stays."""
        from desk.screens.search.screen import SearchScreen

        if not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen())


def _commands(settings: Settings) -> tuple[Command, ...]:
    """The registry, with the user's keys where there are any."""
    if not settings.keys:
        return COMMANDS
    from desk.actions.keymap import with_keymap

    return with_keymap(settings.keys)
