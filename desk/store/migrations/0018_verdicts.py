"""Verdicts that stay: the start as it was entered first, a time that was entered late, and by which rules rows were derived."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    db.execute_sql("ALTER TABLE clock ADD COLUMN opened INTEGER NOT NULL DEFAULT 0")
    db.execute_sql("ALTER TABLE clock ADD COLUMN entered_late INTEGER NOT NULL DEFAULT 0")
    db.execute_sql("UPDATE clock SET opened = start")
    db.execute_sql("DROP INDEX clock_start")
    db.execute_sql("CREATE INDEX clock_opened ON clock (opened)")
    # By text, not as JSON: a damaged event must not keep the index from being written.
    db.execute_sql("""CREATE INDEX event_at_once ON event (at) WHERE what = 'received' AND instr(data, '"at_once":true')""")
    db.execute_sql("CREATE INDEX event_closed ON event (at) WHERE what IN ('closed', 'merged')")
    db.execute_sql("ALTER TABLE evidence ADD COLUMN place TEXT NOT NULL DEFAULT ''")
    db.execute_sql("UPDATE evidence SET place = '*' WHERE exam <> ''")
    db.execute_sql("ALTER TABLE head ADD COLUMN projections INTEGER NOT NULL DEFAULT 0")
    db.execute_sql("ALTER TABLE head ADD COLUMN practice INTEGER NOT NULL DEFAULT 0")
