"""The form of an act that is done to several tickets: asked once, done to all of them or to none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.actions.action import Field
from desk.actions.registry import find
from desk.screens.forms.action_form import ActForm
from desk.screens.forms.progress import ShowsProgress

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow

_OF_EACH = ("number", "of")  # what no two tickets have in common


class TogetherForm(ActForm, ShowsProgress[tuple[int, str]]):
    """Asks what the act asks and does it to every ticket; gives back how many, and the act."""

    def __init__(self, name: str, rows: "Sequence[QueueRow]") -> None:
        super().__init__(name, rows[0])
        self.rows = rows

    @property
    def heading(self) -> str:
        _ = self.desk.translator
        return f"{_(find(self.command_id).title)}: {_.ngettext('{n} ticket', '{n} tickets', len(self.rows))}"

    async def _say_where_to(self) -> None:
        """Each to their own address."""

    @property
    def total(self) -> int:
        return len(self.rows)

    def asked(self) -> list[Field]:
        return [field for field in super().asked() if field.name not in _OF_EACH]

    def _likely_way(self) -> str:
        """What many are told by hand they are told by phone, if all of them have one; else by what all of them have."""
        if self.row.kind not in ("certificate", "registration"):
            return super()._likely_way()
        if all(row.phone for row in self.rows):
            return "phone"
        return "email" if all(row.email for row in self.rows) else ""

    def _options(self, field: Field) -> list[tuple[str, str]]:
        options = super()._options(field)
        return [("", self.desk.gettext("not said")), *options] if field.name == "way" and not self._likely_way() else options

    def named(self) -> str:
        return self.desk.ngettext("{n} ticket", "{n} tickets", len(self.rows))

    def seen(self) -> dict[int, int]:
        return {row.id: row.version for row in self.rows}

    def now_sees(self, row: "QueueRow") -> None:
        self.rows = [row if one.id == row.id else one for one in self.rows]

    def was_seen(self, versions: dict[int, int]) -> None:
        self.rows = [row._replace(version=versions.get(row.id, row.version)) for row in self.rows]

    async def save(self) -> tuple[int, str] | None:
        from desk.store.commands.perform import perform_together

        values, seen = await self.filled_in(), list(self.seen().items())
        await self.desk.ask(perform_together, self.staff, seen, self.command_id, values, self.say_done)
        return len(self.rows), self.command_id
