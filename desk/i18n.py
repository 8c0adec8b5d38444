"""Translations: gettext with messages in English, a Russian catalogue in `locale/`.

A `Translator` is called like gettext and fills in fields: `_("Call back")`, `_("Opens at {time}", time=...)`,
`_.ngettext("{n} day", "{n} days", 3)`. `N_` marks a message that is translated elsewhere, once the language is known.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGE_NAMES = {"ru": "русский", "en": "English"}
LANGUAGES = tuple(LANGUAGE_NAMES)
_LOCALE = Path(__file__).parent / "locale"


class Translator:
    """Translates into one language. A message without a translation stays English, and a test names it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = gettext.NullTranslations() if language == "en" else gettext.translation("desk", _LOCALE, [language])

    def gettext(self, message: str, /, **values: object) -> str:
        """The message in this language, its {fields} filled in."""
        translated = self._catalogue.gettext(message)
        return translated.format(**values) if values else translated

    __call__ = gettext

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """The message in the form that the number asks for: 1 день, 2 дня, 5 дней. {n} is the number."""
        return self._catalogue.ngettext(singular, plural, number).format(n=number, **values)


def N_(message: str) -> str:
    """Marks a message for the catalogue that is translated elsewhere."""
    return message


@cache
def translator(language: str) -> Translator:
    """The translator into one of LANGUAGES. Raises ValueError for another one."""
    if language not in LANGUAGES:
        raise ValueError(language)
    return Translator(language)


def wanted_language(given: str | None = None, filed: str | None = None) -> str:
    """One of LANGUAGES: as given, else DESK_LANG, else what `desk.toml` says, else the environment's locale, else English."""
    if given in LANGUAGES:
        return given
    locale = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for value in (os.environ.get("DESK_LANG"), filed, *locale):
        if value:
            return next((language for language in LANGUAGES if value.lower().startswith(language)), "en")
    return "en"
