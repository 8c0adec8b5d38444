"""`desk corrective`: what is done so that complaints do not come back."""

from typing import Any

import click

from desk.cli.login import opened
from desk.cli.options import common, given, json_option, show, show_json
from desk.cli.tickets import day, iso
from desk.i18n import Translator
from desk.presentation.feedback import corrective_line
from desk.store.complaints.corrective_actions import (
    Corrective,
    corrective_actions,
    finish_corrective_action,
    move_corrective_action,
)
from desk.store.database import Store

_NUMBER = click.IntRange(1, 2**31 - 1)


def add_corrective(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.group(name="corrective", invoke_without_command=True)
    @click.option("--all", "everything", is_flag=True, help=_("The done ones too."))
    @json_option(_)
    @common(_)
    @click.pass_context
    def corrective_(context: click.Context, everything: bool, as_json: bool) -> int:
        if context.invoked_subcommand is not None:
            return 0
        with opened() as store:
            found = corrective_actions(store, everything=everything)
            if as_json:
                show_json([corrective_json(store, action) for action in found])
            elif not found:
                show(given().gettext("No open corrective actions."))
            else:
                for action in found:
                    show(corrective_line(given().translator, store.charter, action, store.now()))
        return 0

    @corrective_.command(help=_("Record that a corrective action was done."), name="done")
    @click.argument("number", type=_NUMBER, metavar="NUMBER")
    @click.argument("what", metavar="WHAT")
    @click.option("--publish", default="", metavar="WORDS", help=_("Public summary, without names."))
    @common(_)
    def done(number: int, what: str, publish: str) -> int:
        with opened() as store:
            finish_corrective_action(store, given().settings.staff, number, what, publish)
        show(given().gettext("Corrective action {number} recorded.", number=number))
        return 0

    @corrective_.command(help=_("Change the owner or the due day of a corrective action."), name="move")
    @click.argument("number", type=_NUMBER, metavar="NUMBER")
    @click.option("--owner", default="", metavar="NAME", help=_("Owner of the corrective action."))
    @click.option("--due", metavar="DATE", help=_("Due day of the corrective action."))
    @common(_)
    def move(number: int, owner: str, due: str | None) -> int:
        with opened() as store:
            move_corrective_action(store, given().settings.staff, number, owner, day(store, due) if due else None)
        show(given().gettext("Corrective action {number} recorded.", number=number))
        return 0


def corrective_json(store: Store, action: Corrective) -> dict[str, Any]:
    """A corrective action as JSON."""
    return {
        "number": action.id, "ticket": action.ticket, "words": action.words, "owner": action.owner, "due": action.due,
        "who": action.who, "recorded": iso(store, action.recorded), "done": action.done or None,
        "done_at": iso(store, action.done_at), "done_by": action.done_by or None, "published": action.said or None,
    }  # fmt: skip
