"""Printing a document through CUPS, and what the printer says of itself."""

import os
import re
import shutil
import subprocess
from typing import NamedTuple

from desk.outgoing.errors import PrinterMissing, PrinterUnknown, PrintFailed

_SECONDS = 20.0  # after which the print system counts as hanging
_JOB = re.compile(r"request id is (\S+)-(\d+)")
_ALERTS = re.compile(r"Alerts:\s*(.+)")
_QUIET = ("none", "job-printing", "job-completed", "processing", "idle")
_OUT_OF_PAPER = ("media-empty", "media-needed", "media-jam")


class Printed(NamedTuple):
    """A document in the queue of a printer. trouble: what the printer says that keeps it waiting, in its own words; "" for nothing.
    no_paper: whether it lacks paper."""

    printer: str
    trouble: str = ""
    no_paper: bool = False


def print_pdf(raw: bytes, title: str, printer: str = "") -> Printed:
    """Puts a PDF into the queue of a printer. printer: "" for the default one.

    Raises PrinterMissing, PrinterUnknown, PrintFailed.
    """
    program = shutil.which("lp")
    if program is None:
        raise PrinterMissing
    line = [program, "-t", title, *(["-d", printer] if printer else [])]
    done = _run(line, raw)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("lp: ")
        if "destination" in said or "No such file" in said or "does not exist" in said:
            raise PrinterUnknown(printer)
        raise PrintFailed(printer, said)
    job = _JOB.search(done.stdout.decode("utf-8", "replace"))
    return _standing(job[1] if job else printer)


def _standing(printer: str) -> Printed:
    program = shutil.which("lpstat")
    if program is None or not printer:
        return Printed(printer)
    said = _run([program, "-l", "-p", printer], b"").stdout.decode("utf-8", "replace")
    found = _ALERTS.search(said)
    alerts = [alert for alert in (found[1].split() if found else []) if not alert.startswith(_QUIET)]
    if "disabled" in said.partition("\n")[0]:
        alerts.append("stopped")
    return Printed(printer, " ".join(alerts), any(alert.startswith(_OUT_OF_PAPER) for alert in alerts))


def _run(line: list[str], given: bytes) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            line, input=given, capture_output=True, timeout=_SECONDS, check=False, env=os.environ | {"LC_ALL": "C"}
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrintFailed("", str(error)) from error
