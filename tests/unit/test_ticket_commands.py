"""`desk add`, `list`, `show`, `do`, `import`: the real command in a process of its own, its clock and folders fixed."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desk.actions.registry import ACTS, fields_of, find
from desk.charter.errors import DeskError
from desk.intake.errors import ListMissing
from desk.store.errors import NotFound
from desk.store.errors.input import CustomerMissing, ExamDayMissing, MomentMissing, NameMissing, NoteMissing
from desk.store.errors.tickets import (
    ActNotApplicable,
    BeforeReceipt,
    CloseReasonMissing,
    NothingToUndo,
    TicketNotClosed,
    TicketVoid,
)
from desk.text.dates import DayUnknown, MomentInFuture, MomentUnreadable
from tests.forks import ROOT, Ran
from tests.hostile import raw_at_terminal
from tests.unit.conftest import ENGLISH, NOW, RUSSIAN, Command, broken_links, look
from tests.worded import refusal

LANGUAGES = [ENGLISH, RUSSIAN]

# Design, section 7: scripts rely on these.
KEYS = {"number", "kind", "channel", "state", "name", "subject", "owner", "received", "next_due", "clocks"}
CLOCK_KEYS = {"standard", "start", "due", "state", "stopped"}

# Controls, bidi, markup and a line end, all in one.
HOSTILE = "[b]Ann[/b]\x1b[31m\x1b]0;title\x07\x9b31m\u202egpj\u2066\x7f\r\n[/][@click=app.quit]\u200b\u2028end"


@pytest.fixture
def desk(command: Command) -> Command:
    """The command, at the desk of this test."""
    return command


def said(done: Ran) -> str:
    """What a command printed that went well."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def document(done: Ran) -> Any:
    """The one JSON document of a command that went well."""
    return json.loads(said(done))


def error(done: Ran, code: int) -> str:
    """The one line of a command that was refused or given something wrong."""
    assert "Traceback" not in done.stderr, done.stderr[-400:]
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1), done.stderr
    assert done.stderr.startswith("desk")
    assert not raw_at_terminal(done.stderr)
    return done.stderr.rstrip("\n")


def added(desk: Command, *words: str, kind: str = "enquiry", channel: str = "phone", name: str = "Ann") -> Any:
    """A ticket as `desk add --json` gives it."""
    return document(desk("add", kind, "--channel", channel, "--name", name, "--subject", "FCE", "--json", *words))


# -- add, show, list -----------------------------------------------------------------------------------------------------


def test_add_gives_the_ticket_with_its_clock(desk: Command) -> None:
    """Design, section 7: moments as ISO 8601 with offset, keys in snake_case."""
    found = added(desk)
    assert set(found) >= KEYS
    assert all(re.fullmatch("[a-z_]+", key) for key in found)
    assert {key: found[key] for key in ("number", "kind", "channel", "state", "name", "subject", "owner")} == {
        "number": 1, "kind": "enquiry", "channel": "phone", "state": "open", "name": "Ann", "subject": "FCE", "owner": None,
    }  # fmt: skip
    assert (found["received"], found["next_due"]) == (NOW, "2026-11-06T18:00:00+03:00")
    (clock,) = found["clocks"]
    assert set(clock) >= CLOCK_KEYS
    assert [clock[key] for key in ("standard", "start", "due", "state", "stopped")] == [
        "phone-answer", NOW, "2026-11-06T18:00:00+03:00", "running", None,
    ]  # fmt: skip


def test_show_and_list_give_the_same_as_add(desk: Command) -> None:
    """One document; `list` is an array."""
    found = added(desk, "--phone", "244-54-88")
    assert document(desk("show", "1", "--json")) == found
    (row,) = document(desk("list", "--json"))
    assert set(row) >= KEYS
    assert {key: found[key] for key in row} == row


def test_every_option_of_add_is_kept(desk: Command) -> None:
    """Name, number, address, text, language, moment."""
    words = ("--phone", "8 812 244-54-88", "--email", "a@example.org", "--body", "Whole text", "--lang-of", "en", "--at", "9:30")
    found = added(desk, *words, channel="email")
    assert (found["phone"], found["email"], found["language"]) == ("8 812 244-54-88", "a@example.org", "en")
    assert (found["received"], found["events"][0]["texts"]["body"]) == ("2026-11-03T09:30:00+03:00", "Whole text")


@pytest.mark.parametrize("channel", ["in-person", "in person", "in_person"])
def test_in_person_may_be_written_in_three_ways(desk: Command, channel: str) -> None:
    """Design, section 1 says `in person`; JSON always in one way."""
    assert added(desk, channel=channel)["channel"] == "in-person"


def test_a_registration_needs_its_exam(desk: Command) -> None:
    """registration.1 counts back; without a date there is nothing to count from."""
    found = added(desk, "--exam", "14.11.2026", kind="registration", channel="email")
    assert found["next_due"] == "2026-11-09T18:00:00+03:00"
    refused = desk("add", "registration", "--channel", "email", "--name", "Ann", "--subject", "x")
    assert error(refused, 2) == refusal(ExamDayMissing()).rstrip()


def test_list_takes_a_kind_and_has_the_nearest_first(desk: Command) -> None:
    """The complaint's acknowledgement is due before the call's answer; a voicemail before both."""
    for kind, channel in (("enquiry", "phone"), ("complaint", "email"), ("enquiry", "voicemail")):
        added(desk, kind=kind, channel=channel)
    assert [row["number"] for row in document(desk("list", "--json"))] == [3, 2, 1]
    assert [row["number"] for row in document(desk("list", "enquiry", "--json"))] == [3, 1]
    assert document(desk("list", "certificate", "--json")) == []


def test_list_gives_no_more_than_asked_for(desk: Command) -> None:
    """The same order, cut: the open ones first, then the closed, the newest first; `--json` with their clocks."""
    for _ in range(4):
        added(desk)
    for number in ("1", "2"):
        desk("do", number, "close", "--reason", "mistake")
    whole = document(desk("list", "--json"))
    assert [row["number"] for row in whole] == [3, 4, 2, 1]
    for limit in (1, 3, 9):
        assert document(desk("list", "--limit", str(limit), "--json")) == whole[:limit]
    assert len(said(desk("list", "enquiry", "--limit", "2")).splitlines()) == 2
    assert document(desk("list", "certificate", "--limit", "2", "--json")) == []
    assert len(document(desk("list", "--due", "--limit", "1", "--json", now="2026-11-06T10:00:00+03:00"))) == 1
    assert "--limit" in error(desk("list", "--limit", "0"), 2)


def test_a_line_of_the_list_has_its_columns_in_order(desk: Command) -> None:
    """Number, time left, state, kind, who, about what, owner: scripts cut them out by their places."""
    added(desk, name="Ann Lee")
    desk("do", "1", "take", "--as", "Vera")
    (line,) = said(desk("list")).splitlines()
    number, left, *words = re.split(r"\s{2,}", line)
    assert number == "#1"
    assert re.fullmatch(r"\d+[dhm] \d+[hms]", left)
    assert (len(words), words[2:]) == (5, ["Ann Lee", "FCE", "Vera"])
    assert words[1] == "enquiry"


def test_a_deadline_that_passed_is_missed_for_whoever_looks(desk: Command) -> None:
    """Design, section 4: overdue is computed, never stored."""
    added(desk)
    for now, state, overdue in (("2026-11-06T17:00:00+03:00", "running", False), ("2026-11-06T18:01:00+03:00", "missed", True)):
        found = document(desk("show", "1", "--json", now=now))
        assert (found["clocks"][0]["state"], found["overdue"], found["state"]) == (state, overdue, "open")


@pytest.mark.parametrize(("lang", "head"), [(ENGLISH, "#1  enquiry, phone, open"), (RUSSIAN, "№1  запрос, телефон, открыто")])
def test_a_ticket_is_shown_in_both_languages(desk: Command, lang: str, head: str) -> None:
    """Design, section 6: Russian and English from the first string; nothing of the other one."""
    shown = said(desk("add", "enquiry", "--channel", "phone", "--name", "Z", "--subject", "Z", lang=lang))
    assert shown.splitlines()[0] == head
    for text in (shown, said(desk("list", lang=lang))):
        assert bool(re.search("[а-яё]", text, re.IGNORECASE)) == (lang == RUSSIAN)


# -- do ------------------------------------------------------------------------------------------------------------------


def test_do_help_lists_every_action(desk: Command) -> None:
    """The actions of `do` are the ids in commands.py."""
    shown = " ".join(said(desk("do", "--help")).split())
    assert all(re.search(rf"\b{act}\b", shown.replace("- ", "-")) for act in ACTS)


def test_every_action_can_be_done(desk: Command, tmp_path: Path) -> None:
    """One after the other, on the kinds for which they are; each gives the ticket as it stands then."""
    for kind, channel in (("enquiry", "voicemail"), ("complaint", "email"), ("certificate", "letter")):
        added(desk, kind=kind, channel=channel)
    added(desk, "--exam", "2026-12-14", kind="registration", channel="email")
    added(desk, kind="enquiry", channel="email")
    added(desk, "--topic", "stage-1", kind="results", channel="email")
    for kind in ("replacement", "refund", "data-request", "data-breach"):
        added(desk, kind=kind, channel="email")
    letter = tmp_path / "letter.eml"
    letter.write_bytes(b"From: Ann <ann@example.org>\r\nSubject: FCE\r\n\r\nWhen?\r\n")
    said(desk("mail", "import", str(letter)))
    steps = [
        (1, "take"), (1, "hand-over", "--to", "Вера"), (1, "hand-back"), (1, "note", "--note", "x"),
        (1, "ask", "--to", "Вера", "--note", "x"), (1, "link", "--of", "4"),
        (1, "remind", "--for", "03.11 16:30"), (1, "tried", "--number", "244-54-88"), (1, "called-back"),
        (1, "correct", "--field", "name", "--value", "Eva"), (1, "answered", "--way", "phone", "--topic", "dates"),
        (1, "undo"), (1, "to-complaint", "--about", "Борис"), (1, "to-enquiry"), (1, "close", "--reason", "mistake"), (1, "reopen"),
        (2, "acknowledged"), (2, "missing", "--note", "номер"), (2, "updated"), (2, "passed-on"), (2, "completed"),
        (2, "about-staff", "--about-staff", "Вера"),
        (2, "complaint-extended", "--note", "ждём ответа"), (2, "full-answer", "--outcome", "upheld", "--remedy-given", "возврат"),
        (2, "objected", "--as", "Пётр"), (2, "full-answer", "--as", "Пётр"), (2, "passed-on"), (2, "decision-arrived"),
        (2, "cause", "--cause", "human-error", "--measure", "новая памятка", "--owner", "Пётр", "--due", "04.12"),
        (2, "full-answer", "--as", "Борис"), (2, "used-up", "--note", "и Кембридж ответил"), (2, "undo"), (2, "accepted"),
        (3, "informed"), (3, "posted", "--number", "RA1"), (3, "undo"),
        (3, "handed-out", "--document", "passport", "--signs", "4711"), (4, "fee-known"),
        (4, "move-exam", "--exam", "2026-12-15"), (4, "fee-told"), (4, "confirmed"),
        (5, "reply", "--note", "5 декабря"), (5, "rated", "--score", "5"), (5, "reopen"), (5, "merge", "--of", "1"),
        (6, "authorised"), (6, "change-kind", "--kind", "enquiry"), (7, "passed-on"), (7, "arrived"), (8, "paid"),
        (9, "split", "--kind", "refund", "--subject", "деньги"), (9, "join", "--of", "10"), (9, "part"),
        (11, "confirm-kind"), (11, "attach", "--file", str(letter)),
        (9, "extended", "--note", "много писем"), (10, "reported"), (10, "investigated"),
    ]  # fmt: skip
    states = {(number, words[0]): document(desk("do", str(number), *words, "--json"))["state"] for number, *words in steps}
    assert {words[0] for _, *words in steps} == set(ACTS)
    closed = {(1, "answered"), (1, "close"), (2, "used-up"), (2, "accepted"), (3, "posted"), (3, "handed-out"), (4, "confirmed")}
    closed |= {(5, "reply"), (5, "rated"), (5, "merge"), (8, "paid"), (10, "investigated")}
    assert {step for step, state in states.items() if state == "closed"} == closed


@pytest.mark.parametrize("name", ACTS)
def test_the_help_of_an_action_names_the_options_of_its_fields_alone(command: Command, name: str) -> None:
    """Made from the registry: an action asks on the command line what its form asks."""
    shown = command("do", name, "--help").stdout
    named = {word for word in shown.split() if word.startswith("--")}
    every = {f"--{field.option or field.name}" for act in ACTS for field in fields_of(find(act), late=True)}
    assert named & every == {f"--{field.option or field.name}" for field in fields_of(find(name), late=True)}
    assert find(name).title in shown


def test_at_says_when_it_happened(desk: Command) -> None:
    """A stop at the due second is kept; entered afterwards."""
    added(desk)
    found = document(desk("do", "1", "answered", "--at", "06.11.2026 18:00", "--json", now="2026-11-09T11:00:00+03:00"))
    assert (found["clocks"][0]["state"], found["clocks"][0]["stopped"]) == ("kept", "2026-11-06T18:00:00+03:00")


def test_as_says_who_acts(desk: Command) -> None:
    """Several people share one service account; before the command, after it, or the login name."""
    added(desk)
    for words in (("--as", "Вера", "do", "1", "take"), ("do", "1", "hand-back", "--as", "Пётр"), ("do", "1", "take")):
        desk(*words)
    found = document(desk("show", "1", "--json"))
    assert [event["who"] for event in found["events"]] == ["anna", "Вера", "Пётр", "anna"]
    assert found["owner"] == "anna"


def test_common_options_stand_before_or_after_the_command_and_the_later_wins(desk: Command, tmp_path: Path) -> None:
    """Design, section 7."""
    other = tmp_path / "other.db"
    words = ("add", "enquiry", "--channel", "phone", "--name", "Ann", "--subject", "x")
    assert "запрос" in said(desk("--db", other, "--lang", "ru", *words))
    assert "запрос" in said(desk("--lang", "en", *words, "--db", other, "--lang=ru"))
    assert (len(document(desk("--db", f"sqlite:///{other}", "list", "--json"))), document(desk("list", "--json"))) == (2, [])


# -- refused -------------------------------------------------------------------------------------------------------------

# What is done to the open call #1 or the void #2, the exit code, and the error or what of the words typed or offered it names.
REFUSED: list[tuple[str, int, DeskError | str]] = [
    ("show 9", 1, NotFound(9)),
    ("do 9 take", 1, NotFound(9)),
    ("do 1 posted", 1, ActNotApplicable(1)),
    ("do 1 reopen", 1, TicketNotClosed(1)),
    ("do 1 close", 1, CloseReasonMissing(1)),
    ("do 1 close --reason duplicate --of 9", 1, NotFound(9)),
    ("do 2 take", 1, TicketVoid(2)),
    ("do 1 undo --as Вера", 1, NothingToUndo()),
    ("do 1 answered --at 9:00", 1, BeforeReceipt(1)),
    ("do 1 answered --at 11:00", 2, MomentInFuture(datetime(2026, 11, 3, 11, 0))),  # noqa: DTZ001 - as the centre types it
    ("do 1 answered --at yesteryear", 2, MomentUnreadable("yesteryear")),
    ("do 1 note", 2, NoteMissing()),
    ("do 1 remind", 2, MomentMissing()),
    ("do 1 hand-over", 2, NameMissing()),
    ("do 1 close --reason boredom", 2, "withdrawn"),
    ("do 1 correct --field colour --value red", 2, "colour"),
    ("do 1 answered --way pigeon", 2, "letter"),
    ("do 1 dance", 2, "take"),
    ("do one take", 2, "number"),
    ("add enquiry --channel phone --subject x", 2, CustomerMissing()),
    ("add praise --channel phone --name A --subject x", 2, "complaint"),
    ("add enquiry --channel pigeon --name A --subject x", 2, "voicemail"),
    ("add enquiry --channel phone --name A", 2, "--subject"),
    ("add registration --channel email --name A --subject x --exam 31.11.2026", 2, DayUnknown("31.11.2026")),
    ("import certificates nothing.csv --received 9:30", 2, ListMissing("nothing.csv")),
    ("import registrations nothing.csv", 2, ListMissing("nothing.csv")),
]


@pytest.mark.parametrize("lang", LANGUAGES, ids=["en", "ru"])
@pytest.mark.parametrize(("words", "code", "names"), REFUSED, ids=[words for words, *_ in REFUSED])
def test_a_refusal_is_one_clear_line_with_its_code(
    desk_of_two: Command, words: str, code: int, names: DeskError | str, lang: str
) -> None:
    """Design, section 7: 1 refused, 2 wrong usage or bad input; what is wrong, where, what to do; never a traceback."""
    line = error(desk_of_two(*words.split(), lang=lang), code)
    if isinstance(names, str):
        assert names in line.casefold()
    else:
        assert line == refusal(names, lang[:2]).rstrip()


@pytest.fixture
def desk_of_two(desk: Command, database: Path, two: bytes) -> Command:
    """A desk with an open call and a void one."""
    database.write_bytes(two)
    return desk


@pytest.fixture(scope="module")
def two(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Its database, made once."""
    path = tmp_path_factory.mktemp("two") / "desk.db"
    path.write_bytes(empty_database.read_bytes())
    env = {"DESK_DATABASE": str(path), "DESK_NOW": NOW, "LANG": ENGLISH, "PYTHONPATH": str(ROOT), "HOME": str(path.parent)}
    add = ["add", "enquiry", "--channel", "phone", "--name", "Ann", "--subject", "FCE", "--as", "anna"]
    for words in (add, add, ["do", "2", "undo", "--as", "anna"]):
        subprocess.run([sys.executable, "-m", "desk", *words], env=env, check=True, capture_output=True)
    return path.read_bytes()


@pytest.mark.parametrize("words", ["show {}", "do {} take", "do {} undo", "do 1 close --reason duplicate --of {}"])
@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, 0, -1], ids=["2^31", "2^63", "10^30", "0", "-1"])
def test_a_number_of_no_ticket_is_refused_however_large(desk_of_two: Command, words: str, number: int) -> None:
    """SQLite's numbers end at 2^63: not found, or no number; never a traceback."""
    done = desk_of_two(*words.format(number).split())
    error(done, done.returncode if done.returncode in (1, 2) else 1)


@pytest.mark.parametrize("lang", LANGUAGES, ids=["en", "ru"])
def test_a_database_that_cannot_be_used_is_code_three(desk: Command, database: Path, tmp_path: Path, lang: str) -> None:
    """Design, section 7: 3; the file is named."""
    text = tmp_path / "letter.txt"
    text.write_text("Dear Sirs\n" * 900, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for path in (text, tmp_path / "folder", text / "desk.db", "mysql://localhost/desk"):
        for words in (["list"], ["show", "1"], ["do", "1", "take"]):
            assert str(path).partition("://")[0] in error(desk(*words, lang=lang, db=path), 3)
    with closing(sqlite3.connect(database)) as newer, newer:
        newer.execute("INSERT INTO schema_migration (name, applied) SELECT '9999_newer', applied FROM schema_migration LIMIT 1")
    assert "9999_newer" in error(desk("list", lang=lang), 3)


def test_a_refused_command_writes_nothing(desk: Command, database: Path) -> None:
    """Not even who tried."""
    added(desk)
    before = database.read_bytes()
    for words in (["do", "1", "posted"], ["do", "1", "close"], ["do", "9", "take"], ["do", "1", "note", "--as", "Новый"]):
        assert desk(*words).returncode in (1, 2)
    assert database.read_bytes() == before


# -- hostile -------------------------------------------------------------------------------------------------------------

FIELDS = ("--name", "--phone", "--email", "--subject", "--body")


@pytest.mark.parametrize("lang", LANGUAGES, ids=["en", "ru"])
def test_what_strangers_wrote_never_reaches_the_terminal_raw(desk: Command, database: Path, lang: str) -> None:
    """Design, section 6: controls and bidi visible, brackets as they are, one line each; stored as it came."""
    words = [word for field in FIELDS for word in (field, HOSTILE)]
    shown = [said(desk("add", "enquiry", "--channel", "phone", *words, "--as", HOSTILE, lang=lang))]
    shown.append(said(desk("do", "1", "note", "--note", HOSTILE, "--as", HOSTILE, lang=lang)))
    shown.append(said(desk("do", "1", "hand-over", "--to", HOSTILE, lang=lang)))
    shown.append(said(desk("do", "1", "correct", "--field", "name", "--value", HOSTILE + "2", lang=lang)))
    shown.append(said(desk("do", "1", "answered", "--note", HOSTILE, "--topic", HOSTILE, "--number", HOSTILE, lang=lang)))
    shown += [said(desk("list", lang=lang)), said(desk("show", "1", lang=lang))]
    for text in shown:
        assert not raw_at_terminal(text), repr(text)
        assert "[b]Ann[/b]" in text
    assert look(database, "SELECT body FROM text WHERE field = 'body'") == [(HOSTILE,)]
    assert broken_links(database) == []


def test_a_list_has_one_line_for_each_ticket(desk: Command) -> None:
    """Whatever line ends stand in a name or a subject."""
    added(desk, name=HOSTILE)
    desk("do", "1", "correct", "--field", "subject", "--value", HOSTILE)
    assert len(said(desk("list")).splitlines()) == 1


def test_json_gives_the_words_as_they_came_and_nothing_raw(desk: Command) -> None:
    """Design, section 6: the same for CLI output: what a terminal would obey is written as \\uXXXX; reading it gives it back."""
    words = [word for field in FIELDS for word in (field, HOSTILE)]
    done = desk("add", "enquiry", "--channel", "phone", *words, "--json")
    assert {field: document(done)[field.removeprefix("--")] for field in FIELDS[:4]} == dict.fromkeys(FIELDS[:4], HOSTILE)
    assert not raw_at_terminal(done.stdout)
    assert not raw_at_terminal(said(desk("list", "--json")))


WRONG = [
    ("show", HOSTILE), ("list", HOSTILE), (HOSTILE,), ("--" + HOSTILE,), ("add", HOSTILE, "--channel", "phone"),
    ("list", "--lang", HOSTILE),
    ("add", "enquiry", "--channel", HOSTILE, "--name", "A", "--subject", "x"), ("do", "1", HOSTILE),
    ("do", "1", "answered", "--at", HOSTILE), ("do", "1", "answered", "--way", HOSTILE), ("do", "1", "close", "--reason", HOSTILE),
    ("do", "1", "correct", "--field", HOSTILE, "--value", "x"), ("do", "1", "correct", "--field", "channel", "--value", HOSTILE),
    ("do", "1", "remind", "--for", HOSTILE), ("do", "1", "close", "--reason", "duplicate", "--of", HOSTILE),
    ("import", "certificates", HOSTILE, "--received", "9:30"), ("import", "certificates", "x", "--received", HOSTILE),
    ("list", "--charter", HOSTILE),
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG, ids=[" ".join(words).replace(HOSTILE, "HOSTILE") for words in WRONG])
def test_what_was_typed_wrong_is_named_in_one_safe_line(desk_of_two: Command, words: tuple[str, ...]) -> None:
    """Every option, at its worst: exit code 2, one line, nothing raw."""
    error(desk_of_two(*words), 2)


@pytest.mark.parametrize("option", ["--name", "--subject", "--body", "--as"])
def test_bytes_that_are_no_utf8_are_refused(desk: Command, option: str) -> None:
    """A name pasted in KOI8-R: half of a surrogate pair, which UTF-8 cannot write."""
    done = desk("add", "enquiry", "--channel", "phone", "--name", "Ann", "--subject", "x", option, b"\xe1\xce\xce\xc1")
    error(done, 2)


# -- import --------------------------------------------------------------------------------------------------------------


def box(tmp_path: Path) -> Path:
    """Two good lines and a wrong one."""
    path = tmp_path / "box.csv"
    path.write_text("ФИО;Номер\nЩербаков [b]\x1b[1m;0001\nБез номера;\nOlga;0002\n", encoding="cp1251")
    return path


def test_import_says_what_it_took_and_what_not(desk: Command, tmp_path: Path) -> None:
    """Counts, each wrong line with its reason; the second time nothing is new."""
    path = box(tmp_path)
    found = document(desk("import", "certificates", path, "--received", "03.11.2026", "--json"))
    assert (found["file"], found["new"], found["known"]) == ("box.csv", 2, [])
    assert [(line["line"], line["reason"]) for line in found["wrong"]] == [(3, "no-candidate")]
    again = document(desk("import", "certificates", path, "--received", "03.11.2026", "--json"))
    assert (again["new"], again["known"]) == (0, [{"line": 2, "number": 1}, {"line": 4, "number": 2}])
    rows = document(desk("list", "certificate", "--json"))
    assert [row["clocks"][0]["due"] for row in rows] == ["2026-11-11T18:00:00+03:00"] * 2


@pytest.mark.parametrize(("lang", "word"), [(ENGLISH, "line 3"), (RUSSIAN, "строка 3")])
def test_import_tells_in_both_languages(desk: Command, tmp_path: Path, lang: str, word: str) -> None:
    """Safe for the terminal, one line for each."""
    shown = said(desk("import", "certificates", box(tmp_path), "--received", "03.11.2026", lang=lang))
    assert word in shown.casefold()
    assert len(shown.splitlines()) == 2
    assert not raw_at_terminal(shown + said(desk("list", lang=lang)))


def test_a_list_whose_name_is_no_utf8_is_taken(desk: Command, tmp_path: Path) -> None:
    """A file name in KOI8-R, as an old machine left it."""
    name = bytes(tmp_path) + b"/\xf3\xd0\xc9\xd3\xcf\xcb.csv"
    Path(os.fsdecode(name)).write_bytes(box(tmp_path).read_bytes())
    assert not raw_at_terminal(said(desk("import", "certificates", name, "--received", "03.11.2026")))
    assert document(desk("import", "certificates", name, "--received", "03.11.2026", "--json"))["new"] == 0


def test_a_correction_without_a_value_is_refused(command: Command) -> None:
    """It would erase the field; an empty value does so on purpose."""
    command("add", "enquiry", "--channel", "phone", "--name", "Ann", "--subject", "FCE")
    done = command("do", 1, "correct", "--field", "subject")
    assert (done.returncode, "--value" in done.stderr) == (2, True)
    assert "FCE" in command("show", 1).stdout
    assert command("do", 1, "correct", "--field", "subject", "--value", "").returncode == 0
