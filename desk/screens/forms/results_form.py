"""The results of a period, counted from the verdicts in the same way as the report."""

from datetime import date
from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.i18n import N_
from desk.presentation.reports import lines
from desk.reports.report import report
from desk.screens.forms.base import FormScreen
from desk.text.dates import parse_period
from desk.widgets.fields import Choice, Line

if TYPE_CHECKING:
    from desk.reports.report import Report


class ResultsForm(FormScreen[bool]):
    """Asks for the period and shows how its promises were kept."""

    command_id = "results"
    enter_words = N_("count")

    @property
    def heading(self) -> str:
        return self.desk.gettext("Results of a period")

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter count   PgDn PgUp   Esc close")

    def fields(self) -> list[tuple[str, Widget]]:
        _, today = self.desk.translator, self._today
        parts = [("", _("whole period")), ("week", _("by week")), ("month", _("by month")), ("person", _("by owner"))]
        parts.append(("customer", _("by kind of customer")))
        return [
            (_("First day"), Line(f"{today.replace(day=1):%d.%m.%Y}" if today else "", id="first")),
            (_("Last day"), Line(f"{today:%d.%m.%Y}" if today else "", id="last")),
            (_("Split"), Choice(parts, id="by")),
        ]

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("list")

    @property
    def _today(self) -> date | None:
        charter = self.desk.charter
        return charter.at(self.desk.now).date() if charter else None

    async def save(self) -> None:
        charter = self.desk.charter
        if charter is None or self._today is None:
            return
        begin, end = parse_period(self.value("first"), self.value("last"), self._today)
        self.aside(self.desk.gettext("Counting ..."))
        found: Report = await self.desk.query_readonly(report, begin, end, self.value("by"))
        self.aside("\n".join(lines(self.desk.translator, charter, found)))
        self.mark_prefilled()  # a query is not input that could be lost
