"""The text in an image, where Tesseract is installed: search finds a scan by what it says."""

import shutil
import subprocess
from contextlib import suppress

from desk.store.files.content import Loaded
from desk.store.validation import TEXT_LIMIT

_TYPES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp")
_SECONDS = 30.0  # that an image may take; a page takes two or three
_WANTED = ("rus", "eng")


def text_in(loaded: Loaded) -> str:
    """The text; "" without Tesseract, for anything but an image, and for an image that it cannot read."""
    program = shutil.which("tesseract")
    if program is None or loaded.type not in _TYPES:
        return ""
    with suppress(OSError, subprocess.SubprocessError):
        languages = "+".join(name for name in _WANTED if name in _languages(program)) or "eng"
        found = subprocess.run(
            [program, "stdin", "stdout", "-l", languages],
            input=loaded.raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )
        return "\n".join(line for line in found.stdout.decode("utf-8", "replace").splitlines() if line.strip())[:TEXT_LIMIT]
    return ""


def _languages(program: str) -> list[str]:
    found = subprocess.run([program, "--list-langs"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=5, check=True)
    return found.stdout.decode("utf-8", "replace").split()
