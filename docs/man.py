"""Writes docs/desk.1, the man page, out of the commands with their options and examples. Run it as `python -m docs.man`.

See it with `man -l docs/desk.1`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from desk import __version__
from desk.cli import COMMANDS, SECTIONS, command
from desk.cli.help import EXAMPLES
from desk.i18n import translator

PAGE = Path(__file__).parent / "desk.1"
_COMMON = ("db", "charter", "theme", "lang", "as_name", "help")  # options of every command, described once

_EXIT_STATUS = (
    ("0", "Done."),
    ("1", "Refused: stale, not found, not allowed."),
    ("2", "Wrong usage or bad input."),
    ("3", "The database cannot be used."),
)
_ENVIRONMENT = (
    ("DESK_DATABASE", "The database, as --db."),
    ("NO_COLOR", "No colours, whatever its value."),
    ("VISUAL, EDITOR", "The editor for replies."),
)


def man_page() -> str:
    """The whole page in roff."""
    root = command(translator("en"))
    context = click.Context(root, info_name="desk")
    lines = [
        f'.TH DESK 1 "" "desk {__version__}" "User Commands"',
        ".SH NAME",
        "desk \\- ticket desk for an exam centre",
        ".SH SYNOPSIS",
        ".B desk",
        "[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR] [\\fIARGS\\fR]...",
        ".SH DESCRIPTION",
        _escaped(str(root.help)),
        "The commands are for scripts and for printing; everything else is done on the board.",
        ".SH OPTIONS",
        *_options(root, context, ()),
    ]
    for section in SECTIONS:
        lines.append(f'.SH "{section.upper()}"')
        for name, listed in COMMANDS.items():
            if listed.section == section:
                found = root.get_command(context, name)
                lines += _command(found, context, (name,)) if found else ()
    lines += [
        ".SH EXIT STATUS",
        *_terms(
            [
                ("0", "Done."),
                ("1", "Refused: stale, not found, not allowed."),
                ("2", "Wrong usage or bad input."),
                ("3", "The database cannot be used."),
            ]
        ),
        ".SH ENVIRONMENT",
        *_terms(
            [
                ("DESK_DATABASE", "The database, as --db."),
                ("NO_COLOR", "No colours, whatever its value."),
                ("VISUAL, EDITOR", "The editor for replies."),
            ]
        ),
        ".SH FILES",
        "The settings are described in docs/settings.md; `desk doctor` prints where the files are.",
    ]
    return "\n".join(lines) + "\n"


def _command(found: click.Command, parent: click.Context, path: tuple[str, ...]) -> Iterator[str]:
    """A command with its arguments, its own options and its examples, then its subcommands."""
    context = click.Context(found, info_name=path[-1], parent=parent)
    arguments = " ".join(parameter.make_metavar(context) for parameter in found.params if isinstance(parameter, click.Argument))
    yield f'.SS "desk {_escaped(" ".join(filter(None, (*path, arguments))))}"'
    yield _escaped(str(found.help))
    yield from _options(found, context, _COMMON)
    for example in EXAMPLES.get(" ".join(path), ()):
        yield from (".PP", ".nf", _escaped(example), ".fi")
    if isinstance(found, click.Group):
        for name in found.list_commands(context):
            child = found.get_command(context, name)
            if child is not None:
                yield from _command(child, context, (*path, name))


def _options(found: click.Command, context: click.Context, left_out: tuple[str, ...]) -> list[str]:
    records = [
        record
        for parameter in found.get_params(context)
        if isinstance(parameter, click.Option) and parameter.name not in left_out and (record := parameter.get_help_record(context))
    ]
    return _terms(records)


def _terms(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [line for name, words in pairs for line in (".TP", f"\\fB{_escaped(name)}\\fR", _escaped(words))]


def _escaped(text: str) -> str:
    """Text that roff prints as it is: a hyphen as a hyphen, a point or an apostrophe at the beginning of a line as itself."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


if __name__ == "__main__":
    PAGE.write_text(man_page(), encoding="utf-8")
