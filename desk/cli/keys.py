"""`desk keys`: lists every key of the registry; `desk completion`: prints shell completion for the commands."""

import click
from click.shell_completion import get_completion_class

from desk.actions.user_keymap import with_keymap
from desk.cli.deadlines import charter_that_applies
from desk.cli.options import common, given, json_option, show_json, table
from desk.i18n import Translator
from desk.presentation.keys import key_rows

SHELLS = ("bash", "zsh", "fish")


def add_keys(group: click.Group, _: Translator) -> None:
    """Adds the command."""

    @group.command()
    @json_option(_)
    @common(_)
    def keys(as_json: bool) -> int:
        rows = key_rows(given().translator, charter_that_applies().kinds.values(), with_keymap(given().settings.keys))
        if as_json:
            show_json(
                [{"id": name, "keys": pressed.split(), "title": title, "where": where} for pressed, title, where, name in rows]
            )
        else:
            table(rows)
        return 0


def add_completion(group: click.Group, _: Translator) -> None:
    """Adds the command."""

    @group.command()
    @click.argument("shell", type=click.Choice(SHELLS))
    @common(_)
    def completion(shell: str) -> int:
        kind = get_completion_class(shell)
        assert kind is not None
        click.echo(kind(group, {}, "desk", "_DESK_COMPLETE").source())
        return 0
