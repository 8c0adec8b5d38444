"""Why a list cannot be read at all. Lines that cannot be taken are no errors: a list says them beside those that can."""

from collections.abc import Sequence

from desk.charter.errors import N_, DeskError


class BadList(DeskError):
    """file: its name, "" for what was typed; detail: what was found."""

    def __init__(self, file: str, detail: str = "") -> None:
        super().__init__(file=file, detail=detail)
        self.file = file
        self.detail = detail


# -- the file --------------------------------------------------------------------------------------------------------------


class ListMissing(BadList):
    message = N_("{file}: file not found.")


class ListIsFolder(BadList):
    message = N_("{file}: is a folder, not a list.")


class ListIsDevice(BadList):
    """A device never ends, a pipe never begins."""

    message = N_("{file}: not a regular file.")


class ListUnreadable(BadList):
    """detail: as the system says it."""

    message = N_("{file}: cannot be read: {detail}")


class ListTooBig(BadList):
    message = N_("{file}: too large for a list of candidates (over 20 megabytes, as saved or unpacked).")


class ListProtected(BadList):
    message = N_("{file}: password-protected; save it without a password.")


class OtherFormat(BadList):
    """detail: which."""

    message = N_("{file}: {detail}, not a list; save it as CSV or XLSX.")


class NoTextOrWorkbook(BadList):
    """detail: the error that a broken workbook came to, if it is one."""

    message = N_("{file}: neither text nor a workbook; save it as CSV UTF-8 or XLSX. {detail}")


class EncodingUncertain(BadList):
    message = N_("{file}: its encoding is uncertain; save it as CSV UTF-8 or XLSX.")


class StrayByte(BadList):
    """detail: the line and the byte."""

    message = N_("{file}: invalid byte in line {detail}; save it as CSV UTF-8 again, or as XLSX.")


class QuotesUnbalanced(BadList):
    """detail: the line."""

    message = N_("{file}: unmatched quotation mark in line {detail}; correct it, or save the list as XLSX.")


# -- its size --------------------------------------------------------------------------------------------------------------


class ListEmpty(BadList):
    message = N_("{file}: no candidates below the first line.")


class TooManyLines(BadList):
    """detail: how many there may be."""

    message = N_("{file}: more than {detail} lines; too long for a list of candidates.")


class TooManyColumns(BadList):
    """detail: how many there may be."""

    message = N_("{file}: more than {detail} columns; too wide for a list of candidates.")


class SeveralLists(BadList):
    """detail: the names of the sheets."""

    message = N_("{file}: several sheets contain lists: {detail}; keep one of them, or hide the others.")


class OtherCentre(BadList):
    """detail: the numbers of the centres that it names."""

    message = N_("{file}: the list belongs to another centre: {detail}; nothing was imported.")


# -- its columns -----------------------------------------------------------------------------------------------------------


class ColumnsMissing(BadList):
    """missing: the fields that no column is."""

    message = N_("{file}: missing columns: {detail}; name them in the first line.")

    def __init__(self, file: str, missing: Sequence[str]) -> None:
        super().__init__(file, ", ".join(missing))
        self.missing = missing


class HeadingTwice(BadList):
    message = N_("{file}: two columns are named “{detail}”; rename one.")


class ColumnsAmbiguous(BadList):
    """detail: each field with the headings that may be it."""

    message = N_("{file}: several columns match one field; choose one with --mapping: {detail}")


class ColumnUnknown(BadList):
    """detail: the headings that were said and are not there."""

    message = N_("{file}: no such column: {detail}")


class ColumnFieldUnknown(BadList):
    """detail: the fields that were said and that a candidate does not have."""

    message = N_("{file}: no such field: {detail}")


class ColumnSaidTwice(BadList):
    message = N_("{file}: a column is mapped to two fields: {detail}")


class HeadingNoText(BadList):
    """detail: the field that a mapping gives something else than a heading."""

    message = N_("{file}: {detail} is not a column heading; write it in quotes.")


class ScoreColumnsMissing(BadList):
    message = N_("{file}: the first line must have the headings Number and Score.")


class ScoreColumnsAmbiguous(BadList):
    message = N_("{file}: several columns could be the number or the score: {detail}; keep one of each.")
