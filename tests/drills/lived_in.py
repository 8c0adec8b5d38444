"""A desk on which a bit of everything happened, for the drills that damage one."""

from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Unpack

from desk.charter import Charter
from desk.outgoing.mass_letters import write_to
from desk.outgoing.texts import built_in, find
from desk.store.commands import duties, people, tickets
from desk.store.commands.feedback import record_feedback
from desk.store.commands.merging import merge
from desk.store.commands.outbox import exported
from desk.store.commands.people import add_person
from desk.store.commands.recording import Recording, record
from desk.store.commands.saved_views import save_view
from desk.store.commands.sessions import open_session
from desk.store.opening import open_desk
from tests.recordings import Fields

MOMENT = int(datetime.fromisoformat("2026-11-03T10:14:00+03:00").timestamp())
NO_PIN = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$none"  # a hash that no PIN gives


def live(path: Path) -> None:
    """Makes it: people, tickets of every kind, closed, merged and converted ones, letters, a session, evidence, feedback."""
    Charter.load()
    with closing(open_desk(str(path), None, lambda: MOMENT, practice=True)) as store:
        store.acting = add_person(store, "Ольга", "Ольга", "supervisor", NO_PIN)
        for name, role in (("Анна", "reception"), ("Вера", "complaints")):
            add_person(store, "Ольга", name, role, NO_PIN)

        def new(kind: str, channel: str, **more: Unpack[Fields]) -> int:
            given = Fields(name="Иванова Мария", phone="+79215550101", subject="Когда FCE?") | more
            return record(store, "Ольга", Recording(kind, channel, **given))

        calls = [new("enquiry", "phone") for _ in range(4)]
        mails = [new("enquiry", "email", email="anna@example.org") for _ in range(3)]
        complaint, box = new("complaint", "email"), [new("certificate", "letter", email="anna@example.org") for _ in range(3)]
        open_session(store, "Ольга", "FCE", date(2026, 12, 5), "Зал 1")
        new("registration", "email", exam=date(2026, 12, 5))
        tickets.fact(store, "Ольга", calls[0], "answered")
        tickets.close(store, "Ольга", calls[1], "withdrawn")
        tickets.take(store, "Ольга", calls[2])
        tickets.convert(store, "Ольга", calls[3], "complaint")
        merge(store, "Ольга", mails[0], mails[1])
        tickets.remind(store, "Ольга", mails[2], MOMENT + 3600, "перезвонить")
        tickets.fact(store, "Ольга", complaint, "acknowledged")
        tickets.reply(store, "Ольга", mails[1], "answered", texts={"note": "5 декабря"}, data={})
        tickets.undo(store, "Ольга", mails[1])
        for number in box[:2]:
            ((version,),) = store.rows("SELECT version FROM ticket WHERE id = ?", number)
            write_to(store, "Ольга", [(number, version)], find(built_in(), "certificate"))
            if number == box[0]:
                exported(store, "Ольга", [event for (event,) in store.rows("SELECT event_id FROM outbox")])
        duties.tick(store, "Ольга", "website-current", "даты, цены")
        record_feedback(store, "Ольга", "холодно")
        save_view(store, "Ольга", "мои", "@ольга")
        people.set_away(store, "Ольга", "Анна", MOMENT + 86_400)
