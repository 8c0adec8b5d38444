"""`desk import`: both kinds of lists, looked at and taken in."""

from pathlib import Path

import pytest

from tests.unit.conftest import Command
from tests.unit.test_ticket_commands import desk, document

__all__ = ["desk"]

LIST = "Имя;Код;Экзамен;Дата экзамена\nАнна Ёлкина;0001;FCE;14.11.2026\nБез даты;0002;FCE;\n"


@pytest.fixture
def candidates(tmp_path: Path) -> Path:
    """A good line and one without a day."""
    path = tmp_path / "candidates.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_registrations_are_looked_at_and_taken_in(desk: Command, candidates: Path) -> None:
    """`--dry-run` writes nothing; the second time nothing is new; what a line lacks can be said."""
    looked = document(desk("import", "registrations", candidates, "--dry-run", "--json"))
    assert (looked["dry_run"], looked["new"], [(item["line"], item["reason"]) for item in looked["wrong"]]) == (
        True,
        1,
        [(3, "no-day")],
    )
    assert document(desk("list", "registration", "--json")) == []
    taken = document(desk("import", "registrations", candidates, "--exam-date", "21.11.2026", "--json"))
    assert (taken["dry_run"], taken["new"], taken["not_read"]) == (False, 2, ["Код"])
    again = document(desk("import", "registrations", candidates, "--exam-date", "21.11.2026", "--json"))
    assert (again["new"], [each["number"] for each in again["known"]]) == (0, [1, 2])
    rows = document(desk("list", "registration", "--json"))
    assert [row["clocks"][0]["due"] for row in rows] == ["2026-11-09T18:00:00+03:00", "2026-11-16T18:00:00+03:00"]


def test_a_mapping_says_which_column_is_what(desk: Command, candidates: Path, tmp_path: Path) -> None:
    """By its headings; a heading that is not there is told, and so is a file that is none."""
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('name = "Имя"\ncandidate = "Код"\n', encoding="utf-8")
    missing = desk("import", "certificates", candidates, "--received", "03.11.2026")
    assert missing.returncode == 2
    found = document(
        desk("import", "certificates", candidates, "--received", "03.11.2026", "--mapping", mapping, "--dry-run", "--json")
    )
    assert [(entry["line"], entry["reason"]) for entry in found["wrong"]] == [(2, "future-exam")]
    for line, said in (
        ('name = "Кто"', "Кто"), ('who = "Имя"', "no such field: who"), ("name = 7", "name is not a column heading"),
        ('name = "Код"\ncandidate = "Код"', "mapped to two fields: Код"),
    ):  # fmt: skip
        mapping.write_text(f"{line}\n", encoding="utf-8")
        wrong = desk("import", "certificates", candidates, "--received", "03.11.2026", "--mapping", mapping)
        assert (wrong.returncode, said in wrong.stderr, wrong.stderr.count("\n")) == (2, True, 1)


def test_doubtful_lines_are_told_and_taken_when_asked_for(desk: Command, tmp_path: Path) -> None:
    """With what speaks against them."""
    path = tmp_path / "box.csv"
    for name in ("Анна", "Олег"):
        path.write_text(f"ФИО;Номер\n{name};0001\n", encoding="utf-8")
        shown = desk("import", "certificates", path, "--received", "03.11.2026")
    assert "line 2: Олег: number 0001 belongs to #1 Анна" in shown.stdout
    assert document(desk("import", "certificates", path, "--received", "03.11.2026", "--doubtful", "--json"))["new"] == 1
