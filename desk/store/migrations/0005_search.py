"""What a search looks through: the folded words of every ticket. The desk fills it when it is opened next."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    # Folded words are letters and digits alone; where in a column one stands is not asked, so no offsets are kept.
    db.execute_sql(
        """CREATE VIRTUAL TABLE search USING fts5(state, who, about, said, prefix='1 2 3', detail='column',
                                                  tokenize='unicode61 remove_diacritics 0')"""
    )
