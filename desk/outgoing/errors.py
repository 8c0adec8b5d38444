"""Errors in the centre's own texts and in text ids."""

from desk.charter.errors import N_, DeskError
from desk.store.errors import Refused


class WrongText(DeskError):
    """where: the position in the file; word: what is wrong; near: what was probably meant, "" if nothing is similar."""

    def __init__(self, file: str, where: str, word: str = "", near: str = "") -> None:
        super().__init__(file=file, where=where, word=word)
        self.near = near


class TextIdInvalid(WrongText):
    message = N_("{file}: {where}: {word}: an id consists of lower-case Latin letters, digits and hyphens.")


class TextIdTaken(WrongText):
    """word: the file that already has it."""

    message = N_("{file}: {where}: duplicate id, already in {word}.")


class TextEmpty(WrongText):
    """word: the language."""

    message = N_("{file}: {where}: no text for this language: {word}.")


class TextFactUnknown(WrongText):
    message = N_("{file}: {where}: {word}: no such fact; docs/texts.md lists them.")


class TextKindUnknown(WrongText):
    message = N_("{file}: {where}: {word}: no such kind of ticket.")


class TextFactNotOfKind(WrongText):
    """word: the kind; fact: the fact that does not exist for it."""

    message = N_("{file}: {where}: {word}: “{near}” cannot be recorded on such a ticket.")

    def __init__(self, file: str, where: str, kind: str, fact: str) -> None:
        super().__init__(file, where, kind)
        self.values["near"] = fact


class TextCaseUnknown(WrongText):
    message = N_("{file}: {where}: {word}: no such case; use `overdue`, `in-time` or `moved`.")


class TextNameless(WrongText):
    message = N_("{file}: {where}: {{staff}} is missing: a reply must name the person who answers.")


class TemplateFieldUnknown(WrongText):
    message = N_("{file}: {where}: {{{word}}}: no such field; docs/texts.md lists them.")


class TemplateFieldNotOptional(WrongText):
    message = N_("{file}: {where}: {{{word}}} may be empty: put it in [square brackets] with the words that belong to it.")


class TemplateBracketOpen(WrongText):
    message = N_("{file}: {where}: unmatched or nested bracket at “{word}”.")


class TemplateBracketsIdle(WrongText):
    message = N_("{file}: {where}: “{word}”: no field in these brackets can be empty; remove the brackets.")


class TemplateFieldTwice(WrongText):
    message = N_("{file}: {where}: {{{word}}} may appear only once.")


class TextUnknown(DeskError):
    """No text has this id. near: the one that was probably meant, "" if none is similar."""

    message = N_("{name}: no such text; `desk texts` lists them.")

    def __init__(self, name: str, near: str) -> None:
        super().__init__(name=name)
        self.near = near


# -- files of tickets -----------------------------------------------------------------------------------------------------


class FileNotReadable(Refused):
    message = N_("#{number}: file {file} cannot be taken out of its message; save the message: desk mail save {number} FOLDER")

    def __init__(self, number: int, file: str) -> None:
        super().__init__(number=number, file=file)


class OpenerMissing(Refused):
    message = N_("Files cannot be opened here; save it instead.")


class FileNotOpened(Refused):
    """The program of the desktop ended with an error."""

    message = N_("{file}: no program here opens it; save it instead.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class FileNotViewed(Refused):
    message = N_("{file}: not a document, a picture or a recording; it is not opened from here. Save it instead.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


# -- paper ----------------------------------------------------------------------------------------------------------------


class PrinterMissing(Refused):
    message = N_("Nothing can be printed here: the program lp (CUPS) is missing. Write the document to a file instead.")


class PrinterUnknown(Refused):
    message = N_('{printer}: no such printer; `lpstat -e` lists those there are. Name one in desk.toml: printer = "NAME".')

    def __init__(self, printer: str) -> None:
        super().__init__(printer=printer or "-")


class PrintFailed(Refused):
    """detail: what the print system said."""

    message = N_("{printer}: not printed: {detail}")

    def __init__(self, printer: str, detail: str) -> None:
        super().__init__(printer=printer or "-", detail=detail)


class NothingToPrint(Refused):
    message = N_("#{number}: nothing to print: {what}.")

    def __init__(self, number: int, what: str) -> None:
        super().__init__(number=number, what=what)
