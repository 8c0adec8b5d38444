"""Splitting what somebody wrote from the messages that their mailer quoted below it, in the Russian and English forms."""

import re

_TIME = r"\d{1,2}[:.]\d{2}"
_DAY = r"(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\s+[^\W\d_]{3,8}\.?\s+\d{4}|[^\W\d_]{3,9}\.?\s+\d{1,2},\s+\d{4})"
# The line above a quotation that says who wrote it and when; it may be broken in two. Any of these, at the end of a colon.
_SAYS_WHO = re.compile(
    rf"""
    (?:on|am|le|el)\s.{{0,200}}\s(?:wrote|schrieb.{{0,80}}|a\sécrit|escribió)\s?:       # Gmail, Apple Mail, Thunderbird
  | .{{0,200}}(?:написал(?:а|\(а\))?|пишет|писал(?:а|\(а\))?)\s?:                        # Thunderbird, The Bat!, mail.ru
  | .{{0,80}}{_DAY}.{{0,60}}{_TIME}.{{0,80}}(?:<[^<>\s]+@[^<>\s]+>|\S+@\S+\.\S+)[^\w]{{0,4}}:  # Gmail, Yandex, in Russian
  | .{{0,80}}{_DAY}.{{0,60}}{_TIME}.{{0,40}}\s(?:от|from)\s.{{0,120}}:                   # mail.ru
  | [^<].{{0,120}}\swrote:
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The line that mailers draw above a message they forward or answer.
_DIVIDES = re.compile(
    r"""
    [-_=*\s]{2,}\s*(?:original\smessage|forwarded\s(?:message|by.*)|исходное\sсообщение|пересылаемое\sсообщение
      |пересланное\sсообщение|пересылаемое\sписьмо|исходное\sписьмо|переадресованное\sсообщение|конец\sпересылаемого\sсообщения)
      \s*[-_=*\s]{0,}:?
  | (?:begin\sforwarded\smessage|начало\sпересылаемого\sсообщения|начало\sпереадресованного\sсообщения):?
  | _{20,}
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The first lines of the headers that Outlook writes above what it quotes.
_FIRST_HEADER = re.compile(r"\*?(?:from|от|от\sкого|отправитель)\s?:\*?\s?\S.*", re.IGNORECASE)
_NEXT_HEADER = re.compile(r"\*?(?:sent|date|to|cc|subject|отправлено|дата|кому|копия|тема|послано)\s?:\*?\s?.*", re.IGNORECASE)
_QUOTED = re.compile(r"\s?>")
_LONGEST_LINE = 400  # signs of one that says who wrote what follows
_HEADERS_AFTER = 3  # lines within which another header must follow


def split(text: str) -> tuple[str, str]:
    """What the sender wrote, and the quoted history below it.

    Quoted lines among the sender's own stay with them, as answers between the lines need them. If nothing would be left, as in a
    message that is only forwarded, all of it is the sender's.
    """
    lines = text.split("\n")
    begin = next((place for place in range(len(lines)) if _begins(lines, place)), _tail_of_quotes(lines))
    own = "\n".join(lines[:begin]).rstrip()
    if not own.strip():
        return text, ""
    return own, "\n".join(lines[begin:]).strip("\n")


def _begins(lines: list[str], place: int) -> bool:
    """Whether the history begins with this line, and none of the sender's follows it."""
    line = lines[place].strip().strip("\u200b\ufeff")
    if not line:
        return False
    if _DIVIDES.fullmatch(line):
        return True
    following = [later.strip() for later in lines[place + 1 : place + 1 + _HEADERS_AFTER]]
    if _FIRST_HEADER.fullmatch(line) and any(_NEXT_HEADER.fullmatch(later) for later in following):
        return True
    if _says_who(line):
        return _is_all_quoted(lines[place + 1 :])
    is_broken = bool(following) and not _says_who(following[0]) and _says_who(f"{line} {following[0]}")
    return is_broken and _is_all_quoted(lines[place + 2 :])


def _says_who(line: str) -> bool:
    return line.endswith(":") and len(line) <= _LONGEST_LINE and bool(_SAYS_WHO.fullmatch(line))


def _is_all_quoted(lines: list[str]) -> bool:
    """Whether a text is a quotation to its end: each line is marked, or none is, as some mailers quote without marks."""
    marked = [bool(_QUOTED.match(line)) for line in lines if line.strip()]
    return bool(marked) and (all(marked) or not any(marked))


def _tail_of_quotes(lines: list[str]) -> int:
    """The line from which on all lines are quoted; the number of lines if the last one is not."""
    place = len(lines)
    while place and (not lines[place - 1].strip() or _QUOTED.match(lines[place - 1])):
        place -= 1
    return place if any(_QUOTED.match(line) for line in lines[place:]) else len(lines)
