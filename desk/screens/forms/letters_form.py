"""Writing to several people at once: one of the centre's texts, to each in their own language."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from desk.outgoing.mass_letters import write_to
from desk.outgoing.texts import find
from desk.screens.forms.base import FormScreen
from desk.store.addresses import EMAIL, LETTER
from desk.store.commands.letters import ways_to
from desk.widgets.fields import Choice
from desk.widgets.save_progress import SaveProgress

if TYPE_CHECKING:
    from desk.outgoing.mass_letters import Written
    from desk.outgoing.texts import ReplyText
    from desk.store.queries.board import QueueRow


class LettersForm(FormScreen["Written"]):
    """Asks for the text, and for what to do about people without an email; returns how many letters were written."""

    command_id = "reply"

    def __init__(self, rows: "Sequence[QueueRow]", texts: "Sequence[ReplyText]") -> None:
        super().__init__()
        self.rows = rows
        self.texts = texts
        self._ways: Counter[str] | None = None
        self.progress = self._bar = SaveProgress(self, lambda: len(self.rows), lambda: self.saving)

    @property
    def heading(self) -> str:
        _ = self.desk.translator
        return _("Write to all: {tickets}", tickets=_.ngettext("{n} ticket", "{n} tickets", len(self.rows)))

    def seen(self) -> dict[int, int]:
        return {row.id: row.version for row in self.rows}

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        none = [("", _("stay for a phone call")), ("paper", _("get a paper letter"))]
        texts = [(text.id, text.title.in_language(_.language)) for text in self.texts]
        return [(_("Text"), Choice(texts, id="text")), (_("No email"), Choice(none, id="paper"))]

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._count_ways(), group="known", exit_on_error=False)

    async def _count_ways(self) -> None:
        self._ways = await self.desk.query_readonly(ways_to, [row.id for row in self.rows])
        self._say_ways()

    @on(Choice.Changed)
    def _say_ways(self) -> None:
        """Previews how many will be written to by which method."""
        if self._ways is None:
            return
        _, on_paper = self.desk.translator, self.value("paper") == "paper"
        words = [_.ngettext("{n} email", "{n} emails", self._ways[EMAIL])]
        if on_paper and self._ways[LETTER]:
            words.append(_.ngettext("{n} letter", "{n} letters", self._ways[LETTER]))
        if left := len(self.rows) - self._ways[EMAIL] - (self._ways[LETTER] if on_paper else 0):
            words.append(_("without any address: {n}", n=left) if on_paper else _("without an email: {n}", n=left))
        self.aside(", ".join(words))

    async def save(self) -> "Written":
        body, seen, progress = find(self.texts, self.value("text")), list(self.seen().items()), self._bar.say_done
        on_paper = self.value("paper") == "paper"
        return await self.desk.ask(lambda store: write_to(store, self.staff, seen, body, on_paper=on_paper, progress=progress))
