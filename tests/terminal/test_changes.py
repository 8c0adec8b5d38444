"""day.md by keys, rows 16, 18, 21-23 and 33: what changes after it was promised, shown before it is done, kept as it was."""

import pytest

from tests.terminal.conftest import Day


@pytest.mark.row(16)
def test_two_emails_of_one_person_become_one(day: Day) -> None:
    """Row 16: offered and named before it is done; one due date, the earlier; the merged number still finds it."""
    with day.at("2026-11-03 11:10") as desk:
        desk.form("e", "Карпова karpova@example.org", "01.11 20:00", "Results of FCE")
        desk.sees(day.words.ref(1), "Results of FCE")
        desk.form("e", "karpova@example.org", "", "Once more: results")
        desk.sees(day.words.ref(2), "Once more")
        desk.press("end", "0")
        desk.sees(f"{day.words.ref(1)} Results of FCE")
        desk.form("1", "")
        desk.sees("Once more: results)")
        desk.press("right", "enter")
        desk.until(lambda _: "merged" in day.events(2), "the two to be one")
        desk.misses("Once more")
        desk.press("/")
        desk.type("2")
        desk.press("enter")
        desk.sees("Results of FCE", "karpova@example.org")
        desk.leave()
    assert day.clocks(1) == {"written-reply": ("running", "03.11 17:00:00")}
    assert day.clocks(2) == {"written-reply": ("void", "06.11 18:00:00")}
    assert day.rows("SELECT reason FROM clock WHERE ticket_id = 2") == [("merged",)]


@pytest.mark.row(18)
def test_a_complaint_is_acknowledged_in_the_customers_language(day: Day) -> None:
    """Row 18: what is missing, the next news, and the date if everything were complete today: Thursday 3 December."""
    with day.at("2026-11-03 10:03") as desk:
        desk.press("p")
        desk.type("Smith smith@example.org")
        desk.press("tab", "left", "left")
        desk.press("tab")
        desk.type("01.11 20:00")
        desk.press("tab")
        desk.type("Noise in the room")
        desk.press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "right", "enter")  # the customer's language is the last field
        desk.sees("Smith")
        desk.leave()
    with day.at("2026-11-03 11:35") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 11:35"))
        desk.press("2", "k")
        desk.sees("10 November")
        desk.type("names of the witnesses")
        desk.sees(" names of the witnesses.")
        desk.press("enter")
        desk.until(lambda _: "missing" in day.events(1), "the acknowledgement")
        desk.leave()
    assert day.clocks(1) == {
        "complaint-acknowledge": ("kept", "03.11 17:00:00"),
        "complaint-informed": ("running", "10.11 18:00:00"),
    }
    (sent,) = day.texts(1, "note")[:1]
    assert "names of the witnesses." in sent
    assert "Tuesday 10 November 2026" in sent
    assert "Thursday 3 December 2026" in sent
    assert day.events(1) == ["received", "acknowledged", "missing"]


@pytest.mark.row(21, 22)
def test_a_registration_and_its_exam_that_moves(day: Day) -> None:
    """Rows 21 and 22: counted back from the exam; a preview, then the new date, old and new in the history."""
    with day.at("2026-11-03 12:30") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 12:30"))
        desk.press("f5")
        desk.type("Vera 244-54-91")
        desk.press("tab", "tab", "tab")
        desk.type("14.11")
        desk.press("tab")
        desk.press("enter")
        desk.sees(day.words.ref(1))
        desk.press("enter")  # the slip
        assert day.clocks(1) == {"registration-confirm": ("running", "09.11 18:00:00")}
        desk.form("k", "12.11")
        desk.sees("→", "9", "5")
        assert day.clocks(1) == {"registration-confirm": ("running", "09.11 18:00:00")}
        desk.press("enter")
        desk.until(lambda _: day.events(1)[-1] == "exam-moved", "the moved exam")
        desk.press("enter")
        desk.sees(day.words.day("2026-11-14"), day.words.day("2026-11-12"))
    assert day.clocks(1) == {"registration-confirm": ("running", "05.11 18:00:00")}


@pytest.mark.row(23)
def test_a_late_registration_with_a_fee(day: Day) -> None:
    """Row 23: the house rule instead of the promise, and the fee to be told by Thursday's closing."""
    with day.at("2026-11-03 12:40") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 12:40"))
        desk.press("f5")
        desk.type("Oleg 244-54-92")
        desk.press("tab", "tab", "tab")
        desk.type("05.12")
        desk.press("tab", "tab", "right", "tab")
        desk.type("late fee 2000")
        desk.press("enter")
        desk.sees(day.words.ref(1), "5")
        desk.press("enter", "enter")  # the slip, then the ticket
        desk.sees("late fee 2000", day.words.clock("registration-confirm", "running"))
    assert day.clocks(1) == {
        "fee-notice": ("running", "05.11 18:00:00"),
        "registration-confirm": ("running", "30.11 18:00:00"),
    }
    assert day.rows("SELECT house FROM clock WHERE standard = 'registration-confirm'") == [(1,)]


@pytest.mark.row(33)
def test_friday_will_be_closed(day: Day) -> None:
    """Row 33: what moves is shown, then applied, each with old and new in its history."""
    with day.at("2026-11-03 10:14") as desk:
        desk.form("c", "Карпенко 244-54-93", "Spelling")
        desk.sees(day.words.ref(1))
        desk.leave()
    with day.at("2026-11-03 16:45") as desk:
        desk.sees(day.words.ref(1))
        desk.press("ctrl+p")
        desk.type(day.words.title("calendar"))
        desk.press("enter")
        desk.sees("2026:")
        desk.press("right", "right", "right", "enter")
        desk.sees(day.words.day("2026-11-06"))
        desk.press("tab")
        desk.type("инвентаризация")
        desk.press("enter")
        desk.sees(day.words.ref(1), f"{day.words.moment('2026-11-06 18:00')} → {day.words.moment('2026-11-09 18:00')}")
        assert day.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        desk.press("enter")
        desk.matches(f"{day.words.day('2026-11-06')} .*инвентаризация")
        desk.press("escape")
        desk.misses("2026:")
        desk.press("enter")
        desk.sees("→", day.words.day("2026-11-06"), day.words.day("2026-11-09"))
    assert day.clocks(1) == {"phone-answer": ("running", "09.11 18:00:00")}
    assert day.events(1) == ["received", "recounted"]
