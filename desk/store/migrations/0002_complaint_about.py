"""Whom of the staff a complaint is about, by their ids. Names in the words of complaints are looked for once, when the desk is
opened next: that appends to the log (`desk/store/maintenance/rebuild.py`)."""

from peewee import Database, SqliteDatabase

TABLE = """CREATE TABLE complaint_about (
           ticket_id INTEGER NOT NULL REFERENCES ticket (id),
           staff_id INTEGER NOT NULL REFERENCES staff (id),
           confirmed INTEGER NOT NULL,
           PRIMARY KEY (ticket_id, staff_id))"""
TABLE_SERVER = """CREATE TABLE complaint_about (
           ticket_id BIGINT NOT NULL REFERENCES ticket (id),
           staff_id BIGINT NOT NULL REFERENCES staff (id),
           confirmed BOOLEAN NOT NULL,
           PRIMARY KEY (ticket_id, staff_id))"""
INDEXES = (
    "CREATE INDEX complaint_about_staff ON complaint_about (staff_id)",
    "CREATE INDEX complaint_about_mentioned ON complaint_about (ticket_id) WHERE NOT confirmed",
)


def up(migrator: object, db: Database) -> None:
    for statement in (TABLE if isinstance(db, SqliteDatabase) else TABLE_SERVER, *INDEXES):
        db.execute_sql(statement)
