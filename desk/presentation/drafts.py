"""Text for drafts: the list and a single draft."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desk.actions.registry import ACTIONS
from desk.charter import Charter
from desk.i18n import Translator
from desk.presentation import formats, terms
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.system.draft_files import Draft

DRAFT_SHOWN = 70  # characters: a line of the list at 80 columns


def draft_line(_: Translator, charter: Charter, draft: "Draft", rows: "Mapping[int, QueueRow]", now: int) -> str:
    """A draft in one line: its form, whose ticket it is for, when it was typed, how it begins."""
    row = rows.get(draft.numbers[0]) if len(draft.numbers) == 1 else None
    when = formats.lately(_, charter.at(draft.at), charter.at(now))
    parts = (_draft_title(_, charter, draft), sanitize.one_line(formats.who(row), 24) if row else "", when, draft_words(draft))
    return sanitize.one_line("  ".join(filter(None, parts)), DRAFT_SHOWN)


def draft_heading(_: Translator, charter: Charter, draft: "Draft", now: int) -> str:
    """The heading above the text of a draft whose form can no longer be filled in."""
    when = formats.lately(_, charter.at(draft.at), charter.at(now))
    return _("{what}: not possible now. Text typed {moment}:", what=_draft_title(_, charter, draft), moment=when)


def draft_words(draft: "Draft") -> str:
    """The typed text, field by field."""
    return "\n".join(draft.typed.values())


def _draft_title(_: Translator, charter: Charter, draft: "Draft") -> str:
    """The title of its command, or the kind of a new case, and the tickets."""
    name, _unused, about = draft.form.partition(" ")
    title = next((_(command.title) for command in ACTIONS if command.id == name), name)
    if about in charter.kinds:
        title = charter.kind(about).title.in_language(_.language)
    if len(draft.numbers) > 1:
        return f"{title}: {_.ngettext('{n} ticket', '{n} tickets', len(draft.numbers))}"
    return " ".join([title, *(terms.ticket_ref(_, number) for number in draft.numbers)])
