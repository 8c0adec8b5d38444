"""Who logs in here, with what role; what was done to people and their logins: appended, never changed."""

from peewee import Database

GUARDS = (
    """CREATE TRIGGER person_event_no_update BEFORE UPDATE ON person_event
       BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
    """CREATE TRIGGER person_event_no_delete BEFORE DELETE ON person_event
       BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
    """CREATE TRIGGER person_event_no_replace BEFORE INSERT ON person_event
       WHEN EXISTS (SELECT 1 FROM person_event WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'an event is never replaced'); END""",
)


def up(migrator: object, db: Database) -> None:
    db.execute_sql(
        """CREATE TABLE person (staff_id INTEGER NOT NULL PRIMARY KEY REFERENCES staff (id), role VARCHAR(16) NOT NULL,
                                secret TEXT NOT NULL, wrong INTEGER NOT NULL, waits_until INTEGER NOT NULL, away_until INTEGER,
                                gone INTEGER)"""
    )
    db.execute_sql(
        """CREATE TABLE person_event (id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, what VARCHAR(16) NOT NULL,
                                      staff_id INTEGER REFERENCES staff (id), by_id INTEGER REFERENCES staff (id),
                                      detail TEXT NOT NULL)"""
    )
    db.execute_sql("CREATE INDEX person_event_open ON person_event (id) WHERE what IN ('opened', 'closed')")
    for guard in GUARDS:
        db.execute_sql(guard)
