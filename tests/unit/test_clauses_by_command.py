"""Every clause of the charter, worked by the real command: what starts and stops each clock, the duties, the guarantees.

The due moments are counted by hand: 3 November 2026 is a short day before a public holiday; the working days after it are the 5th,
6th, 9th, 10th and 11th.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.charter import Charter
from tests.unit.conftest import NOW, Command
from tests.unit.test_ticket_commands import added, document, said

DAY = "2026-11-03T"
FIFTH, SIXTH, NINTH = "2026-11-05T12:00:00+03:00", "2026-11-06T18:00:01+03:00", "2026-11-09T12:00:00+03:00"


@dataclass(frozen=True)
class Row:
    """A row of the table of what starts and stops what.

    clauses: of the charter that it works.
    opens: the arguments of `desk add`.
    steps: when, and the arguments of `desk do`.
    clocks: each standard with its due moment, without the year and the zone, and its state in the end.
    state: of the ticket in the end.
    """

    clauses: tuple[str, ...]
    opens: tuple[str, ...]
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    clocks: tuple[tuple[str, str, str], ...]
    state: str = "open"


def at(time: str) -> str:
    """A time of the day on which everything begins."""
    return f"{DAY}{time}:00+03:00"


def opens(kind: str, channel: str, *more: str) -> tuple[str, ...]:
    """The arguments of `desk add`."""
    return (
        kind,
        "--channel",
        channel,
        "--name",
        "Ann",
        "--phone",
        "244-54-88",
        "--email",
        "a@example.org",
        "--subject",
        "FCE",
        *more,
    )


ROWS = {
    "answered at once": Row(("aim.2", "commitments.3"), opens("enquiry", "phone", "--answer", "5 Dec"), (), (), "closed"),
    "enquiry by phone": Row(
        ("calls.2",), opens("enquiry", "phone"), ((FIFTH, ("answered",)),), (("phone-answer", "11-06T18:00", "kept"),), "closed"
    ),
    "enquiry in person": Row(
        ("commitments.3",), opens("enquiry", "in-person"), ((SIXTH, ("answered",)),), (("phone-answer", "11-06T18:00", "missed"),),
        "closed",
    ),
    "voicemail, called back without an answer": Row(
        ("calls.3", "calls.2"), opens("enquiry", "voicemail"), ((at("11:00"), ("called-back",)),),
        (("voicemail-callback", "11-03T13:14", "kept"), ("phone-answer", "11-06T18:00", "running")),
    ),
    "voicemail, tried": Row(
        ("calls.3",), opens("enquiry", "voicemail"), ((at("11:00"), ("tried", "--number", "244-54-88")), (FIFTH, ("answered",))),
        (("voicemail-callback", "11-03T13:14", "kept"), ("phone-answer", "11-06T18:00", "kept")), "closed",
    ),
    "voicemail, called back and answered": Row(
        ("calls.3",), opens("enquiry", "voicemail"), ((at("13:15"), ("answered",)),),
        (("voicemail-callback", "11-03T13:14", "missed"),), "closed",
    ),
    "enquiry by email": Row(
        ("letters.1",), opens("enquiry", "email"), ((FIFTH, ("reply", "--note", "5 Dec")),),
        (("written-reply", "11-06T18:00", "kept"),), "closed",
    ),
    "enquiry by letter": Row(
        ("letters.1",), opens("enquiry", "letter"), ((FIFTH, ("answered",)),), (("written-reply", "11-06T18:00", "kept"),), "closed"
    ),
    "complaint, acknowledged, news": Row(
        ("letters.2",), opens("complaint", "email"), ((at("11:00"), ("acknowledged",)), (FIFTH, ("updated",))),
        (
            ("complaint-acknowledge", "11-05T18:00", "kept"), ("complaint-informed", "11-10T18:00", "kept"),
            ("complaint-informed", "11-10T18:00", "kept"), ("complaint-informed", "11-12T18:00", "running"),
        ),
    ),
    "complaint, complete, answered, accepted": Row(
        ("letters.2",), opens("complaint", "letter"),
        (
            (at("11:00"), ("acknowledged",)), (at("12:00"), ("completed",)), (FIFTH, ("full-answer",)),
            (NINTH, ("accepted",)),
        ),
        (
            ("complaint-acknowledge", "11-05T18:00", "kept"), ("complaint-informed", "11-10T18:00", "kept"),
            ("complaint-informed", "11-10T18:00", "kept"), ("complaint-answer", "12-03T18:00", "kept"),
            ("complaint-settled", "11-19T18:00", "kept"),
        ),
        "closed",
    ),
    "complaint by voicemail": Row(
        ("calls.3", "letters.2"), opens("complaint", "voicemail"), ((at("11:00"), ("called-back",)),),
        (
            ("voicemail-callback", "11-03T13:14", "kept"), ("complaint-acknowledge", "11-05T18:00", "running"),
            ("complaint-informed", "11-10T18:00", "running"),
        ),
    ),
    "certificate, informed, posted": Row(
        ("registration.2",), opens("certificate", "letter"), ((FIFTH, ("informed",)), (NINTH, ("posted", "--number", "RA1"))),
        (("certificate-notify", "11-11T18:00", "kept"),), "closed",
    ),
    "certificate, handed over": Row(
        ("registration.2",), opens("certificate", "letter"),
        ((FIFTH, ("handed-out", "--document", "passport", "--signs", "4711")),),
        (("certificate-notify", "11-11T18:00", "kept"),), "closed",
    ),
    "registration in time": Row(
        ("registration.1",), opens("registration", "email", "--exam", "2026-12-14"), ((FIFTH, ("confirmed",)),),
        (("registration-confirm", "12-07T18:00", "kept"),), "closed",
    ),
    "registration after the charter's limit": Row(
        ("registration.1", "commitments.13"), opens("registration", "email", "--exam", "2026-11-09", "--late"),
        ((at("11:00"), ("confirmed",)), (FIFTH, ("fee-told",))),
        (("registration-confirm", "11-05T18:00", "kept"), ("fee-notice", "11-05T18:00", "kept")), "closed",
    ),
    "a fee becomes known": Row(
        ("commitments.13",), opens("registration", "email", "--exam", "2026-12-14"),
        ((at("11:00"), ("fee-known", "--note", "late fee")), (SIXTH, ("fee-told",))),
        (("registration-confirm", "12-07T18:00", "running"), ("fee-notice", "11-05T18:00", "missed")),
    ),
    "the exam is moved": Row(
        ("registration.1",), opens("registration", "email", "--exam", "2026-12-14"),
        ((at("11:00"), ("move-exam", "--exam", "2026-12-21")),), (("registration-confirm", "12-14T18:00", "running"),),
    ),
    "closed with a reason": Row(
        ("calls.2",), opens("enquiry", "phone"), ((at("11:00"), ("close", "--reason", "withdrawn")),),
        (("phone-answer", "11-06T18:00", "void"),), "closed",
    ),
    "closed with a reason when overdue": Row(
        ("calls.2",), opens("enquiry", "phone"), ((SIXTH, ("close", "--reason", "mistake")),),
        (("phone-answer", "11-06T18:00", "missed"),), "closed",
    ),
    "reopened": Row(
        ("calls.2",), opens("enquiry", "phone"), ((at("11:00"), ("answered",)), (NINTH, ("reopen",))),
        (("phone-answer", "11-06T18:00", "kept"), ("phone-answer", "11-11T18:00", "running")),
    ),
    "undone": Row(
        ("calls.2",), opens("enquiry", "phone"), ((at("11:00"), ("answered",)), (at("11:01"), ("undo",))),
        (("phone-answer", "11-06T18:00", "running"),),
    ),
    "turned into a complaint": Row(
        ("letters.2",), opens("enquiry", "phone"), ((at("16:20"), ("to-complaint",)),),
        (
            ("phone-answer", "11-06T18:00", "void"), ("complaint-acknowledge", "11-05T18:00", "running"),
            ("complaint-informed", "11-10T18:00", "running"),
        ),
    ),
}  # fmt: skip


@pytest.fixture
def desk(command: Command) -> Command:
    """The command, at the desk of this test."""
    return command


def clocks(ticket: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The clocks of a ticket as a row names them."""
    return sorted((clock["standard"], clock["due"][5:16], clock["state"]) for clock in ticket["clocks"])


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_starts_and_stops_each_clock(desk: Command, row: Row) -> None:
    """Recorded, then step by step at the moment of each."""
    shown = document(desk("add", *row.opens, "--json"))
    for moment, words in row.steps:
        shown = document(desk("do", "1", *words, "--json", now=moment))
    assert (clocks(shown), shown["state"]) == (sorted(row.clocks), row.state)


def test_a_reason_is_asked_while_a_clock_runs(desk: Command) -> None:
    """Without one nothing is closed."""
    added(desk)
    assert desk("do", "1", "close").returncode == 1
    assert document(desk("show", "1", "--json"))["state"] == "open"


def test_a_merged_ticket_is_void_and_gives_its_receipt(desk: Command) -> None:
    """The target's clock starts at the earlier receipt of the two."""
    added(desk, "--at", "03.11 10:00")
    added(desk, "--at", "02.11 10:00")
    said(desk("do", "2", "merge", "--of", "1"))
    target, merged = (document(desk("show", number, "--json")) for number in ("1", "2"))
    assert clocks(target) == [("phone-answer", "11-05T18:00", "running")]
    assert clocks(merged) == [("phone-answer", "11-05T18:00", "void")]


def test_nothing_asked_of_the_customer_stops_a_clock(desk: Command) -> None:
    """No standard pauses."""
    added(desk)
    for words in (("note", "--note", "asked for the number"), ("ask", "--to", "anna", "--note", "?", "--as", "Вера")):
        said(desk("do", "1", *words))
    assert clocks(document(desk("show", "1", "--json"))) == [("phone-answer", "11-06T18:00", "running")]


# -- duties ------------------------------------------------------------------------------------------------------------------


def done(desk: Command, duty: str) -> bool:
    """Whether there is evidence of a duty."""
    rows = {row["duty"]: row for row in document(desk("duties", "--json"))}
    return rows[duty]["last"] is not None


TICKED = ("mailbox-checked", "reception-staffed", "website-current", "fees-published")


@pytest.mark.parametrize("duty", TICKED)
def test_a_duty_is_kept_by_a_tick(desk: Command, duty: str) -> None:
    """letters.3, office.1, commitments.4 and 13."""
    added(desk)
    assert not done(desk, duty)
    said(desk("duties", "--done", duty, "--note", "dates, prices, venues"))
    assert done(desk, duty)


def by_page(desk: Command, folder: Path) -> None:
    """The page of dates and prices, for two duties at once."""
    said(desk("publish", folder / "dates.html"))


def by_results(desk: Command, folder: Path) -> None:
    """The page of a month that is over."""
    said(desk("publish", folder / "results.html", "--from", "2026-11-01", "--to", "2026-11-30", now="2026-12-01T12:00:00+03:00"))


def by_a_score(desk: Command, _folder: Path) -> None:
    """An answer collected."""
    said(desk("do", "1", "answered", "--score", "5"))


def by_a_check(desk: Command, _folder: Path) -> None:
    """A tick for the venue of the next exam."""
    added(desk, "--exam", "2026-11-14", kind="registration", channel="email")
    said(desk("duties", "--done", "premises-checked", "--note", "light, sound"))


SHOWN = {
    "website-current": by_page, "fees-published": by_page, "results-published": by_results, "satisfaction-measured": by_a_score,
    "premises-checked": by_a_check,
}  # fmt: skip


@pytest.mark.parametrize("duty", SHOWN)
def test_a_duty_is_kept_by_what_exists(desk: Command, tmp_path: Path, duty: str) -> None:
    """aim.2, commitments.4, 10 and 13: a page, a score, a check of each venue."""
    added(desk)
    SHOWN[duty](desk, tmp_path)
    moment = "2026-12-01T12:30:00+03:00" if duty == "results-published" else NOW
    rows = {row["duty"]: row for row in document(desk("duties", "--json", now=moment))}
    assert rows[duty]["last"] is not None


# -- guarantees --------------------------------------------------------------------------------------------------------------


def hidden_from_whom_it_is_about(desk: Command, _folder: Path) -> None:
    """commitments.9 and 12: neither shown nor handled, as if it did not exist."""
    said(desk("do", "1", "note", "--note", "x", "--as", "Борис"))
    added(desk, "--about-staff", "Борис", kind="complaint", channel="in-person")
    assert desk("show", "2", "--as", "Борис").returncode == 1
    assert desk("do", "2", "take", "--as", "Борис").returncode == 1
    assert "2" not in [str(row["number"]) for row in document(desk("list", "--json", "--as", "Борис"))]


def signed_by_name(desk: Command, _folder: Path) -> None:
    """calls.1, commitments.6: a reply carries the name of who answers."""
    assert "Вера" in said(desk("texts", "show", "answer", "--ticket", "1", "--as", "Вера"))


def told_what_and_when(desk: Command, _folder: Path) -> None:
    """letters.2: what is missing, the next news, the date of the answer."""
    added(desk, kind="complaint", channel="email")
    said(desk("do", "2", "missing", "--note", "seat number"))
    text = said(desk("texts", "show", "acknowledgement", "--ticket", "2"))
    assert all(re.search(words, text) for words in ("seat number", "10 (November|ноября)", "3 (December|декабря)"))


def published_when_used(desk: Command, folder: Path) -> None:
    """commitments.8: the results page lists what was changed."""
    said(desk("feedback", "add", "The signs are hard to find"))
    said(desk("feedback", "done", "1", "New signs", "--publish", "The rooms are easier to find"))
    by_results(desk, folder)
    assert "The rooms are easier to find" in (folder / "results.html").read_text(encoding="utf-8")


def counted_apart(desk: Command, _folder: Path) -> None:
    """commitments.7: by the kind of customer; cards are written on the screen (tests/pilot/test_groups.py)."""
    parts = document(desk("report", "--from", "2026-11-01", "--to", "2026-11-30", "--by", "customer", "--json"))["parts"]
    assert [part["part"] for part in parts] == [None]


GUARANTEES = {
    "confidential": hidden_from_whom_it_is_about, "no-prejudice": hidden_from_whom_it_is_about, "named-staff": signed_by_name,
    "always-told": told_what_and_when, "feedback-used": published_when_used, "preparation-centres": counted_apart,
}  # fmt: skip


@pytest.mark.parametrize("guarantee", GUARANTEES)
def test_a_guarantee_holds(desk: Command, tmp_path: Path, guarantee: str) -> None:
    """As far as a command can show it."""
    added(desk)
    GUARANTEES[guarantee](desk, tmp_path)


# -- said --------------------------------------------------------------------------------------------------------------------


def test_what_is_only_said_stands_in_the_charter(desk: Command) -> None:
    """Promises without a clock; registration open as long as possible is reported beside its sister sessions (commitments.11)."""
    shown = document(desk("charter", "show", "--json"))
    assert {row["clause"] for row in shown["without_clock"]} == {
        "aim.2", "calls.1", "commitments.1", "commitments.2", "commitments.3", "commitments.5", "commitments.11",
    }  # fmt: skip
    assert "registrations" in document(desk("report", "--from", "2026-11-01", "--to", "2026-11-30", "--json"))


def test_no_clause_of_the_charter_is_left_out() -> None:
    """Each standard of the published charter, each duty and each guarantee is worked above."""
    file = Charter.load().file
    worked: Sequence[str] = [standard for row in ROWS.values() for standard, *_ in row.clocks]
    published = ("calls", "letters", "registration", "commitments")
    of_charter = {row.id for row in file.standard if row.clause.partition(".")[0] in published}
    # The second stage, Cambridge, extensions and replacements are worked in test_second_stage.py and test_cases.py.
    elsewhere = {"complaint-second-answer", "complaint-extended", "complaint-referred", "replacement-notify"}
    assert of_charter - elsewhere == {*worked}
    assert {duty.id for duty in file.duty} == {*TICKED, *SHOWN}
    assert {guarantee.id for guarantee in file.guarantee} == {*GUARANTEES}
