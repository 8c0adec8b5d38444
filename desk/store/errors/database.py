"""Reasons why the database cannot be used. Message values contain `detail` if it says more than the class."""

from desk.charter.errors import N_
from desk.store.errors import DatabaseUnusable


class DatabaseBusy(DatabaseUnusable):
    message = N_("The database {where} is busy: another desk is using it. Try again.")


class DatabaseInUse(DatabaseUnusable):
    message = N_("{where}: open in another desk; close every desk and try again.")


class DatabaseGone(DatabaseUnusable):
    message = N_("The database {where} is gone: it was moved or deleted.")


class DatabaseReplaced(DatabaseUnusable):
    message = N_("{where} was replaced by another file: nothing was saved. The board now shows the new file; look again.")


class DatabaseMissing(DatabaseUnusable):
    message = N_("{where}: no such database; run `desk` or `desk add` to create it.")


class DatabaseUnreachable(DatabaseUnusable):
    message = N_("The database {where} cannot be opened: {detail}")


class DatabaseReadOnly(DatabaseUnusable):
    message = N_("The database {where} is not writable: check the owner of the file and its folder.")


class DatabaseEmpty(DatabaseUnusable):
    message = N_("{where}: the file is empty. Restore a backup, or delete the file to start over.")


class DatabaseDamaged(DatabaseUnusable):
    message = N_("{where}: damaged, or not a desk database. Restore a backup.")


class DatabaseMisread(DatabaseUnusable):
    """A value of the wrong type was read; the resulting error is its cause."""

    message = N_("{where}: some data cannot be read; run `desk check`, and see the log.")


class DatabaseNewer(DatabaseUnusable):
    """detail: a migration unknown to this desk."""

    message = N_("The database {where} was made by a newer version ({detail}): update this desk.")


class DatabaseBeforeRelease(DatabaseUnusable):
    message = N_("The database {where} is older than the first release and cannot be read: start a new one.")


class ForeignDatabase(DatabaseUnusable):
    message = N_("{where}: belongs to another program; no desk was created in it.")


class UnknownDatabaseKind(DatabaseUnusable):
    """where: the scheme of the URL."""

    message = N_("{where}: unknown kind of database; give a path, sqlite:///path or postgresql://host/name.")


class SettingsNotTaken(DatabaseUnusable):
    """detail: the PRAGMAs as the connection has them."""

    message = N_("The database {where} did not accept its settings: {detail}")


class JournalLeftOver(DatabaseUnusable):
    """detail: journal files of a database that does not exist."""

    message = N_("{where}: missing, but {detail} exists: there was a database here. Restore a backup, or put it back.")


class DiskFull(DatabaseUnusable):
    message = N_("The disk of {where} is full: nothing was written. Free some space and try again.")


class DiskFailed(DatabaseUnusable):
    message = N_("The disk of {where} failed: {detail}")


class CharterDamaged(DatabaseUnusable):
    """detail: the id of the applied version."""

    message = N_("{where}: the stored charter or calendar is damaged. Restore a backup.")


class Unreadable(DatabaseUnusable):
    """Part of a ticket cannot be read. number: the ticket; event: the id of its damaged event."""

    message = N_("#{number}: event {detail} is damaged, so the ticket cannot be read; run `desk check`.")

    def __init__(self, where: str, number: int, event: int) -> None:
        super().__init__(where, str(event))
        self.values["number"] = number
        self.number = number
        self.event = event


# -- backups ---------------------------------------------------------------------------------------------------------------


class BackupExists(DatabaseUnusable):
    message = N_("{where}: already exists; a backup never overwrites a file.")


class BackupFolderMissing(DatabaseUnusable):
    message = N_("{where}: folder not found.")


class BackupUnchecked(DatabaseUnusable):
    message = N_("{where}: could not be restored on trial: {detail}")


class NetworkFolder(DatabaseUnusable):
    """detail: the kind of the file system."""

    message = N_(
        "{where}: this folder is on a network ({detail}), where data may be lost; use a disk of this machine, or PostgreSQL."
    )


class ClockDiffers(DatabaseUnusable):
    """detail: by how many seconds the machine's clock is ahead of the server's, with its sign."""

    message = N_("{where}: the clock of this machine differs from the server's by {detail} s; correct it. Nothing was changed.")


class BackupLocked(DatabaseUnusable):
    message = N_("{where}: encrypted, and not with this key or passphrase; name it with --key or --passphrase-file.")


class KeyUnusable(DatabaseUnusable):
    message = N_("{where}: no key for this, or no passphrase, could be read from the file.")


class BackupOfOtherKind(DatabaseUnusable):
    message = N_("{where}: a backup of a file is restored to a file, one of a server to a server; `desk move` goes between them.")


class ServerToolMissing(DatabaseUnusable):
    """detail: the program's name."""

    message = N_("{where}: the program {detail} is not installed; install PostgreSQL's client.")


class DumpFailed(DatabaseUnusable):
    message = N_("{where}: the server's program says: {detail}")


class BackupMissing(DatabaseUnusable):
    message = N_("{where}: backup not found.")


class BackupInvalid(DatabaseUnusable):
    message = N_("{where}: damaged, or not a backup of the desk; nothing was changed.")


class BackupChanged(DatabaseUnusable):
    message = N_("{where}: differs from its manifest: damaged, or changed since. Nothing was changed; use another backup.")


class BackupOfOther(DatabaseUnusable):
    message = N_("{where}: its log does not end in the database's own: another file was put in its place meanwhile. Back up again.")


class BackupIsDatabase(DatabaseUnusable):
    message = N_("{where}: is the database itself, not a backup.")


class BackupInconsistent(DatabaseUnusable):
    """detail: the number of findings of `desk check`."""

    message = N_("{where}: has problems ({detail}); run `desk check` for details.")


class NotRestored(DatabaseUnusable):
    """detail: the files that are in the way."""

    message = N_("{where}: differs from the checked backup ({detail} is in the way): do not use it; restore again.")


# -- a server ----------------------------------------------------------------------------------------------------------------


class DriverMissing(DatabaseUnusable):
    message = N_("{where}: the driver for PostgreSQL is not installed; install the desk with its extra `postgres`.")


class ServerUnreachable(DatabaseUnusable):
    message = N_("{where}: no answer from the server: check the address, the network and whether it is running.")


class ServerTooOld(DatabaseUnusable):
    """detail: the server's version."""

    message = N_("{where}: the server runs PostgreSQL {detail}; 13 or later is needed.")


class ServerDatabaseMissing(DatabaseUnusable):
    message = N_("{where}: no such database or role on the server: `createdb` makes one ({detail}).")


class LoginRefused(DatabaseUnusable):
    message = N_("{where}: the server refused the login: check user and password, e.g. in ~/.pgpass ({detail}).")


class RoleWithoutRights(DatabaseUnusable):
    message = N_("{where}: the role lacks a right on the server: make it the owner of the database and its tables ({detail}).")


class StandbyOnly(DatabaseUnusable):
    message = N_("{where}: the server is a standby and accepts no changes: give the address of the primary, or promote it.")


class CertificateRefused(DatabaseUnusable):
    message = N_("{where}: no encrypted connection: check sslmode, sslrootcert and the server's certificate ({detail}).")


class OnServer(DatabaseUnusable):
    message = N_("{where}: this works on a database file only, not on a server.")


# -- moving ------------------------------------------------------------------------------------------------------------------


class TargetNotEmpty(DatabaseUnusable):
    message = N_("{where}: this database is not empty; nothing was changed. Name an empty one.")


class MoveFailed(DatabaseUnusable):
    """detail: the tables that differ, or the number of problems that the check found."""

    message = N_("{where}: not the same as the source ({detail}), so nothing was moved; run `desk check` on the source.")
