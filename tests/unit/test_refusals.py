"""The words of refusals, each once: every other test names the error by its class."""

from datetime import UTC, date, datetime

import pytest

from desk.actions.rights import Right
from desk.actions.user_keymap import (
    CommandMistyped,
    CommandUnknown,
    KeyClash,
    KeyIsText,
    KeyNotLatin,
    KeyRequired,
    KeyReserved,
    KeyUnknown,
    WrongKeymap,
)
from desk.charter.errors import DeskError, MistypedStandard, UnknownStandard
from desk.i18n import translator
from desk.intake.errors import HeadingTwice, ListEmpty, ListMissing
from desk.outgoing.errors import TextUnknown
from desk.presentation import error_line
from desk.store.errors import NotFound
from desk.store.errors.database import BackupExists, BackupFolderMissing
from desk.store.errors.input import (
    AuthorityMissing,
    CustomerMissing,
    ExamDayMissing,
    HoursInvalid,
    MomentMissing,
    NameMissing,
    NoteMissing,
    PeriodNotOver,
    ReplyMissing,
    TargetMissing,
    TicketItself,
    ViewExists,
)
from desk.store.errors.people import (
    LastSupervisor,
    MustWait,
    NameAmbiguous,
    PersonExists,
    PersonNameMissing,
    PersonUnknown,
    PinsDiffer,
    PinTooShort,
    ReturnInPast,
    RightMissing,
    WrongPin,
)
from desk.store.errors.tickets import (
    BeforeReceipt,
    CertificateHandedOver,
    CharterInForceAlready,
    CloseReasonMissing,
    NothingToUndo,
    NoTicketLeft,
    OthersActed,
    TicketClosed,
    TicketInNoGroup,
    TicketNotClosed,
)
from desk.text.dates import DateUnreadable, DayUnknown, MomentInFuture, MomentLongAgo, MomentUnreadable

MOMENT = datetime(2026, 11, 3, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotFound(9), "#9: there is no such ticket."),
        (TicketClosed(2), "#2 is closed; reopen it first."),
        (TicketNotClosed(1), "#1 is not closed."),
        (CloseReasonMissing(1), "#1: a clock is running; close it with a reason."),
        (OthersActed(1), "#1: something was done since; undo is refused."),
        (BeforeReceipt(2), "#2: the time would lie before the ticket came, or the receipt after what followed it."),
        (CertificateHandedOver(2, by=1), "#2: was handed over already (#1); nobody gets a certificate twice."),
        (NothingToUndo(), "There is nothing of yours to undo."),
        (NoTicketLeft(), "Nothing is left to take: every ticket here has somebody."),
        (TicketInNoGroup(3), "#3: came by itself, in no box and to no exam session."),
        (CharterInForceAlready(), "Nothing would change: it is so already."),
        (TicketItself(), "A ticket does not repeat itself: write the other one's number."),
        (TargetMissing(), "Which ticket is it? Write its number."),
        (CustomerMissing(), "A name, a phone number or an address is needed; any of them will do."),
        (ExamDayMissing(), "Which day is the exam? Write 14.11 or 14.11.2026."),
        (NoteMissing(), "A note needs words."),
        (NameMissing(), "To whom? Write a name."),
        (MomentMissing(), "When? Write 16:30, tomorrow 10:00 or 06.11 10:00."),
        (ReplyMissing(), "The reply says nothing yet: write it first."),
        (AuthorityMissing(), "By which authority? Only the candidate or a parent comes without one: write its number and date."),
        (HoursInvalid("10-14"), "10-14: no hours; write 10:00-14:00, or 10:00-13:00 14:00-18:00."),
        (ViewExists("FCE"), "FCE: there is such a view already; choose another name."),
        (PeriodNotOver(date(2026, 11, 1)), "The period ends on 01.11.2026: its results are published once it is over."),
        (MomentUnreadable("25:00"), "25:00: is no date and time; write 10:14, yesterday 17:58, mon 17:58 or 03.11.2026 10:14"),
        (DateUnreadable("soon"), "soon: is no date; write 14.11 or 14.11.2026"),
        (DayUnknown("32.05.2026"), "32.05.2026: there is no such day"),
        (MomentInFuture(MOMENT), "03.11.2026 16:00: lies in the future; what has not happened cannot be recorded"),
        (MomentLongAgo(MOMENT), "03.11.2026 16:00: lies more than a year back; check the year"),
        (ListMissing("box.csv"), "box.csv: there is no such file."),
        (ListEmpty("box.csv"), "box.csv: no candidates stand below the first line."),
        (HeadingTwice("box.csv", "name"), "box.csv: two columns are called “name”; rename one."),
        (TextUnknown("anwser", near="answer"), "anwser: no such text; `desk texts` lists them. Did you mean answer?"),
        (TextUnknown("zzz", near=""), "zzz: no such text; `desk texts` lists them."),
        (UnknownStandard("zzz"), "zzz: no such standard; `desk charter show` lists them."),
        (MistypedStandard("writen-reply", "written-reply"), "writen-reply: no such standard; did you mean written-reply?"),
        (RightMissing(Right.WORK), "That is open to people who work on tickets alone."),
        (WrongPin("Anna"), "That is not the PIN of Anna."),
        (MustWait(61), "Too many wrong PINs: wait 2 minutes more."),
        (PinTooShort(4), "A PIN has at least 4 signs."),
        (PinsDiffer(), "The two PINs are not the same: type both again."),
        (PersonNameMissing(), "Who is it? Write the name as it is to stand on tickets."),
        (
            PersonExists("Anna"),
            "Anna: somebody of that name logs in here already; add a surname or a patronymic to tell them apart.",
        ),
        (PersonUnknown("Boris"), "Nobody called Boris logs in here."),
        (NameAmbiguous(["Vera", "Viktor"]), "Whom of them: Vera, Viktor? Write more of the name."),
        (LastSupervisor(), "Nobody else is a supervisor here: make another one first."),
        (ReturnInPast(), "That is past already: when are they back?"),
        (BackupExists("copy.db"), "copy.db: is there already; a backup overwrites nothing."),
        (BackupFolderMissing("backups"), "backups: there is no such folder."),
        (CommandUnknown("zzzzzz"), "keys.zzzzzz: no such command; `desk keys` lists them."),
        (CommandMistyped("tkae", other="take"), "keys.tkae: no such command; did you mean take?"),
        (
            KeyUnknown("take", "f13"),
            "keys.take: f13: no key for a command; those that are: a-z, 0-9, f1-f12, space, /, ?, ctrl+a ...",
        ),
        (KeyNotLatin("take", "T", "t"), "keys.take: T: write it as on a Latin keyboard, in small letters: t"),
        (KeyReserved("take", "ctrl+q"), "keys.take: ctrl+q: is the desk's own key on every screen; choose another one."),
        (
            KeyClash("take", "h", "hand-over"),
            "keys: h would be both take and hand-over on one ticket; give one of them another key, or [].",
        ),
        (KeyIsText("drop-draft", "d"), "keys.drop-draft: d: is text in a form; choose a function key or one with Ctrl."),
        (KeyRequired("help"), "keys.help: must keep a key: without it the others are found by nobody."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, DeskError) else "",
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(error: DeskError, said: str) -> None:
    """In English as it is written here; in Russian in other words."""
    line = error_line.line(translator("en"), error)
    assert (line.partition("desk.toml: ")[2] if isinstance(error, WrongKeymap) else line) == said
    assert error_line.line(translator("ru"), error) != line
