"""A box of certificates from a list, and the demo's day."""

import csv
import io
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.demo import DEMO_DAY, fill, ordinary_day
from desk.intake import list_file
from desk.intake.candidates import Candidate
from desk.intake.certificates import import_list, preview_list, read_list
from desk.intake.errors import (
    BadList,
    ColumnsMissing,
    ListEmpty,
    ListIsDevice,
    ListIsFolder,
    ListMissing,
    ListTooBig,
    QuotesUnbalanced,
)
from desk.intake.import_job import Asked
from desk.store.commands import corrections, tickets
from desk.store.commands.duties import duty_statuses
from desk.store.database import Store
from desk.store.errors.tickets import OthersActed
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from desk.store.queries import board
from desk.text.dates import InvalidDateTime
from desk.text.sanitize import bare
from tests.forks import ROOT
from tests.hostile import STORABLE
from tests.unit import centres
from tests.unit.conftest import MOSCOW, Desk, at, broken_links, wrong_rows

RECEIVED = "2026-11-03 10:00"
ENGLISH = "Candidate name,Email,Phone,Exam,Candidate number"
RUSSIAN = "ФИО;Почта;Телефон;Экзамен;Номер кандидата"
ROWS = "Щербаков Пётр,p@example.org,244-54-88,B2 First,0001\nOlga Lindgren,,,C1 Advanced,0002\n"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Where a list is put."""
    return tmp_path / "box.csv"


def put(box: Path, words: str, encoding: str = "utf-8") -> Path:
    """A list in a file, byte by byte."""
    box.write_bytes(words.encode(encoding))
    return box


def numbered(count: int, exam: str = "B2 First") -> str:
    """A list of so many candidates."""
    return "name,exam,candidate number\n" + "".join(f"Candidate {n},{exam},{n:04}\n" for n in range(count))


def refused(path: Path) -> type[BadList]:
    """Why a list cannot be read at all."""
    with pytest.raises(BadList) as error:
        read_list(path)
    assert error.value.file == path.name
    return type(error.value)


def wrong(path: Path) -> list[tuple[int, str]]:
    """The lines that cannot be taken."""
    return [(person.line, person.reason) for person in read_list(path)[1]]


# -- reading -------------------------------------------------------------------------------------------------------------

TWO = (
    Candidate(2, "Щербаков Пётр", "p@example.org", "244-54-88", "B2 First", "0001"),
    Candidate(3, "Olga Lindgren", "", "", "C1 Advanced", "0002"),
)


@pytest.mark.parametrize("heading", [ENGLISH, RUSSIAN.replace(";", ",")], ids=["english", "russian"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_list_is_read_however_it_was_saved(box: Path, heading: str, encoding: str, separator: str, end: str) -> None:
    """Excel saves semicolons and Windows-1251 in Russian, commas in English; UTF-8 with a mark or without."""
    words = f"{heading}\n{ROWS}".replace(",", separator).replace("\n", end)
    assert read_list(put(box, words, encoding)) == (TWO, ())


@pytest.mark.parametrize(
    "heading",
    [
        "NAME,NUMBER",
        "full name,candidate no.",
        "Имя кандидата,Номер",
        "«ФИО»,Номер:",
        " Кандидат , Номер  кандидата ",
        "name,number,",
    ],
)
def test_headings_are_known_in_both_languages_whatever_their_case(box: Path, heading: str) -> None:
    """The usual ones."""
    row = "Щербаков,0001" + "," * (heading.count(",") - 1)
    (found,), _ = read_list(put(box, f"{heading}\n{row}\n"))
    assert (found.name, found.candidate) == ("Щербаков", "0001")


def test_columns_may_stand_in_any_order_with_others_between(box: Path) -> None:
    """A list made for something else."""
    (found,), _ = read_list(put(box, "venue,candidate number,grade,name\nПитер,0001,A,Щербаков\n"))
    assert (found.name, found.candidate, found.email) == ("Щербаков", "0001", "")


def test_quoted_cells_may_hold_separators_quotes_and_line_ends(box: Path) -> None:
    """Line numbers go on counting the file's lines."""
    words = 'name,candidate number\n"Smith, ""Ann""\nof two lines",0001\nJones,\nBrown,0003\n'
    good, bad = read_list(put(box, words))
    assert [(item.line, item.name) for item in good] == [(2, 'Smith, "Ann"\nof two lines'), (5, "Brown")]
    assert [(each.line, each.reason) for each in bad] == [(4, "no-candidate")]


def test_blank_lines_are_no_lines(box: Path) -> None:
    """Between, and at the end."""
    good, bad = read_list(put(box, "name,number\n\nAnn,1\n , \n\nBen,2\n\n\n"))
    assert ([item.line for item in good], bad) == ([3, 6], ())


@pytest.mark.parametrize("words", STORABLE[:30], ids=range(30))
def test_whatever_a_strangers_cell_holds_is_kept(box: Path, words: str) -> None:
    """Design, section 6: stored as it came, but for what has no width and stands for nothing."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["name", "candidate number"], [f"x{words}x", "0001"]])
    (found,), _ = read_list(put(box, table.getvalue()))
    assert found.name == bare(f"x{words}x")


# -- what is wrong -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "missing"), [("name,phone", "candidate"), ("email,exam", "name, candidate"), ("Ann,0001", "name")]
)
def test_missing_columns_are_named(box: Path, heading: str, missing: str) -> None:
    """A name and a number are needed."""
    with pytest.raises(ColumnsMissing) as error:
        read_list(put(box, f"{heading}\nAnn,0001\n"))
    assert missing in error.value.detail


@pytest.mark.parametrize("words", ["", "name,number\n", "name,number\n\n , \n"], ids=["empty", "heading", "blanks"])
def test_a_list_without_lines_says_so(box: Path, words: str) -> None:
    """Nothing to take in."""
    assert refused(put(box, words)) is ListEmpty


def test_a_file_that_is_not_there_or_is_a_folder_says_so(tmp_path: Path) -> None:
    """Each in its own words; what never ends or never begins is not read at all."""
    assert refused(tmp_path / "nothing.csv") is ListMissing
    assert refused(tmp_path) is ListIsFolder
    assert refused(Path("/dev/zero")) is ListIsDevice
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv") is ListIsDevice


def test_a_list_as_excel_begins_and_writes_it_is_read(box: Path) -> None:
    """`sep=;` before the headings, and the "Unicode text" of UTF-16."""
    words = "sep=;\r\nname;candidate\r\nИванова;0001\r\n"
    for encoding in ("utf-8", "utf-16"):
        box.write_bytes(words.encode(encoding))
        good, wrong = read_list(box)
        assert ([(item.name, item.candidate) for item in good], wrong) == ([("Иванова", "0001")], ())


def test_a_file_too_large_is_not_read(box: Path) -> None:
    """No list has 20 megabytes."""
    with box.open("wb") as file:
        file.truncate(list_file.MOST_BYTES + 1)
    assert refused(box) is ListTooBig


def test_an_unclosed_quote_over_a_huge_line_is_one_clear_error(box: Path) -> None:
    """A cell without end is more than the csv module takes."""
    assert refused(put(box, 'name,number\n"' + "Ann,1\n" * 50_000)) is QuotesUnbalanced


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",,,,0001", "no-candidate"),
        ("Ann,,,,", "no-candidate"),
        ("Ann,,,0001", "no-candidate"),
        ("Ann,,,,0001,more", "cells"),
        ("Ann", "no-candidate"),
        ("Ann,not an address,,,0001", "bad-email"),
        ("Ann,a@b@c,,,0001", "bad-email"),
        ("Ann,@example.org,,,0001", "bad-email"),
        ("A" * 1001 + ",,,,0001", "long-cell"),
    ],
)
def test_a_wrong_line_is_told_by_number_and_reason_and_the_others_are_taken(box: Path, line: str, why: str) -> None:
    """One mistake does not keep a box waiting."""
    path = put(box, f"{ENGLISH}\nBen,,,,0007\n{line}\nEva,,,,0008\n")
    assert wrong(path) == [(3, why)]
    assert [person.name for person in read_list(path)[0]] == ["Ben", "Eva"]


def test_a_candidate_named_twice_is_wrong_the_second_time(box: Path) -> None:
    """The same number and exam, whatever the case; the same number for another exam is another certificate."""
    path = put(box, f"{ENGLISH}\nBen,,,B2 First,a07\nBEN,,,b2 first,A07\nBen,,,C1 Advanced,a07\n")
    assert [(person.line, person.reason, person.detail) for person in read_list(path)[1]] == [(3, "twice", "2")]
    assert [item.line for item in read_list(path)[0]] == [2, 4]


def test_another_name_with_the_same_number_is_doubtful(desk: Desk, box: Path) -> None:
    """One of the two was mistyped: nobody is left out without a word, and somebody may take both."""
    path = put(box, f"{ENGLISH}\nBen,,,B2 First,0101\nEva,,,B2 First,0101\n")
    found = preview_list(desk.store, path)
    assert [person.name for person in found.new] == ["Ben"]
    assert [(doubt.one.name, doubt.reason) for doubt in found.doubtful] == [("Eva", "shared")]
    assert [item.name for item in preview_list(desk.store, path, Asked(doubtful=True)).new] == ["Ben", "Eva"]


# -- taking in -----------------------------------------------------------------------------------------------------------


def test_each_new_certificate_is_a_ticket_with_its_clock(desk: Desk, box: Path) -> None:
    """registration.2: five working days from the box; the 4th is a holiday, the 3rd day zero."""
    arrival = import_list(desk.store, "Вера", put(box, f"{ENGLISH}\n{ROWS}"), at(RECEIVED))
    assert [person.candidate for person in arrival.new] == ["0001", "0002"]
    for number, name in ((1, "Щербаков Пётр"), (2, "Olga Lindgren")):
        row = desk.row(number)
        assert (row.kind, row.name, row.received) == ("certificate", name, at(RECEIVED))
        assert desk.clocks(number) == [("certificate-notify", "2026-11-11 18:00", "running")]
    assert (desk.row(1).phone, desk.row(1).email, desk.row(1).exam) == ("244-54-88", "p@example.org", "B2 First")


def test_looking_writes_nothing(desk: Desk, box: Path) -> None:
    """The form shows what an import would do."""
    before = desk.everything()
    arrival = preview_list(desk.store, put(box, f"{ENGLISH}\n{ROWS},,,,x\n"))
    assert (len(arrival.new), arrival.known, [line.line for line in arrival.wrong]) == (2, (), [4])
    assert desk.everything() == before


def test_one_list_is_one_batch_one_step_one_undo(desk: Desk, box: Path) -> None:
    """One transaction, one undo; the numbers are gone for good."""
    import_list(desk.store, "Вера", put(box, numbered(5)), at(RECEIVED))
    assert desk.rows("SELECT kind, received, recorded FROM batch") == [("certificate", at(RECEIVED), at("2026-11-03 10:14"))]
    assert desk.rows("SELECT DISTINCT batch_id FROM ticket") == [(1,)]
    assert len(desk.rows("SELECT DISTINCT step FROM event WHERE ticket_id IS NOT NULL")) == 1
    tickets.undo(desk.store, "Вера")
    assert desk.rows("SELECT DISTINCT state FROM ticket") == [("void",)]
    assert len(preview_list(desk.store, box).new) == 5
    assert (broken_links(desk.where), wrong_rows(desk.store)) == ([], [])


def test_a_box_is_not_undone_once_somebody_acted_on_one_of_it(desk: Desk, box: Path) -> None:
    """All of it stays, or all of it goes."""

    import_list(desk.store, "Вера", put(box, numbered(3)), at(RECEIVED))
    desk.fact(3, "informed")
    with pytest.raises(OthersActed):
        tickets.undo(desk.store, "Вера")
    assert {desk.state(number) for number in (1, 2, 3)} == {"open"}


def test_a_second_import_adds_nothing(desk: Desk, box: Path) -> None:
    """The same list, again and by somebody else, with another date."""
    import_list(desk.store, "Вера", put(box, numbered(5)), at(RECEIVED))
    before = desk.everything()
    arrival = import_list(desk.store, "Boris", box, at("2026-11-03 10:10"))
    assert (arrival.new, [(one.line, number) for one, number in arrival.known]) == ((), [(n + 2, n + 1) for n in range(5)])
    assert desk.everything() == before


def test_a_longer_list_adds_what_is_new_also_when_the_known_are_closed(desk: Desk, box: Path) -> None:
    """A certificate that was posted is known still."""
    import_list(desk.store, "Вера", put(box, numbered(2)), at(RECEIVED))
    desk.fact(1, "posted")
    arrival = import_list(desk.store, "Вера", put(box, numbered(3)), at(RECEIVED))
    assert ([person.candidate for person in arrival.new], len(arrival.known)) == (["0002"], 2)
    assert desk.rows("SELECT batch_id FROM ticket ORDER BY id") == [(1,), (1,), (2,)]


def test_a_list_of_nothing_but_wrong_lines_opens_no_batch(desk: Desk, box: Path) -> None:
    """It comes back with its reasons."""
    arrival = import_list(desk.store, "Вера", put(box, f"{ENGLISH}\nAnn\n"), at(RECEIVED))
    assert (arrival.new, len(arrival.wrong), desk.rows("SELECT count(*) FROM batch")) == ((), 1, [(0,)])


@pytest.mark.parametrize("moment", ["2026-11-04 10:00", "2025-10-01 10:00"])
def test_a_box_that_came_in_the_future_or_long_ago_is_refused(desk: Desk, box: Path, moment: str) -> None:
    """A typing error in the date."""
    with pytest.raises(InvalidDateTime):
        import_list(desk.store, "Вера", put(box, numbered(2)), at(moment))
    assert desk.rows("SELECT count(*) FROM ticket") == [(0,)]


def test_the_list_of_a_ticket_corrected_since_is_still_known(desk: Desk, box: Path) -> None:
    """Known by number and exam, not by the name."""
    import_list(desk.store, "Вера", put(box, numbered(1)), at(RECEIVED))
    corrections.correct(desk.store, "Вера", 1, "name", "Другое имя")
    assert import_list(desk.store, "Вера", box, at(RECEIVED)).new == ()


# -- the demo ------------------------------------------------------------------------------------------------------------

PANES = ("enquiry", "complaint", "certificate")
DEMO = DEMO_DAY.replace(tzinfo=MOSCOW)


@contextmanager
def demo(path: Path, charter: Charter, seed: int = 1, begin: datetime = DEMO) -> Iterator[Store]:
    """The demo's desk, at the moment at which it begins."""
    fill(str(path), charter, begin, seed)
    store = open_desk(str(path), None, lambda: int(begin.timestamp()), practice=True)
    try:
        yield store
    finally:
        store.close()


def left(store: Store, kind: str) -> list[int]:
    """The seconds left on each running clock of a pane, as the board shows them: open time where hours are promised."""
    now, charter = store.now(), store.charter
    rows = [(row.standard, row.due) for row in board.queue(store, kind) if row.due is not None]
    return [
        charter.calendar.open_between(now, due) if due > now and charter.limit(standard).counts_open_time else due - now
        for standard, due in rows
    ]


def test_the_demo_is_the_same_for_each_seed(tmp_path: Path, charter: Charter) -> None:
    """Design, section 7: the same for each --seed N."""
    found = []
    for n, seed in enumerate((1, 1, 2)):
        with demo(tmp_path / f"{n}.db", charter, seed) as store:
            rows = store.rows("SELECT kind, channel, state, name, phone, subject, owner_id, received, key FROM ticket ORDER BY id")
            found.append(rows + store.rows("SELECT ticket_id, standard, start, due, state FROM clock ORDER BY id"))
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("begin", [DEMO, datetime(2027, 1, 12, 10, 5, tzinfo=MOSCOW), datetime(2026, 11, 29, 7, 25, tzinfo=MOSCOW)])
def test_the_demo_s_log_holds_when_things_happened(tmp_path: Path, charter: Charter, begin: datetime) -> None:
    """None of it was entered late, and the desk is in order: on a working day, after long holidays, on a day when it is closed."""
    with demo(tmp_path / "desk.db", charter, begin=begin) as store:
        assert store.rows("SELECT count(*) FROM event WHERE ticket_id IS NOT NULL AND recorded <> at") == [(0,)]
        assert store.rows("SELECT count(*) FROM clock WHERE entered_late") == [(0,)]
        assert not any(duty.missed_today for duty in duty_statuses(store))
        assert check(store).findings == ()


@pytest.mark.parametrize("seed", [1, 2, 7])
@pytest.mark.parametrize("begin", ["2026-10-13 17:05", "2026-11-03 16:10", "2026-11-10 17:30"])
def test_every_pane_of_the_demo_has_a_row_in_its_last_hour(tmp_path: Path, charter: Charter, seed: int, begin: str) -> None:
    """Shortly before closing, on the ordinary Tuesday and where --now says so, before a holiday too."""
    with demo(tmp_path / "demo.db", charter, seed, datetime.fromisoformat(begin).replace(tzinfo=MOSCOW)) as store:
        for kind in PANES:
            assert any(0 <= seconds <= 3600 for seconds in left(store, kind)), (kind, left(store, kind))


def test_the_demo_begins_shortly_before_an_ordinary_closing(charter: Charter) -> None:
    """17:05, with no hours invented for it."""
    assert ordinary_day(charter) == DEMO
    assert charter.calendar.next_change(int(DEMO.timestamp())) - int(DEMO.timestamp()) == 55 * 60


@pytest.mark.parametrize("name", [*centres.NAMES, "irish-council"])
@pytest.mark.parametrize("language", ["ru", pytest.param("en", marks=pytest.mark.slow)])
def test_the_demo_of_any_charter_is_in_order(tmp_path: Path, name: str, language: str) -> None:
    """Other facts, hours, holidays, time zones; names in the language of whoever tries it."""
    folder = ROOT / "docs" / "examples"
    charter = Charter.load(folder / f"{name}.toml") if name == "irish-council" else centres.centre(name, tmp_path)[0]
    begin = ordinary_day(charter)
    fill(str(tmp_path / "desk.db"), charter, begin, 1, language)
    store = open_desk(str(tmp_path / "desk.db"), None, lambda: int(begin.timestamp()), practice=True)
    with closing(store):
        assert check(store).findings == ()
        assert len(board.queue(store, "enquiry")) > 5
        names = [name for (name,) in store.rows("SELECT name FROM staff")]
    assert bool(re.search("[а-я]", " ".join(names))) == (language == "ru")


@pytest.mark.parametrize("kind", PANES)
def test_every_pane_of_the_demo_has_an_overdue_row(tmp_path: Path, charter: Charter, kind: str) -> None:
    """demo.py's own promise: every pane has one that is overdue."""
    with demo(tmp_path / "demo.db", charter) as store:
        assert any(seconds < 0 for seconds in left(store, kind))


def test_the_demo_has_a_past_of_three_months(tmp_path: Path, charter: Charter) -> None:
    """Figures, reports, histories, registrations, a reminder and an outbox have something in them."""
    with demo(tmp_path / "demo.db", charter) as store:
        ((first,),) = store.rows("SELECT MIN(received) FROM ticket")
        assert store.now() - first > 80 * 86_400
        counts = dict(store.rows("SELECT state, COUNT(*) FROM ticket GROUP BY state"))
        assert counts["closed"] > 100
        judged = dict(store.rows("SELECT state, COUNT(*) FROM clock GROUP BY state"))
        assert judged["kept"] > 3 * judged["missed"] > 0
        assert store.rows("SELECT COUNT(*) FROM outbox") == [(1,)]
        assert store.rows("SELECT COUNT(*) FROM reminder") == [(2,)]  # one is what a colleague is asked
        assert [len(board.queue(store, name)) for name in ("registration", "other")] == [3, 3]
        assert store.rows("SELECT COUNT(*) FROM customer_card, shift_note") == [(1,)]


def test_the_demo_is_a_desk_like_any_other(tmp_path: Path, charter: Charter) -> None:
    """Rows, clocks and chain agree."""
    with demo(tmp_path / "demo.db", charter) as store:
        assert (broken_links(tmp_path / "demo.db"), wrong_rows(store)) == ([], [])
