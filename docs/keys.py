"""Writes docs/keys.md and the printable cards docs/keys-card-*.html out of the registry of commands. Run by `make keys`."""

from html import escape
from pathlib import Path

from desk.charter import Charter
from desk.i18n import translator
from desk.presentation.keys import key_rows

# What a card on the desk has room for, in two columns: an id of the registry each.
ON_THE_CARD = (
    "new-call", "new-voicemail", "new-email", "new-letter", "new-walk-in", "new-complaint", "new-registration",
    "import-certificates", "take-next", "triage", "next-step", "explain", "slip", "take", "answered", "tried",
    "called-back", "acknowledged", "informed", "handed-out", "reply", "note", "remind", "correct", "merge", "hand-over",
    "hand-back", "close", "undo", "search", "filter", "mark", "overview", "duties", "calendar", "at-the-desk", "lock",
    "help", "form-save", "drop-draft",
)  # fmt: skip
CARD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>Desk</title>
<style>
@page {{ size: A5; margin: 8mm; }}
body {{ font: 9pt/1.25 sans-serif; margin: 0 auto; max-width: 132mm; color: #000; background: #fff; }}
h1 {{ font-size: 12pt; margin: 0 0 2mm; }}
table {{ columns: 2; column-gap: 5mm; display: block; border-collapse: collapse; }}
tbody {{ display: block; }}
tr {{ display: flex; gap: 2mm; break-inside: avoid; border-bottom: 0.2mm solid #ccc; padding: 0.5mm 0; }}
td:first-child {{ flex: 0 0 17mm; font-weight: bold; }}
td {{ padding: 0; }}
</style>
</head>
<body>
<h1>Desk</h1>
<table><tbody>
{rows}</tbody></table>
</body>
</html>
"""

KINDS = Charter.load().kinds.values()
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
    rows = zip(key_rows(translator("en"), KINDS), key_rows(translator("ru"), KINDS), strict=True)
    return HEAD + "".join(f"| `{keys}` | {en} | {ru} | {where} | `{name}` |\n" for (keys, en, where, name), (_, ru, _, _) in rows)


def card(language: str) -> str:
    """The card as it must stand: A5, the keys of both layouts."""
    known = {name: (keys, title) for keys, title, _, name in key_rows(translator(language), KINDS)}
    rows = "".join("<tr><td>{}</td><td>{}</td></tr>\n".format(*map(escape, known[name])) for name in ON_THE_CARD)
    return CARD.format(language=language, rows=rows)


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "keys.md").write_text(page(), encoding="utf-8")
    for code in ("ru", "en"):
        (here / f"keys-card-{code}.html").write_text(card(code), encoding="utf-8")
