"""The two languages of the desk. A message is written in English where it is used and found in both catalogues of `locale/`.

`say` is a Tongue: `say("Call back")`, `say("Opens at {time}", time=...)`, `say.n("{n} day", "{n} days", 3)`. Text chosen
before the language is known is marked with `later()` and said afterwards.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("ru", "en")
LANGUAGE_NAMES = {"ru": "русский", "en": "English"}
_LOCALE = Path(__file__).parent / "locale"


class Tongue:
    """One language. A message without a translation is said in English, and a test names it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = gettext.translation("desk", _LOCALE, [language])

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, its {fields} filled in."""
        said = self._catalogue.gettext(message)
        return said.format(**values) if values else said

    def n(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The message in the form that the number asks for: 1 день, 2 дня, 5 дней. {n} is the number."""
        return self._catalogue.ngettext(one, many, number).format(n=number, **values)


def later(message: str) -> str:
    """Marks a message for the catalogues that is said elsewhere."""
    return message


@cache
def tongue(language: str) -> Tongue:
    """The language of this code (`ru` or `en`). Raises ValueError for another one."""
    if language not in LANGUAGES:
        raise ValueError(language)
    return Tongue(language)


def wanted_language(given: str | None = None, filed: str | None = None) -> str:
    """`ru` or `en`: as given, else DESK_LANG, else what `desk.toml` says, else the environment's locale, else English."""
    if given in LANGUAGES:
        return given
    locale = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for value in (os.environ.get("DESK_LANG"), filed, *locale):
        if value:
            return "ru" if value.lower().startswith("ru") else "en"
    return "en"
