"""What lies there in the morning and comes in between: voicemails, emails, letters."""

from desk.presentation import deadlines
from desk.screens.forms.action_form import ActForm
from desk.store.database import Store
from desk.text.dates import MomentInFuture
from tests.pilot.conftest import seconds, ticket
from tests.scenarios.conftest import OpenReception
from tests.worded import charter

BODY = "Dear all,\nmy result is not shown.\n\nAnn"


def a_voicemail(store: Store) -> None:
    """Of yesterday at two minutes to closing, a number only."""
    ticket(store, channel="voicemail", received="2026-11-02 17:58", name="", phone="+7 921 111-22-33", subject="")


async def test_a_voicemail_of_last_night_counts_from_the_opening(reception: OpenReception) -> None:
    async with reception(at="2026-11-03 10:01") as desk:
        await desk.form("v", "+7 921 111 22 33", "вчера 21:15")
        desk.sees(desk.words.due("voicemail-callback", "2026-11-03 13:00"), "+7 921 111 22 33")
        assert desk.clocks(1) == {"voicemail-callback": ("running", "03.11 13:00:00")}


async def test_a_weekday_is_enough_to_say_when_a_message_was_left(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("v", "Вера 244-54-88", "пн 17:58")
        assert desk.clocks(1) == {"voicemail-callback": ("running", "03.11 12:58:00")}


async def test_nobody_picks_up_and_the_question_runs_on(reception: OpenReception) -> None:
    async with reception(a_voicemail) as desk:
        await desk.press("m")
        assert desk.desk.top(ActForm).command_id == "tried"
        assert desk.desk.values()["number"] == "+7 921 111-22-33"
        await desk.press("enter")
        desk.done("tried", 1)
        desk.sees(desk.words.due("phone-answer", "2026-11-06 18:00"))
        assert desk.clocks(1) == {"voicemail-callback": ("kept", "03.11 12:58:00"), "phone-answer": ("running", "06.11 18:00:00")}
        assert desk.texts(1, "number") == ["+7 921 111-22-33"]


async def test_a_voicemail_is_called_back_and_answered_by_the_key_of_what_is_due(reception: OpenReception) -> None:
    async with reception(a_voicemail) as desk:
        await desk.press("d")
        assert desk.desk.top(ActForm).command_id == "called-back"
        await desk.press("enter", "d")
        assert desk.desk.top(ActForm).command_id == "answered"
        await desk.type("5 декабря")
        await desk.press("enter")
        assert desk.queue("enquiries") == []
        assert desk.events(1) == ["received", "called-back", "answered"]
        assert {state for state, _ in desk.clocks(1).values()} == {"kept"}


async def test_a_call_back_of_an_hour_ago_is_entered_at_its_own_time(reception: OpenReception) -> None:
    async with reception(a_voicemail) as desk:
        await desk.at("13:30")
        assert desk.overdue == 1
        await desk.press("g")
        await desk.type("12:40", into="at")
        await desk.press("enter", "enter")
        desk.sees(desk.words.clock("voicemail-callback", "kept"), "12:40", desk.words.moment("2026-11-03 13:30"))
        assert desk.clocks(1)["voicemail-callback"] == ("kept", "03.11 12:58:00")


async def test_a_voicemail_left_at_two_is_due_at_the_closing_itself(reception: OpenReception) -> None:
    async with reception(at="2026-11-03 14:01") as desk:
        await desk.form("v", "Вера 244-54-88", "14:00")
        assert desk.clocks(1) == {"voicemail-callback": ("running", "03.11 17:00:00")}
        await desk.at("17:00:00")
        assert desk.overdue == 0
        desk.sees("‖ 0s")
        await desk.at("17:00:01")
        assert desk.overdue == 1
        desk.sees("! ", deadlines.state_of(desk.words.translator, charter().calendar, seconds("2026-11-03 17:00:01")))


async def test_a_voicemail_stands_still_over_the_holiday_and_is_missed_on_thursday(reception: OpenReception) -> None:
    async with reception(at="2026-11-03 15:41") as desk:
        await desk.form("v", "Вера 244-54-88", "15:40")
        for moment in ("2026-11-03 17:01", "2026-11-04 12:00", "2026-11-05 09:30"):
            await desk.at(moment)
            desk.sees("‖ 1h 40m")
            assert desk.overdue == 0
        await desk.at("2026-11-05 11:40:01")
        desk.sees("! −1s")
        assert desk.overdue == 1
        await desk.form("a", "нашлась")
        assert desk.clocks(1) == {"voicemail-callback": ("missed", "05.11 11:40:00")}


async def test_an_email_of_saturday_night_stands_before_a_call_of_this_morning(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("c", "Newest 244-54-88", "a call")
        await desk.form("e", "Older old@example.org", "31.10 23:40", "an email")
        assert desk.queue("enquiries") == [2, 1]
        assert desk.clocks(2) == {"written-reply": ("running", "03.11 17:00:00")}
        assert desk.due_today == 1


async def test_an_email_of_many_lines_is_pasted_and_saved_from_its_text(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("e")
        await desk.type("Ann Smith ann@example.org")
        await desk.paste(BODY, into="body")
        await desk.press("enter")
        await desk.type("PS: please ring")
        assert desk.count("ticket") == 0
        await desk.press("ctrl+s")
        assert desk.texts(1, "body") == [f"{BODY}\nPS: please ring"]
        assert desk.rows("SELECT name, email FROM ticket") == [("Ann Smith", "ann@example.org")]


async def test_a_letter_keeps_its_own_date_and_its_incoming_number(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("l", "Школа 57 school@example.org", "", "28.10", "17-4/26", "Place for ten pupils")
        assert desk.clocks(1) == {"written-reply": ("running", "06.11 18:00:00")}
        await desk.press("enter")
        desk.sees(f"{desk.words.field('letter-date')}: {desk.words.day('2026-10-28')}", f"{desk.words.field('incoming')}: 17-4/26")


async def test_a_reply_a_second_too_late_is_missed_and_stays_so(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("e", "Anna anna@example.org", "31.10 23:40", "Results")
        await desk.at("17:00:00")
        assert desk.overdue == 0
        await desk.at("17:00:01")
        assert desk.overdue == 1
        await desk.form("a", "sent")
        await desk.press("u")
        await desk.form("a", "sent again")
        assert (desk.state(1), desk.clocks(1)) == ("closed", {"written-reply": ("missed", "03.11 17:00:00")})


async def test_a_message_from_the_future_is_refused_and_put_right(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("v", "Вера 244-54-88", "16:00")
        desk.desk.refused(MomentInFuture)
        desk.sees("Вера")
        await desk.retype("09:30", into="received")
        await desk.press("enter")
        assert desk.clocks(1) == {"voicemail-callback": ("running", "03.11 13:00:00")}


async def test_an_address_we_know_offers_what_came_before(reception: OpenReception) -> None:
    async with reception(lambda store: ticket(store, channel="email", name="Ann Smith", email="ann@example.org")) as desk:
        await desk.press("e")
        await desk.type("Ann@Example.org")
        desk.sees("Ann Smith", "#1 ", f"{desk.words.ticket_state('open')}, ", ": Когда FCE?")
        await desk.press("enter")
        assert desk.rows("SELECT DISTINCT customer_id, name FROM ticket") == [(1, "Ann Smith")]
