"""The command `desk`: parses, calls, prints; no logic of its own."""

import gc
import sys
from contextlib import nullcontext
from importlib import import_module

import click

from desk import VERSION_LINE
from desk.charter.errors import DeskError
from desk.cli.fullscreen import fault_line, run_desk
from desk.cli.help import Group
from desk.cli.options import Given, common, drop_output, given
from desk.i18n import Translator, translator, wanted_language
from desk.settings import clock, practice_clock, read_settings

DONE, REFUSED, BAD_INPUT, DATABASE = 0, 1, 2, 3


def run(arguments: list[str]) -> int:
    """Runs one command line. Returns its exit code; every error is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    filed, wrong = None, None
    try:
        filed = read_settings()
    except DeskError as error:
        wrong = error
    language = _language(arguments, filed.language if filed else None)
    _ = translator(language)
    try:
        code = _run(arguments, _, Given(language, filed, wrong))
        _flush()
        return code
    except (click.Abort, KeyboardInterrupt):
        return REFUSED
    except BrokenPipeError:
        return DONE
    except SystemExit:  # click's way out of a pipe whose reader has gone
        drop_output()
        return DONE
    except (DeskError, click.ClickException, OSError) as error:
        from desk.presentation import error_line

        for line in error_line.line(_, error).split("\n"):
            print(f"desk: {line}".replace("desk: desk", "desk", 1), file=sys.stderr)
        return error.code if isinstance(error, DeskError) else BAD_INPUT
    except Exception as error:  # a fault of ours: its places stand in the log, its words may quote a stranger
        from desk.system.logging import Log

        Log().failed(error)
        print(f"desk: {fault_line(_, keeps_typed=False)}", file=sys.stderr)
        return REFUSED


def _run(arguments: list[str], _: Translator, common_options: Given) -> int:
    """The command's exit code. Raises whatever the command does."""
    try:
        result = command(_).main(arguments, prog_name="desk", standalone_mode=False, obj=common_options)
    except click.exceptions.Exit as leaving:  # help, version
        return leaving.exit_code
    return result if isinstance(result, int) else DONE


def _flush() -> None:
    """Writes out what is still to be written while its errors can be told: at the end of the interpreter they cannot. What was done
    stays done where the reader has gone. Raises OSError."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
    except OSError:
        drop_output()
        raise


# Which function of which module here adds which commands. To run one of them no other module is loaded.
_ADDED_BY = {
    "charter.add_charter": ("charter",),
    "deadlines.add_counting": ("due", "calendar"),
    "doctor.add_doctor": ("doctor", "completion"),
    "exports.add_exports": ("export",),
    "imports.add_imports": ("import",),
    "keys.add_keys": ("keys",),
    "maintenance.add_keeping": ("check", "backup", "restore"),
    "people.add_people": ("people",),
    "results.add_results": ("report", "morning", "evening", "publish"),
    "satisfaction.add_satisfaction": ("feedback",),
    "search.add_search": ("search",),
    "shifts.add_lists": ("duties", "shift", "away", "demo"),
    "texts.add_texts": ("texts",),
    "tickets.add_do": ("do",),
    "tickets.add_list": ("list",),
    "tickets.add_recording": ("add",),
    "tickets.add_show": ("show",),
}
_ADDER_OF = {name: adder for adder, names in _ADDED_BY.items() for name in names}


class Commands(Group):
    """The commands, each loaded when it is asked for: the board needs none, and one needs no other."""

    group_class = Group
    translator: Translator

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name in _ADDER_OF and cmd_name not in self.commands:
            module, _, adder = _ADDER_OF[cmd_name].partition(".")
            getattr(import_module(f"desk.cli.{module}"), adder)(self, self.translator)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own shape
        """The names of all of them."""
        return sorted(_ADDER_OF)


def command(_: Translator) -> click.Group:
    """The command with all that it can do, its help in this language."""

    @click.group(
        name="desk",
        cls=Commands,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("Ticket desk for an exam centre. Opens the board if no command is given."),
    )
    @click.version_option("", message=VERSION_LINE, help=_("Show the version."))
    @common(_)
    @click.pass_context
    def desk(context: click.Context) -> int:
        if context.invoked_subcommand is None:
            return _board()
        return DONE

    assert isinstance(desk, Commands)
    desk.translator = _
    return desk


def _board() -> int:
    gc.disable()  # it would look through all that is being loaded; the board turns it on when its rows are there
    from desk.app import DeskApp

    return run_desk(nullcontext(DeskApp(given().settings, clock(), practice=practice_clock())))


def _language(arguments: list[str], filed: str | None) -> str:
    """The language asked for anywhere on the line, else in `desk.toml`: the help itself is said in it."""
    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            return wanted_language(word.removeprefix("--lang="), filed)
        if word == "--lang" and index + 1 < len(arguments):
            return wanted_language(arguments[index + 1], filed)
    return wanted_language(None, filed)
