"""Writing down what comes in."""

from desk.actions.action import BOARD, TRIAGE, Action
from desk.actions.rights import Right
from desk.i18n import N_

_FORMS = "desk.screens.forms.actions:"
_BOARD = "desk.screens.board.actions:"

ACTIONS = (
    Action("new-call", ("c",), N_("Call"), BOARD, Right.WORK, bar=3, opens=_FORMS + "new_call"),
    Action("new-voicemail", ("v",), N_("Voicemail"), BOARD, Right.WORK, marks=False, bar=4, opens=_FORMS + "new_voicemail"),
    Action("new-email", ("e",), N_("Email"), BOARD, Right.WORK, bar=22, opens=_FORMS + "new_email"),
    Action("new-letter", ("l",), N_("Letter"), BOARD, Right.WORK, opens=_FORMS + "new_letter"),
    Action("new-walk-in", ("w",), N_("Walk-in"), BOARD, Right.WORK, opens=_FORMS + "new_walk_in"),
    Action("new-complaint", ("p",), N_("Complaint"), BOARD, Right.WORK, bar=23, opens=_FORMS + "new_complaint"),
    Action("import-certificates", ("f3",), N_("Certificates from a list"), BOARD, Right.WORK, opens=_FORMS + "import_certificates"),
    Action(
        "import-registrations",
        (),
        N_("Candidates of an exam session from a list"),
        BOARD,
        Right.WORK,
        opens=_FORMS + "import_registrations",
    ),
    Action(
        "export-mail", (), N_("Letters and emails that wait, for the mail program"), BOARD, Right.WORK, opens=_FORMS + "export_mail"
    ),
    Action("new-registration", ("f5",), N_("Registration"), BOARD, Right.WORK, opens=_FORMS + "new_registration"),
    Action(
        "take-next",
        ("f4",),
        N_("Take the most urgent one that nobody has"),
        BOARD,
        Right.WORK,
        short=N_("Take next"),
        bar=20,
        opens=_BOARD + "take_next",
    ),
    Action(
        "triage",
        ("f6",),
        N_("Triage: what is new and nobody's, one by one"),
        BOARD,
        Right.WORK,
        short=N_("Triage"),
        bar=21,
        opens=_BOARD + "triage",
    ),
    Action(
        "leave-it",
        ("space",),
        N_("Leave it for later, go on to the next"),
        TRIAGE,
        Right.LOOK,
        short=N_("Later"),
        opens="desk.screens.ticket.triage:leave_it",
    ),
)
