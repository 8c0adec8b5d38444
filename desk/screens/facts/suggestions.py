"""The facts that fit what is typed, shown below the fields of a form."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerError

from desk.facts.fact import Told, Version
from desk.i18n import translator
from desk.outgoing.fact_words import fact_line, fact_words, is_told
from desk.store.facts.versions import best_facts, facts_in

if TYPE_CHECKING:
    from desk.screens.base import Desk, DeskScreen

FACT_KEYS = ("fact-1", "fact-2", "fact-3")


class Suggestions:
    """The facts offered in a form, and those that were put into its answer.

    form: on which they are shown, above its notes.
    """

    def __init__(self, form: "DeskScreen") -> None:
        self._form = form
        self._wanted = ""
        self._offered: list[Version] = []
        self._put: list[Told] = []
        self._looking: Worker[None] | None = None

    def look_up(self, typed: str) -> None:
        """Shows the facts that fit what is typed, unless more was typed until they were found."""
        if typed != self._wanted:
            self._wanted = typed
            self._looking = self._form.run_worker(partial(self._look_up, typed), group="facts", exclusive=True, exit_on_error=False)

    async def _look_up(self, typed: str) -> None:
        found = await self._form.desk.query_readonly(best_facts, typed) if typed.strip() else []
        if typed == self._wanted:
            self._offered = found
            await self._show()

    async def _show(self) -> None:
        desk, charter = self._form.desk, self._form.desk.charter
        if charter is None:
            return
        here = self._form.query("#facts")
        if not here and self._offered:
            await self._form.query_one(".aside").mount(Static("", markup=False, id="facts"), before=0)
        today = charter.at(desk.now).date()
        lines = [
            f"{desk.keys[key]:>2}  {fact_line(desk.translator, version.content, charter.at(version.recorded).date(), today)}"
            for key, version in zip(FACT_KEYS, self._offered, strict=False)
        ]
        if self._put:  # a line of the form may be too short to read it out
            lines.append(desk.gettext("“{words}”", words=self._put[-1].words))
        for shown in self._form.query("#facts").results(Static):
            shown.update(Content("\n".join(lines)))
            shown.display = bool(lines)

    async def put(self, place: int, language: str) -> str:
        """The words of an offered fact for the answer, which are remembered as told. place: from 0; language: of the customer. ""
        if fewer are offered. A key pressed right after the last word waits for the facts that fit it."""
        if self._looking is not None:
            with suppress(WorkerError):  # nothing is offered then
                await self._looking.wait()
        if place >= len(self._offered):
            self._form.desk.tell(
                self._form.desk.gettext("{key}: no fact is offered here.", key=self._form.desk.keys[FACT_KEYS[place]])
            )
            return ""
        version = self._offered[place]
        words = fact_words(translator(language), version.content)
        self._put.append(Told(version.id, words))
        await self._show()
        return words

    def own_words(self, answer: str) -> str:
        """What an answer says beyond the facts that were put into it."""
        for told in self._put:
            answer = answer.replace(told.words, "")
        return answer.strip()

    async def told(self, answer: str, language: str) -> tuple[Told, ...]:
        """The facts that an answer contains: those that were put in and still stand there, and those that fit its own words, since
        a restored draft does not say where they came from."""
        if not answer.strip():
            return ()
        found = {told.version: told for told in self._put if is_told(told.words, answer)}
        for version in await self._form.desk.query_readonly(facts_in, answer):
            words = fact_words(translator(language), version.content)
            if version.id not in found and is_told(words, answer):
                found[version.id] = Told(version.id, words)
        return tuple(found.values())


def facts_hint(desk: "Desk") -> str:
    """The keys that put a fact into the answer, for the last line of a form."""
    return desk.gettext("{keys} tell a fact", keys=" ".join(desk.keys[key] for key in FACT_KEYS))
