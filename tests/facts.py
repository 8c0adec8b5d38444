"""Facts to answer from, for tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from desk.facts.fact import Content

FCE = Content(
    "B2 First (FCE)",
    day=date(2026, 12, 12),
    place="Невский, 1",
    price="14500 RUB",
    late_price="16000 RUB",
    opens=date(2026, 9, 1),
    closes=date(2026, 11, 20),
    documents="паспорт",
    since=date(2026, 11, 1),
    until=date(2026, 12, 12),
)
PARKING = Content(
    "Парковка",
    ru="Своей парковки нет, платная рядом.",
    en="There is no car park; a paid one is near.",
    keywords="машина, стоянка",
    since=date(2026, 11, 1),
    until=date(2027, 11, 1),
)


def exam(**changed: Any) -> Content:
    """The exam with other values."""
    return replace(FCE, **changed)
