"""The form for a fact: a new one, or a new version of one."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from desk.charter.errors import in_field
from desk.facts.fact import Content
from desk.facts.price import parse_price, price_words
from desk.i18n import N_
from desk.outgoing.fact_words import fact_title
from desk.presentation.terms import FACT_FIELDS
from desk.screens.forms.base import FormScreen
from desk.store.errors.tickets import FactChanged
from desk.store.facts.versions import fact_versions, save_fact
from desk.text.dates import EITHER_WAY
from desk.widgets.fields import Line

if TYPE_CHECKING:
    from desk.facts.fact import Version

_DAYS, _PRICES = ("day", "opens", "closes", "since", "until"), ("price", "late_price")
_HINTS = {
    "name": N_("B2 First (FCE); or what the answer is about"),
    "price": N_("14500, 14 500,50 or 120 EUR"),
    "keywords": N_("further words by which it is found"),
    "since": N_("today if empty"),
}


class FactForm(FormScreen[int]):
    """Writes a fact; returns its id. version: the newest one of the fact that is changed, None for a new fact."""

    def __init__(self, version: "Version | None" = None) -> None:
        super().__init__()
        self.command_id = "new-fact"
        self._version = version

    @property
    def heading(self) -> str:
        _ = self.desk.translator
        if self._version is None:
            return _("New fact")
        return _("Change: {fact}", fact=fact_title(_, self._version.content))

    @property
    def drafted_as(self) -> str:
        """One draft for each fact."""
        return f"{self.command_id} {self._version.fact}" if self._version else self.command_id

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        return [
            (_(label), Line(self._shown(name), placeholder=_(_HINTS[name]) if name in _HINTS else "", id=name.replace("_", "-")))
            for name, label in FACT_FIELDS.items()
        ]

    def _shown(self, name: str) -> str:
        """What the changed fact says now; a new version is valid from today unless somebody says otherwise."""
        return _shown(self._version.content, name) if self._version and name != "since" else ""

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        """Restores the typed values, and shows what the fact says now: it may have been changed since."""
        super().put_back(typed, chosen)
        if self._version is not None:
            self._show_version(self._version)

    async def save(self) -> int:
        content = await self._content()
        fact, seen = (self._version.fact, self._version.id) if self._version else (None, 0)
        try:
            written = await self.desk.ask(save_fact, self.staff, content, fact, seen)
        except FactChanged:
            if fact is not None:
                versions = await self.desk.ask(fact_versions, fact)
                self._version = versions[-1]
                self._show_version(self._version)
            raise
        return fact or written

    async def _content(self) -> Content:
        """What was typed. Raises InvalidDateTime, WrongFact."""
        values: dict[str, Any] = {name: self.value(name.replace("_", "-")) for name in FACT_FIELDS}
        for name in _PRICES:
            with in_field(name):
                values[name] = parse_price(values[name])
        for name in _DAYS:
            values[name] = await self.day(name, EITHER_WAY) or (date.min if name in ("since", "until") else None)
        return Content(**values)

    def _show_version(self, version: "Version") -> None:
        """Shows what somebody else wrote meanwhile; the next save is based on it."""
        _ = self.desk.translator
        said = [f"{_(label)}: {shown}" for name, label in FACT_FIELDS.items() if (shown := _shown(version.content, name))]
        self.aside(_("The fact says now:") + "\n" + "\n".join(said))


def _shown(content: Content, name: str) -> str:
    """A value as it is typed."""
    value = asdict(content)[name]
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return price_words(value, "ru") if name in _PRICES else value or ""
