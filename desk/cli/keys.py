"""`desk keys`: every key, out of the registry."""

import click

from desk.actions.user_keymap import with_keymap
from desk.cli.options import common, given, table
from desk.i18n import Translator
from desk.presentation.keys import key_rows


def add_keys(group: click.Group, _: Translator) -> None:
    """Adds the command."""

    @group.command(help=_("List all keys of the board and of a ticket, in both layouts."))
    @common(_)
    def keys() -> int:
        table(key_rows(given().translator, with_keymap(given().settings.keys)))
        return 0
