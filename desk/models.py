"""The tables. What each one is for stands in docs/data.md; who writes them is the store alone.

Moments are UTC epoch seconds. `event` is only ever appended; `ticket`, `clock` and `reminder` are derived from it.
"""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    CompositeKey,
    DatabaseProxy,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

database = DatabaseProxy()


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False


class Applied(Table):
    """A charter and calendar that clocks were counted by, whole, under their hashes."""

    id = AutoField()
    charter_version = CharField(32)
    calendar_version = CharField(32)
    charter = TextField()
    calendar = TextField()
    applied = IntegerField()

    class Meta:
        indexes = ((("charter_version", "calendar_version"), True),)


class InForce(Table):
    """Which applied charter counts from when on: the last row is the one of now."""

    id = AutoField()
    applied = ForeignKeyField(Applied)
    since = IntegerField()
    staff = IntegerField(null=True)


class Staff(Table):
    """Somebody who works at the desk."""

    id = AutoField()
    name = CharField(120, unique=True)


class Person(Table):
    """Somebody who logs in. secret: the argon2id hash of their PIN; wrong: tries since the last right one; waits_until: no try
    before that moment; gone: when they left."""

    staff = ForeignKeyField(Staff, primary_key=True)
    role = CharField(16)
    secret = TextField()
    wrong = IntegerField(default=0)
    waits_until = IntegerField(default=0)
    away_until = IntegerField(null=True)
    gone = IntegerField(null=True)


class PersonEvent(Table):
    """What was done to somebody's login, or to the desk's; appended, never changed. by: nobody for the owner of the machine."""

    id = AutoField()
    at = IntegerField()
    what = CharField(16)
    staff = ForeignKeyField(Staff, null=True, index=False)
    by = ForeignKeyField(Staff, null=True, index=False)
    detail = TextField(default="")


class Customer(Table):
    """A person, with what they are called and reached by now; who somebody is, their tickets tell."""

    id = AutoField()
    name = TextField(default="")
    phone = CharField(32, default="")
    email = CharField(320, default="")


class Batch(Table):
    """Things that arrived together."""

    id = AutoField()
    kind = CharField(16)
    received = IntegerField()
    opened_by = ForeignKeyField(Staff)
    recorded = IntegerField()
    exam = TextField(default="")
    day = TextField(default="")
    centre = TextField(default="")


class Mapping(Table):
    """Which column of a list is what, as somebody said it for headings that do not say it themselves."""

    id = AutoField()
    headings = TextField(unique=True)
    columns = TextField()
    staff = ForeignKeyField(Staff, index=False)


class ExamSession(Table):
    """An exam on a day at a place; until which day one may register; removed: when, of one that was a mistake."""

    id = AutoField()
    exam = TextField()
    day = TextField()
    place = TextField()
    ends = TextField()
    staff = ForeignKeyField(Staff, index=False)
    recorded = IntegerField()
    removed = IntegerField(null=True)


class Ticket(Table):
    """One customer's case as it stands now: the projection of its events, for lists to read."""

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


class ComplaintAbout(Table):
    """Whom of the staff a complaint is about: it is kept from them. confirmed: somebody chose them, the text does not only mention
    them."""

    ticket = ForeignKeyField(Ticket, index=False)
    staff = ForeignKeyField(Staff)
    confirmed = BooleanField()

    class Meta:
        primary_key = CompositeKey("ticket", "staff")


class FurtherPhone(Table):
    """A ticket's numbers beside the first one, which stands in its row: each leads to the person."""

    ticket = ForeignKeyField(Ticket, index=False)
    key = CharField(32, index=True)

    class Meta:
        primary_key = CompositeKey("ticket", "key")


class Event(Table):
    """A fact about a ticket, or of no ticket a row that the log proves; appended, never changed. Ids and digests only, chained by
    hash. staff: nobody for the desk itself and for the owner of the machine."""

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
    """The end of the chain: one row, locked by the process that appends. projections: by which rules the derived rows were written;
    practice: the desk keeps a clock of its own, for a demo or for tests."""

    id = SmallIntegerField(primary_key=True)
    event = IntegerField()
    hash = CharField(64)
    projections = IntegerField(default=0)
    practice = BooleanField(default=False)


class Text(Table):
    """A stranger's words, beside the event whose digest names them, so that they can be erased."""

    id = AutoField()
    event = ForeignKeyField(Event)
    field = CharField(24)
    body = TextField()
    salt = CharField(32)


class Outbox(Table):
    """What an event wrote and what is to be sent; exported: when it left."""

    event = ForeignKeyField(Event, primary_key=True)
    way = CharField(8)
    exported = IntegerField(null=True)


class Clock(Table):
    """One standard running on one ticket."""

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
    """That a duty of the centre was done; appended, never changed."""

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
    """What a customer said of the centre, what was done about it, and what is published of that."""

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
    """A personal moment beside the clocks; it moves none of them."""

    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    event = IntegerField()
    staff = ForeignKeyField(Staff)
    at = IntegerField(index=True)


class View(Table):
    """A saved filter: a pane of its own beside the queues."""

    id = AutoField()
    name = TextField(unique=True)
    words = TextField()
    staff = ForeignKeyField(Staff)


class Watch(Table):
    """Until when a person has been warned of what comes near, so that each warning comes once."""

    staff = ForeignKeyField(Staff, primary_key=True)
    warned_until = IntegerField()


TABLES = (
    Applied, InForce, Staff, Person, PersonEvent, Customer, Batch, Mapping, ExamSession, Ticket, ComplaintAbout, FurtherPhone,
    Event, Head, Text, Outbox, Clock, Evidence, Feedback, Reminder, View, Watch,
)  # fmt: skip
