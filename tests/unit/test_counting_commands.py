"""`desk due`, `desk calendar`, `desk charter`: the real command in a process of its own, its clock and folders fixed."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.charter.errors import DeskError, MistypedStandard, UnknownStandard
from desk.charter.kinds import DEFAULT
from desk.text.dates import DayUnknown, MomentUnreadable
from tests.forks import Forks, Ran
from tests.worded import refusal

pytestmark = pytest.mark.server

ENGLISH, RUSSIAN = "en_US.UTF-8", "ru_RU.UTF-8"
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

Desk = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the command runs and keeps everything."""
    return tmp_path


@pytest.fixture
def desk(folder: Path, forks: Forks) -> Desk:
    """Runs one command line on Tuesday 3 November 2026 at 10:14."""

    def run(*words: str | Path, given: str | bytes = "", lang: str = ENGLISH, now: str = "2026-11-03T10:14:00+03:00") -> Ran:
        env = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
        env |= {"LANG": lang, "DESK_NOW": now, "DESK_DATABASE": str(folder / "desk.db")}
        env |= {"PATH": "/usr/bin:/bin"}
        return forks.run([*map(str, words)], env, folder, given if isinstance(given, bytes) else given.encode())

    return run


def said(done: Ran) -> str:
    """What a command printed that went well."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def error(done: Ran) -> str:
    """The one line of a command that was given something wrong."""
    assert "Traceback" not in done.stderr, done.stderr[-400:]
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("desk")
    return done.stderr.rstrip("\n")


def lines(done: Ran) -> list[Any]:
    """The JSON lines of a batch."""
    assert "Traceback" not in done.stderr, done.stderr[-400:]
    return [json.loads(line) for line in done.stdout.splitlines()]


# -- due -----------------------------------------------------------------------------------------------------------------


def test_due_says_when_and_how(desk: Desk) -> None:
    """The sentence to read out, the facts, the ledger."""
    shown = said(desk("due", "written-reply", "--from", "03.11.2026 10:02"))
    assert "You will have our reply by Friday 6 November, 18:00. That is 2 working days. Tuesday 3 November is not counted" in shown
    assert re.search(r"^due +Fri 6 Nov 2026 18:00$", shown, re.MULTILINE)
    assert re.search(r"^  Wed 4 Nov 2026  public holiday  - +Unity Day$", shown, re.MULTILINE)


@pytest.mark.parametrize(("lang", "option"), [(RUSSIAN, []), (ENGLISH, ["--lang", "ru"])])
def test_due_in_russian(desk: Desk, lang: str, option: list[str]) -> None:
    """By the locale, and by an option that wins over it."""
    shown = said(desk(*option, "due", "phone-answer", "--from", "10:14", lang=lang))
    assert "Ответим не позднее пятницы, 6 ноября, 18:00. Срок — 2 рабочих дня." in shown


@pytest.mark.parametrize("lang", [ENGLISH, RUSSIAN])
def test_due_as_json(desk: Desk, lang: str) -> None:
    """One document, its keys the same in both languages."""
    found = json.loads(said(desk("due", "voicemail-callback", "--from", "2026-11-03T15:40", "--json", lang=lang)))
    assert {"standard", "start", "due", "unit", "provisional", "reading", "calendar_version", "ledger"} <= set(found)
    assert (found["standard"], found["unit"]) == ("voicemail-callback", "working hours")
    assert (found["start"], found["due"]) == ("2026-11-03T15:40:00+03:00", "2026-11-05T11:40:00+03:00")
    assert (found["provisional"], bool(CYRILLIC.search(found["reading"]))) == (False, lang == RUSSIAN)
    assert re.fullmatch("2026:[0-9a-f]{12}", found["calendar_version"])
    assert [(row["date"], row["kind"], row["short"], row["counted"]) for row in found["ledger"]] == [
        ("2026-11-03", "working", True, 4800),
        ("2026-11-04", "holiday", False, 0),
        ("2026-11-05", "working", False, 6000),
    ]


def test_due_counts_back_from_an_exam(desk: Desk) -> None:
    """registration.1: no start is needed."""
    found = json.loads(said(desk("due", "registration-confirm", "--exam", "14.11", "--json")))
    assert (found["start"], found["event"], found["due"]) == (None, "2026-11-14", "2026-11-09T18:00:00+03:00")


def test_due_with_an_offset_is_that_moment(desk: Desk) -> None:
    """What a program passes has its own offset; the answer is in the centre's time."""
    found = json.loads(said(desk("due", "voicemail-callback", "--from", "2026-11-03T11:00:00Z", "--json")))
    assert (found["start"], found["due"]) == ("2026-11-03T14:00:00+03:00", "2026-11-03T17:00:00+03:00")


def test_due_is_provisional_past_the_last_decree(desk: Desk) -> None:
    """From 2028 on."""
    found = json.loads(said(desk("due", "written-reply", "--from", "30.12.2027 10:00", "--json")))
    assert (found["provisional"], found["due"][:10]) == (True, "2028-01-11")
    assert re.fullmatch("2027:[0-9a-f]{12}[+]2028:[0-9a-f]{12}", found["calendar_version"])


def test_due_by_another_charter(desk: Desk, folder: Path) -> None:
    """`--charter FILE`, before the command or after it."""
    other = folder / "other.toml"
    other.write_text(DEFAULT.read_text(encoding="utf-8").replace("10:00-18:00", "09:00-20:00"), encoding="utf-8")
    due, charter = ("due", "phone-answer", "--from", "10:14", "--json"), ("--charter", other)
    for words in ((*charter, *due), (*due, *charter)):
        assert json.loads(said(desk(*words)))["due"] == "2026-11-06T20:00:00+03:00"


def test_counting_makes_no_database(desk: Desk, folder: Path) -> None:
    """A question leaves nothing behind, least of all a database where the name of one was mistyped."""
    said(desk("due", "written-reply", "--from", "10:14"))
    assert not (folder / "desk.db").exists()


# -- due --batch ---------------------------------------------------------------------------------------------------------

BATCH = """written-reply,03.11.2026 10:02

nonsense,10:14
registration-confirm,14.11.2026
written-reply
written-reply,32.05.2026
"voicemail-callback","2026-11-03T15:40"
written-reply,10:14,10:15
"""


def check_batch(done: Ran) -> None:
    found = lines(done)
    assert (done.returncode, done.stderr) == (2, "")
    assert [row.get("due", "")[:16] or row["line"] for row in found] == [
        "2026-11-06T18:00", 3, "2026-11-09T18:00", 5, 6, "2026-11-05T11:40", 8,
    ]  # fmt: skip
    assert all(set(row) == {"line", "error"} and row["error"] for row in found if "line" in row)


def test_a_batch_answers_each_line_in_its_place(desk: Desk) -> None:
    """One JSON line for each line in, blank ones apart; a bad one is said in its place, and the exit code is 2."""
    check_batch(desk("due", "--batch", "-", given=BATCH))


def test_a_batch_out_of_a_file(desk: Desk, folder: Path) -> None:
    """With the byte order mark and line ends of a spreadsheet."""
    file = folder / "batch.csv"
    file.write_bytes(b"\xef\xbb\xbf" + BATCH.replace("\n", "\r\n").encode())
    check_batch(desk("due", "--batch", file))


def test_a_batch_in_order_exits_with_0(desk: Desk) -> None:
    """A hundred lines, the answers in their order."""
    moments = [f"2026-{month:02}-{day:02}T12:00" for month in range(1, 11) for day in range(1, 11)]
    done = desk("due", "--batch", "-", given="".join(f"written-reply,{moment}\n" for moment in moments))
    assert done.returncode == 0
    assert [row["start"][:16] for row in lines(done)] == moments


def test_a_batch_in_russian_says_what_is_wrong_in_russian(desk: Desk) -> None:
    """The errors are for the eye; the keys are not."""
    (row,) = lines(desk("due", "--batch", "-", given="written-reply,32.05.2026\n", lang=RUSSIAN))
    assert row == {"line": 1, "error": "32.05.2026: такого дня нет"}


def test_a_batch_with_a_byte_order_mark_from_standard_input(desk: Desk) -> None:
    """PowerShell writes one into a pipe; out of a file it is taken."""
    (row,) = lines(desk("due", "--batch", "-", given=b"\xef\xbb\xbfwritten-reply,10:14\n"))
    assert row.get("due") == "2026-11-06T18:00:00+03:00", row


def test_a_batch_line_of_200_kilobytes_is_a_bad_line(desk: Desk) -> None:
    """The lines after it are answered."""
    first, second = lines(desk("due", "--batch", "-", given=f"written-reply,{'1' * 200_000}\nwritten-reply,10:14\n"))
    assert set(first) == {"line", "error"}
    assert second["due"] == "2026-11-06T18:00:00+03:00"


def test_a_batch_file_in_another_encoding_is_refused(desk: Desk, folder: Path) -> None:
    """Windows-1251 or worse, in one line."""
    (folder / "batch.csv").write_bytes(b"\xff\xfe,10:14\n")
    assert "batch.csv" in error(desk("due", "--batch", "batch.csv"))


# -- calendar, charter ---------------------------------------------------------------------------------------------------


def test_the_calendar_of_a_year(desk: Desk) -> None:
    """247 working days, 1972 hours, 4 short days, and each day that is not plain with its reason."""
    shown = said(desk("calendar", "2026"))
    assert re.search(r"^year +247 +1972 +4$", shown, re.MULTILINE)
    assert re.search(r"^Tue 3 Nov 2026 +short day +10:00-17:00 +before a public holiday: Unity Day$", shown, re.MULTILINE)
    assert re.search(r"^Thu 31 Dec 2026 +moved day off +moved from Sun 4 Jan 2026$", shown, re.MULTILINE)


def test_the_calendar_of_a_year_as_json(desk: Desk) -> None:
    """Every day of it: kind, hours, whether it is short, whether it counts, why."""
    found = json.loads(said(desk("calendar", "2026", "--json")))
    assert (found["year"], found["working_days"], found["hours"], found["provisional"]) == (2026, 247, 1972, False)
    assert re.fullmatch("[0-9a-f]{12}", found["calendar_version"])
    days = {day["date"]: day for day in found["days"]}
    assert len(days) == 365
    assert sum(bool(day["open"]) and day["counts"] for day in found["days"]) == 247
    assert days["2026-11-03"] == {
        "date": "2026-11-03", "kind": "working", "open": [["10:00", "17:00"]], "short": True, "counts": True,
        "note": "before a public holiday: Unity Day",
    }  # fmt: skip
    assert (days["2026-11-04"]["kind"], days["2026-11-04"]["open"]) == ("holiday", [])


def test_a_calendar_without_its_decree_says_so(desk: Desk) -> None:
    """From 2028 on it is provisional."""
    assert "постановление о переносе выходных на 2028 год ещё не вышло" in said(desk("calendar", "2028", lang=RUSSIAN))
    assert json.loads(said(desk("calendar", "2028", "--json")))["provisional"] is True


@pytest.mark.parametrize(("lang", "words"), [(ENGLISH, "Call back: 3 working hours"), (RUSSIAN, "Перезвонить: 3 рабочих часа")])
def test_the_charter_in_words(desk: Desk, lang: str, words: str) -> None:
    """Every standard, duty and guarantee, and what is promised without a clock."""
    shown = said(desk("charter", "show", lang=lang))
    assert words in shown
    for name in ("complaint-informed", "fee-notice", "mailbox-checked", "premises-checked", "no-prejudice"):
        assert name in shown


@pytest.mark.parametrize(("lang", "words"), [(ENGLISH, "25 standards, 7 duties"), (RUSSIAN, "25 стандартов, 7 обязанностей")])
def test_a_right_charter_file_is_in_order(desk: Desk, lang: str, words: str) -> None:
    """With its version."""
    assert words in said(desk("charter", "check", DEFAULT, lang=lang))


@pytest.mark.parametrize("key", ["limitt = ", '"li\\nmit\\u001b[31m" = '])
def test_a_wrong_charter_file_is_one_line(desk: Desk, folder: Path, key: str) -> None:
    """File, path, what is wrong; nothing of the file reaches the terminal raw."""
    wrong = folder / "wrong.toml"
    wrong.write_text(DEFAULT.read_text(encoding="utf-8").replace("limit = ", key, 1), encoding="utf-8")
    line = error(desk("charter", "check", wrong))
    assert re.search(r"wrong\.toml:\d+: standard\[phone-answer\]\.li", line)
    assert "\x1b" not in line


def test_a_charter_file_whose_said_clause_has_no_section_is_refused(desk: Desk, folder: Path) -> None:
    """Before `charter show` trips over it."""
    wrong = folder / "wrong.toml"
    text = DEFAULT.read_text(encoding="utf-8") + '[[said]]\nclause = "nowhere.1"\ntitle = { ru = "а", en = "a" }\n'
    wrong.write_text(text, encoding="utf-8")
    assert "nowhere" in error(desk("charter", "show", "--charter", wrong))


# -- errors --------------------------------------------------------------------------------------------------------------

YEARS = "2015[-–]2035"  # that the calendar knows
ERRORS: list[tuple[str, DeskError | str]] = [
    ("due writen-reply --from 10:14", MistypedStandard("writen-reply", "written-reply")),
    ("due щщщ --from 10:14", UnknownStandard("щщщ")),
    ("due written-reply --from 32.05.2026", DayUnknown("32.05.2026")),
    ("due written-reply --from 25:00", MomentUnreadable("25:00")),
    ("due written-reply --from 0001-01-01", YEARS),
    ("due written-reply --from 9999-12-31", YEARS),
    ("due registration-confirm --exam 14.11.2040", YEARS),
    ("due registration-confirm --exam 12.01.2015", YEARS),
    ("due registration-confirm --exam 32.05.2026", DayUnknown("32.05.2026")),
    ("due registration-confirm", "--exam"),
    ("due written-reply", "--from"),
    ("due", "^desk"),
    ("due --frobnicate", "--frobnicate"),
    ("due --batch nowhere.csv", r"nowhere\.csv"),
    ("due --batch .", r"\."),
    ("charter check nowhere.toml", r"nowhere\.toml"),
    ("charter check", "FILE|ФАЙЛ"),
    ("charter frobnicate", "frobnicate"),
    ("charter", "desk charter"),
    ("calendar", "YEAR|ГОД"),
    ("calendar 2040", YEARS),
    ("calendar 99999999999999999999", YEARS),
    ("calendar -- -1", YEARS),
    ("frobnicate", "frobnicate"),
    ("--charter nowhere.toml calendar 2026", r"nowhere\.toml"),
]


@pytest.mark.parametrize(("words", "names"), ERRORS, ids=[words for words, _ in ERRORS])
@pytest.mark.parametrize("lang", [ENGLISH, RUSSIAN])
def test_an_error_is_one_clear_line(desk: Desk, words: str, names: DeskError | str, lang: str) -> None:
    """On standard error, exit code 2, nothing on standard output, no traceback; in the user's language."""
    line = error(desk(*words.split(), lang=lang))
    if isinstance(names, str):
        assert re.search(names, line)
        assert bool(CYRILLIC.search(line)) == (lang == RUSSIAN)
    else:
        assert line == refusal(names, lang[:2]).rstrip()
    assert len(line) < 200


CLICKS = ["due written-reply --from", "due written-reply more --from 10:14", "calendar x", "due --lang de", "calendar --json=1"]


@pytest.mark.parametrize("words", CLICKS)
def test_clicks_own_errors_are_said_in_russian(desk: Desk, words: str) -> None:
    """Design, section 9: click speaks English until told otherwise."""
    line = error(desk(*words.split(), lang=RUSSIAN))
    assert not re.search("requires|argument|extra|valid|one of|take a value", line), line


def test_what_was_typed_is_shown_safe(desk: Desk) -> None:
    """An escape and a line break in an argument stay on the one line, visible."""
    assert "\x1b" not in error(desk("due", "a\x1b[31m\nb", "--from", "10:14"))


@pytest.mark.parametrize("now", ["garbage", "2026-11-03", "2026-11-03T10:14:00"])
def test_a_wrong_desk_now_is_one_clear_line(desk: Desk, now: str) -> None:
    """ISO 8601 with an offset, or nothing."""
    assert "DESK_NOW" in error(desk("due", "written-reply", "--from", "10:14", now=now))
