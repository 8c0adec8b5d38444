"""Errors for lists that cannot be read at all. Rejected lines are not errors: they are reported beside the accepted ones."""

from collections.abc import Sequence

from desk.charter.errors import N_, DeskError


class BadList(DeskError):
    """file: its name, "" for typed text; detail: what was found."""

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
    """detail: the message of the operating system."""

    message = N_("{file}: cannot be read: {detail}")


class ListTooBig(BadList):
    message = N_("{file}: too large for a list of candidates (over 20 megabytes, as saved or unpacked).")


class ListProtected(BadList):
    message = N_("{file}: password-protected; save it without a password.")


class OtherFormat(BadList):
    """detail: the format."""

    message = N_("{file}: this is {detail}, not CSV or XLSX; save it as one of those.")


class NoTextOrWorkbook(BadList):
    """detail: the error raised by a broken workbook, if it is one."""

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
    message = N_("{file}: no rows below the first line.")


class TooManyLines(BadList):
    """detail: the maximum."""

    message = N_("{file}: more than {detail} lines; too long for a list of candidates.")


class TooManyColumns(BadList):
    """detail: the maximum."""

    message = N_("{file}: more than {detail} columns; too wide for a list of candidates.")


class SeveralLists(BadList):
    """detail: the names of the sheets."""

    message = N_("{file}: several sheets contain lists: {detail}; keep one of them, or hide the others.")


class OtherCentre(BadList):
    """detail: the centre numbers in the list."""

    message = N_("{file}: the list belongs to another centre: {detail}; nothing was imported.")


# -- its columns -----------------------------------------------------------------------------------------------------------


class ColumnsMissing(BadList):
    """missing: the fields without a column."""

    message = N_("{file}: missing columns: {detail}; name them in the first line.")

    def __init__(self, file: str, missing: Sequence[str]) -> None:
        super().__init__(file, ", ".join(missing))
        self.missing = missing


class HeadingTwice(BadList):
    message = N_("{file}: two columns are named “{detail}”; rename one.")


class ColumnsAmbiguous(BadList):
    """detail: each ambiguous field with its possible headings."""

    message = N_("{file}: several columns match one field; choose one with --mapping: {detail}")


class ColumnUnknown(BadList):
    """detail: the given headings that do not exist."""

    message = N_("{file}: no such column: {detail}")


class ColumnFieldUnknown(BadList):
    """detail: the given fields that do not exist."""

    message = N_("{file}: no such field: {detail}")


class ColumnSaidTwice(BadList):
    message = N_("{file}: a column is mapped to two fields: {detail}")


class HeadingNoText(BadList):
    """detail: the field whose mapped heading is not text."""

    message = N_("{file}: {detail} is not a column heading; write it in quotes.")


class ScoreColumnsMissing(BadList):
    message = N_("{file}: the first line must have the headings Number and Score.")


class ScoreColumnsAmbiguous(BadList):
    message = N_("{file}: several columns could be the number or the score: {detail}; keep one of each.")


# -- facts -----------------------------------------------------------------------------------------------------------------


class FactColumnsMissing(BadList):
    """detail: the columns."""

    message = N_("{file}: missing columns: {detail}; the first line must have at least Exam or topic and Valid until.")


class FactColumnTwice(BadList):
    """detail: the headings."""

    message = N_("{file}: two columns mean the same: {detail}; keep one of them.")


class FactsMissing(BadList):
    message = N_("{file}: no table [[fact]] in it.")


class FactKeyUnknown(BadList):
    """detail: the keys."""

    message = N_("no such key: {detail}")


class FactLineHidden(BadList):
    """detail: why the line is not read."""

    message = N_("hidden, struck out or not text: {detail}")


class FactWithdrawn(BadList):
    """file: the name of the fact."""

    message = N_("{file}: was withdrawn; if it is told again, write it in the list of facts.")


class FactTwiceInList(BadList):
    """name: of the fact; line: the other one."""

    message = N_("{file}: two prices at once: line {detail} says this already for the same days.")

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name, str(line))
