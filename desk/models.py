"""The tables, described in docs/data.md. Only the store writes to them.

Times are UTC epoch seconds. `event` is append-only; `ticket`, `clock` and `reminder` are projections of it.
"""

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)


class Table(Model):
    class Meta:
        legacy_table_names = False


class Applied(Table):
    """A charter and calendar by which clocks were computed, stored whole under their hashes."""

    id = AutoField()
    charter_version = CharField(32)
    calendar_version = CharField(32)
    charter = TextField()
    calendar = TextField()
    applied = IntegerField()

    class Meta:
        indexes = ((("charter_version", "calendar_version"), True),)


class InForce(Table):
    """The times from which each applied charter is in force; the last row is the current one."""

    id = AutoField()
    applied = ForeignKeyField(Applied)
    since = IntegerField()
    staff = IntegerField(null=True)


class Staff(Table):
    """A colleague who works at the desk."""

    id = AutoField()
    name = CharField(120, unique=True)


class Person(Table):
    """A person who logs in.

    secret: the argon2id hash of their PIN.
    wrong: failed logins since the last successful one.
    waits_until: no login is accepted before this time.
    gone: when they left.
    """

    staff = ForeignKeyField(Staff, primary_key=True)
    role = CharField(16)
    secret = TextField()
    wrong = IntegerField(default=0)
    waits_until = IntegerField(default=0)
    away_until = IntegerField(null=True)
    gone = IntegerField(null=True)


class PersonEvent(Table):
    """An audit entry on a person's login, or on the desk's logins; append-only. by: empty for the machine's owner."""

    id = AutoField()
    at = IntegerField()
    what = CharField(16)
    staff = ForeignKeyField(Staff, null=True, index=False)
    by = ForeignKeyField(Staff, null=True, index=False)
    detail = TextField(default="")


class Customer(Table):
    """A customer with their latest name and contact details; their identity follows from their tickets."""

    id = AutoField()
    name = TextField(default="")
    phone = CharField(32, default="")
    email = CharField(320, default="")


class CustomerCard(Table):
    """What somebody wrote down about a customer. kind: one of CUSTOMER_KINDS, or ""; mind: what to keep in mind in every talk."""

    customer = ForeignKeyField(Customer, primary_key=True)
    kind = CharField(24)
    mind = TextField()
    note = TextField()
    version = IntegerField()


class Organisation(Table):
    """A preparation centre or a school, with contacts of its own. kind: one of ORGANISATIONS."""

    id = AutoField()
    name = TextField(unique=True)
    kind = CharField(24)


class Membership(Table):
    """The organisation that a customer belongs to: as its contact, or as its candidate, as their card says."""

    customer = ForeignKeyField(Customer, primary_key=True)
    organisation = ForeignKeyField(Organisation)


class Batch(Table):
    """Certificates that arrived together."""

    id = AutoField()
    kind = CharField(16)
    received = IntegerField()
    opened_by = ForeignKeyField(Staff)
    recorded = IntegerField()
    exam = TextField(default="")
    day = TextField(default="")
    centre = TextField(default="")


class Mapping(Table):
    """The meaning of a list's columns, as given by a user for headings that were not recognised."""

    id = AutoField()
    headings = TextField(unique=True)
    columns = TextField()
    staff = ForeignKeyField(Staff, index=False)


class ExamSession(Table):
    """An exam on a day at a place, with the last day to register. removed: when, for a session created by mistake."""

    id = AutoField()
    exam = TextField()
    day = TextField()
    place = TextField()
    ends = TextField()
    staff = ForeignKeyField(Staff, index=False)
    recorded = IntegerField()
    removed = IntegerField(null=True)


class Ticket(Table):
    """The current state of a customer's case: the projection of its events, for lists. proposed: its kind was proposed by a rule
    for mail, and nobody has confirmed it."""

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
    proposed = BooleanField(default=False)
    next_due = IntegerField(null=True, index=True)
    next_standard = CharField(64, default="")
    nudge = IntegerField(null=True)
    version = IntegerField()

    class Meta:
        indexes = ((("state", "kind", "next_due", "received"), False), (("candidate",), False))


class ComplaintAbout(Table):
    """A member of staff a complaint is about and is hidden from. confirmed: chosen by a user, not only mentioned in the text."""

    ticket = ForeignKeyField(Ticket, index=False)
    staff = ForeignKeyField(Staff)
    confirmed = BooleanField()

    class Meta:
        primary_key = CompositeKey("ticket", "staff")


class FurtherPhone(Table):
    """A ticket's phone numbers after the first, which is in its own row: each identifies the person."""

    ticket = ForeignKeyField(Ticket, index=False)
    key = CharField(32, index=True)

    class Meta:
        primary_key = CompositeKey("ticket", "key")


class Event(Table):
    """A fact about a ticket, or a row beside the tickets that the log proves; append-only. Contains only ids and digests, chained
    by hash. staff: empty for the desk itself and for the machine's owner."""

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
    """The end of the hash chain: one row, locked by the process that appends.

    projections: the version of the rules by which derived rows were written.
    mail_key: the secret by which the desk recognises the Message-IDs of its own messages; "" before it has sent one.
    practice: the desk has its own clock, for a demo or for tests.
    """

    id = SmallIntegerField(primary_key=True)
    event = IntegerField()
    hash = CharField(64)
    projections = IntegerField(default=0)
    mail_key = CharField(64, default="")
    practice = BooleanField(default=False)


class Text(Table):
    """Customers' and users' text, stored beside the event that holds its digest, so that it can be erased."""

    id = AutoField()
    event = ForeignKeyField(Event)
    field = CharField(24)
    body = TextField()
    salt = CharField(32)


class Outbox(Table):
    """What an event wrote and is to be sent; exported: when it was exported."""

    event = ForeignKeyField(Event, primary_key=True)
    way = CharField(8)
    exported = IntegerField(null=True)


class Delivery(Table):
    """How far an email of the outbox has come on its way to the mail server; none before the first try.

    state: one of `store.mail.delivery.State`.
    tries: how often it was tried.
    due: when it is tried next; of one that was handed over, when that was.
    since: when it failed first.
    seen: the last event of its ticket that the writer knew.
    reason: what the mail server said last.
    """

    event = ForeignKeyField(Event, primary_key=True)
    state = CharField(8, index=True)
    tries = IntegerField(default=0)
    due = IntegerField(default=0)
    since = IntegerField(null=True)
    seen = IntegerField(default=0)
    reason = TextField(default="")


class MailTrouble(Table):
    """What keeps mail from being read or sent now. part: `reading` or `sending`; since: when it failed first."""

    part = CharField(8, primary_key=True)
    since = IntegerField()
    reason = TextField()


class Content(Table):
    """The bytes of a message or a file, once each. digest: their SHA-256, hexadecimal."""

    id = AutoField()
    digest = CharField(64, unique=True)
    size = IntegerField()
    body = BlobField()


class Attachment(Table):
    """A file that belongs to a ticket; append-only. name: as it was called; type: its media type, found by its content."""

    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    digest = CharField(64)
    name = TextField()
    type = CharField(80)
    size = IntegerField()


class MailFolder(Table):
    """How far a folder of a mailbox has been read. validity: UIDVALIDITY, by which a folder made anew is noticed; uid: of the last
    message that was filed; first: the last one that was there when the folder was read first, of which only unseen ones were."""

    id = AutoField()
    account = TextField()
    folder = TextField()
    validity = IntegerField()
    uid = IntegerField()
    first = IntegerField()

    class Meta:
        indexes = ((("account", "folder"), True),)


class MailMessage(Table):
    """A message that arrived; append-only. key: by which it is known when it comes again; digest: of its raw bytes; source: the
    mailbox or the file that it came from; automatic: who sent it, if not a person; ticket: empty for one kept apart."""

    id = AutoField()
    key = CharField(64, unique=True)
    message_id = TextField(index=True)
    digest = CharField(64)
    source = TextField()
    sender = TextField()
    subject = TextField()
    automatic = CharField(8)
    received = IntegerField()
    recorded = IntegerField()
    staff = ForeignKeyField(Staff, index=False)
    ticket = ForeignKeyField(Ticket, null=True)


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
    """A record that a duty of the centre was done; append-only."""

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


class ShiftNote(Table):
    """A note for whoever comes next; append-only."""

    id = AutoField()
    at = IntegerField()
    staff = ForeignKeyField(Staff, index=False)
    words = TextField()


class FactVersion(Table):
    """A version of a fact to answer from; append-only. fact: the id of its first version; days: ISO 8601; withdrawn: from `since`
    on the fact is no longer told."""

    id = AutoField()
    fact = IntegerField(index=True)
    name = TextField()
    day = TextField()
    place = TextField()
    price = TextField()
    late_price = TextField()
    opens = TextField()
    closes = TextField()
    documents = TextField()
    hours = TextField()
    ru = TextField()
    en = TextField()
    keywords = TextField()
    since = TextField()
    until = TextField()
    withdrawn = BooleanField()
    staff = ForeignKeyField(Staff, index=False)
    recorded = IntegerField()


class CorrectiveAction(Table):
    """What is done so that a complaint does not come back. due: by the end of this day, ISO 8601; done: what was done; said: what
    of that is published."""

    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    words = TextField()
    owner = ForeignKeyField(Staff, index=False)
    due = CharField(10)
    staff = ForeignKeyField(Staff, index=False)
    recorded = IntegerField()
    done = TextField()
    done_at = IntegerField(null=True)
    done_by = ForeignKeyField(Staff, null=True, index=False)
    said = TextField()


class Feedback(Table):
    """Feedback of a customer about the centre, what was done about it, and what of that is published."""

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
    """A personal reminder beside the clocks; it moves none of them."""

    id = AutoField()
    ticket = ForeignKeyField(Ticket)
    event = IntegerField()
    staff = ForeignKeyField(Staff)
    at = IntegerField(index=True)


class View(Table):
    """A saved filter with its own pane beside the queues."""

    id = AutoField()
    name = TextField(unique=True)
    words = TextField()
    staff = ForeignKeyField(Staff)


class Watch(Table):
    """The time up to which a person has been warned of approaching deadlines, so that each warning is given once."""

    staff = ForeignKeyField(Staff, primary_key=True)
    warned_until = IntegerField()


class Search(Table):
    """The full-text index: what is said of a ticket, folded.

    search: what the database looks words up in; derived from the other columns and never written.
    """

    rowid = IntegerField(primary_key=True)
    state = TextField()
    who = TextField()
    about = TextField()
    said = TextField()
    search = TextField()


# The tables that peewee makes; each dialect makes the index of the search itself.
TABLES = (
    Applied, InForce, Staff, Person, PersonEvent, Customer, CustomerCard, Organisation, Membership, Batch, Mapping, ExamSession,
    Ticket, ComplaintAbout, FurtherPhone, Event, Head, Text, Outbox, Content,
    Attachment, MailFolder, MailMessage, Delivery, MailTrouble, Clock, Evidence, ShiftNote, FactVersion, CorrectiveAction,
    Feedback, Reminder, View, Watch,
)  # fmt: skip
