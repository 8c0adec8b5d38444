"""The application as its services see it: they know no screen, and import none of what imports them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.i18n import Translator
    from desk.settings import Settings
    from desk.store.database import Store
    from desk.store.queries.board import ReminderRow

P = ParamSpec("P")
T = TypeVar("T")


class Host(Protocol):
    """What an application must give to its services; DeskApp does.

    settings: as read at the start.
    clock: the present in UTC epoch seconds, with its fraction.
    charter: the applied one; None before the database was opened.
    reminders: of the open tickets.
    keeps_typed: whether what is typed is on the disk.
    """

    settings: "Settings"
    clock: Callable[[], float]
    charter: "Charter | None"
    reminders: "list[ReminderRow]"
    keeps_typed: bool

    @property
    def now(self) -> int:
        """The present in whole seconds."""

    @property
    def staff(self) -> str:
        """Who is at the desk."""

    @property
    def translator(self) -> "Translator":
        """Translates into the language of the screens."""

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in the language of the screens."""

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message in the form that the number asks for."""

    async def ask(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Has the database thread do something and waits for it."""

    def run_in_background(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Runs something in the background; its errors are ignored."""

    def tell(self, message: str, *, stands: float = 4) -> None:
        """Shows a short message. stands: for how many seconds."""

    def warn(self, lines: Sequence[str]) -> None:
        """Says what comes near, with a bell."""

    def bell(self) -> None:
        """Rings, if a bell is wanted at all."""

    def way_to(self, name: str) -> str:
        """What to press for a command."""

    def error_line(self, error: BaseException) -> str:
        """The error in one line for the user; its places stand in the log."""
