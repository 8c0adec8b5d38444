"""The working calendar of a year: one line per month, one character per day, and the details of the day under the cursor."""

from calendar import monthrange
from datetime import date, timedelta
from typing import ClassVar

from babel.dates import get_month_names
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.actions.keys import key_names
from desk.charter import calendar as days
from desk.charter.calendar import Day
from desk.presentation import deadlines, formats
from desk.screens.base import DeskScreen
from desk.screens.forms.change_form import ChangeForm, DayChange
from desk.text import sanitize

# A symbol and a colour for each kind of day, never a colour alone.
_SIGNS = {
    days.WORKING: ("·", "$foreground"),
    days.WORKING_WEEKEND: ("w", "$text-accent"),
    days.WEEKEND: (" ", ""),
    days.HOLIDAY: ("h", "$text-error"),
    days.DAY_OFF_MOVED: ("m", "$text-error"),
    days.CLOSED: ("x", "$text-warning bold"),
}
_SHORT = ("s", "$text-warning")
_UNCOUNTED = ("o", "$text-accent")

# The letters of the legend, which is a message, in other languages.
_LETTERS = {"ru": {"w": "р", "h": "п", "m": "в", "x": "з", "s": "к", "o": "о"}}


class Year(ModalScreen[None], DeskScreen):
    """Arrows move by day, PgUp and PgDn by year; Enter changes a day, with a preview."""

    CSS_PATH = "../modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(["escape", *key_names(("q",))]), "leave", show=False),
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "month(-1)", show=False),
        Binding("down", "month(1)", show=False),
        Binding("pageup", "month(-12)", show=False),
        Binding("pagedown", "month(12)", show=False),
        Binding("enter", "change", show=False),
    ]

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day

    def compose(self) -> ComposeResult:
        with Vertical(classes="form year"):
            yield Static("", markup=False, classes="heading", id="year")
            yield Static("", markup=False, id="months")
            yield Static("", markup=False, id="day")
            yield Static("", markup=False, classes="hints", id="signs")

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        """Shows the year of the day under the cursor."""
        charter, _ = self.desk.charter, self.desk.translator
        if charter is None:
            return
        calendar, year = charter.calendar, self.day.year
        working = sum(day.working for day in calendar.year(year))
        heading = _("{year}: {days}", year=year, days=_.ngettext("{n} working day", "{n} working days", working))
        if year > calendar.decreed_until:
            heading += "  ! " + _("Provisional: the decree on days off for {year} has not been published yet.", year=year)
        elif any(day.estimated for day in calendar.year(year)):
            heading += "  ! " + _("Provisional: holidays marked as estimated may move by a day.")
        self.query_one("#year", Static).update(Content(heading))
        numbers = "".join(f"{number if number in (1, 5, 10, 15, 20, 25, 30) else '':<2}" for number in range(1, 32))
        lines = [Content(f"{'':<6}{numbers}")]
        lines += [self._month(calendar.year(year), month) for month in range(1, 13)]
        self.query_one("#months", Static).update(Content("\n").join(lines))
        day = calendar.day(self.day)
        parts = [formats.on(_, day.date), deadlines.day_kind(_, day), deadlines.hours(day), deadlines.day_note(_, day)]
        self.query_one("#day", Static).update(Content(sanitize.one_line("  ".join(part for part in parts if part), 200)))
        signs = _("· working  s short  h holiday  m moved  w working weekend  x closed  o open, not counted")
        keys = _("Enter change the day   PgUp PgDn another year   Esc close")
        self.query_one("#signs", Static).update(Content(f"{signs}\n{keys}"))

    def _month(self, year: tuple[Day, ...], month: int) -> Content:
        name = get_month_names("abbreviated", "stand-alone", self.desk.translator.language)[month]
        letters = _LETTERS.get(self.desk.translator.language, {})
        parts: list[tuple[str, str]] = [(f"{name:<6.6}", "")]
        for day in (day_of_year for day_of_year in year if day_of_year.date.month == month):
            sign, style = _SHORT if day.short else _UNCOUNTED if day.open and not day.counts else _SIGNS[day.kind]
            parts.append((f"{letters.get(sign, sign)} ", f"{style} reverse".strip() if day.date == self.day else style))
        return Content.assemble(*parts)

    def action_move(self, by: int) -> None:
        """Moves by a day within the calendar."""
        self._go(self.day + timedelta(by))

    def action_month(self, by: int) -> None:
        """Moves to the same day of another month, or to its last day."""
        months = self.day.year * 12 + self.day.month - 1 + by
        year, month = divmod(months, 12)
        self._go(date(year, month + 1, min(self.day.day, monthrange(year, month + 1)[1])))

    def _go(self, day: date) -> None:
        charter = self.desk.charter
        if charter and charter.calendar.first_year <= day.year <= charter.calendar.last_year:
            self.day = day
            self.show()

    def action_change(self) -> None:
        """Opens the form to change the hours of this day or restore the usual ones."""

        def done(changed: bool | None) -> None:
            if changed:
                self.run_worker(self._changed(), group="reload")

        self.app.push_screen(ChangeForm(DayChange(self.day)), done)

    async def _changed(self) -> None:
        await self.desk.reload()
        self.show()

    def action_leave(self) -> None:
        """Closes the calendar."""
        self.dismiss()
