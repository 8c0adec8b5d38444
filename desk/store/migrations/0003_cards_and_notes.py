"""What somebody wrote down about a customer, and for the next shift."""

from peewee import Database, SqliteDatabase

CARD = """CREATE TABLE customer_card (
           customer_id INTEGER NOT NULL PRIMARY KEY REFERENCES customer (id),
           kind VARCHAR(24) NOT NULL,
           mind TEXT NOT NULL,
           note TEXT NOT NULL,
           version INTEGER NOT NULL)"""
CARD_SERVER = """CREATE TABLE customer_card (
           customer_id BIGINT NOT NULL PRIMARY KEY REFERENCES customer (id),
           kind VARCHAR(24) NOT NULL,
           mind TEXT NOT NULL,
           note TEXT NOT NULL,
           version BIGINT NOT NULL)"""

NOTE = """CREATE TABLE shift_note (
          id INTEGER NOT NULL PRIMARY KEY,
          at INTEGER NOT NULL,
          staff_id INTEGER NOT NULL REFERENCES staff (id),
          words TEXT NOT NULL)"""
NOTE_SERVER = """CREATE TABLE shift_note (
          id BIGSERIAL NOT NULL PRIMARY KEY,
          at BIGINT NOT NULL,
          staff_id BIGINT NOT NULL REFERENCES staff (id),
          words TEXT NOT NULL)"""


def up(migrator: object, db: Database) -> None:
    for statement in (CARD, NOTE) if isinstance(db, SqliteDatabase) else (CARD_SERVER, NOTE_SERVER):
        db.execute_sql(statement)
