"""The evidence of duties: appended, never changed."""

from peewee import AutoField, CharField, Database, ForeignKeyField, IntegerField, Model, TextField


class Base(Model):
    class Meta:
        legacy_table_names = False


class Staff(Base):
    id = AutoField()


class Evidence(Base):
    id = AutoField()
    duty = CharField(64)
    at = IntegerField()
    recorded = IntegerField()
    staff = ForeignKeyField(Staff)
    note = TextField(default="")
    exam = CharField(10, default="")

    class Meta:
        indexes = ((("duty", "at"), False),)


GUARDS = (
    "CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END",
    "CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END",
)


def up(migrator: object, db: Database) -> None:
    with db.bind_ctx((Staff, Evidence)):
        db.create_tables((Evidence,))
    for guard in GUARDS:
        db.execute_sql(guard)
