"""Errors of sending emails."""

from desk.charter.errors import N_, DeskError
from desk.intake.mail.errors import MailboxFailed
from desk.store.errors import Refused


class MailSenderMissing(DeskError):
    message = N_("No mail server to send by is set up: write [mail] with smtp and user into desk.toml.")


class SendingFailed(MailboxFailed):
    """The server could not take an email, or does not let the desk send at all."""

    message = N_("{server}: nothing can be sent now: {detail}")

    def __init__(self, server: str, detail: str = "") -> None:
        self.detail = detail
        super().__init__(server, detail)


class EmailRefused(Refused):
    """The server does not take an email. reply: its code and words; is_final: whether it never will."""

    message = N_("{server}: the email was not taken: {reply}")

    def __init__(self, server: str, code: int, reply: str) -> None:
        self.reply, self.is_final = reply, code >= 500
        super().__init__(server=server, reply=self.reply)


class EmailInDoubt(Refused):
    """The connection broke off after an email was handed over, and before the answer."""

    message = N_("{server}: the connection broke off before the answer ({detail}); nobody can tell whether the email was taken.")

    def __init__(self, server: str, detail: str) -> None:
        self.detail = detail
        super().__init__(server=server, detail=detail)


class MailTurnTaken(Refused):
    message = N_("Another desk is reading and sending the mail just now.")
