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
    NobodyHasIt,
    NothingToUndo,
    NoTicketLeft,
    OthersActed,
    TicketClosed,
    TicketInNoGroup,
    TicketNotClosed,
)
from desk.text.dates import DateUnreadable, DayUnknown, MomentInFuture, MomentLongAgo, MomentUnreadable, TimeMissing

MOMENT = datetime(2026, 11, 3, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotFound(9), "#9: no such ticket."),
        (TicketClosed(2), "#2 is closed; reopen it first."),
        (TicketNotClosed(1), "#1 is not closed."),
        (CloseReasonMissing(1), "#1: a clock is running; close it with a reason."),
        (OthersActed(1), "#1: changed since then; it cannot be undone."),
        (BeforeReceipt(2), "#2: the time would be before the receipt, or the receipt after what followed it."),
        (CertificateHandedOver(2, by=1), "#2: already handed over (#1); a certificate is handed over only once."),
        (NothingToUndo(), "You have nothing to undo."),
        (NobodyHasIt(3), "#3: nobody has taken it, so there is nothing to return."),
        (NoTicketLeft(), "Every ticket here already has an owner."),
        (TicketInNoGroup(3), "#3: not in a batch or an exam session."),
        (CharterInForceAlready(), "Nothing to change."),
        (TicketItself(), "That is this ticket itself: enter the other ticket's number."),
        (TargetMissing(), "Enter the ticket number."),
        (CustomerMissing(), "Enter a name, a phone number or an email address."),
        (ExamDayMissing(), "Enter the exam date: 14.11 or 14.11.2026."),
        (NoteMissing(), "Enter a note."),
        (NameMissing(), "Enter the new owner's name."),
        (MomentMissing(), "Enter a time: 16:30, tomorrow 10:00 or 06.11 10:00."),
        (ReplyMissing(), "Your own words are missing: write them where the cursor was placed."),
        (AuthorityMissing(), "Enter the number and date of the letter of authority. Only the candidate and a parent need none."),
        (HoursInvalid("10-14"), "10-14: not opening hours; write 10:00-14:00, or 10:00-13:00 14:00-18:00."),
        (ViewExists("FCE"), "FCE: a view with this name exists; choose another name."),
        (PeriodNotOver(date(2026, 11, 1)), "The period ends on 01.11.2026: publish its results after that day."),
        (MomentUnreadable("25:00"), "25:00: not a date and time; write 10:14, yesterday 17:58, mon 17:58 or 03.11.2026 10:14"),
        (DateUnreadable("soon"), "soon: not a date; write 14.11 or 14.11.2026"),
        (DayUnknown("32.05.2026"), "32.05.2026: no such day"),
        (MomentInFuture(MOMENT), "03.11.2026 16:00 is in the future; only past events can be recorded"),
        (MomentLongAgo(MOMENT), "03.11.2026 16:00: more than a year ago; check the year"),
        (TimeMissing("10.11"), "10.11: a date without a time; write it as 10.11 10:00"),
        (ListMissing("box.csv"), "box.csv: file not found."),
        (ListEmpty("box.csv"), "box.csv: no rows below the first line."),
        (HeadingTwice("box.csv", "name"), "box.csv: two columns are named “name”; rename one."),
        (TextUnknown("anwser", near="answer"), "anwser: no such text; `desk texts` lists them. Did you mean answer?"),
        (TextUnknown("zzz", near=""), "zzz: no such text; `desk texts` lists them."),
        (UnknownStandard("zzz"), "zzz: no such standard; `desk charter show` lists them."),
        (MistypedStandard("writen-reply", "written-reply"), "writen-reply: no such standard; did you mean written-reply?"),
        (RightMissing(Right.WORK), "Only staff who work on tickets can do that."),
        (WrongPin("Anna"), "Wrong PIN for Anna."),
        (MustWait(61), "Too many wrong PINs: wait 2 more minutes."),
        (PinTooShort(4), "A PIN needs at least 4 characters."),
        (PinsDiffer(), "The two PINs do not match: type both again."),
        (PersonNameMissing(), "Enter the name as it should appear on tickets."),
        (
            PersonExists("Anna"),
            "Anna: this name already has a login; add a surname or a patronymic.",
        ),
        (PersonUnknown("Boris"), "Boris has no login here."),
        (NameAmbiguous(["Vera", "Viktor"]), "Several people match: Vera, Viktor. Enter more of the name."),
        (LastSupervisor(), "This is the only supervisor: make somebody else a supervisor first."),
        (ReturnInPast(), "That time has passed: enter when they return."),
        (BackupExists("copy.db"), "copy.db: already exists; a backup never overwrites a file."),
        (BackupFolderMissing("backups"), "backups: folder not found."),
        (CommandUnknown("zzzzzz"), "keys.zzzzzz: no such command; `desk keys` lists them."),
        (CommandMistyped("tkae", other="take"), "keys.tkae: no such command; did you mean take?"),
        (
            KeyUnknown("take", "f13"),
            "keys.take: f13: cannot be assigned to a command; use a-z, 0-9, f1-f12, space, /, ?, ctrl+a ...",
        ),
        (KeyNotLatin("take", "T", "t"), "keys.take: T: write it as on a Latin keyboard, in lower case: t"),
        (KeyReserved("take", "ctrl+q"), "keys.take: ctrl+q: is reserved on every screen; choose another key."),
        (
            KeyClash("take", "h", "hand-over"),
            "keys: h is assigned to both take and hand-over on one ticket; give one of them another key, or [].",
        ),
        (KeyIsText("drop-draft", "d"), "keys.drop-draft: d: types text in a form; choose a function key or one with Ctrl."),
        (KeyRequired("help"), "keys.help: must have a key: without it the other keys cannot be looked up."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, DeskError) else "",
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(error: DeskError, said: str) -> None:
    """In English as it is written here; in Russian in other words."""
    line = error_line.line(translator("en"), error)
    assert (line.partition("desk.toml: ")[2] if isinstance(error, WrongKeymap) else line) == said
    assert error_line.line(translator("ru"), error) != line
