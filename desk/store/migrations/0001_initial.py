"""The tables. A frozen copy: later changes to `desk/models.py` come as migrations of their own."""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    CompositeKey,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    SqliteDatabase,
    TextField,
)


class Table(Model):
    class Meta:
        legacy_table_names = False


class Applied(Table):
    id = AutoField()
    charter_version = CharField(32)
    calendar_version = CharField(32)
    charter = TextField()
    calendar = TextField()
    applied = IntegerField()

    class Meta:
        indexes = ((("charter_version", "calendar_version"), True),)


class InForce(Table):
    id = AutoField()
    applied = ForeignKeyField(Applied)
    since = IntegerField()
    staff = IntegerField(null=True)


class Staff(Table):
    id = AutoField()
    name = CharField(120, unique=True)


class Person(Table):
    staff = ForeignKeyField(Staff, primary_key=True)
    role = CharField(16)
    secret = TextField()
    wrong = IntegerField(default=0)
    waits_until = IntegerField(default=0)
    away_until = IntegerField(null=True)
    gone = IntegerField(null=True)


class PersonEvent(Table):
    id = AutoField()
    at = IntegerField()
    what = CharField(16)
    staff = ForeignKeyField(Staff, null=True, index=False)
    by = ForeignKeyField(Staff, null=True, index=False)
    detail = TextField(default="")


class Customer(Table):
    id = AutoField()
    name = TextField(default="")
    phone = CharField(32, default="")
    email = CharField(320, default="")


class Batch(Table):
    id = AutoField()
    kind = CharField(16)
    received = IntegerField()
    opened_by = ForeignKeyField(Staff)
    recorded = IntegerField()
    exam = TextField(default="")
    day = TextField(default="")
    centre = TextField(default="")


class Mapping(Table):
    id = AutoField()
    headings = TextField(unique=True)
    columns = TextField()
    staff = ForeignKeyField(Staff, index=False)


class ExamSession(Table):
    id = AutoField()
    exam = TextField()
    day = TextField()
    place = TextField()
    ends = TextField()
    staff = ForeignKeyField(Staff, index=False)
    recorded = IntegerField()
    removed = IntegerField(null=True)


class Ticket(Table):
    id = AutoField()
    kind = CharField(16)
    channel = CharField(16)
    state = CharField(8)
    customer = ForeignKeyField(Customer)
    owner = ForeignKeyField(Staff, null=True)
    batch = ForeignKeyField(Batch, null=True)
    session = ForeignKeyField(ExamSession, null=True, index=False)
    name = TextField(default="")
    phone = TextField(default="")
    phone_key = CharField(32, default="", index=True)
    email = TextField(default="")
    email_key = TextField(default="", index=True)
    address = TextField(default="")
    language = CharField(8)
    subject = TextField(default="")
    key = TextField(default="")
    exam = TextField(default="")
    candidate = CharField(64, default="")
    day = TextField(default="")
    document = TextField(default="")
    received = IntegerField()
    recorded = IntegerField()
    at_once = BooleanField(default=False)
    next_due = IntegerField(null=True, index=True)
    next_standard = CharField(64, default="")
    nudge = IntegerField(null=True)
    version = IntegerField()

    class Meta:
        indexes = ((("state", "kind", "next_due", "received"), False), (("candidate",), False))


class FurtherPhone(Table):
    ticket = ForeignKeyField(Ticket, index=False)
    key = CharField(32, index=True)

    class Meta:
        primary_key = CompositeKey("ticket", "key")


class Event(Table):
    id = AutoField()
    ticket = ForeignKeyField(Ticket, null=True)
    step = IntegerField(index=True)
    what = CharField(24)
    at = IntegerField()
    recorded = IntegerField()
    staff = ForeignKeyField(Staff, null=True)
    applied = ForeignKeyField(Applied)
    data = TextField()
    hash = CharField(64)


class Head(Table):
    id = SmallIntegerField(primary_key=True)
    event = IntegerField()
    hash = CharField(64)
    projections = IntegerField(default=0)
    practice = BooleanField(default=False)


class Text(Table):
    id = AutoField()
    event = ForeignKeyField(Event)
    field = CharField(24)
    body = TextField()
    salt = CharField(32)


class Outbox(Table):
    event = ForeignKeyField(Event, primary_key=True)
    way = CharField(8)
    exported = IntegerField(null=True)


class Clock(Table):
    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    standard = CharField(64)
    start = IntegerField()
    due = IntegerField()
    state = CharField(8)
    started_by = IntegerField()
    stopped = IntegerField(null=True)
    stopped_by = IntegerField(null=True)
    reason = CharField(24, null=True)
    house = BooleanField(default=False)
    judged_by = IntegerField(null=True)
    opened = IntegerField(default=0)
    entered_late = BooleanField(default=False)


class Evidence(Table):
    id = AutoField()
    duty = CharField(64)
    at = IntegerField()
    recorded = IntegerField()
    staff = ForeignKeyField(Staff)
    note = TextField(default="")
    exam = CharField(10, default="")
    place = TextField(default="")

    class Meta:
        indexes = ((("duty", "at"), False),)


class Feedback(Table):
    id = AutoField()
    at = IntegerField()
    recorded = IntegerField()
    staff = ForeignKeyField(Staff, index=False)
    ticket = ForeignKeyField(Ticket, null=True, index=False)
    words = TextField()
    done = TextField()
    done_at = IntegerField(null=True)
    done_by = ForeignKeyField(Staff, null=True, index=False)
    said = TextField()


class Reminder(Table):
    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    event = IntegerField()
    staff = ForeignKeyField(Staff)
    at = IntegerField(index=True)


class View(Table):
    id = AutoField()
    name = TextField(unique=True)
    words = TextField()
    staff = ForeignKeyField(Staff)


class Watch(Table):
    staff = ForeignKeyField(Staff, primary_key=True)
    warned_until = IntegerField()


TABLES = Table.__subclasses__()

# Of what is counted, listed or warned of, without the rest of the table.
INDEXES = (
    "CREATE INDEX ticket_at_once ON ticket (received) WHERE at_once",
    "CREATE INDEX ticket_nudge ON ticket (nudge) WHERE state = 'open'",
    "CREATE INDEX ticket_session ON ticket (session_id) WHERE session_id IS NOT NULL",
    "CREATE INDEX clock_opened ON clock (opened)",
    "CREATE INDEX clock_running ON clock (due) WHERE state = 'running'",
    "CREATE INDEX event_apart ON event (id) WHERE ticket_id IS NULL",
    "CREATE INDEX event_closed ON event (at) WHERE what IN ('closed', 'merged')",
    "CREATE INDEX event_rated ON event (at) WHERE what = 'rated'",
    "CREATE INDEX event_reopened ON event (at) WHERE what = 'reopened'",
    "CREATE INDEX outbox_waiting ON outbox (event_id) WHERE exported IS NULL",
    "CREATE INDEX person_event_open ON person_event (id) WHERE what IN ('opened', 'closed')",
)

INDEXES_SQLITE = (
    """CREATE INDEX event_at_once ON event (at) WHERE what = 'received' AND instr(data, '"at_once":true')""",
    """CREATE INDEX event_letter ON event (ticket_id) WHERE instr(data, '"letter":')""",
)

INDEXES_SERVER = (
    """CREATE INDEX event_at_once ON event (at) WHERE what = 'received' AND strpos(data, '"at_once":true') > 0""",
    """CREATE INDEX event_letter ON event (ticket_id) WHERE strpos(data, '"letter":') > 0""",
)

# What is appended is never changed and never taken away, no matter who holds the connection. INSERT OR REPLACE would pass a delete
# trigger, so an insert over an existing id is refused as well.
GUARDS = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
    """CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END""",
    "CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END",
    "CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END",
    """CREATE TRIGGER person_event_no_update BEFORE UPDATE ON person_event
       BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
    """CREATE TRIGGER person_event_no_delete BEFORE DELETE ON person_event
       BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
    """CREATE TRIGGER person_event_no_replace BEFORE INSERT ON person_event
       WHEN EXISTS (SELECT 1 FROM person_event WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'an event is never replaced'); END""",
)

# Everything that is said of a ticket, folded: what F8 looks through.
SEARCH = """CREATE VIRTUAL TABLE search USING fts5(state, who, about, said, prefix='1 2 3', detail='column',
                                                  tokenize='unicode61 remove_diacritics 0')"""

# The same on a server, where no statement can replace a row without updating it.
GUARDS_SERVER = (
    """CREATE FUNCTION desk_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': what was appended is never changed'; END $$""",
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION desk_refuse()"
        for table in ("event", "evidence", "person_event")
    ),
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse()"
        for table in ("event", "evidence", "person_event")
    ),
)

# NULL if a damaged column holds no JSON, which would fail the whole query.
JSON_SERVER = """CREATE FUNCTION desk_json(data text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
                 BEGIN RETURN data::jsonb; EXCEPTION WHEN others THEN RETURN NULL; END $$"""

SEARCH_SERVER = (
    """CREATE TABLE search (
           rowid BIGINT PRIMARY KEY, state TEXT NOT NULL, who TEXT NOT NULL, about TEXT NOT NULL, said TEXT NOT NULL,
           search TSVECTOR NOT NULL GENERATED ALWAYS AS (
               setweight(to_tsvector('simple', who), 'A') || setweight(to_tsvector('simple', about), 'B')
               || setweight(to_tsvector('simple', said), 'C') || setweight(to_tsvector('simple', state), 'D')) STORED)""",
    "CREATE INDEX search_words ON search USING GIN (search)",
)


def up(migrator: object, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
        Head.create(id=1, event=0, hash="0" * 64)
    for statement in _statements(on_server=not isinstance(db, SqliteDatabase)):
        db.execute_sql(statement)


def _statements(*, on_server: bool) -> tuple[str, ...]:
    if not on_server:
        return (*INDEXES, *INDEXES_SQLITE, *GUARDS, SEARCH)
    # SQLite does not look at the length of a text; what may be typed is checked before it is stored.
    texts = [
        f'ALTER TABLE "{table._meta.table_name}" ALTER COLUMN "{field.column_name}" TYPE TEXT'
        for table in TABLES
        for field in table._meta.sorted_fields
        if isinstance(field, CharField)
    ]
    return (*texts, JSON_SERVER, *INDEXES, *INDEXES_SERVER, *GUARDS_SERVER, *SEARCH_SERVER)
