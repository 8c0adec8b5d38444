"""Files that belong to tickets; their bytes are in `content`."""

from peewee import Database, SqliteDatabase

TABLE = """CREATE TABLE attachment (
           id {key} NOT NULL PRIMARY KEY,
           ticket_id {number} NOT NULL REFERENCES ticket (id),
           digest VARCHAR(64) NOT NULL,
           name TEXT NOT NULL,
           type VARCHAR(80) NOT NULL,
           size {number} NOT NULL)"""
INDEX = "CREATE INDEX attachment_ticket ON attachment (ticket_id)"


def up(migrator: object, db: Database) -> None:
    key, number = ("INTEGER", "INTEGER") if isinstance(db, SqliteDatabase) else ("BIGSERIAL", "BIGINT")
    for statement in (TABLE.format(key=key, number=number), INDEX):
        db.execute_sql(statement)
