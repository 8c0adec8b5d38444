"""The command `desk`: parses, calls, prints; no logic of its own."""

import sys
from contextlib import nullcontext

import click

from desk import __version__
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
        from desk.presentation import errors

        for line in errors.line(_, error).split("\n"):
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


class Commands(Group):
    """The commands, loaded when one of them is asked for: the board needs none."""

    group_class = Group
    translator: Translator

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        self._load()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all of them."""
        self._load()
        return super().list_commands(ctx)

    def _load(self) -> None:
        if not self.commands:
            from desk.cli.charter import add_changes
            from desk.cli.deadlines import add_counting
            from desk.cli.doctor import add_doctor
            from desk.cli.exports import add_exports
            from desk.cli.imports import add_imports
            from desk.cli.keys import add_keys
            from desk.cli.maintenance import add_keeping
            from desk.cli.people import add_people
            from desk.cli.results import add_results
            from desk.cli.satisfaction import add_satisfaction
            from desk.cli.search import add_search
            from desk.cli.shifts import add_lists
            from desk.cli.texts import add_texts
            from desk.cli.tickets import add_tickets

            add_changes(add_counting(self, self.translator), self.translator)
            add_tickets(self, self.translator)
            add_search(self, self.translator)
            add_imports(self, self.translator)
            add_exports(self, self.translator)
            add_lists(self, self.translator)
            add_results(self, self.translator)
            add_satisfaction(self, self.translator)
            add_people(self, self.translator)
            add_keeping(self, self.translator)
            add_keys(self, self.translator)
            add_doctor(self, self.translator)
            add_texts(self, self.translator)


def command(_: Translator) -> click.Group:
    """The command with all that it can do, its help in this language."""

    @click.group(
        name="desk",
        cls=Commands,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("The ticket desk of an exam centre. Without a command it opens the board."),
    )
    @click.version_option(__version__, prog_name="desk", help=_("The version."))
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
    import gc

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
