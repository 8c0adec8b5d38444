"""Writing to many from the board, and the outbox for the mail program."""

from pathlib import Path

import pytest

from desk.store.database import Store
from tests.pilot.conftest import OpenDesk, ticket


def box(store: Store) -> None:
    """Two hundred certificates; every tenth candidate has no email, and half of these no address at all."""
    for number in range(200):
        email = "" if number % 10 == 9 else f"someone{number}@example.org"
        address = "191186, Невский пр., 1" if number % 20 == 9 else ""
        ticket(store, "certificate", "letter", name=f"Кандидат {number}", email=email, address=address)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_two_hundred_are_told_by_four_keys(open_a_desk: OpenDesk, language: str) -> None:
    """The pane, all of it, the reply, Enter; what it comes to is said before, and one undo takes it back."""
    async with open_a_desk(box, language=language) as desk:
        await desk.press("3", "f9", "o")
        assert desk.kind == "LettersForm"
        counts, of, *letter = desk.said("#aside").splitlines()
        assert "180" in counts
        assert "Кандидат 0" in of
        await desk.press("enter")
        assert desk.kind == "Board"
        assert desk.rows("SELECT state, count(*) FROM clock GROUP BY state") == [("running", 200)]
        assert desk.count("outbox") == 180
        assert desk.texts("note")[0].splitlines() == letter
        await desk.tick()
        assert "180" in desk.said("#top")
        await desk.press("u")
        await desk.tick()
        assert "180" not in desk.said("#top")


async def test_those_without_an_address_get_paper_and_the_outbox_is_exported(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """By the palette; a second time nothing waits."""
    async with open_a_desk(box) as desk:
        await desk.press("3", "f9", "o", "down", "right")
        assert desk.said("#aside").splitlines()[0] == "180 emails, 10 letters, without any address: 10"
        await desk.press("enter")
        for said in ("180 emails, 10 letters in ", "Nothing to send."):
            await desk.press("ctrl+p")
            await desk.type("Export waiting")
            await desk.press("enter")
            assert desk.kind == "MailForm"
            desk.field("folder").value = str(tmp_path / "mail")
            await desk.press("enter")
            assert desk.toasts[-1].startswith(said)
        assert len(list((tmp_path / "mail").iterdir())) == 181
        assert desk.rows("SELECT state, count(*) FROM clock GROUP BY state") == [("kept", 190), ("running", 10)]


async def test_the_specimen_is_the_first_letter_that_will_be_written(open_a_desk: OpenDesk) -> None:
    """In its customer's language; without anybody to write to there is none."""

    def two(store: Store) -> None:
        ticket(store, "certificate", "letter", name="Без адреса", address="191186, Невский пр., 1")
        ticket(store, "certificate", "letter", name="Olga", email="olga@example.org", language="en")

    async with open_a_desk(two) as desk:
        await desk.press("3", "f9", "o")
        assert "Hello Olga," in desk.said("#aside").splitlines()
        await desk.press("down", "right")
        assert "Здравствуйте, Без адреса!" in desk.said("#aside").splitlines()


async def test_those_who_cannot_be_written_to_stay_marked(open_a_desk: OpenDesk) -> None:
    """The next key is for them: a call to each."""

    def three(store: Store) -> None:
        for email in ("a@example.org", "", "b@example.org"):
            ticket(store, "certificate", "letter", email=email, phone="600-10-20")

    async with open_a_desk(three) as desk:
        await desk.press("3", "f9", "o", "enter")
        assert desk.count("outbox") == 2
        assert desk.queue("certificate").marked == {2}
