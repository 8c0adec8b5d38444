"""Which charter is in force, by which one a clock was judged, and since when a fact has been long in coming."""

from peewee import AutoField, Database, ForeignKeyField, IntegerField, Model
from playhouse.migrate import SchemaMigrator


class Base(Model):
    class Meta:
        legacy_table_names = False


class Applied(Base):
    id = AutoField()


class InForce(Base):
    id = AutoField()
    applied = ForeignKeyField(Applied)
    since = IntegerField()
    staff = IntegerField(null=True)


def up(migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx((Applied, InForce)):
        db.create_tables((InForce,))
    db.execute_sql("INSERT INTO in_force (applied_id, since) SELECT id, applied FROM applied ORDER BY id")
    migrator.migrate(
        migrator.add_column("clock", "judged_by", IntegerField(null=True)),
        migrator.add_column("ticket", "nudge", IntegerField(null=True)),
    )
    # What stopped a clock names the charter that it was judged by.
    db.execute_sql("UPDATE clock SET judged_by = (SELECT applied_id FROM event WHERE event.id = clock.stopped_by)")
