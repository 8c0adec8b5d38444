"""Fields of the registry's actions: their widgets, and their values for the store."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from textual.widget import Widget

from desk.actions.action import Action, Default, Field, Type
from desk.actions.choices import ASKED_SCORES, SCORES, WAYS
from desk.charter.standards import Kind
from desk.charter.vocabulary import CHANNELS
from desk.i18n import Translator
from desk.presentation.formats import who
from desk.presentation.terms import ticket_ref
from desk.screens.base import Desk
from desk.screens.forms.base import FormScreen
from desk.store.queries.board import QueueRow
from desk.text import sanitize
from desk.widgets.fields import Choice, Line

# The reply channel of each channel; "" if it allows no reply.
_WAY_OF = dict.fromkeys(CHANNELS, "") | {way: way for way in WAYS} | {"voicemail": "phone"}


def ticket_number(typed: str) -> int | None:
    """The ticket number in the usual notations: 7, #7, №7; None for anything else."""
    digits = typed.strip().lstrip("#№ ")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else None


def named(_: Translator, row: QueueRow) -> str:
    """The ticket's number with its details, so that a mistyped number is noticed."""
    about = sanitize.one_line(", ".join(filter(None, (who(row), row.subject))), 80)
    return f"{ticket_ref(_, row.id)} ({about})"


def heading(desk: Desk, action: Action, row: QueueRow) -> str:
    """The heading of an action's form."""
    about = sanitize.one_line("  ".join(filter(None, (who(row), row.subject))), 100)
    return f"{desk.gettext(action.title)}: {ticket_ref(desk.translator, row.id)}  {about}"


def is_overdue(desk: Desk, row: QueueRow) -> bool:
    """Whether a promise of the ticket is overdue, so that the form asks for the reason of the delay."""
    return row.due is not None and row.due < desk.now


def likely_way(row: QueueRow, kind: Kind) -> str:
    """The likely contact method: the one used by the customer; for what came in a box or a list, one known for the candidate."""
    if kind.in_sessions:
        return "email" if row.email else _WAY_OF[row.channel]
    if not kind.in_batches:
        return _WAY_OF[row.channel]
    return "email" if row.email else "phone" if row.phone else "letter"


def widget_of(desk: Desk, field: Field, row: QueueRow, way: str) -> Widget:
    """The widget of a field. way: the likely contact method; "" to let the user choose."""
    if field.choices is not None:
        return Choice(_options(desk, field, row, way), way if field.default is Default.WAY else "", id=field.name)
    if field.type is Type.KIND:
        return Choice(_kinds(desk, map(desk.kind, desk.kind(row.kind).becomes)), "", id=field.name)
    if field.type is Type.CAUSE:
        language = desk.translator.language
        causes = [(cause.id, cause.title.in_language(language)) for cause in desk.kind(row.kind).causes]
        return Choice([("", desk.gettext("choose one")), *causes], "", id=field.name)
    if field.type is Type.NEW_KIND:
        return Choice(_kinds(desk, (kind for kind in desk.kinds if not (kind.has_exam or kind.in_batches))), "", id=field.name)
    value = {Default.NAME: row.name, Default.PHONE: row.phone}.get(field.default, "")
    return Line(value, placeholder=desk.gettext(field.hint) if field.hint else "", id=field.name)


def _kinds(desk: Desk, kinds: Iterable[Kind]) -> list[tuple[str, str]]:
    """The options of a choice of kinds, one with topics once for each of them."""
    _, options = desk.translator, [("", desk.gettext("choose one"))]
    for kind in kinds:
        title = kind.title.in_language(_.language)
        options += [(f"{kind.id}/{topic.id}", f"{title}: {topic.title.in_language(_.language)}") for topic in kind.topics] or [
            (kind.id, title)
        ]
    return options


def _options(desk: Desk, field: Field, row: QueueRow, way: str) -> list[tuple[str, str]]:
    """The options of a choice field, each with its label."""
    _ = desk.translator
    none = _(field.none) if field.none else ""
    if field.name == "reason" and row.due is None:
        none = _("none: no clock is running")
    elif field.default is Default.WAY and not way:
        none = _("not specified")
    options = [(value, _(words)) for value, words in (field.choices or {}).items()]
    if field.choices in (SCORES, ASKED_SCORES):
        options = [(value, f"{value} · {words}" if value in SCORES else words) for value, words in options]
    return [("", none), *options] if none else options


async def value_of(form: FormScreen[Any], field: Field) -> str | int | date | None:
    """The value of a field for the store. Raises InvalidDateTime."""
    match field.type:
        case Type.MOMENT | Type.LATER:
            return await form.moment(field.name)
        case Type.DAY:
            return await form.day(field.name)
        case Type.TICKET:
            return ticket_number(form.value(field.name))
        case _:
            return form.value(field.name)
