"""Cases without a key of their own, by keys: recording, their steps, changes of kind, the pane they share, a centre's own kind."""

from pathlib import Path

import pytest

from desk.actions.registry import find
from desk.charter import Charter
from desk.charter.kinds import DEFAULT
from desk.screens.dialogs.chooser import Chooser
from desk.screens.forms.record_form import RecordForm
from desk.store.commands.perform import perform
from desk.store.commands.recounting import put_into_force
from desk.store.database import Store
from desk.store.errors.people import AnsweredBefore
from desk.store.queries.board import queue
from desk.widgets.fields import Choice
from tests.own_kind import OWN, own_charter
from tests.pilot.conftest import SMALL, WIDE, Desk, OpenDesk, ticket
from tests.recordings import Fields

SECOND_DAY = "2026-11-09 13:00"


async def new_case(desk: Desk, kind: str) -> None:
    """Ctrl+N, then the kind by its name."""
    await desk.press("ctrl+n")
    assert desk.app.charter is not None
    await desk.type(desk.app.charter.kind(kind).title.in_language(desk.app.translator.language))
    await desk.press("enter")
    assert desk.kind == "RecordForm"


def choice(desk: Desk, name: str) -> Choice:
    """A choice of the form on the screen."""
    found = desk.field(name)
    assert isinstance(found, Choice)
    return found


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_an_enquiry_on_results_is_recorded_in_one_form(open_a_desk: OpenDesk, language: str) -> None:
    """day.md, row 51: stage 1 with consent and fee, due in five working days; the pane of other cases comes with it."""
    async with open_a_desk(language=language, size=WIDE, at=SECOND_DAY) as desk:
        assert [pane.kind for pane in desk.app.board.panes.reachable] == ["enquiry", "complaint", "certificate"]
        await new_case(desk, "results")
        assert list(desk.top(RecordForm).names) == [
            "who", "channel", "received", "topic", "subject", "candidate", "exam-name", "authorised", "body", "language",
        ]  # fmt: skip
        await desk.fill(who="Иванова 244-54-88", subject="B2 First", candidate="0042")
        choice(desk, "topic").focus()
        await desk.press("right")
        choice(desk, "authorised").focus()
        await desk.press("right", "f10")
        assert desk.kind == "Dialog"  # the slip, for somebody at the counter
        await desk.press("escape")
        assert [pane.kind for pane in desk.app.board.panes.reachable] == ["enquiry", "complaint", "certificate", "other"]
        assert (desk.row.kind, desk.app.board.here) == ("results", "other")
        assert desk.rows("SELECT standard, due FROM clock") == [("results-stage-1", 1794841200)]
        assert desk.rows("SELECT candidate FROM ticket") == [("0042",)]
        title = desk.app.kind("results").title.in_language(language)
        assert title in desk.line("other", desk.row.id)
        await desk.press("enter")
        assert desk.app.kind("results").topics[0].title.in_language(language) in desk.text


async def test_a_topic_has_to_be_chosen(open_a_desk: OpenDesk) -> None:
    """The refusal stands at its field; what was typed stays."""
    async with open_a_desk(at=SECOND_DAY) as desk:
        await new_case(desk, "results")
        await desk.fill(who="Иванова 244-54-88", subject="B2 First")
        await desk.press("f10")
        assert (desk.kind, desk.focused.id, desk.values()["subject"]) == ("RecordForm", "topic", "B2 First")
        assert desk.count("ticket") == 0


CASES: list[tuple[str, Fields, tuple[str, ...], str]] = [
    ("results", Fields(topic="stage-1"), ("authorised", "passed-on", "answered"), "closed"),
    ("consideration", Fields(), ("passed-on", "arrived", "answered"), "closed"),
    ("refund", Fields(), ("paid",), "closed"),
    ("replacement", Fields(), ("passed-on", "arrived", "informed", "posted"), "closed"),
    ("data-request", Fields(), ("extended", "answered"), "closed"),
    ("data-breach", Fields(), ("reported", "investigated"), "closed"),
]


@pytest.mark.parametrize(("kind", "fields", "steps", "state"), CASES, ids=[kind for kind, *_ in CASES])
async def test_a_case_is_worked_by_keys(
    open_a_desk: OpenDesk, kind: str, fields: Fields, steps: tuple[str, ...], state: str
) -> None:
    """Each step by its key, from the board; the last one ends it."""

    def case(store: Store) -> int:
        return ticket(store, kind, "email", **fields)

    async with open_a_desk(case, at=SECOND_DAY) as desk:
        await desk.press("shift+tab")
        assert desk.row.id == 1
        for step in steps:
            await desk.press(find(step).keys[0])
            if step == "extended":
                await desk.fill(note="много писем")
            await desk.press("f10")
            assert desk.kind == "Board", desk.text
        done = [what for (what,) in desk.rows("SELECT what FROM event WHERE ticket_id = 1 ORDER BY id")]
        assert done == ["received", *steps]
        assert desk.rows("SELECT state FROM ticket") == [(state,)]


async def test_the_next_step_states_what_the_case_waits_for(open_a_desk: OpenDesk) -> None:
    """Consent and fee before the answer: `d` does the one, then the other."""

    def case(store: Store) -> int:
        return ticket(store, "results", "email", topic="stage-1")

    async with open_a_desk(case, at=SECOND_DAY) as desk:
        await desk.press("shift+tab", "d", "f10", "d", "f10")
        done = [what for (what,) in desk.rows("SELECT what FROM event WHERE ticket_id = 1 ORDER BY id")]
        assert done == ["received", "authorised", "answered"]


async def test_an_extension_without_a_reason_is_refused(open_a_desk: OpenDesk) -> None:
    """152-FZ, 20: the reason is told."""

    def request(store: Store) -> int:
        return ticket(store, "data-request", "email")

    async with open_a_desk(request, at=SECOND_DAY) as desk:
        await desk.press("shift+tab", "k", "f10")
        assert desk.kind == "ActForm"
        assert desk.rows("SELECT COUNT(*) FROM event WHERE what = 'extended'") == [(0,)]


async def test_the_kind_of_a_ticket_is_changed_from_the_palette(open_a_desk: OpenDesk) -> None:
    """A call turns out a demand for money: its clocks follow, the cursor stands on it in its new pane."""
    async with open_a_desk(ticket, at=SECOND_DAY, size=WIDE) as desk:
        await desk.run("change-kind")
        assert desk.kind == "ActForm"
        kinds = choice(desk, "kind")
        values = [value for value, _ in kinds.options]
        assert values[:4] == ["", "complaint", "results/stage-1", "results/stage-2"]
        kinds.focus()
        await desk.press(*["right"] * values.index("refund"), "f10")
        assert (desk.kind, desk.row.id, desk.row.kind) == ("Board", 1, "refund")
        assert desk.rows("SELECT standard, state FROM clock ORDER BY standard") == [
            ("phone-answer", "void"), ("refund-answer", "running"),
        ]  # fmt: skip


async def test_the_cursor_follows_a_complaint_into_its_pane(open_a_desk: OpenDesk) -> None:
    """The next key must not act on whoever stands next in the enquiries."""
    async with open_a_desk(ticket, ticket, size=WIDE) as desk:
        number = desk.row.id
        await desk.press("5", "f10")
        assert (desk.row.id, desk.row.kind, desk.app.board.here) == (number, "complaint", "complaint")


async def test_a_wrong_topic_is_corrected_by_its_name(open_a_desk: OpenDesk) -> None:
    """The form offers the topics of the kind."""

    def cases(store: Store) -> None:
        first = ticket(store, "results", "email", topic="stage-1")
        for step in ("authorised", "answered"):
            perform(store, "Boris", first, step, {})
        ticket(store, "results", "email", topic="stage-1")

    async with open_a_desk(cases, at=SECOND_DAY, language="ru") as desk:
        await desk.press("shift+tab", "f")
        fields = choice(desk, "field")
        fields.focus()
        await desk.press(*["right"] * [value for value, _ in fields.options].index("topic"))
        first, second = (topic.title.ru for topic in desk.app.kind("results").topics)
        assert (desk.values()["value"], second in desk.text) == (first, True)
        await desk.fill(value="")
        desk.field("value").value = second
        await desk.press("f10")
        assert desk.kind == "Board"
        assert desk.rows("SELECT data FROM event ORDER BY id DESC LIMIT 1")[0][0].count("stage-2") == 1


async def test_a_draft_of_a_case_opens_the_form_of_its_kind(open_a_desk: OpenDesk) -> None:
    """Not that of another: each has its own."""
    async with open_a_desk(at=SECOND_DAY) as desk:
        await new_case(desk, "refund")
        await desk.fill(who="Иванова 244-54-88", subject="Верните")
        await desk.press("escape")
        await desk.press("right", "right", "enter")  # kept as a draft
        assert desk.kind == "Board"
        await new_case(desk, "replacement")
        assert desk.values()["subject"] == ""
        await desk.press("escape")
        await desk.run("drafts")
        assert "refund" in desk.text
        await desk.press("enter")
        form = desk.top(RecordForm)
        assert (form.kind.id, desk.values()["subject"]) == ("refund", "Верните")


@pytest.mark.parametrize(("key", "twin"), [("6", "6"), ("a", "ф")])
async def test_a_sealed_case_takes_no_key_of_reception(open_a_desk: OpenDesk, key: str, twin: str) -> None:
    """Neither layout acts on what its handlers alone read."""

    def breach(store: Store) -> int:
        return ticket(store, "data-breach", "phone")

    async with open_a_desk(breach, at=SECOND_DAY) as desk:
        desk.app.session.access = desk.app.session.access._replace(rights=frozenset())
        await desk.press("shift+tab", key, twin)
        assert desk.kind == "Board"
        assert desk.rows("SELECT COUNT(*) FROM event WHERE ticket_id = 1") == [(1,)]


async def test_a_breach_asks_for_no_way_to_answer_and_prints_no_slip(open_a_desk: OpenDesk) -> None:
    """There is no customer: whoever reported it is named, and the authority is told."""
    async with open_a_desk(at=SECOND_DAY) as desk:
        await new_case(desk, "data-breach")
        await desk.fill(who="Анна", subject="Список потерян")
        await desk.press("f10")
        assert (desk.kind, desk.row.kind, desk.count("ticket")) == ("Board", "data-breach", 1)
        await desk.press("9")
        assert desk.kind == "Board"
        await desk.press("o")
        assert desk.kind == "Board"


def four_cases(store: Store) -> None:
    """An enquiry, and three cases that share a pane."""
    ticket(store)
    for kind in ("refund", "data-request", "replacement"):
        ticket(store, kind, "email", subject="Орлова")


async def test_other_cases_are_the_fourth_queue_without_registrations(open_a_desk: OpenDesk) -> None:
    """`4` goes to what is shown fourth, also on a small terminal; the help names it."""
    async with open_a_desk(four_cases, size=SMALL) as desk:
        await desk.press("4")
        assert desk.app.board.here == "other"
        assert "4 Other cases" in desk.text
        assert desk.app.board.panes.headings()["pane-4"] == "Other cases"


@pytest.mark.parametrize(("language", "typed"), [("en", "refund"), ("ru", "возврат"), ("ru", "djpdhfn")])
async def test_a_filter_finds_cases_by_their_kind(open_a_desk: OpenDesk, language: str, typed: str) -> None:
    """As the row shows it; a view that is saved so has them."""
    async with open_a_desk(four_cases, language=language, size=WIDE) as desk:
        await desk.press("4", "/")
        await desk.type(typed)
        assert [row.kind for row in desk.queue("other").rows] == ["refund"]
        await desk.press("f2")
        await desk.type("Возвраты")
        await desk.press("enter")
        (view,) = desk.app.board.panes.views
        assert [row.kind for row in view.view.rows] == ["refund"]


async def test_the_kind_stands_where_kinds_are_mixed(open_a_desk: OpenDesk) -> None:
    """In the preview and in the customer's list; the help of a ticket has the steps of its kind alone."""
    async with open_a_desk(four_cases, size=WIDE) as desk:
        desk.app.board.go_to_ticket(2)
        await desk.settle()
        assert desk.row.kind == "refund"
        assert "refund" in desk.said("#preview")
        await desk.press("f12")
        assert "data subject request: Орлова" in desk.text
        await desk.press("escape", "enter", "f1")
        shown = str(desk.screen.query("VerticalScroll Static").first().render())
        assert find("paid").title in shown
        assert find("posted").title not in shown


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_second_stage_is_worked_by_somebody_else(open_a_desk: OpenDesk, language: str) -> None:
    """day.md, row 52: the customer objects; Boris, who answered it, cannot take it, and is told why; Anna can."""

    def answered(store: Store) -> None:
        number = ticket(store, "complaint", "email")
        for step in ("acknowledged", "full-answer"):
            perform(store, "Boris", number, step, {})

    async with open_a_desk(answered, language=language, staff="Boris", size=WIDE) as desk:
        await desk.press("2", "enter")
        assert (desk.kind, desk.row.state) == ("TicketScreen", "open")
        await desk.run("objected")
        await desk.fill(note="не согласна")
        await desk.press("f10")
        assert (desk.kind, desk.row.state, desk.row.standard) == ("TicketScreen", "open", "complaint-informed")
        assert ("complaint-second-answer", "running") in desk.rows("SELECT standard, state FROM clock")
        await desk.press("t")
        desk.refused(AnsweredBefore)
    with desk.elsewhere() as store:
        perform(store, "Anna", 1, "take", {})
        assert [row.owner for row in queue(store, "complaint")] == ["Anna"]


@pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("ru", SMALL)])
async def test_a_kind_that_the_centre_adds_is_worked_by_keys(
    open_a_desk: OpenDesk, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    """No line of code knows it: its form, its pane, its steps and its clock come from the charter file."""
    with_pane = OWN.replace("facts =", 'pane = { ru = "Залы", en = "Rooms" }\nfacts =')

    def applied(store: Store) -> None:
        put_into_force(store, "Boris", own_charter(tmp_path, with_pane))

    async with open_a_desk(applied, language=language, size=size, at=SECOND_DAY) as desk:
        await new_case(desk, "venue")
        assert [value for value, _ in choice(desk, "channel").options] == ["phone", "email"]
        await desk.fill(who="Школа 7, 244-54-88", subject="Зал на субботу")
        await desk.press("f10")
        assert (desk.row.kind, desk.app.board.here, desk.app.board.pane.title) == (
            "venue", "venue", "Залы" if language == "ru" else "Rooms",
        )  # fmt: skip
        await desk.press("л" if language == "ru" else "k", "f10")
        await desk.press("d", "f10")
        assert desk.kind == "Board"
        events = [what for (what,) in desk.rows("SELECT what FROM event WHERE ticket_id = 1 ORDER BY id")]
        assert events == ["received", "acknowledged", "answered"]
        assert desk.rows("SELECT standard, state FROM clock") == [("venue-answer", "kept")]


async def test_a_charter_without_further_kinds_says_so(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """A file of before kinds were data has the usual four: there is nothing to choose."""
    said = DEFAULT.read_text(encoding="utf-8")
    first, last = said.index('[[kind]]\nid = "results"'), said.index("# ----", said.index('id = "data-breach"'))
    rest = said[:first] + said[last:].partition('[[standard]]\nid = "results-stage-1"')[0]
    rest = rest.replace(', "results", "consideration", "refund", "replacement", "data-request"]', "]")
    path = tmp_path / "usual.toml"
    path.write_text(rest + said[said.index("# ----", said.index('id = "breach-findings"')) :], encoding="utf-8")

    def applied(store: Store) -> None:
        put_into_force(store, "Boris", Charter.load(path))

    async with open_a_desk(applied) as desk:
        await desk.press("ctrl+n")
        assert desk.kind == "Board"
        assert desk.toasts
        assert not isinstance(desk.screen, Chooser)
