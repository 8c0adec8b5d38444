"""How far each email of the outbox has come on its way to the mail server, and what keeps mail from being read or sent."""

from peewee import Database, SqliteDatabase

TABLES = (
    """CREATE TABLE delivery (
           event_id {number} NOT NULL PRIMARY KEY REFERENCES event (id),
           state VARCHAR(8) NOT NULL,
           tries {number} NOT NULL,
           due {number} NOT NULL,
           since {number},
           seen {number} NOT NULL,
           reason TEXT NOT NULL)""",
    """CREATE TABLE mail_trouble (
           part VARCHAR(8) NOT NULL PRIMARY KEY,
           since {number} NOT NULL,
           reason TEXT NOT NULL)""",
)
INDEX = "CREATE INDEX delivery_state ON delivery (state)"


def up(migrator: object, db: Database) -> None:
    number = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for statement in (*(table.format(number=number) for table in TABLES), INDEX):
        db.execute_sql(statement)
