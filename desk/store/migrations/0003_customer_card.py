"""What somebody wrote down about a customer: their kind, what to keep in mind, a note."""

from peewee import Database, SqliteDatabase

TABLE = """CREATE TABLE customer_card (
           customer_id INTEGER NOT NULL PRIMARY KEY REFERENCES customer (id),
           kind VARCHAR(24) NOT NULL,
           mind TEXT NOT NULL,
           note TEXT NOT NULL,
           version INTEGER NOT NULL)"""
TABLE_SERVER = """CREATE TABLE customer_card (
           customer_id BIGINT NOT NULL PRIMARY KEY REFERENCES customer (id),
           kind VARCHAR(24) NOT NULL,
           mind TEXT NOT NULL,
           note TEXT NOT NULL,
           version BIGINT NOT NULL)"""


def up(migrator: object, db: Database) -> None:
    db.execute_sql(TABLE if isinstance(db, SqliteDatabase) else TABLE_SERVER)
