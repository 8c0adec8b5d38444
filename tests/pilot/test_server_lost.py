"""The connection to a server is lost: said on every screen, nothing typed is lost, and the desk goes on by itself."""

from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest

from desk.store.opening import open_desk
from tests import postgres
from tests.pilot.conftest import TUESDAY, OpenDesk, seconds, ticket, until
from tests.proxy import Proxy, between

pytestmark = [pytest.mark.server, pytest.mark.on_server]

_numbers = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server."""
    with postgres.running() as found:
        yield found


@pytest.fixture
def url(server: postgres.Server) -> str:
    """A desk there, with two calls."""
    name = f"lost_{next(_numbers)}"
    server.run(f"CREATE DATABASE {name}")
    with closing(open_desk(server.url(name), None, lambda: seconds(TUESDAY), practice=True)) as store:
        ticket(store)
        ticket(store, name="Петров")
    return server.url(name)


@pytest.fixture
def proxy(url: str) -> Iterator[Proxy]:
    """The network before it."""
    with between(url) as found:
        yield found


async def test_a_lost_connection_is_said_and_what_is_typed_stays(open_a_desk: OpenDesk, url: str, proxy: Proxy) -> None:
    """No dialog comes between the keys; what is saved once the server answers again is saved."""
    async with open_a_desk(database=proxy.url(url)) as desk:
        await desk.press("c")
        await desk.type("Ivanova")
        proxy.is_frozen = True
        desk.app._tick()
        await until(lambda: desk.app.lost_since is not None)
        await desk.type(" 5550102")
        assert (desk.kind, desk.values()["who"], bool(desk.toasts)) == ("RecordForm", "Ivanova 5550102", True)
        proxy.is_frozen = False
        desk.app._tick()
        await until(lambda: desk.app.lost_since is None)
        await desk.press("enter")
        assert (desk.kind, len(desk.app.open_rows())) == ("Board", 3)


async def test_what_was_in_flight_is_saved_and_named(open_a_desk: OpenDesk, url: str, proxy: Proxy) -> None:
    """Its number stays on the message line: that the server answers again is not said over it."""
    async with open_a_desk(database=proxy.url(url)) as desk:
        await desk.press("c")
        await desk.type("Ivanova 5550102")
        proxy.is_frozen = True
        desk.send("enter")
        await until(lambda: desk.app.lost_since is not None)
        proxy.is_frozen = False
        await until(lambda: len(desk.app.open_rows()) == 3)
        desk.app._tick()
        await until(lambda: desk.app.lost_since is None)
        assert (desk.kind, "#3" in desk.toasts[-1]) == ("Board", True)


async def test_a_desk_that_was_started_without_its_server_begins_once_it_answers(
    open_a_desk: OpenDesk, url: str, proxy: Proxy
) -> None:
    """The error goes, the rows come, and the user is at the desk, without a key."""
    proxy.is_frozen = True
    async with open_a_desk(database=proxy.url(url)) as desk:
        assert desk.kind == "Dialog"
        desk.app._tick()
        await until(lambda: desk.app.lost_since is not None)
        proxy.is_frozen = False
        desk.app._tick()
        await until(lambda: len(desk.app.open_rows()) == 2)
        await desk.settle()
        await until(lambda: postgres.run(url, "SELECT count(*) FROM staff WHERE name = 'Anna'") == [(1,)])
        assert (desk.kind, desk.row.id) == ("Board", 1)
