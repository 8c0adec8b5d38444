"""Writes docs/keys.md out of the registry of commands. Run by `make keys`."""

from pathlib import Path

from desk.i18n import translator
from desk.presentation.keys import key_rows

HEAD = """# Keys

Made by `make keys` out of `desk/actions/registry.py`; `desk keys` prints the same. Each letter works on both layouts and with Caps
Lock on.
Other keys of one's own: [settings](settings.md#keys).
In a form: Enter saves, `Ctrl+S` from a text of many lines, Esc leaves, arrows and Tab move.
From anywhere: `Ctrl+Q` quits, `Ctrl+Z` suspends (`fg` in the shell comes back), `Ctrl+C` copies what is selected.

| keys | does | по-русски | where | id |
|---|---|---|---|---|
"""


def page() -> str:
    """The page as it must stand."""
    rows = zip(key_rows(translator("en")), key_rows(translator("ru")), strict=True)
    return HEAD + "".join(f"| `{keys}` | {en} | {ru} | {where} | `{name}` |\n" for (keys, en, where, name), (_, ru, _, _) in rows)


if __name__ == "__main__":
    Path(__file__).with_name("keys.md").write_text(page(), encoding="utf-8")
