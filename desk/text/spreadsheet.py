"""Cells of an export that a spreadsheet opens. Pure."""

import re
import unicodedata

from desk.text.sanitize import CONTROLS, HIDDEN

# What may begin with a sign and is no formula.
_PHONE = re.compile(r"\+[ \u00a0]?\(?[0-9][0-9 \u00a0().-]*")
_NUMBER = re.compile(r"[-+]?[0-9][0-9 \u00a0]*(?:[.,][0-9]+)*%?")
_BEFORE_A_FORMULA = re.compile(rf"[\s{CONTROLS}{HIDDEN}]*")


def csv_cell(text: str) -> str:
    """The text as a cell of an export that no spreadsheet takes for a formula: behind a ' if needed.

    Needed where the cell begins with a tab or a line end, or where its first visible character, also behind
    blanks and invisible ones, is `=`, `+`, `-`, `@` or a form of them that NFKC folds to these (＝). Not
    needed, and so left as it is, where the whole cell is a phone (`+7 812 244-54-88`: a plus, then digits,
    spaces, brackets, dots and hyphens) or one number (`-12,5`): without a letter or `=` there is no cell,
    function or program to name. A lone `-` gets the apostrophe.

    Nothing else changes: quoting is the csv module's, and what is odd in the text stays: pass it through
    safe() first where the export is read by eye. Source: design 6 (a cell that begins with `=` is text).
    """
    first = _BEFORE_A_FORMULA.sub("", text, count=1)[:1]
    begins_a_formula = first != "" and unicodedata.normalize("NFKC", first)[0] in "=+-@\u2212"
    bare = text.strip()
    harmless = _PHONE.fullmatch(bare) or _NUMBER.fullmatch(bare)
    if text.startswith(("\t", "\r", "\n")) or (begins_a_formula and not harmless):
        return "'" + text
    return text
