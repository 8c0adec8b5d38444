"""Shared by all commands: the common options, given before or after the command, and output functions."""

import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len

from desk.charter.errors import DeskError
from desk.cli.help import check_decoded, completion
from desk.i18n import LANGUAGES, Translator, translator
from desk.settings import THEMES, Settings, combined, database_named, default_database, log_path
from desk.text import sanitize

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from desk.settings_file import SettingsFile


WIDEST = 60  # terminal cells per column
ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)]
"""The signals that ask a program to end, as far as the system has them."""


@dataclass
class Given:
    """The common options given so far; one after the command wins over one before it."""

    language: str
    filed: "SettingsFile | None" = None
    wrong: DeskError | None = None  # in `desk.toml`: raised only when settings are needed, so that help and doctor still work
    options: dict[str, str] = field(default_factory=dict)

    @property
    def names_staff(self) -> bool:
        """Whether an option or `desk.toml` says who acts; else it is whoever is logged in to the machine."""
        return bool(self.options.get("as_name") or (self.filed and self.filed.staff))

    @property
    def names_language(self) -> bool:
        """Whether an option, the environment or `desk.toml` says which language; else it is that of the machine."""
        return bool(self.options.get("lang") or os.environ.get("DESK_LANG") or (self.filed and self.filed.language))

    @property
    def translator(self) -> Translator:
        """Translates into the language of the command line."""
        return translator(self.options.get("lang") or self.language)

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in that language, like `Translator.gettext`."""
        return self.translator.gettext(message, **values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message in the plural form for a number, like `Translator.ngettext`."""
        return self.translator.ngettext(singular, plural, number, **values)

    @property
    def settings(self) -> Settings:
        """The settings from options, environment and `desk.toml`. Raises their errors."""
        if self.wrong:
            raise self.wrong
        return combined(self.options, self.translator.language, self.filed)

    @property
    def has_database(self) -> bool:
        """Whether there is a database: one that was given, or the default one if it exists."""
        return database_named(self.options.get("db"), self.filed) is not None or default_database().exists()


def files(_context: click.Context, _parameter: click.Parameter, begun: str) -> "list[CompletionItem]":
    """Shell completion: a file."""
    return [completion(begun, "file")]


def given() -> Given:
    """The options of the running command."""
    found = click.get_current_context().find_root().obj
    assert isinstance(found, Given)
    return found


def common(_: Translator) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that adds the common options to a command."""

    def keep(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if value is not None and parameter.name is not None:
            check_decoded(parameter, value)
            context.find_root().obj.options[parameter.name] = value

    def option(*names: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return click.option(*names, expose_value=False, callback=keep, is_eager=True, **more)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in (
            option("--as", "as_name", metavar="NAME", help=_("Name of the person acting; default: the login name.")),
            option("--lang", type=click.Choice(LANGUAGES), help=_("Language of the interface.")),
            option("--theme", type=click.Choice(THEMES), help=_("Colour theme.")),
            option("--charter", metavar="FILE", shell_complete=files, help=_("Charter file to use instead of the one in force.")),
            option("--db", metavar="URL", help=_("Database; also DESK_DATABASE.")),
        ):
            function = decorator(function)
        return function

    return decorate


def fault_line(_: Translator, keeps_typed: bool) -> str:
    """The message about a bug of the program itself. keeps_typed: whether what was typed into forms has been saved to disk."""
    kept = _("Everything recorded is saved.")
    if keeps_typed:
        kept = _("Everything recorded is saved; unsaved text is kept as a draft.")
    return _("the program stopped because of an internal error. {kept} Details: {path}", kept=kept, path=log_path())


def show(line: str = "") -> None:
    """Prints one sanitised line."""
    put(sanitize.safe(line) + "\n")


def show_json(document: Any) -> None:
    """Prints one JSON document."""
    put(_json(document, indent=2) + "\n")


def show_json_line(document: Any) -> None:
    """Prints one JSON document of many on a line of its own; stops when the reader has gone. Raises BrokenPipeError."""
    sys.stdout.write(_json(document) + "\n")


def put(words: str) -> None:
    """Prints a command's final output. A reader that has gone (`| head -1`) affects neither what was done nor the exit code."""
    try:
        sys.stdout.write(words)
    except BrokenPipeError:
        drop_output()


def drop_output() -> None:
    """Discards pending output after the reader of standard output has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _json(document: Any, indent: int | None = None) -> str:
    """Serialises as JSON, with control characters escaped so that a terminal does not interpret them."""
    import json  # rarely needed, and the board's first frame should not wait for it

    def escaped(found: re.Match[str]) -> str:
        return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]

    return re.sub(r"[^\n\x20-\x7e]", escaped, json.dumps(document, ensure_ascii=False, indent=indent))


def table(rows: Sequence[tuple[str, ...]], indent: str = "") -> None:
    """Prints rows in columns as wide as necessary; only the last one may be longer than a line."""
    shown = [[*(sanitize.one_line(cell, WIDEST) for cell in row[:-1]), sanitize.one_line(row[-1])] for row in rows]
    taken = [[cell_len(cell) for cell in row] for row in shown]
    widths = [max(column) for column in zip(*taken, strict=True)]
    lines = (
        indent + "  ".join([cell + " " * (width - cells) for cell, cells, width in zip(row, sizes, widths, strict=True)])
        for row, sizes in zip(shown, taken, strict=True)
    )
    put("".join(f"{line.rstrip()}\n" for line in lines))


def json_option(_: Translator) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--json`, passed as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
