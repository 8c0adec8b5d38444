"""Logging in with a PIN or a passphrase, kept as an argon2id hash (RFC 9106)."""

import unicodedata

from desk.roles import Acting
from desk.store.database import Store
from desk.store.errors import BadInput, NotNow
from desk.store.staff import MUST_WAIT, begin_try, fail, succeed

SHORTEST, LONGEST = 4, 200  # signs
TOO_SHORT, TOO_LONG, WRONG_PIN, PINS_DIFFER = "pin-short", "pin-long", "wrong-pin", "pins-differ"


def hashed(pin: str) -> str:
    """What is kept of a PIN. Raises BadInput for one that is too short or too long."""
    from argon2 import PasswordHasher

    word = _typed(pin)
    if len(word) < SHORTEST:
        raise BadInput(TOO_SHORT, "pin", str(SHORTEST))
    if len(word) > LONGEST:
        raise BadInput(TOO_LONG, "pin", str(LONGEST))
    return PasswordHasher().hash(word)


def log_in(store: Store, name: str, pin: str) -> Acting:
    """Makes whoever knows the PIN the one who works with the store. Returns them.

    Raises NotNow for a wrong PIN and while the wait after wrong ones lasts, BadInput for a name that nobody has, DatabaseUnusable.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    tried = begin_try(store, name)
    word, hasher = _typed(pin), PasswordHasher()
    try:
        hasher.verify(tried.secret, word)
    except (VerificationError, InvalidHashError):
        waits = fail(store, tried)
        raise NotNow(MUST_WAIT, text=str(waits)) if waits else NotNow(WRONG_PIN, text=tried.name) from None
    store.acting = succeed(store, tried, hasher.hash(word) if hasher.check_needs_rehash(tried.secret) else "")
    return store.acting


def _typed(pin: str) -> str:
    """The PIN as it was meant: without the line's end that was copied with it, in one form of Unicode."""
    return unicodedata.normalize("NFC", pin.strip())
