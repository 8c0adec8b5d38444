"""What tests do cheaper than the desk does, to the same effect. tests/unit/test_login.py and the real terminal take no shortcut."""

from functools import cache, partial

import argon2

from desk.charter import Charter
from desk.charter.charter import pack, unpack
from desk.store import database


def hash_cheaply() -> None:
    """PINs by the cheapest argon2id that there is (RFC 9106, 3.1): the usual one takes a fifth of a second on purpose."""
    argon2.PasswordHasher = partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # type: ignore[misc, assignment]


def unpack_once() -> None:
    """A charter that was stored is read once in a process, however many desks are opened there; LT-Pro's already here."""
    once = cache(unpack)
    once(*pack(Charter.load()))
    vars(database)["unpack"] = once
