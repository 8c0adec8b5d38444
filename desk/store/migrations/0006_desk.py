"""Saved filters; until when each person was warned; running clocks by their due moment."""

from peewee import AutoField, Database, ForeignKeyField, IntegerField, Model, TextField


class Base(Model):
    class Meta:
        legacy_table_names = False


class Staff(Base):
    id = AutoField()


class View(Base):
    id = AutoField()
    name = TextField(unique=True)
    words = TextField()
    staff = ForeignKeyField(Staff)


class Watch(Base):
    staff = ForeignKeyField(Staff, primary_key=True)
    warned_until = IntegerField()


def up(migrator: object, db: Database) -> None:
    with db.bind_ctx((Staff, View, Watch)):
        db.create_tables((View, Watch))
    db.execute_sql("CREATE INDEX clock_running ON clock (due) WHERE state = 'running'")
