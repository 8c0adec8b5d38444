"""The forms that write down what comes in: what they keep, what they refuse, and that nothing typed is lost."""

import pytest

from desk.screens.forms.record_form import RecordForm
from desk.store.errors.input import CustomerMissing
from desk.text.dates import DayUnknown, InvalidDateTime, MomentInFuture, MomentLongAgo, MomentUnreadable
from tests.pilot.conftest import OpenDesk, seconds, ticket

FORMS = {
    "c": "new-call",
    "v": "new-voicemail",
    "e": "new-email",
    "l": "new-letter",
    "w": "new-walk-in",
    "p": "new-complaint",
}
TICKET = (
    "SELECT kind, channel, name, phone, email, subject, received, at_once, state, language FROM ticket ORDER BY id DESC LIMIT 1"
)


# -- what each form keeps --------------------------------------------------------------------------


async def test_a_call_is_a_name_a_question_and_enter(open_a_desk: OpenDesk) -> None:
    """Typed with one hand: the ticket runs, the toast names its number, the cursor stands on it."""
    async with open_a_desk(lambda store: [ticket(store) for _ in range(3)]) as desk:
        await desk.press("c")
        await desk.type("Петрова Анна 244-54-88")
        await desk.press("down")
        await desk.type("Когда результаты?")
        await desk.press("enter")
        assert desk.kind == "Board"
        assert desk.rows(TICKET)[0][:6] == ("enquiry", "phone", "Петрова Анна", "244-54-88", "", "Когда результаты?")
        assert desk.toasts == [desk.told("#4")]
        assert desk.row.id == 4


async def test_the_greeting_stands_on_top_of_a_call(open_a_desk: OpenDesk) -> None:
    """The charter's words, with the centre and the current user, ready to be read out."""
    async with open_a_desk() as desk:
        await desk.press("c")
        greeting = desk.said(".heading")
        assert "LT-Pro" in greeting
        assert "Anna" in greeting
        assert "{" not in greeting
        await desk.press("escape", "v")
        assert "Anna" not in desk.said(".heading")


async def test_f4_records_a_call_as_answered_at_once(open_a_desk: OpenDesk) -> None:
    """The other key: no clock starts, the ticket is closed and counted apart."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.fill(who="Петрова 244-54-88", subject="Адрес?")
        await desk.press("f4")
        assert desk.kind == "Board"
        assert desk.rows(TICKET)[0][7:9] == (1, "closed")
        assert desk.count("clock") == 0
        assert desk.queue().rows == []


async def test_words_in_answered_now_record_it_as_answered(open_a_desk: OpenDesk) -> None:
    """What was said stays with the ticket."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.fill(who="Петрова 244-54-88", answer="Кожевенная линия, 40")
        await desk.press("enter")
        assert desk.rows(TICKET)[0][7:9] == (1, "closed")
        assert desk.texts("answer") == ["Кожевенная линия, 40"]


async def test_f4_that_was_refused_is_forgotten(open_a_desk: OpenDesk) -> None:
    """F4 without a name keeps the form open; Enter afterwards is Enter, and the clock runs."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.fill(subject="Адрес?")
        await desk.press("f4")
        assert desk.kind == "RecordForm"
        await desk.fill(who="Петрова 244-54-88")
        await desk.press("enter")
        assert desk.rows(TICKET)[0][7:9] == (0, "open")
        assert desk.count("clock") == 1


@pytest.mark.parametrize("key", ["v", "e", "l", "p"])
async def test_f4_does_nothing_where_nobody_waits_for_an_answer(open_a_desk: OpenDesk, key: str) -> None:
    """Only a call and a visitor can be answered at once."""
    async with open_a_desk() as desk:
        await desk.press(key)
        await desk.fill(who="Петрова 244-54-88")
        await desk.press("f4")
        assert desk.kind == "RecordForm"
        assert desk.count("ticket") == 0


async def test_a_voicemail_counts_from_its_own_time(open_a_desk: OpenDesk) -> None:
    """A number alone and yesterday's time: the clock starts when the message was left, not when it was heard."""
    async with open_a_desk(at="2026-11-03 10:14") as desk:
        await desk.press("v")
        await desk.fill(who="+7 921 555-12-34", received="вчера 16:30")
        await desk.press("enter")
        row = desk.rows(TICKET)[0]
        assert row[1:4] == ("voicemail", "", "+7 921 555-12-34")
        assert row[6] == seconds("2026-11-02 16:30")
        assert desk.rows("SELECT start, due FROM clock") == [(seconds("2026-11-02 16:30"), seconds("2026-11-03 11:30"))]


async def test_a_voicemail_without_a_time_is_of_now(open_a_desk: OpenDesk) -> None:
    """An empty time is the present."""
    async with open_a_desk() as desk:
        await desk.press("v")
        await desk.fill(who="555 12 34")
        await desk.press("enter")
        assert desk.rows(TICKET)[0][6] == seconds("2026-11-03 10:14")


async def test_a_letter_keeps_receipt_own_date_and_incoming_number(open_a_desk: OpenDesk) -> None:
    """Three things of a letter that are not one another."""
    async with open_a_desk() as desk:
        await desk.press("l")
        await desk.fill(
            who="ООО Ромашка 244-54-88",
            received="02.11 12:05",
            letter_date="28.10.2026",
            incoming="вх. 114",
            subject="Договор",
            body="Просим\nвыслать",
        )
        await desk.press("ctrl+s")
        assert desk.kind == "Board"
        assert desk.rows(TICKET)[0][1:3] == ("letter", "ООО Ромашка")
        assert desk.rows(TICKET)[0][6] == seconds("2026-11-02 12:05")
        assert (desk.texts("letter-date"), desk.texts("incoming"), desk.texts("body")) == (
            ["2026-10-28"],
            ["вх. 114"],
            ["Просим\nвыслать"],
        )


async def test_an_email_keeps_address_and_text(open_a_desk: OpenDesk) -> None:
    """Name and address in one field; Enter in the text is a new line, Ctrl+S saves from there."""
    async with open_a_desk() as desk:
        await desk.press("e")
        await desk.fill(who="Ann Smith ann@example.org", subject="Results", body="Dear all,")
        await desk.press("enter")
        await desk.type("when?")
        assert desk.kind == "RecordForm"
        await desk.press("ctrl+s")
        assert desk.rows(TICKET)[0][1:6] == ("email", "Ann Smith", "", "ann@example.org", "Results")
        assert desk.texts("body") == ["Dear all,\nwhen?"]


async def test_the_russian_layouts_ctrl_s_saves_too(open_a_desk: OpenDesk) -> None:
    """kitty's protocol sends Ctrl+Ы."""
    async with open_a_desk() as desk:
        await desk.press("e")
        await desk.fill(who="Ann 244-54-88", body="x")
        await desk.press("ctrl+ы")
        assert desk.count("ticket") == 1


async def test_a_visitor_gets_a_slip_with_number_and_date(open_a_desk: OpenDesk) -> None:
    """The slip is shown, in the customer's language, and goes away with Enter."""
    async with open_a_desk() as desk:
        await desk.press("w")
        await desk.fill(who="Петрова 244-54-88", subject="Апелляция")
        await desk.press("enter")
        assert desk.kind == "Dialog"
        slip = desk.said(".words")
        assert "1" in slip
        assert "6 ноября" in slip
        assert "18:00" in slip
        assert "Enter" in desk.said(".hints")
        await desk.press("enter")
        assert desk.kind == "Board"
        assert desk.rows(TICKET)[0][1] == "in-person"
        assert desk.row.id == 1


async def test_a_visitors_slip_speaks_the_visitors_language(open_a_desk: OpenDesk) -> None:
    """Turned to English, the slip is English while the desk is Russian."""
    async with open_a_desk(language="ru") as desk:
        await desk.press("w")
        await desk.fill(who="Smith 244-54-88")
        desk.screen.query_one("#language").focus()
        await desk.press("space", "enter")
        assert "Your number is 1" in desk.said(".words")
        assert "Friday 6 November" in desk.said(".words")


async def test_a_visitor_answered_at_once_needs_no_slip(open_a_desk: OpenDesk) -> None:
    """Nothing was promised."""
    async with open_a_desk() as desk:
        await desk.press("w")
        await desk.fill(who="Петрова 244-54-88")
        await desk.press("f4")
        assert desk.kind == "Board"
        assert desk.count("clock") == 0


async def test_a_complaint_comes_by_any_channel_and_names_whom_and_what(open_a_desk: OpenDesk) -> None:
    """The name comes first, as in every form; the channel is turned with the arrows or by its first letter; whom it is about and
    what is sought are kept apart."""
    async with open_a_desk() as desk:
        await desk.press("p")
        assert desk.app.focused is desk.screen.query_one("#who")
        await desk.press("tab", "left", "left", "l", "z", "e")
        await desk.fill(who="Петрова 244-54-88", subject="Шум", about="Борис", remedy="извинения", body="Очень шумно")
        await desk.press("ctrl+s")
        kind, channel, *_ = desk.rows(TICKET)[0]
        assert (kind, channel) == ("complaint", "email")
        assert [desk.texts(name) for name in ("about", "remedy", "body")] == [["Борис"], ["извинения"], ["Очень шумно"]]
        assert desk.row.kind == "complaint"


@pytest.mark.parametrize("key", FORMS)
async def test_every_form_records_with_a_name_alone(open_a_desk: OpenDesk, key: str) -> None:
    """Its heading says what it is; one name and Ctrl+S are enough."""
    async with open_a_desk() as desk:
        await desk.press(key)
        assert desk.top(RecordForm).command_id == FORMS[key]
        await desk.fill(who="Петрова 244-54-88")
        await desk.press("f10")
        assert desk.count("ticket") == 1
        assert desk.rows("SELECT what FROM event WHERE ticket_id IS NOT NULL") == [("received",)]


async def test_the_customers_language_is_kept(open_a_desk: OpenDesk) -> None:
    """The charter's language first, another one with a key."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.fill(who="Иванов 244-54-88")
        await desk.press("enter")
        await desk.press("c")
        await desk.fill(who="Smith 244-54-88")
        desk.screen.query_one("#language").focus()
        await desk.press("right", "enter")
        assert desk.rows("SELECT language FROM ticket ORDER BY id") == [("ru",), ("en",)]


# -- what they refuse ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FORMS)
@pytest.mark.parametrize("who", ["", "   "])
async def test_nobody_named_keeps_the_form_with_a_clear_line(open_a_desk: OpenDesk, key: str, who: str) -> None:
    """Neither name nor number nor address: said in words, and what was typed is still there."""
    async with open_a_desk() as desk:
        await desk.press(key)
        await desk.fill(who=who, subject="Когда экзамен?")
        await desk.press("f10")
        assert desk.kind == "RecordForm"
        desk.refused(CustomerMissing)
        assert desk.values()["subject"] == "Когда экзамен?"
        assert desk.count("ticket") == 0


@pytest.mark.parametrize(
    ("key", "typed", "field"),
    [
        ("c", {"subject": "x"}, "who"),
        ("f5", {"who": "Anna"}, "exam"),
        ("f5", {"exam": "02.11", "who": "Anna"}, "exam"),
        ("l", {"incoming": "й" * 1_001, "who": "Anna"}, "incoming"),
    ],
    ids=["nobody", "no day", "a day that is over", "too long"],
)
async def test_the_cursor_goes_to_the_field_that_is_wrong(
    open_a_desk: OpenDesk, key: str, typed: dict[str, str], field: str
) -> None:
    """What is typed next belongs there."""
    async with open_a_desk() as desk:
        await desk.press(key)
        await desk.fill(**typed)
        desk.screen.query_one("#subject").focus()
        await desk.press("f10")
        assert (desk.kind, desk.focused.id) == ("RecordForm", field)


async def test_the_clear_line_is_russian_too(open_a_desk: OpenDesk) -> None:
    """In the user's language."""
    async with open_a_desk(language="ru") as desk:
        await desk.press("c", "enter")
        assert "имя" in desk.said("#wrong").lower()
        assert not any("a" <= sign <= "z" for sign in desk.said("#wrong").lower())


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("at tea time", MomentUnreadable),
        ("25:00", MomentUnreadable),
        ("31.02 10:00", DayUnknown),
        ("10:16", MomentInFuture),
        ("02.11.2024 10:00", MomentLongAgo),
        ("99999999999", MomentUnreadable),
        ("[b]", MomentUnreadable),
    ],
)
async def test_a_moment_that_is_none_is_said_and_kept(open_a_desk: OpenDesk, typed: str, error: type[InvalidDateTime]) -> None:
    """The line quotes it, the field still holds it, nothing is written; corrected, it is taken."""
    async with open_a_desk() as desk:
        await desk.press("v")
        await desk.fill(who="Петрова 244-54-88", received=typed)
        await desk.press("enter")
        assert desk.kind == "RecordForm"
        desk.refused(error)
        assert desk.values()["received"] == typed
        assert desk.count("ticket") == 0
        await desk.press("ctrl+u")
        await desk.fill(received="10:13")
        await desk.press("enter")
        assert desk.count("ticket") == 1


async def test_a_refusal_goes_away_when_the_form_is_saved(open_a_desk: OpenDesk) -> None:
    """An old refusal is not left standing beside a new form."""
    async with open_a_desk() as desk:
        await desk.press("c", "enter")
        assert desk.said("#wrong")
        await desk.press("escape", "c")
        assert desk.said("#wrong") == ""


async def test_enter_hit_twice_records_once(open_a_desk: OpenDesk) -> None:
    """A key that bounces makes one ticket."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.type("Петрова")
        desk.send("enter", "enter")
        await desk.settle()
        assert desk.count("ticket") == 1


# -- somebody known --------------------------------------------------------------------------------


async def test_a_known_caller_is_offered_and_not_forced(open_a_desk: OpenDesk) -> None:
    """The number says who it was last time, with the tickets; the name typed is the name kept."""
    async with open_a_desk(lambda store: ticket(store, phone="8 (921) 555-12-34", name="Ёлкина Ольга")) as desk:
        await desk.press("c")
        await desk.type("Петрова ")
        assert desk.said("#aside") == ""
        await desk.type("+7 921 5551234")
        assert desk.said("#aside").splitlines() == ["Known customer: Ёлкина Ольга", "#1 enquiry, open, due Fri 18:00: Когда FCE?"]
        await desk.press("enter")
        assert desk.rows("SELECT name FROM ticket WHERE id = 2") == [("Петрова",)]
        assert desk.rows("SELECT count(DISTINCT customer_id) FROM ticket") == [(1,)]


async def test_a_known_address_is_offered_and_goes_with_it(open_a_desk: OpenDesk) -> None:
    """Rubbed out again, nobody is offered any more."""
    async with open_a_desk(lambda store: ticket(store, email="ann@example.org", name="Ann Smith")) as desk:
        await desk.press("e")
        await desk.type("Ann@Example.org")
        assert "Ann Smith" in desk.said("#aside")
        await desk.press("ctrl+u")
        assert desk.said("#aside") == ""


# -- leaving ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FORMS)
async def test_escape_leaves_an_untouched_form_at_once(open_a_desk: OpenDesk, key: str) -> None:
    """Nothing typed, nothing asked."""
    async with open_a_desk() as desk:
        await desk.press(key, "escape")
        assert desk.kind == "Board"


@pytest.mark.parametrize("key", FORMS)
async def test_escape_asks_where_something_is_typed(open_a_desk: OpenDesk, key: str) -> None:
    """No has the focus: Enter and Esc both go back to the text, which is whole."""
    async with open_a_desk() as desk:
        await desk.press(key)
        await desk.fill(who="Петрова 244-54-88")
        for answer in ("enter", "escape"):
            await desk.press("escape")
            assert desk.kind == "Question"
            assert desk.focused.id == "no"
            await desk.press(answer)
            assert desk.kind == "RecordForm"
            assert desk.values()["who"] == "Петрова 244-54-88"


async def test_text_typed_on_a_choice_is_not_ignored(open_a_desk: OpenDesk) -> None:
    """A letter that begins an option chooses it; for another one it is said how to choose."""
    async with open_a_desk() as desk:
        await desk.press("c")
        desk.field("language").focus()
        await desk.press("e")
        assert (desk.field("language").value, desk.toasts) == ("en", [])
        await desk.press("z")
        assert (desk.field("language").value, len(desk.toasts)) == ("en", 1)


async def test_arrows_leave_a_text_at_its_ends_alone(open_a_desk: OpenDesk) -> None:
    """Within it they move; what is typed next would land in another field else."""
    async with open_a_desk() as desk:
        await desk.press("e")
        await desk.fill(body="one")
        await desk.press("enter", "t", "w", "o", "up", "down")
        assert desk.focused.id == "body"
        await desk.press("down")
        assert desk.focused.id == "language"
        await desk.press("up", "up", "up")
        assert desk.focused.id == "body"
        await desk.press("up")
        assert desk.focused.id == "subject"


@pytest.mark.parametrize("arrow", ["right", "down", "tab"])
async def test_yes_is_reached_by_an_arrow_and_enter(open_a_desk: OpenDesk, arrow: str) -> None:
    """Then the text is gone, as it was asked."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.type("Петрова")
        await desk.press("escape", arrow)
        assert desk.focused.id == "yes"
        await desk.press("enter")
        assert desk.kind == "Board"
        await desk.press("c")
        assert desk.values()["who"] == ""
        assert desk.count("ticket") == 0


@pytest.mark.parametrize("arrow", ["left", "up", "shift+tab"])
async def test_the_other_way_round_stands_the_answer_that_keeps_it(open_a_desk: OpenDesk, arrow: str) -> None:
    """As a draft, which the form opens with next."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.type("Петрова")
        await desk.press("escape", arrow, "enter")
        assert desk.kind == "Board"
        await desk.press("c")
        assert desk.values()["who"] == "Петрова"
        assert desk.count("ticket") == 0


@pytest.mark.parametrize("letter", [*"ynYNдДнН", "space_bar", "q", "c"])
async def test_no_letter_answers_a_question(open_a_desk: OpenDesk, letter: str) -> None:
    """The twin of `y` is `н`: only arrows, Enter and Esc decide."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.type("Петрова")
        await desk.press("escape", letter)
        assert desk.kind == "Question"
        assert desk.focused.id == "no"


async def test_a_letter_is_answered_by_post(open_a_desk: OpenDesk) -> None:
    """A postal address answers how to reply, and its postcode is no phone number."""
    async with open_a_desk() as desk:
        await desk.press("l")
        await desk.fill(who="ООО Лингва", address="190000 СПб, Невский 1")
        await desk.press("enter")
        assert desk.rows("SELECT name, phone, address FROM ticket") == [("ООО Лингва", "", "190000 СПб, Невский 1")]
