"""The application as seen by its services, which know no screen and import nothing that imports them."""

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
    """What an application provides to its services; implemented by DeskApp.

    settings: as read at the start. clock: the current time in UTC epoch seconds, with fraction. charter: the one in force; None
    before the database was opened. reminders: of the open tickets. keeps_typed: whether what is typed has been saved to disk.
    """

    settings: "Settings"
    clock: Callable[[], float]
    charter: "Charter | None"
    reminders: "list[ReminderRow]"
    keeps_typed: bool

    @property
    def now(self) -> int:
        """The current time in whole seconds."""

    @property
    def is_in_front(self) -> bool:
        """Whether the terminal's window has the focus; True where the terminal does not tell."""

    @property
    def staff(self) -> str:
        """The current user's name."""

    @property
    def translator(self) -> "Translator":
        """Translates into the language of the screens."""

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in the language of the screens."""

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message in the plural form for a number."""

    async def ask(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs work in the database thread and waits for it."""

    def run_in_background(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Runs something in the background; its errors are ignored."""

    def tell(self, message: str, *, stands: float = 4) -> None:
        """Shows a short message. stands: for how many seconds."""

    def warn(self, lines: Sequence[str], tickets: Sequence[int] = ()) -> None:
        """Shows a warning with a bell. tickets: those it is about."""

    def bell(self) -> None:
        """Rings the bell if it is enabled."""

    def way_to(self, name: str) -> str:
        """The keys for a command."""

    def error_line(self, error: BaseException) -> str:
        """An error as one line for the user; the log has its stack."""
