"""What waits to be sent: letters and emails that were written, until they are exported."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql(
        """CREATE TABLE outbox (event_id INTEGER NOT NULL PRIMARY KEY REFERENCES event (id), way TEXT NOT NULL, exported INTEGER)"""
    )
    db.execute_sql("CREATE INDEX outbox_waiting ON outbox (event_id) WHERE exported IS NULL")
