"""A box from Cambridge: taken in with its list, told, posted, handed over."""

import re
from pathlib import Path

from desk.intake.errors import ListMissing
from desk.screens.forms.action_form import ActForm
from desk.screens.forms.correct_form import CorrectForm
from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors import Stale
from desk.store.errors.input import AuthorityMissing
from desk.store.errors.tickets import CertificateHandedOver
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception
from tests.scenarios.reception import Reception


def fifteen(store: Store) -> None:
    """Certificates of one box."""
    for number in range(1, 16):
        ticket(
            store, "certificate", "letter", name=f"Candidate {number}", candidate=f"{number:04}", phone="244-54-88", subject="B2"
        )


def box(folder: Path, *more: str) -> str:
    """A list under Russian headings, with semicolons, in the encoding of an office program."""
    lines = ["ФИО;Экзамен;Номер кандидата;Телефон", *(f"Иванов {n};B2 First;{n:04};244-54-8{n}" for n in range(1, 4)), *more]
    path = folder / "box.csv"
    path.write_text("\n".join(lines), encoding="cp1251")
    return str(path)


async def happened(desk: Reception, what: str) -> list[int]:
    """The tickets to which this happened."""
    return [number for (number,) in desk.rows("SELECT ticket_id FROM event WHERE what = ? ORDER BY ticket_id", what)]


async def test_a_box_is_looked_into_before_it_is_taken_in(reception: OpenReception, tmp_path: Path) -> None:
    async with reception() as desk:
        await desk.form("f3", box(tmp_path, ";B2 First;0990;", "Без номера;B2 First;;"))
        (arrived, *problems) = desk.desk.said("#aside").splitlines()
        assert re.findall(r"\b\d\b", arrived) == ["3", "0", "2"]  # new, here already, left out
        assert arrived.startswith("box.csv (Windows-1251)")
        assert [int(re.findall(r"\d+", problem)[0]) for problem in problems] == [5, 6]
        assert desk.count("ticket") == 0
        await desk.press("enter")
        assert desk.queue("certificates") == [1, 2, 3]
        assert {desk.clocks(number)["certificate-notify"] for number in (1, 2, 3)} == {("running", "11.11 18:00:00")}
        assert desk.counted("certificates") == "3"
        desk.sees("Иванов 1")


async def test_the_same_box_again_brings_nothing_new(reception: OpenReception, tmp_path: Path) -> None:
    async with reception() as desk:
        await desk.form("f3", box(tmp_path))
        await desk.press("enter")
        await desk.form("f3", box(tmp_path, "Иванов 4;B2 First;0004;"))
        (arrived, *known) = desk.desk.said("#aside").splitlines()
        assert re.findall(r"\b\d\b", arrived) == ["1", "3", "0"]  # new, here already, left out
        assert [re.findall(r"\d+", line) for line in known] == [["2", "1"], ["3", "2"], ["4", "3"]]  # which line is which ticket
        await desk.press("enter")
        assert desk.queue("certificates") == [1, 2, 3, 4]


async def test_the_wrong_box_is_taken_back_whole_after_a_question(reception: OpenReception, tmp_path: Path) -> None:
    async with reception() as desk:
        await desk.form("f3", box(tmp_path))
        await desk.press("enter", "u")
        desk.desk.asked("3", "#1")
        await desk.press("enter")
        assert desk.queue("certificates") == [1, 2, 3]
        await desk.press("u", "right", "enter")
        assert desk.queue("certificates") == []


async def test_a_list_that_is_not_there_is_said_and_its_name_put_right(reception: OpenReception, tmp_path: Path) -> None:
    async with reception() as desk:
        path = box(tmp_path)
        await desk.form("f3", path.replace("box", "bx"))
        assert desk.desk.refused(ListMissing).values["file"] == "bx.csv"
        await desk.retype(path)
        await desk.press("enter", "enter")
        assert desk.queue("certificates") == [1, 2, 3]


async def test_twelve_candidates_are_told_in_four_keys_and_taken_back_in_one(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "space", *["down"] * 10, "=")
        assert desk.counted("certificates") == "15 •12"
        await desk.press("i")
        assert desk.desk.top(ActForm).command_id == "informed"
        assert len(desk.desk.top(ActForm).rows) == 12
        assert desk.desk.field("way").value == "phone"
        await desk.press("enter")
        desk.desk.told("12", desk.words.event("informed"))
        assert desk.counted("certificates") == "15"
        assert await happened(desk, "informed") == list(range(1, 13))
        await desk.press("u")
        desk.desk.told("#1", "12", desk.words.event("informed"))
        assert desk.rows("SELECT count(*) FROM clock WHERE state = 'running'") == [(15,)]


async def test_one_candidate_after_the_other_is_told_and_the_next_one_stands_ready(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.select("certificates")
        for number in (1, 2, 3):
            assert desk.stands_on(number)
            await desk.press("d", "enter")
        assert await happened(desk, "informed") == [1, 2, 3]
        assert desk.stands_on(4)


async def test_a_certificate_that_was_told_is_posted_with_its_number_and_done(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.select(2)
        await desk.press("i", "enter")
        await desk.select(2)
        await desk.form("6", "RA 123 456 789 RU")
        assert (desk.state(2), desk.texts(2, "number")) == ("closed", ["RA 123 456 789 RU"])
        assert 2 not in desk.queue("certificates")


async def test_a_certificate_is_handed_over_to_whoever_shows_a_passport(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "/")
        await desk.type("Candidate 7")
        await desk.press("enter")
        assert desk.queue("certificates") == [7]
        await desk.press("7")
        assert (desk.desk.field("to").value, desk.desk.field("document").value) == ("Candidate 7", "passport")
        await desk.press("tab", "tab", "tab")
        await desk.type("4711")
        await desk.press("enter")
        assert (desk.state(7), desk.clocks(7)) == ("closed", {"certificate-notify": ("kept", "11.11 18:00:00")})
        assert (desk.texts(7, "taker"), desk.texts(7, "signs")) == (["Candidate 7"], ["4711"])


async def test_somebody_else_gets_a_certificate_only_with_an_authority_and_nobody_twice(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "7")
        await desk.choose("other", of="relation")
        await desk.press("down", "down")
        await desk.type("4711")
        await desk.press("enter")
        desk.desk.refused(AuthorityMissing)
        await desk.type("№ 12 of 01.11.2026")
        await desk.press("enter")
        assert desk.texts(1, "authority") == ["№ 12 of 01.11.2026"]
        await desk.press("/")
        await desk.type("1")
        await desk.press("enter", "o", "enter", "7", "down", "down", "down")
        await desk.type("4711")
        await desk.press("enter")
        assert desk.desk.refused(CertificateHandedOver).by == 1


async def test_all_that_the_filter_shows_is_posted_together(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "/")
        await desk.type("Candidate 1")
        await desk.press("enter")
        shown = desk.queue("certificates")
        assert 1 < len(shown) < 15
        await desk.press("f9")
        await desk.form("6", "by courier")
        assert await happened(desk, "posted") == sorted(shown)


async def test_a_colleague_was_at_one_of_the_marked_and_nothing_is_done(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "space", "space", "n")
        desk.meanwhile(tickets.note, "Boris", 2, "mine")
        await desk.type("ours")
        await desk.press("enter")
        stale = desk.desk.refused(Stale)
        assert (stale.number, [(what, who) for what, who, _ in stale.since]) == (2, [("noted", "Boris")])
        desk.sees("ours")
        assert await happened(desk, "noted") == [2]


async def test_a_recalled_box_is_closed_together_and_opened_by_one_undo(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "f9", "z")
        await desk.choose("mistake", of="reason")
        await desk.press("enter")
        desk.desk.asked("15")
        await desk.press("right", "enter")
        assert desk.queue("certificates") == []
        assert desk.rows("SELECT DISTINCT state, reason FROM clock") == [("void", "mistake")]
        await desk.press("u")
        assert len(desk.queue("certificates")) == 15


async def test_what_is_done_to_one_ticket_alone_says_so_while_some_are_marked(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "space", "space", "f")
        assert desk.is_on_the_board
        desk.desk.told()
        assert desk.counted("certificates") == "15 •2"
        await desk.press("escape", "f")
        assert desk.desk.top(CorrectForm).row.id == 3
