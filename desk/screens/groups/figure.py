"""The tickets behind a figure: a list to work in like any other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.actions.registry import Command
from desk.screens.groups.screen import GroupScreen

if TYPE_CHECKING:
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow
    from desk.store.queries.groups import Group

FIGURE = "figure"
_OF_GROUPS = ("show-all", "show-to-tell", "show-by-phone", "show-rest", "export-list", "move-session", "remove-session")


class FigureScreen(GroupScreen):
    """The tickets of a figure, in its order; what is done to one or to all marked is done as on the board."""

    key_bar = ("next-step", "take", "hand-over", "reply", "mark", "mark-all", "undo", "help")

    def __init__(self, title: str, numbers: Sequence[int]) -> None:
        super().__init__(FIGURE)
        self.title_words, self.numbers = title, tuple(numbers)

    async def read_group(self) -> "Group":
        from desk.store.queries.board import rows_of
        from desk.store.queries.groups import Group

        def read(store: "Store") -> "Group":
            found = rows_of(store, self.numbers)
            return Group(FIGURE, 0, [found[number] for number in self.numbers if number in found])

        return await self.desk.ask(read)

    def head_words(self, group: "Group") -> str:  # noqa: ARG002 - as a group has it
        return self.title_words

    @property
    def helped(self) -> list[Command]:
        return [command for command in self.commands if command.id not in _OF_GROUPS]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is a group's means nothing here."""
        if parameters and parameters[0] in _OF_GROUPS:
            return False
        return super().check_action(action, parameters)

    def about(self, row: "QueueRow") -> str:
        return row.subject
