"""What is understood of a message: the fixtures with what is expected of each, and any bytes at all."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk.intake.mail.message import Flaw, Mail
from desk.intake.mail.understanding import LARGEST, headers_only, understand

FOLDER = Path(__file__).parents[1] / "mail"
FIXTURES = sorted(FOLDER.glob("*.eml"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_is_understood_as_expected(path: Path) -> None:
    expected: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = json.loads(msgspec.json.encode(understand(path.read_bytes())))
    assert {name: found[name] for name in expected} == expected


def test_there_are_sixty_fixtures() -> None:
    assert len(FIXTURES) >= 60


_PIECES = st.sampled_from(
    [
        *(f"{name}: ".encode() for name in ("From", "To", "Subject", "Message-ID", "Date", "Content-Type", "Content-Disposition")),
        *(f"multipart/{name}; boundary=x".encode() for name in ("mixed", "alternative", "report; report-type=delivery-status")),
        *(b"text/html", b"text/plain; charset=koi8-r", b"message/rfc822", b"message/delivery-status", b"application/ms-tnef"),
        *(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"attachment; filename*=x''", b"name="),
        *(b"--x\r\n", b"--x--\r\n", b"\r\n", b"\r\n\r\n", b"=?utf-8?B?", b"?=", b"=?", b"<a@b.ru>", b"a@b", b'"', b"(", b";"),
        *(b"<blockquote>", b"On 1.1.2026 10:00 a wrote:", b">", b"filename*0*=utf-8''%", b"x-mac-cyrillic", b"&#xd800;", b"&#0;"),
        *(b"\xd0\x96", b"\xc6", b"\x00", b"\xff"),
    ]
)


@given(st.one_of(st.binary(max_size=400), st.lists(st.one_of(_PIECES, st.binary(max_size=8)), max_size=60).map(b"".join)))
@example(b"")
@example(b"From: J\xc3\xb6 <j\xc3\xb6e@m\xc3\xa4chine.example>\r\nMessage-ID: <\xc3@x>\r\nContent-Type: te\xc3xt/plain\r\n\r\nx")
@example(b"Content-Type: text/html\r\n\r\n&#xd800;&#xdc80;")
def test_any_bytes_are_understood_or_left_to_the_headers(raw: bytes) -> None:
    """What is found crosses to the other process as it is: no lone surrogate, which neither JSON nor a database takes."""
    try:
        found = understand(raw)
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        AssertionError,
    ):  # child.py does the same
        found = headers_only(raw, Flaw.FAILED)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Mail) == found
    assert "\x00" not in json.dumps(asdict(found), ensure_ascii=False)


def test_a_message_larger_than_any_mailbox_takes_is_read_by_its_headers() -> None:
    raw = b"From: a@b.ru\r\nSubject: big\r\n\r\n" + b"x" * LARGEST
    found = understand(raw)
    assert (found.subject, found.text, found.flaws) == ("big", "", (Flaw.LARGE,))
