"""A complaint's words are for those who handle complaints and the supervisor (commitments.9, 12), wherever something is read."""

from pathlib import Path
from typing import Any

import pytest

from desk.acts import Form, perform
from desk.people.login import hashed
from desk.store import actions, customers, outbox, queues, shifts, staff, tickets
from desk.store.errors import NotAllowed, NotFound
from desk.store.kept_from import names_person
from desk.store.merging import merge
from desk.store.reading import Reading
from desk.store.search import excerpt, known_as, people, search, tickets_of
from desk.store.triage import to_triage
from tests.unit.conftest import Command, Desk
from tests.unit.people import PEOPLE, seat

SECRET = "Скворцова"
WORDS: dict[str, Any] = {
    "name": f"{SECRET} Нина",
    "phone": "+7 921 555-12-34",
    "subject": "Грубость",
    "body": "Накричали на ребёнка",
}


@pytest.fixture
def number(people: Desk) -> int:
    """A complaint that its handler took in, with an email that waits to be sent; its customer has an enquiry besides."""
    who = seat(people, "complaints")
    found = people.new("complaint", "email", who=who, email="nina@example.org", **WORDS)
    actions.take(people.store, who, found)
    people.new(who=who, name="Нина С.", phone=WORDS["phone"], subject="Когда FCE?")
    with people.store.transaction():
        outbox.put(actions.note(people.store, who, found, "Мы разберёмся"), "email")
    return found


def everything_read(desk: Desk, number: int) -> dict[str, Any]:
    """All that the store tells of tickets when it is asked in every way."""
    store = desk.store
    read, beside = Reading().all(store), Reading()
    beside.all(store)
    found = [search(store, words) for words in (SECRET, "грубость", "ребёнка", WORDS["phone"])]
    (customer,) = desk.rows("SELECT customer_id FROM ticket WHERE id = ?", number)[0]
    return {
        "board": read,
        "beside": beside.beside(store),
        "first page": queues.first(store).queues,
        "list": queues.listed(store, None),
        "row": queues.row_of(store, number),
        "rows": queues.rows_of(store, [number]),
        "search": [one.hits for one in found],
        "people": (people(store, SECRET), [one.people for one in found]),
        "excerpt": excerpt(store, number, "ребёнка"),
        "tickets of": tickets_of(store, customer),
        "known": (known_as(store, "", WORDS["phone"], ""), customers.known(store, customer)),
        "beside it": customers.open_beside(store, number),
        "shift": shifts.shift(store, store.acting.name),
        "due": (shifts.due_by_next_closing(store), shifts.due_today(store), shifts.overdue(store)),
        "found by number": tickets.followed(store, number),
        "reminders": queues.reminders(store),
    }


@pytest.mark.parametrize("role", ["reception", "read-only"])
def test_whoever_handles_none_reads_none_of_it(people: Desk, number: int, role: str) -> None:
    """Number, time left and state stand in the pane; no name, no word, no mark on the person's other ticket."""
    seat(people, role)
    found = everything_read(people, number)
    words = (SECRET, "Грубость", "ребёнка", "nina@example.org")
    assert [
        name for name, value in found.items() if name not in ("known", "people") and any(word in repr(value) for word in words)
    ] == []
    row = found["row"]
    assert (row.id, row.kind, row.state, row.standard) == (number, "complaint", "open", "complaint-acknowledge")
    assert row.due is not None
    assert row in found["board"].queues["complaint"]
    assert [(one.name, len(one.tickets)) for one in found["known"][0]] == [("Нина С.", 1)]  # as the other ticket has it
    assert found["people"][0] == ()  # nobody is found by what stands in a complaint alone
    assert [(one.tickets, one.open) for some in found["people"][1] for one in some] == [(1, 1)]
    assert tickets.ticket(people.store, number + 1).customer_tickets == ()
    with pytest.raises(NotAllowed, match="sealed"):
        tickets.ticket(people.store, number)
    with pytest.raises(NotAllowed, match="sealed"):
        tickets.address_of(people.store, number)


@pytest.mark.parametrize("role", ["complaints", "supervisor"])
def test_whoever_handles_complaints_reads_all_of_it(people: Desk, number: int, role: str) -> None:
    """But on the person's other ticket nothing says that they complained."""
    seat(people, role)
    found = everything_read(people, number)
    silent = {name for name, value in found.items() if SECRET not in repr(value)}
    assert silent == {"excerpt", "beside it", "reminders"}
    assert tickets.ticket(people.store, number).row.name == WORDS["name"]
    assert tickets.ticket(people.store, number).customer_tickets == (number + 1,)
    assert tickets.ticket(people.store, number + 1).customer_tickets == ()


def test_what_is_sent_about_it_waits_for_whoever_handles_it(people: Desk, number: int) -> None:
    """Reception sends the rest."""
    seat(people, "complaints")
    assert [one.ticket for one in outbox.waiting(people.store)] == [number]
    seat(people, "reception")
    assert outbox.waiting(people.store) == []


def test_whoever_took_it_in_reads_it_until_it_is_acknowledged(people: Desk) -> None:
    """Then it is as to everybody else in reception; an undone acknowledgement gives it back."""
    number = people.new("complaint", "in-person", who=seat(people, "reception"), **WORDS)
    assert tickets.ticket(people.store, number).row.name == WORDS["name"]
    assert number in to_triage(people.store)
    handler = seat(people, "complaints")
    people.fact(number, "acknowledged", who=handler)
    seat(people, "reception")
    with pytest.raises(NotAllowed, match="sealed"):
        tickets.ticket(people.store, number)
    assert to_triage(people.store) == []
    seat(people, "complaints")
    actions.undo(people.store, handler)
    seat(people, "reception")
    assert tickets.ticket(people.store, number).row.name == WORDS["name"]


def test_whoever_made_an_enquiry_a_complaint_took_it_in(people: Desk) -> None:
    """Row 31 of the day, by reception; a colleague in reception sees it no longer."""
    who = seat(people, "reception")
    number = people.new(who=who)
    perform(people.store, who, number, "to-complaint", Form(about="Пётр"))
    assert people.row(number).kind == "complaint"
    with pytest.raises(NotAllowed, match="no-handler"):
        perform(people.store, who, number, "to-enquiry", Form())


ACTS = {
    "take": Form(),
    "hand-over": Form(to=PEOPLE["supervisor"]),
    "hand-back": Form(),
    "acknowledged": Form(note="words"),
    "updated": Form(note="words"),
    "completed": Form(),
    "full-answer": Form(note="words", outcome="upheld"),
    "missing": Form(note="words"),
    "passed-on": Form(),
    "reply": Form(note="words"),
    "close": Form(reason="withdrawn"),
    "to-enquiry": Form(),
}


@pytest.mark.parametrize("act", ACTS)
def test_reception_handles_none_not_even_what_it_took_in(people: Desk, act: str) -> None:
    """Nothing is written."""
    who = seat(people, "reception")
    number = people.new("complaint", "email", who=who, **WORDS)
    before = people.everything()
    with pytest.raises(NotAllowed):
        perform(people.store, who, number, act, ACTS[act])
    assert people.everything() == before


def test_what_was_heard_wrong_is_put_right_by_whoever_took_it_in(people: Desk, number: int) -> None:
    """A name, a note, a voicemail that is rung back; not on what somebody else took in."""
    who = seat(people, "reception")
    mine = people.new("complaint", "voicemail", who=who, **WORDS)
    perform(people.store, who, mine, "correct", Form(field="name", value="Скворцова Анна"))
    perform(people.store, who, mine, "note", Form(note="words"))
    perform(people.store, who, mine, "tried", Form())
    assert people.row(mine).name == "Скворцова Анна"
    for act in ("note", "correct", "tried"):
        with pytest.raises(NotAllowed, match="sealed"):
            perform(people.store, who, number, act, Form(note="words", field="name", value="Words"))


def test_a_complaint_is_handed_to_whoever_may_have_it(people: Desk, number: int) -> None:
    """Neither to reception nor to whoever reads only; an enquiry is, to reception."""
    who = seat(people, "supervisor")
    for role, reason in (("reception", "handles-none"), ("read-only", "cannot-have")):
        with pytest.raises(NotAllowed, match=reason):
            actions.hand_over(people.store, who, number, PEOPLE[role])
    with pytest.raises(NotAllowed, match="not-here"):
        actions.hand_over(people.store, who, number, "Nobody")
    actions.hand_over(people.store, who, number + 1, PEOPLE["reception"])
    assert people.row(number + 1).owner == PEOPLE["reception"]


def test_the_supervisor_does_not_read_a_complaint_about_themselves(people: Desk) -> None:
    """It is in none of their lists; whoever handles complaints has it."""
    who = seat(people, "complaints")
    number = people.new("complaint", "email", who=who, **WORDS | {"about": f"на вашу {PEOPLE['supervisor']}"})
    assert people.row(number).id == number
    seat(people, "supervisor")
    found = everything_read(people, number)
    assert SECRET not in repr({name: value for name, value in found.items() if name not in ("known", "people")})
    assert number not in [row.id for row in found["board"].queues["complaint"]]
    with pytest.raises(NotFound):
        tickets.ticket(people.store, number)


@pytest.mark.parametrize(
    ("about", "who", "means"),
    [
        ("Анну из приёмной", "Анна", True),
        ("об Анне Петровой", "Анна Петрова", True),
        ("Петрову", "Анна Петрова", True),
        ("на Анну", "Анна Петрова", True),
        ("Анна Петрова", "Анна Кузнецова", False),
        ("анне петровой", "Анна Кузнецова", False),
        ("Anna", "Анна Петрова", True),
        ("преподавателя Павла", "Павел", True),
        ("Бориса", "Борис Ильин", True),
        ("Борисова", "Анна", False),
        ("Ковальскую", "Анна Ковальская", True),
        ("на Белую", "Жанна Белая", True),
        ("с Чайковским", "Чайковский", True),
        ("Марию", "Марина", False),
        ("Петра", "Анна Петрова", False),
        ("the annual fee", "Анна", False),
        ("Анна Петрова и Борис", "Борис Сомов", True),
        ("Анна Петрова; Анна", "Анна Кузнецова", True),
        ("приёмную", "Анна Петрова", False),
        ("a teacher", "A. Ivanov", False),
        ("", "Анна", False),
    ],
)
def test_whom_a_text_names(about: str, who: str, means: bool) -> None:
    """In any case and either script, by any part of the name; not where it names a colleague in full."""
    assert names_person(about, who, ["Анна Петрова", "Анна Кузнецова", "Борис Ильин"]) is means


@pytest.mark.usefixtures("number")
def test_the_command_line_asks_who_it_is(people: Desk, command: Command) -> None:
    """Where no PIN can be typed and none is set, it says so, and nothing else."""
    people.store.close()
    done = command("list", "complaint", "--as", PEOPLE["reception"])
    assert (done.returncode, SECRET in done.stdout) == (1, False)
    assert "DESK_PIN" in done.stderr


@pytest.mark.parametrize("words", [["list"], ["list", "--due"], ["list", "--json"], ["morning"], ["shift"]])
@pytest.mark.usefixtures("number")
def test_lists_for_paper_say_no_more(people: Desk, command: Command, words: list[str]) -> None:
    """Its number and its time; not even that nobody has it, for somebody has."""
    seat(people, "supervisor")
    staff.set_secret(people.store, PEOPLE["supervisor"], PEOPLE["reception"], hashed("4711"))
    people.store.close()
    done = command(*words, "--as", PEOPLE["reception"], DESK_PIN="4711")
    assert done.returncode == 0
    assert [word for word in (SECRET, "Грубость", "nina@example.org", PEOPLE["complaints"]) if word in done.stdout] == []
    lines = [line for line in done.stdout.splitlines() if "#1 " in line]
    assert len(lines) == (1 if words in (["list"], ["list", "--due"], ["shift"]) else 0)
    assert all("for those who handle complaints" in line and "taken by nobody" not in line for line in lines)


# -- the ways round it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["converted", "merged", "corrected"])
def test_what_turns_out_to_be_about_its_owner_is_theirs_no_longer(people: Desk, how: str) -> None:
    """An enquiry made a complaint, one that another is merged into, a name put right: nobody's, and gone for them."""
    who, about = seat(people, "complaints"), {"about": PEOPLE["supervisor"]}
    if how == "converted":
        number = people.new(who=who, **WORDS)
        give(people, number)
        perform(people.store, who, number, "to-complaint", Form(**about))
    elif how == "merged":
        number = people.new("complaint", "email", who=who, **WORDS)
        give(people, number)
        merge(people.store, who, people.new("complaint", "email", who=who, **WORDS | about), number)
    else:
        number = people.new("complaint", "email", who=who, **WORDS)
        give(people, number)
        perform(people.store, who, number, "correct", Form(field="about", value=PEOPLE["supervisor"]))
    assert people.row(number).owner == ""
    seat(people, "supervisor")
    with pytest.raises(NotFound):
        tickets.ticket(people.store, number)
    with pytest.raises(NotFound):
        perform(people.store, PEOPLE["supervisor"], number, "acknowledged", Form(note="words"))


def give(people: Desk, number: int) -> None:
    """The supervisor takes it."""
    who = seat(people, "supervisor")
    actions.take(people.store, who, number)
    seat(people, "complaints")


def test_an_enquiry_of_receptions_that_turns_out_a_complaint_goes_back_to_its_queue(people: Desk) -> None:
    """Whoever handles none cannot keep it."""
    who = seat(people, "reception")
    number = people.new(who=who)
    actions.take(people.store, who, number)
    perform(people.store, who, number, "to-complaint", Form(about="Пётр"))
    seat(people, "complaints")
    assert people.row(number).owner == ""


def test_a_role_that_is_taken_away_takes_the_complaints_with_it(people: Desk, number: int) -> None:
    """They go back to their queue; what else was taken stays."""
    other = people.new(who=seat(people, "complaints"))
    actions.take(people.store, PEOPLE["complaints"], other)
    who = seat(people, "supervisor")
    staff.set_role(people.store, who, PEOPLE["complaints"], "reception")
    assert [people.row(one).owner for one in (number, other)] == ["", PEOPLE["complaints"]]
    staff.set_role(people.store, who, PEOPLE["complaints"], "read-only")
    assert people.row(other).owner == ""


def test_what_was_taken_for_a_complaint_says_nothing_of_it_afterwards(people: Desk) -> None:
    """Made a complaint and an enquiry again: reception reads the enquiry, not what was written meanwhile."""
    number = people.new(who=seat(people, "reception"), **WORDS)
    who = seat(people, "complaints")
    perform(people.store, who, number, "to-complaint", Form(about="Глеб", note="жалуется"))
    perform(people.store, who, number, "note", Form(note="внутреннее"))
    perform(people.store, who, number, "to-enquiry", Form(note="ошиблись"))
    perform(people.store, who, number, "note", Form(note="перезвонить"))

    def read(role: str) -> str:
        seat(people, role)
        said = " ".join(" ".join(event.texts.values()) for event in tickets.ticket(people.store, number).events)
        return said + str([excerpt(people.store, number, word) for word in ("внутреннее", "Глеб")])

    assert "внутреннее" in read("complaints")
    assert "перезвонить" in read("reception")
    for role in ("reception", "read-only"):
        assert [word for word in ("Глеб", "жалуется", "внутреннее", "ошиблись") if word in read(role)] == []
    seat(people, "complaints")
    actions.undo(people.store, who)


def test_whoever_took_it_in_reads_what_they_wrote_and_no_more(people: Desk) -> None:
    """What the handler notes is the handler's."""
    mine = people.new("complaint", "email", who=seat(people, "reception"), **WORDS)
    who = seat(people, "complaints")
    perform(people.store, who, mine, "note", Form(note="внутреннее"))
    perform(people.store, who, mine, "missing", Form(note="паспорт"))
    seat(people, "reception")
    view = tickets.ticket(people.store, mine)
    assert WORDS["body"] in view.story.words["body"]
    assert (view.story.missing, [event.texts.get("note", "") for event in view.events]) == (None, ["", "", ""])
    assert excerpt(people.store, mine, "внутреннее") is None
    assert excerpt(people.store, mine, "ребёнка") is not None


def test_a_merged_complaint_is_quoted_to_nobody_it_is_about(people: Desk) -> None:
    """The form of a reply quotes the newest text of the customer, of what was merged as well."""
    who = seat(people, "complaints")
    number = people.new("complaint", "email", who=who, received="2026-11-02 12:00", **WORDS)
    merge(people.store, who, people.new("complaint", "email", who=who, **WORDS | {"about": PEOPLE["supervisor"]}), number)
    assert people.row(number).id == number
    seat(people, "supervisor")
    assert tickets.followed(people.store, number) is None


def test_nobody_learns_of_a_complaint_about_them(people: Desk) -> None:
    """By its number, its reminders, what a colleague did, a search for whoever complained: as if it were not there."""
    who = seat(people, "complaints")
    about = WORDS | {"about": PEOPLE["supervisor"]}
    number = people.new("complaint", "email", who=who, **about)
    people.new(who=who, **WORDS)
    actions.remind(people.store, who, number, people.clock[0] + 600, "позвонить")
    people.clock[0] += 3_600
    seat(people, "supervisor")
    store = people.store
    assert [error_at(store, call) for call in (tickets.ticket, tickets.address_of)] == [f"ticket {number}"] * 2
    assert (queues.row_of(store, number), tickets.followed(store, number)) == (None, None)
    assert number not in [row.ticket for row in queues.reminders(store)]
    assert number not in [row.ticket for row in shifts.shift(store, PEOPLE["supervisor"]).happened]
    reading = Reading()
    reading.all(store)
    assert number not in [one.ticket for one in reading.beside(store).notices]
    assert [(one.tickets, one.open) for one in search(store, SECRET).people] == [(1, 1)]


def error_at(store: Any, call: Any) -> str:
    """What is said of the first ticket."""
    with pytest.raises(NotFound) as refused:
        call(store, 1)
    return str(refused.value)


def test_reception_learns_of_none_about_themselves_either(people: Desk) -> None:
    """A number that is in no pane, and says that it is a complaint, would tell them."""
    seat(people, "complaints")
    number = people.new("complaint", "email", who=PEOPLE["complaints"], **WORDS | {"about": "на Бориса"})
    who = seat(people, "reception")
    for call in (lambda: tickets.ticket(people.store, number), lambda: actions.note(people.store, who, number, "words")):
        with pytest.raises(NotFound):
            call()
    assert [row.id for row in Reading().all(people.store).queues["complaint"]] == []


def test_a_number_that_only_a_complaint_has_is_nobodys(people: Desk) -> None:
    """A new call from it offers no name to whoever may not read that complaint."""
    people.new("complaint", "email", who=seat(people, "complaints"), email="nina@example.org", **WORDS)
    assert [one.name for one in known_as(people.store, "", WORDS["phone"], "")] == [WORDS["name"]]
    seat(people, "reception")
    for phone, email in ((WORDS["phone"], ""), ("", "nina@example.org")):
        assert known_as(people.store, "", phone, email) == ()
        assert customers.known_by(people.store, phone, email) is None


def test_whom_a_text_names_is_said_while_it_is_typed(people: Desk) -> None:
    """So that whoever writes it down sees whether the colleague was recognised."""
    seat(people, "reception")
    assert staff.named_in(people.store, "на Бориса и на Вера") == [PEOPLE["reception"], PEOPLE["complaints"]]
    assert staff.named_in(people.store, "на преподавателя") == []


@pytest.mark.usefixtures("number")
def test_whoever_owns_the_machine_keeps_it_in_order_without_a_pin(people: Desk, command: Command, tmp_path: Path) -> None:
    """With people and tickets there: checked, copied, put back."""
    people.store.close()
    assert command("check").returncode == 0
    assert command("backup", "copy.db").returncode == 0
    assert command("restore", "copy.db", db=tmp_path / "other.db").returncode == 0


def test_who_writes_down_a_complaint_about_themselves_is_not_told_that_it_failed(people: Desk, command: Command) -> None:
    """It is recorded, and theirs no more."""
    seat(people, "supervisor")
    staff.set_secret(people.store, PEOPLE["supervisor"], PEOPLE["reception"], hashed("4711"))
    people.store.close()
    words = ["complaint", "--channel", "phone", "--name", "Guest", "--subject", "Rude", "--about", "на Бориса"]
    done = command("add", *words, "--as", PEOPLE["reception"], DESK_PIN="4711")
    assert (done.returncode, done.stdout, done.stderr) == (0, "#1: done. It is for others now.\n", "")


def test_an_undone_conversion_and_merge_say_nothing_either(people: Desk) -> None:
    """A note of that time, the number that was merged, the words found by a search."""
    who = seat(people, "complaints")
    number = people.new(who=who, **WORDS)
    perform(people.store, who, number, "to-complaint", Form(about=PEOPLE["reception"]))
    perform(people.store, who, number, "note", Form(note="росомаха"))
    actions.undo(people.store, who)
    actions.undo(people.store, who)
    first = people.new("complaint", "email", who=who, name="Гость", subject="Шум")
    merge(people.store, who, people.new("complaint", "email", who=who, **WORDS | {"about": PEOPLE["supervisor"]}), first)
    actions.undo(people.store, who)
    seat(people, "reception")
    view = tickets.ticket(people.store, number)
    assert [event.what for event in view.events] == ["received"]
    assert {clock.standard for clock in view.clocks} == {"phone-answer"}
    assert search(people.store, "росомаха").hits == ()
    seat(people, "supervisor")
    (merged,) = [event for event in tickets.ticket(people.store, first).events if event.what == "absorbed"]
    assert (merged.texts, merged.data["numbers"]) == ({}, [])


def test_what_is_kept_is_reached_by_no_detour(people: Desk) -> None:
    """A duplicate of it, the same person as its, its phone, the count of what waits, an undo that comes to it."""
    who = seat(people, "complaints")
    hidden = people.new("complaint", "email", who=who, received="2026-10-12 12:00", **WORDS | {"about": PEOPLE["supervisor"]})
    boss = seat(people, "supervisor")
    mine, other = (people.new(who=boss, name="Нина", phone=phone) for phone in ("", "+7 812 300-40-50"))
    with pytest.raises(NotFound):
        actions.close(people.store, boss, mine, "duplicate", of=hidden)
    assert queues.aside(people.store).awaited == 0
    assert known_as(people.store, "", WORDS["phone"], "") == ()
    about_me = people.new("complaint", "email", who=boss, **WORDS | {"about": PEOPLE["supervisor"]})
    assert actions.to_undo(people.store, boss).number == other
    assert about_me == other + 1
