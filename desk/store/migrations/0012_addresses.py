"""Where a certificate or a letter is posted to."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql("ALTER TABLE ticket ADD COLUMN address TEXT NOT NULL DEFAULT ''")
