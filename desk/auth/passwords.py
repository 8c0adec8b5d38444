"""Login with a PIN or a passphrase, stored as an argon2id hash (RFC 9106)."""

import unicodedata
from datetime import datetime
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from desk.actions.rights import SUPERVISOR, Acting
from desk.store.commands.people import begin_attempt, fail, succeed
from desk.store.database import Store
from desk.store.errors.people import MustWait, PassphraseMissing, PinGuessable, PinTooLong, PinTooShort, WrongPin

SHORTEST, PASSPHRASE, LONGEST = 4, 10, 200  # characters


def hashed(pin: str, role: str = "") -> str:
    """The hash of a new PIN. role: the role of its user. Raises BadInput for a PIN that is too short, too long or easy to guess,
    and for a supervisor's that is not a passphrase."""
    word = _typed(pin)
    if len(word) < SHORTEST:
        raise PinTooShort(SHORTEST)
    if len(word) > LONGEST:
        raise PinTooLong(LONGEST)
    if role == SUPERVISOR and (len(word) < PASSPHRASE or word.isdigit()):
        raise PassphraseMissing(PASSPHRASE)
    if is_weak(word):
        raise PinGuessable
    return PasswordHasher().hash(word)


# Lines on the keypad, matched in either direction.
_ON_THE_KEYPAD = frozenset(
    ("2580", "0852", "1379", "9731", "1397", "7931", "3179", "1470", "0741", "3690", "0963", "1590", "3571", "1357", "7531", "2468",
     "8642")
)  # fmt: skip


def is_weak(word: str) -> bool:
    """Whether a PIN is easy to guess: a repeated character or group, a sequence of digits, a date or a year."""
    if any(word == word[:size] * (len(word) // size) for size in range(1, len(word) // 2 + 1)):
        return True
    if not word.isdecimal():
        return False
    if word in _ON_THE_KEYPAD:
        return True
    steps = {int(after) - int(before) for before, after in pairwise(word)}
    return steps in ({1}, {-1}) or any(_is_date(word, form) for form, length in _DATES if length == len(word))


# A year, a day and month in either order, and both with a year.
_DATES = (
    ("%Y", 4), ("%d%m", 4), ("%m%d", 4), ("%d%m%y", 6), ("%y%m%d", 6), ("%m%d%y", 6), ("%d%m%Y", 8), ("%Y%m%d", 8), ("%m%d%Y", 8),
)  # fmt: skip


def _is_date(word: str, form: str) -> bool:
    text, form = (word, form) if "y" in form.casefold() else (word + "2000", form + "%Y")  # a leap year contains every day
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 - a date, not a time
    except ValueError:
        return False
    return 1900 <= found.year <= 2099


def log_in(store: Store, name: str, pin: str) -> Acting:
    """Logs in the person with this PIN as the current user of the store. Returns them.

    Raises NotNow for a wrong PIN and during the waiting time after wrong ones, BadInput for an unknown name, DatabaseUnusable.
    """
    tried = begin_attempt(store, name)
    word, hasher = _typed(pin), PasswordHasher()
    try:
        hasher.verify(tried.secret, word)
    except (VerificationError, InvalidHashError):
        waits = fail(store, tried)
        raise MustWait(waits) if waits else WrongPin(tried.name) from None
    store.acting = succeed(store, tried, hasher.hash(word) if hasher.check_needs_rehash(tried.secret) else "")
    return store.acting


def _typed(pin: str) -> str:
    """The normalised PIN: without a copied line end, in one form of Unicode."""
    return unicodedata.normalize("NFC", pin.strip())
