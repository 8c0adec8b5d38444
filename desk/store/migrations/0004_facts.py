"""Facts to answer from, and the events that say which version was told."""

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
INDEXES = (
    "CREATE INDEX fact_version_fact ON fact_version (fact)",
    "CREATE INDEX event_told ON event (id) WHERE what = 'told'",
)


def up(migrator: object, db: Database) -> None:
    for statement in (TABLE if isinstance(db, SqliteDatabase) else TABLE_SERVER, *INDEXES):
        db.execute_sql(statement)
