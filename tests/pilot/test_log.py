"""What a run writes into its log."""

from pathlib import Path

import pytest

from desk.app import DeskApp
from desk.settings import log_path
from desk.store import worker
from desk.store.database import Store
from tests.pilot.conftest import OpenDesk, ticket


@pytest.fixture(autouse=True)
def own_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A log of this test's alone."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def messages() -> list[str]:
    """What was written, without time, process and level."""
    return [line.split(" ", 3)[3] for line in log_path().read_text(encoding="utf-8").splitlines()]


async def test_a_run_says_when_it_began_and_ended(open_a_desk: OpenDesk) -> None:
    """With the versions, and that the database was opened; nothing else where nothing happened."""
    async with open_a_desk(ticket):
        pass
    started, opened, stopped = messages()
    assert started.startswith("started: desk 0.1.0, Python 3.")
    assert (opened, stopped) == ("database opened", "stopped")


async def test_what_is_refused_is_in_the_log_without_its_words(open_a_desk: OpenDesk) -> None:
    """A form's error and a dialog's; what was typed is not."""
    async with open_a_desk(ticket) as desk:
        await desk.press("r")
        await desk.fill(moment="Secretova at noon", note="Secretova")
        await desk.press("enter")
        assert "! Secretova at noon" in desk.text
        desk.app.show_error(ValueError("Secretova"))
        await desk.settle()
    said = messages()
    assert any(line.startswith("MomentUnreadable at desk/text/dates.py:") for line in said)
    assert "ValueError" in said
    assert "Secretova" not in "\n".join(said)


async def test_slow_work_is_in_the_log(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name of the function, with how long it took."""
    async with open_a_desk(ticket) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(worker, "SLOW", -1.0)
            await desk.app.ask(_slow_one)
    assert any(line.startswith("slow: 0.0 s in tests.pilot.test_log._slow_one") for line in messages())


def _slow_one(_: Store) -> None:
    """Any work, where all is slow."""


async def test_an_end_that_nobody_expected_is_in_the_log(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk breaks off: where, and not with whose name."""

    def broken(self: DeskApp) -> None:  # noqa: ARG001
        raise RuntimeError("Secretova")

    async def runs() -> None:
        async with open_a_desk(ticket) as desk:
            monkeypatch.setattr(DeskApp, "action_palette", broken)
            await desk.press("ctrl+p")

    with pytest.raises(RuntimeError):
        await runs()
    assert any(line.startswith("RuntimeError at ") for line in messages())
    assert "Secretova" not in "\n".join(messages())
