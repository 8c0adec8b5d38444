"""A person is known by every number and address of their tickets, not by the last one alone."""

from peewee import Database, TextField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    migrator.migrate(migrator.add_column("ticket", "email_key", TextField(default="")))
    for number, email in db.execute_sql("SELECT id, email FROM ticket WHERE email <> ''").fetchall():
        db.execute_sql("UPDATE ticket SET email_key = ? WHERE id = ?", (email.strip().casefold(), number))
    migrator.migrate(
        migrator.add_index("ticket", ("phone_key",)),
        migrator.add_index("ticket", ("email_key",)),
        migrator.drop_index("customer", "customer_phone"),
        migrator.drop_index("customer", "customer_email"),
    )
