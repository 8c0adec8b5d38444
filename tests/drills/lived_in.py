"""A desk on which a bit of everything happened, for the drills that damage one."""

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from desk.charter import Charter
from desk.outgoing.letters import write_to
from desk.outgoing.texts import built_in, find
from desk.store import actions, duties, staff
from desk.store.desk import open_desk
from desk.store.feedback import record_feedback
from desk.store.merging import merge
from desk.store.outbox import exported
from desk.store.recording import Recording, record
from desk.store.sessions import open_session
from desk.store.staff import add_person
from desk.store.views import save_view

MOMENT = int(datetime.fromisoformat("2026-11-03T10:14:00+03:00").timestamp())
NO_PIN = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$none"  # a hash that no PIN gives


def live(path: Path) -> None:
    """Makes it: people, tickets of every kind, closed, merged and converted ones, letters, a session, evidence, feedback."""
    Charter.load()
    with closing(open_desk(str(path), None, lambda: MOMENT, practice=True)) as store:
        store.acting = add_person(store, "Ольга", "Ольга", "supervisor", NO_PIN)
        for name, role in (("Анна", "reception"), ("Вера", "complaints")):
            add_person(store, "Ольга", name, role, NO_PIN)

        def new(kind: str, channel: str, **more: object) -> int:
            what = Recording(kind, channel, name="Иванова Мария", phone="+79215550101", subject="Когда FCE?", **more)  # type: ignore[arg-type]
            return record(store, "Ольга", what)

        calls = [new("enquiry", "phone") for _ in range(4)]
        mails = [new("enquiry", "email", email="anna@example.org") for _ in range(3)]
        complaint, box = new("complaint", "email"), [new("certificate", "letter", email="anna@example.org") for _ in range(3)]
        open_session(store, "Ольга", "FCE", date(2026, 12, 5), "Зал 1")
        new("registration", "email", exam=date(2026, 12, 5))
        actions.fact(store, "Ольга", calls[0], "answered")
        actions.close(store, "Ольга", calls[1], "withdrawn")
        actions.take(store, "Ольга", calls[2])
        actions.convert(store, "Ольга", calls[3], "complaint")
        merge(store, "Ольга", mails[0], mails[1])
        actions.remind(store, "Ольга", mails[2], MOMENT + 3600, "перезвонить")
        actions.fact(store, "Ольга", complaint, "acknowledged")
        actions.reply(store, "Ольга", mails[1], "answered", texts={"note": "5 декабря"}, data={})
        actions.undo(store, "Ольга", mails[1])
        for number in box[:2]:
            ((version,),) = store.rows("SELECT version FROM ticket WHERE id = ?", number)
            write_to(store, "Ольга", [(number, version)], find(built_in(), "certificate"))
            if number == box[0]:
                exported(store, "Ольга", [event for (event,) in store.rows("SELECT event_id FROM outbox")])
        duties.tick(store, "Ольга", "website-current", "даты, цены")
        record_feedback(store, "Ольга", "холодно")
        save_view(store, "Ольга", "мои", "@ольга")
        staff.set_away(store, "Ольга", "Анна", MOMENT + 86_400)
