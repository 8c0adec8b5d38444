"""Draws the README's pictures: the demo's board and one of its tickets, in both languages. Run by `make pictures`."""

import asyncio
import tempfile
from pathlib import Path

from desk.app import DeskApp
from desk.charter import Charter
from desk.demo import DEMO_DAY, fill
from desk.settings import Settings

HERE = Path(__file__).parent


async def draw(language: str, database: str) -> None:
    """The board and a ticket as SVG. The clock stands at the demo's moment."""
    begin = DEMO_DAY.replace(tzinfo=Charter.load().zone).timestamp()
    app = DeskApp(Settings(database, None, language, "Анна" if language == "ru" else "Anna"), lambda: begin)
    async with app.run_test(size=(130, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        (HERE / f"board-{language}.svg").write_text(app.export_screenshot(), encoding="utf-8")
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        (HERE / f"ticket-{language}.svg").write_text(app.export_screenshot(), encoding="utf-8")


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
