"""The machine's clock is set back, and charters change meanwhile: a healthy desk is in order all the same."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from desk.charter import Charter
from desk.charter.errors import DeskError
from desk.charter.standards import OwnException, Words
from desk.store.charter_versions import use_applied
from desk.store.commands import tickets
from desk.store.commands.bulk_recording import open_together
from desk.store.commands.merging import merge
from desk.store.commands.recording import Recording
from desk.store.commands.recounting import put_into_force
from desk.store.maintenance.check import check
from desk.store.staff import staff_id
from tests.unit.conftest import Desk, at, broken_links
from tests.unit.test_keeping import spoil
from tests.unit.test_store_recount import changed

HOUR = 3600
THURSDAY = OwnException(date(2026, 11, 5), Words("инвентаризация", "stocktaking"))
FACTS = ("called-back", "tried", "answered", "acknowledged", "updated", "completed")


@pytest.fixture(scope="module")
def charters(charter: Charter, tmp_path_factory: pytest.TempPathFactory) -> list[Charter]:
    """Ours; with a closure; with other standards in the place of two."""
    other = changed(
        tmp_path_factory.mktemp("changed"),
        ('id = "phone-answer"', 'id = "phone-reply"'),
        ('id = "complaint-acknowledge"', 'id = "complaint-receipt"'),
    )
    return [charter, charter.with_own((THURSDAY,)), other]


def test_what_was_over_before_the_charter_changed_stays_as_it_was(desk: Desk, charters: list[Charter]) -> None:
    """Converted at noon; at eleven, by the clock, a closure comes into force: the log says what came first."""
    use_applied(desk.store)
    number = desk.new()
    desk.at("2026-11-03 12:00")
    tickets.convert(desk.store, "Boris", number, "complaint")
    desk.at("2026-11-03 11:00")
    put_into_force(desk.store, "Вера", charters[1])
    assert desk.events(number)[-1] == "recounted"
    assert ("phone-answer", "2026-11-06 18:00", "void") in desk.clocks(number)
    assert check(desk.store).findings == ()
    desk.fact(number, "acknowledged")
    assert ("phone-answer", "2026-11-06 18:00", "void") in desk.clocks(number)
    assert check(desk.store).findings == ()


def test_a_verdict_stands_where_the_clock_was_set_back_before_the_promise_went(desk: Desk, charters: list[Charter]) -> None:
    """Acknowledged at noon and judged; at eleven, by the clock, the charter loses that promise."""
    use_applied(desk.store)
    number = desk.new("complaint", "email")
    desk.fact(number, "acknowledged", "2026-11-03 12:00")
    verdict = desk.clock_of(number, "complaint-acknowledge")
    assert verdict.state == "kept"
    desk.at("2026-11-03 11:00")
    put_into_force(desk.store, "Вера", charters[2])
    desk.fact(number, "updated", "2026-11-03 11:30")
    assert desk.clock_of(number, "complaint-acknowledge") == verdict
    assert check(desk.store).findings == ()


def test_the_order_of_clock_rows_says_nothing(desk: Desk) -> None:
    """A changed charter moves them where they stand, and what was due first may be due last."""
    use_applied(desk.store)
    number = desk.new("complaint", "voicemail")
    assert len(desk.clocks(number)) > 1
    spoil(desk.path, "UPDATE clock SET id = 1000 - id")
    assert check(desk.store).findings == ()


@pytest.mark.parametrize("seed", range(30))
def test_a_desk_whose_clock_jumps_is_in_order(desk: Desk, charters: list[Charter], seed: int) -> None:
    """Whatever happens on it, in whatever order the clock has it."""
    use_applied(desk.store)
    dice = random.Random(seed)
    start = at("2026-11-03 10:14")
    numbers = [desk.new(kind, channel) for kind in ("enquiry", "complaint") for channel in ("phone", "voicemail", "email")]
    for _ in range(25):
        desk.clock[0] = start + dice.randrange(-30 * HOUR, 60 * HOUR)
        with suppress(DeskError):
            _act(desk, dice, numbers, charters)
    assert check(desk.store).findings == ()
    assert broken_links(desk.where) == []


def _act(desk: Desk, dice: random.Random, numbers: list[int], charters: list[Charter]) -> None:
    number = dice.choice(numbers)
    does: list[Callable[[], object]] = [
        lambda: desk.fact(number, dice.choice(FACTS)),
        lambda: desk.fact(number, dice.choice(FACTS)),
        lambda: put_into_force(desk.store, "Вера", dice.choice(charters)),
        lambda: tickets.convert(desk.store, "Boris", number, dice.choice(("enquiry", "complaint"))),
        lambda: tickets.close(desk.store, "Boris", number, dice.choice(("withdrawn", "mistake"))),
        lambda: tickets.reopen(desk.store, "Boris", number),
        lambda: tickets.undo(desk.store, "Boris"),
        lambda: merge(desk.store, "Boris", number, dice.choice(numbers)),
        lambda: _import(desk, dice.randrange(10_000)),
    ]
    dice.choice(does)()


def _import(desk: Desk, candidate: int) -> None:
    """A box of one certificate, on the path that writes rows without reading events back."""
    with desk.store.transaction():
        what = Recording("certificate", "letter", name="Громова", exam_name="FCE", candidate=f"{candidate:04}")
        open_together(desk.store, staff_id(desk.store, "Вера"), [what])
