"""Formats each of our errors, and click's, as one clear line: what is wrong, where, and what to do."""

import errno
import re
from datetime import date, datetime

import click
from babel.numbers import format_decimal

from desk.actions.rights import Right
from desk.actions.user_keymap import WrongKeymap
from desk.charter.errors import CharterError, DeskError, Problem, placed
from desk.charter.standards import Words
from desk.i18n import N_, Translator
from desk.intake.errors import ColumnsMissing
from desk.outgoing.errors import TextUnknown, WrongText
from desk.presentation.terms import EVENTS, FIELDS
from desk.settings import settings_path
from desk.store.errors import Amount, Period, Stale
from desk.store.errors.people import MustWait
from desk.text.sanitize import one_line

_RIGHTS = {
    Right.LOOK: N_("staff members"),
    Right.WORK: N_("staff who work on tickets"),
    Right.HANDLE: N_("staff who handle complaints"),
    Right.REVIEW: N_("the supervisor and read-only staff"),
    Right.LEAD: N_("the supervisor"),
}
_COLUMNS = {
    "name": N_("the candidate's name (candidate, name)"),
    "candidate": N_("the candidate's number (candidate number)"),
}
_SYSTEM = {
    errno.ENOENT: N_("file not found"),
    errno.EISDIR: N_("is a folder"),
    errno.EACCES: N_("permission denied"),
    errno.ENOSPC: N_("no space left on the disk"),
}
_LENGTHS = {"file": 200, "detail": 200}  # limits of values that are longer than others
_DATE = "%d.%m.%Y"  # the format users type

_TOO_MANY = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)  # click has no exception class for it


def line(_: Translator, error: BaseException) -> str:
    """The error in one line; for an invalid file, one line per problem. Untrusted text is sanitised and cut."""
    if isinstance(error, Stale):
        return _stale(_, error)
    if isinstance(error, MustWait):
        return _.ngettext(
            "Too many wrong PINs: wait {n} more minute.", "Too many wrong PINs: wait {n} more minutes.", error.minutes
        )
    if isinstance(error, ColumnsMissing):
        return _said(_, error, detail="; ".join(_(_COLUMNS[name]) for name in error.missing))
    if isinstance(error, WrongKeymap):
        return _said(_, error, file=str(settings_path()))
    if isinstance(error, (WrongText, TextUnknown)) and error.near:
        return _("{said} Did you mean {near}?", said=_said(_, error), near=_worded(_, "near", error.near))
    if isinstance(error, DeskError) and error.message:
        return _said(_, error)
    if isinstance(error, CharterError):
        return "\n".join(_problem(_, error.file, problem) for problem in error.problems)
    if isinstance(error, OSError):
        why = _(_SYSTEM[error.errno]) if error.errno in _SYSTEM else str(error.strerror or error)
        return one_line(f"{error.filename or ''}: {why}".removeprefix(": "), 300)
    if isinstance(error, click.ClickException):
        return _usage(_, error)
    return one_line(str(error) or type(error).__name__, 300)


def _said(_: Translator, error: DeskError, **more: object) -> str:
    """The error's message with its values. more: values that the error does not have itself."""
    values = {name: _worded(_, name, value) for name, value in {**error.values, **more}.items()}
    return _(error.message, **values).rstrip()


def _worded(_: Translator, name: str, value: object) -> str:
    """A value of an error, formatted for its message."""
    match value:
        case Right():
            return _(_RIGHTS[value])
        case Amount():
            return format_decimal(value, locale=_.language)
        case Period(first, last):
            return f"{first:{_DATE}} - {last:{_DATE}}"
        case datetime():
            return f"{value:{_DATE} %H:%M}"
        case date():
            return f"{value:{_DATE}}"
        case tuple():
            return one_line(", ".join(map(str, value)), _LENGTHS.get(name, 300))
        case Words():
            return one_line(value.in_language(_.language), 120)
    if name == "file" and not value:
        return _("typed text")
    if name == "field" and (label := FIELDS.get(str(value).replace("_", "-")) or EVENTS.get(str(value))):
        return _(label)
    return one_line(str(value), _LENGTHS.get(name, 120))


def _stale(_: Translator, error: Stale) -> str:
    what = ", ".join(f"{one_line(who, 40)}: {_(EVENTS.get(name, name))}" for name, who, _unused in error.since)
    return _(error.message, number=error.number, what=what)


def _problem(_: Translator, file: str, problem: Problem) -> str:
    values = {name: one_line(str(value), 300) for name, value in problem.values.items()}
    safe = problem._replace(path=one_line(problem.path, 200), values=values)
    return placed(one_line(file, 200), safe, safe.said(_(problem.message)))


def _bad_parameter(_: Translator, error: click.BadParameter) -> str:
    name = error.param.opts[-1] if error.param else ""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return _("{name}: must be one of {choices}", name=name, choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange) and kind.min is not None:
        return _("{name}: must be a whole number, {least} or more", name=name, least=kind.min)
    if kind is click.INT or isinstance(kind, click.IntRange):
        return _("{name}: must be a whole number", name=name)
    return _("{name}: cannot be read: {message}", name=name, message=one_line(error.message, 120))


def _usage(_: Translator, error: click.ClickException) -> str:
    """Formats click's usage errors, whose own messages are in English and take several lines."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "desk"
    if isinstance(error, click.NoSuchOption):
        words = _("no such option: {name}", name=one_line(error.option_name, 60))
    elif isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(context) if error.param and context else ""
        name = error.param.opts[-1] if isinstance(error.param, click.Option) else name
        words = _("missing: {name}", name=one_line(name, 60))
    elif isinstance(error, click.BadParameter):
        words = _bad_parameter(_, error)
    elif isinstance(error, click.BadOptionUsage):
        words = _("{name}: a value is missing, or not allowed", name=one_line(error.option_name, 60))
    elif isinstance(error, click.exceptions.NoArgsIsHelpError):
        words = _("a command is required")
    elif found := _TOO_MANY.match(getattr(error, "message", "")):
        words = _("too many arguments: {words}", words=one_line(found[1], 60))
    elif isinstance(error, click.exceptions.NoSuchCommand):
        words = _("no such command: {name}", name=one_line(error.command_name, 60))
    else:
        words = one_line(error.format_message(), 200)
    return _("{where}: {words}; see {where} --help", where=where, words=words)
