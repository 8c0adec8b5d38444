"""Encryption of backups in the format of age, to a key or with a passphrase."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

from desk.store.errors.database import BackupInvalid, BackupLocked, BackupUnchecked, KeyUnusable
from desk.system.secure_files import write_new

MAGIC = b"age-encryption.org/"


@dataclass(frozen=True)
class Key:
    """What a backup is encrypted to.

    file: with age keys, one in a line: public ones to encrypt (`age1...`, `ssh-ed25519 ...`), secret ones for both directions.
    passphrase: instead of a key; such a backup is encrypted in memory.
    """

    file: Path | None = None
    passphrase: str = ""


def is_encrypted(file: Path) -> bool:
    """Whether a file begins like one that age has encrypted. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def encrypt(plain: Path, file: Path, key: Key) -> None:
    """Writes an encrypted copy into a new file, mode 0600. One that can be decrypted here is decrypted on trial.

    Raises KeyUnusable, BackupUnchecked, OSError.
    """
    if key.file is None:
        whole = plain.read_bytes()
        write_new(file, pyrage.passphrase.encrypt(whole, key.passphrase))
        is_same = pyrage.passphrase.decrypt(file.read_bytes(), key.passphrase) == whole
    else:
        recipients, identities = _keys(key.file)
        file.touch(mode=0o600, exist_ok=False)
        with plain.open("rb") as source, file.open("wb") as target:
            pyrage.encrypt_io(source, target, recipients)
        is_same = not identities or _digest_of(file, identities) == hashlib.sha256(plain.read_bytes()).digest()
    if not is_same:
        raise BackupUnchecked(str(file), "age")


def decrypt(file: Path, plain: Path, key: Key | None) -> None:
    """Writes what an encrypted file holds into a new one, mode 0600.

    Raises BackupLocked, BackupInvalid for a changed file, KeyUnusable, OSError.
    """
    if key is None:
        raise BackupLocked(str(file))
    try:
        if key.file is None:
            write_new(plain, pyrage.passphrase.decrypt(file.read_bytes(), key.passphrase))
            return
        identities = _keys(key.file)[1]
        if not identities:
            raise KeyUnusable(str(key.file))
        plain.touch(mode=0o600, exist_ok=False)
        with file.open("rb") as source, plain.open("wb") as target:
            pyrage.decrypt_io(source, target, identities)
    except pyrage.DecryptError as error:
        raise BackupLocked(str(file)) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise BackupInvalid(str(file)) from error  # age's own, at the first piece that is not as it was written


def _digest_of(file: Path, identities: list[Any]) -> bytes:
    """The SHA-256 of what an encrypted file holds."""

    class Sum:
        def __init__(self) -> None:
            self.value = hashlib.sha256()

        def write(self, data: bytes) -> int:
            self.value.update(data)
            return len(data)

        def flush(self) -> None:
            """Nothing is kept back."""

    found = Sum()
    with file.open("rb") as source:
        pyrage.decrypt_io(source, found, identities)
    return found.value.digest()


def _keys(file: Path) -> tuple[list[Any], list[Any]]:
    """The public and the secret keys of a file. Raises KeyUnusable."""
    recipients, identities = list[Any](), list[Any]()
    try:
        text = file.read_text(encoding="utf-8")
        if "BEGIN OPENSSH PRIVATE KEY" in text:
            identities.append(pyrage.ssh.Identity.from_buffer(text.encode()))
        else:
            for line in text.splitlines():
                if line.startswith("AGE-SECRET-KEY-"):
                    identities.append(pyrage.x25519.Identity.from_str(line.strip()))
                    recipients.append(identities[-1].to_public())
                elif line.startswith("age1"):
                    recipients.append(pyrage.x25519.Recipient.from_str(line.strip()))
                elif line.startswith("ssh-"):
                    recipients.append(pyrage.ssh.Recipient.from_str(line.strip()))
    except (OSError, ValueError, pyrage.IdentityError, pyrage.RecipientError) as error:
        raise KeyUnusable(str(file)) from error
    if not recipients and not identities:
        raise KeyUnusable(str(file))
    return recipients, identities
