"""`desk feedback`: customer feedback and its follow-up."""

from typing import Any

import click

from desk.cli.login import opened
from desk.cli.options import common, given, json_option, show, show_json
from desk.i18n import Translator
from desk.presentation.feedback import feedback_line
from desk.store.commands.feedback import FeedbackEntry, feedback, record_feedback, use_feedback
from desk.store.database import Store


def add_satisfaction(group: click.Group, _: Translator) -> None:
    """Adds the commands to the group."""

    @group.group(name="feedback", invoke_without_command=True)
    @json_option(_)
    @common(_)
    @click.pass_context
    def feedback_(context: click.Context, as_json: bool) -> int:
        if context.invoked_subcommand is not None:
            return 0
        with opened() as store:
            found = feedback(store)
            if as_json:
                show_json([_json(store, entry) for entry in found])
            else:
                for entry in found:
                    show(feedback_line(given().translator, store.charter, entry))
        return 0

    @feedback_.command(help=_("Record feedback in the customer's words."), name="add")
    @click.argument("words", metavar="WORDS")
    @click.option("--of", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER", help=_("The related ticket."))
    @common(_)
    def add(words: str, of: int | None) -> int:
        with opened() as store:
            number = record_feedback(store, given().settings.staff, words, of)
        show(given().gettext("Feedback {number} recorded.", number=number))
        return 0

    @feedback_.command(help=_("Record what was done about feedback."), name="done")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("what", metavar="WHAT")
    @click.option("--publish", default="", metavar="WORDS", help=_("Public summary, without names."))
    @common(_)
    def done(number: int, what: str, publish: str) -> int:
        with opened() as store:
            use_feedback(store, given().settings.staff, number, what, publish)
        show(given().gettext("Feedback {number}: follow-up recorded.", number=number))
        return 0


def _json(store: Store, entry: FeedbackEntry) -> dict[str, Any]:
    def iso(moment: int | None) -> str | None:
        return None if moment is None else store.charter.at(moment).isoformat()

    return {
        "number": entry.id, "at": iso(entry.at), "who": entry.who, "ticket": entry.ticket, "words": entry.words,
        "done": entry.done or None, "done_at": iso(entry.done_at), "done_by": entry.done_by or None,
        "published": entry.said or None,
    }  # fmt: skip
