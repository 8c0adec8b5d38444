"""`desk.toml`: read strictly, and begun by the desk itself. Loaded only where there is one."""

import os.path
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from desk.charter.errors import N_, CharterError, Problem
from desk.charter.toml_reader import ONE_OF, decode_fields, located, read_toml
from desk.system.secure_files import make_folder, write_whole
from desk.text.addresses import is_address

Words = Annotated[str, msgspec.Meta(min_length=1)]


class RuleTable(msgspec.Struct, frozen=True):
    """A `[[mail.rules]]` table: `MailRule` in settings.py."""

    kind: Words
    topic: str = ""
    words: list[Words] = []
    senders: list[Words] = []


class MailTable(msgspec.Struct, frozen=True):
    """The `[mail]` table: `MailAccount` and `MailSender` in settings.py."""

    server: Words | None = None
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None
    user: Words | None = None
    folder: Words = "INBOX"
    security: Literal["tls", "starttls"] = "tls"
    password_file: Words | None = None
    authority: Words | None = None
    smtp: Words | None = None
    smtp_port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None
    smtp_security: Literal["tls", "starttls"] = "tls"
    sender: Words | None = None
    sent: str = ""
    confirm: bool = False
    rules: list[RuleTable] = []


class SettingsFile(msgspec.Struct, frozen=True):
    """What `desk.toml` may say; None for what it does not. docs/settings.md has a line for each."""

    database: Words | None = None
    charter: Words | None = None
    language: Words | None = None
    staff: Words | None = None
    theme: Words | None = None
    bell: bool | None = None
    mouse: bool | None = None
    lock_after: Annotated[int, msgspec.Meta(ge=1, le=480)] | None = None
    texts: Words | None = None
    keys: dict[str, Any] = {}
    mail: MailTable = MailTable()
    scans: Words | None = None
    printer: Words | None = None

    @property
    def keymap(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of a command by its id."""
        return {name: (keys,) if isinstance(keys, str) else tuple(keys) for name, keys in self.keys.items()}


def read(path: Path, choices: Mapping[str, Sequence[str]]) -> SettingsFile:
    """The file's settings, its paths taken from the file's folder. choices: the values that a setting may have, by its name.

    Raises CharterError with the path and the key that is wrong.
    """
    raw = read_toml(path)
    fields, problems = decode_fields(raw, SettingsFile)
    problems += [
        Problem(name, ONE_OF, {"known": ", ".join(known)})
        for name, known in choices.items()
        if name in fields and fields[name] not in known
    ]
    problems += [
        Problem(f"keys.{name}", N_("a key or a list of keys, each in quotes"))
        for name, keys in fields.get("keys", {}).items()
        if not isinstance(keys, str) and not (isinstance(keys, list) and all(isinstance(key, str) for key in keys))
    ]
    mail = fields.get("mail")
    if not problems and isinstance(mail, MailTable):
        problems += _mail_problems(mail)
    if problems:
        raise CharterError(str(path), located(raw, problems))
    found = SettingsFile(**fields)
    folder = path.absolute().parent
    return msgspec.structs.replace(
        found,
        database=_database(folder, found.database),
        charter=_path(folder, found.charter),
        texts=_path(folder, found.texts),
        scans=_path(folder, found.scans),
        mail=msgspec.structs.replace(
            found.mail,
            password_file=_path(folder, found.mail.password_file),
            authority=_path(folder, found.mail.authority),
        ),
    )


def _mail_problems(mail: MailTable) -> list[Problem]:
    """What is wrong with the `[mail]` table beside single values."""
    problems = []
    if (mail.server is None and mail.smtp is None) != (mail.user is None):
        problems.append(Problem("mail", N_("needs a user, and server or smtp, or none of them")))
    elif mail.smtp and not is_address(mail.sender or mail.user or ""):
        problems.append(Problem("mail.sender", N_("needs an email address from which the desk sends")))
    if mail.confirm and not mail.smtp:
        problems.append(Problem("mail.confirm", N_("needs smtp, the server that sends")))
    return problems


def keep_language(path: Path, language: str) -> None:
    """Writes the language into the file, which is created if necessary and must not set one yet. A folder that cannot be written to
    is no error: the language is asked for again."""
    with suppress(OSError):
        make_folder(path.parent)
        write_whole(path, f'language = "{language}"\n'.encode() + (path.read_bytes() if path.exists() else b""))


def _path(folder: Path, named: str | None) -> str | None:
    return str(folder / os.path.expanduser(named)) if named else None


def _database(folder: Path, named: str | None) -> str | None:
    """A path, or the path in `sqlite:///path`; another URL has none."""
    if named and named.startswith("sqlite:///"):
        return f"sqlite:///{_path(folder, named.removeprefix('sqlite:///'))}"
    return named if named and "://" in named else _path(folder, named)
