"""How satisfied customers were is found by its time; feedback, and what was done about it."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql("CREATE INDEX event_rated ON event (at) WHERE what = 'rated'")
    db.execute_sql(
        """CREATE TABLE feedback (id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, recorded INTEGER NOT NULL,
                                  staff_id INTEGER NOT NULL REFERENCES staff (id), ticket_id INTEGER REFERENCES ticket (id),
                                  words TEXT NOT NULL, done TEXT NOT NULL, done_at INTEGER,
                                  done_by_id INTEGER REFERENCES staff (id), said TEXT NOT NULL)"""
    )
