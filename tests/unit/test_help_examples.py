"""The examples of every command's help and of the man page: there are some for each, and each can be typed as it stands."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from desk.cli import command
from desk.cli.help import EXAMPLES
from desk.cli.options import Given
from desk.i18n import translator
from docs.man import PAGE, man_page
from tests.unit.conftest import Command


def commands(found: click.Command, parent: click.Context | None, path: tuple[str, ...]) -> Iterator[str]:
    """The name of each command below this one, with those above it."""
    context = click.Context(found, parent=parent, info_name=path[-1] if path else "desk")
    if path:
        yield " ".join(path)
    if isinstance(found, click.Group):
        for name in found.list_commands(context):
            child = found.get_command(context, name)
            assert child is not None
            yield from commands(child, context, (*path, name))


def test_every_command_has_an_example() -> None:
    """And no example belongs to a command that is gone."""
    assert set(EXAMPLES) == set(commands(command(translator("en")), None, ()))
    assert all(EXAMPLES.values())


@pytest.mark.parametrize("example", [example for examples in EXAMPLES.values() for example in examples])
def test_an_example_can_be_typed(example: str) -> None:
    """Its options exist and its values are of the right kind; what follows a pipe or goes into a file is the shell's."""
    program, *words = shlex.split(example.split(" | ")[0].split(" > ")[0])
    assert program == "desk"
    context = click.Context(root := command(translator("en")), info_name="desk", obj=Given("en"))
    found: click.Command | None = root
    while isinstance(found, click.Group) and words and (child := found.get_command(context, words[0])):
        found, words = child, words[1:]
    assert found is not None
    if "--help" in words:
        return
    found.make_context(found.name or "", list(words), parent=context)


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_the_help_has_no_placeholder_in_another_language(name: str) -> None:
    """Usage and options name their values in Russian, too."""
    shown = CliRunner().invoke(command(translator("ru")), [*name.split(), "--help"], obj=Given("ru")).output
    usage, options = shown.partition("\n")[0], re.findall(r"^  (-\S.*?)(?:  |$)", shown, re.MULTILINE)
    assert options
    assert not re.findall(r"(?<![a-z-])[A-Z]+\b", " ".join((usage, *options)))


def test_every_option_is_described() -> None:
    """In the help and in the man page."""
    missing: list[str] = []

    def look(found: click.Command, path: str) -> None:
        options = [parameter for parameter in found.params if isinstance(parameter, click.Option)]
        missing.extend(f"{path} {option.opts[-1]}" for option in options if not option.help)
        if isinstance(found, click.Group):
            for name in found.list_commands(context := click.Context(found)):
                child = found.get_command(context, name)
                assert child is not None
                look(child, f"{path} {name}")

    look(command(translator("en")), "desk")
    assert missing == []


def test_the_help_ends_with_them(command: Command) -> None:
    """In the language of the user, whole: none is wrapped."""
    shown = command("list", "--help", "--lang", "ru").stdout
    assert shown.partition("Примеры:\n")[2].splitlines() == [f"  {example}" for example in EXAMPLES["list"]]


def test_the_man_page_is_made_of_the_commands() -> None:
    """`python -m docs.man` writes it."""
    assert PAGE.read_text(encoding="utf-8") == man_page()
