"""A PDF document with a font that has Cyrillic. Lengths are in millimetres, sizes of letters in points."""

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import segno
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from desk.text import sanitize

_FONTS = Path(__file__).parent.parent / "data" / "fonts"
_FAMILY = "DejaVu"
_SMALL = 8.0
Size = Literal["A4"] | tuple[float, float]
A6, LANDSCAPE = (105.0, 148.0), (297.0, 210.0)

logging.getLogger("fpdf").setLevel(logging.ERROR)  # a sign that the font lacks is drawn as a box, and nobody's terminal is told


class Sheet:
    """Pages that are filled from top to bottom. Every text is shown as it is, without control characters.

    made: when, as the document says; margin: on every side; footer: a line below each page, "" for none.
    """

    def __init__(self, made: datetime, size: Size = "A4", *, margin: float = 20, footer: str = "") -> None:
        self.pdf = _Pages(footer, format=size, unit="mm")
        self.pdf.set_creation_date(made)
        self.pdf.add_font(_FAMILY, "", _FONTS / "DejaVuSans.ttf")
        self.pdf.add_font(_FAMILY, "B", _FONTS / "DejaVuSans-Bold.ttf")
        self.pdf.set_margin(margin)
        self.pdf.set_auto_page_break(True, margin)
        self.pdf.add_page()

    def say(self, words: str, size: float = 11, *, bold: bool = False, centred: bool = False, gap: float = 2) -> None:
        """Writes lines over the whole width. gap: below them."""
        self.pdf.set_font(_FAMILY, "B" if bold else "", size)
        align = "C" if centred else "L"
        self.pdf.multi_cell(0, size * 0.5, sanitize.safe(words), align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.pdf.ln(gap)

    def say_at(self, words: str, x: float, y: float, width: float, size: float = 11, *, bold: bool = False) -> None:
        """Writes lines at a place on the page."""
        self.pdf.set_font(_FAMILY, "B" if bold else "", size)
        self.pdf.set_xy(x, y)
        self.pdf.multi_cell(width, size * 0.5, sanitize.safe(words), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def to_fill_in(self, label: str) -> None:
        """A label with a line behind it to write on by hand."""
        self.pdf.set_font(_FAMILY, "", 11)
        self.pdf.ln(8)
        self.pdf.cell(55, 6, sanitize.one_line(label, 60))
        y = self.pdf.get_y() + 5
        self.pdf.line(self.pdf.get_x(), y, self.pdf.w - self.pdf.r_margin, y)
        self.pdf.ln(6)

    def rows(self, table: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table; its first row is repeated on each page. widths: of the columns, relative to each other."""
        self.pdf.set_font(_FAMILY, "", _SMALL)
        with self.pdf.table(col_widths=tuple(widths), line_height=4.5, padding=1) as drawn:
            for row in table:
                cells = drawn.row()
                for cell in row:
                    cells.cell(sanitize.safe(cell))

    def code(self, words: str, x: float, y: float, width: float) -> None:
        """A QR code."""
        matrix = segno.make_qr(words, error="m").matrix
        step = width / len(matrix)
        for place, line in enumerate(matrix):
            for at, is_dark in enumerate(line):
                if is_dark:
                    self.pdf.rect(x + at * step, y + place * step, step, step, style="F")

    def page(self) -> None:
        """Begins another page."""
        self.pdf.add_page()

    def bytes(self) -> bytes:
        """The document."""
        return bytes(self.pdf.output())


class _Pages(FPDF):
    """Pages with a line below each."""

    def __init__(self, line: str, *, format: Size, unit: Literal["mm"]) -> None:
        super().__init__(format=format, unit=unit)
        self._line = line

    def footer(self) -> None:
        """Writes the line; called for each page."""
        if not self._line:
            return
        self.set_y(-12)
        self.set_font(_FAMILY, "", 7)
        self.cell(0, 4, f"{sanitize.one_line(self._line, 150)}   {self.page_no()}", align="C")
