"""Errors about files that belong to tickets."""

from desk.charter.errors import N_
from desk.store.errors import BadInput, NotFound


class WrongFile(BadInput):
    """A file that cannot be attached."""

    field = "file"

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class FileNotFound(WrongFile):
    message = N_("{file}: file not found.")


class FileNotRegular(WrongFile):
    message = N_("{file}: a folder or a device, not a file.")


class FileEmpty(WrongFile):
    message = N_("{file}: the file is empty.")


class FileTooLarge(WrongFile):
    """most: bytes."""

    message = N_("{file}: too large; at most {most} MB fit.")

    def __init__(self, file: str, most: int) -> None:
        super().__init__(file)
        self.values["most"] = most // 2**20


class FileUnreadable(WrongFile):
    """detail: the message of the operating system."""

    message = N_("{file}: cannot be read: {detail}")

    def __init__(self, file: str, detail: str) -> None:
        super().__init__(file)
        self.values["detail"] = detail


class FilesTooLarge(BadInput):
    """The files of one email together. most: bytes."""

    message = N_("These files are too large for one email; at most {most} MB fit.")
    field = "files"

    def __init__(self, most: int) -> None:
        super().__init__(most=most // 2**20)


class TicketFileUnknown(NotFound):
    message = N_("#{number}: no file {file}; `desk files {number}` lists its files.")

    def __init__(self, number: int, file: str) -> None:
        super().__init__(number)
        self.values["file"] = file
