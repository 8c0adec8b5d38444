"""`desk check`, `desk backup`, `desk restore`, `desk move`: checks, copies, restores and moves the database."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click

from desk.actions.rights import Right
from desk.cli.login import log_in_for, opened
from desk.cli.options import ENDING, common, files, given, json_option, show, show_json
from desk.i18n import Translator
from desk.presentation import error_line, findings
from desk.settings import clock
from desk.store.dialects import shown
from desk.store.errors.database import KeyUnusable
from desk.store.maintenance.backup import back_up, can_record, record_backup, restore
from desk.store.maintenance.check import Checked, check, repair, repair_as_owner
from desk.store.maintenance.encryption import Key
from desk.store.maintenance.keeping import Keep, remove_old
from desk.store.maintenance.manifest import manifest_path
from desk.store.maintenance.moving import move
from desk.store.opening import is_practice

F = TypeVar("F", bound=Callable[..., Any])


def add_keeping(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.command(name="check")
    @click.option("--repair", "repairs", is_flag=True, help=_("Rebuild derived rows from the events; supervisor only, recorded."))
    @click.option("--rescue", is_flag=True, help=_("With --repair, if no supervisor can log in; recorded."))
    @click.option("--head", "anchor", metavar="N:HASH", default="", help=_("Verify that the log still contains this anchor."))
    @json_option(_)
    @common(_)
    def check_(repairs: bool, rescue: bool, anchor: str, as_json: bool) -> int:
        if rescue and not repairs:
            raise click.UsageError(given().gettext("--rescue requires --repair"))
        with opened() as store:
            found, repaired = check(store, anchor), 0
            if repairs and found.findings and rescue:
                repaired = len(repair_as_owner(store, found))
            elif repairs and found.findings:
                log_in_for(store, Right.LEAD)
                repaired = len(repair(store, given().settings.staff, found))
            left = check(store, anchor) if repairs and found.findings else found
            practice = is_practice(store)
        if as_json:
            lines = [
                {"what": finding.what, "number": finding.number or None, "event": finding.event or None, "detail": finding.detail}
                for finding in left.findings
            ]
            counts = {"tickets": left.tickets, "events": left.events, "head": left.head, "repaired": repaired}
            show_json(counts | {"findings": lines})
        else:
            _show_findings(given().translator, left)
            if repaired:
                show(given().gettext("rebuilt: {tickets}", tickets=given().ngettext("{n} ticket", "{n} tickets", repaired)))
            if not left.findings:
                show(_whole(given().translator, left.tickets, left.events))
            if repairs and any(finding.what == "logged-row" for finding in left.findings):
                show(given().gettext("Damage to the log itself cannot be repaired: restore a backup from before the change."))
            if anchor and not left.findings:
                show(given().gettext("the log still contains {anchor}", anchor=anchor.strip()))
            show(given().gettext("head of the log: {head}", head=left.head))
            if practice:
                show(given().gettext("Practice desk: its figures are not evidence."))
        return 1 if left.findings else 0

    @group.command(name="backup")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @_key_options(_, _("Encrypt it to the age keys in this file."))
    @click.option(
        "--keep",
        nargs=3,
        type=click.IntRange(min=0),
        metavar="DAYS WEEKS MONTHS",
        help=_("Afterwards delete older backups beside it, except the last one of each of so many days, weeks and months."),
    )
    @common(_)
    def backup_(file: str, key: str, passphrase_file: str, keep: tuple[int, int, int] | None) -> int:
        _, present, name = given().translator, clock(), Path(file).name
        with _signals_end_in_order():
            done = back_up(given().settings.database, Path(file), lambda: int(present()), _key(key, passphrase_file))
        if done.found and done.manifest:
            show(f"{name}: {_whole(_, done.found.tickets, done.found.events)}")
            show(_("Restored on trial and compared; manifest: {file}", file=manifest_path(Path(file)).name))
            if can_record(given().settings.database):
                with opened() as store:
                    record_backup(store, Path(file), done.manifest)
                    for old in remove_old(store, Path(file).parent, Keep(*keep)) if keep else ():
                        show(_("deleted: {file}", file=old.name))
            return 0
        show(_("{file}: copied as it is, with these problems:", file=name))
        if done.found:
            _show_findings(_, done.found)
        if done.trouble:
            show(error_line.line(_, done.trouble))
        return 1

    @group.command(name="move")
    @click.argument("source", metavar="FROM")
    @click.argument("target", metavar="TO")
    @common(_)
    def move_(source: str, target: str) -> int:
        present, _ = clock(), given().translator
        with click.progressbar(length=1, label=_("Moving the desk"), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

            def show_done(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            found = move(source, target, lambda: int(present()), show_done)
        show(_whole(_, found.tickets, found.events))
        show(_("head of the log: {head}", head=found.head))
        show(_("The desk is now in {target}; {source} stays as it was.", target=shown(target), source=shown(source)))
        return 0

    @group.command(name="restore")
    @click.argument("file", metavar="FILE", shell_complete=files)
    @_key_options(_, _("The file with the secret age key of an encrypted backup."))
    @common(_)
    def restore_(file: str, key: str, passphrase_file: str) -> int:
        present = clock()
        with _signals_end_in_order():
            found, aside = restore(given().settings.database, Path(file), lambda: int(present()), _key(key, passphrase_file))
        show(_whole(given().translator, found.tickets, found.events))
        show(given().gettext("restored into {where}", where=shown(given().settings.database)))
        if not manifest_path(Path(file)).exists():
            show(given().gettext("There is no manifest: the backup was checked, but not compared with what was written."))
        if aside:
            show(given().gettext("the previous database is now {file}", file=aside.name))
        return 0


@contextmanager
def _signals_end_in_order() -> Iterator[None]:
    """Has every signal end a command as Ctrl+C does: unfinished copies are removed, scratch databases dropped."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _key_options(_: Translator, words: str) -> Callable[[F], F]:
    """The options that name the key of a backup. words: the help of `--key`."""

    def added(command: F) -> F:
        by_phrase = _("The file with its passphrase, in the first line.")
        named = click.option("--passphrase-file", default="", metavar="FILE", shell_complete=files, help=by_phrase)(command)
        return click.option("--key", default="", metavar="FILE", shell_complete=files, help=words)(named)

    return added


def _key(file: str, passphrase_file: str) -> Key | None:
    """The key that was named; None for none. Raises UsageError, KeyUnusable."""
    if file and passphrase_file:
        raise click.UsageError(given().gettext("Name either a key or a passphrase"))
    if not passphrase_file:
        return Key(Path(file)) if file else None
    try:
        phrase = Path(passphrase_file).read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, ValueError) as error:
        raise KeyUnusable(passphrase_file) from error
    if not phrase:
        raise KeyUnusable(passphrase_file)
    return Key(passphrase=phrase)


def _show_findings(_: Translator, found: Checked) -> None:
    for finding in found.findings:
        show(findings.finding_line(_, finding))


def _whole(_: Translator, tickets: int, events: int) -> str:
    return _(
        "OK: {tickets}, {events}",
        tickets=_.ngettext("{n} ticket", "{n} tickets", tickets),
        events=_.ngettext("{n} event", "{n} events", events),
    )
