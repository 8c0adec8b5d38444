"""Keyboard layouts: what the same keys type on the other layout. Pure."""

_LATIN_KEYS, _RUSSIAN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.", "ёйцукенгшщзхъфывапролджэячсмитьбю"
_OTHER_LAYOUT = str.maketrans(
    _LATIN_KEYS + _RUSSIAN_KEYS + _RUSSIAN_KEYS.upper(), _RUSSIAN_KEYS + _LATIN_KEYS + _LATIN_KEYS
)  # fmt: skip


def other_layout(text: str) -> str:
    """The characters of the same keys on the other keyboard layout: `bdfyjd` is `иванов`, `Фтт` is `ann`."""
    return text.lower().translate(_OTHER_LAYOUT)
