"""The first tables. A frozen copy: later changes to `desk/models.py` come as migrations of their own."""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)


class Base(Model):
    class Meta:
        legacy_table_names = False


class Applied(Base):
    id = AutoField()
    charter_version = CharField(32)
    calendar_version = CharField(32)
    charter = TextField()
    calendar = TextField()
    applied = IntegerField()

    class Meta:
        indexes = ((("charter_version", "calendar_version"), True),)


class Staff(Base):
    id = AutoField()
    name = CharField(120, unique=True)


class Customer(Base):
    id = AutoField()
    name = TextField(default="")
    phone = CharField(32, default="", index=True)
    email = CharField(320, default="", index=True)


class Batch(Base):
    id = AutoField()
    kind = CharField(16)
    received = IntegerField()
    opened_by = ForeignKeyField(Staff)
    recorded = IntegerField()


class Ticket(Base):
    id = AutoField()
    kind = CharField(16)
    channel = CharField(16)
    state = CharField(8)
    customer = ForeignKeyField(Customer)
    owner = ForeignKeyField(Staff, null=True)
    batch = ForeignKeyField(Batch, null=True)
    name = TextField(default="")
    phone = TextField(default="")
    phone_key = CharField(32, default="")
    email = TextField(default="")
    language = CharField(8)
    subject = TextField(default="")
    key = TextField(default="")
    exam = TextField(default="")
    candidate = CharField(64, default="")
    received = IntegerField()
    recorded = IntegerField()
    at_once = BooleanField(default=False)
    next_due = IntegerField(null=True, index=True)
    next_standard = CharField(64, default="")
    version = IntegerField()

    class Meta:
        indexes = ((("state", "kind", "next_due", "received"), False), (("candidate",), False))


class Event(Base):
    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    step = IntegerField(index=True)
    what = CharField(24)
    at = IntegerField()
    recorded = IntegerField()
    staff = ForeignKeyField(Staff)
    applied = ForeignKeyField(Applied)
    data = TextField()
    hash = CharField(64)


class Head(Base):
    id = SmallIntegerField(primary_key=True)
    event = IntegerField()
    hash = CharField(64)


class Text(Base):
    id = AutoField()
    event = ForeignKeyField(Event)
    field = CharField(24)
    body = TextField()
    salt = CharField(32)


class Clock(Base):
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


class Reminder(Base):
    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    event = IntegerField()
    staff = ForeignKeyField(Staff)
    at = IntegerField(index=True)


TABLES = (Applied, Staff, Customer, Batch, Ticket, Event, Head, Text, Clock, Reminder)


# An event is never changed and never taken away, no matter who holds the connection. INSERT OR REPLACE would pass a delete
# trigger, so an insert over an existing id is refused as well.
GUARDS = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
    """CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END""",
)


def up(migrator: object, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    for guard in GUARDS:
        db.execute_sql(guard)
    db.execute_sql("INSERT INTO head (id, event, hash) VALUES (1, 0, ?)", ("0" * 64,))
