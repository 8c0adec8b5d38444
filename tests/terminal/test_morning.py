"""day.md by keys, rows 1-15 and 17: Tuesday 3 November 2026, a short day before a holiday."""

import pytest

from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal

CLEAR = "\x15"  # Ctrl+U: the line is empty again


def yesterday(day: Day) -> None:
    """Monday: one call, of a person whom the desk knows from then on."""
    with day.at("2026-11-02 16:00") as desk:
        desk.form("c", "Петров Пётр 244-54-99", "PET for schools")
        desk.sees(day.words.ref(1), "Петров")
        desk.leave()


def post_of_the_night(day: Day, desk: Terminal) -> None:
    """Rows 2-5."""
    last_night = "yesterday" if day.language == "en" else "вчера"  # typed, in either language
    desk.form("v", "+7 921 111 22 33", f"{last_night} 17:58")
    desk.sees(day.words.ref(2), "+7 921 111 22 33")
    desk.press("v")
    desk.type("8 812 2445499")
    desk.sees("Петров Пётр", f"{day.words.ref(1)} ", f"{day.words.ticket_state('open')}, ", ": PET for schools")
    desk.press("tab")
    desk.type(f"{last_night} 21:15")
    desk.press("enter")
    desk.sees(day.words.ref(3))
    desk.form("e", "Anna Karenina anna@example.org", "31.10 23:40", "Results")
    desk.sees("Karenina")
    desk.press("p")
    desk.type("Орлов orlov@example.org")
    desk.press("tab", "left", "left")
    desk.form("tab", "01.11 20:00", "Noise in the room")
    desk.sees(day.words.ref(5))


@pytest.mark.row(1)
def test_the_desk_opens_five_minutes_early_with_all_of_yesterday(day: Day) -> None:
    """Row 1, at 09:55."""
    yesterday(day)
    with day.at("2026-11-03 09:55") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 09:55"), day.words.ref(1), "Петров")
        desk.leave()
    assert day.events(1) == ["received"]


@pytest.mark.row(2, 3, 4, 5)
def test_the_night_s_post(day: Day) -> None:
    """Rows 2-5: from the message's own time, across the closing; the person is known; the nearest stands first."""
    yesterday(day)
    with day.at("2026-11-03 10:00") as desk:
        post_of_the_night(day, desk)
        desk.leave()
    assert day.clocks(2) == {"voicemail-callback": ("running", "03.11 12:58:00")}
    assert day.clocks(3) == {"voicemail-callback": ("running", "03.11 13:00:00")}
    assert day.rows("SELECT customer_id FROM ticket WHERE id = 3") == day.rows("SELECT customer_id FROM ticket WHERE id = 1")
    assert day.clocks(4) == {"written-reply": ("running", "03.11 17:00:00")}
    assert day.clocks(5) == {
        "complaint-acknowledge": ("running", "03.11 17:00:00"),
        "complaint-informed": ("running", "09.11 18:00:00"),
    }


@pytest.mark.row(4)
def test_the_nearest_of_the_long_ones_and_not_the_newest(day: Day) -> None:
    """Row 4: an email of Saturday night stands before a call of this morning."""
    with day.at("2026-11-03 10:02") as desk:
        desk.form("c", "Newest 244-54-94", "a call")
        desk.form("e", "Older old@example.org", "31.10 23:40", "an email")
        desk.sees("Newest", "Older")
        desk.until(lambda text: -1 < text.find("Older") < text.find("Newest"), "the email above the call")


@pytest.mark.row(6)
def test_answered_at_once_has_no_clock(day: Day) -> None:
    """Row 6: recorded in one form, counted apart."""
    with day.at("2026-11-03 10:12") as desk:
        desk.form("c", "Сидорова", "When is FCE in December?", "On the 5th")
        desk.until(lambda _: day.rows("SELECT id FROM ticket"), "the call in the database")
        desk.press("c")
        desk.type("Other")
        desk.press("f4")
        desk.until(lambda _: day.rows("SELECT id FROM ticket WHERE id = 2"), "the second call in the database")
        desk.leave()
    assert day.rows("SELECT id, state, at_once FROM ticket ORDER BY id") == [(1, "closed", 1), (2, "closed", 1)]
    assert day.clocks(1) == {}
    assert day.texts(1, "answer") == ["On the 5th"]


@pytest.mark.row(7, 8, 9)
def test_a_call_counts_down_is_explained_and_corrected(day: Day) -> None:
    """Rows 7-9: Friday, a sentence with its reason, a name put right with both in the history."""
    with day.at("2026-11-03 10:14") as desk:
        desk.form("c", "Karpova 600-10-20", "Spelling on a certificate")
        desk.press("x")
        sentence = day.words.spoken("phone-answer", "2026-11-03 10:14")
        desk.reads(sentence)
        desk.press("escape")
        desk.misses(sentence.split()[-1])
        desk.press("f")
        desk.type(CLEAR + "Карпенко")
        desk.press("enter")
        desk.sees("Карпенко")
        desk.press("enter")
        desk.sees("Karpova", "Карпенко", day.words.event("corrected"))
    assert day.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
    assert day.events(1) == ["received", "corrected"]
    assert (day.texts(1, "old"), day.texts(1, "new")) == (["Karpova"], ["Карпенко"])


@pytest.mark.row(10)
def test_a_walk_in_takes_a_slip_along(day: Day) -> None:
    """Row 10: number and date, to copy."""
    with day.at("2026-11-03 10:30") as desk:
        desk.form("w", "Sailor 244-54-96", "How to prepare")
        desk.sees("6 ноября")  # the slip speaks the customer's language
        desk.press("enter")
        desk.misses("6 ноября")
        desk.leave()
    assert day.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}


@pytest.mark.row(11)
def test_the_next_one_is_the_most_urgent_that_nobody_has(day: Day) -> None:
    """Row 11, at 10:41: #2, due 12:58, before all that came by other ways."""
    yesterday(day)
    with day.at("2026-11-03 10:00") as desk:
        post_of_the_night(day, desk)
        desk.leave()
    with day.at("2026-11-03 10:41") as desk:
        desk.sees(day.words.ref(2), day.words.ref(3))
        desk.press("1", "end", "f4")
        desk.until(lambda _: day.owner(2) == "Anna", "#2 to be hers")
        desk.sees("12:58")
        desk.leave()
    assert [day.events(number)[-1] for number in (1, 2, 3, 4, 5)] == ["received", "taken", "received", "received", "received"]
    assert day.rows("SELECT s.name FROM ticket AS t JOIN staff AS s ON s.id = t.owner_id") == [("Anna",)]


@pytest.mark.row(12, 13, 14)
def test_a_try_an_answer_and_an_undo(day: Day) -> None:
    """Rows 12-14: a try keeps the call-back and starts the question's clock; the wrong ticket is taken back."""
    yesterday(day)
    with day.at("2026-11-03 10:00") as desk:
        post_of_the_night(day, desk)
        desk.leave()
    with day.at("2026-11-03 10:43") as desk:
        desk.sees(day.words.ref(2))
        desk.press("1", "home", "m", "enter")
        desk.until(lambda _: day.events(2)[-1] == "tried", "the try in the database")
        desk.leave()
    assert day.clocks(2) == {"voicemail-callback": ("kept", "03.11 12:58:00"), "phone-answer": ("running", "06.11 18:00:00")}
    assert day.texts(2, "number") == ["+7 921 111 22 33"]
    with day.at("2026-11-03 10:45") as desk:
        desk.sees(day.words.ref(3))
        desk.form("home", "")
        desk.sees(day.words.clock("voicemail-callback", "running"))
        desk.form("a", "told her the date")
        desk.until(lambda _: day.state(3) == "closed", "the ticket closed")
        assert day.clocks(3) == {"voicemail-callback": ("kept", "03.11 13:00:00")}
        assert day.state(3) == "closed"
        desk.press("u")
        desk.sees(day.words.ref(3), day.words.event("undone"))
    assert (day.state(3), day.clocks(3)) == ("open", {"voicemail-callback": ("running", "03.11 13:00:00")})
    assert day.events(3) == ["received", "answered", "undone"]


@pytest.mark.row(15)
def test_a_letter_has_a_date_and_a_number_of_its_own(day: Day) -> None:
    """Row 15: counted from today, its own date kept."""
    with day.at("2026-11-03 11:00") as desk:
        desk.form("l", "Школа 57 school@example.org", "", "28.10", "17-4/26", "Place for ten pupils")
        desk.sees(day.words.ref(1), "57")
        desk.press("enter")
        desk.sees("28", "17-4/26")
    assert day.clocks(1) == {"written-reply": ("running", "06.11 18:00:00")}


@pytest.mark.row(17)
def test_a_complaint_at_the_counter(day: Day) -> None:
    """Row 17, its clocks: acknowledged by Thursday, news by Tuesday next."""
    with day.at("2026-11-03 11:30") as desk:
        desk.form("p", "Гость 244-54-97", "", "", "Rude words", "", "", "", "Борис")
        desk.sees("5 ноября, 18:00")  # the slip speaks the customer's language
        desk.press("enter")
        desk.misses("5 ноября, 18:00")
        desk.leave()
    assert day.clocks(1) == {
        "complaint-acknowledge": ("running", "05.11 18:00:00"),
        "complaint-informed": ("running", "10.11 18:00:00"),
    }
    assert day.texts(1, "about") == ["Борис"]
