"""Connections to a server are encrypted, and its certificate is checked, once they leave the machine."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk.store.commands.recording import Recording, record
from desk.store.connection.opening import open_database
from desk.store.connection.server import encryption_of
from desk.store.errors.database import CertificateRefused
from desk.store.maintenance.backup import back_up
from desk.store.maintenance.diagnostics import condition
from desk.store.opening import meet, open_desk
from tests import postgres
from tests.certificates import Signed, sign
from tests.unit.conftest import TUESDAY, Command, at

pytestmark = [pytest.mark.server, pytest.mark.on_server]

NOW = at(TUESDAY)
_LISTENING = "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE query LIKE 'LISTEN desk_here%'"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    """A certificate for `localhost`, and who signed it."""
    return sign(tmp_path_factory.mktemp("signed"), host="localhost")


@pytest.fixture(scope="module")
def encrypted(signed: Signed) -> Iterator[postgres.Server]:
    """A server with that certificate."""
    with postgres.running(certificate=signed.certificate, key=signed.key) as server:
        yield server


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody without certificates of their own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PGSSLMODE", raising=False)


def verified(server: postgres.Server, authority: Path, host: str = "localhost") -> str:
    """The address of a server whose certificate is checked."""
    return f"postgresql://desk@{host}:{server.port}/postgres?sslmode=verify-full&sslrootcert={authority}"


def test_a_server_that_proves_who_it_is(encrypted: postgres.Server, signed: Signed, tmp_path: Path) -> None:
    """All of a desk's connections are encrypted, those of its backups as well."""
    url = verified(encrypted, signed.authority)
    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store:
        record(store, "Anna", Recording("enquiry", "phone", name="Caller", subject="FCE"))
        presence = meet(store, url, lambda: None, None)
        presence.announce(store, "Anna", (1,))
        while not (found := encrypted.run(_LISTENING)):
            pass
        presence.close()
    assert found == [(True,)]
    state, copied = condition(url), back_up(url, tmp_path / "copy", lambda: NOW)
    assert state
    assert state.settings["ssl"] == "on"
    assert copied.manifest
    assert copied.manifest.tickets == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_that_does_not_prove_who_it_is(encrypted: postgres.Server, signed: Signed, tmp_path: Path, host: str) -> None:
    """Its certificate is for another name, or signed by somebody else."""
    folder = tmp_path / "others"
    folder.mkdir()
    authority = signed.authority if host == "127.0.0.1" else sign(folder, host="localhost").authority
    with pytest.raises(CertificateRefused):
        open_database(verified(encrypted, authority, host), lambda: NOW)


def test_nobody_vouches_for_the_server(encrypted: postgres.Server) -> None:
    """Without a file of authorities there is nothing to check it by."""
    with pytest.raises(CertificateRefused):
        open_database(f"postgresql://desk@localhost:{encrypted.port}/postgres?sslmode=verify-full", lambda: NOW)


def test_a_server_without_encryption(server: postgres.Server, signed: Signed) -> None:
    """It is refused, unless the address says otherwise."""
    with pytest.raises(CertificateRefused):
        open_database(verified(server, signed.authority), lambda: NOW)


def test_the_command_says_it_in_one_line(encrypted: postgres.Server, tmp_path: Path, command: Command) -> None:
    """And changes nothing."""
    before = encrypted.run("SELECT count(*) FROM pg_class")
    authority = tmp_path / "nothing.crt"
    done = command("list", db=verified(encrypted, authority))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert encrypted.run("SELECT count(*) FROM pg_class") == before


@pytest.mark.parametrize(
    ("url", "added"),
    [
        ("postgresql://desk@db.example/desk", "verify-full"),
        ("postgresql://desk@db1.example,db2.example:5433/desk", "verify-full"),
        ("postgresql://desk@127.0.0.1,db2.example/desk", "verify-full"),
        ("postgresql://desk@localhost/desk?hostaddr=192.0.2.1", "verify-full"),
        ("postgresql:///desk?host=192.0.2.1", "verify-full"),
        ("postgresql://desk@[2001:db8::1]/desk", "verify-full"),
        ("postgresql://desk@db.example/desk?sslmode=disable", ""),
        ("postgresql://desk@localhost:5433/desk", ""),
        ("postgresql://desk@127.0.0.1,[::1]/desk", ""),
        ("postgresql:///desk?host=/var/run/postgresql", ""),
        ("postgresql:///desk", ""),
    ],
)
def test_what_leaves_the_machine_is_encrypted(url: str, added: str) -> None:
    """Unless the address says otherwise."""
    assert encryption_of(url) == added


@pytest.mark.parametrize(("name", "value", "added"), [("PGSSLMODE", "require", ""), ("PGHOST", "db.example", "verify-full")])
def test_the_environment_counts_as_for_other_programs(monkeypatch: pytest.MonkeyPatch, name: str, value: str, added: str) -> None:
    """The server's own programs read it as well."""
    monkeypatch.setenv(name, value)
    assert encryption_of("postgresql://db.example/desk" if name == "PGSSLMODE" else "postgresql:///desk") == added
