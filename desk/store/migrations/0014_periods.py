"""What a period promised and what was opened again in it are found without looking at all that ever was."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql("CREATE INDEX clock_start ON clock (start)")
    db.execute_sql("CREATE INDEX event_reopened ON event (at) WHERE what = 'reopened'")
