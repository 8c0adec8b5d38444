"""How satisfied somebody is, and feedback, by keys."""

import pytest

from desk.store.errors.input import ScoreMissing
from tests.pilot.conftest import OpenDesk, ticket


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
