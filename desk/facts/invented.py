"""Invented facts for the demo: exams of the next months and a few short answers."""

from datetime import date, timedelta

from desk.facts.fact import Content

_EXAMS = (
    ("A2 Key (KET)", "9800 RUB", "10800 RUB"),
    ("B1 Preliminary (PET)", "10900 RUB", "11900 RUB"),
    ("B2 First (FCE)", "14500 RUB", "16000 RUB"),
    ("C1 Advanced (CAE)", "15500 RUB", "17000 RUB"),
)
_PLACES = ("Невский пр., 1", "Лиговский пр., 30")


def invented_facts(today: date) -> list[Content]:
    """Facts as they might be on a day: two sessions of each exam, at different places, and short answers."""
    since, year = today - timedelta(95), timedelta(365)
    exams = [
        Content(
            name,
            day=day,
            place=_PLACES[round_],
            price=price,
            late_price=late,
            opens=day - timedelta(110),
            closes=day - timedelta(22),
            documents="паспорт / passport",
            since=since,
            until=day,
        )
        for number, (name, price, late) in enumerate(_EXAMS)
        for round_ in range(2)
        for day in (_saturday(today + timedelta(32 + 7 * number + 91 * round_)),)
    ]
    answers = [
        Content(
            "Приём посетителей",
            hours="пн–пт / Mon–Fri 10:00–18:00",
            keywords="часы работы, reception, office hours",
            since=since,
            until=today + year,
        ),
        Content(
            "Парковка",
            ru="Своей парковки у нас нет, ближайшая платная — через дом.",
            en="We have no car park; the nearest paid one is next door but one.",
            keywords="машина, стоянка, parking, car",
            since=since,
            until=today + year,
        ),
        Content(
            "Результаты",
            ru="Результаты приходят через четыре-шесть недель после экзамена, сертификат — ещё через две.",
            en="Results come four to six weeks after the exam, the certificate two weeks later.",
            keywords="сертификат, когда, results, certificate",
            since=since,
            until=today + year,
        ),
    ]
    return [*exams, *answers]


def _saturday(day: date) -> date:
    """The Saturday on or after a day."""
    return day + timedelta((5 - day.weekday()) % 7)
