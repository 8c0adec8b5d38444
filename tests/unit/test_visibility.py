"""Row 17 of the day: a complaint about a colleague is neither handled nor read by that colleague."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk.store.commands import corrections, tickets
from desk.store.commands import people as people_commands
from desk.store.commands.assignment import take_next
from desk.store.commands.bulk_recording import open_together
from desk.store.commands.perform import perform
from desk.store.commands.recording import Recording
from desk.store.errors import NotFound
from desk.store.errors.people import NameAmbiguous, OwnerComplainedAbout, StaffAmbiguous, StaffUnknown
from desk.store.errors.tickets import ActNotApplicable, NothingChanged, NoTicketLeft
from desk.store.maintenance.check import check
from desk.store.queries.board import count_beside, listed, unconfirmed
from desk.store.queries.board_cache import BoardCache
from desk.store.queries.search import search
from desk.store.queries.ticket import ticket
from desk.store.queries.triage import to_triage
from desk.store.staff import hidden_from, staff_about, staff_id
from tests.recordings import Fields
from tests.unit.conftest import Command, Desk
from tests.unit.people import PEOPLE, WORDS, seat
from tests.worded import refusal

pytestmark = pytest.mark.server

ACTS: dict[str, Callable[[Desk, int], object]] = {
    "take": lambda desk, number: tickets.take(desk.store, "Boris", number),
    "hand over to him": lambda desk, number: tickets.hand_over(desk.store, "Anna", number, "Boris"),
    "note": lambda desk, number: tickets.note(desk.store, "Boris", number, "words"),
    "acknowledge": lambda desk, number: tickets.fact(desk.store, "Boris", number, "acknowledged"),
    "close": lambda desk, number: perform(desk.store, "Boris", number, "close", {"reason": "withdrawn", "note": "words"}),
    "read": lambda desk, number: ticket(desk.by("Boris"), number),
}


@pytest.fixture(autouse=True)
def here(desk: Desk) -> dict[str, int]:
    """Three people who have been at the desk, by name."""
    with desk.store.transaction():
        return {name: staff_id(desk.store, name) for name in ("Boris", "Anna", "Olga")}


@pytest.mark.parametrize(
    "said",
    [
        Fields(staff="Boris"),
        Fields(staff="бор"),
        Fields(staff="anna, boris"),
        Fields(staff="на Бориса"),
        Fields(about="Борис, reception"),
    ],
    ids=str,
)
@pytest.mark.parametrize("act", ACTS)
def test_that_colleague_can_do_nothing_to_it(desk: Desk, said: Fields, act: str) -> None:
    """Chosen from the list, in whatever letters, or mentioned by the words; nothing is appended, and another colleague can."""
    number = desk.new("complaint", "in-person", who="Olga", **said)
    before = desk.everything()
    with pytest.raises(OwnerComplainedAbout if act == "hand over to him" else NotFound):
        ACTS[act](desk, number)
    assert desk.everything() == before
    tickets.take(desk.by("Olga"), "Olga", number)
    assert desk.row(number).owner == "Olga"


def test_it_is_in_none_of_their_lists(desk: Desk) -> None:
    """The board, triage, taking the next, search; everybody else sees it."""
    number = desk.new("complaint", "in-person", staff="Boris", name="Гость", who="Anna")
    other = desk.new("complaint", "email", name="Гость", who="Anna")
    seen = {who: [row.id for row in BoardCache().all(desk.by(who)).queues["complaint"]] for who in ("Boris", "Anna")}
    assert seen == {"Boris": [other], "Anna": [number, other]}
    assert [to_triage(desk.by(who)) for who in ("Boris", "Anna")] == [[other], [number, other]]
    assert [hit.row.id for hit in search(desk.by("Boris"), "гость").hits] == [other]
    for who, limit, numbers in (("Boris", 1, [other]), ("Anna", 1, [number]), ("Anna", 2, [number, other])):
        assert [row.id for row in listed(desk.by(who), None, limit)] == numbers
    assert take_next(desk.by("Boris"), "Boris", "complaint") == other
    with pytest.raises(NoTicketLeft):
        take_next(desk.store, "Boris", "complaint")


def test_a_colleague_put_right_counts(desk: Desk) -> None:
    """Heard wrong, corrected: now it is about Anna, and Boris may; undone, it is as before."""
    number = desk.new("complaint", "in-person", staff="Boris", who="Olga")
    perform(desk.by("Olga"), "Olga", number, "about-staff", {"staff": "Anna"})
    tickets.note(desk.store, "Boris", number, "words")
    with pytest.raises(NotFound):
        tickets.note(desk.store, "Anna", number, "words")
    tickets.undo(desk.store, "Boris", number)
    tickets.undo(desk.by("Olga"), "Olga", number)
    with pytest.raises(NotFound):
        tickets.note(desk.store, "Boris", number, "words")


def test_a_mention_put_right_counts(desk: Desk) -> None:
    """Of words that name somebody else, only whom they name now."""
    number = desk.new("complaint", "in-person", about="на Бориса", who="Olga")
    corrections.correct(desk.store, "Olga", number, "about", "на Анну")
    tickets.take(desk.store, "Boris", number)
    with pytest.raises(NotFound):
        tickets.note(desk.store, "Anna", number, "words")


@pytest.mark.parametrize(("staff", "kept"), [("Boris", ["Boris"]), ("", []), ("Anna", ["Anna"])])
def test_a_mention_holds_until_somebody_says_whom_it_is_about(desk: Desk, staff: str, kept: list[str]) -> None:
    """It stands among those to be confirmed until then; what was said is an event, and can be said once."""
    number = desk.new("complaint", "in-person", about="на Бориса", who="Olga")
    assert staff_about(desk.by("Olga"), number).mentioned == ("Boris",)
    assert unconfirmed(desk.store) == {number}
    perform(desk.store, "Olga", number, "about-staff", {"staff": staff})
    assert (*staff_about(desk.store, number).chosen,) == tuple(kept)
    assert unconfirmed(desk.store) == set()
    assert [who for who in ("Boris", "Anna") if number not in [row.id for row in listed(desk.by(who), None)]] == kept
    with pytest.raises(NothingChanged):
        perform(desk.by("Olga"), "Olga", number, "about-staff", {"staff": staff})


def test_an_enquiry_made_a_complaint_says_whom_it_is_about(desk: Desk, here: dict[str, int]) -> None:
    """And no longer once it is an enquiry again."""
    number = desk.new(who="Olga")
    perform(desk.by("Olga"), "Olga", number, "to-complaint", {"staff": "Boris", "about": "и на Анну"})
    assert desk.rows("SELECT staff_id, confirmed FROM complaint_about ORDER BY staff_id") == [
        (here["Boris"], 1), (here["Anna"], 0)
    ]  # fmt: skip
    perform(desk.store, "Olga", number, "to-enquiry", {})
    assert desk.rows("SELECT * FROM complaint_about") == []
    assert check(desk.store).findings == ()


def test_of_two_that_are_merged_the_whole_is_kept_from_both(desk: Desk) -> None:
    """Whom one was about, the other is now."""
    first, second = (desk.new("complaint", "email", staff=name, who="Olga") for name in ("Boris", "Anna"))
    perform(desk.by("Olga"), "Olga", second, "merge", {"of": first})
    assert staff_about(desk.store, first).chosen == ("Boris", "Anna")


def test_somebody_new_is_looked_for_in_what_was_written_before(desk: Desk) -> None:
    """A complaint about a person from outside who works here from now on; not one whose words say somebody else by now."""
    kept, corrected = (desk.new("complaint", "email", about="преподаватель Вадим", who="Olga") for _ in range(2))
    corrections.correct(desk.store, "Olga", corrected, "about", "преподаватель")
    with pytest.raises(NotFound):
        tickets.note(desk.store, "Вадим", kept, "words")
    tickets.note(desk.store, "Вадим", corrected, "words")
    with pytest.raises(NotFound):
        tickets.note(desk.store, "Вадим", kept, "words")
    assert unconfirmed(desk.store) == {kept}


def test_somebody_who_is_given_a_login_is_looked_for_too(people: Desk) -> None:
    """By the supervisor; what the log holds of it is nobody's act."""
    number = people.new("complaint", "email", who=seat(people, "complaints"), **WORDS | {"about": "Вадим"})
    before = people.row(number).version
    seat(people, "supervisor")
    people_commands.add_person(people.store, PEOPLE["supervisor"], "Вадим", "complaints", "")
    assert people.row(number).version > before
    assert people.rows("SELECT staff_id FROM event WHERE what = 'mentioned'") == [(None,)]
    assert check(people.store).findings == ()


@pytest.mark.parametrize("typed", ["Nobody", "Boris, Nobody"])
def test_only_who_is_on_the_staff_list_can_be_chosen(desk: Desk, typed: str) -> None:
    """Nothing is written."""
    before = desk.everything()
    with pytest.raises(StaffUnknown):
        desk.new("complaint", "email", staff=typed, who="Olga")
    assert desk.everything() == before


def test_letters_that_several_names_begin_with_choose_nobody(desk: Desk) -> None:
    """The error names them."""
    with desk.store.transaction():
        staff_id(desk.store, "Anton")
    with pytest.raises(StaffAmbiguous) as error:
        desk.new("complaint", "email", staff="an", who="Olga")
    assert error.value.field == "staff"


def test_whom_it_will_be_kept_from_is_known_while_it_is_typed(desk: Desk) -> None:
    """Chosen by their first letters, mentioned by the words."""
    assert hidden_from(desk.store, "bo", "на Анну") == (("Boris",), ("Anna",))
    assert hidden_from(desk.store, "bo, ", "на Бориса") == (("Boris",), ())
    assert hidden_from(desk.store, "", "на преподавателя") == ((), ())


def test_whom_it_is_about_is_not_asked_again(desk: Desk) -> None:
    """A complaint about a chosen person mentions nobody else: there is nothing to confirm."""
    number = desk.new("complaint", "email", staff="Boris", who="Olga")
    assert desk.events(number) == ["received"]
    assert unconfirmed(desk.store) == set()


def test_of_several_that_are_recorded_together_each_is_hidden(desk: Desk, here: dict[str, int]) -> None:
    """As if they had been recorded one by one."""
    complaint = Recording("complaint", "email", name="Гость", staff="Boris")
    with desk.store.transaction():
        open_together(desk.store, here["Olga"], [complaint, replace(complaint, staff="Anna")])
    assert {who: [row.id for row in listed(desk.by(who), None)] for who in ("Boris", "Anna", "Olga")} == {
        "Boris": [2],
        "Anna": [1],
        "Olga": [1, 2],
    }


def test_only_those_who_are_not_chosen_are_asked_about(desk: Desk) -> None:
    """The words mention Anna; that it is about Boris is known."""
    number = desk.new("complaint", "email", staff="Boris", about="на Анну", who="Olga")
    assert staff_about(desk.store, number) == (("Boris",), ("Anna",))


def test_what_waits_is_counted_without_ones_own_complaints(desk: Desk) -> None:
    """Of three that wait for facts one is about Boris."""
    for staff in ("", "", "Boris"):
        desk.new("complaint", "email", staff=staff, who="Olga")
    desk.at("2026-11-20 10:00")
    assert [count_beside(desk.by(who)).awaited["complaint"] for who in ("Boris", "Anna")] == [2, 3]


def test_it_is_assigned_by_the_beginning_of_a_name_and_offered_to_who_may_have_it(desk: Desk) -> None:
    """Not to the person it is about."""
    number = desk.new("complaint", "email", staff="Boris", who="Olga")
    assert [person.name for person in people_commands.colleagues(desk.by("Olga"), number)] == ["Anna", "Olga"]
    assert [person.name for person in people_commands.colleagues(desk.store)] == ["Anna", "Boris", "Olga"]
    tickets.hand_over(desk.store, "Olga", number, "an")
    assert desk.row(number).owner == "Anna"
    with pytest.raises(OwnerComplainedAbout):
        tickets.hand_over(desk.store, "Olga", number, "bor")


def test_the_beginning_of_several_names_assigns_to_nobody(desk: Desk) -> None:
    """Nothing is written."""
    number = desk.new("complaint", "email", who="Olga")
    with desk.store.transaction():
        staff_id(desk.store, "Anton")
    with pytest.raises(NameAmbiguous):
        tickets.hand_over(desk.by("Olga"), "Olga", number, "an")
    assert desk.row(number).owner == ""


@pytest.mark.parametrize(("kind", "act"), [("complaint", "answered"), ("enquiry", "full-answer")])
def test_an_action_is_done_to_tickets_of_its_kinds_alone(desk: Desk, kind: str, act: str) -> None:
    """Though the charter knows its fact for both."""
    number = desk.new(kind, "email", who="Olga")
    before = desk.everything()
    with pytest.raises(ActNotApplicable):
        perform(desk.by("Olga"), "Olga", number, act, {})
    assert desk.everything() == before


def test_what_is_about_nobody_or_no_complaint_is_everybodys(desk: Desk) -> None:
    """A name in an enquiry says nothing."""
    for number in (desk.new("complaint", "email"), desk.new("enquiry", "phone", about="Boris")):
        tickets.take(desk.store, "Boris", number)


def test_the_command_line_says_so_in_one_line(command: Command) -> None:
    """`show` and `do` alike."""
    command("add", "enquiry", "--channel", "phone", "--name", "Guest", "--subject", "When?", "--as", "Boris")
    command("add", "complaint", "--channel", "phone", "--name", "Guest", "--subject", "Rude", "--about-staff", "Boris")
    for words in (["show", "2"], ["do", "2", "take"]):
        done = command(*words, "--as", "Boris")
        assert (done.returncode, done.stderr) == (1, refusal(NotFound(2)))
    done = command("do", "2", "hand-over", "--to", "Boris", "--as", "Anna")
    assert done.stderr == refusal(OwnerComplainedAbout(2, "Boris"))
    assert command("show", "2", "--as", "Anna").returncode == 0


def test_the_person_who_recorded_it_does_not_see_whom_others_named(people: Desk) -> None:
    """Before it is acknowledged they read what they wrote down, and no more."""
    number = people.new("complaint", "email", who=seat(people, "reception"), **WORDS | {"about": "экзаменатор"})
    handler = seat(people, "complaints")
    perform(people.store, handler, number, "about-staff", {"staff": PEOPLE["read-only"]})
    assert len(ticket(people.store, number).story.about) == 1
    seat(people, "reception")
    view = ticket(people.store, number)
    assert (view.story.about, view.story.mentioned, view.story.words["about"]) == ((), (), "экзаменатор")
    assert [event.data["new"] for event in view.events if event.what == "corrected"] == [[]]


def test_a_list_without_complaints_does_not_read_the_staff_list(people: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query for each line of it would be felt."""
    number = people.new("certificate", "letter", who=seat(people, "reception"), candidate="0001")
    monkeypatch.setattr("desk.store.staff.staff_list", lambda _: pytest.fail("the staff list was read"))
    assert people.new("certificate", "letter", who=seat(people, "reception"), candidate="0002") == number + 1
