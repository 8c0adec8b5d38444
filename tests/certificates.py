"""Certificates for tests, made by OpenSSL: an authority, and what it signs for a server."""

import subprocess
from pathlib import Path
from typing import NamedTuple


class Signed(NamedTuple):
    """A server's certificate and its key, and the authority that signed it."""

    certificate: Path
    key: Path
    authority: Path


def sign(folder: Path, *, host: str) -> Signed:
    """A new authority and a certificate for a server. folder: an empty one; host: the only name that it is for."""
    authority, request, certificate = folder / "authority.crt", folder / "server.csr", folder / "server.crt"
    keys = {name: folder / f"{name}.key" for name in ("authority", "server")}
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-batch")
    _openssl(*new, "-x509", "-days", "2", "-subj", "/CN=Authority", "-keyout", keys["authority"], "-out", authority)
    _openssl(*new, "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-keyout", keys["server"], "-out", request)
    signing = ("-CA", authority, "-CAkey", keys["authority"], "-CAcreateserial", "-copy_extensions", "copy", "-days", "1")
    _openssl("x509", "-req", "-in", request, *signing, "-out", certificate)
    return Signed(certificate, keys["server"], authority)


def _openssl(*arguments: object) -> None:
    done = subprocess.run(
        ["openssl", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
    )
    assert done.returncode == 0, done.stdout
