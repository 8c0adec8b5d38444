"""Another centre's charter file: a wrong one is refused in one line with its name, the key's path, what is wrong, what is meant."""

from datetime import date
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.charter.charter import pack, unpack
from desk.charter.errors import CharterError, DeskError
from desk.charter.kinds import DEFAULT
from desk.i18n import translator
from desk.presentation import error_line

WORDS = '{ ru = "а", en = "a" }'
GOOD = f"""format = 1

[centre]
name = {WORDS}
zone = "Europe/Moscow"
greeting = {WORDS}

[calendar]
country = "RU"
file = "ru-production-calendar.toml"
first_year = 2025
last_year = 2027
short_day_minutes = 60

[hours]
monday = ["10:00-13:00", "14:00-18:00"]
tuesday = ["10:00-18:00"]

[sections]
calls = {WORDS}

[[standard]]
id = "phone-answer"
clause = "calls.2"
limit = "2 working days"
title = {WORDS}
promise = {WORDS}
readings = [{{ limit = "48 hours", says = {WORDS} }}]

[[standard.applies]]
kinds = ["enquiry"]
channels = ["phone"]
starts = ["received"]
stops = ["answered"]

[[standard]]
id = "confirm"
clause = "calls.3"
limit = "5 working days before exam"
title = {WORDS}
promise = {WORDS}

[standard.late]
limit = "1 working day"
says = {WORDS}

[[standard.applies]]
kinds = ["registration"]
starts = ["received"]
stops = ["confirmed"]

[[duty]]
id = "mailbox-checked"
clause = "calls.4"
limit = "every 2 working hours"
title = {WORDS}
evidence = {WORDS}

[[exception]]
date = 2026-12-05
open = ["09:00-15:00"]
counts = false
note = {WORDS}
"""


def write(folder: Path, said: str, name: str = "centre.toml") -> Path:
    path = folder / name
    path.write_text(said, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    """What is said of a wrong file; always a line for each thing that is wrong, and the file's name in front."""
    with pytest.raises(DeskError) as caught:
        Charter.load(path)
    assert type(caught.value) is CharterError
    for language in ("ru", "en"):
        for said in error_line.line(translator(language), caught.value).split("\n"):
            assert path.name in said.partition(":")[0]
            assert "{" not in said.replace("{ ru", "").replace("{day}", "").replace("{time}", "")
    assert error_line.line(translator("en"), caught.value) == str(caught.value)
    return str(caught.value)


def test_the_right_file_is_read(tmp_path: Path) -> None:
    """What every case below breaks in one place."""
    charter = Charter.load(write(tmp_path, GOOD))
    assert [row.id for row in charter.standards] == ["phone-answer", "confirm"]
    assert charter.clause("calls.2").en == "a, 2"


@pytest.mark.parametrize(
    ("right", "wrong", "path", "hint"),
    [
        # keys
        ('zone = "Europe/Moscow"', 'zone = "Europe/Moscow"\nphone_regoin = "RU"', "centre.phone_regoin", "'phone_region'"),
        ("[hours]", "[hourz]", "hourz", "'hours'"),
        ("tuesday =", "teusday =", "hours.teusday", "'tuesday'"),
        ("short_day_minutes", "short_day_minute", "calendar.short_day_minute", "'short_day_minutes'"),
        ("channels =", "chanels =", "standard[phone-answer].applies[1].chanels", "'channels'"),
        ("[standard.late]\nlimit", "[standard.late]\nlimits", "standard[confirm].late.limits", "'limit'"),
        ('readings = [{ limit = "48 hours", says', 'readings = [{ limit = "48 hours", sais', "readings[1].sais", "'says'"),
        ('clause = "calls.4"', 'clausse = "calls.4"', "duty[mailbox-checked].clausse", "'clause'"),
        ("counts = false", "count = false", "exception[1].count", "'counts'"),
        (f"name = {WORDS}", 'name = { ru = "а", eng = "a" }', "centre.name.eng", "'en'"),
        # missing, wrong type
        ("format = 1\n", "", "format", "missing"),
        ('zone = "Europe/Moscow"\n', "", "centre", "zone"),
        (f"name = {WORDS}", 'name = { ru = "а" }', "centre.name", "en"),
        ('clause = "calls.2"\n', "", "standard[phone-answer]", "clause"),
        ('id = "phone-answer"', "id = 7", "standard[1].id", "text in quotes"),
        ("first_year = 2025", 'first_year = "2025"', "calendar.first_year", "whole number"),
        ('monday = ["10:00-13:00", "14:00-18:00"]', 'monday = "10:00-18:00"', "hours.monday", "list in brackets"),
        ("date = 2026-12-05", 'date = "5 December"', "exception[1].date", "2026-12-05"),
        ("counts = false", "counts = 0", "exception[1].counts", "true or false"),
        # limits
        ('"2 working days"', '"2 workdays"', "standard[phone-answer].limit", "'2 working days'"),
        ('"2 working days"', '"0 working days"', "standard[phone-answer].limit", "from 1"),
        ('"2 working days"', '"99999999999999999999 days"', "standard[phone-answer].limit", "from 1"),
        ('"2 working days"', '"-2 working days"', "standard[phone-answer].limit", "'2 working days'"),
        ('"2 working days"', '"2 hours before exam"', "standard[phone-answer].limit", "'5 working days before exam'"),
        ('"2 working days"', '"every week"', "standard[phone-answer].limit", "duty"),
        ('"2 working days"', '""', "standard[phone-answer].limit", "'2 working days'"),
        ('"48 hours"', '"48 ours"', "standard[phone-answer].readings[1].limit", "'48 ours'"),
        ('"1 working day"', '"a day"', "standard[confirm].late.limit", "'a day'"),
        ('"5 working days before exam"', '"5 working days"', "standard[confirm].late", "counts back"),
        ('"every 2 working hours"', '"2 working hours"', "duty[mailbox-checked].limit", "'every'"),
        # hours
        ('"10:00-18:00"', '"10-18"', "hours.tuesday", "'10:00-18:00'"),
        ('"10:00-18:00"', '"18:00-10:00"', "hours.tuesday", "before closing"),
        ('"10:00-18:00"', '"10:00-10:00"', "hours.tuesday", "before closing"),
        ('"10:00-18:00"', '"10:00-24:01"', "hours.tuesday", "24:00"),
        ('"10:00-18:00"', '"10:60-18:00"', "hours.tuesday", "up to 59"),
        ('"14:00-18:00"', '"12:59-18:00"', "hours.monday", "overlaps"),
        ('["10:00-13:00", "14:00-18:00"]', '["14:00-18:00", "10:00-13:00"]', "hours.monday", "out of order"),
        ('"09:00-15:00"', '"9-15"', "exception[2026-12-05].open", "'10:00-18:00'"),
        ("short_day_minutes = 60", "short_day_minutes = 1440", "calendar.short_day_minutes", "1439"),
        # zone, years, country
        ("Europe/Moscow", "Europe/Moscva", "centre.zone", "'Europe/Moscow'"),
        ("Europe/Moscow", "../../etc/passwd", "centre.zone", "'Europe/Moscow'"),
        ('"Europe/Moscow"', '""', "centre.zone", "'Europe/Moscow'"),
        ('"Europe/Moscow"', '"Europe"', "centre.zone", "'Europe/Moscow'"),
        ("last_year = 2027", "last_year = 2024", "calendar", "first_year"),
        ("last_year = 2027", "last_year = 99999", "calendar", "2100"),
        ('country = "RU"', 'country = "XX"', "calendar.country", "'XX'"),
        ("date = 2026-12-05", "date = 2028-12-05", "exception[2028-12-05].date", "2025-2027"),
        # words
        ('kinds = ["enquiry"]', 'kinds = ["inquiry"]', "standard[phone-answer].applies[1].kinds", "'enquiry'"),
        ('kinds = ["enquiry"]', "kinds = []", "standard[phone-answer].applies[1].kinds", "enquiry"),
        ('channels = ["phone"]', 'channels = ["phones"]', "standard[phone-answer].applies[1].channels", "'phone'"),
        ('stops = ["answered"]', 'stops = ["answerd"]', "standard[phone-answer].applies[1].stops", "'answered'"),
        ('starts = ["received"]\nstops = ["c', 'starts = ["qqq"]\nstops = ["c', "standard[confirm].applies[1].starts", "received"),
        ('stops = ["answered"]', 'stops = ["received"]', "standard[phone-answer].applies[1].stops", "opens a ticket"),
        ('stops = ["answered"]', "stops = []", "standard[phone-answer].applies[1].stops", "empty"),
        ('clause = "calls.3"', 'clause = "cals.3"', "standard[confirm].clause", "'calls'"),
        ('id = "confirm"', 'id = "phone-answer"', "standard[phone-answer].id", "duplicate id"),
        ('id = "mailbox-checked"', 'id = "confirm"', "duty[confirm].id", "duplicate id"),
        ("format = 1", "format = 2", "format", "format 1"),
    ],
)
def test_a_wrong_file_is_refused(right: str, wrong: str, path: str, hint: str, tmp_path: Path) -> None:
    """charter-file.md: the key's path, what is wrong, and the nearest right word."""
    assert right in GOOD
    said = refusal(write(tmp_path, GOOD.replace(right, wrong, 1)))
    assert any(path in line and hint in line.replace(path, "", 1) for line in said.split("\n"))


@pytest.mark.parametrize(
    ("more", "path"),
    [
        (f"[[exception]]\ndate = 2026-12-05\nnote = {WORDS}\n", "duplicate date 2026-12-05"),
        (f'[[said]]\nclause = "nowhere.1"\ntitle = {WORDS}\n', "said[1].clause"),
        (f'[[guarantee]]\nid = "mailbox-checked"\nclause = "calls.1"\ntitle = {WORDS}\n', "guarantee[mailbox-checked].id"),
    ],
)
def test_rows_that_do_not_fit_the_others_are_refused(more: str, path: str, tmp_path: Path) -> None:
    """A date has one set of hours; a clause stands in a section; an id stands once."""
    assert path in refusal(write(tmp_path, GOOD + more))


@pytest.mark.parametrize(
    ("right", "wrong", "path"),
    [
        pytest.param("before exam", "before exma", "standard[confirm].limit", id="an event that no ticket has"),
        pytest.param('"2 working days"', '"2 working days, not rolling"', "standard[phone-answer].limit", id="never rolls"),
        pytest.param('kinds = ["registration"]', 'kinds = ["enquiry"]', "standard[confirm].applies[1].kinds", id="no exam"),
        pytest.param(
            'id = "confirm"', 'id = "confirm"\nnudge = "1 working day before exam"', "standard[confirm].nudge", id="nudge"
        ),
        pytest.param('zone = "E', 'language = "de"\nzone = "E', "centre.language", id="language"),
        pytest.param('stops = ["answered"]', 'stops = ["posted"]', "standard[phone-answer].applies[1].stops", id="never stops"),
        pytest.param(
            'starts = ["received"]\nstops = ["c',
            'starts = ["informed"]\nstops = ["c',
            "[confirm].applies[1].starts",
            id="never starts",
        ),
    ],
)
def test_what_could_never_work_is_refused(right: str, wrong: str, path: str, tmp_path: Path) -> None:
    """While the file is read, not at the first ticket: an enquiry has no exam, and a nudge is given none."""
    assert right in GOOD
    assert path in refusal(write(tmp_path, GOOD.replace(right, wrong, 1)))


@pytest.mark.parametrize(("channels", "said"), [('["phone"]', "enquiry by phone is already in another row"), ('["email"]', None)])
def test_two_rows_for_one_ticket_are_refused(channels: str, said: str | None, tmp_path: Path) -> None:
    """Which of them would hold?"""
    row = f'[[standard.applies]]\nkinds = ["enquiry"]\nchannels = {channels}\nstarts = ["received"]\nstops = ["answered"]\n\n'
    second = '[[standard]]\nid = "confirm"'
    path = write(tmp_path, GOOD.replace(second, row + second))
    if said:
        assert said in refusal(path)
    else:
        assert Charter.load(path).standard("phone-answer").applies_to("enquiry", "email")


def test_what_starts_and_stops_needs_repeats(tmp_path: Path) -> None:
    """charter-file.md: what both stops and starts a standard renews it; where nothing else starts it, it never runs."""
    both = GOOD.replace('starts = ["received"]\nstops = ["answered"]', 'starts = ["received", "answered"]\nstops = ["answered"]')
    assert "repeats = true" in refusal(write(tmp_path, both))
    renewed = both.replace('id = "phone-answer"', 'id = "phone-answer"\nrepeats = true')
    Charter.load(write(tmp_path, renewed))
    circular = renewed.replace('starts = ["received", "answered"]', 'starts = ["answered"]')
    assert "[1].starts: each of these also stops it" in refusal(write(tmp_path, circular))


def test_a_centre_that_is_never_open_is_refused(tmp_path: Path) -> None:
    """No promise of it could ever fall due."""
    said = GOOD.replace('monday = ["10:00-13:00", "14:00-18:00"]\ntuesday = ["10:00-18:00"]\n', "")
    assert "hours: the centre is never open" in refusal(write(tmp_path, said))


@pytest.mark.parametrize("said", ["format = = 1", "[centre\n", "format = 1\nformat = 1\n", '"', "\x00", GOOD + "\n[centre]\n"])
def test_what_is_no_toml_is_refused(said: str, tmp_path: Path) -> None:
    """With what the reader of TOML says, in one line."""
    refusal(write(tmp_path, said))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """It says nothing."""
    assert "format" in refusal(write(tmp_path, ""))


def test_no_such_file_is_refused(tmp_path: Path) -> None:
    """Named, and without a traceback."""
    assert "file not found" in refusal(tmp_path / "nowhere.toml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is no file."""
    (tmp_path / "folder.toml").mkdir()
    assert "folder" in refusal(tmp_path / "folder.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Windows-1251, as an old editor would save it."""
    path = tmp_path / "cp1251.toml"
    path.write_bytes(GOOD.encode("cp1251"))
    assert "UTF-8" in refusal(path)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Notepad writes one; the file is the same."""
    path = tmp_path / "bom.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert Charter.load(path).version == Charter.load(write(tmp_path, GOOD)).version


def test_a_missing_production_calendar_is_refused_by_name(tmp_path: Path) -> None:
    """Neither beside the file nor with the desk."""
    with pytest.raises(CharterError, match=r"nowhere\.toml.*file not found"):
        Charter.load(write(tmp_path, GOOD.replace("ru-production-calendar.toml", "nowhere.toml")))


def test_a_production_calendar_beside_the_file_is_taken(tmp_path: Path) -> None:
    """charter-file.md: beside this file, or one that comes with the desk."""
    moves = "moves = [{ from = 2026-01-03, to = 2026-06-15 }]"
    added = f'country = "RU"\nfirst_year = 2025\nlast_year = 2027\ndecreed_until = 2026\n[[decree]]\nyear = 2026\n{moves}\n'
    write(tmp_path, added, "ru-production-calendar.toml")
    assert Charter.load(write(tmp_path, GOOD)).calendar.decreed_until == 2026


def test_read_again_only_what_changed_is_built_anew(tmp_path: Path) -> None:
    """The calendar costs nothing the second time; a change of the same length in either file is seen."""
    added = 'country = "RU"\nfirst_year = 2025\nlast_year = 2027\ndecreed_until = 2026\n'
    production, path = write(tmp_path, added, "ru-production-calendar.toml"), write(tmp_path, GOOD)
    first = Charter.load(path)
    assert Charter.load(path) is first
    write(tmp_path, GOOD.replace('["10:00-18:00"]', '["10:00-17:00"]'))
    assert Charter.load(path).calendar.day(date(2026, 11, 10)).open == ((600, 1020),)
    write(tmp_path, added.replace("2026", "2025"), production.name)
    assert Charter.load(path).calendar.decreed_until == 2025
    path.unlink()
    assert "cannot be read" in refusal(path)


def test_a_production_calendar_of_another_country_is_refused(tmp_path: Path) -> None:
    """The file says whose it is."""
    with pytest.raises(CharterError, match=r"ru-production-calendar\.toml:10: country: is 'RU', but the charter has 'BY'"):
        Charter.load(write(tmp_path, GOOD.replace('country = "RU"', 'country = "BY"')))


def test_a_wrong_production_calendar_is_refused_by_its_own_name(tmp_path: Path) -> None:
    """A date that is none, in the file beside."""
    added = 'country = "RU"\nfirst_year = 2025\nlast_year = 2027\ndecreed_until = 2026\n[[decree]]\nyear = 2026\nmooves = []\n'
    write(tmp_path, added, "ru-production-calendar.toml")
    with pytest.raises(CharterError, match=r"ru-production-calendar\.toml:7: decree\[1\]\.mooves: unknown key.*'moves'"):
        Charter.load(write(tmp_path, GOOD))


# -- kept in the database, versions --------------------------------------------------------------------------------------


def test_packed_and_unpacked_it_is_the_same() -> None:
    """Design, section 3: each applied version is stored whole under its hash."""
    charter = Charter.load()
    again = unpack(*pack(charter))
    assert again.version == charter.version
    assert again.file == charter.file
    assert again.calendar.days == charter.calendar.days
    assert (again.zone, again.calendar.decreed_until) == (charter.zone, charter.calendar.decreed_until)
    assert [again.calendar.year_version(year) for year in (2015, 2026, 2035)] == [
        charter.calendar.year_version(year) for year in (2015, 2026, 2035)
    ]
    assert pack(again) == pack(charter)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('limit = "2 working days"', 'limit = "3 working days"'),
        ('limit = "1 working day"', 'limit = "2 working days"'),
        ("Europe/Moscow", "Europe/Berlin"),
        ('stops = ["answered"]', 'stops = ["answered", "tried"]'),
        ('channels = ["phone"]', 'channels = ["phone", "email"]'),
        ("every 2 working hours", "every 3 working hours"),
    ],
)
def test_what_is_counted_changes_the_version(right: str, wrong: str, tmp_path: Path) -> None:
    """Design, section 3: a hash over what is counted."""
    changed = Charter.load(write(tmp_path, GOOD.replace(right, wrong, 1), "other.toml"))
    assert changed.version != Charter.load(write(tmp_path, GOOD)).version


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (f"title = {WORDS}", 'title = { ru = "б", en = "b" }'),
        (f"name = {WORDS}", 'name = { ru = "б", en = "b" }'),
        (f"calls = {WORDS}", 'calls = { ru = "Звонки", en = "Calls" }'),
    ],
)
def test_wording_does_not_change_the_version(right: str, wrong: str, tmp_path: Path) -> None:
    """Design, section 3: not over wording."""
    changed = Charter.load(write(tmp_path, GOOD.replace(right, wrong, 1), "other.toml"))
    assert changed.version == Charter.load(write(tmp_path, GOOD)).version


def test_ours_is_in_order() -> None:
    """The file that comes with the desk, and every limit that it gives."""
    charter = Charter.load(DEFAULT)
    assert (len(charter.standards), len(charter.file.duty)) == (25, 7)
