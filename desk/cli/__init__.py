"""The command `desk`: parses arguments, calls the store, prints; no logic of its own."""

import gc
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from desk import VERSION_LINE
from desk.actions.paths import resolve
from desk.charter.errors import DeskError
from desk.cli.help import Group, completion
from desk.cli.options import Given, common, drop_output, fault_line
from desk.i18n import N_, Translator, translator, wanted_language
from desk.settings import read_settings

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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
    except SystemExit:  # how click exits when the reader of a pipe has gone
        drop_output()
        return DONE
    except Exception as error:
        return _failed(_, error)


def refuse_command() -> int:
    """Refuses a command of a client of SSH. Returns the exit code."""
    _ = translator(wanted_language())
    print(_("This account opens the ticket desk and runs no other commands."), file=sys.stderr)
    return REFUSED


def _failed(_: Translator, error: Exception) -> int:
    """Reports a command's error on standard error. Returns the exit code."""
    if not isinstance(error, (DeskError, click.ClickException, OSError)):
        from desk.system.logging import Log  # not needed by a command that succeeds

        Log().failed(error)  # a bug: the log gets its stack; its message may quote customers
        print(f"desk: {fault_line(_, keeps_typed=False)}", file=sys.stderr)
        return REFUSED
    from desk.presentation import error_line  # only for errors: importing it takes a third of `desk --help`

    for line in error_line.line(_, error).split("\n"):
        print(f"desk: {line}".replace("desk: desk", "desk", 1), file=sys.stderr)
    return error.code if isinstance(error, DeskError) else BAD_INPUT


def _run(arguments: list[str], _: Translator, common_options: Given) -> int:
    """Runs a command. Returns its exit code. Raises whatever the command raises."""
    try:
        result = command(_).main(arguments, prog_name="desk", standalone_mode=False, obj=common_options)
    except click.exceptions.Exit as leaving:  # help, version
        return leaving.exit_code
    return result if isinstance(result, int) else DONE


def _flush() -> None:
    """Flushes output while its errors can still be reported: at interpreter exit they cannot. A reader that has gone does not undo
    what was done. Raises OSError."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
    except OSError:
        drop_output()
        raise


TICKETS, TEXTS, DEADLINES, DAY, RESULTS, DESK = SECTIONS = (
    N_("Tickets"),
    N_("Lists and letters"),
    N_("Deadlines and the charter"),
    N_("The working day"),
    N_("Results"),
    N_("The desk itself"),
)


class Listed(NamedTuple):
    """A command as listed by `desk --help`.

    section: the heading under which it is listed; adder: the function that adds it to the group, as `package.module:function`;
    help: its help text.
    """

    section: str
    adder: str
    help: str


# The only place for a command's help: the list is printed without loading any command, and each gets its text when loaded.
COMMANDS = {
    "add": Listed(TICKETS, "desk.cli.tickets:add_recording", N_("Record a ticket.")),
    "attach": Listed(TICKETS, "desk.cli.lists.files:add_attach", N_("Attach files to a ticket.")),
    "away": Listed(DAY, "desk.cli.shifts:add_shifts", N_("Mark a colleague as away: their due tickets return to the queue.")),
    "backup": Listed(
        DESK,
        "desk.cli.maintenance:add_keeping",
        N_("Back up the database to FILE while the desk is in use, and list its problems."),
    ),
    "calendar": Listed(
        DEADLINES, "desk.cli.deadlines:add_counting", N_("Show the working calendar of a year: days, hours, short days, reasons.")
    ),
    "charter": Listed(DEADLINES, "desk.cli.charter:add_charter", N_("The charter in force.")),
    "check": Listed(DESK, "desk.cli.maintenance:add_keeping", N_("Check the whole database: clocks, event chain, text.")),
    "completion": Listed(DESK, "desk.cli.keys:add_completion", N_("Print a shell completion script: bash, zsh or fish.")),
    "demo": Listed(
        DESK,
        "desk.cli.fullscreen:add_demo",
        N_("Open a temporary desk with a realistic day; its clock starts at --now."),
    ),
    "do": Listed(TICKETS, "desk.cli.do:add_do", N_("Perform an action on a ticket.")),
    "doctor": Listed(
        DESK, "desk.cli.doctor:add_doctor", N_("Show versions, paths, terminal, locale and database, and list problems.")
    ),
    "due": Listed(DEADLINES, "desk.cli.deadlines:add_counting", N_("Show when a promise is due and how that was counted.")),
    "duties": Listed(DAY, "desk.cli.shifts:add_shifts", N_("Show the centre's duties: due, kept, missed.")),
    "evening": Listed(DAY, "desk.cli.results:add_results", N_("Print what was promised today and what is overdue.")),
    "export": Listed(TEXTS, "desk.cli.lists.exports:add_exports", N_("Export data to files.")),
    "facts": Listed(TEXTS, "desk.cli.facts:add_facts", N_("Facts to answer from: exams, dates, prices, answers.")),
    "corrective": Listed(
        RESULTS, "desk.cli.complaints:add_corrective", N_("Show what is done so that complaints do not come back.")
    ),
    "feedback": Listed(RESULTS, "desk.cli.satisfaction:add_satisfaction", N_("Show customer feedback and what was done about it.")),
    "files": Listed(TICKETS, "desk.cli.lists.files:add_files", N_("List the files of a ticket, or write them into a folder.")),
    "help": Listed(DESK, "desk.cli.help:add_help", N_("Show the help of a command.")),
    "import": Listed(TEXTS, "desk.cli.lists.imports:add_imports", N_("Import a list.")),
    "keys": Listed(DESK, "desk.cli.keys:add_keys", N_("List all keys of the board and of a ticket, in both layouts.")),
    "list": Listed(TICKETS, "desk.cli.tickets:add_list", N_("List tickets, nearest deadline first.")),
    "mail": Listed(TICKETS, "desk.cli.mail:add_mail", N_("Mail: messages kept apart, reading, sending, the outbox.")),
    "morning": Listed(
        DAY,
        "desk.cli.results:add_results",
        N_("Print what is overdue or due by closing, and the duties."),
    ),
    "move": Listed(
        DESK, "desk.cli.maintenance:add_keeping", N_("Copy a desk into an empty database: from a file to a server, or back.")
    ),
    "people": Listed(DESK, "desk.cli.people:add_people", N_("Manage logins and roles; without a command, list them.")),
    "print": Listed(
        TEXTS, "desk.cli.lists.paper:add_print", N_("Print a slip, a letter, labels, a receipt, a badge, a case, today's page.")
    ),
    "publish": Listed(
        RESULTS,
        "desk.cli.results:add_results",
        N_("Write the results page of a period, or the page of dates and prices, in both languages; recorded as evidence."),
    ),
    "report": Listed(RESULTS, "desk.cli.results:add_results", N_("Show how the promises that began in a period were kept.")),
    "restore": Listed(DESK, "desk.cli.maintenance:add_keeping", N_("Replace the database with a backup; close every desk first.")),
    "search": Listed(
        TICKETS,
        "desk.cli.search:add_search",
        N_("Search all tickets, open or closed, and people: by number, name, phone or words."),
    ),
    "shift": Listed(
        DAY,
        "desk.cli.shifts:add_shifts",
        N_("Print what happened since --as NAME was last here, what is due and what is promised."),
    ),
    "show": Listed(TICKETS, "desk.cli.tickets:add_show", N_("Show a ticket with its clocks and history.")),
    "texts": Listed(TEXTS, "desk.cli.lists.texts:add_texts", N_("Texts for replies.")),
}


class Commands(Group):
    """The commands, each loaded on demand: the board needs none, a command needs no other, and the help needs only their texts."""

    group_class = Group
    translator: Translator

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Adds a command with its help text from the table."""
        super().add_command(cmd, name)
        assert cmd.help is None
        cmd.help = self._help(name or cmd.name or "")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            resolve(COMMANDS[cmd_name].adder)(self, self.translator)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own shape
        """The names of all commands."""
        return sorted(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own shape
        """Lists the commands by section, without loading them."""
        for section in SECTIONS:
            with formatter.section(self.translator.gettext(section)):
                formatter.write_dl([(name, self._help(name)) for name, listed in COMMANDS.items() if listed.section == section])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Completes the first word in a shell without loading the commands."""
        found = [completion(name, words=self._help(name)) for name in sorted(COMMANDS) if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def _help(self, name: str) -> str:
        return self.translator.gettext(COMMANDS[name].help)


def command(_: Translator) -> click.Group:
    """The complete command, with its help in this language."""

    @click.group(
        name="desk",
        cls=Commands,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("Ticket desk for an exam centre. Opens the board if no command is given."),
    )
    @click.version_option("", "-V", "--version", message=VERSION_LINE, help=_("Show the version."))
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
    gc.disable()  # collecting while modules load is wasted time; the board enables it once its rows are loaded
    code: int = resolve("desk.cli.fullscreen:open_board")()
    return code


def _language(arguments: list[str], filed: str | None) -> str:
    """The language given anywhere on the command line, else in `desk.toml`; the help itself is shown in it."""
    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            return wanted_language(word.removeprefix("--lang="), filed)
        if word == "--lang" and index + 1 < len(arguments):
            return wanted_language(arguments[index + 1], filed)
    return wanted_language(None, filed)
