"""Errors about mail that is read from files or filed by rules."""

from desk.charter.errors import N_, DeskError


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
    message = N_("mail.rules: {kind}: topic {topic} is not one of its topics: {known}")

    def __init__(self, kind: str, topic: str, known: str) -> None:
        super().__init__(kind=kind, topic=topic or "-", known=known or "-")
