"""Keys of forms and dialogs, apart from those with the same meaning on every screen."""

from desk.actions.action import DRAFTED, EXPLAIN, FORM, READING, RECORD, REPLY, SEARCH, SHIFT, TODAY, Action
from desk.actions.rights import Right
from desk.i18n import N_

ACTIONS = (
    Action("form-save", ("f10",), N_("Save (also from a multi-line field)"), FORM, Right.ANYBODY, binds="save"),
    Action("form-help", ("f1",), N_("Help"), FORM, Right.ANYBODY, binds="help"),
    Action("form-customer", ("f12",), N_("Customer: all cases and contacts"), FORM, Right.LOOK, binds="customer"),
    Action(
        "drop-draft",
        ("f7",),
        N_("Discard or restore the draft"),
        DRAFTED,
        Right.ANYBODY,
        binds="drop_draft",
    ),
    Action("this-person", ("f2",), N_("Fill in a known customer (again: the next one)"), RECORD, Right.WORK, binds="this_person"),
    Action("search-customer", ("f12",), N_("Customer: all cases and contacts"), SEARCH, Right.LOOK, binds="customer"),
    Action("at-once", ("f4",), N_("Save as answered at once"), RECORD, Right.WORK, binds="at_once"),
    Action("reply-text", ("f2",), N_("Choose another reply text"), REPLY, Right.WORK, binds="texts"),
    Action("reply-editor", ("f4",), N_("Edit the text in your editor ($VISUAL, $EDITOR)"), REPLY, Right.WORK, binds="editor"),
    Action("reply-copy", ("f9",), N_("Copy the text without recording it"), REPLY, Right.WORK, binds="copy"),
    Action("shift-note-here", ("n",), N_("Leave a note for the next shift"), SHIFT, Right.WORK, binds="note"),
    Action("today-duties", ("d",), N_("Mark a duty as done"), TODAY, Right.WORK, binds="duties"),
    Action("today-corrective", ("r",), N_("Corrective actions"), TODAY, Right.WORK, binds="corrective"),
    Action("copy", ("c",), N_("Copy all"), READING, Right.LOOK, binds="copy"),
    Action("other-language", ("l",), N_("Switch to the other language"), EXPLAIN, Right.LOOK, binds="other_language"),
)
