"""A box from Cambridge: taken in with its list, told, posted, handed over."""

from pathlib import Path

from desk.store.commands import tickets
from desk.store.database import Store
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
        desk.sees(
            "box.csv (Windows-1251): 3 new certificates, 0 already recorded, 2 skipped",
            "line 6: needs both a name and a candidate number",
        )
        assert desk.count("ticket") == 0
        await desk.press("enter")
        assert desk.queue("certificates") == [1, 2, 3]
        assert {desk.clocks(number)["certificate-notify"] for number in (1, 2, 3)} == {("running", "11.11 18:00:00")}
        desk.sees("Certificates 3", "Иванов 1")


async def test_the_same_box_again_brings_nothing_new(reception: OpenReception, tmp_path: Path) -> None:
    async with reception() as desk:
        await desk.form("f3", box(tmp_path))
        await desk.press("enter")
        await desk.form("f3", box(tmp_path, "Иванов 4;B2 First;0004;"))
        desk.sees("box.csv (Windows-1251): 1 new certificate, 3 already recorded, 0 skipped", "line 2: already recorded as #1")
        await desk.press("enter")
        assert desk.queue("certificates") == [1, 2, 3, 4]


async def test_the_wrong_box_is_taken_back_whole_after_a_question(reception: OpenReception, tmp_path: Path) -> None:
    async with reception() as desk:
        await desk.form("f3", box(tmp_path))
        await desk.press("enter", "u")
        desk.sees("Undo the recording of 3 tickets, from #1 on?")
        await desk.press("enter")
        assert desk.queue("certificates") == [1, 2, 3]
        await desk.press("u", "right", "enter")
        assert desk.queue("certificates") == []
        desk.sees("No certificates.")


async def test_a_list_that_is_not_there_is_said_and_its_name_put_right(reception: OpenReception, tmp_path: Path) -> None:
    async with reception() as desk:
        path = box(tmp_path)
        await desk.form("f3", path.replace("box", "bx"))
        desk.sees("bx.csv: file not found.")
        await desk.retype(path)
        await desk.press("enter", "enter")
        assert desk.queue("certificates") == [1, 2, 3]


async def test_twelve_candidates_are_told_in_four_keys_and_taken_back_in_one(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "space", *["down"] * 10, "v")
        desk.sees("Certificates 15 •12")
        await desk.press("i")
        desk.sees("Mark informed: 12 tickets", "‹ by phone ›")
        await desk.press("enter")
        desk.sees("12 tickets: informed", "Certificates 15")
        assert await happened(desk, "informed") == list(range(1, 13))
        await desk.press("u")
        desk.sees("#1 (12 tickets): undone: informed")
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
        desk.sees("Recipient Candidate 7", "‹ passport ›")
        await desk.press("tab", "tab", "tab")
        await desk.type("4711")
        await desk.press("enter")
        assert (desk.state(7), desk.clocks(7)) == ("closed", {"certificate-notify": ("kept", "11.11 18:00:00")})
        assert (desk.texts(7, "taker"), desk.texts(7, "signs")) == (["Candidate 7"], ["4711"])


async def test_somebody_else_gets_a_certificate_only_with_an_authority_and_nobody_twice(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "7")
        await desk.choose("another person", of="Relation")
        await desk.press("down", "down")
        await desk.type("4711")
        await desk.press("enter")
        desk.sees("letter of authority")
        await desk.type("№ 12 of 01.11.2026")
        await desk.press("enter")
        assert desk.texts(1, "authority") == ["№ 12 of 01.11.2026"]
        await desk.press("/")
        await desk.type("1")
        await desk.press("enter", "o", "enter", "7", "down", "down", "down")
        await desk.type("4711")
        await desk.press("enter")
        desk.sees("already handed over")


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
        desk.sees("! #2 has changed: Boris: note", "ours")
        assert await happened(desk, "noted") == [2]


async def test_a_recalled_box_is_closed_together_and_opened_by_one_undo(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "f9", "z")
        await desk.choose("mistake", of="Reason")
        await desk.press("enter")
        desk.sees("Close 15 tickets?")
        await desk.press("right", "enter")
        assert desk.queue("certificates") == []
        assert desk.rows("SELECT DISTINCT state, reason FROM clock") == [("void", "mistake")]
        await desk.press("u")
        assert len(desk.queue("certificates")) == 15


async def test_what_is_done_to_one_ticket_alone_says_so_while_some_are_marked(reception: OpenReception) -> None:
    async with reception(fifteen) as desk:
        await desk.press("3", "space", "space", "f")
        desk.sees("This works on one ticket at a time. Esc clears the marks.", "Certificates 15 •2")
        await desk.press("escape", "f")
        desk.sees("Correct: #3")
