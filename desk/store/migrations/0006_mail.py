"""Messages that arrived with their bytes, whether a ticket's kind is only proposed, and the key of the desk's own Message-IDs."""

from peewee import Database, SqliteDatabase

TABLES = (
    """CREATE TABLE content (
           id INTEGER NOT NULL PRIMARY KEY,
           digest VARCHAR(64) NOT NULL,
           size INTEGER NOT NULL,
           body BLOB NOT NULL)""",
    """CREATE TABLE mail_folder (
           id INTEGER NOT NULL PRIMARY KEY,
           account TEXT NOT NULL,
           folder TEXT NOT NULL,
           validity INTEGER NOT NULL,
           uid INTEGER NOT NULL,
           first INTEGER NOT NULL)""",
    """CREATE TABLE mail_message (
           id INTEGER NOT NULL PRIMARY KEY,
           key VARCHAR(64) NOT NULL,
           message_id TEXT NOT NULL,
           digest VARCHAR(64) NOT NULL,
           source TEXT NOT NULL,
           sender TEXT NOT NULL,
           subject TEXT NOT NULL,
           automatic VARCHAR(8) NOT NULL,
           received INTEGER NOT NULL,
           recorded INTEGER NOT NULL,
           staff_id INTEGER NOT NULL REFERENCES staff (id),
           ticket_id INTEGER REFERENCES ticket (id))""",
)
TABLES_SERVER = (
    """CREATE TABLE content (
           id BIGSERIAL NOT NULL PRIMARY KEY,
           digest VARCHAR(64) NOT NULL,
           size BIGINT NOT NULL,
           body BYTEA NOT NULL)""",
    """CREATE TABLE mail_folder (
           id BIGSERIAL NOT NULL PRIMARY KEY,
           account TEXT NOT NULL,
           folder TEXT NOT NULL,
           validity BIGINT NOT NULL,
           uid BIGINT NOT NULL,
           first BIGINT NOT NULL)""",
    """CREATE TABLE mail_message (
           id BIGSERIAL NOT NULL PRIMARY KEY,
           key VARCHAR(64) NOT NULL,
           message_id TEXT NOT NULL,
           digest VARCHAR(64) NOT NULL,
           source TEXT NOT NULL,
           sender TEXT NOT NULL,
           subject TEXT NOT NULL,
           automatic VARCHAR(8) NOT NULL,
           received BIGINT NOT NULL,
           recorded BIGINT NOT NULL,
           staff_id BIGINT NOT NULL REFERENCES staff (id),
           ticket_id BIGINT REFERENCES ticket (id))""",
)
INDEXES = (
    "CREATE UNIQUE INDEX content_digest ON content (digest)",
    "CREATE UNIQUE INDEX mail_folder_account_folder ON mail_folder (account, folder)",
    "CREATE UNIQUE INDEX mail_message_key ON mail_message (key)",
    "CREATE INDEX mail_message_message_id ON mail_message (message_id)",
    "CREATE INDEX mail_message_ticket ON mail_message (ticket_id)",
)
COLUMNS = (
    "ALTER TABLE head ADD COLUMN mail_key VARCHAR(64) NOT NULL DEFAULT ''",
    "ALTER TABLE ticket ADD COLUMN proposed {truth}",
)


def up(migrator: object, db: Database) -> None:
    is_file = isinstance(db, SqliteDatabase)
    truth = "INTEGER NOT NULL DEFAULT 0" if is_file else "BOOLEAN NOT NULL DEFAULT FALSE"
    for statement in (*(TABLES if is_file else TABLES_SERVER), *INDEXES, *(column.format(truth=truth) for column in COLUMNS)):
        db.execute_sql(statement)
