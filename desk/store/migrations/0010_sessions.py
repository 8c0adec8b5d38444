"""Exam sessions: an exam on a day, with its candidates."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql(
        """CREATE TABLE exam_session (id INTEGER NOT NULL PRIMARY KEY, exam TEXT NOT NULL, day TEXT NOT NULL, place TEXT NOT NULL,
                                      ends TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff (id),
                                      recorded INTEGER NOT NULL)"""
    )
    db.execute_sql("ALTER TABLE ticket ADD COLUMN session_id INTEGER REFERENCES exam_session (id)")
    db.execute_sql("CREATE INDEX ticket_session ON ticket (session_id) WHERE session_id IS NOT NULL")
