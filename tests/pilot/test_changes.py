"""Rows 16, 18, 21-23 of day.md on the screens: merging, the acknowledgement that tells, exams that move, the late fee."""

from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors.input import TargetMissing
from desk.store.errors.tickets import BeforeReceipt
from desk.widgets.fields import Lines
from tests.pilot.conftest import OpenDesk, seconds, ticket


def two_emails(store: Store) -> None:
    """Of one person, about one thing."""
    for received in ("2026-11-02 12:00", "2026-11-03 10:00"):
        ticket(store, "enquiry", "email", received)


def a_complaint(store: Store) -> None:
    """Row 5: by email on Sunday evening."""
    ticket(store, "complaint", "email", "2026-11-01 20:00", language="en")


async def test_two_emails_become_one(open_a_desk: OpenDesk) -> None:
    """Row 16: one due date, the earlier; the merged number still finds it. Asked about first, No focused."""
    async with open_a_desk(two_emails) as desk:
        await desk.press("end", "0")
        assert desk.row.id == 2 if desk.kind == "Board" else desk.kind == "MergeForm"
        await desk.fill(of="1")
        await desk.press("enter")
        named = "#{} (Иванова Мария, Когда FCE?)"
        desk.asked(named.format(2), named.format(1))
        await desk.press("right", "enter")
        assert desk.toasts == ["#2: merged into #1"]
        assert [row.id for row in desk.queue().rows] == [1]
        assert desk.row.id == 1
        await desk.press("enter")
        assert "#2: Когда FCE?" in desk.said("#story").splitlines()
        await desk.press("escape")
        await desk.press("/", "2")
        assert [row.id for row in desk.queue().rows] == [1]
        await desk.press("enter", "escape", "u")
        assert [row.id for row in desk.queue().rows] == [1, 2]


async def test_the_acknowledgement_says_what_is_missing_and_when_what_comes(open_a_desk: OpenDesk) -> None:
    """Row 18, letters.2 always-told: in the customer's language, kept as it was sent; the missing part goes with it."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "d")
        await desk.fill(missing="a copy of the ticket")
        await desk.press("enter")
        assert desk.kind == "Board"
        (sent,) = desk.rows(
            "SELECT body FROM text JOIN event ON event.id = event_id WHERE what = 'acknowledged' AND field = 'note'"
        )
        assert sent[0] == (
            "Hello Иванова Мария,\n\n"
            "we have received your complaint, number 1. Still missing: a copy of the ticket. "
            "You will hear from us again by Tuesday 10 November 2026. "
            "If we receive all the information today, you will have the full answer by Thursday 3 December 2026.\n\n"
            "Kind regards,\nAnna, LT-Pro\n8 (812) 244-54-88"
        )
        assert desk.rows("SELECT what FROM event WHERE ticket_id = 1 ORDER BY id") == [
            ("received",),
            ("acknowledged",),
            ("missing",),
        ]
        assert desk.rows("SELECT state FROM clock WHERE standard = 'complaint-acknowledge'") == [("kept",)]
        await desk.press("u")
        assert desk.rows("SELECT state FROM clock WHERE standard = 'complaint-acknowledge'") == [("running",)]


async def test_a_text_of_ones_own_is_not_written_over(open_a_desk: OpenDesk) -> None:
    """Once changed, the text no longer follows what is typed above it."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "k")
        desk.screen.query_one("#text", Lines).text = "In our own words."
        await desk.fill(missing="a photo")
        assert desk.values()["text"] == "In our own words."


async def test_facts_that_are_long_in_coming_are_counted(open_a_desk: OpenDesk) -> None:
    """The nudge after five working days (house rule): from the closing of Wednesday the 11th on."""
    async with open_a_desk(lambda store: ticket(store, "complaint")) as desk:
        await desk.press("2")
        await desk.at("2026-11-11 18:00:01")
        with desk.elsewhere() as store:
            tickets.note(store, "Boris", 1, "x")
        await desk.tick()
        assert desk.pane("complaint").aside.endswith(" 1")


async def test_a_registration_is_written_down_and_its_exam_moves(open_a_desk: OpenDesk) -> None:
    """Rows 21 and 22: shown first, then done, old and new in the history."""
    async with open_a_desk() as desk:
        await desk.press("f5")
        await desk.fill(who="Петрова 244-54-88", exam="14.11", subject="FCE")
        await desk.press("enter")
        if desk.kind == "Dialog":
            await desk.press("enter")
        assert desk.row.kind == "registration"
        assert desk.rows("SELECT due FROM clock") == [(seconds("2026-11-09 18:00"),)]
        await desk.press("k")
        await desk.fill(exam="12.11")
        await desk.press("enter")
        assert "Mon 9 Nov 2026 18:00 → Thu 5 Nov 2026 18:00" in desk.said("#aside")
        assert desk.count() == 1
        await desk.press("enter")
        assert desk.rows("SELECT due FROM clock") == [(seconds("2026-11-05 18:00"),)]
        await desk.press("enter")
        assert "Sat 14 Nov 2026 → Thu 12 Nov 2026" in desk.said("#story")


async def test_a_late_registration_owes_a_word_about_its_fee(open_a_desk: OpenDesk) -> None:
    """Row 23: exempt by the house rule, and the fee told by the next working day."""
    async with open_a_desk() as desk:
        await desk.press("f5")
        await desk.fill(who="Петрова 244-54-88", exam="05.12.2026", fee="поздняя, 2000")
        desk.field("late").value = "late"
        await desk.press("enter")
        if desk.kind == "Dialog":
            await desk.press("enter")
        assert desk.rows("SELECT standard, due, house FROM clock ORDER BY due") == [
            ("fee-notice", seconds("2026-11-05 18:00"), 0),
            ("registration-confirm", seconds("2026-11-30 18:00"), 1),
        ]
        await desk.press("d")
        await desk.press("enter")
        assert desk.last_event() == "fee-told"


async def test_the_time_of_a_step_is_put_right(open_a_desk: OpenDesk) -> None:
    """Chosen among the fields by what happened; what would lie before what it answers is refused in words."""
    async with open_a_desk(lambda store: ticket(store, "enquiry", "voicemail", "2026-11-02 12:00")) as desk:
        await desk.press("m", "enter", "f")
        ((tried,),) = desk.rows("SELECT id FROM event WHERE what = 'tried'")
        desk.field("field").value = f"at:{tried}"
        await desk.settle()
        desk.field("value").value = "02.11 11:00"
        await desk.press("enter")
        desk.refused(BeforeReceipt)
        desk.field("value").value = "02.11 17:00"
        await desk.press("enter")
        assert desk.kind == "Board"
        assert desk.rows("SELECT stopped FROM clock WHERE standard = 'voicemail-callback'") == [(seconds("2026-11-02 17:00"),)]


async def test_the_explanation_speaks_the_other_language_too(open_a_desk: OpenDesk) -> None:
    """For a caller who speaks it; the other readings stand with their dates."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "x")
        assert desk.words.moment("2026-11-03 20:00") in desk.said("#ledger")
        await desk.press("l")
        assert "не позднее вторника, 3 ноября" in desk.said("#sentence")
        await desk.press("д")
        assert "Tuesday 3 November" in desk.said("#sentence")


async def test_two_records_of_one_person_become_one(open_a_desk: OpenDesk) -> None:
    """Said where what was heard wrong is put right; told once more which number is meant when it is none."""

    def one_person_twice(store: Store) -> None:
        for phone in ("244-54-88", "8 911 123-45-67"):
            ticket(store, phone=phone)

    async with open_a_desk(one_person_twice) as desk:
        await desk.press("end", "f")
        desk.field("field").value = "customer"
        await desk.settle()
        await desk.fill(value="Anna")
        await desk.press("enter")
        assert desk.kind == "CorrectForm"
        desk.refused(TargetMissing)
        desk.field("value").value = "#1"
        await desk.press("enter")
        assert desk.toasts == ["#2: corrected"]
        assert len({customer for (customer,) in desk.rows("SELECT customer_id FROM ticket")}) == 1
