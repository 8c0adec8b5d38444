"""Each number of a ticket leads to its person, and names are folded anew: what tickets are found by is written when the desk is
opened next."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql(
        """CREATE TABLE further_phone (ticket_id INTEGER NOT NULL REFERENCES ticket (id), key VARCHAR(32) NOT NULL,
                                      PRIMARY KEY (ticket_id, key))"""
    )
    db.execute_sql("CREATE INDEX further_phone_key ON further_phone (key)")
    db.execute_sql("DELETE FROM search")
