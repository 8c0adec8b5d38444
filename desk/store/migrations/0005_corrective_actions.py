"""Corrective actions, and an index of the events that say that a customer was asked how satisfied they are."""

from peewee import Database, SqliteDatabase

TABLE = """CREATE TABLE corrective_action (
           id INTEGER NOT NULL PRIMARY KEY,
           ticket_id INTEGER NOT NULL REFERENCES ticket (id),
           words TEXT NOT NULL,
           owner_id INTEGER NOT NULL REFERENCES staff (id),
           due VARCHAR(10) NOT NULL,
           staff_id INTEGER NOT NULL REFERENCES staff (id),
           recorded INTEGER NOT NULL,
           done TEXT NOT NULL,
           done_at INTEGER,
           done_by_id INTEGER REFERENCES staff (id),
           said TEXT NOT NULL)"""
TABLE_SERVER = """CREATE TABLE corrective_action (
           id BIGSERIAL NOT NULL PRIMARY KEY,
           ticket_id BIGINT NOT NULL REFERENCES ticket (id),
           words TEXT NOT NULL,
           owner_id BIGINT NOT NULL REFERENCES staff (id),
           due VARCHAR(10) NOT NULL,
           staff_id BIGINT NOT NULL REFERENCES staff (id),
           recorded BIGINT NOT NULL,
           done TEXT NOT NULL,
           done_at BIGINT,
           done_by_id BIGINT REFERENCES staff (id),
           said TEXT NOT NULL)"""
INDEXES = (
    "CREATE INDEX corrective_action_ticket ON corrective_action (ticket_id)",
    "CREATE INDEX event_rating_asked ON event (at) WHERE what = 'rating-asked'",
)


def up(migrator: object, db: Database) -> None:
    for statement in (TABLE if isinstance(db, SqliteDatabase) else TABLE_SERVER, *INDEXES):
        db.execute_sql(statement)
