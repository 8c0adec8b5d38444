"""day.md by keys, rows 19, 20, 26-31 and 35-39: the same Tuesday to its closing, and the Thursday after the holiday."""

import re
from pathlib import Path

import pytest

from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal

ROW_27 = "+7 911 000 11 22"


def box(path: Path, numbers: range, *, wrong: tuple[str, ...] = ()) -> Path:
    """A list of certificates under Russian headings, in the encoding of an office program."""
    lines = ["ФИО;Экзамен;Номер кандидата", *(f"Кандидат {n};B2 First;{n:04}" for n in numbers), *wrong]
    path.write_text("\n".join(lines), encoding="cp1251")
    return path


def import_list(day: Day, desk: Terminal, path: Path, count: int) -> None:
    """F3, the file, Enter to look, Enter to take in."""
    desk.form("f3", str(path))
    desk.matches(rf"{path.name} .*: {count} ")
    assert day.rows("SELECT count(*) FROM ticket") in ([(0,)], [])
    desk.press("enter")
    desk.until(lambda _: day.rows("SELECT count(*) FROM ticket") == [(count,)], f"{count} tickets")


def voicemails_of_the_afternoon(day: Day) -> None:
    """Rows 26 and 27."""
    with day.at("2026-11-03 14:01") as desk:
        desk.form("v", "+7 911 000 11 11", "14:00")
        desk.sees("11 11")
        desk.leave()
    with day.at("2026-11-03 15:41") as desk:
        desk.form("v", ROW_27, "15:40")
        desk.sees("11 22")
        desk.leave()


@pytest.mark.row(19)
def test_a_box_of_180_with_wrong_and_known_lines(day: Day, tmp_path: Path) -> None:
    """Row 19: 175 tickets in one batch, five lines explained; again: nothing new."""
    known = box(tmp_path / "known.csv", range(1, 3))
    whole = box(tmp_path / "box.csv", range(1, 178), wrong=(";B2 First;0990", "Без номера;B2 First;", "Две ячейки;B2 First"))
    with day.at("2026-11-03 12:00") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 12:00"))
        import_list(day, desk, known, 2)
        desk.form("f3", str(whole))
        desk.sees("175")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT count(*) FROM ticket") == [(177,)], "177 tickets")
        desk.form("f3", str(whole))
        desk.matches(rf"{whole.name} .*: 0 ")
        desk.press("enter")
        desk.misses(whole.name)
        desk.leave()
    assert day.rows("SELECT count(*) FROM ticket GROUP BY batch_id") == [(2,), (175,)]
    assert set(day.clocks(177).items()) == {("certificate-notify", ("running", "11.11 18:00:00"))}
    assert day.rows("SELECT count(DISTINCT due) FROM clock") == [(1,)]


@pytest.mark.row(20)
def test_twelve_candidates_are_told_by_phone(day: Day, tmp_path: Path) -> None:
    """Row 20: four keys beyond moving, by the way that is known of them."""
    path = tmp_path / "box.csv"
    lines = [f"Кандидат {n};B2 First;{n:04};8 911 000-00-{n:02}" for n in range(1, 16)]
    path.write_text("\n".join(["ФИО;Экзамен;Номер кандидата;Телефон", *lines]), encoding="cp1251")
    with day.at("2026-11-03 12:20") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 12:20"))
        import_list(day, desk, path, 15)
        desk.press("3", "home")  # moving
        desk.press("space")
        desk.press(*["down"] * 10)  # moving: a mark goes down by itself
        desk.press("=", "i", "enter")
        desk.matches(f"12 .*{day.words.event('informed')}")
        desk.leave()
    kept = "SELECT ticket_id FROM clock WHERE standard = 'certificate-notify' AND state = 'kept' ORDER BY ticket_id"
    assert day.rows(kept) == [(number,) for number in range(1, 13)]
    assert day.rows("SELECT DISTINCT json_extract(data, '$.way') FROM event WHERE what = 'informed'") == [("phone",)]


@pytest.mark.row(26, 27, 28)
def test_voicemails_of_the_afternoon_and_a_reminder_beside_the_clock(day: Day) -> None:
    """Rows 26-28: due at the closing itself; across the holiday; a personal moment that moves nothing."""
    voicemails_of_the_afternoon(day)
    with day.at("2026-11-03 15:45") as desk:
        desk.sees("11 11")
        desk.press("home")
        desk.form("r", "16:30")
        desk.until(lambda _: day.rows("SELECT ticket_id FROM reminder"), "the reminder")
        desk.leave()
    assert day.clocks(1) == {"voicemail-callback": ("running", "03.11 17:00:00")}
    assert day.clocks(2) == {"voicemail-callback": ("running", "05.11 11:40:00")}
    assert day.rows("SELECT ticket_id FROM reminder") == [(1,)]
    with day.at("2026-11-03 16:29:57") as desk:
        desk.sees("11 11", "16:29")
        desk.matches(r"16:30 [^#№]+ [#№]1\b")


@pytest.mark.row(29)
def test_what_is_due_today_is_warned_of_once_and_in_words(day: Day) -> None:
    """Row 29: an hour before the closing what was promised within hours, two hours before it what was promised within days."""
    an_hour = f"{day.words.ref(1)} +7 911 000 11 11: {day.words.standard('voicemail-callback')}"
    soon = f"{day.words.ref(2)} Anna: {day.words.standard('written-reply')}"
    with day.at("2026-11-03 14:01") as desk:
        desk.form("v", "+7 911 000 11 11", "14:00")
        desk.form("e", "Anna anna@example.org", "31.10 23:40", "Results")
        desk.sees("Results", day.words.ref(2))
        desk.leave()
    with day.at("2026-11-03 15:59:57") as desk:
        desk.sees(soon)  # its two hours began when nobody sat here
        desk.sees(an_hour)
        desk.leave()
        assert an_hour.encode() in desk.raw
    with day.at("2026-11-03 16:04:57") as desk:
        desk.sees("16:05", day.words.ref(1))
        desk.leave()
        assert not any(words.encode() in desk.raw for words in (an_hour, soon))


@pytest.mark.row(30)
def test_the_facts_of_a_complaint_are_complete(day: Day) -> None:
    """Row 30: thirty days from now, to Thursday 3 December."""
    with day.at("2026-11-03 10:03") as desk:
        desk.press("p")
        desk.type("Орлов orlov@example.org")
        desk.press("tab", "left", "left")
        desk.form("tab", "01.11 20:00", "Noise")
        desk.sees("Орлов")
        desk.leave()
    with day.at("2026-11-03 16:10") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 16:10"))
        desk.form("2", "")
        desk.sees("Noise", day.words.standard("complaint-answer"))
        desk.form("6", "names of the witnesses")
        desk.sees(day.words.moment("2026-12-03 18:00"))
    assert day.clocks(1)["complaint-answer"] == ("running", "03.12 18:00:00")


@pytest.mark.row(31)
def test_an_enquiry_turns_out_a_complaint(day: Day) -> None:
    """Row 31: the old clock is void with its reason, the complaint's clocks run from its receipt."""
    with day.at("2026-11-03 11:30") as desk:
        desk.form("c", "Громова 244-54-90", "Unhappy")
        desk.sees("Unhappy")
        desk.leave()
    with day.at("2026-11-03 16:20") as desk:
        desk.sees("Unhappy")
        desk.form("5", "", "Борис")
        desk.until(lambda _: day.events(1)[-1] == "converted", "the conversion")
        desk.form("2", "")
        desk.sees("Unhappy", day.words.clock("phone-answer", "void"))
    assert day.clocks(1) == {
        "phone-answer": ("void", "06.11 18:00:00"),
        "complaint-acknowledge": ("running", "05.11 18:00:00"),
        "complaint-informed": ("running", "10.11 18:00:00"),
    }
    assert day.rows("SELECT reason FROM clock WHERE standard = 'phone-answer'") == [("converted",)]


@pytest.mark.row(35)
def test_an_email_not_replied_is_missed_and_stays_so(day: Day) -> None:
    """Row 35: in time at 17:00:00, overdue a second later, missed when replied at 17:05."""
    with day.at("2026-11-03 10:02") as desk:
        desk.form("e", "Anna anna@example.org", "31.10 23:40", "Results")
        desk.sees("Results")
        desk.leave()
    with day.at("2026-11-03 16:59:57") as desk:
        desk.matches(r"~ *\d ?(?:s|сек) .*[#№]1 ")
        desk.matches(r"! *−\d ?(?:s|сек) .*[#№]1 ")
    with day.at("2026-11-03 17:05") as desk:
        desk.sees("Results")
        desk.form("a", "sent", "")
        desk.until(lambda _: day.state(1) == "closed", "the reply")
        desk.leave()
    assert day.clocks(1) == {"written-reply": ("missed", "03.11 17:00:00")}


@pytest.mark.row(36, 37, 39)
def test_hour_clocks_stand_still_over_the_holiday_and_are_missed_on_thursday(day: Day) -> None:
    """Rows 36, 37 and 39: closed, the same hour and forty minutes left at 17:01 and on Thursday before opening; then missed."""
    voicemails_of_the_afternoon(day)
    with day.at("2026-11-03 17:01") as desk:
        desk.sees(f"‖ {day.words.span(6_000)}", day.words.state_of_centre("2026-11-03 17:01"))
    with day.at("2026-11-05 09:30") as desk:
        desk.sees(f"‖ {day.words.span(6_000)}", day.words.state_of_centre("2026-11-05 09:30"))
    with day.at("2026-11-05 11:41") as desk:
        desk.until(lambda text: len(re.findall("! +\N{MINUS SIGN}1", text)) == 2, "both rows to be overdue")
        desk.press("down", "enter")
        desk.sees("11 22", day.words.clock("voicemail-callback", "missed"))
        desk.press("escape")
        desk.misses(day.words.clock("voicemail-callback", "missed"))
    assert day.clocks(2) == {"voicemail-callback": ("running", "05.11 11:40:00")}


@pytest.mark.row(38)
def test_a_name_of_brackets_and_escapes_is_shown_and_nothing_happens(day: Day, tmp_path: Path) -> None:
    """Row 38: from a list to the board, the ticket and the explanation; no sign of it reaches the terminal raw."""
    path = tmp_path / "hostile.csv"
    path.write_text("name,exam,number\n[b]Ann[/b]\x1b]0;owned\x07\x1b[31m,B2 First,0001\n", encoding="utf-8")
    with day.at("2026-11-05 10:00") as desk:
        desk.sees(day.words.state_of_centre("2026-11-05 10:00"))
        import_list(day, desk, path, 1)
        desk.press("3")
        desk.sees("[b]Ann[/b]␛")
        desk.press("x")
        desk.reads(day.words.spoken("certificate-notify", "2026-11-05 10:00"))
        desk.press("enter", "enter")
        desk.sees("[b]Ann[/b]␛", day.words.clock("certificate-notify", "running"))
    assert b"\x1b]0;owned" not in desk.raw
    assert b"\x1b[31m" not in desk.raw
