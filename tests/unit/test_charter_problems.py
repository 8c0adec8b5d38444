"""A charter file with many errors: all of them are listed, with their lines, in the format's own words, in both languages."""

import tomllib
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.charter import Charter
from desk.charter.charter import DATA
from desk.charter.check import problems_of
from desk.charter.errors import CharterError
from desk.charter.kinds import DEFAULT
from desk.charter.standards import CharterFile
from desk.charter.toml_lines import lines_of
from desk.charter.toml_reader import Tables, convert, decode_fields, read_toml
from desk.i18n import translator
from desk.presentation import error_line
from tests.bounds import within
from tests.forks import ROOT
from tests.unit.conftest import Command
from tests.unit.test_charter_file import GOOD, WORDS, write

MANY = f"""format = 2
[centre]
name = "x"
zone = "Europe/Nowhere"
greeting = {{ ru = "{{who}}", en = "b" }}

[calendar]
country = "CH"
subdivision = "Zurich"
first_year = 2025
last_year = "2027"

[hours]
monday = "10:00-18:00"
tuesday = ["10-18"]
sundy = []

[sections]
calls = {WORDS}

[[standard]]
id = "a"
clause = "cals.1"
limit = "2 workdays"
title = {WORDS}
promise = {{ ru = "а" }}

[[standard.applies]]
kinds = ["enquiry"]
starts = ["received"]
stops = ["answerd"]

[[standard]]
id = "b"
clause = "calls.1"
limit = "2 working days"
told = {{ ru = "до {{day}}", en = "by {{date}}" }}
title = {WORDS}
promise = {WORDS}
readings = [
  {{ limit = "48 hours", says = {WORDS} }},
  {{ limit = "every week", says = {WORDS} }},
]

[[standard.applies]]
kinds = ["enquiry"]
starts = ["received"]
stops = ["answered"]

[[duty]]
id = "a"
clause = "calls.2"
limit = "2 working hours"
title = {WORDS}
evidence = 5

[[exception]]
date = 2026-12-05
open = ["9-15"]
note = {WORDS}
"""
WRONG = [
    (1, "format"),
    (3, "centre.name"),
    (4, "centre.zone"),
    (5, "centre.greeting"),
    (9, "calendar.subdivision"),
    (11, "calendar.last_year"),
    (14, "hours.monday"),
    (15, "hours.tuesday"),
    (16, "hours.sundy"),
    (23, "standard[a].clause"),
    (24, "standard[a].limit"),
    (26, "standard[a].promise.en"),
    (31, "standard[a].applies[1].stops"),
    (37, "standard[b].told"),
    (37, "standard[b].told"),
    (42, "standard[b].readings[2].limit"),
    (51, "duty[a].id"),
    (53, "duty[a].limit"),
    (55, "duty[a].evidence"),
    (59, "exception[2026-12-05].open"),
]


def problems(said: str, folder: Path) -> list[tuple[int, str]]:
    """The line and the path of everything that is wrong in a file."""
    with pytest.raises(CharterError) as caught:
        Charter.load(write(folder, said))
    return [(problem.line, problem.path) for problem in caught.value.problems]


def test_everything_that_is_wrong_is_listed_with_its_line(tmp_path: Path) -> None:
    """In the file's own order; what can be read of a broken table is looked at all the same."""
    assert problems(MANY, tmp_path) == WRONG


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_problem_is_a_line_in_the_users_language(command: Command, tmp_path: Path, language: str) -> None:
    """File and line in front, as compilers write them; none of it in the words of a library, or of another language."""
    done = command("charter", "check", str(write(tmp_path, MANY)), "--lang", language)
    lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout, len(lines)) == (2, "", len(WRONG))
    for (number, path), line in zip(WRONG, lines, strict=True):
        said = line.removeprefix(f"desk: centre.toml:{number}: {path}: ")
        assert said != line
        assert any("а" <= sign <= "я" for sign in said.lower()) is (language == "ru")
        assert not any(word in line for word in ("Expected", "`", "Object", "got "))


def test_what_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    """Twice the same key is not the same as a missing quote."""
    assert problems(GOOD.replace('zone = "Europe/Moscow"', 'zone = "Europe/Moscow'), tmp_path) == [(5, "")]
    assert problems(GOOD + "\n[centre]\n", tmp_path) == [(GOOD.count("\n") + 2, "")]
    with pytest.raises(CharterError, match="duplicate"):
        Charter.load(tmp_path / "centre.toml")


@pytest.mark.parametrize(
    ("limit", "kind", "reading", "path"),
    [
        ("2 working days", "enquiry", "5 working days before exam", "readings[1].limit"),
        ("2 working days", "registration", "5 working days before exam", "readings[1].limit"),  # it is given no exam
        ("2 working days", "enquiry", "every week", "readings[1].limit"),
        ("2 working days", "enquiry", "before every exam day", "readings[1].limit"),
        ("5 working days before exam", "registration", "5 days", "readings[1].limit"),  # from 1970, where no start is given
        ("5 working days before exam", "registration", "6 working days before exam", ""),
        ("2 working days", "enquiry", "48 hours", ""),
    ],
)
def test_another_reading_is_one_that_the_promise_could_have(limit: str, kind: str, reading: str, path: str, tmp_path: Path) -> None:
    """Otherwise it stops the counting of the promise itself, or gives a date of its own."""
    said = GOOD.partition("[[standard]]")[0] + _standard(limit, kind, f'readings = [{{ limit = "{reading}", says = {WORDS} }}]')
    if path:
        assert [where for _, where in problems(said, tmp_path)] == [f"standard[x].{path}"]
    else:
        Charter.load(write(tmp_path, said))


@pytest.mark.parametrize(
    ("more", "starts", "paths"),
    [
        (f'nudge = "5 working days"\nwaits_for = {WORDS}', "completed", []),
        ('nudge = "5 working days"', "completed", ["nudge"]),  # nobody could say what it waits for
        (f'nudge = "every week"\nwaits_for = {WORDS}', "completed", ["nudge"]),
        (f'nudge = "1 working day before exam"\nwaits_for = {WORDS}', "completed", ["nudge"]),
        (f'nudge = "5 working days"\nwaits_for = {WORDS}', "received", ["waits_for"]),  # which has come with the ticket
        (f'late = {{ limit = "every week", says = {WORDS} }}', "received", ["late.limit", "late"]),
    ],
)
def test_a_nudge_waits_for_something_to_come(more: str, starts: str, paths: list[str], tmp_path: Path) -> None:
    """One that recurs, counts back or waits for the receipt would never be heard, or always."""
    said = GOOD.partition("[[standard]]")[0] + _standard("30 days", "complaint", more, starts)
    if paths:
        assert [where for _, where in problems(said, tmp_path)] == [f"standard[x].{path}" for path in paths]
    else:
        Charter.load(write(tmp_path, said))


KIND = f"""
[[kind]]
id = "enquiry"
title = {WORDS}
facts = ["called-back", "answered"]
final = ["answered"]
topics = [{{ id = "one", title = {WORDS} }}, {{ id = "two", title = {WORDS}, after = "one" }}]

[[kind]]
id = "registration"
title = {WORDS}
facts = ["confirmed"]
final = ["confirmed"]
uses = ["exam"]
"""


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        ('final = ["answered"]', "final = []", ["kind[enquiry].final"]),
        ('final = ["answered"]', 'final = ["posted"]', ["kind[enquiry].final"]),
        ('"called-back", "answered"]', '"called-back", "answered", "fee-told"]', ["kind[enquiry].facts"]),  # both on `a`
        ('"called-back", "answered"]', '"called-bak", "answered"]', ["kind[enquiry].facts"]),
        ('id = "registration"', 'id = "Registration"', ["kind[Registration].id", "standard[confirm].applies[1].kinds"]),
        ('id = "registration"', 'id = "other"', ["kind[other].id", "standard[confirm].applies[1].kinds"]),
        ('uses = ["exam"]', 'uses = ["exm"]', ["kind[registration].uses", "standard[confirm].applies[1].kinds"]),
        ('after = "one"', 'after = "three"', ["kind[enquiry].topics[two].after"]),
        ('after = "one"', 'after = "two"', ["kind[enquiry].topics[two].after"]),
        ('id = "two"', 'id = "one"', ["kind[enquiry].topics[one].id", "kind[enquiry].topics[one].after"]),
        ("topics = [", 'becomes = ["registration"]\ntopics = [', ["kind[enquiry].becomes"]),
        ("topics = [", 'forms = ["call", "fax"]\ntopics = [', ["kind[enquiry].forms"]),
        ("topics = [", 'fields = ["hat"]\ntopics = [', ["kind[enquiry].fields"]),
    ],
)
def test_a_kind_that_could_not_be_worked_is_refused(old: str, new: str, paths: list[str], tmp_path: Path) -> None:
    """Without an end, with two facts on one key, with a topic after itself: each with its path."""
    Charter.load(write(tmp_path, GOOD + KIND))
    assert sorted(path for _, path in problems(GOOD + KIND.replace(old, new, 1), tmp_path)) == sorted(paths)


@pytest.mark.parametrize("topics", ['["three"]', '["one", "on"]'])
def test_a_topic_that_nobody_lists_limits_nothing(topics: str, tmp_path: Path) -> None:
    """The promise would never start."""
    said = GOOD + KIND + _standard("2 working days", "enquiry", f"topics = {topics}")
    assert [path for _, path in problems(said, tmp_path)] == ["standard[x].topics"]


def _standard(limit: str, kind: str, more: str, starts: str = "received") -> str:
    stop = {"registration": "confirmed"}.get(kind, "answered")
    return f"""
[[standard]]
id = "x"
clause = "calls.2"
limit = "{limit}"
title = {WORDS}
promise = {WORDS}
{more}

[[standard.applies]]
kinds = ["{kind}"]
starts = ["{starts}"]
stops = ["{stop}"]
"""


# -- whatever is wrong ---------------------------------------------------------------------------------------------------

ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, 5, -1, 10**12, 1.5, True, "", "x", "every week", date(2026, 1, 1), [], [5], ["x"], {}, {"ru": "x"}, [{}]]
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


TREE = tomllib.loads(GOOD)


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=1000, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.sampled_from(_places(TREE)[1:]), ODD), min_size=1, max_size=4))
def test_whatever_stands_in_a_file_is_a_problem_or_is_read(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    """Values of any type in any place, or none at all: never an error of the program, and both languages can say it."""
    tree = deepcopy(TREE)
    for (*outer, last), value in changes:
        holder: Any = tree
        try:
            for key in outer:
                holder = holder[key]
            if isinstance(holder, dict) and not isinstance(last, str):
                continue  # a change before this one put a table in the place of a list
            if value is None:
                del holder[last]
            else:
                holder[last] = deepcopy(value)  # a later change may reach into it, and the next example is given the same one
        except (KeyError, IndexError, TypeError):
            continue
    fields, found = decode_fields(tree, CharterFile)
    found += problems_of(fields)
    for language in ("ru", "en"):
        error = CharterError("x.toml", found)
        assert error_line.line(translator(language), error).count("\n") == max(len(found) - 1, 0)
    if not found:
        assert convert(Tables(tree), CharterFile, "x.toml") == CharterFile(**fields)


# -- lines ---------------------------------------------------------------------------------------------------------------

FILES = [DEFAULT, DATA / "ru-production-calendar.toml", ROOT / "docs" / "examples" / "irish-council.toml"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_place_of_a_file_has_its_line(path: Path) -> None:
    """Each key stands on the line that is said of it; tables in lists, lists in tables, texts of many lines."""
    raw = read_toml(path)
    found, lines = lines_of(raw.text), raw.text.split("\n")
    for place in _places(raw)[1:]:
        if isinstance(place[-1], str):
            assert place[-1] in lines[found[place] - 1]


def test_lines_of_all_that_toml_can_write() -> None:
    """Dotted and quoted keys, inline tables over lines, strings with brackets, quotes and signs of comments in them."""
    said = '''a.b = "]#" # [c]
"x y".z = { q = [1,
  { r = """m
=[ "" n""" }], s = '}' }
[[t]]
[t.sub]
v = [ ]
[[t.in]]
[[t]]
[[t.in]]
w = 1979-05-27 07:32:00
'''
    found = lines_of(said)
    expected = {
        ("a", "b"): 1, ("x y", "z", "q", 0): 2, ("x y", "z", "q", 1, "r"): 3, ("x y", "z", "s"): 4, ("t", 0): 5,
        ("t", 0, "sub", "v"): 7, ("t", 0, "in", 0): 8, ("t", 1): 9, ("t", 1, "in", 0, "w"): 11,
    }  # fmt: skip
    assert {place: found[place] for place in expected} == expected
    assert set(_places(tomllib.loads(said))[1:]) <= set(found)


SECONDS = 5  # for 60 signs


@given(said=st.text(alphabet="[]{}\"'=.,#\\\n a1", max_size=60))
def test_lines_of_what_is_no_toml_end(said: str) -> None:
    """Whatever it is, it is read once: what goes round in it is stopped."""
    with within(SECONDS):
        found = lines_of(said)
    assert all(0 < line <= said.count("\n") + 1 for line in found.values())
