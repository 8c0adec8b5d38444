"""The store agrees with the plain model, whatever is done. More of it: `make drills ARGS="models"`."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.conftest import FreshDesk
from tests.unit.model import Machine


@pytest.mark.server
def test_the_store_agrees_with_the_model(fresh_desk: FreshDesk) -> None:
    """On a file and on a server."""

    class Here(Machine):
        opened = staticmethod(fresh_desk)

    run_state_machine_as_test(Here, settings=settings(max_examples=15, stateful_step_count=30))
