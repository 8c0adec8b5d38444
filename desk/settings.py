"""What a run was asked for: the options of the command line, the environment, `desk.toml` -> Settings. docs/settings.md."""

import getpass
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import platformdirs

from desk.charter.errors import N_, DeskError
from desk.i18n import LANGUAGES
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.settings_file import SettingsFile

THEMES = ("dark", "light", "contrast", "16")
NO_CURSOR = ("", "dumb", "unknown")  # values of TERM: terminals whose cursor cannot be moved


def default_texts() -> Path:
    """The folder of the centre's own reply texts where nobody named another one."""
    return _config_folder() / "texts"


class MailRule(NamedTuple):
    """A rule of the centre by which the kind of a message is proposed: the first that fits.

    kind, topic: what is proposed.
    words: any of these words or phrases stands in the subject or in the text, as the beginning of a word; none for any text.
    senders: any of them is the sender's address, or its end if it begins with `@`; none for any sender.
    """

    kind: str
    topic: str = ""
    words: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()


class MailAccount(NamedTuple):
    """The mailbox that the desk reads.

    server, port: of IMAP; user: the login; folder: read in it.
    starttls: whether encryption is begun in an open connection, instead of from its first byte.
    password_file: with the password and nothing else, for the owner's eyes alone; None if it is elsewhere.
    authority: a file with the certificates that the server's is checked against; None for those of the system.
    """

    server: str
    user: str
    port: int = 993
    folder: str = "INBOX"
    starttls: bool = False
    password_file: Path | None = None
    authority: Path | None = None


class MailSender(NamedTuple):
    """The mail server that sends the desk's emails.

    server, port: of SMTP; user: the login.
    address: of the sender.
    starttls, password_file, authority: as in MailAccount.
    folder: the mailbox's folder of sent mail, into which a copy is put; "" for the one that the mailbox names as such.
    """

    server: str
    user: str
    address: str
    port: int = 465
    starttls: bool = False
    password_file: Path | None = None
    authority: Path | None = None
    folder: str = ""


class MailSettings(NamedTuple):
    """Settings about mail.

    account: None where no mailbox is read.
    rules: by which the kind of a message is proposed.
    sender: None where emails are exported for a mail program.
    confirms: whether a new ticket is confirmed to its sender automatically.
    """

    account: MailAccount | None = None
    rules: tuple[MailRule, ...] = ()
    sender: MailSender | None = None
    confirms: bool = False


NO_MAIL = MailSettings()
RECALL = 15  # seconds after it was written during which an email can be taken back


@dataclass(frozen=True)
class Settings:
    """What a run of the desk was asked for.

    database: a path or URL; charter: a charter file instead of the one that applies; language: one of LANGUAGES; staff: who acts;
    theme: one of THEMES; bell: whether the desk rings; mouse: whether it takes clicks, so that
    the terminal itself does not select text; lock_after: minutes without a key, then the desk locks;
    texts: the folder of the centre's own reply texts; keys: the user's keymap, the keys of a command by its id;
    mail: the mailbox, and the rules by which the kind of a message is proposed; scans: the folder into which a scanner puts files,
    "" for none; printer: the queue of CUPS that documents go to, "" for the default one.
    """

    database: str
    charter: Path | None
    language: str
    staff: str
    theme: str = THEMES[0]
    bell: bool = True
    mouse: bool = True
    lock_after: int = 10
    texts: Path = field(default_factory=default_texts)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mail: MailSettings = NO_MAIL
    scans: str = ""
    printer: str = ""


class WrongSetting(DeskError):
    """A variable of the environment has a value that it cannot have."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name=name, text=value)


class SettingUnknown(WrongSetting):
    """choices: what it may be."""

    message = N_("{name}: {text} is not valid; choose one of: {choices}")

    def __init__(self, name: str, value: str, choices: tuple[str, ...]) -> None:
        super().__init__(name, value)
        self.values["choices"] = choices


class SettingNoMoment(WrongSetting):
    message = N_("{name}: {text} is not a date and time with an offset; write 2026-11-03T10:14:00+03:00")


def settings_path() -> Path:
    """Where `desk.toml` is looked for: DESK_SETTINGS, else the user's folder for settings."""
    named = os.environ.get("DESK_SETTINGS")
    return Path(named) if named else _config_folder() / "desk.toml"


def read_settings() -> "SettingsFile | None":
    """What `desk.toml` says; None where there is none. Raises CharterError for a wrong one, or where DESK_SETTINGS names none."""
    path = settings_path()
    if not os.environ.get("DESK_SETTINGS") and not path.exists():
        return None
    from desk.settings_file import read  # it loads msgspec: where there is no file, nothing waits for it

    return read(path, {"language": LANGUAGES, "theme": THEMES})


def combined(options: Mapping[str, str], language: str, filed: "SettingsFile | None") -> Settings:
    """An option wins over the environment, that over `desk.toml`, that over the default. Raises WrongSetting.

    language: as it was found out already, for the words of the command line itself.
    """
    _of_environment("DESK_LANG", LANGUAGES)
    charter = options.get("charter") or (filed and filed.charter)
    staff = options.get("as_name") or (filed and filed.staff) or login_name()
    return Settings(
        database=database_named(options.get("db"), filed) or str(default_database()),
        charter=Path(charter) if charter else None,
        language=language,
        staff=sanitize.one_line(staff, 60),
        theme=options.get("theme") or _of_environment("DESK_THEME", THEMES) or (filed and filed.theme) or Settings.theme,
        bell=Settings.bell if filed is None or filed.bell is None else filed.bell,
        mouse=Settings.mouse if filed is None or filed.mouse is None else filed.mouse,
        lock_after=(filed and filed.lock_after) or Settings.lock_after,
        texts=Path(filed.texts) if filed and filed.texts else default_texts(),
        keys=filed.keymap if filed else {},
        mail=_mail(filed) if filed else Settings.mail,
        scans=(filed and filed.scans) or "",
        printer=(filed and filed.printer) or "",
    )


def _mail(filed: "SettingsFile") -> MailSettings:
    mail = filed.mail
    rules = tuple(MailRule(rule.kind, rule.topic, tuple(rule.words), tuple(rule.senders)) for rule in mail.rules)
    password_file, authority = (Path(name) if name else None for name in (mail.password_file, mail.authority))
    account = sender = None
    if mail.server and mail.user:
        starttls = mail.security == "starttls"
        port = mail.port or (143 if starttls else 993)
        account = MailAccount(mail.server, mail.user, port, mail.folder, starttls, password_file, authority)
    if mail.smtp and mail.user:
        starttls = mail.smtp_security == "starttls"
        port, address = mail.smtp_port or (587 if starttls else 465), mail.sender or mail.user
        sender = MailSender(mail.smtp, mail.user, address, port, starttls, password_file, authority, mail.sent)
    return MailSettings(account, rules, sender, mail.confirm)


def default_database() -> Path:
    """The embedded database where nobody named another one."""
    return Path(platformdirs.user_data_dir("charter-desk", appauthor=False)) / "desk.db"


def log_path() -> Path:
    """The file of the log that is written now."""
    return Path(platformdirs.user_log_dir("charter-desk", appauthor=False)) / "desk.log"


def database_named(option: str | None, filed: "SettingsFile | None") -> str | None:
    """The database that the option, DESK_DATABASE or `desk.toml` names, if any."""
    return option or os.environ.get("DESK_DATABASE") or (filed.database if filed else None)


def _of_environment(name: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name, "")
    if value and value not in choices:
        raise SettingUnknown(name, value, choices)
    return value


def _config_folder() -> Path:
    return Path(platformdirs.user_config_dir("charter-desk", appauthor=False))


def clock() -> Callable[[], float]:
    """The present in UTC epoch seconds. DESK_NOW (ISO 8601 with an offset) starts it at another moment, from which it runs on:
    the tests live through a day that way, and a desk that keeps real time refuses it (`practice_clock`). Raises WrongSetting for a
    DESK_NOW that is no such moment.
    """
    start = os.environ.get("DESK_NOW")
    try:
        return clock_from(datetime.fromisoformat(start)) if start else time.time
    except ValueError:
        raise SettingNoMoment("DESK_NOW", start or "") from None


def practice_clock() -> bool:
    """Whether `clock` is not the machine's."""
    return bool(os.environ.get("DESK_NOW"))


def clock_from(start: datetime) -> Callable[[], float]:
    """A clock that reads `start` now and runs on at its own pace, whatever is done to the machine's."""
    if start.tzinfo is None:
        raise ValueError(f"{start.isoformat()} has no offset")
    begun, first = time.monotonic(), start.timestamp()
    return lambda: first + time.monotonic() - begun


def login_name() -> str:
    """Who acts where nobody said: the login name; `reception` where the machine knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reception"
