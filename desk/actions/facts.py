"""Facts to answer from: their list, and who was told one that has changed."""

from desk.actions.action import ANSWER, BOARD, FACTS, TOLD, Action
from desk.actions.rights import Right
from desk.i18n import N_

ACTIONS = (
    Action(
        "facts", (), N_("Facts: exams, dates, prices, answers"), BOARD, Right.LOOK, opens="desk.screens.facts.screen:show_facts"
    ),
    Action("new-fact", ("f3",), N_("New fact"), FACTS, Right.LEAD, binds="new"),
    Action("told-fact", ("f6",), N_("Show who was told it before it changed"), FACTS, Right.LOOK, binds="told"),
    Action("withdraw-fact", ("f9",), N_("Withdraw the fact: it is not told any more"), FACTS, Right.LEAD, binds="withdraw"),
    Action(
        "write-changed",
        ("w",),
        N_("Write to them that it has changed"),
        TOLD,
        Right.WORK,
        short=N_("Write to them"),
        opens="desk.screens.facts.screen:write_changed",
    ),
    Action("fact-1", ("f3",), N_("Put the first fact that fits into the answer"), ANSWER, Right.WORK, binds="fact(0)"),
    Action("fact-2", ("f5",), N_("Put the second one into the answer"), ANSWER, Right.WORK, binds="fact(1)"),
    Action("fact-3", ("f6",), N_("Put the third one into the answer"), ANSWER, Right.WORK, binds="fact(2)"),
)
