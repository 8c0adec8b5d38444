"""The checks of `desk doctor`: versions, paths, terminal, locale and database, with the problems of each."""

import locale
import os
import platform
import shutil
import sys
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from desk.actions.user_keymap import with_keymap
from desk.charter import Charter
from desk.charter.errors import DeskError
from desk.i18n import Translator
from desk.outgoing.texts import available_texts, own_files
from desk.presentation import alerts, formats
from desk.presentation.error_line import line
from desk.settings import NO_CURSOR, Settings, clock, default_texts, log_path, settings_path
from desk.store.dialects import shown
from desk.store.maintenance.diagnostics import Condition, FileCondition, condition, has_full_text, sqlite_version
from desk.store.opening import AHEAD
from desk.store.queries.backups import LastBackup
from desk.system.draft_files import folder_of

PACKAGE = "charter-desk"
SMALLEST = (80, 24)  # columns, rows: design, section 5
LITTLE = 200_000_000  # bytes: less free space than that is soon used up


class Finding(NamedTuple):
    """The result of one check; wrong: the problem and its remedy, "" if there is none."""

    name: str
    value: str
    wrong: str = ""


class Section(NamedTuple):
    """A group of findings."""

    title: str
    findings: list[Finding]


def examine(_: Translator, settings: Settings | DeskError) -> list[Section]:
    """Runs all checks, in the user's language. settings: an error if they cannot be read; everything else is still checked."""
    sections = [
        Section(_("Versions"), _versions(_)),
        Section(_("Paths"), _paths(_, settings)),
        Section(_("Terminal"), _terminal(_)),
        Section(_("Language and time"), _locale(_)),
    ]
    if isinstance(settings, Settings):
        sections.append(Section(_("Database"), _database(_, settings)))
    return sections


def _line(_: Translator, error: DeskError) -> str:
    """An error in one line, even if a file has several."""
    return line(_, error).replace("\n", "; ")


def _versions(_: Translator) -> list[Finding]:
    found = [
        Finding("desk", _version(PACKAGE)),
        Finding("Python", f"{platform.python_version()}, {platform.platform(terse=True)}"),
    ]
    pinned = dict(_pins())
    for name in ("textual", "peewee", "pendulum", "holidays", "click", "Babel"):
        have, wants = _version(name), pinned.get(name.lower())
        wrong = _("installed for {version}: reinstall", version=wants) if wants and wants != have else ""
        found.append(Finding(name, have or "-", wrong))
    search = "" if has_full_text() else _("built without FTS5: search does not work; use another Python")
    return [*found, Finding("SQLite", sqlite_version(), search)]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _pins() -> list[tuple[str, str]]:
    """The exactly pinned packages, each with the version the desk was made for."""
    try:
        wanted = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return []
    return [
        (name.strip().lower(), rest.split(";")[0].strip())
        for name, sign, rest in (requirement.partition("==") for requirement in wanted)
        if sign
    ]


def _paths(_: Translator, settings: Settings | DeskError) -> list[Finding]:
    path = settings_path()
    there = str(path) if path.exists() else _("none (looked in {path})", path=path)
    found = [Finding("desk.toml", there, _wrong_settings(_, settings))]
    if isinstance(settings, Settings):
        if settings.charter:
            missing = "" if settings.charter.is_file() else _("file not found")
            found.append(Finding(_("charter"), str(settings.charter), missing))
        found.append(_texts(_, settings.texts))
        found.append(_written(_, _("drafts"), folder_of(settings.database)))
    return [*found, _written(_, _("log"), log_path())]


def _wrong_settings(_: Translator, settings: Settings | DeskError) -> str:
    if isinstance(settings, DeskError):
        return _line(_, settings)
    try:
        with_keymap(settings.keys)
    except DeskError as error:
        return _line(_, error)
    return ""


def _written(_: Translator, name: str, path: Path) -> Finding:
    writable = os.access(_first_there(path), os.W_OK)
    return Finding(name, str(path), "" if writable else _("not writable"))


def _texts(_: Translator, own: Path) -> Finding:
    """Checks the centre's own reply texts: if they are invalid, the built-in ones are used."""
    if own != default_texts() and not own.is_dir():
        return Finding(_("texts"), str(own), _("folder not found"))
    try:
        available_texts(own)
    except DeskError as error:
        return Finding(_("texts"), str(own), _line(_, error))
    return Finding(_("texts"), str(own) if own_files(own) else _("none (looked in {path})", path=own))


def _first_there(path: Path) -> Path:
    return next(place for place in (path, *path.absolute().parents) if place.exists())


def _terminal(_: Translator) -> list[Finding]:
    term = os.environ.get("TERM", "")
    wrong = _("the board needs a terminal with cursor movement") if term in NO_CURSOR else ""
    found = [Finding("TERM", term or "-", wrong)]
    if sys.stdout.isatty():
        columns, rows = shutil.get_terminal_size()
        small = columns < SMALLEST[0] or rows < SMALLEST[1]
        wrong = _("smaller than {columns} × {rows}: some content will not fit", columns=SMALLEST[0], rows=SMALLEST[1])
        found.append(Finding(_("size"), f"{columns} × {rows}", wrong if small else ""))
    found.append(Finding(_("colours"), _colours(_, term)))
    inside = "tmux" if os.environ.get("TMUX") else "screen" if os.environ.get("STY") else ""
    return [*found, Finding(_("running inside"), inside)] if inside else found


def _colours(_: Translator, term: str) -> str:
    if os.environ.get("NO_COLOR"):
        return _("none (NO_COLOR)")
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return _("all")
    return "256" if "256color" in term else _("16 or fewer: use --theme 16")


def _locale(_: Translator) -> list[Finding]:
    encoding = locale.getencoding()
    utf = encoding.lower().replace("-", "") == "utf8"
    found = [
        Finding(_("language"), _.language),
        Finding(_("encoding"), encoding, "" if utf else _("not UTF-8: set LANG, for example to ru_RU.UTF-8")),
    ]
    try:
        now = int(clock()())
    except DeskError as error:
        return [*found, Finding("DESK_NOW", os.environ.get("DESK_NOW", ""), _line(_, error))]
    machine = datetime.fromtimestamp(now).astimezone()
    return [*found, Finding(_("system clock"), f"{formats.at(_, machine)}, {machine.tzname()}")]


def _database(_: Translator, settings: Settings) -> list[Finding]:
    where = Finding(_("database"), shown(settings.database))
    try:
        found = condition(settings.database)
        if found is None:
            return [where._replace(value=_("not created yet: {path}; run `desk` to create it", path=shown(settings.database)))]
        return [where, *(_file(_, found.file) if found.file else ()), *_inside(_, found)]
    except DeskError as error:
        return [where._replace(wrong=_line(_, error))]


def _file(_: Translator, found: FileCondition) -> list[Finding]:
    mode = _("readable by others: chmod 600 {file}", file=found.path.name) if found.mode & 0o077 and os.name == "posix" else ""
    writable = os.access(found.path, os.W_OK) and os.access(found.path.parent, os.W_OK)
    locked = "" if writable else _("not writable: check the owner of the file and its folder")
    room = _("low disk space") if found.room < LITTLE else ""
    return [
        Finding(_("file"), f"{found.size / 1e6:.1f} MB, {found.mode:04o}", mode or locked),
        Finding(_("free disk space"), f"{found.room / 1e6:,.0f} MB".replace(",", " "), room),
    ]


def _inside(_: Translator, found: Condition) -> list[Finding]:
    lines = []
    for name, value in found.settings.items():
        must = found.wanted.get(name, value)
        lines.append(Finding(name, value, _("must be {value}", value=must) if must != value else ""))
    if found.ahead is not None:
        wrong = _("differs from the server's: correct the clock of this machine") if abs(found.ahead) > AHEAD else ""
        lines.append(Finding(_("clock, ahead of the server's"), f"{found.ahead:+.1f} s", wrong))
    applied, left = found.migrations
    steps = _("{applied} applied", applied=applied) + (_("; {left} more on the next start", left=left) if left else "")
    lines.append(Finding(_("migrations"), steps))
    counts = f"{_.ngettext('{n} ticket', '{n} tickets', found.tickets)}, {_.ngettext('{n} event', '{n} events', found.events)}"
    lines.append(Finding(_("contents"), counts))
    ahead = found.last is not None and found.last > clock()() + AHEAD
    if ahead and found.last is not None:
        lines[-1] = lines[-1]._replace(wrong=_("the last event is later than the system clock: correct the clock"))
    if found.charter and found.backup:
        lines.append(_backup(_, found.charter, found.backup))
    return [*lines, *(_charter(_, found.charter) if found.charter else ())]


def _backup(_: Translator, charter: Charter, last: LastBackup) -> Finding:
    made = _("none yet") if last.made is None else formats.at(_, charter.at(last.made))
    return Finding(_("proven backup"), made, alerts.backup_warning(_, last, int(clock()())))


def _charter(_: Translator, charter: Charter) -> list[Finding]:
    calendar = charter.calendar
    now = int(clock()())
    decree = _("official until {year}", year=calendar.decreed_until)
    years = f"{calendar.first_year}-{calendar.last_year}, {decree}"
    return [
        Finding(_("charter"), f"{charter.file.centre.name.in_language(_.language)}, {charter.version[:12]}"),
        Finding(_("calendar"), years, alerts.calendar_ends_line(_, charter, now)),
        Finding(_("centre time"), f"{formats.at(_, charter.at(now))}, {calendar.zone.key}"),
    ]
