"""docs/recipes.md, followed on a copy of the desk: each recipe is all that its change needs."""

import json
import lzma
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desk.store.event_shapes import WrongShape, read_data
from tests.forks import ROOT
from tests.unit.conftest import NOW, look

PAGE = ROOT / "docs" / "recipes.md"
SCHEMA = Path(__file__).parent / "schemas" / "0008_attachment.db.xz"
_STEP = re.compile(r"\*\*`([\w./-]+)`\*\*|```diff\n(.*?)```", re.DOTALL)


class Edit(NamedTuple):
    """One block of a recipe.

    path: of the file.
    old: its lines before; "" for what is added at the file's end, or makes a new file.
    new: its lines after.
    """

    path: str
    old: str
    new: str


def edits(title: str) -> list[Edit]:
    """The blocks of the recipe under a heading, in order."""
    (recipe,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    found, path = [], ""
    for named, block in _STEP.findall(recipe):
        path = named or path
        lines = block.splitlines(keepends=True)
        if lines:
            old, new = ("".join(line[1:] or "\n" for line in lines if line[0] in signs) for signs in (" -", " +"))
            found.append(Edit(path, old, new))
    return found


class Copy:
    """A copy of the desk that recipes are followed on, with a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "data" / "desk.db"
        for name in ("desk", "docs"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))

    def follow(self, title: str) -> None:
        """Does what a recipe says; each block must fit exactly one place. Then what `make words` compiles."""
        for path, old, new in edits(title):
            file = self.folder / path
            before = file.read_text(encoding="utf-8") if file.exists() else ""
            if old:
                place = "\n" + old.rstrip("\n")
                assert before.count(place) == 1, (path, old)
                after = before.replace(place, "\n" + new.rstrip("\n"))
            else:
                after = f"{before}\n\n{new}" if before else new
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(after, encoding="utf-8")
        for catalogue in (self.folder / "desk" / "locale").rglob("*.po"):
            with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(source, locale=catalogue.parents[1].name))

    def python(self, *words: str) -> str:
        """What the interpreter says with the copy's desk; it must not fail."""
        env = os.environ | {"PYTHONPATH": str(self.folder), "PYTHONUTF8": "1", "LANG": "en_US.UTF-8", "LC_ALL": ""}
        env |= {"HOME": str(self.folder), "DESK_DATABASE": str(self.database), "DESK_NOW": NOW}
        done = subprocess.run(
            [sys.executable, *words], env=env, cwd=self.folder, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def desk(self, *words: str) -> str:
        """What a command of the copy says."""
        return self.python("-m", "desk", *words)

    def json(self, *words: str) -> Any:
        """What it says as JSON."""
        return json.loads(self.desk(*words, "--json"))

    def new(self, kind: str = "enquiry", *more: str, channel: str = "phone") -> None:
        """A ticket."""
        self.desk("add", kind, "--channel", channel, "--name", "Иванова", "--subject", "FCE", *more)

    def page(self, name: str) -> str:
        """A page of the docs that is made from the code."""
        made = {"keys.md": ("docs/keys.py",), "permissions.md": ("-m", "docs.permissions")}
        self.python(*made[name])
        return (self.folder / "docs" / name).read_text(encoding="utf-8")


Copied = Callable[..., Copy]


@pytest.fixture
def copied(tmp_path: Path) -> Copied:
    """Copies the desk and follows recipes on the copy."""

    def copy(*titles: str) -> Copy:
        made = Copy(tmp_path)
        for title in titles:
            made.follow(title)
        return made

    return copy


def test_every_recipe_is_followed_here() -> None:
    """One that is added is added below."""
    titles = re.findall(r"^## (.*)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert titles == [
        "Add an action",
        "Add a ticket field",
        "Add a migration",
        "Add a channel",
        "Add a query",
        "Add a language",
    ]
    assert all(edits(title) for title in titles)


def test_an_action(copied: Copied) -> None:
    """Its keys, its right, its options, its history and its pages come with the entry."""
    copy = copied("Add an action")
    assert "| `J О` | Form sent | Бланк отправлен | enquiry, certificate, registration, other cases | `form-sent` |" in copy.page(
        "keys.md"
    )
    assert "| `commands.tickets.form_sent` | work |" in copy.page("permissions.md")
    copy.new()
    done = copy.json("do", "1", "form-sent", "--title", "A-1", "--note", "by email")
    assert [event["what"] for event in done["events"]] == ["received", "form-sent"]
    assert {"A-1", "by email"} <= set(done["events"][1]["texts"].values())
    assert "отправлен бланк" in copy.desk("show", "1", "--lang", "ru")
    copy.desk("check")
    assert copy.json("do", "1", "undo")["events"][-1]["what"] == "undone"


@pytest.mark.slow
def test_the_key_of_an_action(copied: Copied) -> None:
    """On the board it opens the form of the entry, in both layouts, and the help names it."""
    copy = copied("Add an action")
    copy.new()
    probe = Path(__file__).with_name("press_a_key.py")
    seen = json.loads(copy.python(str(probe), str(copy.database), "j"))
    assert seen == {"form": "form-sent", "fields": ["title", "note"], "helped": True}
    assert json.loads(copy.python(str(probe), str(copy.database), "о")) == seen


@pytest.mark.slow
def test_a_ticket_field(copied: Copied) -> None:
    """It comes in, is corrected with both values in the history, and stands in its column; a check finds all in order."""
    copy = copied("Add a ticket field", "Add a migration")
    copy.new("registration", "--exam", "2026-12-05", "--school", "№ 7")
    assert look(copy.database, "SELECT school FROM ticket") == [("№ 7",)]
    copy.desk("do", "1", "correct", "--field", "school", "--value", "№ 8")
    assert look(copy.database, "SELECT school FROM ticket") == [("№ 8",)]
    shown = copy.desk("show", "1", "--lang", "ru")
    assert "школа" in shown
    assert "№ 7" in shown
    copy.desk("check")


def test_a_migration(copied: Copied) -> None:
    """A desk of the schema before it is upgraded, with a copy beside it, and is in order."""
    copy = copied("Add a ticket field", "Add a migration")
    copy.database.parent.mkdir()
    copy.database.write_bytes(lzma.decompress(SCHEMA.read_bytes()))
    before = look(copy.database, "SELECT id, name FROM ticket")
    copy.json("list")
    assert look(copy.database, "SELECT id, name FROM ticket") == before
    assert {school for (school,) in look(copy.database, "SELECT school FROM ticket")} == {""}
    assert [item.name for item in copy.database.parent.glob("*.before-*")] == ["desk.db.before-0009_school"]
    copy.desk("check")


@pytest.mark.slow
def test_a_channel(copied: Copied) -> None:
    """It is taken, counted by the standards of every channel, corrected to, shown and listed."""
    copy = copied("Add a channel")
    copy.new(channel="chat")
    copy.new("complaint", channel="chat")
    copy.new()
    copy.desk("do", "3", "correct", "--field", "channel", "--value", "chat")
    rows = {row["number"]: row for row in copy.json("list")}
    assert [rows[number]["channel"] for number in (1, 2, 3)] == ["chat"] * 3
    assert rows[2]["clocks"]
    assert "чат" in copy.desk("show", "1", "--lang", "ru")
    copy.desk("check")
    probe = Path(__file__).with_name("press_a_key.py")
    assert json.loads(copy.python(str(probe), str(copy.database), "a"))["form"] == "answered"


@pytest.mark.parametrize("wrong", [{"kind": "Order"}, {"channel": "telepathy"}, {"channel": "phone\n"}, {"kind": "complaint\n"}])
def test_only_what_the_vocabulary_names_is_a_receipt(wrong: dict[str, str]) -> None:
    """An event with another channel is damaged, and one whose kind no charter can name."""
    sound = {"kind": "complaint", "channel": "email", "language": "ru", "customer": 1}
    assert read_data("received", json.dumps(sound)) == sound
    with pytest.raises(WrongShape):
        read_data("received", json.dumps(sound | wrong))


def test_a_query(copied: Copied) -> None:
    """It is on the page of permissions, and gives rows."""
    copy = copied("Add a query")
    assert "| `queries.board.received_since` | look |" in copy.page("permissions.md")
    copy.new()
    ask = (
        "import sys, desk.store.opening as opening, desk.store.queries.board as board\n"
        "store = opening.open_desk(sys.argv[1], None, lambda: 1793689200, practice=True)\n"
        "print([row.id for row in board.received_since(store, 0)], board.received_since(store, 2_000_000_000))\n"
        "store.close()\n"
    )
    assert copy.python("-c", ask, str(copy.database)) == "[1] []\n"


@pytest.mark.slow
def test_a_language(copied: Copied) -> None:
    """It is offered, spoken where a message is translated, and English where none is."""
    copy = copied("Add a language")
    catalogue = copy.folder / "desk" / "locale" / "de" / "LC_MESSAGES" / "desk.po"
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8") + '\nmsgid "open"\nmsgstr "offen"\n\nmsgid "phone"\nmsgstr "Telefon"\n',
        encoding="utf-8",
    )
    with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source, locale="de"))
    copy.new()
    assert "enquiry, Telefon, offen" in copy.desk("show", "1", "--lang", "de")
    assert "Di. 3 Nov. 2026" in copy.desk("show", "1", "--lang", "de")
    offered = copy.desk("add", "--help")
    assert "--lang [ru|en|de]" in offered
    assert "--lang-of [ru|en]" in offered  # a customer is written to in the languages of the charter
    (copy.folder / "desk.toml").write_text('language = "de"\n', encoding="utf-8")
    speaks = (
        "import os\nos.environ['DESK_SETTINGS'] = 'desk.toml'\n"
        "from desk.i18n import wanted_language\nfrom desk.settings import read_settings\n"
        "print(wanted_language(None, read_settings().language), wanted_language(), wanted_language('ru'))"
    )
    assert copy.python("-c", speaks) == "de en ru\n"
