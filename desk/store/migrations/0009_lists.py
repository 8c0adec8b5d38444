"""What lists of candidates bring: the exam's day, the name as in the travel document, of which exam and centre a box is; and which
column is what, once somebody said."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql("ALTER TABLE ticket ADD COLUMN day TEXT NOT NULL DEFAULT ''")
    db.execute_sql("ALTER TABLE ticket ADD COLUMN document TEXT NOT NULL DEFAULT ''")
    for column in ("exam", "day", "centre"):
        db.execute_sql(f"ALTER TABLE batch ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    db.execute_sql(
        """CREATE TABLE mapping (id INTEGER NOT NULL PRIMARY KEY, headings TEXT NOT NULL UNIQUE, columns TEXT NOT NULL,
                                 staff_id INTEGER NOT NULL REFERENCES staff (id))"""
    )
