"""Exam sessions that were a mistake are removed; undone registrations name them still."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql("ALTER TABLE exam_session ADD COLUMN removed INTEGER")
