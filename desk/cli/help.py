"""The help of the commands in the user's language: click's own headings are English."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from desk.i18n import N_, Translator, translator

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_HEADINGS = {"Options": N_("Options"), "Commands": N_("Commands"), "Positional arguments": N_("Arguments")}
# The words that stand for values.
_PLACEHOLDERS = (
    N_("ACTION"), N_("ARGS"), N_("COMMAND"), N_("DATE"), N_("DAYS"), N_("FILE"), N_("FOLDER"), N_("FROM"), N_("HASH"), N_("ID"),
    N_("KIND"), N_("MARK"), N_("MONTHS"), N_("N"), N_("NAME"), N_("NUMBER"), N_("OPTIONS"), N_("ROLE"), N_("STANDARD"), N_("T"),
    N_("TEXT"), N_("TO"), N_("URL"), N_("WEEKS"), N_("WHAT"), N_("WORDS"), N_("YEAR"),
)  # fmt: skip
_IN_CAPITALS = re.compile("[A-Z]+")
_REQUIRED = "[required]"

# Examples of each command, shown by its `--help` and in the man page. Names and numbers are made up.
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "add": (
        "desk add enquiry --channel phone --name Иванова --phone '8 (812) 244-54-88' --subject 'Когда FCE?'",
        "desk add complaint --channel email --email ann@example.org --subject Noise --at '2026-11-02 20:00' --lang-of en",
    ),
    "away": ("desk away Anna", "desk away Anna --until '2026-11-09 10:00'"),
    "backup": (
        "desk backup /mnt/backup/desk-2026-11-03.db",
        "desk backup /mnt/backup/desk-2026-11-03.db.age --key backup-key.pub --keep 7 4 12",
    ),
    "calendar": ("desk calendar 2026", "desk calendar 2027 --json"),
    "charter": ("desk charter show", "desk charter check our-charter.toml"),
    "charter apply": ("desk charter preview our-charter.toml", "desk charter apply our-charter.toml"),
    "charter check": ("desk charter check our-charter.toml",),
    "charter preview": ("desk charter preview our-charter.toml",),
    "charter show": ("desk charter show", "desk charter show --json"),
    "check": ("desk check", "desk check --json"),
    "completion": ("desk completion bash > ~/.local/share/bash-completion/completions/desk",),
    "demo": ("desk demo --lang ru", "desk demo --seed 7 --now '2026-12-30 16:00'"),
    "do": (
        "desk do 42 take --as Anna",
        "desk do 42 answered --note 'told the dates'",
        "desk do 42 close --reason withdrawn",
        "desk do answered --help",
    ),
    "doctor": ("desk doctor",),
    "due": (
        "desk due phone-answer --from '2026-11-03 10:14'",
        "desk due registration-confirm --exam 2026-12-05",
        "desk due --batch starts.csv --json",
    ),
    "duties": ("desk duties", "desk duties --done mailbox-checked --note 'two messages'"),
    "evening": ("desk evening",),
    "export": ("desk export boxes", "desk export mail letters/"),
    "export batch": ("desk export batch 3 box-3.xlsx",),
    "export boxes": ("desk export boxes --json",),
    "export case": ("desk export case 42 case-42.html --lang en",),
    "export mail": ("desk export mail letters/",),
    "export session": ("desk export session 2 candidates.csv",),
    "export sessions": ("desk export sessions",),
    "facts": ("desk facts", "desk facts --json"),
    "facts compare": ("desk facts compare https://example.org/dates.html",),
    "facts find": ("desk facts find FCE december",),
    "facts show": ("desk facts show 12",),
    "facts told": ("desk facts told 12",),
    "facts withdraw": ("desk facts withdraw 12",),
    "corrective": ("desk corrective", "desk corrective --all --json"),
    "corrective done": ("desk corrective done 3 'New signs on both floors' --publish 'The rooms are easier to find'",),
    "corrective move": ("desk corrective move 3 --owner Anna --due 14.12",),
    "feedback": ("desk feedback", "desk feedback --json"),
    "feedback add": ("desk feedback add 'The signs to the rooms are hard to find'",),
    "feedback done": ("desk feedback done 5 'New signs on both floors' --publish 'The rooms are easier to find'",),
    "help": ("desk help charter apply",),
    "import": ("desk import certificates box.csv --received 2026-11-03 --dry-run",),
    "import certificates": (
        "desk import certificates box.csv --received '2026-11-03 12:00' --dry-run",
        "desk import certificates box.xlsx --received 2026-11-03 --exam 'B2 First'",
    ),
    "import facts": ("desk import facts facts.xlsx --dry-run", "desk import facts facts.toml"),
    "import ratings": ("desk import ratings answers.csv --dry-run",),
    "import registrations": ("desk import registrations candidates.xlsx --exam 'B2 First' --exam-date 2026-12-05",),
    "keys": ("desk keys",),
    "list": (
        "desk list",
        "desk list complaint --overdue",
        "desk list --owner - --limit 20",
        "desk list --json | jq '.[].next_due'",
    ),
    "attach": ("desk attach 42 power-of-attorney.pdf",),
    "files": ("desk files 42", "desk files 42 --save scans/", "desk files 42 a7 --save scans/"),
    "print": ("desk print slip 42", "desk print today"),
    "print slip": ("desk print slip 42", "desk print slip 42 --out slip.pdf"),
    "print letter": ("desk print letter 42",),
    "print receipt": ("desk print receipt 42",),
    "print case": ("desk print case 42 --out case.pdf",),
    "print labels": ("desk print labels 42 43 44 --first 5",),
    "print posting": ("desk print posting 3",),
    "print badge": ("desk print badge Анна",),
    "print today": ("desk print today",),
    "mail": ("desk mail", "desk mail --json"),
    "mail fetch": ("desk mail fetch", "desk mail fetch --json"),
    "mail watch": ("desk mail watch",),
    "mail send": ("desk mail send",),
    "mail outbox": ("desk mail outbox --json",),
    "mail settle": ("desk mail settle 318 again",),
    "mail import": ("desk mail import letters.mbox", "desk mail import Maildir/ --json"),
    "mail save": ("desk mail save 42 letters/",),
    "morning": ("desk morning | lp",),
    "people": ("desk people", "desk people --json"),
    "people add": ("desk people add Anna --role reception",),
    "people close": ("desk people close",),
    "people leave": ("desk people leave Anna",),
    "people log": ("desk people log",),
    "people open": ("desk people open",),
    "people pin": ("desk people pin Anna",),
    "people rescue": ("desk people rescue Olga",),
    "people role": ("desk people role Anna complaints",),
    "publish": ("desk publish results.html --from 2026-07-01 --to 2026-09-30", "desk publish dates.html"),
    "report": ("desk report", "desk report --from 2026-10-01 --to 2026-10-31 --by person --csv"),
    "move": ("desk move /srv/desk/desk.db postgresql://desk@db.example/desk",),
    "restore": (
        "desk restore /mnt/backup/desk-2026-11-03.db",
        "desk restore /mnt/backup/desk-2026-11-03.db.age --key backup-key",
    ),
    "search": ("desk search ivanova", "desk search 5488"),
    "shift": ("desk shift --as Boris",),
    "show": ("desk show 42", "desk show 42 --json"),
    "texts": ("desk texts",),
    "texts check": ("desk texts check",),
    "texts show": ("desk texts show answer --ticket 42",),
}


class Formatter(click.HelpFormatter):
    """click's formatter with translated headings."""

    def __init__(self, _: Translator, **sizes: Any) -> None:
        super().__init__(**sizes)
        self.translator = _

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Writes the usage line."""
        super().write_usage(prog, self._placeholders(args), self.translator.gettext("Usage:") + " " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Writes the heading of a list."""
        super().write_heading(self.translator.gettext(_HEADINGS[heading]) if heading in _HEADINGS else heading)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Writes a list of options or commands."""
        needed = self.translator.gettext("[required]")
        named = [(self._placeholders(name), words.replace(_REQUIRED, needed)) for name, words in rows]
        super().write_dl(named, col_max, col_spacing)

    def _placeholders(self, words: str) -> str:
        """Translates the words that stand for values: they alone are in capitals."""
        return _IN_CAPITALS.sub(lambda found: self.translator.gettext(found[0]) if found[0] in _PLACEHOLDERS else found[0], words)


class Context(click.Context):
    """A context whose help uses the language of the command line."""

    def make_formatter(self) -> click.HelpFormatter:
        """Creates the formatter for this command."""
        _ = getattr(self.find_root().command, "translator", None)
        if _ is None:
            return super().make_formatter()
        return Formatter(_, width=self.terminal_width, max_width=self.max_content_width)


_NAMES_A_FILE = (
    "FILE",
    "[FILE]",
    "FILE|FOLDER",
    "FOLDER",
    "FROM",
    "TO",
    "URL",
)  # metavars: file names may be undecodable


def check_decoded(parameter: click.Parameter, value: object) -> None:
    """Refuses arguments that cannot be decoded in the terminal's encoding: Python passes them on as surrogates (PEP 383), which no
    database stores. File names are exempt. Raises click.UsageError."""
    words = value if isinstance(value, tuple) else (value,)
    if parameter.metavar in _NAMES_A_FILE or all(_is_decoded(word) for word in words):
        return
    context = click.get_current_context()
    _ = getattr(context.find_root().command, "translator", translator("en"))
    name = parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.make_metavar(context)
    raise click.UsageError(_("{name}: not text in this terminal's encoding; nothing was done", name=name), context)


def _is_decoded(word: object) -> bool:
    """Whether a text is free of surrogates."""
    try:
        return not isinstance(word, str) or word.encode() is not None
    except UnicodeEncodeError:
        return False


def completion(word: str, kind: str = "plain", words: str = "") -> "CompletionItem":
    """A shell completion. kind: as named by click; words: the description beside it."""
    from click.shell_completion import CompletionItem  # only needed for shell completion

    return CompletionItem(word, kind, words or None)


class _Helps(click.Command):
    """Common base of commands and groups."""

    context_class = Context

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command after checking that all its arguments are decoded."""
        for parameter in self.params:
            check_decoded(parameter, ctx.params.get(parameter.name or ""))
        return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the command's examples after its options."""
        examples = self.examples(ctx)
        if not examples:
            return
        _ = getattr(ctx.find_root().command, "translator", translator("en"))
        with formatter.section(_("Examples")):
            formatter.write("".join(f"  {example}\n" for example in examples))

    def examples(self, ctx: click.Context) -> tuple[str, ...]:
        """The command's examples."""
        return EXAMPLES.get(ctx.command_path.partition(" ")[2], ())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option `--help` with a translated description."""
        option = super().get_help_option(ctx)
        _ = getattr(ctx.find_root().command, "translator", None)
        if option is not None and _ is not None:
            option.help = _("Show this help and exit.")
        return option


class Command(_Helps):
    """A command."""


class Group(_Helps, click.Group):
    """A command with subcommands."""

    command_class = Command
    group_class: Any = type  # subgroups have this class too


def add_help(group: click.Group, _: Translator) -> None:
    """Adds `help`, which prints what `--help` prints."""

    @group.command(name="help")
    @click.argument("words", nargs=-1, metavar="[COMMAND]")
    @click.pass_context
    def help_(context: click.Context, words: tuple[str, ...]) -> int:
        here = context.find_root()
        for word in words:
            found = here.command.get_command(here, word) if isinstance(here.command, click.Group) else None
            if found is None:
                raise click.exceptions.NoSuchCommand(word, ctx=here)
            here = found.context_class(found, parent=here, info_name=word)
        click.echo(here.get_help())
        return 0
