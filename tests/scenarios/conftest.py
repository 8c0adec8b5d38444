"""The desk of the Pilot tests with somebody at it whose keyboard is on one layout, then on the other."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from tests.pilot.conftest import (
    Fill,
    OpenDesk,
    empty_database,
    fixed_terminal,
    full_database,
    idle_is_measured_by_messages,
    open_a_desk,
    styles_parsed_once,
)
from tests.scenarios.reception import Reception

__all__ = [
    "empty_database",
    "fixed_terminal",
    "full_database",
    "idle_is_measured_by_messages",
    "open_a_desk",
    "styles_parsed_once",
]  # fixtures of the Pilot tests, used here as well

USUAL = (124, 30)  # three queues side by side, and no more to draw than that needs
OpenReception = Callable[..., AbstractAsyncContextManager[Reception]]


@pytest.fixture(params=[pytest.param("en", marks=pytest.mark.slow), "ru"], ids=["latin", "йцукен"])
def layout(request: pytest.FixtureRequest) -> str:
    """Every scenario is played on both; `make test` plays the Russian one, and the real program in English."""
    return str(request.param)


@pytest.fixture
def reception(open_a_desk: OpenDesk, layout: str) -> OpenReception:
    """Opens the desk: on an empty database, or on one that `before` fills."""

    @asynccontextmanager
    async def opened(*before: Fill, **given: Any) -> AsyncIterator[Reception]:
        async with open_a_desk(*before, **({"size": USUAL} | given)) as desk:
            yield Reception(desk, layout)

    return opened
