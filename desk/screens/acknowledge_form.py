"""Acknowledging a complaint: the text says what is missing, when news comes, and when the answer would."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from desk.screens.act_form import ActForm
from desk.widgets.fields import Line, Lines

if TYPE_CHECKING:
    from desk.store.tickets import TicketView


class AcknowledgeForm(ActForm):
    """The centre's text in the customer's language, to be changed, copied and sent; what was sent is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "copy", show=False)]

    def __init__(self, view: "TicketView") -> None:
        super().__init__("acknowledged", view.row)
        self.view = view
        self._made = ""

    @property
    def hints(self) -> str:
        return self.desk.say("Enter saves   Ctrl+S saves from the text   F9 copies the text   Esc leaves")

    def key_rows(self) -> list[tuple[str, str]]:
        return [*super().key_rows(), ("F9", self.desk.say("copies the text"))]

    def fields(self) -> list[tuple[str, Widget]]:
        say = self.desk.say
        missing = self.view.story.missing
        self._made = self._text(missing[0] if missing else "")
        return [
            (say("What is missing"), Line(missing[0] if missing else "", id="missing")),
            (say("Text"), Lines(self._made, id="text")),
            *super().fields()[1:],
        ]

    def typed(self) -> dict[str, str]:
        """But for the text as long as it says what we made of it: it would say so of another day."""
        return {name: words for name, words in super().typed().items() if name != "text" or words != self._made}

    @on(Input.Changed, "#missing")
    def _missing_changed(self, event: Input.Changed) -> None:
        """The text follows, as long as nobody has changed it."""
        field = self.query_one("#text", Lines)
        if field.text == self._made:
            self._made = self._text(event.value.strip())
            field.text = self._made

    def _text(self, missing: str) -> str:
        from desk.letters import acknowledgement
        from desk.tongue import tongue

        charter, language = self.desk.charter, self.view.story.language
        return acknowledgement(tongue(language), charter, self.row, missing, self.desk.now) if charter else ""

    def action_copy(self) -> None:
        """The text, for the mail program."""
        self.app.copy_to_clipboard(self.query_one("#text", Lines).text)
        self.desk.tell(self.desk.say("Copied."))

    async def perform(self) -> None:
        from desk.store.actions import acknowledge

        moment = await self.moment("at")
        words, missing, way = self.value("text"), self.value("missing"), self.value("way")
        await self.desk.ask(acknowledge, self.staff, self.row.id, words, missing, way, moment, seen=self.row.version)
