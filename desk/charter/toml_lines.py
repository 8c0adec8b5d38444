"""The line of each key and list item in a TOML file, which TOML readers do not report."""

import re

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (r'"""(?:\\.|[^\\])*?"{3,5}', r"'''.*?'{3,5}", r'"(?:\\.|[^"\\\n])*"', r"'[^'\n]*'")
)


def lines_of(text: str) -> dict[Path, int]:
    """The line of each table, key and item, by its path: `("standard", 0, "limit")`. text: valid TOML."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


class _Scanner:
    """Scans the whole text once. For invalid TOML it finds the positions before the error."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self._items: dict[Path, int] = {}  # number of tables of each [[list]] so far
        self._line, self._counted = 1, 0

    def document(self) -> None:
        """Scans headers and keys in order."""
        table: Path = ()
        self._blank()
        while self.at < len(self.text):
            begin = self.at
            if self.text.startswith("[[", self.at):
                self.at += 2
                table = self._header(is_list=True)
            elif self.text[self.at] == "[":
                self.at += 1
                table = self._header(is_list=False)
            else:
                self._pair(table)
            self._blank()
            if self.at == begin:
                return

    def _header(self, *, is_list: bool) -> Path:
        line = self._line_here()
        path: Path = ()
        *outer, last = self._keys() or [""]
        for key in outer:
            self.found.setdefault((*path, key), line)
            path = self._latest((*path, key))
        path = (*path, last)
        if is_list:
            number = self._items.get(path, 0)
            self._items[path] = number + 1
            self.found.setdefault(path, line)
            path = (*path, number)
        else:
            path = self._latest(path)
        self.found.setdefault(path, line)
        self.at = self.text.find("\n", self.at) if "\n" in self.text[self.at :] else len(self.text)
        return path

    def _latest(self, path: Path) -> Path:
        return (*path, self._items[path] - 1) if path in self._items else path

    def _pair(self, table: Path) -> None:
        line, path = self._line_here(), table
        for key in self._keys():
            path = (*path, key)
            self.found.setdefault(path, line)
        self._blank()
        if self.text.startswith("=", self.at):
            self.at += 1
            self._value(path)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._blank()
            if found := _BARE.match(self.text, self.at):
                keys.append(found[0])
            elif found := self._string():
                keys.append(found[0][1:-1])
            else:
                return keys
            self.at = found.end()
            self._blank()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _value(self, path: Path) -> None:
        self._blank()
        if found := self._string():
            self.at = found.end()
        elif self.text.startswith("[", self.at):
            self._inside("]", path, is_list=True)
        elif self.text.startswith("{", self.at):
            self._inside("}", path, is_list=False)
        elif found := _SCALAR.match(self.text, self.at):
            self.at = found.end()

    def _inside(self, closing: str, path: Path, *, is_list: bool) -> None:
        number = 0
        self.at += 1
        self._blank()
        while self.at < len(self.text) and not self.text.startswith(closing, self.at):
            begin = self.at
            if is_list:
                self.found.setdefault((*path, number), self._line_here())
                self._value((*path, number))
                number += 1
            else:
                self._pair(path)
            self._blank()
            if self.text.startswith(",", self.at):
                self.at += 1
            self._blank()
            if self.at == begin:
                return
        self.at += 1

    def _string(self) -> re.Match[str] | None:
        return next((found for string in _STRINGS if (found := string.match(self.text, self.at))), None)

    def _blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line
