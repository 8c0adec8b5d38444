"""Errors about mail that is read from files or filed by rules."""

from desk.charter.errors import N_, DeskError
from desk.store.errors import Refused


class MailSourceMissing(DeskError):
    message = N_("{file}: file or folder not found.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class MailSourceUnreadable(DeskError):
    """detail: the message of the operating system."""

    message = N_("{file}: cannot be read: {detail}")

    def __init__(self, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)


class MailSourceEmpty(DeskError):
    message = N_("{file}: no messages in it; give an .eml file, an mbox file, a Maildir or a folder of .eml files.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class MailKindUnfit(DeskError):
    """A rule proposes a kind that does not exist, or of which no ticket can be opened from an email."""

    message = N_("mail.rules: {kind}: no ticket of this kind can be opened from an email; choose from: {known}")

    def __init__(self, kind: str, known: str) -> None:
        super().__init__(kind=kind, known=known)


class MailTopicUnfit(DeskError):
    message = N_("mail.rules: {kind}: topic {topic} is not one of its topics; choose from: {known}")

    def __init__(self, kind: str, topic: str, known: str) -> None:
        super().__init__(kind=kind, topic=topic, known=known or "-")


class MailTopicMissing(DeskError):
    message = N_("mail.rules: {kind}: needs a topic; choose from: {known}")

    def __init__(self, kind: str, known: str) -> None:
        super().__init__(kind=kind, known=known)


class MailSenderUnfit(DeskError):
    message = N_("mail.rules: {kind}: {sender} is neither an address nor its end, such as @school.example.org")

    def __init__(self, kind: str, sender: str) -> None:
        super().__init__(kind=kind, sender=sender)


# -- the mailbox -----------------------------------------------------------------------------------------------------------


class MailAccountMissing(DeskError):
    message = N_("No mailbox is set up: write [mail] with server and user into desk.toml.")


class MailPasswordMissing(DeskError):
    message = N_("{user}: no password; set DESK_MAIL_PASSWORD, name a password_file in desk.toml, or store it in the keyring.")

    def __init__(self, user: str) -> None:
        super().__init__(user=user)


class MailFileUnreadable(DeskError):
    """A file that the settings name. setting: password_file or authority."""

    message = N_("mail.{setting}: {file}: cannot be read: {detail}")

    def __init__(self, setting: str, file: str, detail: str) -> None:
        super().__init__(setting=setting, file=file, detail=detail)


class MailPasswordExposed(DeskError):
    message = N_("{file}: others can read this password; run: chmod 600 {file}")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class MailboxFailed(Refused):
    """Reading the mailbox failed, and may succeed later. server: its name; detail: what it or the system said."""

    def __init__(self, server: str, detail: str = "") -> None:
        super().__init__(server=server, detail=detail)


class MailServerUnreachable(MailboxFailed):
    message = N_("{server}: the mail server does not answer: {detail}")


class MailServerNotTrusted(MailboxFailed):
    message = N_("{server}: the connection is not safe, so no password was sent: {detail}")


class MailLoginRefused(MailboxFailed):
    message = N_("{server}: user or password refused: {detail}")


class MailFolderMissing(MailboxFailed):
    message = N_("{server}: the folder cannot be opened: {detail}")


class MailConnectionLost(MailboxFailed):
    message = N_("{server}: the connection broke off: {detail}; what was filed stays filed.")
