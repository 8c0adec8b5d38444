"""Writing to several people at once: one of the centre's texts, to each in their own language."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget

from desk.i18n import N_
from desk.outgoing.mass_letters import specimen, write_to
from desk.outgoing.texts import find
from desk.screens.forms.action_fields import named
from desk.screens.forms.base import FormScreen
from desk.store.addresses import EMAIL, LETTER
from desk.store.commands.letters import ways_to
from desk.widgets.fields import Choice
from desk.widgets.save_progress import SaveProgress

if TYPE_CHECKING:
    from desk.facts.fact import Version
    from desk.outgoing.mass_letters import Written
    from desk.outgoing.texts import ReplyText
    from desk.store.queries.board import QueueRow


class LettersForm(FormScreen["Written"]):
    """Asks for the text, and for what to do about people without an email, and shows the first of the letters.

    Returns how many letters were written. fact: what the letters tell of the facts.
    """

    command_id = "reply"
    enter_words = N_("write to all")

    def __init__(self, rows: "Sequence[QueueRow]", texts: "Sequence[ReplyText]", fact: "Version | None" = None) -> None:
        super().__init__()
        self.fact = fact
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
        self.query_one(".form").add_class("letters")
        self.run_worker(self._count_ways(), group="known", exit_on_error=False)

    async def _count_ways(self) -> None:
        self._ways = await self.desk.query_readonly(ways_to, [row.id for row in self.rows])
        self._preview()

    @on(Choice.Changed)
    @work(group="preview", exclusive=True, exit_on_error=False)
    async def _preview(self) -> None:
        """Shows how many will be written to by which method, and the first of the letters."""
        if self._ways is None:
            return
        numbers, body = [row.id for row in self.rows], find(self.texts, self.value("text"))
        shown = await self.desk.query_readonly(specimen, self.staff, numbers, body, on_paper=self._on_paper, fact=self.fact)
        lines = [self._count_words(self._ways)]
        if shown:
            lines += [self.desk.gettext("The first of them, {ticket}:", ticket=named(self.desk.translator, shown.row)), shown.text]
        self.aside("\n".join(lines))

    @property
    def _on_paper(self) -> bool:
        return self.value("paper") == "paper"

    def _count_words(self, ways: Counter[str]) -> str:
        _, on_paper = self.desk.translator, self._on_paper
        words = [_.ngettext("{n} email", "{n} emails", ways[EMAIL])]
        if on_paper and ways[LETTER]:
            words.append(_.ngettext("{n} letter", "{n} letters", ways[LETTER]))
        if left := len(self.rows) - ways[EMAIL] - (ways[LETTER] if on_paper else 0):
            words.append(_("without any address: {n}", n=left) if on_paper else _("without an email: {n}", n=left))
        return ", ".join(words)

    async def save(self) -> "Written":
        body, seen, progress = find(self.texts, self.value("text")), list(self.seen().items()), self._bar.say_done
        return await self.desk.ask(write_to, self.staff, seen, body, on_paper=self._on_paper, fact=self.fact, progress=progress)
