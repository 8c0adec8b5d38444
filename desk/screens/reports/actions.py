"""Commands that open a report: the calendar, the overview."""

from desk.screens.action_screen import ActionScreen
from desk.screens.reports.calendar import Year
from desk.screens.reports.overview import OverviewScreen
from desk.screens.reports.today import TodayScreen


async def calendar(screen: ActionScreen) -> None:
    """The working calendar of this year."""
    if screen.desk.charter:
        screen.app.push_screen(Year(screen.desk.charter.at(screen.desk.now).date()))


async def show_today(screen: ActionScreen) -> None:
    """Opens the page of the day."""
    await screen.app.push_screen(TodayScreen())


async def overview(screen: ActionScreen) -> None:
    """Opens the overview."""
    await screen.app.push_screen(OverviewScreen())
