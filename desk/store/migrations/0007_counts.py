"""What is counted beside the queues, and looked for after every act: few tickets among many."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql("CREATE INDEX ticket_at_once ON ticket (received) WHERE at_once")
    db.execute_sql("CREATE INDEX ticket_nudge ON ticket (nudge) WHERE state = 'open'")
