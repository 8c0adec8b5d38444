"""Why the database cannot be used. `detail` is in a message's values where it says more than the class."""

from desk.charter.errors import N_
from desk.store.errors import DatabaseUnusable


class DatabaseBusy(DatabaseUnusable):
    message = N_("The database {where} is busy: another desk has held it for long. Try again.")


class DatabaseInUse(DatabaseUnusable):
    message = N_("{where}: a desk has it open; close every desk and try again.")


class DatabaseGone(DatabaseUnusable):
    message = N_("The database {where} is not there any more: somebody moved or deleted it.")


class DatabaseReplaced(DatabaseUnusable):
    message = N_("{where} was replaced by another file: nothing was saved. The board shows that one now; look again.")


class DatabaseMissing(DatabaseUnusable):
    message = N_("{where}: there is no such database; `desk` or `desk add` makes one.")


class DatabaseUnreachable(DatabaseUnusable):
    message = N_("The database {where} cannot be opened: {detail}")


class DatabaseReadOnly(DatabaseUnusable):
    message = N_("The database {where} cannot be written: check who owns the file and its folder.")


class DatabaseEmpty(DatabaseUnusable):
    message = N_("{where}: is empty: a desk was lost here, or never was. Restore a backup, or delete the file to begin anew.")


class DatabaseDamaged(DatabaseUnusable):
    message = N_("{where} is no database of the desk, or it is damaged. Restore a backup.")


class DatabaseMisread(DatabaseUnusable):
    """A value of the wrong type stood somewhere; the error that it came to is its cause."""

    message = N_("{where}: something in it cannot be read; `desk check` says what, and the log where.")


class DatabaseNewer(DatabaseUnusable):
    """detail: a migration that this desk does not know."""

    message = N_("The database {where} was made by a newer desk ({detail}): update this one.")


class DatabaseBeforeRelease(DatabaseUnusable):
    message = N_("The database {where} was made before the first release, and this desk cannot read it: begin a new one.")


class ForeignDatabase(DatabaseUnusable):
    message = N_("{where}: is another program's database; the desk was not made in it.")


class UnknownDatabaseKind(DatabaseUnusable):
    """where: the scheme of the URL."""

    message = N_("{where}: this desk knows no such database; write a path or sqlite:///path.")


class SettingsNotTaken(DatabaseUnusable):
    """detail: the PRAGMAs as the connection has them."""

    message = N_("The database {where} did not take its settings: {detail}")


class JournalLeftOver(DatabaseUnusable):
    """detail: the files of a database that is not there."""

    message = N_("{where}: is not there, but {detail} is: a database was here. Restore a backup, or put it back.")


class DiskFull(DatabaseUnusable):
    message = N_("The disk of {where} is full: nothing was written. Make room and try again.")


class DiskFailed(DatabaseUnusable):
    message = N_("The disk of {where} does not answer: {detail}")


class CharterDamaged(DatabaseUnusable):
    """detail: the id of the applied version."""

    message = N_("{where}: the stored charter or calendar is damaged. Restore a backup.")


class Unreadable(DatabaseUnusable):
    """What the database holds of a ticket cannot be read. number: the ticket; event: the id of its event that is damaged."""

    message = N_("#{number}: event {detail} is damaged, so the ticket cannot be read; `desk check` names all that is.")

    def __init__(self, where: str, number: int, event: int) -> None:
        super().__init__(where, str(event))
        self.values["number"] = number
        self.number = number
        self.event = event


# -- backups ---------------------------------------------------------------------------------------------------------------


class BackupExists(DatabaseUnusable):
    message = N_("{where}: is there already; a backup overwrites nothing.")


class BackupFolderMissing(DatabaseUnusable):
    message = N_("{where}: there is no such folder.")


class BackupUnchecked(DatabaseUnusable):
    message = N_("{where}: could not be looked at: {detail}")


class BackupMissing(DatabaseUnusable):
    message = N_("{where}: there is no such backup.")


class BackupInvalid(DatabaseUnusable):
    message = N_("{where}: is no backup of the desk, or it is damaged; nothing was changed.")


class BackupIsDatabase(DatabaseUnusable):
    message = N_("{where}: is the database itself, not a copy of it.")


class BackupInconsistent(DatabaseUnusable):
    """detail: how many findings `desk check` has."""

    message = N_("{where}: does not hold together ({detail}); `desk check` says what.")


class NotRestored(DatabaseUnusable):
    """detail: the files that are in the way."""

    message = N_("{where}: is not what was checked ({detail} is in the way): do not work with it; restore again.")
