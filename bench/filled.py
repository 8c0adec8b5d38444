"""Desks with many tickets, made at once: the board reads the table `ticket` and nothing else."""

import random
import sqlite3
from datetime import datetime
from pathlib import Path

from desk.charter import Charter
from desk.store.desk import open_desk
from desk.text import search_key

NOW = "2026-11-03T10:15:00+03:00"
MOMENT = int(datetime.fromisoformat(NOW).timestamp())
KINDS = (("enquiry", "phone-answer"), ("complaint", "complaint-informed"), ("certificate", "certificate-notify"))
IN_SECONDS = 10  # tickets of each pane in their last hour, at any size: what ticks must not depend on how many there are

_NAMES = ("Иванова Мария", "Петров Пётр", "Anna Smith", "Соколов Илья", "Щербакова Юлия", "O'Brien Sean")
_WORDS = ("Когда FCE?", "Spelling of the certificate", "Результаты C1 Advanced", "Перенос экзамена", "Room was noisy")


def fill(path: Path, tickets: int) -> Path:
    """A desk with that many open tickets in three queues; the same for each number."""
    open_desk(str(path), None, lambda: MOMENT).close()
    Charter.load()
    odd = random.Random(tickets)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO staff (name) VALUES ('Anna')")
        connection.execute("INSERT INTO customer (name, phone, email) VALUES ('', '', '')")
        connection.executemany(
            """INSERT INTO ticket (kind, channel, state, customer_id, name, phone, phone_key, email, email_key, language, subject,
                                   key, exam, candidate, received, recorded, at_once, next_due, next_standard, version)
               VALUES (?, 'phone', 'open', 1, ?, ?, '', '', '', 'ru', ?, ?, '', '', ?, ?, 0, ?, ?, 1)""",
            [_ticket(number, odd) for number in range(tickets)],
        )
    connection.close()
    return path


def _ticket(number: int, odd: random.Random) -> tuple[object, ...]:
    (kind, standard), place = KINDS[number % len(KINDS)], number // len(KINDS)
    due = MOMENT + (600 + place * 200 if place < IN_SECONDS else 7200 + place * 60)
    name, subject = f"{odd.choice(_NAMES)} {place}", odd.choice(_WORDS)
    phone = f"+7812{odd.randrange(10**7):07}"
    key = search_key(f"{number + 1} {name} {phone} {phone[1:]} {subject}")
    return kind, name, phone, subject, key, MOMENT - 86_400, MOMENT - 86_400, due, standard
