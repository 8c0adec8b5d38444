"""Power cuts, replayed from the system calls of a desk at work: at every call, the disk holds what was synced, and of the rest any
part in any order, writes torn between sectors. Whatever was acknowledged is there, and everything holds together.

The same without syncing must fail, or the drill would prove nothing.
"""

import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from desk.charter.errors import DeskError
from desk.store.maintenance.check import check
from desk.store.maintenance.manifest import is_as_described, read_manifest
from desk.store.opening import open_desk
from tests.unit.store_worker import NOW

IMAGES = 20_000
SECTOR = 512
_CALLS = "openat,close,write,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,link,unlink,mkdir,rmdir"
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(?:<.*>)?")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"^(\d+)(?:<[^>]*>)?")


def drill(images: str = "") -> bool:
    """Builds as many images; prints how many held. Returns whether all did, and whether some of the careless ones did not."""
    wanted = int(images or IMAGES)
    careful, careless = run(wanted, []), run(wanted // 20, ["--careless"])
    for name, found in (("synchronous=EXTRA", careful), ("control, OFF", careless)):
        print(f"power-cuts   {name}:", ", ".join(f"{key} {value}" for key, value in found.items()), flush=True)
    Path(__file__).with_name("power_cuts.json").write_text(json.dumps({"careful": careful, "control": careless}, indent=2) + "\n")
    return not careful["failures"] and bool(careless["failures"])


@dataclass(eq=False)
class Node:
    """A file. synced: what is on the disk for certain; pending: writes since, as (offset, data), data None for a truncation."""

    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def content(self, odd: random.Random | None) -> bytes:
        """What a cut leaves of it; without chance, what a process reads."""
        found = bytearray(self.synced)
        for offset, data in self.pending:
            if odd is not None and odd.random() < 0.4:
                continue
            if data is None:
                del found[offset:]
                found.extend(bytes(offset - len(found)))
                continue
            for start, piece in _pieces(offset, data, odd):
                found.extend(bytes(max(0, start + len(piece) - len(found))))
                found[start : start + len(piece)] = piece
        return bytes(found)


def _pieces(offset: int, data: bytes, odd: random.Random | None) -> Iterator[tuple[int, bytes]]:
    """A write, whole or torn between sectors."""
    if odd is None or odd.random() < 0.6:
        yield offset, data
        return
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (offset + start) % SECTOR)
        if odd.random() < 0.5:
            yield offset + start, data[start:end]
        start = end


Entry = tuple[str, str, Node | None]  # folder, path, and the file that it names from then on


class Disk:
    """A file system that keeps what was synced. names: as processes see them; stored: as they are on the disk for certain."""

    def __init__(self, folder: Path) -> None:
        self.names = {str(path): Node(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
        self.stored = dict(self.names)
        self.pending: list[Entry] = []

    def set_name(self, path: str, node: Node | None) -> None:
        """Changes an entry of a folder."""
        if node is None:
            self.names.pop(path, None)
        else:
            self.names[path] = node
        self.pending.append((str(Path(path).parent), path, node))

    def sync_folder(self, folder: str) -> None:
        """Stores the entries of a folder."""
        rest = []
        for entry in self.pending:
            if entry[0] == folder:
                _set(self.stored, entry)
            else:
                rest.append(entry)
        self.pending = rest

    def image(self, odd: random.Random) -> dict[str, bytes]:
        """What a cut leaves. Entries are stored in their order, as a file system's journal does."""
        names = dict(self.stored)
        for entry in self.pending[: odd.randint(0, len(self.pending))]:
            _set(names, entry)
        chance = odd if odd.random() < 0.8 else None
        return {path: node.content(chance) for path, node in names.items()}


def _set(names: dict[str, Node], entry: Entry) -> None:
    _, path, node = entry
    if node is None:
        names.pop(path, None)
    else:
        names[path] = node


class Replay:
    """The calls of a process, one by one, on such a disk. told: what it has acknowledged so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.disk = Disk(folder)
        self.told: list[str] = []
        self._open: dict[int, tuple[Node | str, bool]] = {}  # a file, or the path of a folder; and whether writes go to the end
        self._at: dict[int, int] = {}

    def step(self, line: str) -> bool:
        """Takes one line of the trace. Returns whether it changed the disk or told something."""
        found = _CALL.search(line)
        if found is None or found[3].startswith("-"):
            return False
        name, arguments, result = found[1], found[2], int(found[3])
        strings = [bytes.fromhex(text.replace("\\x", "")) for text in _STRING.findall(arguments)]
        paths = [text.decode(errors="replace") for text in strings]
        if name == "openat":
            return self._opened(paths[0], arguments, result)
        if name in ("rename", "link", "unlink"):
            return self._renamed(name, paths)
        descriptor = _FD.match(arguments)
        number = int(descriptor[1]) if descriptor else -1
        if name == "write" and number == 1:
            self.told += [line for text in paths for line in text.splitlines()]
            return True
        if number not in self._open:
            return False
        return self._changed(name, number, arguments, strings, result)

    def _opened(self, path: str, arguments: str, number: int) -> bool:
        if not path.startswith(self.folder):
            return False
        if path not in self.disk.names and "O_CREAT" not in arguments:
            self._open[number] = path, False
            return False
        is_new = path not in self.disk.names
        if is_new:
            self.disk.set_name(path, Node())
        node = self.disk.names[path]
        if "O_TRUNC" in arguments and not is_new:
            node.pending.append((0, None))
        self._open[number] = node, "O_APPEND" in arguments
        self._at[number] = 0
        return is_new

    def _renamed(self, name: str, paths: list[str]) -> bool:
        if not paths[0].startswith(self.folder):
            return False
        node = self.disk.names.get(paths[0])
        if name != "unlink":
            self.disk.set_name(paths[1], node)
        if name != "link":
            self.disk.set_name(paths[0], None)
        return True

    def _changed(self, name: str, number: int, arguments: str, strings: list[bytes], result: int) -> bool:
        node, is_appending = self._open[number]
        if name == "close":
            del self._open[number]
            return False
        if isinstance(node, str):
            if name in ("fsync", "fdatasync"):
                self.disk.sync_folder(node)
                return True
            return False
        match name:
            case "pwrite64":
                node.pending.append((int(arguments.rpartition(", ")[2]), strings[0][:result]))
            case "write":
                at = len(node.content(None)) if is_appending else self._at[number]
                node.pending.append((at, strings[0][:result]))
                self._at[number] = at + result
            case "ftruncate":
                node.pending.append((int(arguments.rpartition(", ")[2]), None))
            case "fsync" | "fdatasync":
                node.synced, node.pending = node.content(None), []
            case "lseek":
                self._at[number] = result
                return False
        return True


def run(wanted: int, options: list[str]) -> dict[str, object]:
    """Traces the scenario and tries images at every call. Returns what was found."""
    odd, tried, failures = random.Random(wanted), dict[str, str](), list[str]()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = Path(name, "desk")
        (folder / "backup").mkdir(parents=True)
        open_desk(str(folder / "desk.db"), None, lambda: NOW, practice=True).close()
        replay, counting, trace = Replay(folder), Replay(folder), Path(name, "trace")
        command = ["strace", "-o", str(trace), "-xx", "-s", "10000000", "-e", f"trace={_CALLS}", sys.executable, "-m"]
        subprocess.run([*command, "tests.drills.scenario", str(folder), *options], check=True, stdout=subprocess.DEVNULL)
        lines = trace.read_text().splitlines()
        calls = sum(counting.step(line) for line in lines)
        each, images = -(-wanted // calls), 0
        for line in lines:
            if not replay.step(line):
                continue
            for _ in range(each):
                image = replay.disk.image(odd)
                images += 1
                wrong = _wrong(image, folder, replay.told, Path(name, "image"), tried)
                if wrong:
                    failures.append(f"{wrong} after {line[:60]}")
    for failure in failures[:3] if not options else ():
        print(failure)
    return {"calls": calls, "images": images, "different": len(tried), "failures": len(failures), "acknowledged": len(replay.told)}


def _wrong(image: dict[str, bytes], folder: Path, told: list[str], place: Path, tried: dict[str, str]) -> str:
    """What an image lacks; "" for nothing. tried: what was found, by the image and what had been told."""
    key = hashlib.sha256(repr((sorted((path, hashlib.sha256(data).digest()) for path, data in image.items()), told)).encode())
    if (known := tried.get(key.hexdigest())) is not None:
        return known
    shutil.rmtree(place, ignore_errors=True)
    for path, data in image.items():
        target = place / Path(path).relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    tried[key.hexdigest()] = found = _lacks(place, told)
    return found


def _lacks(place: Path, told: list[str]) -> str:
    wanted = {int(words.split()[1]) for words in told if words.startswith("event")}
    copy = place / "backup" / "copy.db"
    try:
        if "backup" in told:
            manifest = read_manifest(copy)
            if manifest is None or not is_as_described(copy, manifest):
                return "the backup is gone"
            restored = int(manifest.head.partition(":")[0])
        with closing(open_desk(str(place / "desk.db"), None, lambda: NOW, make=False, practice=True)) as store:
            if findings := check(store).findings:
                return f"{len(findings)} findings"
            there = {event for (event,) in store.rows("SELECT id FROM event")}
    except (DeskError, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    if "restored" in told:
        return "" if max(there) == restored else "not what was restored"
    if wanted <= there or ("backup" in told and max(there) == restored):  # a restore under way may have put its file in place
        return ""
    return f"{len(wanted - there)} acknowledged changes are gone"
