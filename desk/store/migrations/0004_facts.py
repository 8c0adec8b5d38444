"""Facts to answer from, the events that say which version was told, and the organisations that customers belong to."""

from peewee import Database, SqliteDatabase

COLUMNS = """name TEXT NOT NULL, day TEXT NOT NULL, place TEXT NOT NULL, price TEXT NOT NULL, late_price TEXT NOT NULL,
             opens TEXT NOT NULL, closes TEXT NOT NULL, documents TEXT NOT NULL, hours TEXT NOT NULL, ru TEXT NOT NULL,
             en TEXT NOT NULL, keywords TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL"""
TABLE = f"""CREATE TABLE fact_version (
           id INTEGER NOT NULL PRIMARY KEY, fact INTEGER NOT NULL, {COLUMNS}, withdrawn INTEGER NOT NULL,
           staff_id INTEGER NOT NULL REFERENCES staff (id), recorded INTEGER NOT NULL)"""
TABLE_SERVER = f"""CREATE TABLE fact_version (
           id BIGSERIAL NOT NULL PRIMARY KEY, fact BIGINT NOT NULL, {COLUMNS}, withdrawn BOOLEAN NOT NULL,
           staff_id BIGINT NOT NULL REFERENCES staff (id), recorded BIGINT NOT NULL)"""
ORGANISATIONS = (
    "CREATE TABLE organisation (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind VARCHAR(24) NOT NULL)",
    """CREATE TABLE membership (
           customer_id INTEGER NOT NULL PRIMARY KEY REFERENCES customer (id),
           organisation_id INTEGER NOT NULL REFERENCES organisation (id))""",
)
ORGANISATIONS_SERVER = (
    "CREATE TABLE organisation (id BIGSERIAL NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind VARCHAR(24) NOT NULL)",
    """CREATE TABLE membership (
           customer_id BIGINT NOT NULL PRIMARY KEY REFERENCES customer (id),
           organisation_id BIGINT NOT NULL REFERENCES organisation (id))""",
)
INDEXES = (
    "CREATE UNIQUE INDEX organisation_name ON organisation (name)",
    "CREATE INDEX customer_card_kind ON customer_card (kind)",
    "CREATE INDEX membership_organisation ON membership (organisation_id)",
    "CREATE INDEX fact_version_fact ON fact_version (fact)",
    "CREATE INDEX event_told ON event (id) WHERE what = 'told'",
)


def up(migrator: object, db: Database) -> None:
    tables = (TABLE, *ORGANISATIONS) if isinstance(db, SqliteDatabase) else (TABLE_SERVER, *ORGANISATIONS_SERVER)
    for statement in (*tables, *INDEXES):
        db.execute_sql(statement)
