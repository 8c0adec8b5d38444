"""A charter file with a kind of case that a centre adds itself."""

from pathlib import Path

from desk.charter import Charter
from desk.charter.kinds import DEFAULT

OWN = """
[[kind]]
id = "venue"
title = { ru = "заявка на зал", en = "room request" }
facts = ["acknowledged", "answered"]
final = ["answered"]
channels = ["phone", "email"]
becomes = ["enquiry"]

[[standard]]
id = "venue-answer"
clause = "practice"
limit = "3 working days"
house = true
title = { ru = "Ответить о зале", en = "Answer about the room" }
promise = { ru = "О зале отвечаем за три рабочих дня.", en = "A room request is answered within three working days." }

[[standard.applies]]
kinds = ["venue"]
starts = ["received"]
stops = ["answered"]
"""


def own_charter(folder: Path, said: str = OWN) -> Charter:
    """LT-Pro's charter with one more kind, as `said` in TOML."""
    path = folder / "own.toml"
    path.write_text(DEFAULT.read_text(encoding="utf-8") + said, encoding="utf-8")
    return Charter.load(path)
