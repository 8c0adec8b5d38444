"""People, by keys: the first, the others, what can be done to each; what reception sees of a complaint."""

import pytest
from rich.cells import cell_len

from desk.presentation.tickets import hidden_from_words
from desk.store.commands import people as people_commands
from desk.store.commands import tickets
from desk.store.commands.recording import Recording, record
from desk.store.database import Store
from desk.store.errors.people import LastSupervisor, NameAmbiguous, PinsDiffer
from desk.store.staff import HiddenFrom
from desk.widgets.fields import Secret
from tests.layouts import on_layout
from tests.pilot.conftest import SMALL, Desk, OpenDesk
from tests.pilot.half_typed import typed
from tests.pilot.people import PIN, hire, log_in, seat

LOCK = "ctrl+l"


async def people(desk: Desk, *words: str) -> None:
    """Chooses in the list of people, and in the one behind it."""
    await desk.press("ctrl+p", *"people:", "enter")
    for word in words:
        await desk.press(*word, "enter")


PHRASE = "long phrase 1"


def roles(desk: Desk) -> dict[str, str]:
    """Who has which role."""
    return dict(desk.rows("SELECT s.name, p.role FROM person AS p JOIN staff AS s ON s.id = p.staff_id WHERE p.gone IS NULL"))


async def test_the_first_person_is_the_supervisor_and_at_the_desk(open_a_desk: OpenDesk) -> None:
    """From then on one logs in, with a PIN that was typed twice alike."""
    async with open_a_desk() as desk:
        await people(desk)
        assert desk.kind == "PersonForm"
        assert desk.values()["name"] == "Anna"
        await desk.press("tab", *PIN, "tab", *PIN, "enter")
        assert "passphrase" in desk.said("#wrong")
        for field in desk.screen.query(Secret):
            field.value = ""
        desk.screen.query_one("#pin").focus()
        await desk.press(*PHRASE, "tab", *PHRASE[:-1], "2", "enter")
        desk.refused(PinsDiffer)
        await desk.press("backspace", "1", "enter")
        assert (desk.kind, roles(desk), desk.app.staff) == ("Board", {"Anna": "supervisor"}, "Anna")
        await desk.tick()
        assert not desk.app.session.access.is_open
        await desk.press(LOCK, "enter", *PHRASE, "enter")
        assert desk.kind == "Board"


async def test_somebody_new_with_a_role(open_a_desk: OpenDesk) -> None:
    """The person who made them stays at the desk."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        await people(desk, "add a person")
        await desk.fill(name="Boris")
        await desk.press("tab", "right", "tab", *PIN, "tab", *PIN, "ctrl+s")
        assert (desk.kind, desk.app.staff, roles(desk)["Boris"]) == ("Board", "Olga", "complaints")
        await desk.press(LOCK)
        await log_in(desk, "Boris")
        assert desk.app.staff == "Boris"


async def test_what_can_be_done_to_somebody(open_a_desk: OpenDesk) -> None:
    """Another role, another PIN, away, gone; each stands in the history."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        await people(desk, "gleb", "role: complaints")
        assert roles(desk)["Gleb"] == "complaints"
        await people(desk, "gleb", "change pin")
        await desk.press(*"5820", "tab", *"5820", "enter")
        assert desk.kind == "Board"
        await people(desk, "gleb", "away")
        await desk.fill(moment="09.11 10:00")
        await desk.press("enter")
        assert desk.rows(
            "SELECT away_until IS NOT NULL FROM person AS p JOIN staff AS s ON s.id = staff_id WHERE name = 'Gleb'"
        ) == [(1,)]
        await people(desk)
        assert desk.words.moment("2026-11-09 10:00") in desk.text
        await desk.press("escape")
        await people(desk, "gleb", "remove")
        await desk.press("right", "enter")
        assert "Gleb" not in roles(desk)
        await people(desk, "login history")
        assert "(Olga)" in desk.text
        assert desk.rows("SELECT gone IS NOT NULL FROM person AS p JOIN staff AS s ON s.id = staff_id WHERE name = 'Gleb'") == [
            (1,)
        ]


async def test_the_last_supervisor_stays(open_a_desk: OpenDesk) -> None:
    """Said in one line."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        await people(desk, "olga", "role: reception")
        desk.refused(LastSupervisor)


async def test_opening_the_desk_to_all_is_asked_about(open_a_desk: OpenDesk) -> None:
    """And everybody logs in again."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        await people(desk, "turn logins off")
        assert desk.kind == "Question"
        await desk.press("right", "enter")
        await desk.tick()
        assert desk.app.session.access.is_open
        await people(desk, "turn logins on")
        await desk.tick()
        assert not desk.app.session.access.is_open


async def test_ones_own_pin_is_changed_with_the_present_one(open_a_desk: OpenDesk) -> None:
    """The person who passes an open screen cannot take it over."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        for present in ("0000", PIN):
            await desk.press("ctrl+p", *"change my pin", "enter", *present, "tab", *"5820", "tab", *"5820", "enter")
            assert desk.kind == ("PinForm" if present != PIN else "Board")
            await desk.press("escape")
        await desk.press(LOCK, "enter", *"5820", "enter")
        assert desk.kind == "Board"


async def test_to_change_places_one_logs_in(open_a_desk: OpenDesk) -> None:
    """`s`, the name, the PIN; by the person who sits there it reads what happened."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("s", *"vera", "enter")
        assert desk.kind == "PinForm"
        assert "Vera" in desk.text
        await desk.press(*PIN, "enter")
        while desk.kind != "Board":
            await desk.press("escape")
        assert desk.app.staff == "Vera"
        await desk.press("s", "enter")
        assert desk.kind == "ShiftScreen"


@pytest.mark.parametrize("layout", ["en", "ru"])
@pytest.mark.parametrize("size", [(80, 24), (130, 40)])
async def test_reception_sees_number_time_and_state_of_a_complaint(
    open_a_desk: OpenDesk, layout: str, size: tuple[int, int]
) -> None:
    """In its pane and in the line below; no key that reads or handles it does anything, and opening it says why."""
    async with open_a_desk(hire, size=size) as desk:
        await log_in(desk, "Anna")
        await desk.press("2")
        line = desk.line("complaint", 2)
        assert ("#2" in line, "2d" in line, "Acknowledge" in line) == (True, True, True)
        assert "sealed: only staff who handle complaints can read it" in " ".join(desk.said("#preview").split())
        before = desk.count()
        for key in ("k", "a", "x", "9", "n", "f", "h", "t", "o", "z", "d", "i", "j", "y", "8", "5", "m", "g", "r"):
            await desk.press(on_layout(key, layout))
            assert desk.kind == "Board"
        assert desk.count() == before
        await desk.press("enter")
        assert "only staff who handle complaints can read it" in desk.said(".words")
        assert "Skvortsova" not in desk.text


async def test_reception_reads_what_it_took_in_until_it_is_acknowledged(open_a_desk: OpenDesk) -> None:
    """What is due asks for somebody else; a name that was heard wrong is put right."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("p")
        await desk.fill(who="Petrov 244-54-88", subject="Noise")
        await desk.press("ctrl+s", "enter", "2")
        desk.app.board.go_to_ticket(3)
        await desk.settle()
        assert "Petrov" in desk.said("#preview")
        await desk.press("d")
        assert desk.kind == "Board"
        assert not desk.screen.check_action("command", ("next-step",))  # that is for staff who handle complaints
        await desk.press("n")
        assert desk.kind == "ActForm"
        await desk.press("escape")
        with desk.elsewhere() as store:
            seat(store, "Vera")
            tickets.fact(store, "Vera", 3, "acknowledged")
        await desk.tick()
        assert "Petrov" not in desk.text


def of_veras(store: Store) -> None:
    """The same, with a voicemail of Vera's that is due soon."""
    hire(store)
    seat(store, "Vera")
    number = record(store, "Vera", Recording("enquiry", "voicemail", name="Guest", subject="Ring me"))
    tickets.take(store, "Vera", number)


async def test_whoever_takes_over_is_asked_what_goes_back_to_the_queue(open_a_desk: OpenDesk) -> None:
    """Row 34 with logins: Vera locks and goes, Anna comes."""
    async with open_a_desk(of_veras) as desk:
        await log_in(desk, "Vera")
        await desk.press(LOCK)
        await log_in(desk, "Anna")
        desk.asked("Vera")
        await desk.press("right", "enter")
        while desk.kind != "Board":
            await desk.press("escape")
        desk.told("1")
        assert desk.rows("SELECT owner_id FROM ticket WHERE id = 3") == [(None,)]


def ten_of_annas(store: Store) -> None:
    """Ten calls beside the others."""
    hire(store)
    seat(store, "Anna")
    for _ in range(10):
        record(store, "Anna", Recording("enquiry", "phone", name="Guest", subject="FCE"))


@pytest.mark.parametrize("letter", ["v", "м", "В"])
async def test_ten_tickets_are_handed_to_a_colleague_by_four_keys(open_a_desk: OpenDesk, letter: str) -> None:
    """All marked, hand over, the first letter of the name on either layout or in either script, Enter; whom it names is said."""
    async with open_a_desk(ten_of_annas) as desk:
        await log_in(desk, "Anna")
        await desk.press("f9", "h")
        assert desk.said("#aside") == "Anna, Olga, Vera"
        await desk.press(letter)
        assert desk.said("#aside") == "Vera"
        await desk.press("enter")
        assert desk.kind == "Board"
        owned = "SELECT COUNT(*) FROM ticket AS t JOIN staff AS s ON s.id = t.owner_id WHERE s.name = 'Vera'"
        assert desk.rows(owned) == [(11,)]


async def test_whoever_is_away_is_asked_about(open_a_desk: OpenDesk) -> None:
    """Before anything is handed to them."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        with desk.elsewhere() as store:
            seat(store, "Olga")
            people_commands.set_away(store, "Olga", "Vera", int(desk.clock()) + 86_400 * 3)
        await desk.press("h", "v", "enter")
        desk.asked("Vera", desk.words.moment("2026-11-06 10:14"))


async def test_a_letter_that_names_several_is_asked_for_more(open_a_desk: OpenDesk) -> None:
    """Nothing is handed to the person who happens to stand first."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        await people(desk, "add a person")
        await desk.fill(name="Viktor")
        await desk.press("tab", "tab", *PIN, "tab", *PIN, "ctrl+s", "h", "v", "enter")
        desk.refused(NameAmbiguous)
        assert "Vera, Viktor" in desk.said("#wrong")


def took_in(store: Store) -> None:
    """Anna took in a complaint, number 3."""
    hire(store)
    seat(store, "Anna")
    record(store, "Anna", Recording("complaint", "email", name="Petrov", subject="Noise"))


@pytest.mark.parametrize("keys", [["enter"], ["n"], ["enter", "n"], ["x"], ["enter", "x"], ["f8", *"petrov"]])
async def test_nothing_of_a_complaint_stays_on_the_screen_when_it_is_for_others(open_a_desk: OpenDesk, keys: list[str]) -> None:
    """Acknowledged on another terminal: the ticket, the form, the explanation go; what was typed is kept."""
    async with open_a_desk(took_in) as desk:
        await log_in(desk, "Anna")
        await desk.press("2")
        desk.app.board.go_to_ticket(3)
        await desk.settle()
        await desk.press(*keys)
        if "n" in keys:
            await desk.type("they rang")
            assert "Petrov" in desk.text
        with desk.elsewhere() as store:
            seat(store, "Vera")
            tickets.fact(store, "Vera", 3, "acknowledged")
        await desk.tick()
        while desk.kind in ("Dialog", "Question"):
            assert "Petrov" not in desk.text
            await desk.press("escape")
        assert desk.kind == "Board"
        assert "Petrov" not in desk.text
        if "n" in keys:
            assert typed(desk) == [{"note": "they rang"}]


async def test_the_number_that_is_told_is_the_complaints(open_a_desk: OpenDesk) -> None:
    """The person who writes down a complaint about themselves sees it no more: no slip with another ticket's number."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("p")
        await desk.fill(who="Petrov 244-54-88", subject="Noise", staff="anna")
        await desk.press("ctrl+s")
        assert desk.kind == "Board"
        assert desk.toasts == [desk.told("#3")]


async def test_whom_a_complaint_is_kept_from_is_said_while_it_is_typed(open_a_desk: OpenDesk) -> None:
    """In the form of a complaint, and where an enquiry becomes one."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("5")
        await desk.fill(about="the teacher")
        assert desk.said("#aside") == hidden_from_words(desk.app.translator, HiddenFrom((), ()), "the teacher")
        await desk.fill(about=", Vera")
        assert desk.said("#aside") == hidden_from_words(desk.app.translator, HiddenFrom((), ("Vera",)), "Vera")
        await desk.fill(staff="ve")
        assert desk.said("#aside") == hidden_from_words(desk.app.translator, HiddenFrom(("Vera",), ()), "ve")


async def test_a_colleague_is_completed_and_chosen_by_their_first_letters(open_a_desk: OpenDesk) -> None:
    """The arrow takes what is offered; with a comma another one is begun."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("5")
        await desk.fill(staff="v")
        await desk.press("right", *", o", "right")
        assert desk.field("staff").value == "vera, olga"
        await desk.press("enter")
        about = desk.rows("SELECT s.name, a.confirmed FROM complaint_about AS a JOIN staff AS s ON s.id = a.staff_id ORDER BY s.id")
        assert sorted(about) == [("Olga", 1), ("Vera", 1)]


async def test_somebody_who_does_not_work_here_is_refused_in_the_field(open_a_desk: OpenDesk) -> None:
    """What was typed stays, the cursor stands in it."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        await desk.press("5")
        await desk.fill(staff="Nobody", about="the teacher")
        await desk.press("enter")
        assert desk.focused is desk.field("staff")
        assert (desk.field("staff").value, desk.field("about").value) == ("Nobody", "the teacher")
        assert desk.rows("SELECT count(*) FROM complaint_about") == [(0,)]


async def test_the_help_names_only_what_a_person_may_do(open_a_desk: OpenDesk) -> None:
    """The overview is the supervisor's; a complaint's handler works on tickets."""
    async with open_a_desk(hire) as desk:
        for name, offered in (("Vera", {"take"}), ("Olga", {"take", "overview"}), ("Gleb", {"overview"})):
            await log_in(desk, name)
            assert {action.id for action in desk.app.board.helped} & {"take", "overview"} == offered
            await desk.press(LOCK)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_form_of_the_first_person_names_its_passphrase_whole(open_a_desk: OpenDesk, language: str) -> None:
    """A label that was cut hid that a supervisor needs more than a PIN."""
    async with open_a_desk(language=language, size=SMALL) as desk:
        await desk.press("ctrl+p")
        await desk.type(desk.words.title("people"))
        await desk.press("enter")
        labels = list(desk.screen.query(".field > Label"))
        assert len(labels) == 3
        assert all(cell_len(str(label.render())) <= label.content_size.width for label in labels)


async def test_esc_in_what_can_be_done_to_somebody_goes_back_to_the_list(open_a_desk: OpenDesk) -> None:
    """And from the list to the board."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        await people(desk, "gleb")
        assert "Role: complaints" in desk.text
        await desk.press("escape")
        assert desk.kind == "Chooser"
        assert "Add a person" in desk.text
        await desk.press("escape")
        assert desk.kind == "Board"
