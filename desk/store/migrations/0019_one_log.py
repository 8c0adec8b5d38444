"""One log: events that belong to no ticket, for the rows beside the tickets. Letters that have left are told by events alone."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    # SQLite changes no column: the table is made anew, its indexes and triggers with it. Foreign keys are off meanwhile.
    rest = db.execute_sql("SELECT sql FROM sqlite_master WHERE tbl_name = 'event' AND type IN ('index', 'trigger') AND sql <> ''")
    statements = [sql for (sql,) in rest.fetchall()]
    db.execute_sql(
        """CREATE TABLE event_new (id INTEGER NOT NULL PRIMARY KEY, ticket_id INTEGER REFERENCES ticket (id), step INTEGER NOT NULL,
                                   what VARCHAR(24) NOT NULL, at INTEGER NOT NULL, recorded INTEGER NOT NULL,
                                   staff_id INTEGER REFERENCES staff (id), applied_id INTEGER NOT NULL REFERENCES applied (id),
                                   data TEXT NOT NULL, hash VARCHAR(64) NOT NULL)"""
    )
    columns = "id, ticket_id, step, what, at, recorded, staff_id, applied_id, data, hash"
    db.execute_sql("INSERT INTO event_new (" + columns + ") SELECT " + columns + " FROM event")
    db.execute_sql("DROP TABLE event")
    db.execute_sql("ALTER TABLE event_new RENAME TO event")
    for sql in statements:
        db.execute_sql(sql)
    db.execute_sql("CREATE INDEX event_apart ON event (id) WHERE ticket_id IS NULL")
    db.execute_sql("CREATE INDEX event_letter ON event (ticket_id) WHERE instr(data, '\"letter\":')")
    db.execute_sql("DELETE FROM outbox WHERE exported IS NOT NULL")
