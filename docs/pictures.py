"""Draws the README's pictures: screens of the demo, in both languages. Run by `make pictures`."""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path

from textual.pilot import Pilot
from textual.worker import WorkerError

from desk.actions.keys import russian_key
from desk.app import DeskApp
from desk.charter import Charter
from desk.demo import DEMO_DAY, fill
from desk.settings import Settings

HERE = Path(__file__).parent
PICTURES = {"board": (), "explanation": ("x",), "ticket": ("enter",), "triage": ("f6",), "overview": ("f10",)}  # the keys to each


async def draw(language: str, database: str) -> None:
    """Each screen as SVG. The clock stands at the demo's moment."""
    begin = DEMO_DAY.replace(tzinfo=Charter.load().zone).timestamp()
    app = DeskApp(Settings(database, None, language, "Анна" if language == "ru" else "Anna"), lambda: begin)
    async with app.run_test(size=(130, 34)) as pilot:
        await _rest(app, pilot)
        for name, keys in PICTURES.items():
            await pilot.press(*((russian_key(key) or key) if language == "ru" else key for key in keys))
            await _rest(app, pilot)
            (HERE / f"{name}-{language}.svg").write_text(app.export_screenshot(), encoding="utf-8")
            await pilot.press(*["escape"] * len(keys))
            await _rest(app, pilot)


async def _rest(app: DeskApp, pilot: Pilot[None]) -> None:
    """Waits until nothing is read any more; a reading may be replaced by a newer one meanwhile."""
    while app.workers:
        with suppress(WorkerError):
            await app.workers.wait_for_complete()
    await pilot.pause()


def main() -> None:
    """Draws all of them."""
    charter = Charter.load()
    for language in ("ru", "en"):
        with tempfile.TemporaryDirectory() as folder:
            database = str(Path(folder) / "demo.db")
            fill(database, charter, DEMO_DAY.replace(tzinfo=charter.zone), seed=1, language=language)
            asyncio.run(draw(language, database))


if __name__ == "__main__":
    main()
