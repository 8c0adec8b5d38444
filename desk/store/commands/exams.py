"""Moving an exam to another day: clocks counted back from it are recalculated."""

from datetime import date
from typing import Any

from desk.actions.rights import Right
from desk.store.commands.outbox import recall
from desk.store.commands.recounting import Move
from desk.store.commands.sessions import find_session, moves_of
from desk.store.commands.unit_of_work import add_event, changing, must_be_open
from desk.store.database import Store
from desk.store.errors import NotFound
from desk.store.errors.input import DateMissing
from desk.store.errors.tickets import ExamDateMissing, NothingChanged
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.staff import staff_id
from desk.store.ticket_state import Act, fold_events
from desk.store.validation import check_exam


@requires(Right.WORK)
def move_exam(store: Store, who: str, number: int, exam: date | None, *, seen: int | None = None) -> int:
    """Moves the exam of a registration to another day and recalculates the clocks counted back from it. Raises OutsideCalendar."""
    if exam is None:
        raise DateMissing
    with changing(store, number, seen) as events:
        story = must_be_open(store, events, number)
        if story.exam is None:
            raise ExamDateMissing(number)
        if exam == story.exam:
            raise NothingChanged(number)
        check_exam(store, exam, story.received)
        data: dict[str, Any] = {"exam": exam.isoformat(), "old": story.exam.isoformat(), "late": story.late}
        if story.session:
            there = find_session(store, story.words["exam-name"] or story.words["subject"], exam)
            data |= {"session": there.id} if there else {"left": True}
        step = add_event(store, who, number, Act.EXAM_MOVED, data=data)
        recall(store, staff_id(store, who), number, step)
        return step


@requires(Right.LOOK)
def exam_moves(store: Store, number: int, exam: date) -> list[Move]:
    """Previews the clocks that moving the exam of a registration would change; writes nothing. Raises NotFound, BadInput,
    OutsideCalendar."""
    events = events_of(store, number)
    if not events:
        raise NotFound(number)
    story = fold_events(events)
    check_exam(store, exam, story.received)
    return moves_of(store, number, story, exam)
