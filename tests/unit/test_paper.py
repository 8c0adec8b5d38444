"""Documents on paper: what stands on them, read back by pdftotext, and a real print system."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import monotonic

import pytest
import segno

from desk.i18n import translator
from desk.outgoing.errors import NothingToPrint, PrinterMissing, PrinterUnknown
from desk.outgoing.paper.documents import Addressee, labels
from desk.outgoing.paper.gathering import about_tickets, name_badge, posting_list
from desk.outgoing.paper.kinds import Kind, kinds_for
from desk.outgoing.paper.printing import print_pdf
from desk.settings import Settings
from desk.store.commands import tickets
from desk.store.commands.corrections import correct
from desk.store.commands.perform import reply
from desk.store.queries.ticket import ticket
from tests import cups
from tests.cups import KEEPS, LACKS, PRINTS, Cups
from tests.forks import ROOT
from tests.hostile import STORABLE
from tests.unit.conftest import Command, Desk
from tests.unit.test_ticket_commands import error, said
from tests.worded import refusal

EN, RU = translator("en"), translator("ru")
PATIENCE = 30.0  # seconds
needs_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="CUPS prints into files as root only")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("", None, "en", "Anna", texts=tmp_path / "texts")


def words(raw: bytes) -> str:
    """What stands on the pages."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=raw, stdout=subprocess.PIPE, check=True).stdout.decode()


def lines(raw: bytes) -> list[str]:
    return [line for line in words(raw).splitlines() if line.strip()]


def printed(desk: Desk, settings: Settings, kind: Kind, *numbers: int, first: int = 1) -> bytes:
    return about_tickets(desk.store, EN, settings, "Anna", kind, numbers, first).raw


def test_a_slip_has_the_number_the_promise_and_a_code(desk: Desk, settings: Settings) -> None:
    """In the customer's language; the code holds the number, read from the drawn page."""
    number = desk.new(language="ru")
    raw = printed(desk, settings, Kind.SLIP, number)
    text = words(raw)
    assert f"№{number}" in text.replace(" ", "")
    assert "6 ноября" in text
    assert drawn(raw) == [list(map(bool, line)) for line in segno.make_qr(f"#{number}", error="m").matrix]


def drawn(raw: bytes) -> list[list[bool]]:
    """The code on a page as dark and light cells: the dark ones are its only rectangle of 35 mm."""
    page = subprocess.run(["pdftoppm", "-r", "254", "-gray", "-"], input=raw, stdout=subprocess.PIPE, check=True).stdout
    _magic, size, _most, pixels = page.split(b"\n", 3)
    width = int(size.split()[0])
    rows = [pixels[place : place + width] for place in range(0, len(pixels), width)]
    cells = len(segno.make_qr("#1", error="m").matrix)
    left, step = 350, 350 / cells  # 35 mm from the left and wide, ten pixels a millimetre
    corner = slice(left + 4, int(left + 6.5 * step))  # its first seven cells are dark
    top = next(place for place, row in enumerate(rows) if max(row[corner]) < 128)
    return [[rows[int(top + (y + 0.5) * step)][int(left + (x + 0.5) * step)] < 128 for x in range(cells)] for y in range(cells)]


def test_a_letter_has_its_address_in_the_window_and_is_the_last_one_that_stands(desk: Desk, settings: Settings) -> None:
    number = desk.new("enquiry", "letter", name="Ann Smith", address="Невский пр., 1\n191186 Санкт-Петербург", language="en")
    with pytest.raises(NothingToPrint):
        printed(desk, settings, Kind.LETTER, number)
    reply(desk.store, "Anna", number, "answered", {"note": "Dear Ann,\n\nin May.", "way": "letter", "at": None})
    text = words(printed(desk, settings, Kind.LETTER, number))
    assert [line in text for line in ("Ann Smith", "191186 Санкт-Петербург", "in May.", "3 November 2026")] == [True] * 4
    tickets.undo(desk.store, "Anna")
    with pytest.raises(NothingToPrint):
        printed(desk, settings, Kind.LETTER, number)


def test_labels_fill_sheets_from_a_place_on(desk: Desk, settings: Settings) -> None:
    """Twenty-four on each; one without an address is named."""
    made = desk.store.charter.at(desk.store.now())
    addressees = [Addressee(f"Name {place}", f"Street {place}\nTown") for place in range(25)]
    assert words(labels(addressees, made)).count("\f") == 2
    assert words(labels(addressees[:2], made, first=24)).count("\f") == 2
    assert words(labels(addressees[:2], made, first=23)).count("\f") == 1
    number = desk.new()
    with pytest.raises(NothingToPrint):
        printed(desk, settings, Kind.LABELS, number)
    correct(desk.store, "Anna", number, "address", "Невский 1")
    assert "Невский 1" in words(printed(desk, settings, Kind.LABELS, number))


def test_a_receipt_names_the_certificate_and_has_lines_to_sign(desk: Desk, settings: Settings) -> None:
    number = desk.new("certificate", "letter", name="Анна Ёлкина", candidate="0007", document="ELKINA ANNA", language="ru")
    text = words(printed(desk, settings, Kind.RECEIPT, number))
    assert [line in text for line in ("Анна Ёлкина", "ELKINA ANNA", "0007", "Подпись")] == [True] * 4


def test_which_documents_there_are_about_a_ticket(desk: Desk) -> None:
    number = desk.new()
    assert kinds_for(ticket(desk.store, number), is_in_batch=False) == [Kind.SLIP, Kind.CASE]
    correct(desk.store, "Anna", number, "address", "Невский 1")
    assert kinds_for(ticket(desk.store, number), is_in_batch=True) == [Kind.SLIP, Kind.LABELS, Kind.RECEIPT, Kind.CASE]


def test_a_case_has_its_deadlines_with_their_ledgers_and_who_printed_it(desk: Desk, settings: Settings) -> None:
    number = desk.new(name="Ann")
    text = words(printed(desk, settings, Kind.CASE, number))
    assert desk.store.charter.standard("phone-answer").title.en in text
    assert "Printed by Anna" in text


def test_a_badge_and_a_posting_list(desk: Desk, command: Command, tmp_path: Path) -> None:
    assert "Ёлкина" in words(name_badge(desk.store, RU, "Ёлкина").raw)
    path = tmp_path / "box.csv"
    path.write_text("candidate,name,address\n0007,Анна,Невский 1\n0008,Борис,Невский 2\n")
    said(command("import", "certificates", str(path), "--received", "02.11 12:00", db=desk.path))
    text = words(posting_list(desk.store, EN, "Anna", 1).raw)
    assert [word for word in ("Анна", "Невский 2", "0008") if word not in text] == [], text


@pytest.mark.parametrize("text", [STORABLE[0], *(pytest.param(text, marks=pytest.mark.slow) for text in STORABLE[1:])])
def test_whatever_somebody_is_called_it_can_be_printed(desk: Desk, settings: Settings, text: str) -> None:
    """Signs that the font lacks are boxes; nothing is lost of the others, and no control character reaches the page."""
    number = desk.new(name=f"{text[:50]} Анна", subject=text)
    for kind in (Kind.SLIP, Kind.CASE):
        assert printed(desk, settings, kind, number).startswith(b"%PDF")


# -- the printer ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def system() -> Iterator[Cups]:
    with cups.running() as found:
        yield found


@pytest.fixture
def printers(system: Cups, monkeypatch: pytest.MonkeyPatch) -> Cups:
    monkeypatch.setenv("CUPS_SERVER", system.address)
    return system


def until(found: Callable[[], Sequence[Path]]) -> Path:
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if paths := found():
            return paths[0]
    raise AssertionError("nothing was printed")


@pytest.mark.slow
@needs_root
def test_what_is_printed_comes_out_as_it_was(desk: Desk, settings: Settings, printers: Cups) -> None:
    """On a printer that takes PDF every word can be read; by way of PostScript every line is where it was."""
    raw = printed(desk, settings, Kind.SLIP, desk.new(language="ru"))
    assert print_pdf(raw, "slip-00001-test.pdf", KEEPS) == (KEEPS, "", False)
    kept = until(lambda: [path for path in (printers.kept,) if path.exists()])
    assert words(kept.read_bytes()).split() == words(raw).split()
    print_pdf(raw, "slip-00001-test.pdf", PRINTS)
    path = until(lambda: [path for path in printers.printed.glob("*slip-00001-test*") if b"%%EOF" in path.read_bytes()])
    assert len(lines(path.read_bytes())) == len(lines(raw))


@pytest.mark.slow
@needs_root
@pytest.mark.usefixtures("printers")
def test_a_printer_without_paper_is_said_and_the_job_waits(desk: Desk, settings: Settings) -> None:
    raw = printed(desk, settings, Kind.SLIP, desk.new())
    print_pdf(raw, "first.pdf", LACKS)
    end = monotonic() + PATIENCE
    while not print_pdf(raw, "again.pdf", LACKS).no_paper:
        assert monotonic() < end, "the printer does not say so"


@pytest.mark.slow
@needs_root
@pytest.mark.usefixtures("printers")
@pytest.mark.parametrize("name", ["", "none", "-o raw"])
def test_a_printer_that_is_not_there_is_said(name: str) -> None:
    with pytest.raises(PrinterUnknown):
        print_pdf(b"%PDF-1.4", "x.pdf", name)


def test_a_machine_without_a_print_system_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrinterMissing):
        print_pdf(b"%PDF-1.4", "x.pdf")


# -- the command ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["slip", "case", "badge", "today"])
def test_documents_are_written_into_files(command: Command, tmp_path: Path, kind: str) -> None:
    said(command("add", "enquiry", "--channel", "phone", "--name", "Z", "--subject", "Z"))
    path = tmp_path / "out.pdf"
    number = ["1"] if kind in ("slip", "case") else []
    assert said(command("print", kind, *number, "--out", str(path))).rstrip() == str(path)
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_document_that_there_is_not_is_one_line(command: Command, tmp_path: Path) -> None:
    said(command("add", "enquiry", "--channel", "phone", "--name", "Z", "--subject", "Z"))
    for kind, what in (("letter", "no letter was written"), ("labels", "no postal address")):
        found = error(command("print", kind, "1", "--out", str(tmp_path / "x.pdf")), 1)
        assert found == refusal(NothingToPrint(1, what)).rstrip()


def test_what_draws_a_page_is_loaded_only_when_something_is_printed() -> None:
    """It takes a third of a second and 45 MiB, which a desk that prints nothing does without."""
    code = "import sys, desk.app; desk.app._import_screens(); print({'fpdf', 'PIL'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"
