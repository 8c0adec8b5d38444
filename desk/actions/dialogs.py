"""What keys do in forms and dialogs, beside those that mean the same everywhere."""

from desk.actions.action import DRAFTED, EXPLAIN, FORM, READING, RECORD, REPLY, Action
from desk.actions.rights import Right
from desk.i18n import N_

ACTIONS = (
    Action("form-save", ("f10",), N_("Save, from a text of many lines too"), FORM, Right.ANYBODY, binds="save"),
    Action("form-help", ("f1",), N_("Help"), FORM, Right.ANYBODY, binds="help"),
    Action(
        "drop-draft",
        ("f7",),
        N_("Drop the draft that was put back, and put it back again"),
        DRAFTED,
        Right.ANYBODY,
        binds="drop_draft",
    ),
    Action("this-person", ("f2",), N_("Fill in who is known, then the next of them"), RECORD, Right.WORK, binds="this_person"),
    Action("at-once", ("f4",), N_("Record it as answered at once"), RECORD, Right.WORK, binds="at_once"),
    Action("reply-text", ("f2",), N_("Another text of the centre's"), REPLY, Right.WORK, binds="texts"),
    Action("reply-editor", ("f4",), N_("The text in your own editor ($VISUAL, $EDITOR)"), REPLY, Right.WORK, binds="editor"),
    Action("reply-copy", ("f9",), N_("Copy the text, and record nothing"), REPLY, Right.WORK, binds="copy"),
    Action("copy", ("c",), N_("Copy all of it"), READING, Right.LOOK, binds="copy"),
    Action("other-language", ("l",), N_("Say it in the other language"), EXPLAIN, Right.LOOK, binds="other_language"),
)
