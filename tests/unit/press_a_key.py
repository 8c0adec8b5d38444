"""Presses one key on the board of a desk and prints what it opened, as JSON: `press_a_key.py DATABASE KEY`.

test_recipes.py runs it with copies of the desk.
"""

import asyncio
import json
import sys

from desk.app import DeskApp
from desk.i18n import translator
from desk.presentation.keys import help_rows
from desk.screens.forms.action_form import ActForm
from desk.services import type_ahead
from desk.settings import Settings, clock

PATIENCE = 50.0  # seconds


async def press(database: str, key: str) -> dict[str, object]:
    """What the key opens on the first ticket: the action of the form, its fields, and whether the board's help names it."""
    app = DeskApp(Settings(database, None, "en", "Boris"), clock(), practice=True)
    async with app.run_test(size=(130, 40)) as pilot:
        await app.loaded.wait()
        await pilot.pause()
        await pilot.press(key)
        while not isinstance(app.screen, ActForm):
            await pilot.pause()
        form = app.screen
        titles = [title for _, title in help_rows(translator("en"), app.commands, app.kinds, russian=False)]
        return {
            "form": form.command_id,
            "fields": [field.name for field in form.action.fields],
            "helped": any(translator("en")(form.action.title) in title for title in titles),
        }


type_ahead.LONGEST = PATIENCE  # a busy machine is no reason to drop the key
print(json.dumps(asyncio.run(asyncio.wait_for(press(*sys.argv[1:]), PATIENCE))))
