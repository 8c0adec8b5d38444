"""Keys: their names, their Russian-layout equivalents, and those with the same meaning on every screen."""

from desk.actions.action import Action
from desk.i18n import N_, Translator

# Keys outside the registry with the same meaning everywhere: quit, palette, save, suspend, copy.
LEAVE_KEY, PALETTE_KEY, SAVE_KEY, SUSPEND_KEY, COPY_KEY = FIXED_KEYS = ("ctrl+q", "ctrl+p", "ctrl+s", "ctrl+z", "ctrl+c")

# Actions whose keys also work in a form, except characters, which are text there.
IN_FORMS = ("search", "lock")

# The characters of the same keys on the Russian layout; `/` and `?` are on the key of `.` and `,` there.
_RUSSIAN_KEYS = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm/?", "йцукенгшщзхъфывапролджэячсмить.,", strict=True))

_LATIN = {russian: key for key, russian in _RUSSIAN_KEYS.items() if russian.isalpha()}

# Keys with a translated label.
_KEY_TITLES = {"space": N_("Space")}

# Textual's names of keys that are not letters.
_KEY_NAMES = {"/": "slash", "?": "question_mark", ".": "full_stop", ",": "comma", "=": "equals_sign"}


def key_names(keys: tuple[str, ...]) -> list[str]:
    """Textual's names of the keys, with their Russian-layout equivalents, and letters also in upper case for Caps Lock."""
    both = [name for key in keys for name in (key, russian_key(key)) if name]
    both += [name.upper() for name in both if len(name) == 1 and name.isalpha()]
    return [_KEY_NAMES.get(key, key) for key in both]


def keys_shown(action: Action, _: Translator) -> str:
    """An action's keys with their Russian equivalents: `C С`, `F1 ? ,`; the palette's key if it has none."""
    names = [key_title(key, _) for key in action.keys]
    names += [russian_key(key).upper() for key in action.keys if russian_key(key)]
    return " ".join(names) or key_shown(action, _)


def keys_in_layout(action: Action, _: Translator, *, russian: bool) -> str:
    """An action's keys on one layout: `C`, `F1 ?`; `С`, `F1 ,`; the palette's key if it has none."""
    return " ".join(key_title(key, _, russian=russian) for key in action.keys) or key_shown(action, _)


def key_shown(action: Action, _: Translator, *, russian: bool = False) -> str:
    """The first of an action's keys on the layout; the palette's key if it has none."""
    return key_title(action.keys[0] if action.keys else PALETTE_KEY, _, russian=russian)


def fixed_rows(_: Translator) -> list[tuple[str, str]]:
    """The keys that work in every place to leave it, and what they do."""
    return [
        (LEAVE_KEY.upper(), _("quit")),
        (SUSPEND_KEY.upper(), _("suspend; resume with `fg` in the shell")),
    ]


def key_title(key: str, _: Translator, *, russian: bool = False) -> str:
    """The label of the key; letters as capitals. russian: on the Russian layout, where Ctrl is still said with the Latin letter."""
    if key in _KEY_TITLES:
        return _(_KEY_TITLES[key])
    return (_RUSSIAN_KEYS.get(key, key) if russian else key).upper()


def layout_of(character: str | None) -> bool | None:
    """Whether a typed character comes from the Russian layout; None if both have it."""
    if not character:
        return None
    sign = character.lower()
    if sign in _LATIN:
        return True
    return False if sign in _LATIN.values() else None


def latin(key: str) -> str:
    """The lower-case Latin-layout equivalent of a key, whatever its layout and case."""
    modifier, plus, letter = key.strip().lower().rpartition("+")
    return modifier + plus + _LATIN.get(letter, letter)


def russian_key(key: str) -> str:
    """The Russian-layout equivalent of a key, also with Ctrl; "" if it is the same on both layouts."""
    if key.startswith("ctrl+"):
        letter = _RUSSIAN_KEYS.get(key.removeprefix("ctrl+"), "")
        return f"ctrl+{letter}" if letter else ""
    return _RUSSIAN_KEYS.get(key, "")
