"""The page of exams, dates and prices: what stands in it, whether a website shows the same, and what that is evidence of."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from desk.facts.fact import Version
from desk.facts.registration import registrations
from desk.reports.dates_page import DIFFERENT, EXTRA, MISSING, Difference, dates_page, differences
from desk.reports.website import MOST_BYTES, read_site
from desk.store.commands.duties import FEES, WEBSITE
from desk.store.errors.input import SiteTooBig, SiteUnreadable
from desk.store.facts.versions import save_fact, told_today
from desk.store.opening import open_desk
from tests.facts import FCE, PARKING, exam
from tests.hostile import STORABLE
from tests.unit.conftest import TUESDAY, Command, Desk, at
from tests.unit.test_ticket_commands import document

TODAY = date(2026, 11, 3)
Served = Callable[[str], str]


def page(desk: Desk) -> str:
    """The page as it would be published."""
    return dates_page(desk.store.charter, told_today(desk.store), TODAY)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A website on this machine that shows a page."""
    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()

        def serve(words: str) -> str:
            (tmp_path / "site.html").write_text(words, encoding="utf-8")
            return f"http://127.0.0.1:{server.server_port}/site.html"

        yield serve
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def test_the_page_has_what_is_valid_today_in_both_languages(desk: Desk) -> None:
    """Neither what is over nor what is not told any more; typed text is no markup."""
    save_fact(desk.store, "Anna", FCE)
    save_fact(desk.store, "Anna", PARKING)
    save_fact(desk.store, "Anna", exam(name="Old", day=date(2026, 11, 2), closes=None, opens=None, until=date(2026, 11, 2)))
    save_fact(desk.store, "Anna", exam(name="Coming", since=date(2026, 11, 4)))
    save_fact(desk.store, "Anna", exam(name="<script>alert(1)</script>", price="99 EUR", late_price=""))
    found = page(desk)
    for words in ("14 500", "14,500", "20 ноября 2026", "20 November 2026", "There is no car park", "Своей парковки нет", "99"):
        assert words in found.replace("\N{NO-BREAK SPACE}", " ")
    assert "Old" not in found
    assert "Coming" not in found
    assert "<script>alert" not in found
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in found


def test_the_published_page_shows_the_same(desk: Desk) -> None:
    """Whatever surrounds it on the website."""
    save_fact(desk.store, "Anna", FCE)
    save_fact(desk.store, "Anna", PARKING)
    told, found = told_today(desk.store), page(desk)
    assert differences(desk.store.charter, told, found) == []
    assert differences(desk.store.charter, told, f"<html><nav data-fact='x'>Menu</nav>{found}<p data-fact='1e3'></html>") == []


def test_every_difference_is_named(desk: Desk) -> None:
    """A price that is old, an exam that is missing, one that is over."""
    for content in (FCE, PARKING, exam(name="C1 Advanced (CAE)")):
        save_fact(desk.store, "Anna", content)
    found = page(desk)
    save_fact(desk.store, "Anna", exam(price="15000 RUB", documents=""), 1)
    told = [version for version in told_today(desk.store) if version.fact != 2]
    told.append(Version(9, 9, exam(name="A2 Key"), False, 1, 0))
    assert differences(desk.store.charter, told, found) == [
        Difference(9, MISSING, "A2 Key"),
        Difference(2, EXTRA, "Парковка"),
        Difference(1, DIFFERENT, "B2 First (FCE)", ("documents", "price")),
    ]
    assert [difference.what for difference in differences(desk.store.charter, told, "")] == [MISSING] * 3


def test_what_is_changed_by_hand_on_the_website_is_noticed(desk: Desk) -> None:
    """In either language; what stands around the words does not matter."""
    save_fact(desk.store, "Anna", FCE)
    told, found = told_today(desk.store), page(desk)
    (price,) = {part for part in ("14\N{NO-BREAK SPACE}500",) if part in found}
    assert differences(desk.store.charter, told, found.replace(price, "9\N{NO-BREAK SPACE}999")) == [
        Difference(1, DIFFERENT, FCE.name, ("price",))
    ]
    assert differences(desk.store.charter, told, found.replace("14,500", "9,999"))[0].fields == ("price",)
    dressed = found.replace(price, f"<b>14</b><br>{price[2:]}").replace("<dd ", "<dd class=x ")
    assert differences(desk.store.charter, told, dressed.replace("<br>", "<!-- -->")) == []


@pytest.mark.parametrize(
    "html", ["<article data-fact='1e3'>", "<article data-fact='x'><p data-field='price'>1", "<p data-field='price'>1</p>"]
)
def test_marks_that_cannot_be_read_are_no_facts(desk: Desk, html: str) -> None:
    """Anybody may write a website."""
    assert differences(desk.store.charter, [], html) == []


@pytest.mark.parametrize("words", [words[:120] for words in STORABLE])
def test_whatever_stands_in_a_fact_comes_back_from_the_page(desk: Desk, words: str) -> None:
    """The comparison is of what was stored, not of how it is shown."""
    if words.strip():
        save_fact(desk.store, "Anna", exam(name=words, documents=words))
        assert differences(desk.store.charter, told_today(desk.store), page(desk)) == []


def test_a_website_is_read_over_the_net(served: Served) -> None:
    """By http; what is not there, too big or no address is said in one line."""
    address = served("<p>Привет")
    assert read_site(address) == "<p>Привет"
    with pytest.raises(SiteTooBig):
        read_site(served("x" * (MOST_BYTES + 1)))
    for wrong in (address + "x", "http://127.0.0.1:1/", "http://[", "ftp://127.0.0.1/x", "/no/such/file"):
        with pytest.raises(SiteUnreadable) as raised:
            read_site(wrong)
        assert "\n" not in str(raised.value)


@pytest.mark.in_file
def test_publishing_and_comparing_are_evidence(command: Command, database: Path, tmp_path: Path, served: Served) -> None:
    """For the duties of commitments.4 and 13; a website that differs is none."""
    facts = tmp_path / "facts.toml"
    facts.write_text('[[fact]]\nname = "FCE"\nprice = "14500"\nuntil = 2026-12-12\n', encoding="utf-8")
    with closing(open_desk(str(database), None, lambda: at(TUESDAY), practice=True)):
        pass
    assert command("import", "facts", facts).returncode == 0
    kept = "SELECT duty, note FROM evidence ORDER BY id"

    def evidence() -> list[tuple[str, str]]:
        with closing(open_desk(str(database), None, lambda: at(TUESDAY), practice=True)) as store:
            return [(duty, note) for duty, note in store.rows(kept) if duty in (WEBSITE, FEES)]

    made = tmp_path / "dates.html"
    assert command("publish", made).returncode == 0
    assert evidence() == [(WEBSITE, "dates.html: 1"), (FEES, "dates.html: 1")]
    address = served(made.read_text(encoding="utf-8"))
    assert command("facts", "compare", made).returncode == 0  # a file is no website
    assert len(evidence()) == 2
    assert command("facts", "compare", address).returncode == 0
    assert evidence()[2:] == [(WEBSITE, f"{address}: 1"), (FEES, f"{address}: 1")]
    old = served(made.read_text(encoding="utf-8").replace("14,500", "14,000"))
    compared = command("facts", "compare", old, "--json")
    assert (compared.returncode, json.loads(compared.stdout)[0]["fields"]) == (1, ["price"])
    assert len(evidence()) == 4


@pytest.mark.in_file
def test_the_commands_find_and_show_and_withdraw(command: Command, tmp_path: Path) -> None:
    """As lines and as JSON; who was told what has changed."""
    facts = tmp_path / "facts.csv"
    facts.write_text("Exam;Price;Valid until\nFCE;14500;12.12.2026\nCAE;15500;12.12.2026\nX;;\n", encoding="utf-8")
    assert document(command("import", "facts", facts, "--dry-run", "--json"))["new"] == 2
    assert command("facts").stdout.count("\n") == 1
    imported = document(command("import", "facts", facts, "--json"))
    assert [imported[name] for name in ("new", "changed", "known")] == [2, 0, 0]
    assert [entry["line"] for entry in imported["wrong"]] == [4]
    assert [entry["name"] for entry in document(command("facts", "--json"))] == ["CAE", "FCE"]
    (found,) = document(command("facts", "find", "how", "much", "fce", "--json"))[:1]
    assert (found["name"], found["price"], found["until"]) == ("FCE", "14500 RUB", "2026-12-12")
    assert "14 500" in found["said"]["ru"].replace("\N{NO-BREAK SPACE}", " ")
    number = str(found["fact"])
    assert command("facts", "told", number, "--json").stdout == "[]\n"
    assert command("facts", "withdraw", number).returncode == 0
    assert [entry["withdrawn"] for entry in document(command("facts", "show", number, "--json"))] == [False, True]
    assert command("facts", "show", number).stdout.count("\n") == 4
    refused = command("facts", "show", "99")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


def test_registration_is_compared_with_its_sister_sessions() -> None:
    """commitments.11: how long it was open, and how much earlier it closed than usual."""
    early = exam(day=date(2026, 12, 12), opens=date(2026, 9, 1), closes=date(2026, 11, 10))
    usual = [exam(day=date(2027, month, 6), opens=None, closes=date(2027, month - 1, 20)) for month in (2, 3, 4)]
    other = exam(name="C1 Advanced (CAE)")
    found = {entry.content: entry for entry in registrations([early, *usual, other, PARKING])}
    assert (found[early].open_days, found[early].before, found[early].usual, found[early].earlier) == (71, 32, 17, 15)
    assert [found[entry].earlier for entry in usual] == [0, 0, 0]
    assert (found[other].usual, found[other].earlier) == (None, 0)
    assert PARKING not in found


@pytest.mark.in_file
def test_the_report_says_how_long_registration_was_open(desk: Desk, command: Command) -> None:
    """Of the sessions whose registration ended in the period; the early one is marked."""
    save_fact(desk.store, "Anna", FCE)
    save_fact(desk.store, "Anna", exam(day=date(2027, 3, 6), closes=date(2027, 2, 20), until=date(2027, 3, 6)))
    found = document(command("report", "--from", "2026-11-01", "--to", "2026-11-30", "--json", db=desk.path))["registrations"]
    assert [(entry["exam"], entry["open_days"], entry["closed_before"], entry["closed_earlier"]) for entry in found] == [
        ("B2 First (FCE)", 81, 22, 8)
    ]
    shown = command("report", "--from", "2026-11-01", "--to", "2026-11-30", db=desk.path).stdout
    assert "! 8" in shown
    assert unescape(shown).count("B2 First") == 1
