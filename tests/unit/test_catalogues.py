"""Every string for the eye is in both catalogues, and what is compiled is what is written."""

import ast
import io
import string
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desk.actions.registry import ACTIONS
from desk.i18n import translator

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "desk" / "locale"


def catalogue(language: str) -> Catalog:
    """The messages of a language as they are written down."""
    with open(LOCALE / language / "LC_MESSAGES" / "desk.po", "rb") as file:
        return read_po(file, locale=language)


def messages_in_code() -> dict[str, str]:
    """Each message given to gettext by one of its names, with the file it stands in."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "desk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in ("_", "gettext", "ngettext", "N_") and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found[first.value] = path.name
    return found


def ids() -> set[str]:
    """The messages of the Russian catalogue, each by its singular."""
    return {singular(message) for message in catalogue("ru") if message.id}


def singular(message: Message) -> str:
    """What stands in the code for one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def test_the_catalogue_holds_the_messages_of_the_code() -> None:
    """From the commit that adds or removes them (`make words`)."""
    assert ids() == set(messages_in_code())


def test_every_message_is_said_in_russian() -> None:
    """With all three forms where a number decides, and the same fields to fill in."""
    for message in catalogue("ru"):
        if not message.id:
            continue
        forms = (message.string,) if isinstance(message.string, str) else message.string or ("",)
        wanted = fields(singular(message))
        for form in forms:
            assert form, message.id
            assert fields(form) == wanted, (message.id, form)


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_what_is_compiled_is_what_is_written() -> None:
    """The .mo beside the .po was made from it."""
    made = io.BytesIO()
    write_mo(made, catalogue("ru"))
    assert (LOCALE / "ru" / "LC_MESSAGES" / "desk.mo").read_bytes() == made.getvalue()


def test_every_command_is_named_in_both_languages() -> None:
    """No title of a key is left in English on a Russian screen."""
    for command in ACTIONS:
        assert translator("ru")(command.title) != command.title
        assert translator("en")(command.title) == command.title


def test_a_translator_is_called_as_gettext_is() -> None:
    """Only `_(...)` and its like are collected into the catalogue: under another name a message would stay English for ever."""
    found = []
    for path in (ROOT / "desk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute) and node.value.attr == "translator":
                found += [
                    f"{path.name}:{node.lineno}" for target in node.targets if isinstance(target, ast.Name) and target.id != "_"
                ]
    assert found == []
