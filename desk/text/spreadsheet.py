"""Cells of an export for spreadsheets. Pure."""

import re
import unicodedata

from desk.text.sanitize import CONTROLS, HIDDEN

# Values that may begin with a sign and are not formulas.
_PHONE = re.compile(r"\+[ \u00a0]?\(?[0-9][0-9 \u00a0().-]*")
_NUMBER = re.compile(r"[-+]?[0-9][0-9 \u00a0]*(?:[.,][0-9]+)*%?")
_BEFORE_A_FORMULA = re.compile(rf"[\s{CONTROLS}{HIDDEN}]*")


def csv_cell(text: str) -> str:
    """The text as a cell that no spreadsheet treats as a formula: prefixed with ' if needed.

    Needed if the cell begins with a tab or a line end, or if its first visible character, also after blanks
    and invisible characters, is `=`, `+`, `-`, `@` or a form that NFKC folds to one of these (＝). Not needed
    if the whole cell is a phone number (`+7 812 244-54-88`: a plus, then digits, spaces, brackets, dots and
    hyphens) or one number (`-12,5`): without a letter or `=` there is no cell, function or program to name.
    A lone `-` gets the apostrophe.

    Nothing else changes: quoting is the csv module's job, and unusual characters are kept: use safe() first if
    the export is read by people. Source: design 6 (a cell that begins with `=` is text).
    """
    first = _BEFORE_A_FORMULA.sub("", text, count=1)[:1]
    begins_a_formula = first != "" and unicodedata.normalize("NFKC", first)[0] in "=+-@\u2212"
    bare = text.strip()
    harmless = _PHONE.fullmatch(bare) or _NUMBER.fullmatch(bare)
    if text.startswith(("\t", "\r", "\n")) or (begins_a_formula and not harmless):
        return "'" + text
    return text
