"""How satisfied somebody is, and feedback, by keys."""

import pytest

from desk.store.database import Store
from desk.store.errors.input import ScoreMissing
from desk.widgets.fields import Lines
from tests.pilot.conftest import OpenDesk, ticket
from tests.pilot.test_reply import choose


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_whoever_is_answered_may_be_asked_in_the_same_form(open_a_desk: OpenDesk, language: str) -> None:
    """A digit chooses the score; without it nobody was asked."""
    async with open_a_desk(lambda store: [ticket(store) for _ in range(2)], language=language) as desk:
        await desk.press("a", "enter")
        assert desk.rows("SELECT data FROM event WHERE what = 'rated'") == []
        await desk.press("a")
        desk.screen.query_one("#score").focus()
        await desk.press("4", "enter")
        assert desk.kind == "Board"
        assert desk.rows("SELECT data FROM event WHERE what = 'rated'") == [('{"score":4}',)]


def a_complaint(store: Store) -> None:
    """Whose customer is asked: every complaint's is, once a month."""
    ticket(store, "complaint", "email", email="ann@example.org", language="en")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_form_of_a_spoken_answer_says_who_is_to_be_asked(open_a_desk: OpenDesk, language: str) -> None:
    """By the charter's rule; without an answer they were asked all the same."""
    async with open_a_desk(a_complaint, language=language) as desk:
        await desk.press("2", "a")
        assert desk.app.gettext("Ask how satisfied they are, from 1 to 5.") in desk.text
        desk.screen.query_one("#score").focus()
        await desk.press("left", "f10")
        assert desk.last_event() == "rating-asked"
        await desk.press("u", "enter", "2", "a")
        await desk.fill(comment="довольны")
        desk.screen.query_one("#score").focus()
        await desk.press("5", "f10")
        assert (desk.last_event(), desk.rows("SELECT body FROM text ORDER BY id DESC LIMIT 1")) == ("rated", [("довольны",)])


@pytest.mark.parametrize("is_kept", [True, False])
async def test_a_written_answer_asks_as_far_as_its_text_still_does(open_a_desk: OpenDesk, is_kept: bool) -> None:
    """Whoever takes the question out asks nobody."""
    async with open_a_desk(a_complaint) as desk:
        await desk.press("2", "o")
        await choose(desk, "act", 2)
        text = desk.values()["text"]
        assert "Please rate" in text
        await desk.fill(text="We are sorry. ")
        if not is_kept:
            desk.screen.query_one("#text", Lines).text = "We are sorry."
        await desk.press("f10")
        asked = desk.rows("SELECT count(*) FROM event WHERE what = 'rating-asked'")
        assert (desk.kind, asked) == ("Board", [(int(is_kept),)])


async def test_the_customer_of_a_closed_ticket_is_asked_in_writing(open_a_desk: OpenDesk) -> None:
    """Into the outbox; not of an open one, which has no answer yet."""

    def mailed(store: Store) -> None:
        for n in range(2):
            ticket(store, "enquiry", "email", name=f"Ann {n}", email=f"ann{n}@example.org", phone="")

    async with open_a_desk(mailed) as desk:
        assert not desk.screen.check_action("command", ("ask-rating",))
        await desk.press("enter", "a", "f10")
        await desk.run("ask-rating")
        assert desk.rows("SELECT what FROM event ORDER BY id DESC LIMIT 2") == [("rating-asked",), ("written",)]
        assert desk.rows("SELECT count(*) FROM outbox") == [(1,)]


async def test_a_closed_ticket_takes_a_score_by_its_key(open_a_desk: OpenDesk) -> None:
    """The answer to the question that was sent."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        await desk.press("enter", "a", "enter", "r")
        assert desk.kind == "ActForm"
        await desk.press("enter")
        desk.refused(ScoreMissing)
        await desk.press("5", "enter")
        assert desk.last_event() == "rated"
        assert "5 of 5" in desk.text


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_feedback_is_written_down_and_used(open_a_desk: OpenDesk, language: str) -> None:
    """From the palette; what was done about it is asked of the one that is chosen."""
    async with open_a_desk(language=language) as desk:
        _ = desk.app.translator
        await desk.press("ctrl+p")
        await desk.type(_("Record feedback"))
        await desk.press("enter")
        await desk.paste("Холодно\nв коридоре")
        await desk.press("ctrl+s")
        assert desk.kind == "Board"
        await desk.press("ctrl+p")
        await desk.type(_("Feedback and follow-up"))
        await desk.press("enter")
        assert _("no follow-up yet") in desk.text
        await desk.press("enter")
        assert desk.kind == "UseFeedbackForm"
        await desk.fill(done="Поставили обогреватель", said="Стало теплее")
        await desk.press("enter")
        assert desk.rows("SELECT words, done, said FROM feedback") == [
            ("Холодно\nв коридоре", "Поставили обогреватель", "Стало теплее")
        ]
