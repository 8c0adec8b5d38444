"""Actions that record new tickets."""

from desk.actions.action import BOARD, TRIAGE, Action
from desk.actions.rights import Right
from desk.i18n import N_

_FORMS = "desk.screens.forms.actions:"
_BOARD = "desk.screens.board.actions:"

ACTIONS = (
    Action("new-call", ("c",), N_("New call"), BOARD, Right.WORK, short=N_("Call"), bar=3, opens=_FORMS + "new_call"),
    Action(
        "new-voicemail",
        ("v",),
        N_("New voicemail"),
        BOARD,
        Right.WORK,
        short=N_("Voicemail"),
        bar=4,
        opens=_FORMS + "new_voicemail",
    ),
    Action("new-email", ("e",), N_("New email"), BOARD, Right.WORK, short=N_("Email"), bar=22, opens=_FORMS + "new_email"),
    Action("new-letter", ("l",), N_("New letter"), BOARD, Right.WORK, short=N_("Letter"), opens=_FORMS + "new_letter"),
    Action("new-walk-in", ("w",), N_("New walk-in"), BOARD, Right.WORK, short=N_("Walk-in"), opens=_FORMS + "new_walk_in"),
    Action(
        "new-complaint",
        ("p",),
        N_("New complaint"),
        BOARD,
        Right.WORK,
        short=N_("Complaint"),
        bar=23,
        opens=_FORMS + "new_complaint",
    ),
    Action(
        "new-case",
        ("ctrl+n",),
        N_("New case: refund, replacement, enquiry on results ..."),
        BOARD,
        Right.WORK,
        short=N_("Case"),
        opens=_FORMS + "new_case",
    ),
    Action("import-certificates", ("f3",), N_("Import certificates"), BOARD, Right.WORK, opens=_FORMS + "import_certificates"),
    Action(
        "import-registrations",
        (),
        N_("Import candidates"),
        BOARD,
        Right.WORK,
        opens=_FORMS + "import_registrations",
    ),
    Action("export-mail", (), N_("Export waiting letters and emails"), BOARD, Right.WORK, opens=_FORMS + "export_mail"),
    Action(
        "new-registration",
        ("f5",),
        N_("New registration"),
        BOARD,
        Right.WORK,
        short=N_("Registration"),
        opens=_FORMS + "new_registration",
    ),
    Action(
        "take-next",
        ("f4",),
        N_("Take the most urgent unassigned ticket"),
        BOARD,
        Right.WORK,
        short=N_("Take next"),
        bar=20,
        opens=_BOARD + "take_next",
    ),
    Action(
        "triage",
        ("f6",),
        N_("Triage new unassigned tickets"),
        BOARD,
        Right.WORK,
        short=N_("Triage"),
        bar=21,
        opens=_BOARD + "triage",
    ),
    Action(
        "leave-it",
        ("space",),
        N_("Skip to the next ticket"),
        TRIAGE,
        Right.LOOK,
        short=N_("Skip"),
        opens="desk.screens.ticket.triage:postpone",
    ),
)
