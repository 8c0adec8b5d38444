"""Tickets whose deadlines lie beyond the calendar: they can be written down, and are counted as soon as a charter can."""

from datetime import date
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.charter.errors import CharterError, OutsideCalendar
from desk.charter.kinds import DEFAULT
from desk.i18n import translator
from desk.intake.import_job import Asked
from desk.intake.registrations import import_list
from desk.outgoing.replies import filled
from desk.outgoing.texts import built_in
from desk.presentation import error_line, tickets
from desk.store.commands import duties
from desk.store.commands.recounting import preview, put_into_force
from desk.store.commands.sessions import open_session
from desk.store.maintenance.check import check
from desk.store.queries import ticket
from desk.store.queries.alerts import notices, warned_until
from desk.store.queries.board import queues
from desk.store.queries.board_cache import BoardCache
from desk.store.queries.shifts import shift
from tests.unit.centres import centre
from tests.unit.conftest import Command, Desk, broken_links

LAST_SUNDAY, NEXT_YEAR = "2035-12-30 10:00", "2036-01-15 12:00"


@pytest.fixture(scope="session")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    """LT-Pro's charter with a calendar that goes on."""
    path = tmp_path_factory.mktemp("longer") / "longer.toml"
    path.write_text(DEFAULT.read_text(encoding="utf-8").replace("last_year = 2035", "last_year = 2037"), encoding="utf-8")
    return Charter.load(path)


def beyond(desk: Desk, number: int) -> list[str]:
    """The promises of a ticket that cannot be counted yet."""
    return [wait.standard for wait in ticket.ticket(desk.store, number).waits if wait.beyond]


@pytest.mark.parametrize("moment", [LAST_SUNDAY, NEXT_YEAR])
@pytest.mark.parametrize(
    ("kind", "channel", "standards"),
    [
        ("enquiry", "phone", {"phone-answer"}),
        ("enquiry", "email", {"written-reply"}),
        ("complaint", "email", {"complaint-acknowledge", "complaint-informed"}),
        ("certificate", "letter", {"certificate-notify"}),
    ],
)
def test_every_kind_of_ticket_can_be_written_down(desk: Desk, moment: str, kind: str, channel: str, standards: set[str]) -> None:
    """Shortly before the calendar's end and after it: the promise stands on the ticket, and no clock with a date of its own."""
    desk.at(moment)
    number = desk.new(kind, channel)
    assert set(beyond(desk, number)) == standards
    assert desk.clocks(number) == []
    assert (desk.state(number), desk.row(number).due, desk.row(number).damaged) == ("open", None, 0)
    for language in ("ru", "en"):
        for wait in ticket.ticket(desk.store, number).waits:
            assert ("charter apply" in tickets.waiting_line(translator(language), desk.store.charter, wait, None)) is wait.beyond
    assert check(desk.store).findings == ()


def test_a_registration_for_an_exam_beyond_the_calendar(desk: Desk, longer: Charter) -> None:
    """Its confirmation cannot be counted back; it is as soon as a calendar knows the exam's day."""
    desk.at("2035-11-06 10:00")
    number = desk.new("registration", "email", exam=date(2036, 3, 15))
    assert beyond(desk, number) == ["registration-confirm"]
    put_into_force(desk.store, "Boris", longer)
    assert desk.clocks(number) == [("registration-confirm", "2036-03-07 17:00", "running")]


def test_an_exam_session_beyond_the_calendar_and_its_list(desk: Desk, tmp_path: Path) -> None:
    """The next exam is a few months ahead, whatever the calendar knows; a year that is mistyped is further."""
    desk.at("2035-11-06 10:00")
    open_session(desk.store, "Boris", "FCE", date(2036, 3, 15))
    with pytest.raises(OutsideCalendar):
        open_session(desk.store, "Boris", "FCE", date(2063, 3, 15))
    path = tmp_path / "candidates.csv"
    path.write_text("Name,Exam,Exam date\nAnna Petrova,FCE,15.03.2036\nIvan Petrov,FCE,15.03.2063\n", encoding="utf-8")
    arrival = import_list(desk.store, "Boris", path, Asked())
    assert ([line.line for line in arrival.wrong], len(arrival.new)) == ([3], 1)
    assert beyond(desk, 1) == ["registration-confirm"]
    assert check(desk.store).findings == ()


def test_a_longer_calendar_counts_what_waited_for_it(desk: Desk, longer: Charter) -> None:
    """From when it started; the preview names each, the ticket's history says it, and a rebuild comes to the same."""
    desk.at(LAST_SUNDAY)
    call, complaint = desk.new("enquiry", "phone"), desk.new("complaint", "email")
    counted = desk.new("enquiry", "voicemail")
    desk.at("2035-12-31 12:00")
    seen = preview(desk.store, longer)
    assert [(move.number, move.standard, move.old) for move in seen.moves] == [
        (call, "phone-answer", None),
        (complaint, "complaint-acknowledge", None),
        (complaint, "complaint-informed", None),
    ]
    assert not any(move.missed(desk.clock[0]) for move in seen.moves)
    put_into_force(desk.store, "Boris", longer, seen.mark)
    assert desk.clocks(call) == [("phone-answer", "2036-01-09 18:00", "running")]
    assert desk.row(call).due == seen.moves[0].new
    assert beyond(desk, call) == beyond(desk, complaint) == []
    assert desk.events(call) == ["received", "recounted"]
    assert desk.clocks(counted) == [("voicemail-callback", "2035-12-31 13:00", "running")]
    assert check(desk.store).findings == ()
    assert broken_links(desk.where) == []


@pytest.mark.parametrize(
    ("answered", "state"), [("2036-01-09 18:00", "kept"), ("2036-01-09 18:01", "missed"), ("2035-12-31 11:00", "kept")]
)
def test_an_answer_before_it_could_be_counted_is_judged_by_what_it_comes_to(
    desk: Desk, longer: Charter, answered: str, state: str
) -> None:
    """No verdict is lost for want of a calendar, and none is given by another one than that which can count."""
    desk.at(LAST_SUNDAY)
    number = desk.new("enquiry", "phone")
    desk.fact(number, "answered", answered)
    assert (desk.clocks(number), desk.state(number)) == ([], "closed")
    desk.at("2036-02-05 10:00")
    put_into_force(desk.store, "Boris", longer)
    assert desk.clocks(number) == [("phone-answer", "2036-01-09 18:00", state)]
    assert check(desk.store).findings == ()


def test_news_that_starts_a_promise_anew_beyond_the_calendar(desk: Desk, longer: Charter) -> None:
    """What ran before keeps its verdict; what began with it waits."""
    desk.at("2035-12-17 10:00")
    number = desk.new("complaint", "email")
    desk.fact(number, "acknowledged", "2035-12-19 10:00")
    before = [clock for clock in desk.clocks(number) if clock[0] == "complaint-informed"]
    desk.fact(number, "updated", "2035-12-26 10:00")
    assert next(clock for clock in desk.clocks(number) if clock[0] == "complaint-informed") == (*before[0][:2], "kept")
    assert beyond(desk, number) == ["complaint-informed"]
    desk.at("2035-12-27 10:00")
    put_into_force(desk.store, "Boris", longer)
    assert [state for name, _, state in desk.clocks(number) if name == "complaint-informed"] == ["kept", "kept", "running"]
    assert beyond(desk, number) == []


def test_a_complaint_is_acknowledged_where_its_news_cannot_be_counted(desk: Desk) -> None:
    """The letter leaves out the dates that nobody knows, and says the rest."""
    desk.at(LAST_SUNDAY)
    view = ticket.ticket(desk.store, desk.new("complaint", "email"))
    text = next(item for item in built_in() if item.id == "acknowledgement")
    for language in ("ru", "en"):
        said = filled(translator(language), desk.store.charter, view, text, "Boris", desk.clock[0], missing="x").text
        assert "2036" not in said
        assert not set("{}[]") & set(said)


def test_the_board_is_read_after_the_calendars_end(desk: Desk) -> None:
    """Queues, warnings, duties and the change at the desk: nothing of them ends with the calendar."""
    desk.at("2035-12-20 10:00")
    before = desk.new("enquiry", "phone")
    desk.at(NEXT_YEAR)
    after = desk.new("enquiry", "phone")
    assert [row.id for row in queues(desk.store)["enquiry"]] == [before, after]
    assert notices(desk.store) == []
    assert warned_until(desk.store, "Boris") <= desk.clock[0]
    assert {statuse.duty for statuse in duties.duty_statuses(desk.store)} == {item.id for item in desk.store.charter.file.duty}
    assert [row.id for row in shift(desk.store, "Boris").due] == [before]
    assert BoardCache().beside(desk.store)


def test_what_cannot_be_counted_says_how_the_calendar_goes_on() -> None:
    """Design, section 3: an error that names the remedy."""
    for language in ("ru", "en"):
        assert "charter apply" in error_line.line(translator(language), OutsideCalendar(2015, 2035))


# -- warned before that ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "wrong"), [("2035-08-20", 0), ("2035-11-20", 1)])
def test_doctor_says_that_the_calendar_ends(command: Command, database: Path, day: str, wrong: int) -> None:
    """With what to do."""
    database.chmod(0o600)
    done = command("doctor", now=f"{day}T10:00:00+03:00", TERM="xterm-256color", LC_ALL="C.UTF-8")
    said = [line for line in done.stdout.splitlines() if line.strip().startswith("! ")]
    assert [("calendar.last_year" in line, "desk charter apply" in line) for line in said] == [(True, True)] * wrong


# -- the production calendar goes further than the charter ------------------------------------------------------------------


def test_the_production_calendar_goes_on_as_the_law_counts(tmp_path: Path) -> None:
    """Labour Code 112 by the slow count, to the last year that the file knows: a charter need only name a later one."""
    charter, slow = centre("lt-pro", tmp_path)
    path = tmp_path / "charter.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("last_year = 2035", "last_year = 2050"), encoding="utf-8")
    later = Charter.load(path).calendar
    assert later.days[: len(charter.calendar.days)] == charter.calendar.days
    assert [day.date for day in later.days if list(day.open) != slow.hours(day.date)] == []


def test_a_calendar_beyond_the_production_calendar_is_refused(tmp_path: Path) -> None:
    """Days off that were not moved would be a guess."""
    path = tmp_path / "far.toml"
    path.write_text(DEFAULT.read_text(encoding="utf-8").replace("last_year = 2035", "last_year = 2060"), encoding="utf-8")
    with pytest.raises(CharterError, match=r"ru-production-calendar\.toml:\d+: last_year: .*2015-2050"):
        Charter.load(path)
