"""`desk do`: performs the registry's actions on a ticket from a shell."""

from collections.abc import Callable
from typing import Any

import click

from desk.actions.action import Field, Type
from desk.actions.registry import ACTS, fields_of, find
from desk.cli.help import Command
from desk.cli.login import opened
from desk.cli.options import common, given, json_option
from desk.cli.tickets import day, epoch, show_done
from desk.i18n import Translator, translator
from desk.outgoing.titles import reply_title
from desk.store.commands.perform import perform, reply_to_nearest
from desk.store.database import Store
from desk.store.queries.ticket import ticket

_FIELD = "field_"  # prefix of a field's name in its option's parameter name
_ACTION = "desk.action"  # key in click's context


class DoCommand(Command):
    """`desk do`; `desk do ACTION --help` shows the help of that action only."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Stores the given action for the help."""
        ctx.meta[_ACTION] = next((word for word in args if word in ACTS), "")
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The description of the action; without an action, the list of all."""
        _, action = given().translator, ctx.meta.get(_ACTION)
        all_of_them = _("Actions: {acts}.", acts=", ".join(ACTS))
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(find(action).title) if action else f"{self.help} {all_of_them}")

    def examples(self, ctx: click.Context) -> tuple[str, ...]:
        """Those of the action alone, if there is one."""
        action = ctx.meta.get(_ACTION)
        return tuple(example for example in super().examples(ctx) if not action or f" {action} " in f"{example} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options for the action's fields, and those common to every action."""
        if not ctx.meta.get(_ACTION):
            super().format_options(ctx, formatter)
            return
        asked = {f"{_FIELD}{field.name}" for field in fields_of(find(ctx.meta[_ACTION]), late=True)}
        shown = [param for param in self.get_params(ctx) if not str(param.name).startswith(_FIELD) or param.name in asked]
        with formatter.section("Options"):
            formatter.write_dl([row for param in shown if isinstance(param, click.Option) and (row := param.get_help_record(ctx))])


def add_do(group: click.Group, _: Translator) -> None:
    """Adds `do` to the group."""

    @group.command(cls=DoCommand, name="do")
    @click.argument("number", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER")
    @click.argument("action", type=click.Choice(ACTS), metavar="ACTION")
    @_field_options(_)
    @json_option(_)
    @common(_)
    def do(number: int, action: str, as_json: bool, **words: Any) -> int:
        with opened() as store:
            values, settings = _values(store, action, words), given().settings
            if action == "reply" and settings.mail.sender is not None:
                reply_to_nearest(store, settings.staff, number, **values, title=_title(store, number))
            else:
                perform(store, settings.staff, number, action, values)
            show_done(store, number, as_json)
        return 0


def _title(store: Store, number: int) -> str:
    """The subject of an email in reply."""
    view = ticket(store, number)
    return reply_title(translator(view.story.language), number, view.row.subject)


def _field_options(_: Translator) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options of `desk do`: one for each field of any action."""
    fields = {field.name: field for name in reversed(ACTS) for field in fields_of(find(name), late=True)}

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        for name, field in fields.items():
            kind = click.Choice(list(field.choices)) if field.choices else _OPTION_TYPES.get(field.type)
            shown = _METAVARS.get(field.type)
            option = click.option(f"--{field.option or name}", f"{_FIELD}{name}", type=kind, metavar=shown, help=_(field.help))
            function = option(function)
        return function

    return decorate


_OPTION_TYPES = {Type.TICKET: click.IntRange(1, 2**31 - 1)}
_METAVARS = {Type.TICKET: "NUMBER", Type.MOMENT: "T", Type.LATER: "T", Type.DAY: "DATE"}


def _values(store: Store, action: str, given_options: dict[str, Any]) -> dict[str, Any]:
    """The values of the action's fields, as the store takes them. Raises InvalidDateTime."""
    options = {name.removeprefix(_FIELD): value for name, value in given_options.items()}
    if action == "correct":
        return _correction(store, options)
    return {field.name: _value(store, field, options[field.name]) for field in fields_of(find(action), late=True)}


def _value(store: Store, field: Field, typed: Any) -> Any:
    match field.type:
        case Type.MOMENT | Type.LATER:
            return epoch(store, typed, ahead=field.type is Type.LATER)
        case Type.DAY:
            return day(store, typed) if typed else None
        case Type.TICKET:
            return typed
        case _:
            return typed or ""


def _correction(store: Store, options: dict[str, Any]) -> dict[str, Any]:
    if options["value"] is None and options["of"] is None:  # an empty value erases a field, a forgotten one must not
        here = click.get_current_context()
        raise click.MissingParameter(ctx=here, param=next(param for param in here.command.params if param.name == f"{_FIELD}value"))
    field, value, of = options["field"] or "", options["value"] or "", options["of"]
    if field in ("received", "at"):
        return {"field": field, "value": epoch(store, value or None), "of": of}
    if field == "customer":
        return {"field": field, "of": int(value) if value.isdecimal() else of}
    return {"field": field, "value": value}
