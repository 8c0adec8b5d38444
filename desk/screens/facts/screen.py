"""The facts to answer from: found while typing, changed and withdrawn by the supervisor."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from desk.actions.action import FACTS
from desk.actions.rights import Right
from desk.i18n import translator
from desk.outgoing.fact_words import early_words, fact_line, fact_title, fact_words
from desk.outgoing.mass_letters import fitting
from desk.outgoing.texts import CHANGED
from desk.presentation import formats
from desk.screens.base import DeskScreen
from desk.screens.dialogs.dialog import Question
from desk.screens.facts.fact_form import FactForm
from desk.screens.forms.letters_form import LettersForm
from desk.screens.groups.screen import GroupScreen
from desk.screens.ticket.actions import read_texts
from desk.screens.ticket.together import told_all
from desk.store.facts.closing import closes_early
from desk.store.facts.telling import told_outdated
from desk.store.facts.versions import fact_versions, find_facts, withdraw_fact
from desk.store.queries.groups import TOLD_OTHERWISE
from desk.text import sanitize
from desk.widgets.fields import Line
from desk.widgets.option_list import Options

if TYPE_CHECKING:
    from desk.outgoing.mass_letters import Written
    from desk.screens.action_screen import ActionScreen
    from desk.store.facts.versions import FactRow

SHOWN = 200  # facts in the list; typing finds the others


async def show_facts(screen: DeskScreen) -> None:
    """Opens the facts."""
    await screen.app.push_screen(FactsScreen())


class FactsScreen(DeskScreen, Screen[None]):
    """Lists the facts that fit what is typed; Enter changes one, Esc goes back."""

    CSS_PATH = "facts.tcss"
    place = FACTS
    BINDINGS = [  # noqa: RUF012 - as Textual declares it
        ("escape", "leave", ""), ("down", "move('cursor_down')", ""), ("up", "move('cursor_up')", ""),
        ("pagedown", "move('page_down')", ""), ("pageup", "move('page_up')", ""),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FactRow] = []
        self._at = 0  # the fact to go to once it is listed

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        yield Static(Content(_("Facts to answer from")), markup=False, classes="heading")
        yield Line(placeholder=_("type what is asked; all facts if empty"), id="wanted")
        yield Options(markup=False, compact=True)
        yield Static("", markup=False, id="whole")
        yield Static("", markup=False, id="wrong")
        hints = _(
            "Enter change   {key[new-fact]} new   {key[told-fact]} who was told   {key[withdraw-fact]} withdraw   Esc back",
            key=self.desk.keys,
        )
        yield Static(Content(hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.bind_keys()
        self._list = self.query_one(Options)
        self._list.can_focus = False
        self.query_one(Line).focus()
        self.refresh_data()

    def refresh_data(self) -> None:
        """Reads the facts again; the cursor stays on its fact."""
        row = self._row
        self._at = self._at or (row.version.fact if row else 0)
        self._look()

    @on(Input.Changed, "#wanted")
    def _typed(self) -> None:
        self._look()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        wanted = self.query_one(Line).value
        try:
            rows, count = await self.desk.query_readonly(find_facts, wanted, SHOWN)
        except Exception as error:
            self.desk.show_error(error)
            return
        self._rows = rows
        self._show(count)

    def _show(self, count: int) -> None:
        charter, _ = self.desk.charter, self.desk.translator
        if charter is None:
            return
        today = charter.at(self.desk.now).date()
        lines = [
            f"{row.version.fact:>4}  {fact_line(_, row.version.content, charter.at(row.version.recorded).date(), today)}"
            for row in self._rows
        ]
        self._list.clear_options()
        self._list.add_options([Option(Content(sanitize.one_line(line, 200))) for line in lines])
        if self._rows:
            places = [place for place, row in enumerate(self._rows) if row.version.fact == self._at]
            self._list.highlighted = places[0] if places else 0
        self._at = 0
        more = count - len(self._rows)
        self._say(_.ngettext("and {n} more: type to find it", "and {n} more: type to find them", more) if more else "")
        self._say_whole()

    @property
    def _row(self) -> "FactRow | None":
        """The fact under the cursor."""
        place = self._list.highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    @on(OptionList.OptionHighlighted)
    def _say_whole(self) -> None:
        """Shows the fact under the cursor as customers are told it, how long it is valid, and what comes next."""
        _, row = self.desk.translator, self._row
        if row is None:
            wanted = self.query_one(Line).value.strip()
            self.query_one("#whole", Static).update(Content(_("Nothing found.") if wanted else _("No facts yet.")))
            return
        content = row.version.content
        lines = [
            *(fact_words(translator(language), content) for language in ("ru", "en")),
            _("Valid {since} – {until}", since=formats.on(_, content.since), until=formats.on(_, content.until)),
        ]
        if row.coming is not None:
            said = _("not told any more") if row.coming.is_withdrawn else fact_words(_, row.coming.content)
            lines.append(_("From {day}: {words}", day=formats.on_short(_, row.coming.content.since), words=said))
        self.query_one("#whole", Static).update(Content(sanitize.safe("\n".join(lines))))

    def _say(self, words: str) -> None:
        self.query_one("#wrong", Static).update(Content(words))

    # -- keys ---------------------------------------------------------------------------------------------------------

    async def action_move(self, how: str) -> None:
        """Moves through the list while the focus stays in the field."""
        await self._list.run_action(how)

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _change(self) -> None:
        """Opens the form for a new version of the fact under the cursor."""
        if self._row is not None and self._may(Right.LEAD):
            self.start(self._open_form, self._row.version.fact)

    async def _open_form(self, fact: int) -> None:
        versions = await self.desk.ask(fact_versions, fact)
        self.app.push_screen(FactForm(versions[-1]), self._saved)

    def action_new(self) -> None:
        """Opens the form for a new fact."""
        if self._may(Right.LEAD):
            self.app.push_screen(FactForm(), self._saved)

    def _saved(self, fact: int | None) -> None:
        if fact is not None:
            self._at = fact
            self.refresh_data()
            self.start(self._say_saved, fact)

    async def _say_saved(self, fact: int) -> None:
        """Confirms it, with a warning if registration closes earlier than for other sessions (commitments.11)."""
        early = await self.desk.ask(closes_early, fact)
        said = [self.desk.gettext("Fact saved."), *([early_words(self.desk.translator, early)] if early else [])]
        self.desk.tell(" ".join(said))
        await self._offer_to_write(fact)

    async def _offer_to_write(self, fact: int) -> None:
        """Lists who was told the fact before it changed, if anybody was."""
        if await self.desk.ask(told_outdated, fact):
            await self.app.push_screen(GroupScreen(TOLD_OTHERWISE, fact))

    def action_told(self) -> None:
        """Lists who was told the fact under the cursor before it changed."""
        if self._row is not None:
            self.start(self._show_told, self._row.version.fact)

    async def _show_told(self, fact: int) -> None:
        if await self.desk.ask(told_outdated, fact):
            await self.app.push_screen(GroupScreen(TOLD_OTHERWISE, fact))
        else:
            self._say(self.desk.gettext("Nobody was told anything else than it says now."))

    def action_withdraw(self) -> None:
        """Withdraws the fact under the cursor after a question."""
        row, _ = self._row, self.desk.translator
        if row is None or not self._may(Right.LEAD):
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self.start(self._withdraw, row.version.fact, row.newest)

        words = _("Withdraw “{fact}”? It is not offered any more; its history stays.", fact=fact_title(_, row.version.content))
        self.app.push_screen(Question(words), decided)

    async def _withdraw(self, fact: int, seen: int) -> None:
        await self.desk.ask(withdraw_fact, self.desk.staff, fact, seen)
        self.desk.tell(self.desk.gettext("Fact withdrawn."))
        self.refresh_data()
        await self._offer_to_write(fact)

    def _may(self, right: Right) -> bool:
        """Whether the user may do it; says so if not."""
        may = right in self.desk.session.access.rights
        if not may:
            self._say(self.desk.gettext("Facts are kept by the supervisor: your role does not include it."))
        return may


async def write_changed(screen: "ActionScreen") -> None:
    """Writes to the marked customers, else to all of the list, that what they were told has changed."""
    desk = screen.desk
    if not isinstance(screen, GroupScreen) or screen.group is None or screen.group.fact is None or desk.charter is None:
        return
    rows = (screen.marks.rows if screen.marks else []) or list(screen.group.rows)
    texts, wrong = await read_texts(screen)
    found = [text for text in fitting(texts, rows, desk.charter, [CHANGED]) if text.when == CHANGED]

    def done(written: "Written | None") -> None:
        if written is not None:
            told_all(screen, written)

    if rows and found:
        screen.app.push_screen(LettersForm(rows, found, screen.group.fact), done)
    else:
        desk.tell(desk.gettext("Nobody to write to."))
    if wrong:
        desk.show_error(wrong)
