"""`desk mail`: messages from a mailbox or from files become tickets; those that no person sent are kept apart."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from desk.charter.errors import DeskError
from desk.cli.login import opened
from desk.cli.options import common, files, given, json_option, show, show_json
from desk.cli.tickets import iso
from desk.i18n import Translator
from desk.intake.mail.errors import MailAccountMissing
from desk.intake.mail.fetching import fetch
from desk.intake.mail.importing import Imported, import_messages
from desk.intake.mail.sources import messages_in
from desk.outgoing.mail.confirming import confirm
from desk.outgoing.mail.sending import Tried
from desk.outgoing.mailbox_files import write_messages
from desk.presentation import error_line
from desk.presentation.imports import apart_line, filed_line, filed_total
from desk.presentation.outbox import settled_line, tried_line, trouble_line, unsent_line
from desk.services.mail_mover import Listener, move_mail, send_once
from desk.settings import MailAccount
from desk.store.database import Store
from desk.store.mail.delivery import standing
from desk.store.mail.messages import apart, raw_messages
from desk.store.mail.settling import Decision, Unsent, outbox, settle


def add_mail(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.group(name="mail", invoke_without_command=True)
    @json_option(_)
    @common(_)
    @click.pass_context
    def mail_(context: click.Context, as_json: bool) -> int:
        return _list_apart(as_json) if context.invoked_subcommand is None else 0

    @mail_.command(help=_("Read the mailbox once and file what has come."), name="fetch")
    @json_option(_)
    @common(_)
    def fetch_(as_json: bool) -> int:
        settings = given().settings
        with opened() as store:

            def filed(imported: Imported) -> None:
                confirm(store, settings.staff, settings, imported.filed)
                if not as_json:
                    _say(imported)

            found = fetch(store, settings.staff, _account(), settings.mail.rules, filed)
        return _show_results(found, as_json)

    @mail_.command(help=_("Go on reading the mailbox and sending emails, until interrupted."), name="watch")
    @common(_)
    def watch_() -> int:
        settings = given().settings

        with opened() as store:
            if settings.mail.account is None and settings.mail.sender is None:
                raise MailAccountMissing
            move_mail(store, settings.staff, settings, Listener(_say, _say_tried, _say_failure, _say_waiting), is_patient=False)
        return 0

    @mail_.command(help=_("Send the emails that are due, once."), name="send")
    @json_option(_)
    @common(_)
    def send(as_json: bool) -> int:
        settings = given().settings
        with opened() as store:
            found = send_once(store, settings, _say_nothing if as_json else _say_tried)
        if as_json:
            show_json([_tried_json(tried) for tried in found])
        elif not found:
            show(given().gettext("No emails to send now."))
        return 0

    @mail_.command(help=_("List the emails and letters that wait to be sent."), name="outbox")
    @json_option(_)
    @common(_)
    def outbox_(as_json: bool) -> int:
        with opened() as store:
            found = outbox(store)
            if as_json:
                show_json([_unsent_json(store, row) for row in found])
                return 0
            for trouble in standing(store).troubles:
                show(trouble_line(given().translator, store.charter, trouble))
            for row in found:
                show(unsent_line(given().translator, store.charter, row))
        if not found:
            show(given().gettext("Nothing waits to be sent."))
        return 0

    @mail_.command(
        help=_("Decide about an email that the desk cannot send by itself: send it again, count it as sent, or withdraw it."),
        name="settle",
    )
    @click.argument("email", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("decision", type=click.Choice([decision.value for decision in Decision]), metavar="again|sent|withdrawn")
    @common(_)
    def settle_(email: int, decision: str) -> int:
        with opened() as store:
            number = settle(store, given().settings.staff, email, Decision(decision))
        show(settled_line(given().translator, number, Decision(decision)))
        return 0

    @mail_.command(help=_("Save the messages of a ticket as they came, as .eml files."), name="save")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
    @common(_)
    def save(number: int, folder: Path) -> int:
        with opened() as store:
            found = raw_messages(store, number)
        for path in write_messages(folder, number, found):
            show(str(path))
        if not found:
            show(given().gettext("#{number}: no messages.", number=number))
        return 0

    @mail_.command(help=_("File messages from an .eml file, an mbox file, a Maildir or a folder of .eml files."), name="import")
    @click.argument("path", metavar="FILE|FOLDER", type=click.Path(path_type=Path), shell_complete=files)
    @json_option(_)
    @common(_)
    def import_(path: Path, as_json: bool) -> int:
        settings = given().settings
        with opened() as store:
            said = _say_nothing if as_json else _say
            found = import_messages(store, settings.staff, messages_in(path), settings.mail.rules, said)
        return _show_results(found, as_json)


def _show_results(found: list[Imported], as_json: bool) -> int:
    if as_json:
        show_json([_json(imported) for imported in found])
    else:
        show(filed_total(given().translator, Counter(imported.filed.how for imported in found)))
    return 0


def _account() -> MailAccount:
    account = given().settings.mail.account
    if account is None:
        raise MailAccountMissing
    return account


def _say(imported: Imported) -> None:
    mail = imported.mail
    show(filed_line(given().translator, imported.filed, mail.address or mail.name, mail.subject))


def _say_nothing(_done: object) -> None:
    """For a command that prints a document."""


def _say_tried(tried: Tried) -> None:
    show(tried_line(given().translator, tried))


def _say_failure(error: DeskError, seconds: float) -> None:
    said = error_line.line(given().translator, error)
    show(given().gettext("{error} Next try in {n} s.", error=said, n=round(seconds)))


def _say_waiting() -> None:
    show(given().gettext("Another desk reads and sends the mail; this one goes on when that has ended."))


def _list_apart(as_json: bool) -> int:
    with opened() as store:
        found = apart(store)
        if as_json:
            show_json([message._asdict() | {"received": store.charter.at(message.received).isoformat()} for message in found])
            return 0
        for message in found:
            show(apart_line(given().translator, store.charter, message))
    if not found:
        show(given().gettext("No messages kept apart."))
    return 0


def _json(imported: Imported) -> dict[str, Any]:
    return {
        "source": imported.source,
        "sender": imported.mail.address,
        "subject": imported.mail.subject,
        "result": imported.filed.how,
        "number": imported.filed.ticket,
        "flaws": list(imported.mail.flaws),
    }


def _tried_json(tried: Tried) -> dict[str, Any]:
    email = tried.email
    to, reason = ("", "") if email.is_sealed else (email.email, tried.reason)
    return {"email": email.event, "number": email.ticket, "to": to, "result": tried.became, "reason": reason}


def _unsent_json(store: Store, row: Unsent) -> dict[str, Any]:
    return {
        "email": row.event,
        "number": row.ticket,
        "way": row.way,
        "written": iso(store, row.at),
        "by": row.staff or None,
        "to": row.email,
        "subject": row.title,
        "state": row.state or "waiting",
        "tries": row.tries,
        "failing_since": iso(store, row.since),
        "reason": row.reason,
    }
