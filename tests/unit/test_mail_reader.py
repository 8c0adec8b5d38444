"""The child process that reads messages: its limits, and what is left of a message that breaks one."""

from collections.abc import Iterator

import pytest

from desk.intake.mail.message import Flaw, Mail
from desk.intake.mail.reader import Reader
from desk.intake.mail.understanding import LARGEST

HEAD = b"From: Bomb <bomb@example.ru>\r\nSubject: hello\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"

BOMBS = {
    "a depth of 1,000": (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth) for depth in range(1000)),
        Flaw.PARTS,
    ),
    "messages in messages": (b"Content-Type: message/rfc822\r\n\r\n" * 1000, Flaw.PARTS),
    "100,000 parts": (MIXED + b"--q\r\n\r\nx\r\n" * 100_000, Flaw.PARTS),
    "a line of 30 MB": (b"\r\n" + b"a" * 30_000_000, Flaw.FAILED),
    "2,000,000 headers": (b"".join(b"X-%d: y\r\n" % number for number in range(2_000_000)) + b"\r\nhi", Flaw.FAILED),
    "a body of 200 MB": (b"\r\n" + (b"y" * 76 + b"\r\n") * (200 * 2**20 // 78), Flaw.LARGE),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.mark.parametrize("name", BOMBS)
def test_of_a_message_beyond_the_limits_the_headers_are_left(reader: Reader, name: str) -> None:
    rest, flaw = BOMBS[name]
    found = reader.read(HEAD + rest)
    assert (found.address, found.subject, found.text, found.flaws) == ("bomb@example.ru", "hello", "", (flaw,))
    assert reader.read(HEAD + b"\r\nthe next one").text == "the next one"


def test_a_message_within_the_limits_is_read_whole(reader: Reader) -> None:
    rest = b"--q\r\n\r\nhello\r\n--q\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    found = reader.read(HEAD + MIXED + rest + (b"QUJD" * 19 + b"\r\n") * ((LARGEST - 2**20) // 78) + b"--q--\r\n")
    assert (found.text, len(found.attachments), found.flaws) == ("hello", 1, ())


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"Subject: " + b"=?utf-8?B?" + b"0LY=" * 250_000 + b"?=", None),
        (b"Subject: " + b"=?utf-8?B?0LY=?=\r\n " * 30_000, None),
        (b"Subject: x\r\nFrom: " + b"(c)" * 5000 + b" maria@example.ru", "x"),
        (b"Subject: x\r\nFrom: " + b"(" * 5000 + b")" * 5000 + b" maria@example.ru", "x"),
    ],
)
def test_an_endless_header_is_cut_and_the_rest_is_read(reader: Reader, header: bytes, subject: str | None) -> None:
    found = reader.read(header + b"\r\n\r\nhello")
    assert (found.text, len(found.subject) < 25_000) == ("hello", True)
    assert subject is None or (found.subject, found.address) == (subject, "maria@example.ru")


def test_a_child_that_answers_nothing_leaves_a_message_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with Reader() as reader:
        assert reader.read(HEAD + b"\r\nhello") == Mail(flaws=(Flaw.UNREADABLE,))
