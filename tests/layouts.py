"""What a key gives on the Russian layout: written out, and not the program's own table, which is on trial."""

_RUSSIAN = dict(zip("qwertyuiopasdfghjklzxcvbnm/?", "йцукенгшщзфывапролдячсмить.,", strict=True))


def on_layout(key: str, layout: str) -> str:
    """What the keyboard sends for a command key. layout: `en` or `ru`; Ctrl as terminals send it that tell the layouts apart."""
    if layout != "ru":
        return key
    if key.startswith("ctrl+"):
        return "ctrl+" + _RUSSIAN[key.removeprefix("ctrl+")]
    return _RUSSIAN[key.lower()].upper() if len(key) == 1 and key.isupper() else _RUSSIAN.get(key, key)
